"""What opens the door in the database: browser sessions, API tokens, and how often somebody knocked in vain.

A session or a token is found by the sha256 of its secret: one indexed look-up each.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import Text, bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from embrace3k.storage.account_tables import APITokenRecord, BrowserSessionRecord, LoginFailureRecord
from embrace3k.storage.accounts import USERS, User, user_of
from embrace3k.storage.tables import table_of

_SESSIONS = table_of(BrowserSessionRecord)
_TOKENS = table_of(APITokenRecord)
_FAILURES = table_of(LoginFailureRecord)

# Every request asks one of these two: building them anew would take longer than asking.
_SECRET: Any = bindparam("secret_sha256", type_=Text())
_SESSION_QUERY = (
    select(USERS, _SESSIONS.c.seen_at)
    .join(_SESSIONS, _SESSIONS.c.user_number == USERS.c.number)
    .where(_SESSIONS.c.secret_sha256 == _SECRET, USERS.c.disabled_at.is_(None))
    .where(_SESSIONS.c.expires_at > bindparam("now"), _SESSIONS.c.seen_at > bindparam("idle_since"))
)
# Both tables have a number and a name: the token's own are asked for under other names.
_TOKEN_QUERY = (
    select(USERS, *(column.label(f"token_{column.name}") for column in _TOKENS.c))
    .join(_TOKENS, _TOKENS.c.user_number == USERS.c.number)
    .where(_TOKENS.c.secret_sha256 == _SECRET, _TOKENS.c.revoked_at.is_(None), USERS.c.disabled_at.is_(None))
)


class APIToken(Struct, frozen=True, kw_only=True):
    """Without its secret, which nobody but its owner has."""

    number: int
    name: str
    created_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


class Failures(Struct, frozen=True):
    count: int
    wait_until: datetime


def add_session(session: Session, secret_sha256: str, user_number: int, *, now: datetime, expires_at: datetime) -> None:
    """The user's sessions that have ended are cleared away."""
    session.execute(delete(_SESSIONS).where(_SESSIONS.c.user_number == user_number, _SESSIONS.c.expires_at <= now))
    values = {"secret_sha256": secret_sha256, "user_number": user_number, "created_at": now, "seen_at": now}
    session.execute(insert(_SESSIONS), [values | {"expires_at": expires_at}])


def find_session(
    session: Session, secret_sha256: str, *, now: datetime, idle: timedelta
) -> tuple[User, datetime] | None:
    """Who signed in, and when they were last seen; None for a session that has ended, or whose user is disabled."""
    given = {"secret_sha256": secret_sha256, "now": now, "idle_since": now - idle}
    row = session.execute(_SESSION_QUERY, given).first()
    return (user_of(row), row.seen_at) if row else None


def touch_session(session: Session, secret_sha256: str, *, now: datetime) -> None:
    session.execute(update(_SESSIONS).where(_SESSIONS.c.secret_sha256 == secret_sha256).values(seen_at=now))


def end_session(session: Session, secret_sha256: str) -> None:
    session.execute(delete(_SESSIONS).where(_SESSIONS.c.secret_sha256 == secret_sha256))


def end_sessions_of(session: Session, user_number: int) -> None:
    session.execute(delete(_SESSIONS).where(_SESSIONS.c.user_number == user_number))


def add_token(session: Session, user_number: int, name: str, secret_sha256: str, *, now: datetime) -> APIToken:
    values = {"user_number": user_number, "name": name, "secret_sha256": secret_sha256, "created_at": now}
    row = session.execute(insert(_TOKENS).returning(_TOKENS), values).one()
    return _token_of(row)


def find_token(session: Session, secret_sha256: str) -> tuple[User, APIToken] | None:
    """Whose it is; None for one that was revoked, or whose user is disabled."""
    row = session.execute(_TOKEN_QUERY, {"secret_sha256": secret_sha256}).first()
    return (user_of(row), _token_of(row, "token_")) if row else None


def touch_token(session: Session, number: int, *, now: datetime) -> None:
    session.execute(update(_TOKENS).where(_TOKENS.c.number == number).values(used_at=now))


def tokens_of(session: Session, user_number: int) -> list[APIToken]:
    """In the order they were made, revoked ones too."""
    query = select(_TOKENS).where(_TOKENS.c.user_number == user_number).order_by(_TOKENS.c.number)
    return [_token_of(row) for row in session.execute(query)]


def revoke_token(session: Session, user_number: int, number: int, *, now: datetime) -> APIToken | None:
    """None where this user has no such token that still opens."""
    mine = (_TOKENS.c.number == number, _TOKENS.c.user_number == user_number, _TOKENS.c.revoked_at.is_(None))
    row = session.execute(update(_TOKENS).where(*mine).values(revoked_at=now).returning(_TOKENS)).first()
    return _token_of(row) if row else None


def lock_failures(
    session: Session, subjects: Sequence[str], *, now: datetime, forget_after: timedelta
) -> dict[str, Failures]:
    """How often each subject failed of late. Until the session ends nobody else reads or changes these rows.

    What is older than `forget_after` is forgotten.
    """
    upsert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    # Rows that somebody else holds are left to them: waiting for them here could mean waiting for each other.
    old = select(_FAILURES.c.subject_sha256).where(_FAILURES.c.failed_at <= now - forget_after)
    session.execute(delete(_FAILURES).where(_FAILURES.c.subject_sha256.in_(old.with_for_update(skip_locked=True))))
    found = {}
    for subject in sorted(subjects):  # Always in one order, so that no two wait for each other.
        first = {"subject_sha256": subject, "failures": 0, "failed_at": now, "wait_until": now}
        session.execute(upsert(_FAILURES).on_conflict_do_nothing(), [first])
        query = select(_FAILURES).where(_FAILURES.c.subject_sha256 == subject).with_for_update()
        row = session.execute(query).one()
        found[subject] = Failures(row.failures, row.wait_until)
    return found


def set_failures(session: Session, subject: str, failures: Failures, *, now: datetime) -> None:
    values = {"failures": failures.count, "wait_until": failures.wait_until, "failed_at": now}
    session.execute(update(_FAILURES).where(_FAILURES.c.subject_sha256 == subject).values(**values))


def _token_of(row: Any, prefix: str = "") -> APIToken:
    found = row._mapping
    return APIToken(**{name: found[f"{prefix}{name}"] for name in APIToken.__struct_fields__})
