"""Trajectories that people annotate: opening and listing them, and one with all that is shown beside its steps."""

from datetime import datetime
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from msgspec import Struct
from pydantic import Field

from embrace3k.annotator.api.callers import Caller, requires
from embrace3k.annotator.api.context import InContext
from embrace3k.annotator.api.messages import Body, InLane, StepIndex, TrajectoryId, answer, answers
from embrace3k.annotator.lints import Lint
from embrace3k.annotator.paths import Path, path_of
from embrace3k.annotator.queue import Plan, open_works
from embrace3k.annotator.reading import named_lane, read_history
from embrace3k.annotator.roles import Role
from embrace3k.annotator.showing import WorkShown, frame_shown, lint_text, require_trajectory_sight, show_work
from embrace3k.annotator.thumbnails import thumbnail
from embrace3k.schema.annotations import Annotation
from embrace3k.schema.tasks import TaskType
from embrace3k.schema.work import WorkState
from embrace3k.storage.blobs import read_blob
from embrace3k.storage.work import Lane, Work, WorkFilter, lanes_of_each, list_works

router = APIRouter(prefix="/api/v1/works", tags=["works"])

Engineer = Annotated[Caller, requires(Role.ENGINEER, Role.ADMIN)]
Overseer = Annotated[Caller, requires(Role.REVIEWER, Role.ENGINEER, Role.ADMIN)]
Anybody = Annotated[Caller, requires()]
_Word = Annotated[str, Field(max_length=300)]
_KEPT = "private, max-age=31536000, immutable"
"""By the browser alone, and for good: a trajectory's frames never change."""


class Opening(Body):
    trajectory_ids: Annotated[list[_Word], Field(min_length=1, max_length=10_000)]
    campaign: Annotated[str, Field(min_length=1, max_length=300)] | None = None
    priority: Annotated[int, Field(ge=0, le=1000)] = 5
    """Lower numbers come first."""
    annotators: Annotated[int, Field(ge=1, le=20)] = 2
    """How many annotate each trajectory of the overlap, blind to each other."""
    overlap: Annotated[float, Field(ge=0, le=1)] = 0.0
    """The share of the trajectories that several annotate."""


class Typed(Body):
    text: Annotated[str, Field(max_length=20_000)]


class Opened(Struct, frozen=True, kw_only=True):
    added: int
    """The others were open already."""


class Listed(Struct, frozen=True, kw_only=True):
    trajectory_id: str
    state: WorkState
    version: int
    priority: int
    campaign: str | None
    task_type: TaskType
    scene: str
    n_steps: int
    driven_by: str | None
    updated_at: datetime
    lanes: list[Lane] | None
    """With their holders; null for who may be asked to annotate it."""
    after: str
    """To go on after this one."""


class Page(Struct, frozen=True, kw_only=True):
    work: WorkShown
    frames: list[str]
    """Paths of the pictures before each step and after the last."""


@router.post("", responses=answers(Opened))
def open_for_work(opening: Opening, caller: Engineer, context: InContext) -> Response:
    """Put trajectories into the queue. 409 where a checker has refused one of the demonstrations."""
    plan = Plan(
        campaign=opening.campaign, priority=opening.priority, annotators=opening.annotators, overlap=opening.overlap
    )  # fmt: skip
    with context.database.session() as session:
        added = open_works(session, opening.trajectory_ids, plan, context.clock(), who=caller.name)
    return answer(Opened(added=added))


@router.get("", responses=answers(list[Listed]))
def all_works(
    caller: Overseer,
    context: InContext,
    task_type: TaskType | None = None,
    scene: Annotated[str | None, Query(max_length=300)] = None,
    campaign: Annotated[str | None, Query(max_length=300)] = None,
    state: WorkState | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    after: Annotated[str, Query(pattern=r"^\d{1,9}-\d{1,18}$")] | None = None,
) -> Response:
    """In the order of the queue, with their states and holders. `after` is that of the last one of the page before."""
    wanted = WorkFilter(task_type=task_type, scene=scene, campaign=campaign, state=state)
    priority, _, number = after.partition("-") if after else ("", "", "")
    place = (int(priority), int(number)) if after else None
    with context.database.snapshot() as session:
        works = list_works(session, wanted, limit=limit, after=place)
        lanes = lanes_of_each(session, [work.trajectory_id for work in works])
    annotates = Role.ANNOTATOR in caller.roles
    return answer([_listed(work, None if annotates else lanes[work.trajectory_id]) for work in works])


@router.get("/{trajectory_id}", responses=answers(Page))
def one_work(trajectory_id: TrajectoryId, caller: Anybody, context: InContext, lane: InLane = None) -> Response:
    """Everything to annotate or review it by. Annotators see what is theirs."""
    with context.database.snapshot() as session:
        work = show_work(session, caller.person, trajectory_id, lane)
    return answer(Page(work=work, frames=[frame_path(trajectory_id, index) for index in range(len(work.steps) + 1)]))


@router.get("/{trajectory_id}/path", responses=answers(Path))
def path(trajectory_id: TrajectoryId, caller: Anybody, context: InContext) -> Response:
    """The way from above: poses, what stopped the agent, where the targets stand."""
    with context.database.snapshot() as session:
        require_trajectory_sight(session, caller.person, trajectory_id)
        return answer(path_of(session, trajectory_id))


@router.get("/{trajectory_id}/steps/{step_index}/history", responses=answers(list[Annotation]))
def history(
    trajectory_id: TrajectoryId, step_index: StepIndex, caller: Anybody, context: InContext, lane: InLane = None
) -> Response:
    """Every revision, oldest first."""
    with context.database.snapshot() as session:
        lane = named_lane(session, caller.person, trajectory_id, lane)
        return answer(read_history(session, caller.person, trajectory_id, lane, step_index))


@router.post("/{trajectory_id}/steps/{step_index}/lints", responses=answers(list[Lint]))
def lints(
    trajectory_id: TrajectoryId, step_index: StepIndex, typed: Typed, caller: Anybody, context: InContext,
    lane: InLane = None,
) -> Response:  # fmt: skip
    """What is to be said of a text while it is typed. Nothing is kept."""
    with context.database.snapshot() as session:
        return answer(lint_text(session, caller.person, trajectory_id, step_index, typed.text, lane))


@router.get(
    "/{trajectory_id}/frames/{index}", response_class=Response,
    responses={200: {"content": {"image/jpeg": {}, "image/png": {}}}, 304: {"description": "It has not changed."}},
)  # fmt: skip
def frame(
    trajectory_id: TrajectoryId, index: StepIndex, caller: Anybody, request: Request, context: InContext,
    small: Annotated[bool, Query(description="A JPEG of 320 by 240 at the most, for lists.")] = False,
) -> Response:  # fmt: skip
    """The picture before a step, or after the last one, byte for byte as it was recorded.

    Whoever oversees the whole sees those of trajectories that were never opened for work, too.
    """
    with context.database.snapshot() as session:
        sha256 = frame_shown(session, caller.person, trajectory_id, index)
    tag = f"{sha256}-small" if small else sha256
    headers = {"ETag": f'"{tag}"', "Cache-Control": _KEPT}
    if f'"{tag}"' in request.headers.get("If-None-Match", ""):
        return Response(status_code=304, headers=headers)
    data = read_blob(context.store, sha256)
    data = thumbnail(data) if small else data
    media_type = "image/png" if data.startswith(b"\x89PNG") else "image/jpeg"
    return Response(data, media_type=media_type, headers=headers)


def frame_path(trajectory_id: str, index: int) -> str:
    """Where `frame` answers."""
    return f"/api/v1/works/{quote(trajectory_id, safe='')}/frames/{index}"


def _listed(work: Work, lanes: list[Lane] | None) -> Listed:
    shown = {name: getattr(work, name) for name in Listed.__struct_fields__ if name not in ("lanes", "after")}
    return Listed(**shown, lanes=lanes, after=f"{work.priority}-{work.number}")
