"""The checks of tasks and of demonstrations: decisions, each made over the one before it, kept and told."""

from datetime import UTC, datetime

from msgspec import Struct
from sqlmodel import Session

from embrace3k.annotator.events import DemonstrationReviewed, TaskReviewed, record
from embrace3k.annotator.leases import end_holds
from embrace3k.annotator.people import Person
from embrace3k.annotator.states import allowed
from embrace3k.schema.authors import AuthorKind
from embrace3k.schema.reviews import (
    CheckEvent,
    DemonstrationFault,
    DemonstrationReview,
    DemonstrationState,
    RefusalReason,
    ReviewState,
    TaskReview,
)
from embrace3k.schema.trajectories import DriverKind
from embrace3k.storage.demonstration_reviews import (
    add_demonstration_review,
    demonstration_review_history,
    get_demonstration,
)
from embrace3k.storage.task_reviews import add_review, review_history
from embrace3k.storage.tasks import get_task


class TaskCheck(Struct, frozen=True, kw_only=True):
    """`over` is the revision of the newest decision that its author has seen, 0 where there is none."""

    task_id: str
    event: CheckEvent
    over: int
    reason: RefusalReason | None = None
    """Of a refusal."""
    note: str | None = None


class DemonstrationCheck(Struct, frozen=True, kw_only=True):
    """`over` is the revision of the newest decision that its author has seen, 0 where there is none."""

    trajectory_id: str
    event: CheckEvent
    over: int
    reason: DemonstrationFault | None = None
    """Of a refusal."""
    note: str | None = None


def check_task(
    session: Session, person: Person, check: TaskCheck, now: datetime, *, who: str | None = None
) -> TaskReview:
    """Decide about a task; `who` did so for the person, if it was somebody else.

    Raises NotAllowed, RevisionConflict where there is a newer decision, ReviewRefused, RecordNotFound.
    """
    decided = review_history(session, check.task_id)
    maker = get_task(session, check.task_id).maker
    makers = [maker.name] if maker and maker.kind is AuthorKind.HUMAN else []
    state = decided[-1].state if decided else ReviewState.PROPOSED
    end = allowed(person, state, check.event, lambda _: makers, f"task {check.task_id}").end
    review = TaskReview(
        task_id=check.task_id, revision=check.over + 1, state=ReviewState(end), by=person.name, reason=check.reason,
        note=check.note, created_at=_written(now),
    )  # fmt: skip
    add_review(session, review)
    event = TaskReviewed(
        who=who or person.name, task_id=review.task_id, by=review.by, state=review.state, revision=review.revision,
        reason=review.reason or "",
    )  # fmt: skip
    record(session, event, now)
    return review


def check_demonstration(
    session: Session, person: Person, check: DemonstrationCheck, now: datetime, *, who: str | None = None
) -> DemonstrationReview:
    """Decide about a demonstration; `who` did so for the person, if it was somebody else.

    Whoever holds it to annotate it, or to review what was written, loses the hold with a refusal; what was saved stays.
    Raises NotAllowed, RevisionConflict where there is a newer decision, ReviewRefused, RecordNotFound.
    """
    decided = demonstration_review_history(session, check.trajectory_id)
    driver = get_demonstration(session, check.trajectory_id).driver
    makers = [driver.name] if driver.kind is DriverKind.PERSON else []
    state = decided[-1].state if decided else DemonstrationState.UNCHECKED
    end = allowed(person, state, check.event, lambda _: makers, f"trajectory {check.trajectory_id}").end
    review = DemonstrationReview(
        trajectory_id=check.trajectory_id, revision=check.over + 1, state=DemonstrationState(end), by=person.name,
        reason=check.reason, note=check.note, created_at=_written(now),
    )  # fmt: skip
    add_demonstration_review(session, review, now)
    event = DemonstrationReviewed(
        who=who or person.name, trajectory_id=review.trajectory_id, by=review.by, state=review.state,
        revision=review.revision, reason=review.reason or "",
    )  # fmt: skip
    record(session, event, now)
    if review.state is DemonstrationState.REFUSED:
        end_holds(session, check.trajectory_id, who or person.name, now)
    return review


def _written(now: datetime) -> str:
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
