"""The check of demonstrations in the database: decisions are added, never changed. The newest one holds."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select
from sqlmodel import Session

from embrace3k.schema.codec import decode
from embrace3k.schema.reviews import DemonstrationReview, DemonstrationState
from embrace3k.schema.tasks import Task, TaskType
from embrace3k.schema.trajectories import DriverKind, Trajectory
from embrace3k.storage.errors import RecordNotFound
from embrace3k.storage.listed import Listed
from embrace3k.storage.records import Values, record_columns
from embrace3k.storage.reviews import append_review, history_of, newest_reviews
from embrace3k.storage.tables import DemonstrationReviewRecord, TaskRecord, TrajectoryRecord, table_of
from embrace3k.storage.trajectories import get_trajectory, in_batches

DEMONSTRATORS = frozenset(DriverKind) - {DriverKind.AGENT}
"""Who makes demonstrations, imported ones included; what an agent did in an evaluation is not one."""
_REVIEWS, _SUBJECT = table_of(DemonstrationReviewRecord), "trajectory_id"
_TRAJECTORIES, _TASKS = table_of(TrajectoryRecord), table_of(TaskRecord)
_KINDS = sorted(kind.value for kind in DEMONSTRATORS)


class CheckedDemonstration(Listed, frozen=True, kw_only=True):
    """A demonstration with the newest review of it; None while nobody has looked at it."""

    number: int
    """Counts up in the order of commit."""
    review: DemonstrationReview | None

    @property
    def state(self) -> DemonstrationState:
        return self.review.state if self.review else DemonstrationState.UNCHECKED

    @property
    def revision(self) -> int:
        """Of the newest review, 0 before the first; the next one is written over this."""
        return self.review.revision if self.review else 0


def get_demonstration(session: Session, trajectory_id: str) -> Trajectory:
    """Raises RecordNotFound, also for what an agent did."""
    trajectory = get_trajectory(session, trajectory_id)
    if trajectory.driver.kind not in DEMONSTRATORS:
        what = f"it is an episode of the agent {trajectory.driver.name}, and no demonstration"
        raise RecordNotFound(what, where=f"trajectory {trajectory_id}", hint="agents are measured, not checked")
    return trajectory


def add_demonstration_review(session: Session, review: DemonstrationReview, now: datetime) -> None:
    """Keep a decision over the newest one. Who may decide is said in `annotator/states.py`.

    Raises RevisionConflict, ReviewRefused, and RecordNotFound where there is no such demonstration.
    """
    get_demonstration(session, review.trajectory_id)
    values = demonstration_review_values(review) | {"created_at": now}
    append_review(session, _REVIEWS, _SUBJECT, values, f"review of demonstration {review.trajectory_id}")


def demonstration_review_history(session: Session, trajectory_id: str) -> list[DemonstrationReview]:
    """Every decision about a demonstration, oldest first. Raises RecordNotFound where there is no such one."""
    get_demonstration(session, trajectory_id)
    records = history_of(session, _REVIEWS, _SUBJECT, trajectory_id)
    return [_decode(trajectory_id, record) for record in records]


def checked_demonstrations(
    session: Session,
    state: DemonstrationState | None = None,
    *,
    task_type: TaskType | None = None,
    scene: str | None = None,
    limit: int | None = None,
    after: int = 0,
) -> list[CheckedDemonstration]:
    """In the order of commit; of one state or of all. `after` is the number of the last one of the page before."""
    reviews, row = newest_reviews(_REVIEWS, _SUBJECT), _TRAJECTORIES.c
    joined = _TRAJECTORIES.join(_TASKS, _TASKS.c.id == row.task_id).outerjoin(
        reviews, reviews.c.trajectory_id == row.id
    )
    columns = (
        row.number, row.id, row.task_id, row.scene, row.driver_kind, row.driver_name, row.n_steps, row.success,
        _TASKS.c.record.label("task"), reviews.c.record.label("review"),
    )  # fmt: skip
    query: Any = select(*columns).select_from(joined).where(row.driver_kind.in_(_KINDS), row.number > after)
    if state is DemonstrationState.UNCHECKED:
        query = query.where(reviews.c.state.is_(None))
    elif state is not None:
        query = query.where(reviews.c.state == state.value)
    if task_type is not None:
        query = query.where(_TASKS.c.type == task_type.value)
    if scene is not None:
        query = query.where(row.scene == scene)
    return [_checked(found) for found in session.execute(query.order_by(row.number).limit(limit)).mappings()]


def refused_demonstrations(session: Session) -> dict[str, DemonstrationReview]:
    """The newest reviews that refuse."""
    newest = newest_reviews(_REVIEWS, _SUBJECT)
    query = select(newest.c.trajectory_id, newest.c.record).where(newest.c.state == DemonstrationState.REFUSED.value)
    return {trajectory_id: _decode(trajectory_id, record) for trajectory_id, record in session.execute(query)}


def refused_among(session: Session, trajectory_ids: Iterable[str]) -> list[str]:
    found = set[str]()
    ids = list(trajectory_ids)
    for some in in_batches(ids):
        query = select(_TRAJECTORIES.c.id).where(_TRAJECTORIES.c.id.in_(some), refused(_TRAJECTORIES.c.id))
        found |= set(session.execute(query).scalars())
    return [each for each in ids if each in found]


def refused(trajectory_id: Any) -> Any:
    """The condition that the newest review refuses the demonstration whose id is in this column."""
    newest, later = _REVIEWS.alias("newest"), _REVIEWS.alias("later")
    replaced = exists().where(later.c.trajectory_id == newest.c.trajectory_id, later.c.revision > newest.c.revision)
    refuses = newest.c.state == DemonstrationState.REFUSED.value
    return exists().where(newest.c.trajectory_id == trajectory_id, refuses, ~replaced)


def demonstration_review_values(review: DemonstrationReview) -> Values:
    return {
        "trajectory_id": review.trajectory_id,
        "revision": review.revision,
        "state": review.state.value,
        "reviewer": review.by,
        "reason": review.reason.value if review.reason else None,
        **record_columns(review),
    }


def _checked(row: Any) -> CheckedDemonstration:
    trajectory_id, task = row["id"], decode(row["task"], Task, where=f"task {row['task_id']}")
    return CheckedDemonstration(
        number=row["number"], trajectory_id=trajectory_id, task_id=task.id, instruction=task.instruction,
        task_type=task.type, scene=row["scene"], driver_kind=DriverKind(row["driver_kind"]),
        driver_name=row["driver_name"], n_steps=row["n_steps"], success=row["success"],
        review=_decode(trajectory_id, row["review"]) if row["review"] is not None else None,
    )  # fmt: skip


def _decode(trajectory_id: str, record: str) -> DemonstrationReview:
    return decode(record, DemonstrationReview, where=f"review of demonstration {trajectory_id}")
