"""Live progress over the real server, on SQLite and PostgreSQL."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import fastapi.routing
import httpx2
import pytest
from sqlalchemy import Engine, event

from embrace3k.annotator.api.context import Context
from embrace3k.annotator.events import WorkSubmitted, record
from embrace3k.annotator.feed import FeedRules
from embrace3k.annotator.roles import Role
from embrace3k.storage.database import Database
from embrace3k.storage.events import newest_event_number
from embrace3k.storage.folder_store import FolderStore
from embrace3k.tests.annotator.workplace import fill
from embrace3k.tests.web.service import QUICK, Clock, Service, error_of, serving
from embrace3k.tests.web.stream import listening
from embrace3k.web.app import create_app

RULES = FeedRules(look_every_s=0.02, count_every_s=0.05, ask_again_every_s=0.1, kept=10, page=4)
"""Little is kept, so that most of it happens in the tests, too."""


@pytest.fixture
def service(database: Database, store: FolderStore) -> Iterator[Service]:
    clock = Clock()
    context = Context(database, store, "http://127.0.0.1", clock=clock, passwords=QUICK, feed_rules=RULES)
    with serving(create_app(context), clock) as running:
        yield running


def submit(service: Service, count: int = 1) -> list[int]:
    """Numbers of the events."""
    with service.context.database.session() as session:
        events = [WorkSubmitted(who="Ann", trajectory_id=f"t{n}") for n in range(count)]
        return [record(session, event, service.clock()).number for event in events]


def newest(service: Service) -> int:
    with service.context.database.snapshot() as session:
        return newest_event_number(session)


def only(service: Service, *roles: Role) -> httpx2.Client:
    service.add("Eve", *roles)
    return service.program("Eve")


def test_an_engineer_hears_each_event_with_its_number(service: Service):
    with listening(only(service, Role.ENGINEER)) as stream:
        numbers = submit(service, 3)
        heard = stream.messages(3)
    assert [int(each.id or 0) for each in heard] == numbers == [each.data["number"] for each in heard]
    assert heard[0].data["action"] == "work.submitted" and heard[0].data["who"] == "Ann"


def test_who_comes_back_misses_nothing_however_long_it_was(service: Service):
    eve = only(service, Role.ENGINEER)
    before = newest(service)
    numbers = submit(service, 25)
    for place, expected in ((before, numbers), (numbers[4], numbers[5:]), (numbers[21], numbers[22:])):
        with listening(eve, since=0, last_event_id=place) as stream:
            assert [int(each.id or 0) for each in stream.messages(len(expected))] == expected
    with listening(eve, since=numbers[20]) as stream:
        assert [int(each.id or 0) for each in stream.messages(4)] == numbers[21:]


@pytest.mark.parametrize("role", [Role.ANNOTATOR, Role.REVIEWER])
def test_who_annotates_or_reviews_hears_how_many_works_are_where_and_no_event(service: Service, role: Role):
    with listening(only(service, role), since=0) as stream:
        submit(service, 3)
        fill(service.context.database, "a", "b")
        heard = next(iter(stream))
    states = {"recorded": 2, "annotated": 0, "reviewed": 0, "accepted": 0, "returned": 0, "refused": 0}
    assert (heard.event, heard.data) == ("progress", states)


def test_works_that_are_added_without_an_event_are_counted_too(service: Service):
    with listening(only(service, Role.ANNOTATOR)) as stream:
        fill(service.context.database, "a")
        assert stream.progress()["recorded"] == 1


def test_the_stream_ends_when_the_token_does(service: Service):
    eve = only(service, Role.ENGINEER)
    number = eve.get("/api/v1/tokens").json()[0]["number"]
    with listening(eve) as stream:
        service.browser("Eve").delete(f"/api/v1/tokens/{number}")
        list(stream)
    assert error_of(eve.get("/api/v1/events")) == (401, "not_signed_in")


def signs_out(service: Service, browser: httpx2.Client) -> None:
    browser.delete("/api/v1/session")


def is_idle(service: Service, browser: httpx2.Client) -> None:
    for _ in range(3):  # The stream asks several times meanwhile, which must not count as use.
        time.sleep(RULES.ask_again_every_s * 2)
        service.clock.pass_by(hours=5)


def gets_other_roles(service: Service, browser: httpx2.Client) -> None:
    service.add("Root", Role.ADMIN)
    service.program("Root").put("/api/v1/users/Eve/roles", json={"roles": ["annotator"]})


@pytest.mark.parametrize("happens", [signs_out, is_idle, gets_other_roles])
def test_the_stream_ends_when_the_browser_may_no_longer_hear_it(service: Service, happens: Callable[..., None]):
    service.add("Eve", Role.ENGINEER)
    browser = service.browser("Eve")
    with listening(browser) as stream:
        happens(service, browser)
        list(stream)


def test_a_client_that_reads_nothing_holds_up_nobody(service: Service):
    eve = only(service, Role.ENGINEER)
    before = newest(service)
    host, port = service.url.removeprefix("http://").split(":")
    token = eve.headers["Authorization"]
    with socket.create_connection((host, int(port))) as deaf, listening(eve) as stream:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.sendall(f"GET /api/v1/events?since=0 HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\n\r\n".encode())
        for _ in range(10):
            numbers = submit(service, 300)
            assert [int(each.id or 0) for each in stream.messages(300)] == numbers
    assert newest(service) - before == 3000
    feed = service.app.state.feed
    assert len(feed._lines) == RULES.kept


def test_twenty_listeners_cost_as_many_queries_as_one(service: Service):
    queries: list[float] = []

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT audit.number"):
            queries.append(time.monotonic())

    eve = only(service, Role.ENGINEER)
    with ExitStack() as stack:
        streams = [stack.enter_context(listening(service.client(**eve.headers))) for _ in range(20)]
        event.listen(Engine, "before_cursor_execute", note)
        stack.callback(event.remove, Engine, "before_cursor_execute", note)
        for _ in range(10):
            (number,) = submit(service)
            assert all(stream.messages(1)[0].data["number"] == number for stream in streams)
        took_s = time.monotonic() - queries[0]
    assert 10 <= len(queries) <= took_s / RULES.look_every_s + 2


def test_a_reader_with_nobody_to_read_for_ends(service: Service):
    eve = only(service, Role.ENGINEER)
    with listening(eve):
        reader = service.app.state.feed._reader
        assert not reader.done()
    deadline = time.monotonic() + 10
    while not reader.done() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert reader.done()
    with listening(eve) as stream:
        submit(service)
        assert stream.messages(1)


def test_while_nothing_happens_a_comment_keeps_the_connection_alive(service: Service, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(fastapi.routing, "_PING_INTERVAL", 0.05)
    with listening(only(service, Role.ENGINEER)) as stream:
        time.sleep(0.5)
        submit(service)
        stream.messages(1)
        assert stream.comments >= 3


@pytest.mark.parametrize("place", ["-1", "x", "1e3", "9" * 30, "1;2"])
def test_a_place_that_is_no_number_is_refused(service: Service, place: str):
    eve = only(service, Role.ENGINEER)
    assert error_of(eve.get("/api/v1/events", params={"since": place})) == (422, "invalid_request")
    assert error_of(eve.get("/api/v1/events", headers={"Last-Event-ID": place})) == (422, "invalid_request")


def test_a_stopping_server_ends_open_streams_at_once_and_properly(database: Database, store: FolderStore):
    clock, heard, ended = Clock(), threading.Event(), threading.Event()
    context = Context(database, store, "http://127.0.0.1", clock=clock, passwords=QUICK, feed_rules=RULES)

    def listen(url: str, token: str) -> None:
        with httpx2.Client(base_url=url, headers={"Authorization": token}) as client, listening(client) as stream:
            heard.set()
            list(stream)
            ended.set()

    with serving(create_app(context), clock) as service:
        token = only(service, Role.ENGINEER).headers["Authorization"]
        thread = threading.Thread(target=listen, args=(service.url, token))
        thread.start()
        assert heard.wait(10)
        started = time.monotonic()
    took_s = time.monotonic() - started
    thread.join()
    assert ended.is_set() and took_s < 2
