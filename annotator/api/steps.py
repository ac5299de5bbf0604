"""What a work's holder does, step by step, and handing it in. Reviewers correct texts by the same routes."""

from typing import Annotated

from fastapi import APIRouter, Response
from msgspec import Struct
from pydantic import Field
from sqlmodel import Session

from embrace3k.annotator import saving, submitting, undo
from embrace3k.annotator.api.callers import Caller, requires
from embrace3k.annotator.api.context import InContext
from embrace3k.annotator.api.messages import LARGEST, Body, DwellMs, Over, StepIndex, TrajectoryId, answer, answers
from embrace3k.annotator.reading import lane_for
from embrace3k.annotator.roles import Role
from embrace3k.annotator.saving import Place, Saved, Words
from embrace3k.schema.actions import Action
from embrace3k.schema.annotations import Answers, ReasonCode, Verdict
from embrace3k.schema.work import WorkState

router = APIRouter(prefix="/api/v1/works/{trajectory_id}", tags=["steps"])

Worker = Annotated[Caller, requires(Role.ANNOTATOR, Role.REVIEWER, Role.ADMIN)]
Annotator = Annotated[Caller, requires(Role.ANNOTATOR)]


class Answered(Body):
    """null is not answered yet."""

    action_matches: Verdict | None = None
    object_present: Verdict | None = None
    rationale_supported: Verdict | None = None


class Save(Over):
    rationale: Annotated[str, Field(max_length=20_000)]
    answers: Answered = Answered()
    reason_codes: Annotated[list[ReasonCode], Field(max_length=len(ReasonCode))] = []
    corrected_action: Action | None = None
    dwell_ms: DwellMs = 0
    """How long its author has had the step on screen in all."""

    @property
    def words(self) -> Words:
        given = self.answers
        return Words(
            rationale=self.rationale, reason_codes=self.reason_codes, corrected_action=self.corrected_action,
            answers=Answers(
                action_matches=given.action_matches, object_present=given.object_present,
                rationale_supported=given.rationale_supported,
            ),
        )  # fmt: skip


class Viewings(Body):
    dwell_ms: Annotated[dict[Annotated[int, Field(ge=0, le=LARGEST)], DwellMs], Field(max_length=10_000)]
    """Step -> milliseconds in all."""


class Submitted(Struct, frozen=True, kw_only=True):
    state: WorkState


@router.put("/steps/{step_index}", responses=answers(Saved))
def save(
    trajectory_id: TrajectoryId, step_index: StepIndex, save: Save, caller: Worker, context: InContext
) -> Response:
    """Save a text and its verdicts as the next revision. 409 with the newest value where there is a newer one."""
    with context.database.session() as session:
        place = place_of(session, caller, trajectory_id, step_index, save)
        saved = saving.save(session, caller.person, place, save.words, context.clock(), dwell_ms=save.dwell_ms)
    return answer(saved)


@router.post("/steps/{step_index}/undo", responses=answers(Saved))
def undo_step(
    trajectory_id: TrajectoryId, step_index: StepIndex, over: Over, caller: Worker, context: InContext
) -> Response:
    """The value before, as the next revision."""
    with context.database.session() as session:
        place = place_of(session, caller, trajectory_id, step_index, over)
        saved = undo.undo(session, caller.person, place, context.clock())
    return answer(saved)


@router.post("/steps/{step_index}/redo", responses=answers(Saved))
def redo_step(
    trajectory_id: TrajectoryId, step_index: StepIndex, over: Over, caller: Worker, context: InContext
) -> Response:
    """Take the newest undo back."""
    with context.database.session() as session:
        place = place_of(session, caller, trajectory_id, step_index, over)
        saved = undo.redo(session, caller.person, place, context.clock())
    return answer(saved)


@router.post("/viewings", status_code=204)
def viewings(trajectory_id: TrajectoryId, viewings: Viewings, caller: Worker, context: InContext) -> None:
    """How long the caller has had steps on screen in all. Sent twice it adds nothing."""
    with context.database.session() as session:
        lane = lane_for(session, caller.person, trajectory_id)
        saving.report_viewings(session, caller.person, trajectory_id, lane, viewings.dwell_ms, context.clock())


@router.post("/submit", responses=answers(Submitted))
def submit(trajectory_id: TrajectoryId, caller: Annotator, context: InContext) -> Response:
    """Hand it in. 422 with the steps that nobody has seen or judged."""
    with context.database.session() as session:
        lane = lane_for(session, caller.person, trajectory_id)
        state = submitting.submit(session, caller.person, trajectory_id, lane, context.clock())
    return answer(Submitted(state=state))


def place_of(session: Session, caller: Caller, trajectory_id: str, step_index: int, over: Over) -> Place:
    """In the lane that the caller holds or held last."""
    return Place(
        trajectory_id=trajectory_id, lane=lane_for(session, caller.person, trajectory_id), step_index=step_index,
        base_rev=over.base_rev, client_op_id=over.client_op_id,
    )  # fmt: skip
