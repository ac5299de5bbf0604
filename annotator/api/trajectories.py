"""Everything that was recorded, opened for annotators or not: `/api/v1/trajectories`."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response
from msgspec import Struct

from embrace3k.annotator.api.callers import Caller, requires
from embrace3k.annotator.api.context import InContext
from embrace3k.annotator.api.messages import Limit, TrajectoryId, answer, answers
from embrace3k.annotator.api.works import frame_path
from embrace3k.annotator.recorded import TrajectoryShown, show_trajectory
from embrace3k.annotator.roles import Role
from embrace3k.schema.replays import ReplayVerdict
from embrace3k.schema.tasks import TaskType
from embrace3k.schema.trajectories import DriverKind
from embrace3k.schema.work import WorkState
from embrace3k.storage.browsing import Browsed, BrowseFilter, Outcome, Recorded, browse, recorded
from embrace3k.storage.listed import Listed

router = APIRouter(prefix="/api/v1/trajectories", tags=["trajectories"])

Overseer = Annotated[Caller, requires(Role.REVIEWER, Role.ENGINEER, Role.ADMIN)]


def _wanted(
    task_type: TaskType | None = None,
    scene: Annotated[str | None, Query(max_length=300)] = None,
    driver_kind: DriverKind | None = None,
    driver_name: Annotated[str | None, Query(max_length=300)] = None,
    outcome: Outcome | None = None,
    state: Annotated[WorkState | Literal["unopened"] | None, Query(description="Of the work.")] = None,
    verdict: Annotated[ReplayVerdict | Literal["unreplayed"] | None, Query(description="Of the replay.")] = None,
) -> BrowseFilter:
    return BrowseFilter(
        task_type=task_type, scene=scene, driver_kind=driver_kind, driver_name=driver_name, outcome=outcome,
        state=state, verdict=verdict,
    )  # fmt: skip


Wanted = Annotated[BrowseFilter, Depends(_wanted)]


class ListedTrajectory(Listed, frozen=True, kw_only=True):
    state: WorkState | None
    """Of the work; null where nobody was asked to annotate it."""
    verdict: ReplayVerdict | None
    """Of the replay that counts; null where there is none."""
    first_frame: str | None
    """Path of the picture; `?small=true` makes it one for lists. Null where there is none, as in some imported data."""
    last_frame: str | None
    created_at: datetime
    after: int
    """To go on after this one."""


class TrajectoryPage(Struct, frozen=True, kw_only=True):
    trajectory: TrajectoryShown
    frames: list[str | None]
    """Paths of the pictures before each step and after the last; null where there is none, as in some imported data."""


@router.get("", responses=answers(list[ListedTrajectory]))
def all_trajectories(
    caller: Overseer,
    context: InContext,
    wanted: Wanted,
    limit: Limit = 100,
    after: Annotated[int | None, Query(ge=0, le=2**63 - 1)] = None,
) -> Response:
    """The newest first, in pages. `after` is that of the last one of the page before."""
    with context.database.snapshot() as session:
        return answer([_listed(each) for each in browse(session, wanted, limit=limit, after=after)])


# Before the next one: ids are digests, or begin with the layout they came from, so none is called `summary`.
@router.get("/summary", responses=answers(Recorded))
def summary(caller: Overseer, context: InContext, wanted: Wanted) -> Response:
    """How many there are, how many are wanted, and which worlds and drivers one could ask for."""
    with context.database.snapshot() as session:
        return answer(recorded(session, wanted))


@router.get("/{trajectory_id}", responses=answers(TrajectoryPage))
def one_trajectory(trajectory_id: TrajectoryId, caller: Overseer, context: InContext) -> Response:
    """What was asked for, seen, done and said. Not for who annotates it, or may still be asked to."""
    with context.database.snapshot() as session:
        shown = show_trajectory(session, caller.person, trajectory_id)
    frames = [frame_path(trajectory_id, index) if there else None for index, there in enumerate(shown.pictured)]
    return answer(TrajectoryPage(trajectory=shown, frames=frames))


def _listed(found: Browsed) -> ListedTrajectory:
    own = ("first_frame", "last_frame", "after")
    shown = {name: getattr(found, name) for name in ListedTrajectory.__struct_fields__ if name not in own}
    first, last = (_path(found, index) for index in (found.first_frame, found.last_frame))
    return ListedTrajectory(**shown, first_frame=first, last_frame=last, after=found.number)


def _path(found: Browsed, index: int | None) -> str | None:
    return None if index is None else frame_path(found.trajectory_id, index)
