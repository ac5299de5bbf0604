"""One trajectory as it was recorded, with the text that stands beside each step, for whoever looks after the whole.

What was truly done is not shown to who annotates it or may still be asked to: see `reading.py`.
"""

from datetime import datetime

from msgspec import Struct
from sqlmodel import Session

from embrace3k.annotator.evidence import StepEvidence, evidence_of
from embrace3k.annotator.people import Person
from embrace3k.annotator.reading import require_sight_of_all
from embrace3k.schema.annotations import Annotation
from embrace3k.schema.replays import Replay
from embrace3k.schema.reviews import DemonstrationReview, DemonstrationState
from embrace3k.schema.tasks import TaskType
from embrace3k.schema.trajectories import Driver, Result, Simulator
from embrace3k.schema.work import WorkState
from embrace3k.storage.annotations import current_annotations
from embrace3k.storage.browsing import browse_one
from embrace3k.storage.demonstration_reviews import DEMONSTRATORS, demonstration_review_history
from embrace3k.storage.replays import current_replays
from embrace3k.storage.trajectories import get_trajectory


class RecordedStep(Struct, frozen=True, kw_only=True):
    evidence: StepEvidence
    annotation: Annotation | None
    """The newest revision of the text that releases read."""


class Checked(Struct, frozen=True, kw_only=True):
    """Where the check of a demonstration stands."""

    state: DemonstrationState
    revision: int
    """What a decision is made over."""
    reviews: list[DemonstrationReview]
    """Oldest first."""


class TrajectoryShown(Struct, frozen=True, kw_only=True):
    trajectory_id: str
    number: int
    """Counts up in the order of commit."""
    task_id: str
    instruction: str
    task_type: TaskType
    scene: str
    driver: Driver
    simulator: Simulator
    result: Result
    state: WorkState | None
    """Of the work; null where nobody was asked to annotate it."""
    steps: list[RecordedStep]
    pictured: list[bool]
    """Whether there is a picture, before each step and after the last."""
    replay: Replay | None
    """The one that counts."""
    check: Checked | None
    """Null for what an agent did, which is no demonstration."""
    created_at: datetime


def show_trajectory(session: Session, person: Person, trajectory_id: str) -> TrajectoryShown:
    """Raises RecordNotFound, and NotAllowed where the true actions are hidden from a person who annotates it."""
    found = browse_one(session, trajectory_id)
    if found.state is not None:
        require_sight_of_all(session, person, trajectory_id)
    trajectory = get_trajectory(session, trajectory_id)
    replay = current_replays(session, [trajectory_id]).get(trajectory_id)
    said = {each.step_index: each for each in current_annotations(session, trajectory_id)}
    steps = [RecordedStep(evidence=each, annotation=said.get(each.index)) for each in evidence_of(trajectory, replay)]
    frames = [*(step.frame for step in trajectory.steps), trajectory.final.frame if trajectory.final else None]
    return TrajectoryShown(
        trajectory_id=trajectory_id, number=found.number, task_id=found.task_id, instruction=found.instruction,
        task_type=found.task_type, scene=found.scene, driver=trajectory.driver, simulator=trajectory.simulator,
        result=trajectory.result, state=found.state, steps=steps, pictured=[each is not None for each in frames],
        replay=replay, created_at=found.created_at,
        check=_checked(session, trajectory_id) if trajectory.driver.kind in DEMONSTRATORS else None,
    )  # fmt: skip


def _checked(session: Session, trajectory_id: str) -> Checked:
    reviews = demonstration_review_history(session, trajectory_id)
    return Checked(
        state=reviews[-1].state if reviews else DemonstrationState.UNCHECKED,
        revision=reviews[-1].revision if reviews else 0, reviews=reviews,
    )  # fmt: skip
