"""One trajectory as its annotator or a reviewer works on it: what was seen and done, what is said, what to say of that.

In a blind lane of their own people get the actions that annotators are shown, and everything beside them follows.
"""

from datetime import datetime

from msgspec import Struct
from sqlmodel import Session

from embrace3k.annotator.evidence import StepEvidence, evidence_of
from embrace3k.annotator.honeypots import as_shown
from embrace3k.annotator.lints import Lint, lint_step, step_contexts
from embrace3k.annotator.people import Person
from embrace3k.annotator.reading import SEES_ALL, lane_for, named_lane, read_lane, require_sight
from embrace3k.schema.actions import Action
from embrace3k.schema.annotations import Annotation
from embrace3k.schema.tasks import TaskType
from embrace3k.schema.trajectories import Trajectory
from embrace3k.schema.work import TrajectoryReview, WorkState
from embrace3k.storage.annotations import current_annotations, current_drafts
from embrace3k.storage.errors import RecordNotFound
from embrace3k.storage.replays import current_replays
from embrace3k.storage.tasks import get_task
from embrace3k.storage.trajectories import frame_sha256, get_trajectory
from embrace3k.storage.trajectory_reviews import trajectory_review_history
from embrace3k.storage.work import get_lane, get_work, work_name


class StepShown(Struct, frozen=True, kw_only=True):
    """One step. A save over it names the annotation's revision, or 0 where there is none."""

    step_index: int
    action: Action
    evidence: StepEvidence
    annotation: Annotation | None
    draft: Annotation | None
    """The newest revision that no person wrote."""
    lints: list[Lint]
    dwell_ms: int
    """How long the reader has had it on screen."""


class WorkShown(Struct, frozen=True, kw_only=True):
    trajectory_id: str
    instruction: str
    task_type: TaskType
    scene: str
    campaign: str | None
    state: WorkState
    version: int
    """What a decision names."""
    submitted: bool
    holder: str | None
    expires_at: datetime | None
    steps: list[StepShown]
    decisions: list[TrajectoryReview]
    """Why it came back, for one; oldest first."""


def show_work(session: Session, person: Person, trajectory_id: str, lane: int | None = None) -> WorkShown:
    """Raises RecordNotFound, and NotAllowed for a lane that is hidden from the person."""
    lane, trajectory = _opened(session, person, trajectory_id, lane)
    work, row = get_work(session, trajectory_id), get_lane(session, trajectory_id, lane)
    task = get_task(session, trajectory.task_id)
    texts = read_lane(session, person, trajectory_id, lane)
    drafts = {each.step_index: each for each in current_drafts(session, trajectory_id, lane=lane)}
    said = [each.annotation.rationale if each.annotation else None for each in texts]
    evidence = evidence_of(trajectory, current_replays(session, [trajectory_id]).get(trajectory_id))
    steps = []
    for text, measured, context in zip(texts, evidence, step_contexts(task, trajectory), strict=True):
        index = text.step_index
        words, around = said[index], _around(said, index)
        steps.append(
            StepShown(
                step_index=index,
                action=measured.action,
                evidence=measured,
                annotation=text.annotation,
                draft=drafts.get(index),
                dwell_ms=text.dwell_ms,
                lints=lint_step(words, context, previous=around[0], following=around[1]) if words is not None else [],
            )  # fmt: skip
        )
    return WorkShown(
        trajectory_id=trajectory_id, instruction=task.instruction, task_type=work.task_type, scene=work.scene,
        campaign=work.campaign, state=work.state, version=work.version, submitted=row.submitted, holder=row.holder,
        expires_at=row.expires_at, steps=steps, decisions=trajectory_review_history(session, trajectory_id),
    )  # fmt: skip


def lint_text(
    session: Session, person: Person, trajectory_id: str, step_index: int, text: str, lane: int | None = None
) -> list[Lint]:
    """What is to be said of a text that is being typed, beside what stands at the steps around it."""
    lane, trajectory = _opened(session, person, trajectory_id, lane)
    n_steps = len(trajectory.steps)
    if step_index >= n_steps:
        hint = f"the trajectory has steps 0 to {n_steps - 1}"
        raise RecordNotFound(f"there is no step {step_index}", where=work_name(trajectory_id), hint=hint)
    said: list[str | None] = [None] * n_steps
    for note in current_annotations(session, trajectory_id, lane=lane):
        said[note.step_index] = note.rationale
    previous, following = _around(said, step_index)
    context = step_contexts(get_task(session, trajectory.task_id), trajectory)[step_index]
    return lint_step(text, context, previous=previous, following=following)


def frame_shown(session: Session, person: Person, trajectory_id: str, step_index: int) -> str:
    """The frame's sha256. Raises RecordNotFound, also for who may not see the trajectory."""
    require_trajectory_sight(session, person, trajectory_id)
    return frame_sha256(session, trajectory_id, step_index)


def require_trajectory_sight(session: Session, person: Person, trajectory_id: str) -> None:
    """Of what was recorded, not of what anybody says about it. Raises RecordNotFound."""
    if not person.roles & SEES_ALL:
        lane_for(session, person, trajectory_id)


def _opened(session: Session, person: Person, trajectory_id: str, lane: int | None) -> tuple[int, Trajectory]:
    """The lane that is meant, and the trajectory as it is shown to who looks at it there."""
    lane = named_lane(session, person, trajectory_id, lane)
    own = require_sight(session, person, trajectory_id, lane)
    trajectory = get_trajectory(session, trajectory_id)
    return lane, as_shown(session, trajectory) if own else trajectory


def _around(said: list[str | None], index: int) -> tuple[str | None, str | None]:
    return (said[index - 1] if index else None), (said[index + 1] if index + 1 < len(said) else None)
