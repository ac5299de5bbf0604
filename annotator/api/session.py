"""Signing in and out in a browser: `/api/v1/session`."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field, SecretStr

from embrace3k.annotator.accounts import accept_link
from embrace3k.annotator.api.callers import Caller, open_to_all, requires
from embrace3k.annotator.api.context import Context, InContext, address_of
from embrace3k.annotator.api.shapes import Shape
from embrace3k.annotator.log import log_event
from embrace3k.annotator.roles import Role
from embrace3k.annotator.secrets import csrf_token
from embrace3k.annotator.sessions import SignIn, change_password, close_session, log_in, open_session
from embrace3k.storage.accounts import User

router = APIRouter(prefix="/api/v1/session", tags=["session"])

Secret = Annotated[SecretStr, Field(max_length=1024)]


class Login(Shape):
    name: str = Field(max_length=200)
    password: Secret


class LinkAcceptance(Shape):
    secret: Secret
    """What follows the `#` of the one-time link."""
    password: Secret
    """The one to set."""


class PasswordChange(Shape):
    old: Secret
    new: Secret


class Me(Shape):
    name: str
    roles: list[Role]
    csrf_token: str | None
    """To send in the header X-CSRF-Token with every change; null for an API token, which needs none."""


@router.post("", dependencies=[open_to_all])
def sign_in(login: Login, request: Request, response: Response, context: InContext) -> Me:
    """Sign in with a name and a password. Failures make the next attempt wait: 429 with `Retry-After`."""
    password = login.password.get_secret_value()
    user = log_in(
        context.database, context.passwords, login.name, password, address=address_of(request), now=context.clock()
    )
    return start_session(context, response, user, by="password")


@router.post("/link", dependencies=[open_to_all])
def use_link(acceptance: LinkAcceptance, request: Request, response: Response, context: InContext) -> Me:
    """Set a password with a one-time link, and be signed in."""
    secret, password = acceptance.secret.get_secret_value(), acceptance.password.get_secret_value()
    with context.database.session() as session:
        user = accept_link(session, context.passwords, secret, password, now=context.clock())
    log_event("password set by link", user=user.name, address=address_of(request))
    return start_session(context, response, user, by="link")


@router.get("")
def who_am_i(caller: Annotated[Caller, requires()]) -> Me:
    return _me(caller.user, caller.session_secret)


@router.put("/password", status_code=204)
def new_password(
    change: PasswordChange, caller: Annotated[Caller, requires()], request: Request, context: InContext
) -> None:
    """Change one's own password. Every session of the caller ends."""
    old, new = change.old.get_secret_value(), change.new.get_secret_value()
    address, now = address_of(request), context.clock()
    change_password(context.database, context.passwords, caller.user, old, new, address=address, now=now)
    log_event("password changed", user=caller.name, address=address)


@router.delete("", status_code=204)
def sign_out(caller: Annotated[Caller, requires()], response: Response, context: InContext) -> None:
    """End this session. With an API token nothing happens."""
    if caller.session_secret:
        with context.database.session() as session:
            close_session(session, caller.session_secret)
        log_event("logout", user=caller.name)
    response.delete_cookie(context.cookie_name, path="/", secure=context.secure, httponly=True, samesite="lax")


def start_session(context: Context, response: Response, user: User, *, by: SignIn) -> Me:
    """Also what single sign-on ends with."""
    with context.database.session() as session:
        secret = open_session(session, user, context.session_rules, by=by, now=context.clock())
    response.set_cookie(
        context.cookie_name, secret, max_age=int(context.session_rules.lives.total_seconds()), path="/",
        secure=context.secure, httponly=True, samesite="lax",
    )  # fmt: skip
    return _me(user, secret)


def _me(user: User, session_secret: str | None) -> Me:
    return Me(
        name=user.name,
        roles=[Role(role) for role in sorted(user.roles)],
        csrf_token=csrf_token(session_secret) if session_secret else None,
    )
