"""How strangers are kept short: what browsers are told with every answer, and how much may be sent to us.

Browsers load nothing from elsewhere, run no inline code, and keep no copy.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send


def policy(scripts: str = "") -> str:
    """`scripts` are the sources of inline ones, by their hashes."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {scripts}".rstrip(),
            "style-src 'self'",
            "img-src 'self' blob: data:",
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


HEADERS = {
    "Content-Security-Policy": policy(),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class SecurityHeaders:
    """A route that needs another of them, such as a frame that may be kept, sets it itself."""

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self._app = app
        self._headers = (
            HEADERS
            | {"Cache-Control": "no-store"}
            | ({"Strict-Transport-Security": "max-age=31536000"} if secure else {})
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class BodyLimit:
    """Refuses a body that says it is too large before the first byte, and one that does not say when it gets so.

    FastAPI's own limit answers in plain text; errors here have one shape.
    """

    def __init__(self, app: ASGIApp, *, most_bytes: int) -> None:
        self._app, self._most = app, most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        received = 0

        async def receive_within_limit() -> Message:
            nonlocal received
            said = Headers(scope=scope).get("Content-Length", "")
            if said.isdecimal() and int(said) > self._most:
                raise self._refusal()
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._most:
                raise self._refusal()
            return message

        await self._app(scope, receive_within_limit if scope["type"] == "http" else receive, send)

    def _refusal(self) -> HTTPException:
        return HTTPException(413, f"more than {self._most} bytes were sent")
