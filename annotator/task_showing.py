"""One task as its checker sees it: what is asked for, from where, how hard it is, and what was decided."""

from msgspec import Struct
from sqlmodel import Session

from embrace3k.annotator.paths import Path, drawn
from embrace3k.annotator.views import label
from embrace3k.schema.authors import Author
from embrace3k.schema.reviews import ReviewState, TaskReview
from embrace3k.schema.tasks import Difficulty, Scene, TaskType
from embrace3k.storage.task_reviews import review_history
from embrace3k.storage.tasks import get_task
from embrace3k.storage.trajectories import seen_from_start


class Named(Struct, frozen=True, kw_only=True):
    """A thing of the world, and how people call it."""

    name: str
    label: str


class TaskShown(Struct, frozen=True, kw_only=True):
    id: str
    instruction: str
    type: TaskType
    scene: Scene
    world: str
    """The scene's name in file names and lists: `family-house_0007`."""
    targets: list[Named]
    """What the instruction speaks of."""
    door: Named | None
    reason: str | None
    """Why the task tests something."""
    shortest_actions: int | None
    shortest_path_cm: float | None
    difficulty: Difficulty | None
    maker: Author | None
    imported: bool
    map: Path
    """Its one place is the start."""
    seen_in: str | None
    """A trajectory whose first frame is the view from the start; null while nobody has acted the task out."""
    state: ReviewState
    revision: int
    """What a decision is made over."""
    reviews: list[TaskReview]
    """Oldest first."""


def show_task(session: Session, task_id: str) -> TaskShown:
    """Raises RecordNotFound."""
    task, reviews = get_task(session, task_id), review_history(session, task_id)
    return TaskShown(
        id=task.id, instruction=task.instruction, type=task.type, scene=task.scene, world=task.scene.map_name,
        targets=[_named(name) for name in task.targets], door=_named(task.door) if task.door else None,
        reason=task.reason, shortest_actions=task.shortest_actions,
        shortest_path_cm=task.success.shortest_path_cm if task.success else None, difficulty=task.difficulty,
        maker=task.maker, imported=task.source is not None, map=drawn(task), seen_in=seen_from_start(session, task_id),
        state=reviews[-1].state if reviews else ReviewState.PROPOSED,
        revision=reviews[-1].revision if reviews else 0, reviews=reviews,
    )  # fmt: skip


def _named(name: str) -> Named:
    return Named(name=name, label=label(name))
