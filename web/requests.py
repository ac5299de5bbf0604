"""Around every request: an id, one line in the log, its time in the metrics, and an answer when something broke."""

import logging
import re
import time
import uuid
from contextvars import ContextVar
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from embrace3k.web.errors import LOGGER, error_answer
from embrace3k.web.metrics import Metrics

REQUEST_ID: ContextVar[str | None] = ContextVar("request_id", default=None)
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_LEFT = 499
"""What the log calls a request whose caller had gone before the answer began."""


class EveryRequest:
    """Takes over a sensible X-Request-Id, else makes one, and sends it back."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("X-Request-Id", "")
        request_id = given if _ID.fullmatch(given) else uuid.uuid4().hex
        status, started_at = None, time.perf_counter()

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-Id"] = request_id
            await send(message)

        token = REQUEST_ID.set(request_id)
        try:
            await self._app(scope, receive, send_with_id)
        except Exception:
            # The edge of the process: what nobody expected is told in full to the log, and to the caller by its id.
            LOGGER.exception("a request broke")
            if status is None:
                hint = f"tell whoever runs this server the request id {request_id}"
                await error_answer(500, "internal_error", "this is our fault", hint=hint)(scope, receive, send_with_id)
        finally:
            self._note(scope, status or _LEFT, time.perf_counter() - started_at)
            REQUEST_ID.reset(token)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", None)
        self._metrics.note(scope["method"], route, status, seconds)
        # Being asked for one's health all the time is no news.
        level = logging.DEBUG if (route or "").startswith("/health/") and status < 400 else logging.INFO
        facts: dict[str, Any] = {
            "method": scope["method"],
            "path": scope["path"],
            "route": route,
            "status": status,
            "ms": round(seconds * 1000, 1),
            "address": scope["client"][0] if scope.get("client") else None,
            "user": scope.get("state", {}).get("user"),
        }
        LOGGER.log(level, "request", extra={"facts": facts})
