"""The tables about people. Of every secret only a hash is kept: who reads the database can sign in as nobody.

users ──< one_time_links       to set a password; used once
      ├─< browser_sessions     one row per sign-in
      └─< api_tokens           for programs; revoked, never deleted
login_failures                 one row per name and per address that lately failed to sign in, by their sha256
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Text, UniqueConstraint
from sqlmodel import Field

from embrace3k.storage.tables import Table, UTCDateTime, _number, _text


def _user(**options: Any) -> Any:
    return Field(sa_column=Column(BigInteger, ForeignKey("users.number"), nullable=False, **options))


def _time(**options: Any) -> Any:
    return Field(sa_column=Column(UTCDateTime, nullable=False, **options))


def _time_or_none() -> Any:
    return Field(default=None, sa_column=Column(UTCDateTime))


class UserRecord(Table, table=True):
    __tablename__ = "users"
    __table_args__ = (UniqueConstraint("sso_issuer", "sso_subject", name="uq_users_sso"),)

    number: int | None = _number()
    name: str = _text()
    name_key: str = _text(unique=True)
    """The same for everything that a person may take for the same name."""
    roles: str = _text()
    """Sorted, a space between two."""
    password_hash: str | None = Field(default=None, sa_column=Column(Text))
    sso_issuer: str | None = Field(default=None, sa_column=Column(Text))
    sso_subject: str | None = Field(default=None, sa_column=Column(Text))
    created_at: datetime = _time()
    disabled_at: datetime | None = _time_or_none()


class OneTimeLinkRecord(Table, table=True):
    __tablename__ = "one_time_links"

    secret_sha256: str = _text(primary_key=True)
    user_number: int = _user(index=True)
    created_at: datetime = _time()
    expires_at: datetime = _time()
    used_at: datetime | None = _time_or_none()


class BrowserSessionRecord(Table, table=True):
    __tablename__ = "browser_sessions"

    secret_sha256: str = _text(primary_key=True)
    user_number: int = _user(index=True)
    created_at: datetime = _time()
    seen_at: datetime = _time()
    expires_at: datetime = _time()
    """However busy it is."""


class APITokenRecord(Table, table=True):
    __tablename__ = "api_tokens"

    number: int | None = _number()
    user_number: int = _user(index=True)
    name: str = _text()
    secret_sha256: str = _text(unique=True)
    created_at: datetime = _time()
    used_at: datetime | None = _time_or_none()
    revoked_at: datetime | None = _time_or_none()


class LoginFailureRecord(Table, table=True):
    __tablename__ = "login_failures"

    subject_sha256: str = _text(primary_key=True)
    failures: int
    failed_at: datetime = _time(index=True)
    wait_until: datetime = _time()
