"""A small S3 that misbehaves on request, which a good server cannot be asked to do. It looks at no signatures."""

import base64
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BUCKET = "/bucket"
"""The one bucket that is there."""


class OddS3(ThreadingHTTPServer):
    """`url` is its address. Set the flags to choose what is odd about it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.objects: dict[str, bytes] = {}
        self.lock = threading.Lock()
        self.ignores_preconditions = self.ignores_digests = self.forbids_deleting = False
        self.silent_puts: list[str] = []
        """What becomes of the next PUTs, whose senders hear nothing: "kept", "dropped" or "overtaken"."""
        self.conflicts = 0
        """How many of the next PUTs are answered 409, as AWS does while another one is under way."""
        self.puts = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: OddS3
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.puts += 1
        if self.server.conflicts:
            self.server.conflicts -= 1
            return self._reply(409, b"<Error><Code>ConditionalRequestConflict</Code></Error>")
        fate = self.server.silent_puts.pop(0) if self.server.silent_puts else "answered"
        with self.server.lock:
            status = self._put(data) if fate in ("answered", "kept") else 200
            if fate == "overtaken":
                self.server.objects[self.path] = b"of somebody else"
        if fate != "answered":
            self.close_connection = True
            return None
        errors = {400: b"<Error><Code>BadDigest</Code></Error>", 412: b"<Error><Code>PreconditionFailed</Code></Error>"}
        return self._reply(status, errors.get(status, b""), data)

    def do_GET(self) -> None:
        if self.path == BUCKET:
            return self._reply(200, b"")
        data = self.server.objects.get(self.path)
        if data is None:
            return self._reply(404, b"<Error><Code>NoSuchKey</Code></Error>")
        return self._reply(200, data, data)

    do_HEAD = do_GET

    def do_DELETE(self) -> None:
        if self.server.forbids_deleting:
            return self._reply(403, b"<Error><Code>AccessDenied</Code></Error>")
        self.server.objects.pop(self.path, None)
        return self._reply(204, b"")

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def _put(self, data: bytes) -> int:
        digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
        kept = self.server.objects.get(self.path)
        if not self.server.ignores_digests and self.headers.get("x-amz-checksum-sha256", digest) != digest:
            return 400
        if not self.server.ignores_preconditions:
            if self.headers.get("If-None-Match") == "*" and kept is not None:
                return 412
            if self.headers.get("If-Match", _etag(kept)) != _etag(kept):
                return 412
        self.server.objects[self.path] = data
        return 200

    def _reply(self, status: int, body: bytes, etag_of: bytes | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", _etag(etag_of))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _etag(data: bytes | None) -> str:
    return f'"{hashlib.md5(data or b"").hexdigest()}"'


@contextmanager
def odd_s3() -> Iterator[OddS3]:
    with OddS3() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
