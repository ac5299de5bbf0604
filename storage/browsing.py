"""Trajectories as people look through them: newest first, a page at a time, with what became of each."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from msgspec import Struct
from sqlalchemy import func, select
from sqlmodel import Session

from embrace3k.schema.codec import decode
from embrace3k.schema.replays import ReplayVerdict
from embrace3k.schema.tasks import Task, TaskType
from embrace3k.schema.trajectories import DriverKind
from embrace3k.schema.work import WorkState
from embrace3k.storage.errors import RecordNotFound
from embrace3k.storage.listed import Listed
from embrace3k.storage.replays import verdict_of
from embrace3k.storage.tables import FrameRecord, TaskRecord, TrajectoryRecord, table_of
from embrace3k.storage.work import WORKS

_ROW, _TASKS, _FRAMES = (table_of(kind).c for kind in (TrajectoryRecord, TaskRecord, FrameRecord))
_JOINED = (
    table_of(TrajectoryRecord)
    .join(table_of(TaskRecord), _TASKS.id == _ROW.task_id)
    .outerjoin(WORKS, WORKS.c.trajectory_id == _ROW.id)
)
_VERDICT = verdict_of(_ROW.id)


class Outcome(StrEnum):
    """As the task's goal judges it; unknown where there is none, as in imported data."""

    SUCCESS = "success"
    FAILURE = "failure"
    UNKNOWN = "unknown"


_SUCCESS = {Outcome.SUCCESS: True, Outcome.FAILURE: False, Outcome.UNKNOWN: None}


class BrowseFilter(Struct, frozen=True, kw_only=True):
    """Which trajectories somebody wants to see; None does not filter."""

    task_type: TaskType | None = None
    scene: str | None = None
    driver_kind: DriverKind | None = None
    driver_name: str | None = None
    outcome: Outcome | None = None
    state: WorkState | Literal["unopened"] | None = None
    """Of the work; `unopened` is what nobody was asked to annotate."""
    verdict: ReplayVerdict | Literal["unreplayed"] | None = None

    def narrow(self, query: Any) -> Any:
        """Add the conditions to a query that reads the joined tables."""
        wanted = (
            (_TASKS.type, self.task_type),
            (_ROW.scene, self.scene),
            (_ROW.driver_kind, self.driver_kind),
            (_ROW.driver_name, self.driver_name),
            (func.coalesce(WORKS.c.state, "unopened"), self.state),
            (func.coalesce(_VERDICT, "unreplayed"), self.verdict),
        )
        query = query.where(*(column == str(value) for column, value in wanted if value is not None))
        return query if self.outcome is None else query.where(_ROW.success.is_(_SUCCESS[self.outcome]))


class Browsed(Listed, frozen=True, kw_only=True):
    number: int
    """Counts up in the order of commit."""
    state: WorkState | None
    """Of the work; None where nobody was asked to annotate it."""
    verdict: ReplayVerdict | None
    """Of the replay that counts."""
    first_frame: int | None
    """Its index; None where no step has a frame."""
    last_frame: int | None
    created_at: datetime


class Driven(Struct, frozen=True, kw_only=True):
    kind: DriverKind
    name: str
    trajectories: int


class InScene(Struct, frozen=True, kw_only=True):
    name: str
    trajectories: int


class Recorded(Struct, frozen=True, kw_only=True):
    """What there is to choose from."""

    trajectories: int
    found: int
    """How many of them the filter lets through."""
    scenes: list[InScene]
    drivers: list[Driven]


def _frame(which: Any) -> Any:
    return select(which(_FRAMES.step_index)).where(_FRAMES.trajectory_id == _ROW.id).scalar_subquery()


_FOUND = select(
    _ROW.number, _ROW.id.label("trajectory_id"), _ROW.task_id, _TASKS.record, _TASKS.type.label("task_type"),
    _ROW.scene, _ROW.driver_kind, _ROW.driver_name, _ROW.n_steps, _ROW.success, WORKS.c.state,
    _VERDICT.label("verdict"), _frame(func.min).label("first_frame"), _frame(func.max).label("last_frame"),
    _ROW.created_at,
).select_from(_JOINED)  # fmt: skip


def browse(session: Session, wanted: BrowseFilter, *, limit: int, after: int | None = None) -> list[Browsed]:
    """The newest first; `after` is the number of the last one of the page before."""
    query = wanted.narrow(_FOUND).order_by(_ROW.number.desc()).limit(limit)
    if after is not None:
        query = query.where(_ROW.number < after)
    return [_browsed(row) for row in session.execute(query).mappings()]


def browse_one(session: Session, trajectory_id: str) -> Browsed:
    """Raises RecordNotFound."""
    row = session.execute(_FOUND.where(_ROW.id == trajectory_id)).mappings().first()
    if row is None:
        raise RecordNotFound("no such trajectory", where=f"trajectory {trajectory_id}")
    return _browsed(row)


def recorded(session: Session, wanted: BrowseFilter) -> Recorded:
    """How many there are, how many are wanted, and what one could ask for."""
    count = func.count()
    scenes = session.execute(select(_ROW.scene, count).group_by(_ROW.scene).order_by(_ROW.scene)).all()
    who = (_ROW.driver_kind, _ROW.driver_name)
    drivers = session.execute(select(*who, count).group_by(*who).order_by(*who)).all()
    return Recorded(
        trajectories=sum(many for _, many in scenes),
        found=session.execute(wanted.narrow(select(count).select_from(_JOINED))).scalar_one(),
        scenes=[InScene(name=name, trajectories=many) for name, many in scenes],
        drivers=[Driven(kind=DriverKind(kind), name=name, trajectories=many) for kind, name, many in drivers],
    )


def _browsed(row: Any) -> Browsed:
    known = dict(row)
    task = decode(known.pop("record"), Task, where=f"task {row['task_id']}")
    known |= {
        "task_type": TaskType(row["task_type"]), "driver_kind": DriverKind(row["driver_kind"]),
        "state": WorkState(row["state"]) if row["state"] else None,
        "verdict": ReplayVerdict(row["verdict"]) if row["verdict"] else None,
    }  # fmt: skip
    return Browsed(**known, instruction=task.instruction)
