"""People's accounts: names, roles, keeping out, and the one-time links with which passwords are set.

Each change leaves its event in the same transaction; `who` is the name of whoever makes it.
"""

import unicodedata
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlmodel import Session

from embrace3k.annotator.errors import AccountInvalid, LastAdmin, LinkRefused
from embrace3k.annotator.events import OPERATOR, UserAdded, UserChanged, UserDisabled, UserEnabled, record
from embrace3k.annotator.passwords import Passwords
from embrace3k.annotator.roles import Role
from embrace3k.annotator.secrets import digest, new_secret
from embrace3k.schema.authors import name_key
from embrace3k.storage import accounts as table
from embrace3k.storage.accounts import User
from embrace3k.storage.credentials import end_sessions_of

LINK_LIVES = timedelta(days=3)
FIRST_ADMIN = "admin"
_LONGEST_NAME = 64
_IN_NAMES = " ._@+'-"


def create_user(
    session: Session,
    name: str,
    roles: Collection[str],
    *,
    who: str,
    now: datetime,
    sso: tuple[str, str] | None = None,
) -> User:
    """Somebody who cannot sign in yet but by `sso` (issuer, subject). Raises AccountInvalid, RecordConflict."""
    shown = " ".join(unicodedata.normalize("NFKC", name).split())
    _require_name(shown)
    user = table.add_user(session, shown, name_key(shown), known_roles(roles), now=now, sso=sso)
    record(session, UserAdded(who=who, user=user.name, roles=sorted(user.roles)), now)
    return user


def find_user(session: Session, name: str) -> User:
    """Raises RecordNotFound."""
    return table.get_user(session, name_key(name))


def change_roles(session: Session, name: str, roles: Collection[str], *, who: str, now: datetime) -> User:
    """These and no others. Holds from the user's next request on. Raises RecordNotFound, AccountInvalid, LastAdmin."""
    user, wanted = find_user(session, name), known_roles(roles)
    if Role.ADMIN not in wanted:
        _require_another_admin(session, user)
    table.set_roles(session, user.number, wanted)
    return _changed(session, user.name, "roles", who=who, now=now)


def disable(session: Session, name: str, *, who: str, now: datetime) -> User:
    """Ends every session at once and stops every token. Raises RecordNotFound, LastAdmin."""
    user = find_user(session, name)
    _require_another_admin(session, user)
    table.set_disabled(session, user.number, user.disabled_at or now)
    end_sessions_of(session, user.number)
    record(session, UserDisabled(who=who, user=user.name), now)
    return find_user(session, name)


def enable(session: Session, name: str, *, who: str, now: datetime) -> User:
    """Password and tokens are what they were. Raises RecordNotFound."""
    user = find_user(session, name)
    table.set_disabled(session, user.number, None)
    record(session, UserEnabled(who=who, user=user.name), now)
    return find_user(session, name)


def make_link(session: Session, name: str, *, who: str, now: datetime) -> tuple[str, datetime]:
    """A secret that sets the password once, and when it ends; earlier ones of this user end now.

    Raises RecordNotFound, and AccountInvalid for a disabled user.
    """
    user = find_user(session, name)
    if user.disabled:
        raise AccountInvalid("this user is disabled", where=f"user {user.name}", hint="enable the user first")
    secret, expires_at = new_secret(), now + LINK_LIVES
    table.add_link(session, digest(secret), user.number, now=now, expires_at=expires_at)
    _changed(session, user.name, "link", who=who, now=now)
    return secret, expires_at


def accept_link(session: Session, passwords: Passwords, secret: str, password: str, *, now: datetime) -> User:
    """Set the password of the link's user and end that user's sessions. Raises LinkRefused, AccountInvalid.

    A password that is refused leaves the link as it was, if the session is rolled back.
    """
    if (user := table.use_link(session, digest(secret), now=now)) is None:
        raise LinkRefused()
    set_password(session, passwords, user, password, who=user.name, now=now)
    return user


def set_password(session: Session, passwords: Passwords, user: User, password: str, *, who: str, now: datetime) -> None:
    """Ends the user's sessions. Raises AccountInvalid."""
    if name_key(password) == name_key(user.name):
        raise AccountInvalid("the password is the name", where="password", hint="choose another one")
    table.set_password_hash(session, user.number, passwords.hash(password))
    end_sessions_of(session, user.number)
    _changed(session, user.name, "password", who=who, now=now)


def first_link(session: Session, *, now: datetime) -> tuple[User, str, datetime] | None:
    """A link for the first administrator, made as long as nobody could ever sign in; None when somebody can."""
    users = table.list_users(session)
    if not users:
        users = [create_user(session, FIRST_ADMIN, [Role.ADMIN], who=OPERATOR, now=now)]
    first = users[0]
    waits = Role.ADMIN in first.roles and not (first.has_password or first.has_sso or first.disabled)
    if len(users) > 1 or not waits:
        return None
    return first, *make_link(session, first.name, who=OPERATOR, now=now)


def known_roles(roles: Collection[str]) -> frozenset[Role]:
    """Raises AccountInvalid."""
    unknown = sorted(set(roles) - {role.value for role in Role})
    if unknown or not roles:
        what = f"no such role: {', '.join(unknown)}" if unknown else "a user has at least one role"
        raise AccountInvalid(what, where="roles", hint=f"roles are {', '.join(Role)}")
    return frozenset(Role(role) for role in roles)


def _changed(session: Session, name: str, what: str, *, who: str, now: datetime) -> User:
    """The user as they are now, with the event of it."""
    user = find_user(session, name)
    record(session, UserChanged(who=who, user=user.name, changed=[what], roles=sorted(user.roles)), now)
    return user


def _require_name(name: str) -> None:
    letters = all(each.isalnum() or each in _IN_NAMES or unicodedata.category(each)[0] == "M" for each in name)
    if not (0 < len(name) <= _LONGEST_NAME and name[0].isalnum() and letters):
        hint = f"1 to {_LONGEST_NAME} letters, digits and {_IN_NAMES.strip()}, a letter or digit first"
        raise AccountInvalid("this cannot be a user's name", where="name", hint=hint)


def _require_another_admin(session: Session, user: User) -> None:
    admins = {each.number for each in table.lock_users(session) if Role.ADMIN in each.roles and not each.disabled}
    if admins == {user.number}:
        raise LastAdmin("this is the last administrator", where=f"user {user.name}", hint="make another one first")
