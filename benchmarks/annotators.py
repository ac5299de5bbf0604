"""Annotators of a load test: each a thread with a connection of its own, who notes what the server has told them."""

import http.client
import json
import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

_WELL = {"action_matches": "grounded", "object_present": "grounded", "rationale_supported": "grounded"}
_SENT_TWICE_EVERY = 10
_DWELL_MS = 900


class Acknowledged(NamedTuple):
    """What a server has said that it keeps."""

    trajectory_id: str
    step_index: int
    revision: int
    rationale: str


class Unexpected(Exception):
    """An answer that nobody should get."""


class Desk:
    """Somebody's browser: a session, its CSRF token, and one connection that is kept."""

    def __init__(self, port: int, name: str, password: str) -> None:
        self.name = name
        self.seconds: dict[str, list[float]] = defaultdict(list)
        """Kind of request -> how long each took, from the first byte sent to the last one read."""
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Content-Type": "application/json"}
        signed_in = self.ask("sign in", "POST", "session", {"name": name, "password": password})
        self._headers["X-CSRF-Token"] = signed_in["csrf_token"]
        # Others sign in before the work begins: the next request opens a connection anew.
        self._connection.close()

    def ask(self, kind: str, method: str, path: str, body: object = None) -> Any:
        """Raises Unexpected for anything but success."""
        data = None if body is None else json.dumps(body).encode()
        began = time.perf_counter()
        self._connection.request(method, f"/api/v1/{path}", data, self._headers)
        answer = self._connection.getresponse()
        text = answer.read()
        self.seconds[kind].append(time.perf_counter() - began)
        if answer.status >= 300:
            raise Unexpected(f"{method} {path}: {answer.status} {text.decode()[:500]}")
        if cookie := answer.headers.get("Set-Cookie"):
            self._headers["Cookie"] = cookie.partition(";")[0]
        return json.loads(text) if text else None

    def close(self) -> None:
        self._connection.close()


class Annotator(threading.Thread):
    """Takes work, reads it, writes every step, hands it in, until the time is over."""

    def __init__(self, desk: Desk, until: float, pause_s: float) -> None:
        super().__init__(name=desk.name)
        self.desk, self._until, self._pause_s = desk, until, pause_s
        self.acknowledged: dict[str, Acknowledged] = {}
        """By client_op_id."""
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            while time.monotonic() < self._until:
                self._annotate_one()
        except (Unexpected, OSError, http.client.HTTPException) as error:
            self.error = error

    def _annotate_one(self) -> None:
        held = self.desk.ask("next", "POST", "queue/next", {"purpose": "annotate"})
        if held is None:
            raise Unexpected("the queue is empty: open more works")
        work = f"works/{held['trajectory_id']}"
        for step in self.desk.ask("open", "GET", work)["work"]["steps"]:
            if time.monotonic() >= self._until:
                return
            self._save(work, step)
            time.sleep(self._pause_s)
        self.desk.ask("submit", "POST", f"{work}/submit")

    def _save(self, work: str, step: dict[str, Any]) -> None:
        number = len(self.acknowledged)
        operation, index = f"{self.name}-{number}", step["step_index"]
        body = {
            "base_rev": step["annotation"]["revision"], "client_op_id": operation, "answers": _WELL,
            "rationale": f"I see the red car ahead of me, so I go on. {operation}", "dwell_ms": _DWELL_MS,
        }  # fmt: skip
        saved = self.desk.ask("save", "PUT", f"{work}/steps/{index}", body)
        note = saved["annotation"]
        self.acknowledged[operation] = Acknowledged(
            note["trajectory_id"], note["step_index"], note["revision"], note["rationale"]
        )
        if number % _SENT_TWICE_EVERY == 0:
            again = self.desk.ask("save again", "PUT", f"{work}/steps/{index}", body)
            if again != saved | {"repeated": True}:
                raise Unexpected(f"{operation} was sent twice and got {again} after {saved}")


def annotate(desks: Iterable[Desk], seconds: float, pause_s: float) -> list[Annotator]:
    """All at once; those who met an error have it."""
    until = time.monotonic() + seconds
    annotators = [Annotator(desk, until, pause_s) for desk in desks]
    for each in annotators:
        each.start()
    for each in annotators:
        each.join()
    return annotators
