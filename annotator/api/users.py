"""People, for administrators: `/api/v1/users`."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import Field

from embrace3k.annotator import accounts
from embrace3k.annotator.api.callers import Caller, requires
from embrace3k.annotator.api.context import InContext
from embrace3k.annotator.api.shapes import Shape
from embrace3k.annotator.log import log_event
from embrace3k.annotator.roles import Role
from embrace3k.storage.accounts import User, list_users

router = APIRouter(prefix="/api/v1/users", tags=["users"])

Admin = Annotated[Caller, requires(Role.ADMIN)]
Name = Annotated[str, Path(max_length=200)]
Roles = Annotated[list[Role], Field(min_length=1, max_length=len(Role))]


class NewUser(Shape):
    name: str = Field(max_length=200)
    roles: Roles


class RoleChange(Shape):
    roles: Roles


class UserShown(Shape):
    name: str
    roles: list[Role]
    has_password: bool
    """False until the one-time link was used, and for those who come by single sign-on."""
    has_sso: bool
    disabled: bool
    created_at: datetime


class Link(Shape):
    url: str
    expires_at: datetime


class UserAdded(UserShown):
    link: Link


@router.get("")
def all_users(admin: Admin, context: InContext) -> list[UserShown]:
    """Everybody, disabled people too, in the order they were added."""
    with context.database.snapshot() as session:
        return [_shown(user) for user in list_users(session)]


@router.post("", status_code=201)
def add_user(new: NewUser, admin: Admin, context: InContext) -> UserAdded:
    """Add somebody. The answer holds the one-time link to send them."""
    now = context.clock()
    with context.database.session() as session:
        user = accounts.create_user(session, new.name, new.roles, who=admin.name, now=now)
        secret, expires_at = accounts.make_link(session, user.name, who=admin.name, now=now)
    log_event("user added", user=user.name, roles=sorted(user.roles), by=admin.name)
    link = Link(url=link_url(context.public_url, secret), expires_at=expires_at)
    return UserAdded(**_shown(user).model_dump(), link=link)


@router.put("/{name}/roles")
def change_roles(name: Name, change: RoleChange, admin: Admin, context: InContext) -> UserShown:
    """These roles and no others, from the user's next request on."""
    with context.database.session() as session:
        user = accounts.change_roles(session, name, change.roles, who=admin.name, now=context.clock())
    log_event("roles changed", user=user.name, roles=sorted(user.roles), by=admin.name)
    return _shown(user)


@router.post("/{name}/disable")
def disable(name: Name, admin: Admin, context: InContext) -> UserShown:
    """Keep somebody out: every session ends, every token stops."""
    with context.database.session() as session:
        user = accounts.disable(session, name, who=admin.name, now=context.clock())
    log_event("user disabled", user=user.name, by=admin.name)
    return _shown(user)


@router.post("/{name}/enable")
def enable(name: Name, admin: Admin, context: InContext) -> UserShown:
    """Let somebody in again, with the password and the tokens of before."""
    with context.database.session() as session:
        user = accounts.enable(session, name, who=admin.name, now=context.clock())
    log_event("user enabled", user=user.name, by=admin.name)
    return _shown(user)


@router.post("/{name}/link", status_code=201)
def new_link(name: Name, admin: Admin, context: InContext) -> Link:
    """A one-time link with which somebody sets a new password. It ends the earlier links."""
    with context.database.session() as session:
        secret, expires_at = accounts.make_link(session, name, who=admin.name, now=context.clock())
    log_event("link made", user=name, by=admin.name)
    return Link(url=link_url(context.public_url, secret), expires_at=expires_at)


def link_url(public_url: str, secret: str) -> str:
    """The secret follows the `#`, which browsers do not send: it reaches no server's log."""
    return f"{public_url}/link#{secret}"


def _shown(user: User) -> UserShown:
    return UserShown(
        name=user.name,
        roles=[Role(role) for role in sorted(user.roles)],
        has_password=user.has_password,
        has_sso=user.has_sso,
        disabled=user.disabled,
        created_at=user.created_at,
    )
