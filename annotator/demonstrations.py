"""One demonstration as its checker sees it: what was asked for, who drove, what was seen and done, and how it ended."""

from msgspec import Struct
from sqlmodel import Session

from embrace3k.annotator.evidence import StepEvidence, evidence_of
from embrace3k.annotator.people import Person
from embrace3k.annotator.reading import require_sight_of_all
from embrace3k.schema.poses import Pose
from embrace3k.schema.reviews import DemonstrationReview, DemonstrationState
from embrace3k.schema.tasks import TaskType
from embrace3k.schema.trajectories import Driver, Result
from embrace3k.storage.demonstration_reviews import demonstration_review_history, get_demonstration
from embrace3k.storage.replays import current_replays
from embrace3k.storage.tasks import get_task
from embrace3k.storage.work import has_work


class DemonstrationShown(Struct, frozen=True, kw_only=True):
    trajectory_id: str
    task_id: str
    instruction: str
    task_type: TaskType
    scene: str
    start_pose: Pose
    targets: list[str]
    door: str | None
    driver: Driver
    result: Result
    state: DemonstrationState
    revision: int
    """What a decision is made over."""
    steps: list[StepEvidence]
    reviews: list[DemonstrationReview]
    """Oldest first."""


def show_demonstration(session: Session, person: Person, trajectory_id: str) -> DemonstrationShown:
    """Raises RecordNotFound, and NotAllowed where the true actions are hidden from a person who annotates it."""
    if has_work(session, trajectory_id):
        require_sight_of_all(session, person, trajectory_id)
    trajectory = get_demonstration(session, trajectory_id)
    task, reviews = get_task(session, trajectory.task_id), demonstration_review_history(session, trajectory_id)
    return DemonstrationShown(
        trajectory_id=trajectory_id, task_id=task.id, instruction=task.instruction, task_type=task.type,
        scene=trajectory.scene.map_name, start_pose=task.start_pose, targets=task.targets, door=task.door,
        driver=trajectory.driver, result=trajectory.result,
        state=reviews[-1].state if reviews else DemonstrationState.UNCHECKED,
        revision=reviews[-1].revision if reviews else 0,
        steps=evidence_of(trajectory, current_replays(session, [trajectory_id]).get(trajectory_id)), reviews=reviews,
    )  # fmt: skip
