"""Every error has one JSON shape, whoever raised it:

{"error": {"code": "last_admin", "message": "…", "where": "user Ann", "hint": "…", …facts of this kind of error}}

`code` follows from the class, the status from the table below, facts are the error's own attributes.
"""

import logging
import re
from typing import Any

import msgspec
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from sqlalchemy.exc import DataError
from starlette.exceptions import HTTPException

from embrace3k.annotator import errors as annotator
from embrace3k.schema.errors import EmbraceError, ImportRefused, SchemaError
from embrace3k.storage import errors as storage
from embrace3k.web.pages import application, wants_page

LOGGER = logging.getLogger("embrace3k.web")

NOT_INSTALLED = 501
"""The one status of 500 and above whose hint is told: which package to install is no secret of the machine."""

STATUSES: dict[type[EmbraceError], int] = {
    EmbraceError: 500,
    SchemaError: 422,
    ImportRefused: 422,
    storage.StorageError: 503,
    storage.RecordNotFound: 404,
    storage.RecordConflict: 409,
    storage.RevisionConflict: 409,
    storage.ReviewRefused: 422,
    storage.ObjectNotFound: 404,
    annotator.AnnotatorError: 422,
    annotator.NotSignedIn: 401,
    annotator.LoginRefused: 401,
    annotator.LinkRefused: 410,
    annotator.SSORefused: 403,
    annotator.SSOUnavailable: 503,
    annotator.NoSSO: 404,
    annotator.LoginThrottled: 429,
    annotator.RoleMissing: 403,
    annotator.NotAllowed: 403,
    annotator.CSRFRefused: 403,
    annotator.LastAdmin: 409,
    annotator.TransitionRefused: 409,
    annotator.WorkChanged: 409,
    annotator.LaneHeld: 409,
    annotator.LaneNotHeld: 409,
    annotator.LaneClosed: 409,
    annotator.AlreadyHolding: 409,
    annotator.DemonstrationRefused: 409,
    annotator.StepConflict: 409,
    annotator.NothingToUndo: 409,
    annotator.JudgedTwice: 409,
    annotator.LibraryMissing: NOT_INSTALLED,
}
"""A class that is not here has the status of the class above it."""

FRAMEWORK_CODES = {400: "bad_request", 404: "not_found", 405: "method_not_allowed", 413: "body_too_large"}


class ErrorFacts(BaseModel):
    model_config = ConfigDict(extra="allow")

    code: str
    message: str
    where: str | None = None
    hint: str | None = None


class ErrorAnswer(BaseModel):
    error: ErrorFacts


def add_error_handlers(app: FastAPI) -> None:
    app.add_exception_handler(EmbraceError, _on_known_error)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)
    app.add_exception_handler(DataError, _on_unstorable_value)
    app.add_exception_handler(HTTPException, _on_http_error)


def error_answer(
    status: int, code: str, message: str, *, where: str | None = None, hint: str | None = None,
    headers: dict[str, str] | None = None, **facts: Any,
) -> JSONResponse:  # fmt: skip
    body = {"code": code, "message": message, "where": where, "hint": hint, **facts}
    return JSONResponse({"error": msgspec.to_builtins(body)}, status, headers)


def status_of(kind: type[EmbraceError]) -> int:
    return next(STATUSES[each] for each in kind.__mro__ if each in STATUSES)


def code_of(kind: type[EmbraceError]) -> str:
    """`CSRFRefused` is csrf_refused."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", kind.__name__).lower()


async def _on_known_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, EmbraceError)
    status, code = status_of(type(error)), code_of(type(error))
    if status >= 500 and status != NOT_INSTALLED:
        # Where it happened (a file, a database URL) and what to do there is for whoever runs the server.
        LOGGER.error(str(error), exc_info=error)
        return error_answer(status, code, error.what)
    facts = {name: value for name, value in vars(error).items() if name not in ("what", "where", "hint")}
    return error_answer(
        status, code, error.what, where=error.where, hint=error.hint, headers=_headers(status, facts), **facts
    )


def _headers(status: int, facts: dict[str, Any]) -> dict[str, str]:
    if status == 401:
        return {"WWW-Authenticate": "Bearer"}
    return {"Retry-After": str(facts["wait_s"])} if status == 429 else {}


async def _on_invalid_request(request: Request, error: Exception) -> JSONResponse:
    """What was sent is not repeated: it may be a password."""
    assert isinstance(error, RequestValidationError)
    problems = [{"where": ".".join(map(str, each["loc"])), "message": each["msg"]} for each in error.errors()]
    first = problems[0]
    return error_answer(
        422, "invalid_request", first["message"], where=first["where"],
        hint="see /api/v1/openapi.json for what this route takes", problems=problems,
    )  # fmt: skip


async def _on_unstorable_value(request: Request, error: Exception) -> JSONResponse:
    """PostgreSQL holds no text with a zero byte, and no database a number of a hundred digits."""
    LOGGER.warning("a value that the database cannot hold", exc_info=error)
    return error_answer(422, "invalid_request", "the database cannot hold one of these values")


async def _on_http_error(request: Request, error: Exception) -> Response:
    """Those of the framework: no such route, no such method, too large a body."""
    assert isinstance(error, HTTPException)
    if error.status_code == 404 and wants_page(request):
        return application(request, status=404)
    code = FRAMEWORK_CODES.get(error.status_code, "request_refused")
    hint = "see /api/v1/openapi.json for the routes" if error.status_code in (404, 405) else None
    where = f"{request.method} {request.url.path}"
    headers = dict(error.headers or {})
    return error_answer(error.status_code, code, str(error.detail), where=where, hint=hint, headers=headers)
