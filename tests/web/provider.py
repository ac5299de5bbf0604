"""An OpenID provider on loopback: discovery, authorize, token, keys. It tells the truth unless told to lie."""

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID, CLIENT_SECRET = "embrace3k", "client secret"
KEY = RSAKey.generate_key(2048, {"kid": "one"}, private=True)
OTHER_KEY = RSAKey.generate_key(2048, {"kid": "one"}, private=True)


class Provider:
    """Everybody who asks is `subject`. `claims` go over those of the id_token; a None takes one out."""

    def __init__(self) -> None:
        self.url = ""
        self.subject, self.name = "s-1", "Ann Lee"
        self.claims: dict[str, Any] = {}
        self.key, self.algorithm = KEY, "RS256"
        self.issuer: str | None = None
        self.now = 0
        self.asked: dict[str, dict[str, str]] = {}
        """By code: the query of the authorize request that it answers."""

    def metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer or self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
        }

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser is sent back to."""
        code = secrets.token_urlsafe(8)
        self.asked[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        asked = self.asked.pop(form.get("code", ""), None)
        credentials = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if authorization != f"Basic {credentials}":
            return 401, {"error": "invalid_client"}
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=")
        if asked is None or asked["code_challenge"] != challenge.decode():
            return 400, {"error": "invalid_grant"}
        claims = {
            "iss": self.url, "aud": CLIENT_ID, "sub": self.subject, "preferred_username": self.name,
            "nonce": asked["nonce"], "iat": self.now, "exp": self.now + 300,
        }  # fmt: skip
        told = {name: value for name, value in (claims | self.claims).items() if value is not None}
        signed = jwt.encode({"alg": self.algorithm, "kid": "one"}, told, self.key, algorithms=[self.algorithm])
        return 200, {"access_token": "opaque", "token_type": "Bearer", "id_token": signed}


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/authorize":
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                self._answer(302, {}, Location=provider.authorize(query))
            elif parts.path == "/keys":
                self._answer(200, {"keys": [KEY.as_dict(private=False)]})
            elif parts.path == "/.well-known/openid-configuration":
                self._answer(200, provider.metadata())
            else:
                self._answer(404, {})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self._answer(*provider.token(form, self.headers.get("Authorization", "")))

        def _answer(self, status: int, content: dict[str, Any], **headers: str) -> None:
            body = json.dumps(content).encode()
            self.send_response(status)
            for name, value in {
                "Content-Type": "application/json",
                "Content-Length": str(len(body)),
                **headers,
            }.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    return Handler


@contextmanager
def oidc_provider() -> Iterator[Provider]:
    provider = Provider()
    listening = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.url = f"http://127.0.0.1:{listening.server_port}"
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        listening.shutdown()
        thread.join()
        listening.server_close()
