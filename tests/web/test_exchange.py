"""Audit log and annotations over HTTP, on SQLite and PostgreSQL."""

import json

import httpx2
import pytest

from embrace3k.annotator.events import WorkSubmitted, record
from embrace3k.annotator.roles import Role
from embrace3k.schema.codec import encode
from embrace3k.storage.annotation_feed import exported_annotations
from embrace3k.storage.annotations import history
from embrace3k.storage.events import iter_events
from embrace3k.tests.annotator.test_annotation_files import line
from embrace3k.tests.annotator.workplace import fill
from embrace3k.tests.web.service import Service


@pytest.fixture
def eve(service: Service) -> httpx2.Client:
    """An engineer; there is a trajectory of two steps, each with a draft."""
    service.add("Eve", Role.ENGINEER)
    fill(service.context.database, "fetch-1")
    return service.program("Eve")


def lines_of(answer: httpx2.Response) -> list[str]:
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/jsonl")
    return answer.text.splitlines()


def test_the_audit_log_comes_whole_or_from_a_number_on(service: Service, eve: httpx2.Client):
    with service.context.database.session() as session:
        for number in range(1200):  # More than a page.
            record(session, WorkSubmitted(who="Ann", trajectory_id=f"t{number}"), service.clock())
    events = list(iter_events(service.context.database))
    assert lines_of(eve.get("/api/v1/audit")) == [encode(event).decode() for event in events]
    assert [json.loads(line)["number"] for line in lines_of(eve.get(f"/api/v1/audit?since={events[2].number}"))] == [
        event.number for event in events[3:]
    ]


def test_annotations_go_out_by_number(service: Service, eve: httpx2.Client):
    notes = list(exported_annotations(service.context.database))
    assert lines_of(eve.get("/api/v1/annotations")) == [encode(note).decode() for note in notes]
    assert lines_of(eve.get(f"/api/v1/annotations?since={notes[-1].number}")) == []


def test_revisions_come_in_once_under_their_author_and_the_event_names_who_brought_them(
    service: Service, eve: httpx2.Client
):
    body = "\n".join((line(0, 2), line(0, 3), line(1, 2)))
    for expected in ({"added": 3, "known": 0}, {"added": 0, "known": 3}):
        answer = eve.post("/api/v1/annotations", content=body, headers={"Content-Type": "application/json"})
        assert answer.json() == expected
    with service.context.database.snapshot() as session:
        assert [each.author.name for each in history(session, "fetch-1", 0)] == ["drafts", "Bob", "Bob"]
    (event,) = [each for each in iter_events(service.context.database) if each.action == "annotations.imported"]
    assert event.who == "Eve"


def test_one_bad_line_refuses_all_and_is_named(service: Service, eve: httpx2.Client):
    answer = eve.post("/api/v1/annotations", content="\n".join((line(0, 2), line(1, 2, rationale=5))))
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["where"]) == (
        422, "import_refused", "body:2#/annotation/rationale",
    )  # fmt: skip
    with service.context.database.snapshot() as session:
        assert len(history(session, "fetch-1", 0)) == 1


@pytest.mark.parametrize("body", [b"", b"\n\n", b"\xff\xfe", b"[" * 100_000, b'{"annotation": {}}', b"null"])
def test_nonsense_is_refused_or_adds_nothing(eve: httpx2.Client, body: bytes):
    answer = eve.post("/api/v1/annotations", content=body)
    assert answer.status_code == 422 or answer.json() == {"added": 0, "known": 0}


def test_readers_who_stop_in_the_midst_hold_no_connection(service: Service, eve: httpx2.Client):
    with service.context.database.session() as session:
        for _ in range(500):
            record(session, WorkSubmitted(who="Ann", trajectory_id="t" * 20_000), service.clock())
    for _ in range(20):  # More than the pool has connections.
        client = service.client(**eve.headers)
        client.send(client.build_request("GET", "/api/v1/audit"), stream=True)
    assert eve.get("/api/v1/session").status_code == 200
