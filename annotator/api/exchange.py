"""Logs that others follow by number, and annotations from elsewhere: `/api/v1/audit` and `/api/v1/annotations`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from embrace3k.annotator.annotation_files import import_lines
from embrace3k.annotator.api.callers import Caller, requires
from embrace3k.annotator.api.context import InContext
from embrace3k.annotator.api.json_lines import JSONLines, json_lines
from embrace3k.annotator.api.shapes import Shape
from embrace3k.annotator.roles import Role
from embrace3k.storage.annotation_feed import exported_annotations
from embrace3k.storage.events import iter_events

router = APIRouter(prefix="/api/v1", tags=["exchange"])

Engineer = Annotated[Caller, requires(Role.ENGINEER, Role.ADMIN)]
Since = Annotated[int, Query(ge=0, le=2**63 - 1, description="Only what comes after this number.")]
_LINES = {"requestBody": {"required": True, "content": {JSONLines.media_type: {"schema": {"type": "string"}}}}}


class Imported(Shape):
    added: int
    known: int


async def whole_body(request: Request) -> bytes:
    """As it came, whatever it calls itself."""
    return await request.body()


@router.get("/audit", response_class=JSONLines)
def audit(engineer: Engineer, context: InContext, since: Since = 0) -> JSONLines:
    """Who did what, and when: the audit log as JSON Lines, oldest first. Go on from the last line's `number`."""
    return json_lines(iter_events(context.database, since))


@router.get("/annotations", response_class=JSONLines)
def export_annotations(engineer: Engineer, context: InContext, since: Since = 0) -> JSONLines:
    """Revisions as JSON Lines, in the order they were added. Go on from the last line's `number`."""
    return json_lines(exported_annotations(context.database, since))


@router.post("/annotations", openapi_extra=_LINES)
def import_annotations(engineer: Engineer, context: InContext, body: Annotated[bytes, Depends(whole_body)]) -> Imported:
    """Take in revisions, JSON Lines as the export writes them, all or none; up to 32 MiB at once.

    All lines are checked first: an error names the line and, behind `#`, the JSON pointer of the first that is wrong.
    Revisions that are here already are passed over and counted as `known`.
    """
    summary = import_lines(context.database, body, named="body", who=engineer.name, now=context.clock())
    return Imported(added=summary.added, known=summary.known)
