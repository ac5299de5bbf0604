"""The check of tasks: `/api/v1/tasks` shows what is asked for to somebody who did not make it."""

from typing import Annotated

from fastapi import APIRouter, Path, Response
from msgspec import Struct
from pydantic import Field

from embrace3k.annotator.api.callers import Caller, requires
from embrace3k.annotator.api.context import InContext
from embrace3k.annotator.api.messages import LARGEST, AfterNumber, Body, Checking, Limit, Note, answer, answers
from embrace3k.annotator.api.works import frame_path
from embrace3k.annotator.checks import TaskCheck, check_task
from embrace3k.annotator.corrections import correct_task
from embrace3k.annotator.roles import Role
from embrace3k.annotator.task_showing import TaskShown, show_task
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


class Correction(Body):
    instruction: Annotated[str, Field(min_length=1, max_length=2000)]
    """What the task is to say."""
    over: Annotated[int, Field(ge=0, lt=LARGEST)]
    """Revision of the newest decision that the checker has seen; 0 where there is none."""
    note: Note | None = None


class Corrected(Struct, frozen=True, kw_only=True):
    id: str
    """Of the new task."""


class TaskPage(Struct, frozen=True, kw_only=True):
    task: TaskShown
    start_frame: str | None
    """Path of the view from the start; null while nobody has acted the task out."""


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


@router.get("/{task_id:path}", responses=answers(TaskPage))
def one_task(task_id: TaskId, caller: Overseer, context: InContext) -> Response:
    """What is asked for, from where, which ground counts as there, how hard it is, and what was decided."""
    with context.database.snapshot() as session:
        task = show_task(session, task_id)
    return answer(TaskPage(task=task, start_frame=frame_path(task.seen_in, 0) if task.seen_in else None))


@router.post("/{task_id:path}/correction", responses=answers(Corrected))
def correction(task_id: TaskId, correction: Correction, caller: Checker, context: InContext) -> Response:
    """Refuse a task as badly worded, and make one that asks for the same in other words; somebody else checks it."""
    with context.database.session() as session:
        made = correct_task(
            session, caller.person, task_id, correction.instruction, correction.over, context.clock(), correction.note
        )  # fmt: skip
    return answer(Corrected(id=made.id))


@router.post("/{task_id:path}/review", responses=answers(TaskReview))
def review(task_id: TaskId, checking: TaskChecking, caller: Checker, context: InContext) -> Response:
    """Confirm a task, or say what is wrong with it. 409 where somebody decided meanwhile; makers do not confirm.

    A task itself is never changed: `correction` makes another one.
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
