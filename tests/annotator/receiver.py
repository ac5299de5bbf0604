"""A webhook receiver on loopback that behaves as it is told to, well or badly, and remembers what came."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

Answer = Callable[["Handler"], None]


class Received(NamedTuple):
    path: str
    headers: dict[str, str]
    body: bytes


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "Receiver"

    def do_POST(self) -> None:
        self.close_connection = True
        body = self.rfile.read(length := int(self.headers["Content-Length"]))
        if len(body) < length:  # The sender was killed in the midst of it.
            return
        answer = self.server.next_answer(Received(self.path, dict(self.headers), body))
        try:
            answer(self)
        except OSError:  # The other side has hung up.
            pass

    do_GET = do_POST

    def log_message(self, format: str, *args: Any) -> None:
        pass


class Receiver(ThreadingHTTPServer):
    """`answers` are given one after the other, the last one again and again."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, answers: list[Answer], port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.answers, self.received = answers, list[Received]()
        self._lock, self.stopped = threading.Lock(), threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook?a=1"

    @property
    def ids(self) -> list[str]:
        return [each.headers["Embrace3k-Event-Id"] for each in self.received]

    def next_answer(self, received: Received) -> Answer:
        with self._lock:
            self.received.append(received)
            return self.answers[min(len(self.received), len(self.answers)) - 1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Half a TLS handshake, or a client that left, is what some tests are about."""


def status(code: int, **headers: str) -> Answer:
    def answer(handler: Handler) -> None:
        handler.send_response(code)
        for name, value in {"Content-Length": "0", **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()

    return answer


ok, broken = status(200), status(500)


def hang(handler: Handler) -> None:
    handler.server.stopped.wait(30)


def hang_up(handler: Handler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def drip(handler: Handler) -> None:
    """A header that never ends, a byte every 50 ms."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not handler.server.stopped.wait(0.05):
        handler.wfile.write(b"a")


def nonsense(handler: Handler) -> None:
    handler.wfile.write(b"\x00\xff not HTTP at all \r\n\r\n")


def huge_body(handler: Handler) -> None:
    """Taken, with an answer of a terabyte."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(2**40))
    handler.end_headers()
    while not handler.server.stopped.is_set():
        handler.wfile.write(b"x" * 2**16)


def slow(seconds: float) -> Answer:
    def answer(handler: Handler) -> None:
        time.sleep(seconds)
        ok(handler)

    return answer


@contextmanager
def receiver(*answers: Answer, port: int = 0, tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    server = Receiver(list(answers), port)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.stopped.set()
        server.shutdown()
        thread.join()
        server.server_close()
