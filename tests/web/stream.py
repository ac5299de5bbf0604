"""A client of server-sent events, as a browser's EventSource would read them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import httpx2


class Sent(NamedTuple):
    id: str | None
    event: str
    data: Any


class Stream:
    """Reads one event after the other."""

    def __init__(self, answer: httpx2.Response) -> None:
        self.answer, self._lines = answer, answer.iter_lines()
        self.comments = 0
        self._passed_over: list[Sent] = []

    def __iter__(self) -> Iterator[Sent]:
        """Until the server ends it."""
        fields: dict[str, str] = {}
        for line in self._lines:
            if line.startswith(":"):
                self.comments += 1
            elif line:
                name, _, value = line.partition(": ")
                fields[name] = value
            else:
                if "data" in fields:
                    yield Sent(fields.get("id"), fields.get("event", "message"), json.loads(fields["data"]))
                fields = {}

    def messages(self, count: int) -> list[Sent]:
        """The next so many, past any progress."""
        found, self._passed_over = self._passed_over[:count], self._passed_over[count:]
        for each in self if len(found) < count else ():
            found += [each] if each.event == "message" else []
            if len(found) == count:
                break
        assert len(found) == count, f"the stream ended after {found}"
        return found

    def progress(self) -> Any:
        """The next one; messages before it are kept for `messages`."""
        for each in self:
            if each.event == "progress":
                assert each.id is None
                return each.data
            self._passed_over.append(each)
        raise AssertionError("the stream ended")


@contextmanager
def listening(client: httpx2.Client, *, since: int | None = None, last_event_id: int | None = None) -> Iterator[Stream]:
    """From the first answer on: what happens afterwards is heard."""
    headers = {} if last_event_id is None else {"Last-Event-ID": str(last_event_id)}
    with client.stream(
        "GET", "/api/v1/events", params={} if since is None else {"since": since}, headers=headers
    ) as answer:
        assert answer.status_code == 200, answer.read()
        stream = Stream(answer)
        assert sum(stream.progress().values()) >= 0
        yield stream
