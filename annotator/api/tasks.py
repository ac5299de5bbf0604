"""The check of tasks: `/api/v1/tasks` shows what is asked for to somebody who did not make it."""

from typing import Annotated

from fastapi import APIRouter, Path, Response
from msgspec import Struct

from embrace3k.annotator.api.callers import Caller, requires
from embrace3k.annotator.api.context import InContext
from embrace3k.annotator.api.messages import AfterNumber, Checking, Limit, answer, answers
from embrace3k.annotator.checks import TaskCheck, check_task
from embrace3k.annotator.roles import Role
from embrace3k.schema.authors import Author
from embrace3k.schema.poses import Pose
from embrace3k.schema.reviews import RefusalReason, ReviewState, TaskReview
from embrace3k.schema.tasks import Scene, TaskType
from embrace3k.storage.task_reviews import ReviewedTask, reviewed_tasks

router = APIRouter(prefix="/api/v1/tasks", tags=["tasks"])

Overseer = Annotated[Caller, requires(Role.REVIEWER, Role.ENGINEER, Role.ADMIN)]
Checker = Annotated[Caller, requires(Role.REVIEWER, Role.ADMIN)]
TaskId = Annotated[str, Path(max_length=300, description="May hold slashes, as in `family-house_0007/x000269_t0_a`.")]


class TaskChecking(Checking):
    reason: RefusalReason | None = None
    """Of a refusal."""


class ListedTask(Struct, frozen=True, kw_only=True):
    id: str
    instruction: str
    type: TaskType
    scene: Scene
    start_pose: Pose
    targets: list[str]
    """The objects that the instruction speaks of."""
    door: str | None
    maker: Author | None
    state: ReviewState
    revision: int
    """What a decision is made over."""
    review: TaskReview | None
    """The newest."""
    after: int
    """To go on after this one."""


@router.get("", responses=answers(list[ListedTask]))
def all_tasks(
    caller: Overseer, context: InContext, state: ReviewState | None = None, limit: Limit = 100, after: AfterNumber = 0
) -> Response:
    """In the order they were added, with the newest decision about each."""
    with context.database.snapshot() as session:
        found = reviewed_tasks(session, state, limit=limit, after=after)
    return answer([_listed(each) for each in found])


@router.post("/{task_id:path}/review", responses=answers(TaskReview))
def review(task_id: TaskId, checking: TaskChecking, caller: Checker, context: InContext) -> Response:
    """Confirm a task, or say what is wrong with it. 409 where somebody decided meanwhile; makers do not confirm.

    A task itself is never changed: to correct one, refuse it and make another.
    """
    check = TaskCheck(
        task_id=task_id, event=checking.event, over=checking.over, reason=checking.reason, note=checking.note
    )  # fmt: skip
    with context.database.session() as session:
        decided = check_task(session, caller.person, check, context.clock())
    return answer(decided)


def _listed(found: ReviewedTask) -> ListedTask:
    task = found.task
    return ListedTask(
        id=task.id, instruction=task.instruction, type=task.type, scene=task.scene, start_pose=task.start_pose,
        targets=task.targets, door=task.door, maker=task.maker, state=found.state, revision=found.revision,
        review=found.review, after=found.number,
    )  # fmt: skip
