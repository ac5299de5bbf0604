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
from embrace3k.schema.tasks import TaskType
from embrace3k.schema.trajectories import Driver, Result, Simulator
from embrace3k.schema.work import WorkState
from embrace3k.storage.annotations import current_annotations
from embrace3k.storage.browsing import browse_one
from embrace3k.storage.replays import current_replays
from embrace3k.storage.trajectories import get_trajectory


class RecordedStep(Struct, frozen=True, kw_only=True):
    evidence: StepEvidence
    annotation: Annotation | None
    """The newest revision of the text that releases read."""


class TrajectoryShown(Struct, frozen=True, kw_only=True):
    trajectory_id: str
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
        trajectory_id=trajectory_id, task_id=found.task_id, instruction=found.instruction, task_type=found.task_type,
        scene=found.scene, driver=trajectory.driver, simulator=trajectory.simulator, result=trajectory.result,
        state=found.state, steps=steps, pictured=[each is not None for each in frames], replay=replay, created_at=found.created_at,
    )  # fmt: skip
