"""Trajectories in the database. Once committed they are never edited."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec import Struct
from sqlalchemy import func, insert
from sqlmodel import Session, col, select

from embrace3k.schema.codec import decode
from embrace3k.schema.tasks import TaskType
from embrace3k.schema.trajectories import Frame, Trajectory
from embrace3k.storage.errors import RecordNotFound
from embrace3k.storage.records import Values, insert_new, record_columns
from embrace3k.storage.tables import FrameRecord, TaskRecord, TrajectoryRecord, table_of

_IDS_PER_QUERY = 500
"""SQLite builds of long ago take no more than 999 values in one statement."""
_ROWS_PER_FETCH = 50


class TrajectoryRow(Struct, frozen=True, kw_only=True):
    """A trajectory as lists show it; made without decoding the record."""

    id: str
    task_id: str
    type: TaskType
    scene: str
    """The scene's map name, as in `family-house_0007`."""
    driver_kind: str
    driver_name: str
    n_steps: int
    success: bool | None
    created_at: datetime
    """UTC; when it was committed."""


def commit_trajectory(session: Session, trajectory: Trajectory) -> bool:
    """Keep a trajectory whose frames are in the store already. False if an equal one was there.

    Raises RecordNotFound when its task is not there, RecordConflict on other content under the same id.
    """
    if session.exec(select(TaskRecord.id).where(TaskRecord.id == trajectory.task_id)).first() is None:
        where, hint = f"trajectory {trajectory.id}", "add its task first"
        raise RecordNotFound(f"task {trajectory.task_id} does not exist", where=where, hint=hint)
    if not insert_new(session, TrajectoryRecord, trajectory_values(trajectory)):
        return False
    if frames := frame_values(trajectory):
        session.execute(insert(table_of(FrameRecord)), frames)
    return True


def get_trajectory(session: Session, trajectory_id: str) -> Trajectory:
    """Raises RecordNotFound."""
    return next(iter_trajectories(session, [trajectory_id]))


def find_trajectory(session: Session, beginning: str) -> Trajectory:
    """The one trajectory whose id is, or begins with, `beginning`. Raises RecordNotFound if none or several do."""
    column = col(TrajectoryRecord.id)
    query = select(column).where(func.substr(column, 1, len(beginning)) == beginning).order_by(column)
    found = list(session.exec(query.limit(4)))
    if len(found) == 1 or beginning in found:
        return get_trajectory(session, beginning if beginning in found else found[0])
    if not found:
        hint = "`embrace3k trajectories list` shows those there are"
        raise RecordNotFound("no such trajectory", where=f"trajectory {beginning}", hint=hint)
    what = f"several ids begin so: {', '.join(found[:3])}{', …' if len(found) > 3 else ''}"
    raise RecordNotFound(what, where=f"trajectory {beginning}", hint="give more of the id")


def iter_trajectories(session: Session, ids: Iterable[str] | None = None) -> Iterator[Trajectory]:
    """Decoded records, a few in memory at a time: all in the order of commit, or those of `ids` in its order.

    Raises RecordNotFound at the first id that is not there.
    """
    query = select(TrajectoryRecord.id, TrajectoryRecord.record)
    if ids is None:
        rows = session.exec(query.order_by(col(TrajectoryRecord.number)).execution_options(yield_per=_ROWS_PER_FETCH))
        for trajectory_id, record in rows:
            yield _decode(trajectory_id, record)
        return
    for some in in_batches(list(ids), _ROWS_PER_FETCH):
        found = dict(session.exec(query.where(col(TrajectoryRecord.id).in_(some))).all())
        for trajectory_id in some:
            if trajectory_id not in found:
                hint = "`embrace3k trajectories list` shows those there are"
                raise RecordNotFound("no such trajectory", where=f"trajectory {trajectory_id}", hint=hint)
            yield _decode(trajectory_id, found[trajectory_id])


def list_trajectories(
    session: Session, *, task_id: str | None = None, type: TaskType | str | None = None, success: bool | None = None
) -> list[TrajectoryRow]:
    """In the order of commit. `success=None` does not filter."""
    row = TrajectoryRecord
    query = select(  # type: ignore[call-overload]
        row.id, row.task_id, TaskRecord.type, row.scene, row.driver_kind, row.driver_name, row.n_steps, row.success,
        row.created_at,
    ).join(TaskRecord, col(TaskRecord.id) == row.task_id).order_by(row.number)  # fmt: skip
    if task_id is not None:
        query = query.where(row.task_id == task_id)
    if type is not None:
        query = query.where(TaskRecord.type == TaskType(type).value)
    if success is not None:
        query = query.where(row.success == success)
    return [TrajectoryRow(**{**found, "type": TaskType(found["type"])}) for found in session.execute(query).mappings()]


def trajectory_ids(session: Session) -> set[str]:
    return set(session.exec(select(TrajectoryRecord.id)))


def frame_values(trajectory: Trajectory) -> list[Values]:
    """The rows of the frames table that belong to a trajectory."""
    frames: list[tuple[int, Frame | None]] = [(index, step.frame) for index, step in enumerate(trajectory.steps)]
    if trajectory.final is not None:
        frames.append((len(trajectory.steps), trajectory.final.frame))
    return [
        {"trajectory_id": trajectory.id, "step_index": index, "sha256": frame.sha256, "size_bytes": frame.size_bytes}
        for index, frame in frames
        if frame is not None
    ]


def frame_sha256(session: Session, trajectory_id: str, step_index: int) -> str:
    """Of the frame before a step, or after the last one. Raises RecordNotFound."""
    row = FrameRecord
    query = select(row.sha256).where(row.trajectory_id == trajectory_id, row.step_index == step_index)
    if (found := session.exec(query).first()) is None:
        where, hint = f"trajectory {trajectory_id}, frame {step_index}", "some imported steps have no frame"
        raise RecordNotFound("there is no such frame", where=where, hint=hint)
    return found


def seen_from_start(session: Session, task_id: str) -> str | None:
    """The first trajectory of a task that has a frame of its start; None while nobody has acted the task out."""
    row, frame = TrajectoryRecord, FrameRecord
    query = select(row.id).join(frame, col(frame.trajectory_id) == row.id)
    wanted = query.where(row.task_id == task_id, frame.step_index == 0).order_by(col(row.number))
    return session.exec(wanted).first()


def in_batches(ids: list[str], size: int = _IDS_PER_QUERY) -> Iterator[list[str]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def _decode(trajectory_id: str, record: str) -> Trajectory:
    return decode(record, Trajectory, where=f"trajectory {trajectory_id}")


def trajectory_values(trajectory: Trajectory) -> Values:
    return {
        "id": trajectory.id,
        "task_id": trajectory.task_id,
        "scene": trajectory.scene.map_name,
        "driver_kind": trajectory.driver.kind.value,
        "driver_name": trajectory.driver.name,
        "n_steps": len(trajectory.steps),
        "success": trajectory.result.success,
        **record_columns(trajectory),
    }
