"""How good annotations are, for those who look after them: `/api/v1/quality`."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from embrace3k.annotator.api.callers import Caller, requires
from embrace3k.annotator.api.context import InContext
from embrace3k.annotator.api.messages import answer, answers
from embrace3k.annotator.measuring import measure
from embrace3k.annotator.quality.report import QualityReport
from embrace3k.annotator.roles import Role

router = APIRouter(prefix="/api/v1/quality", tags=["quality"])

Overseer = Annotated[Caller, requires(Role.REVIEWER, Role.ENGINEER, Role.ADMIN)]


@router.get("", responses=answers(QualityReport))
def quality(
    caller: Overseer,
    context: InContext,
    campaign: Annotated[str | None, Query(max_length=300)] = None,
    lints: Annotated[bool, Query(description="Look for lints in every finished text, which takes longer.")] = False,
) -> Response:
    """Agreement, planted steps caught, pace and drafts; of the works of which the caller may see every lane."""
    return answer(measure(context.database, campaign=campaign, person=caller.person, lints=lints))
