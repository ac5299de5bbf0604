"""Who held which lane when, and how it ended. Lanes say who may write now; this says what was."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import bindparam, insert, update
from sqlmodel import Session, col, select

from embrace3k.storage.tables import table_of
from embrace3k.storage.work_tables import AssignmentRecord, LaneRecord


class Purpose(StrEnum):
    ANNOTATE = "annotate"
    REVIEW = "review"


class Outcome(StrEnum):
    SUBMITTED = "submitted"
    DECIDED = "decided"
    SKIPPED = "skipped"
    RELEASED = "released"
    TAKEN_OVER = "taken_over"


ASSIGNMENTS, LANES = table_of(AssignmentRecord), table_of(LaneRecord)
_START = insert(ASSIGNMENTS)
_OPEN = select(ASSIGNMENTS.c.trajectory_id, ASSIGNMENTS.c.lane).where(
    ASSIGNMENTS.c.holder == bindparam("holder"),
    ASSIGNMENTS.c.purpose == bindparam("purpose"),
    ASSIGNMENTS.c.outcome.is_(None),
)
_HOLDS = (
    select(ASSIGNMENTS.c.trajectory_id, ASSIGNMENTS.c.purpose, LANES.c.expires_at)
    .join(LANES, (LANES.c.trajectory_id == ASSIGNMENTS.c.trajectory_id) & (LANES.c.lane == ASSIGNMENTS.c.lane))
    .where(ASSIGNMENTS.c.holder == bindparam("holder"), ASSIGNMENTS.c.outcome.is_(None))
    .order_by(ASSIGNMENTS.c.purpose)
)
_LAST_LANE = (
    select(ASSIGNMENTS.c.lane)
    .where(ASSIGNMENTS.c.trajectory_id == bindparam("trajectory_id"), ASSIGNMENTS.c.holder == bindparam("holder"))
    .order_by(ASSIGNMENTS.c.number.desc())
    .limit(1)
)
_END = (
    update(ASSIGNMENTS)
    .where(
        ASSIGNMENTS.c.trajectory_id == bindparam("of_trajectory"),
        ASSIGNMENTS.c.lane == bindparam("of_lane"),
        ASSIGNMENTS.c.outcome.is_(None),
    )
    .values({name: bindparam(name) for name in ("outcome", "ended_at", "reason", "note")})
)


def start_assignment(
    session: Session, trajectory_id: str, lane: int, *, holder: str, purpose: Purpose, now: datetime
) -> None:
    values = {
        "trajectory_id": trajectory_id, "lane": lane, "holder": holder, "purpose": purpose.value, "started_at": now
    }  # fmt: skip
    session.execute(_START, values)


def end_assignment(
    session: Session,
    trajectory_id: str,
    lane: int,
    outcome: Outcome,
    now: datetime,
    *,
    reason: str | None = None,
    note: str | None = None,
) -> None:
    """End the open one of a lane, if there is one."""
    where = {"of_trajectory": trajectory_id, "of_lane": lane}
    session.execute(_END, where | {"outcome": outcome.value, "ended_at": now, "reason": reason, "note": note})


def open_assignment(session: Session, holder: str, purpose: Purpose) -> tuple[str, int] | None:
    """Trajectory and lane of the one that a person has not ended."""
    row = session.execute(_OPEN, {"holder": holder, "purpose": purpose.value}).first()
    return (row.trajectory_id, row.lane) if row else None


def open_holds(session: Session, holder: str) -> list[tuple[str, Purpose, datetime]]:
    """Trajectory, purpose and end of everything that a person holds, also of what has run out and nobody took."""
    return [
        (row.trajectory_id, Purpose(row.purpose), row.expires_at) for row in session.execute(_HOLDS, {"holder": holder})
    ]


def last_lane(session: Session, trajectory_id: str, holder: str) -> int | None:
    """The lane of the trajectory that a person holds, or has held last."""
    found: int | None = session.execute(_LAST_LANE, {"trajectory_id": trajectory_id, "holder": holder}).scalar()
    return found


def annotated_lanes(session: Session, trajectory_id: str, holder: str) -> set[int]:
    """Every lane of the trajectory that a person has ever held as an annotator."""
    row = AssignmentRecord
    mine = (row.trajectory_id == trajectory_id, row.holder == holder, row.purpose == Purpose.ANNOTATE.value)
    return set(session.exec(select(row.lane).where(*mine)))


def annotated_trajectories(session: Session, holder: str) -> set[str]:
    """Every trajectory of which a person has ever held a lane as an annotator."""
    row = AssignmentRecord
    query = select(row.trajectory_id).where(row.holder == holder, row.purpose == Purpose.ANNOTATE.value)
    return set(session.exec(query))


def annotators_of(session: Session, trajectory_id: str) -> set[str]:
    """Everybody who has ever held a lane as an annotator."""
    row = AssignmentRecord
    query = select(row.holder).where(row.trajectory_id == trajectory_id, row.purpose == Purpose.ANNOTATE.value)
    return set(session.exec(query))


def assignment_history(session: Session, trajectory_id: str) -> list[AssignmentRecord]:
    """Oldest first."""
    row = AssignmentRecord
    return list(session.exec(select(row).where(row.trajectory_id == trajectory_id).order_by(col(row.number))))
