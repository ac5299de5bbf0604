"""The second check in the database: decisions about tasks are added, never changed. The newest one holds."""

from msgspec import Struct
from sqlalchemy import and_, func, insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from embrace3k.schema.authors import name_key
from embrace3k.schema.codec import decode
from embrace3k.schema.reviews import ReviewState, TaskReview
from embrace3k.schema.tasks import Task
from embrace3k.storage.errors import ReviewRefused, RevisionConflict
from embrace3k.storage.records import Values, record_columns
from embrace3k.storage.tables import TaskRecord, TaskReviewRecord, table_of
from embrace3k.storage.tasks import get_task


class ReviewedTask(Struct, frozen=True, kw_only=True):
    """A task and the newest review of it; None while it is only proposed."""

    task: Task
    review: TaskReview | None

    @property
    def state(self) -> ReviewState:
        return self.review.state if self.review else ReviewState.PROPOSED

    @property
    def revision(self) -> int:
        """Of the newest review, 0 before the first; the next one is written over this."""
        return self.review.revision if self.review else 0


def add_review(session: Session, review: TaskReview) -> None:
    """Keep a decision whose revision is one more than the newest that its author has seen.

    Raises RevisionConflict where there is a newer one, ReviewRefused where the second check's rules forbid it, and
    RecordNotFound where there is no such task.
    """
    _require_allowed(review, get_task(session, review.task_id))
    known = _newest_revision(session, review.task_id)
    if review.revision != known + 1:
        raise _conflict(review, f"it was decided over revision {review.revision - 1}, but the newest is {known}")
    try:
        with session.begin_nested():
            session.execute(insert(table_of(TaskReviewRecord)), [review_values(review)])
    except IntegrityError as error:
        # Somebody else's transaction added the same revision after we looked; the unique constraint has the last word.
        raise _conflict(review, "somebody decided meanwhile") from error


def review_history(session: Session, task_id: str) -> list[TaskReview]:
    """Every decision about a task, oldest first. Raises RecordNotFound where there is no such task."""
    get_task(session, task_id)
    row = TaskReviewRecord
    query = select(row.record).where(row.task_id == task_id).order_by(col(row.revision))
    return [_decode(task_id, record) for record in session.exec(query)]


def reviewed_tasks(session: Session, state: ReviewState | None = None) -> list[ReviewedTask]:
    """Tasks with their newest review, in the order they were added; of one state or of all."""
    row = TaskReviewRecord
    newest = select(row.task_id, func.max(row.revision).label("revision")).group_by(row.task_id).subquery()
    current = select(row.task_id, row.state, row.record).join(
        newest, and_(col(row.task_id) == newest.c.task_id, col(row.revision) == newest.c.revision)
    )
    reviews = current.subquery()
    query = (
        select(TaskRecord.id, TaskRecord.record, reviews.c.record)
        .join(reviews, col(TaskRecord.id) == reviews.c.task_id, isouter=True)
        .order_by(col(TaskRecord.number))
    )
    if state is ReviewState.PROPOSED:
        query = query.where(reviews.c.state.is_(None))
    elif state is not None:
        query = query.where(reviews.c.state == state.value)
    return [_reviewed(task_id, record, review) for task_id, record, review in session.execute(query)]


def review_values(review: TaskReview) -> Values:
    return {
        "task_id": review.task_id,
        "revision": review.revision,
        "state": review.state.value,
        "reviewer": review.by,
        "reason": review.reason.value if review.reason else None,
        **record_columns(review),
    }


def _require_allowed(review: TaskReview, task: Task) -> None:
    where = f"review of task {review.task_id}"
    if review.state is ReviewState.PROPOSED:
        raise ReviewRefused("a review confirms or refuses", where=where)
    if (review.state is ReviewState.REFUSED) != (review.reason is not None):
        raise ReviewRefused("a refusal has a reason, and a confirmation has none", where=where)
    if not name_key(review.by):
        raise ReviewRefused("a review names the person who decided", where=where)
    if review.state is ReviewState.CONFIRMED and task.maker and name_key(task.maker.name) == name_key(review.by):
        raise ReviewRefused(
            f"{task.maker.name} made the task and cannot confirm it",
            where=where,
            hint="somebody else has to look at it",
        )


def _newest_revision(session: Session, task_id: str) -> int:
    row = TaskReviewRecord
    return session.exec(select(func.max(row.revision)).where(row.task_id == task_id)).one() or 0


def _conflict(review: TaskReview, what: str) -> RevisionConflict:
    hint = "look at the newest decision, and decide over that one"
    return RevisionConflict(what, where=f"review of task {review.task_id}", hint=hint)


def _reviewed(task_id: str, record: str, review: str | None) -> ReviewedTask:
    task = decode(record, Task, where=f"task {task_id}")
    return ReviewedTask(task=task, review=_decode(task_id, review) if review is not None else None)


def _decode(task_id: str, record: str) -> TaskReview:
    return decode(record, TaskReview, where=f"review of task {task_id}")
