"""A model server on loopback that answers as it is told to, well or badly."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from embrace3k.vlm import Bill, Endpoint, VisionModel

USAGE = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}


class Say:
    """One answer: an HTTP status with a body, after `wait_s`, or a connection that is cut."""

    def __init__(self, body: Any = None, *, status: int = 200, wait_s: float = 0.0, cut: bool = False, **headers: str):
        self.body = body if isinstance(body, str) else json.dumps(body)
        self.status, self.wait_s, self.cut, self.headers = status, wait_s, cut, headers


def completion(text: str | None, finish_reason: str = "stop") -> Say:
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "finish_reason": finish_reason, "message": message}
    head = {"id": "chat-1", "object": "chat.completion", "created": 0, "model": "tiny-7b-0101"}
    return Say(head | {"choices": [choice], "usage": USAGE})


class ModelServer:
    """`answers` are given one after the other, the last one again and again; `requests` are those that came."""

    def __init__(self, answers: list[Say]) -> None:
        self.answers = answers
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.stopped = threading.Event()

    def next_answer(self) -> Say:
        return self.answers[min(len(self.requests), len(self.answers)) - 1]


def _handler(server: ModelServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            server.requests.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            server.keys.append(self.headers["Authorization"])
            answer = server.next_answer()
            if server.stopped.wait(answer.wait_s) or answer.cut:
                self.close_connection = True
                return
            content = answer.body.encode()
            self.send_response(answer.status)
            for name, value in {"Content-Type": "application/json", "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            for name, value in answer.headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    return Handler


@contextmanager
def model_server(*answers: Say) -> Iterator[tuple[ModelServer, str]]:
    """The server, and the base URL at which it listens."""
    server = ModelServer(list(answers))
    listening = ThreadingHTTPServer(("127.0.0.1", 0), _handler(server))
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server, f"http://127.0.0.1:{listening.server_port}/v1"
    finally:
        server.stopped.set()
        listening.shutdown()
        thread.join()
        listening.server_close()


def model_at(base_url: str, *, bill: Bill | None = None, timeout_s: float = 5.0, retries: int = 2) -> VisionModel:
    endpoint = Endpoint(base_url, "tiny-7b", api_key="secret", timeout_s=timeout_s, most_retries=retries)
    return VisionModel(endpoint, bill or Bill())
