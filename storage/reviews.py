"""What reviews of tasks and of demonstrations have in common: each is added over the newest, none is ever changed."""

from typing import Any

from sqlalchemy import and_, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from embrace3k.schema.authors import name_key
from embrace3k.schema.reviews import ReviewState
from embrace3k.storage.errors import ReviewRefused, RevisionConflict
from embrace3k.storage.records import Values

_DECIDED = (ReviewState.CONFIRMED, ReviewState.REFUSED)
"""The same words for both."""


def append_review(session: Session, table: Any, subject: str, values: Values, where: str) -> None:
    """Keep a decision whose revision is one more than the newest that its author has seen.

    `subject` is the column that says what it is about. Raises RevisionConflict where there is a newer one,
    ReviewRefused where it says too little or too much.
    """
    _require_sensible(values, where)
    about = table.c[subject] == values[subject]
    known = session.execute(select(func.max(table.c.revision)).where(about)).scalar() or 0
    if values["revision"] != known + 1:
        raise _conflict(where, f"it was decided over revision {values['revision'] - 1}, but the newest is {known}")
    try:
        with session.begin_nested():
            session.execute(insert(table), [values])
    except IntegrityError as error:
        # Somebody else's transaction added the same revision after we looked; the unique constraint has the last word.
        raise _conflict(where, "somebody decided meanwhile") from error


def newest_reviews(table: Any, subject: str) -> Any:
    """For joins: the rows of the table that are the newest of what they are about."""
    last = select(table.c[subject], func.max(table.c.revision).label("revision")).group_by(table.c[subject]).subquery()
    same = and_(table.c[subject] == last.c[subject], table.c.revision == last.c.revision)
    return select(table).join(last, same).subquery()


def history_of(session: Session, table: Any, subject: str, about: str) -> list[str]:
    """The records of every review of one thing, oldest first."""
    query = select(table.c.record).where(table.c[subject] == about).order_by(table.c.revision)
    return list(session.execute(query).scalars())


def _require_sensible(values: Values, where: str) -> None:
    if values["state"] not in _DECIDED:
        raise ReviewRefused("a review confirms or refuses", where=where)
    if (values["state"] == ReviewState.REFUSED) != (values["reason"] is not None):
        raise ReviewRefused("a refusal has a reason, and a confirmation has none", where=where)
    if not name_key(values["reviewer"]):
        raise ReviewRefused("a review names the person who decided", where=where)


def _conflict(where: str, what: str) -> RevisionConflict:
    return RevisionConflict(what, where=where, hint="look at the newest decision, and decide over that one")
