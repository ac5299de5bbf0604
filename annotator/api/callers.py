"""Who calls a route, and whether they may. Each route declares one of

    caller: Annotated[Caller, requires(Role.REVIEWER, Role.ADMIN)]      one of these roles
    caller: Annotated[Caller, requires()]                               anybody who has signed in
    dependencies=[open_to_all]                                          anybody at all

`web/app.py` refuses to make an application with a route that declares none.
"""

from collections.abc import Iterable
from typing import Any

from fastapi import Depends, Request
from msgspec import Struct

from embrace3k.annotator.api.context import Context
from embrace3k.annotator.errors import CSRFRefused, NotSignedIn, RoleMissing
from embrace3k.annotator.people import Person
from embrace3k.annotator.roles import Role
from embrace3k.annotator.secrets import csrf_token, equal
from embrace3k.annotator.sessions import user_of_session, user_of_token
from embrace3k.schema.errors import EmbraceError
from embrace3k.storage.accounts import User

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CSRF_HEADER = "X-CSRF-Token"


class Caller(Struct, frozen=True, kw_only=True):
    user: User
    session_secret: str | None
    """None for a program with an API token."""

    @property
    def name(self) -> str:
        return self.user.name

    @property
    def roles(self) -> frozenset[str]:
        return self.user.roles

    @property
    def person(self) -> Person:
        """Who the services know."""
        return Person(self.user.name, frozenset(map(Role, self.user.roles)))


class Requires:
    """A dependency that knows the caller by token or cookie: one indexed look-up, in a worker thread."""

    def __init__(self, roles: Iterable[Role]) -> None:
        self.roles = frozenset(roles)

    def __call__(self, request: Request) -> Caller:
        """Raises NotSignedIn, CSRFRefused, RoleMissing."""
        context: Context = request.app.state.context
        caller = _caller(request, context)
        request.state.user = caller.name
        if self.roles and not self.roles & caller.roles:
            raise RoleMissing(self.roles)
        return caller


class OpenToAll:
    """Declares that a route asks nobody who they are. A browser's page of another site may still not change things."""

    async def __call__(self, request: Request) -> None:
        """Raises CSRFRefused."""
        if request.method not in SAFE_METHODS:
            _refuse_other_sites(request)


def requires(*roles: Role) -> Any:
    """Somebody with one of these roles; without any: somebody who has signed in."""
    return Depends(Requires(roles))


open_to_all: Any = Depends(OpenToAll())


def calls_still(caller: Caller, request: Request, context: Context) -> bool:
    """Whether a request that lasts would still be let in, with the same roles. Asking is no use of the session."""
    try:
        return _caller(request, context, counts=False).roles == caller.roles
    except EmbraceError:
        return False


def _caller(request: Request, context: Context, *, counts: bool = True) -> Caller:
    if (authorization := request.headers.get("Authorization")) is not None:
        scheme, _, secret = authorization.partition(" ")
        if scheme.lower() != "bearer" or not secret:
            raise NotSignedIn("not an API token", where="Authorization", hint="send `Authorization: Bearer TOKEN`")
        user = user_of_token(context.database, secret.strip(), now=context.clock(), counts=counts)
        return Caller(user=user, session_secret=None)
    secret = request.cookies.get(context.cookie_name, "")
    if not secret:
        raise NotSignedIn("nobody is signed in", hint="sign in, or send an API token")
    user = user_of_session(context.database, secret, context.session_rules, now=context.clock(), counts=counts)
    if request.method not in SAFE_METHODS:
        _refuse_other_sites(request)
        if not equal(request.headers.get(CSRF_HEADER, ""), csrf_token(secret)):
            raise CSRFRefused()
    return Caller(user=user, session_secret=secret)


def _refuse_other_sites(request: Request) -> None:
    """Browsers say where a request comes from; programs say nothing."""
    if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        raise CSRFRefused()
