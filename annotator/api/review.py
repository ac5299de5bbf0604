"""The second pair of eyes. Texts are corrected by saving in lane 0 (`steps.py`)."""

from typing import Annotated

from fastapi import APIRouter, Response
from msgspec import Struct
from pydantic import Field

from embrace3k.annotator import review
from embrace3k.annotator.api.callers import Caller, requires
from embrace3k.annotator.api.context import InContext
from embrace3k.annotator.api.messages import (
    LARGEST,
    Body,
    LaneNumber,
    Note,
    Over,
    StepIndex,
    TrajectoryId,
    answer,
    answers,
)
from embrace3k.annotator.api.steps import place_of
from embrace3k.annotator.comparing import Comparison, compare
from embrace3k.annotator.reading import require_sight_of_all
from embrace3k.annotator.roles import Role
from embrace3k.annotator.saving import Saved
from embrace3k.schema.work import ReturnReason, WorkEvent, WorkState
from embrace3k.storage.work import get_work

router = APIRouter(prefix="/api/v1/works/{trajectory_id}", tags=["review"])

Checker = Annotated[Caller, requires(Role.REVIEWER, Role.ADMIN)]
_Number = Annotated[int, Field(ge=0, le=LARGEST)]


class Adoption(Over):
    """`base_rev` is that of lane 0."""

    lane: LaneNumber
    revision: _Number


class Deciding(Body):
    event: WorkEvent
    version: _Number
    """Of the work, as it was looked at."""
    reason: ReturnReason | None = None
    note: Note | None = None
    steps: Annotated[list[_Number], Field(max_length=10_000)] = []
    """What the reason is about; none means the whole."""
    lanes: Annotated[list[LaneNumber], Field(max_length=100)] = []
    """Which of them a return opens again; none means all."""


class Decided(Struct, frozen=True, kw_only=True):
    state: WorkState
    version: int


@router.get("/comparison", responses=answers(list[Comparison]))
def comparison(trajectory_id: TrajectoryId, caller: Checker, context: InContext) -> Response:
    """Every step side by side with the words that differ: disagreements first."""
    with context.database.snapshot() as session:
        work = get_work(session, trajectory_id)
        require_sight_of_all(session, caller.person, trajectory_id)
        return answer(compare(session, work))


@router.post("/steps/{step_index}/adopt", responses=answers(Saved))
def adopt(
    trajectory_id: TrajectoryId, step_index: StepIndex, adoption: Adoption, caller: Checker, context: InContext
) -> Response:
    """Adjudicate: take a blind lane's newest revision over into lane 0, as it is."""
    with context.database.session() as session:
        place = place_of(session, caller, trajectory_id, step_index, adoption)
        saved = review.adopt(session, caller.person, place, adoption.lane, adoption.revision, context.clock())
    return answer(saved)


@router.post("/decision", responses=answers(Decided))
def decide(trajectory_id: TrajectoryId, deciding: Deciding, caller: Checker, context: InContext) -> Response:
    """Review, accept, return or refuse what the caller holds; or reopen. 409 where it has changed meanwhile."""
    decision = review.Decision(
        trajectory_id=trajectory_id, event=deciding.event, version=deciding.version, reason=deciding.reason,
        note=deciding.note, steps=deciding.steps, lanes=deciding.lanes,
    )  # fmt: skip
    with context.database.session() as session:
        work = review.decide(session, caller.person, decision, context.clock())
    return answer(Decided(state=work.state, version=work.version))
