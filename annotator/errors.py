"""Errors of the annotator room:

AnnotatorError
├── NotSignedIn, LoginRefused, LinkRefused      nobody known is calling
├── SSORefused, SSOUnavailable, NoSSO           the provider vouches for nobody, or is not there
├── LoginThrottled                              too many wrong passwords; says how long to wait
├── NotAllowed, CSRFRefused                     somebody known, who may not
└── AccountInvalid, LastAdmin                   a change to an account that cannot be
"""

from collections.abc import Iterable

from embrace3k.schema.errors import EmbraceError


class AnnotatorError(EmbraceError):
    """What people asked for cannot be done."""


class NotSignedIn(AnnotatorError):
    """No session and no token, or one that has ended."""


class LoginRefused(AnnotatorError):
    """The same whether the name is unknown, the password wrong or the account disabled."""

    def __init__(self) -> None:
        super().__init__("name or password is wrong", hint="an administrator can send you a new one-time link")


class LinkRefused(AnnotatorError):
    """The same whether the link is unknown, used, replaced or too old."""

    def __init__(self) -> None:
        super().__init__("this one-time link opens nothing", hint="it may be used or too old: ask for a new one")


class SSORefused(AnnotatorError):
    """The provider's answer is not good, or speaks of somebody who is not let in."""

    def __init__(self, what: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(what, where=where, hint=hint or "begin again at /api/v1/sso")


class SSOUnavailable(AnnotatorError):
    """The provider does not answer, or is not set up well."""


class NoSSO(AnnotatorError):
    """There is no provider."""


class LoginThrottled(AnnotatorError):
    """Too many failures of this name or from this address. The password was not looked at."""

    def __init__(self, wait_s: int) -> None:
        self.wait_s = wait_s
        super().__init__("too many failed logins", hint=f"try again in {wait_s} s")


class NotAllowed(AnnotatorError):
    """None of the caller's roles suffices."""

    def __init__(self, roles: Iterable[str]) -> None:
        self.needs = sorted(roles)
        super().__init__("you may not do this", hint=f"it takes the role {' or '.join(self.needs)}")


class CSRFRefused(AnnotatorError):
    """A browser sent the session's cookie, but the page that asked did not know the session's CSRF token."""

    def __init__(self) -> None:
        hint = "send csrf_token of GET /api/v1/session in the header X-CSRF-Token, or use an API token"
        super().__init__("the CSRF token is missing or wrong", hint=hint)


class AccountInvalid(AnnotatorError):
    """A name, a password or a set of roles that no account can have."""


class LastAdmin(AnnotatorError):
    """Nobody could add or change people any more."""
