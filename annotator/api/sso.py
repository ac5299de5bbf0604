"""Single sign-on: `/api/v1/sso` begins it, the provider ends it at `/api/v1/sso/callback`."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse

from embrace3k.annotator.api.callers import open_to_all
from embrace3k.annotator.api.context import Context, InContext, address_of
from embrace3k.annotator.api.session import start_session
from embrace3k.annotator.errors import NoSSO, SSORefused
from embrace3k.annotator.log import log_event
from embrace3k.annotator.secrets import new_secret
from embrace3k.annotator.sso import SingleSignOn, user_of_identity

router = APIRouter(prefix="/api/v1/sso", tags=["session"], dependencies=[open_to_all])

_PATH = "/api/v1/sso/callback"
_LASTS_S = 600


@router.get("", status_code=303, response_class=RedirectResponse)
def begin(context: InContext) -> RedirectResponse:
    """Send the browser to the provider."""
    sso, secret = _sso(context), new_secret()
    answer = RedirectResponse(sso.start(secret, context.public_url + _PATH), status_code=303)
    answer.set_cookie(
        _cookie(context), secret, max_age=_LASTS_S, path="/", secure=context.secure, httponly=True, samesite="lax"
    )
    return answer


@router.get("/callback", status_code=303, response_class=RedirectResponse)
def end(
    request: Request,
    context: InContext,
    code: Annotated[str, Query(max_length=4096)] = "",
    state: Annotated[str, Query(max_length=4096)] = "",
    error: Annotated[str, Query(max_length=200)] = "",
) -> RedirectResponse:
    """Where the provider sends the browser back to. Ends with a session."""
    sso, secret = _sso(context), request.cookies.get(_cookie(context), "")
    if error or not (code and state and secret):
        raise SSORefused(f"the provider says: {error}" if error else "this is not the end of a sign-in")
    now = context.clock()
    identity = sso.finish(secret, context.public_url + _PATH, code, state, now)
    user = user_of_identity(context.database, sso, identity, now=now)
    log_event("login by single sign-on", user=user.name, address=address_of(request))
    answer = RedirectResponse(f"{context.public_url}/", status_code=303)
    answer.delete_cookie(_cookie(context), path="/", secure=context.secure, httponly=True, samesite="lax")
    start_session(context, answer, user, by="single_sign_on")
    return answer


def _sso(context: Context) -> SingleSignOn:
    if context.sso is None:
        raise NoSSO("single sign-on is not set up here", hint="set EMBRACE3K_OIDC_ISSUER, or sign in with a password")
    return context.sso


def _cookie(context: Context) -> str:
    return f"{context.cookie_name}_sso"
