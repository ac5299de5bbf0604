"""Reviewers' decisions about trajectories in the database: added, never changed."""

from datetime import datetime

from sqlalchemy import func, insert
from sqlmodel import Session, col, select

from embrace3k.schema.codec import decode
from embrace3k.schema.work import TrajectoryReview
from embrace3k.storage.records import Values, record_columns
from embrace3k.storage.tables import table_of
from embrace3k.storage.work_tables import TrajectoryReviewRecord


def add_trajectory_review(session: Session, review: TrajectoryReview, now: datetime) -> None:
    """For who holds the lock on the work, so that the revision is the next one."""
    values = trajectory_review_values(review) | {"created_at": now}
    session.execute(insert(table_of(TrajectoryReviewRecord)), [values])


def next_review_revision(session: Session, trajectory_id: str) -> int:
    row = TrajectoryReviewRecord
    return (session.exec(select(func.max(row.revision)).where(row.trajectory_id == trajectory_id)).one() or 0) + 1


def trajectory_review_history(session: Session, trajectory_id: str) -> list[TrajectoryReview]:
    """Every decision about a trajectory, oldest first."""
    row = TrajectoryReviewRecord
    query = select(row.record).where(row.trajectory_id == trajectory_id).order_by(col(row.revision))
    where = f"review of trajectory {trajectory_id}"
    return [decode(record, TrajectoryReview, where=where) for record in session.exec(query)]


def trajectory_review_values(review: TrajectoryReview) -> Values:
    return {
        "trajectory_id": review.trajectory_id,
        "revision": review.revision,
        "event": review.event.value,
        "state": review.state.value,
        "reviewer": review.by,
        "reason": review.reason.value if review.reason else None,
        **record_columns(review),
    }
