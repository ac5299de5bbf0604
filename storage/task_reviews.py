"""The check of tasks in the database: decisions are added, never changed. The newest one holds."""

from msgspec import Struct
from sqlmodel import Session, col, select

from embrace3k.schema.codec import decode
from embrace3k.schema.reviews import ReviewState, TaskReview
from embrace3k.schema.tasks import Task
from embrace3k.storage.records import Values, record_columns
from embrace3k.storage.reviews import append_review, history_of, newest_reviews
from embrace3k.storage.tables import TaskRecord, TaskReviewRecord, table_of
from embrace3k.storage.tasks import get_task

_REVIEWS, _SUBJECT = table_of(TaskReviewRecord), "task_id"


class ReviewedTask(Struct, frozen=True, kw_only=True):
    """A task and the newest review of it; None while it is only proposed."""

    number: int
    """Counts up in the order in which tasks were added."""
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
    """Keep a decision over the newest one. Who may decide is said in `annotator/states.py`.

    Raises RevisionConflict, ReviewRefused, and RecordNotFound where there is no such task.
    """
    get_task(session, review.task_id)
    append_review(session, _REVIEWS, _SUBJECT, review_values(review), f"review of task {review.task_id}")


def review_history(session: Session, task_id: str) -> list[TaskReview]:
    """Every decision about a task, oldest first. Raises RecordNotFound where there is no such task."""
    get_task(session, task_id)
    return [_decode(task_id, record) for record in history_of(session, _REVIEWS, _SUBJECT, task_id)]


def reviewed_tasks(
    session: Session, state: ReviewState | None = None, *, limit: int | None = None, after: int = 0
) -> list[ReviewedTask]:
    """Tasks with their newest review, in the order they were added; of one state or of all.

    `after` is the number of the last one of the page before.
    """
    reviews = newest_reviews(_REVIEWS, _SUBJECT)
    query = (
        select(TaskRecord.number, TaskRecord.id, TaskRecord.record, reviews.c.record)
        .join(reviews, col(TaskRecord.id) == reviews.c.task_id, isouter=True)
        .where(col(TaskRecord.number) > after)
        .order_by(col(TaskRecord.number))
        .limit(limit)
    )
    if state is ReviewState.PROPOSED:
        query = query.where(reviews.c.state.is_(None))
    elif state is not None:
        query = query.where(reviews.c.state == state.value)
    return [_reviewed(*row) for row in session.execute(query)]


def review_values(review: TaskReview) -> Values:
    return {
        "task_id": review.task_id,
        "revision": review.revision,
        "state": review.state.value,
        "reviewer": review.by,
        "reason": review.reason.value if review.reason else None,
        **record_columns(review),
    }


def _reviewed(number: int, task_id: str, record: str, review: str | None) -> ReviewedTask:
    task = decode(record, Task, where=f"task {task_id}")
    return ReviewedTask(number=number, task=task, review=_decode(task_id, review) if review is not None else None)


def _decode(task_id: str, record: str) -> TaskReview:
    return decode(record, TaskReview, where=f"review of task {task_id}")
