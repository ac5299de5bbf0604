"""The works in the database: one row per trajectory that people are to annotate, and its lanes."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, cast

from msgspec import Struct
from sqlalchemy import CursorResult, Select, bindparam, insert, update
from sqlmodel import Session, col, select

from embrace3k.schema.tasks import TaskType
from embrace3k.schema.work import WorkState
from embrace3k.storage.errors import RecordNotFound
from embrace3k.storage.records import insert_or_nothing
from embrace3k.storage.tables import TaskRecord, TrajectoryRecord, table_of
from embrace3k.storage.trajectories import in_batches
from embrace3k.storage.work_tables import LaneRecord, WorkRecord


class Work(Struct, frozen=True, kw_only=True):
    """Where a trajectory's annotation stands. A decision names the `version` it was made over."""

    number: int
    trajectory_id: str
    state: WorkState
    version: int
    priority: int
    """Lower numbers come first."""
    campaign: str | None
    annotators: int
    """How many people annotate it, each in a lane of their own if `blind`."""
    blind: bool
    """Whether annotators write in lanes 1 and up, and lane 0 is for the adjudicator."""
    task_type: TaskType
    scene: str
    n_steps: int
    driven_by: str | None
    """The person who drove the demonstration, where one did."""
    updated_at: datetime

    @property
    def annotator_lanes(self) -> range:
        return range(1, self.annotators + 1) if self.blind else range(1)


class Lane(Struct, frozen=True, kw_only=True):
    trajectory_id: str
    lane: int
    submitted: bool
    maker: str | None
    holder: str | None
    expires_at: datetime | None

    def held_by_other(self, name: str, now: datetime) -> bool:
        return self.holder not in (None, name) and self.expires_at is not None and self.expires_at > now


class WorkFilter(Struct, frozen=True, kw_only=True):
    """Which works somebody wants; None does not filter."""

    task_type: TaskType | None = None
    scene: str | None = None
    campaign: str | None = None
    state: WorkState | None = None

    def narrow(self, query: Any) -> Any:
        """Add the conditions to a query that reads works."""
        wanted = {name: getattr(self, name) for name in self.__struct_fields__}
        return query.where(*(WORKS.c[name] == str(value) for name, value in wanted.items() if value is not None))


WORKS, LANES = table_of(WorkRecord), table_of(LaneRecord)
_WORK_COLUMNS = [WORKS.c[name] for name in Work.__struct_fields__]
_LANE_COLUMNS = [LANES.c[name] for name in Lane.__struct_fields__]
# What every save asks; to build such a query anew takes longer than the database takes to answer it.
_ONE_WORK = select(*_WORK_COLUMNS).where(WORKS.c.trajectory_id == bindparam("trajectory_id"))
_ONE_LANE = select(*_LANE_COLUMNS).where(
    LANES.c.trajectory_id == bindparam("trajectory_id"), LANES.c.lane == bindparam("lane")
)
_LOCKED_WORK, _LOCKED_LANE = _ONE_WORK.with_for_update(), _ONE_LANE.with_for_update()
_CHANGED_LANE = update(LANES).where(
    LANES.c.trajectory_id == bindparam("of_trajectory"), LANES.c.lane == bindparam("of_lane")
)


class NewWork(Struct, frozen=True, kw_only=True):
    trajectory_id: str
    annotators: int = 1
    blind: bool = False
    priority: int = 5
    campaign: str | None = None


def add_works(session: Session, wanted: Iterable[NewWork], now: datetime) -> int:
    """Open works; returns how many were new. One that is there already stays as it is. Raises RecordNotFound."""
    works = list(wanted)
    facts = _facts(session, [each.trajectory_id for each in works])
    added = 0
    for each in works:
        if each.trajectory_id not in facts:
            raise RecordNotFound("no such trajectory", where=f"trajectory {each.trajectory_id}")
        values = {
            "trajectory_id": each.trajectory_id, "state": WorkState.RECORDED.value, "version": 1,
            "priority": each.priority, "campaign": each.campaign, "annotators": each.annotators, "blind": each.blind,
            "updated_at": now, "created_at": now, **facts[each.trajectory_id],
        }  # fmt: skip
        if insert_or_nothing(session, WorkRecord, values):
            lanes = range(each.annotators + 1) if each.blind else range(1)
            add_lanes(session, each.trajectory_id, lanes, blind=each.blind)
            added += 1
    return added


def add_lanes(session: Session, trajectory_id: str, lanes: Iterable[int], *, blind: bool) -> None:
    """Lane 0 of blind work takes no annotators, so it counts as submitted from the start."""
    rows = [{"trajectory_id": trajectory_id, "lane": lane, "submitted": blind and lane == 0} for lane in lanes]
    session.execute(insert(table_of(LaneRecord)), rows)


def make_blind(session: Session, work: Work) -> None:
    """Turn untouched work into blind work with one lane beside lane 0."""
    session.execute(update(WorkRecord).where(col(WorkRecord.number) == work.number).values(blind=True))
    change_lane(session, work.trajectory_id, 0, submitted=True)
    add_lanes(session, work.trajectory_id, [1], blind=True)


def get_work(session: Session, trajectory_id: str, *, lock: bool = False) -> Work:
    """With `lock`, nobody else changes it before this transaction ends. Raises RecordNotFound."""
    query = _LOCKED_WORK if lock else _ONE_WORK
    row = session.execute(query, {"trajectory_id": trajectory_id}).mappings().first()
    if row is None:
        hint = "the trajectory was never given to annotators"
        raise RecordNotFound("no such work", where=f"trajectory {trajectory_id}", hint=hint)
    return _work(row)


def has_work(session: Session, trajectory_id: str) -> bool:
    return session.execute(_ONE_WORK, {"trajectory_id": trajectory_id}).first() is not None


def list_works(
    session: Session,
    wanted: WorkFilter | None = None,
    *,
    limit: int | None = 100,
    after: tuple[int, int] | None = None,
) -> list[Work]:
    """In the queue's order; `after` is priority and number of the last one of the page before. No limit: all."""
    query: Any = select(*_WORK_COLUMNS)
    query = wanted.narrow(query) if wanted else query
    priority, number = WORKS.c.priority, WORKS.c.number
    if after is not None:
        query = query.where((priority > after[0]) | ((priority == after[0]) & (number > after[1])))
    rows = session.execute(query.order_by(priority, number).limit(limit)).mappings()
    return [_work(row) for row in rows]


def work_states(session: Session) -> dict[str, WorkState]:
    """Trajectory id -> state, of all works."""
    rows = session.execute(select(WORKS.c.trajectory_id, WORKS.c.state))
    return {trajectory_id: WorkState(state) for trajectory_id, state in rows}


def work_states_among(session: Session, trajectory_ids: list[str]) -> dict[str, WorkState]:
    """Trajectory id -> state, of those of them that are works."""
    found = dict[str, WorkState]()
    for some in in_batches(trajectory_ids):
        rows = session.execute(select(WORKS.c.trajectory_id, WORKS.c.state).where(WORKS.c.trajectory_id.in_(some)))
        found |= {trajectory_id: WorkState(state) for trajectory_id, state in rows}
    return found


def swap_state(session: Session, work: Work, state: WorkState, now: datetime) -> bool:
    """Compare and swap: False where the work is no longer as it was read."""
    row = WorkRecord
    changed = update(row).where(
        col(row.number) == work.number, col(row.version) == work.version, col(row.state) == work.state.value
    )
    return _rows(session, changed.values(state=state.value, version=work.version + 1, updated_at=now)) == 1


def lanes_of(session: Session, trajectory_id: str) -> list[Lane]:
    query = select(*_LANE_COLUMNS).where(LANES.c.trajectory_id == trajectory_id).order_by(LANES.c.lane)
    return [Lane(**row) for row in session.execute(query).mappings()]


def lanes_of_each(session: Session, trajectory_ids: list[str]) -> dict[str, list[Lane]]:
    """`lanes_of` of many."""
    found: dict[str, list[Lane]] = {each: [] for each in trajectory_ids}
    for some in in_batches(trajectory_ids):
        query = select(*_LANE_COLUMNS).where(LANES.c.trajectory_id.in_(some)).order_by(LANES.c.lane)
        for row in session.execute(query).mappings():
            found[row["trajectory_id"]].append(Lane(**row))
    return found


def get_lane(session: Session, trajectory_id: str, lane: int, *, lock: bool = False) -> Lane:
    """With `lock`, nobody else changes it before this transaction ends. Raises RecordNotFound."""
    query = _LOCKED_LANE if lock else _ONE_LANE
    row = session.execute(query, {"trajectory_id": trajectory_id, "lane": lane}).mappings().first()
    if row is None:
        raise RecordNotFound("no such lane", where=work_name(trajectory_id), hint="lanes count from 0")
    return Lane(**row)


def change_lane(session: Session, trajectory_id: str, lane: int, **values: Any) -> None:
    """For who holds the lock on the lane, or on its work."""
    where = {"of_trajectory": trajectory_id, "of_lane": lane}
    session.execute(_CHANGED_LANE.values(**{name: bindparam(name) for name in values}), where | values)


def reopen_lanes(session: Session, trajectory_id: str, lanes: Iterable[int]) -> None:
    # One after the other, in the order in which everybody locks lanes: see `leases.py`.
    for lane in sorted(set(lanes)):
        change_lane(session, trajectory_id, lane, submitted=False)


def work_name(trajectory_id: str) -> str:
    """For messages. They do not name the lane: its number would tell annotators whether others annotate it too."""
    return f"trajectory {trajectory_id}"


def lock_one(session: Session, query: Any, values: Mapping[str, Any]) -> Lane | None:
    """The first lane that the query finds and that nobody else is taking at this moment; then it is ours to change."""
    row = session.execute(query, values).mappings().first()
    return Lane(**row) if row else None


def lockable(query: "Select[Any]") -> Any:
    """A query from WORKS and LANES, made to find one lane for `lock_one`: the most urgent first."""
    urgent = query.with_only_columns(*_LANE_COLUMNS).order_by(WORKS.c.priority, WORKS.c.number, LANES.c.lane)
    return urgent.limit(1).with_for_update(skip_locked=True, of=LANES)


def _facts(session: Session, ids: list[str]) -> dict[str, dict[str, Any]]:
    """What the queue filters by, copied because a trajectory never changes."""
    row, facts = TrajectoryRecord, dict[str, dict[str, Any]]()
    for some in in_batches(ids):
        query = select(row.id, TaskRecord.type, row.scene, row.n_steps, row.driver_kind, row.driver_name)  # type: ignore[call-overload]
        joined = query.join(TaskRecord, col(TaskRecord.id) == row.task_id).where(col(row.id).in_(some))
        for trajectory_id, task_type, scene, n_steps, driver_kind, driver_name in session.execute(joined):
            driver = driver_name if driver_kind == "person" else None
            facts[trajectory_id] = {
                "task_type": task_type, "scene": scene, "n_steps": n_steps, "driven_by": driver
            }  # fmt: skip
    return facts


def _rows(session: Session, statement: Any) -> int:
    return cast("CursorResult[Any]", session.execute(statement)).rowcount


def _work(row: Any) -> Work:
    return Work(**{**row, "state": WorkState(row["state"]), "task_type": TaskType(row["task_type"])})
