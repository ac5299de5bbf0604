"""Signing in, and being known again: by a password once, then by the secret of a session or a token."""

from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct
from sqlmodel import Session

from embrace3k.annotator.accounts import set_password
from embrace3k.annotator.errors import AccountInvalid, LoginRefused, LoginThrottled, NotSignedIn
from embrace3k.annotator.events import UNKNOWN, LoginFailed, LoginSucceeded, TokenMade, TokenRevoked, record
from embrace3k.annotator.log import log_event
from embrace3k.annotator.passwords import Passwords
from embrace3k.annotator.secrets import digest, new_secret
from embrace3k.annotator.throttle import count_attempt, forgive
from embrace3k.schema.authors import name_key
from embrace3k.storage import credentials as table
from embrace3k.storage.accounts import User, find_user, password_hash_of, set_password_hash
from embrace3k.storage.credentials import APIToken
from embrace3k.storage.database import Database
from embrace3k.storage.errors import RecordNotFound

TOKEN_PREFIX = "e3k_"
"""Lets a scanner of repositories know a token that somebody committed."""
SignIn = Literal["password", "link", "single_sign_on"]
_SEEN_EVERY = timedelta(minutes=1)
"""So often at most a session or a token is written to: being used must stay a read."""
_LONGEST_TOKEN_NAME = 64


class SessionRules(Struct, frozen=True, kw_only=True):
    lives: timedelta = timedelta(days=7)
    idle: timedelta = timedelta(hours=12)


def log_in(database: Database, passwords: Passwords, name: str, password: str, *, address: str, now: datetime) -> User:
    """Raises LoginRefused, LoginThrottled. The slow part runs outside of any transaction."""
    key = name_key(name)
    with database.session() as session:
        user = find_user(session, key)
        known_hash = password_hash_of(session, user.number) if user and not user.disabled else None
        try:
            count_attempt(session, key, address, now=now)
        except LoginThrottled as error:
            log_event("login throttled", user=user and user.name, address=address, wait_s=error.wait_s)
            raise
    if not passwords.fits(password, known_hash) or user is None or known_hash is None:
        claimed = user.name if user else UNKNOWN
        with database.session() as session:
            record(session, LoginFailed(who=claimed, user=claimed, reason=_why(user)), now)
        log_event("login refused", user=user and user.name, address=address)
        raise LoginRefused()
    fresh_hash = passwords.hash(password) if passwords.outdated(known_hash) else None
    with database.session() as session:
        forgive(session, key, address, now=now)
        if fresh_hash:
            set_password_hash(session, user.number, fresh_hash)
    log_event("login", user=user.name, address=address)
    return user


def _why(user: User | None) -> str:
    """For the audit log only: whoever was refused is told less."""
    if user is None:
        return "unknown_name"
    return "disabled" if user.disabled else "wrong_password"


def change_password(
    database: Database, passwords: Passwords, user: User, old: str, new: str, *, address: str, now: datetime
) -> None:
    """Ends all of the user's sessions. Raises LoginRefused, LoginThrottled, AccountInvalid."""
    log_in(database, passwords, user.name, old, address=address, now=now)
    with database.session() as session:
        set_password(session, passwords, user, new, who=user.name, now=now)


def open_session(session: Session, user: User, rules: SessionRules, *, by: SignIn, now: datetime) -> str:
    """The secret that the browser keeps."""
    secret = new_secret()
    table.add_session(session, digest(secret), user.number, now=now, expires_at=now + rules.lives)
    record(session, LoginSucceeded(who=user.name, user=user.name, by=by), now)
    return secret


def close_session(session: Session, secret: str) -> None:
    table.end_session(session, digest(secret))


def user_of_session(
    database: Database, secret: str, rules: SessionRules, *, now: datetime, counts: bool = True
) -> User:
    """Raises NotSignedIn. Where it `counts`, the session is not idle."""
    with database.snapshot() as session:
        found = table.find_session(session, digest(secret), now=now, idle=rules.idle)
    if found is None:
        raise NotSignedIn("the session has ended", hint="sign in again")
    user, seen_at = found
    if counts and now - seen_at >= _SEEN_EVERY:
        with database.session() as session:
            table.touch_session(session, digest(secret), now=now)
    return user


def make_token(session: Session, user: User, name: str, *, now: datetime) -> tuple[APIToken, str]:
    """The token and its secret, which cannot be had again. Raises AccountInvalid."""
    shown = " ".join(name.split())
    if not (0 < len(shown) <= _LONGEST_TOKEN_NAME and shown.isprintable()):
        hint = f"use 1 to {_LONGEST_TOKEN_NAME} printable characters that say what it is for"
        raise AccountInvalid("this cannot be a token's name", where="name", hint=hint)
    secret = new_secret(TOKEN_PREFIX)
    token = table.add_token(session, user.number, shown, digest(secret), now=now)
    record(session, TokenMade(who=user.name, user=user.name, token=token.name), now)
    return token, secret


def revoke_token(session: Session, user: User, number: int, *, now: datetime) -> None:
    """Raises RecordNotFound, also for other people's tokens and those revoked already."""
    token = table.revoke_token(session, user.number, number, now=now)
    if token is None:
        raise RecordNotFound("you have no such token in use", where=f"token {number}", hint="list your tokens")
    record(session, TokenRevoked(who=user.name, user=user.name, token=token.name), now)


def user_of_token(database: Database, secret: str, *, now: datetime, counts: bool = True) -> User:
    """Raises NotSignedIn."""
    with database.snapshot() as session:
        found = table.find_token(session, digest(secret))
    if found is None:
        raise NotSignedIn("the API token opens nothing", hint="it may be revoked: make a new one")
    user, token = found
    if counts and (token.used_at is None or now - token.used_at >= _SEEN_EVERY):
        with database.session() as session:
            table.touch_token(session, token.number, now=now)
    return user
