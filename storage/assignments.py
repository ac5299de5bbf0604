"""Who held which lane when, and how it ended. Lanes say who may write now; this says what was."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import bindparam, insert, update
from sqlmodel import Session, col, select

from embrace3k.storage.tables import table_of
from embrace3k.storage.work_tables import AssignmentRecord


class Purpose(StrEnum):
    ANNOTATE = "annotate"
    REVIEW = "review"


class Outcome(StrEnum):
    SUBMITTED = "submitted"
    DECIDED = "decided"
    SKIPPED = "skipped"
    RELEASED = "released"
    TAKEN_OVER = "taken_over"


ASSIGNMENTS = table_of(AssignmentRecord)
_START = insert(ASSIGNMENTS)
_OPEN = select(ASSIGNMENTS.c.trajectory_id, ASSIGNMENTS.c.lane).where(
    ASSIGNMENTS.c.holder == bindparam("holder"),
    ASSIGNMENTS.c.purpose == bindparam("purpose"),
    ASSIGNMENTS.c.outcome.is_(None),
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


def annotated_lanes(session: Session, trajectory_id: str, holder: str) -> set[int]:
    """Every lane of the trajectory that a person has ever held as an annotator."""
    row = AssignmentRecord
    mine = (row.trajectory_id == trajectory_id, row.holder == holder, row.purpose == Purpose.ANNOTATE.value)
    return set(session.exec(select(row.lane).where(*mine)))


def annotators_of(session: Session, trajectory_id: str) -> set[str]:
    """Everybody who has ever held a lane as an annotator."""
    row = AssignmentRecord
    query = select(row.holder).where(row.trajectory_id == trajectory_id, row.purpose == Purpose.ANNOTATE.value)
    return set(session.exec(query))


def assignment_history(session: Session, trajectory_id: str) -> list[AssignmentRecord]:
    """Oldest first."""
    row = AssignmentRecord
    return list(session.exec(select(row).where(row.trajectory_id == trajectory_id).order_by(col(row.number))))
