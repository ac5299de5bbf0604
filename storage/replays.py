"""Replays in the database: evidence, added and never changed.

Of a trajectory's replays the newest conclusive one counts: a wrong set-up says nothing about the trajectory, so it
hides nothing. Where none is conclusive, the newest counts.
"""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, ScalarSelect, case, func, insert
from sqlmodel import Session, col, select

from embrace3k.schema.codec import decode
from embrace3k.schema.replays import Replay, ReplayVerdict
from embrace3k.storage.errors import RecordNotFound
from embrace3k.storage.records import Values, record_columns
from embrace3k.storage.tables import ReplayRecord, TrajectoryRecord, table_of
from embrace3k.storage.trajectories import in_batches


def add_replay(session: Session, replay: Replay) -> None:
    """Raises RecordNotFound where there is no such trajectory."""
    query = select(TrajectoryRecord.id).where(TrajectoryRecord.id == replay.trajectory_id)
    if session.exec(query).first() is None:
        raise RecordNotFound("no such trajectory", where=f"replay of trajectory {replay.trajectory_id}")
    session.execute(insert(table_of(ReplayRecord)), [replay_values(replay)])


def replay_history(session: Session, trajectory_id: str) -> list[Replay]:
    """Every replay of a trajectory, oldest first."""
    row = ReplayRecord
    query = select(row.record).where(row.trajectory_id == trajectory_id).order_by(col(row.number))
    return [_decode(trajectory_id, record) for record in session.exec(query)]


def current_replays(session: Session, ids: Iterable[str]) -> dict[str, Replay]:
    """The replay that counts, of each of the trajectories that has one."""
    row, found = ReplayRecord, dict[str, Replay]()
    for some in in_batches(list(ids)):
        counts = select(_current()).where(col(row.trajectory_id).in_(some)).group_by(row.trajectory_id)
        query = select(row.trajectory_id, row.record).where(col(row.number).in_(counts))
        found |= {trajectory_id: _decode(trajectory_id, record) for trajectory_id, record in session.exec(query)}
    return found


def current_verdicts(session: Session) -> dict[str, str]:
    """Trajectory id -> verdict of the replay that counts, for lists; made without decoding the records."""
    row = ReplayRecord
    counts = select(_current()).group_by(row.trajectory_id)
    return dict(session.exec(select(row.trajectory_id, row.verdict).where(col(row.number).in_(counts))).all())


def verdict_of(trajectory_id: ColumnElement[str]) -> ScalarSelect[str]:
    """For queries of trajectories: the verdict of the replay that counts, null where there is none."""
    number, verdict = col(ReplayRecord.number), col(ReplayRecord.verdict)
    newest = select(verdict).where(col(ReplayRecord.trajectory_id) == trajectory_id)
    inconclusive = verdict == ReplayVerdict.NOT_REPLAYABLE.value
    return newest.order_by(inconclusive, number.desc()).limit(1).scalar_subquery()


def _current() -> ColumnElement[int]:
    """Number of the replay that counts, of each group."""
    number, inconclusive = col(ReplayRecord.number), ReplayVerdict.NOT_REPLAYABLE.value
    conclusive = case((col(ReplayRecord.verdict) != inconclusive, number))
    return func.coalesce(func.max(conclusive), func.max(number))


def replay_values(replay: Replay) -> Values:
    return {
        "trajectory_id": replay.trajectory_id,
        "verdict": replay.verdict.value,
        "position_cm": replay.largest.position_cm,
        "rotation_deg": replay.largest.rotation_deg,
        **record_columns(replay),
    }


def _decode(trajectory_id: str, record: str) -> Replay:
    return decode(record, Replay, where=f"replay of trajectory {trajectory_id}")
