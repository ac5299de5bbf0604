"""Users in the database, and the one-time links with which they set their passwords."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import CursorResult, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from embrace3k.storage.account_tables import OneTimeLinkRecord, UserRecord
from embrace3k.storage.errors import RecordConflict, RecordNotFound
from embrace3k.storage.tables import table_of

USERS = table_of(UserRecord)
_LINKS = table_of(OneTimeLinkRecord)


class User(Struct, frozen=True, kw_only=True):
    number: int
    name: str
    roles: frozenset[str]
    has_password: bool
    has_sso: bool
    created_at: datetime
    disabled_at: datetime | None

    @property
    def disabled(self) -> bool:
        return self.disabled_at is not None


def add_user(
    session: Session,
    name: str,
    name_key: str,
    roles: Collection[str],
    *,
    now: datetime,
    sso: tuple[str, str] | None = None,
) -> User:
    """`sso` is issuer and subject. Raises RecordConflict where another user has this name or this identity."""
    issuer, subject = sso or (None, None)
    values = {"name": name, "name_key": name_key, "roles": _joined(roles), "created_at": now,
              "sso_issuer": issuer, "sso_subject": subject}  # fmt: skip
    try:
        with session.begin_nested():
            session.execute(insert(USERS), [values])
    except IntegrityError as error:
        hint = "take another name; names differ by more than capitals and spaces"
        raise RecordConflict("there is such a user already", where=f"user {name}", hint=hint) from error
    return get_user(session, name_key)


def find_user(session: Session, name_key: str) -> User | None:
    return _first(session, USERS.c.name_key == name_key)


def get_user(session: Session, name_key: str) -> User:
    """Raises RecordNotFound."""
    if (user := find_user(session, name_key)) is None:
        raise RecordNotFound("no such user", where=f"user {name_key}", hint="`embrace3k users list` shows all")
    return user


def find_sso_user(session: Session, issuer: str, subject: str) -> User | None:
    return _first(session, (USERS.c.sso_issuer == issuer) & (USERS.c.sso_subject == subject))


def list_users(session: Session) -> list[User]:
    """In the order they were added, disabled ones too."""
    return [user_of(row) for row in session.execute(select(USERS).order_by(USERS.c.number))]


def lock_users(session: Session) -> list[User]:
    """As `list_users`; until the session ends nobody else changes one of them."""
    return [user_of(row) for row in session.execute(select(USERS).order_by(USERS.c.number).with_for_update())]


def set_roles(session: Session, number: int, roles: Collection[str]) -> None:
    _change(session, number, roles=_joined(roles))


def set_disabled(session: Session, number: int, since: datetime | None) -> None:
    _change(session, number, disabled_at=since)


def set_password_hash(session: Session, number: int, password_hash: str) -> None:
    _change(session, number, password_hash=password_hash)


def password_hash_of(session: Session, number: int) -> str | None:
    found: str | None = session.execute(select(USERS.c.password_hash).where(USERS.c.number == number)).scalar_one()
    return found


def add_link(session: Session, secret_sha256: str, user_number: int, *, now: datetime, expires_at: datetime) -> None:
    """The user's earlier links end: only the newest one opens."""
    session.execute(delete(_LINKS).where(_LINKS.c.user_number == user_number))
    values = {"secret_sha256": secret_sha256, "user_number": user_number, "created_at": now, "expires_at": expires_at}
    session.execute(insert(_LINKS), [values])


def use_link(session: Session, secret_sha256: str, *, now: datetime) -> User | None:
    """The link's user, once; None where it is unknown, used, too old, or its user disabled.

    One atomic statement, so that of two who use it at once one gets nothing.
    """
    usable = (_LINKS.c.secret_sha256 == secret_sha256) & _LINKS.c.used_at.is_(None) & (_LINKS.c.expires_at > now)
    used = update(_LINKS).where(usable).values(used_at=now).returning(_LINKS.c.user_number)
    number = session.execute(used).scalar_one_or_none()
    user = _first(session, USERS.c.number == number) if number is not None else None
    return None if user is None or user.disabled else user


def changed(result: object) -> bool:
    """Whether an UPDATE or DELETE met a row."""
    assert isinstance(result, CursorResult)
    return bool(result.rowcount)


def user_of(row: Any) -> User:
    """From a row that has all columns of `USERS`."""
    return User(
        number=row.number,
        name=row.name,
        roles=frozenset(row.roles.split()),
        has_password=row.password_hash is not None,
        has_sso=row.sso_subject is not None,
        created_at=row.created_at,
        disabled_at=row.disabled_at,
    )


def _first(session: Session, where: Any) -> User | None:
    row = session.execute(select(USERS).where(where)).first()
    return user_of(row) if row else None


def _change(session: Session, number: int, **values: Any) -> None:
    session.execute(update(USERS).where(USERS.c.number == number).values(**values))


def _joined(roles: Collection[str]) -> str:
    return " ".join(sorted(roles))
