"""Looking through what was recorded over HTTP, on SQLite and PostgreSQL."""

from typing import Any

import pytest

from embrace3k.annotator.roles import Role
from embrace3k.schema.trajectories import Driver, DriverKind, Result
from embrace3k.storage.blobs import put_blob
from embrace3k.storage.replays import add_replay
from embrace3k.storage.tasks import add_tasks
from embrace3k.storage.trajectories import commit_trajectory
from embrace3k.tests.annotator.test_thumbnails import picture
from embrace3k.tests.storage.samples import drifted, frame, steps, task, trajectory
from embrace3k.tests.web.desk import PICTURES, Worker, stock
from embrace3k.tests.web.service import Service, error_of


@pytest.fixture
def ria(service: Service) -> Worker:
    return Worker(service, "Ria", Role.REVIEWER)


@pytest.fixture
def bo(service: Service) -> Worker:
    return Worker(service, "Bo", Role.ANNOTATOR, Role.REVIEWER)


def record(service: Service, name: str, *pictures: bytes, **changes: Any) -> None:
    """A trajectory that nobody was asked to annotate."""
    frames = [frame(put_blob(service.context.store, each), len(each)) for each in pictures]
    with service.context.database.session() as session:
        add_tasks(session, [task()])
        commit_trajectory(session, trajectory(name, steps=steps(*frames) if frames else steps(None, None), **changes))


def test_the_list_is_filtered_and_comes_in_pages(service: Service, ria: Worker):
    stock(service, "a", "b")
    record(service, "c", result=Result(success=None), driver=Driver(kind=DriverKind.AGENT, name="model 7"))
    (newest,) = ria.get("trajectories?limit=1")
    assert (newest["trajectory_id"], newest["state"], newest["success"], newest["first_frame"]) == (
        "c",
        None,
        None,
        None,
    )
    rest = ria.get(f"trajectories?after={newest['after']}")
    assert [each["trajectory_id"] for each in rest] == ["b", "a"]
    assert rest[0]["last_frame"] == "/api/v1/works/b/frames/1" and rest[0]["instruction"] == "Find the red car."
    for query, ids in (
        ("state=unopened", "c"), ("state=recorded", "ba"), ("outcome=unknown&driver_name=model%207", "c"),
        ("task_type=basic&scene=family-house_0007&verdict=unreplayed", "cba"), ("driver_kind=person", ""),
    ):  # fmt: skip
        assert "".join(each["trajectory_id"] for each in ria.get(f"trajectories?{query}")) == ids, query
        assert ria.get(f"trajectories/summary?{query}")["found"] == len(ids), query
    assert error_of(ria.http.get("/api/v1/trajectories?outcome=perhaps")) == (422, "invalid_request")


def test_one_trajectory_has_what_was_done_and_what_stands_beside_it(service: Service, ria: Worker):
    stock(service, "a")
    with service.context.database.session() as session:
        add_replay(session, drifted("a"))
    page = ria.get("trajectories/a")
    shown, (step, last) = page["trajectory"], page["trajectory"]["steps"]
    assert (shown["state"], shown["result"]["success"], shown["driver"]["name"]) == ("recorded", True, "oracle")
    assert step["evidence"]["expected"] == "goes forward 126 cm"
    assert step["annotation"]["author"]["kind"] == "template" and last["annotation"]["step_index"] == 1
    assert (shown["replay"]["verdict"], shown["replay"]["first_out"]) == ("drifted", 1)
    assert page["frames"] == ["/api/v1/works/a/frames/0", "/api/v1/works/a/frames/1", None]
    assert error_of(ria.http.get("/api/v1/trajectories/nope")) == (404, "record_not_found")


def test_who_may_still_be_asked_to_annotate_it_does_not_see_what_was_truly_done(service: Service, bo: Worker):
    stock(service, "a", annotators=2, overlap=1.0)
    record(service, "never opened")
    assert error_of(bo.http.get("/api/v1/trajectories/a")) == (403, "not_allowed")
    assert bo.get("trajectories/never%20opened")["trajectory"]["state"] is None
    ann, cid = (Worker(service, name, Role.ANNOTATOR) for name in ("Ann", "Cid"))
    for worker in (ann, cid):
        worker.next()
        worker.do_all(f"I, {worker.name}, see it.")
        worker.submit()
    texts = [each["annotation"]["rationale"] for each in bo.get("trajectories/a")["trajectory"]["steps"]]
    assert texts == ["Step 0, said for the 1. time.", "Step 1, said for the 1. time."], (
        "lane 0, which nobody wrote in yet"
    )


def test_who_has_annotated_it_sees_it_as_an_annotator_for_good(service: Service, bo: Worker, ria: Worker):
    stock(service, "a")
    bo.next()
    bo.do_all("I see it.")
    assert bo.submit() == "annotated"
    assert error_of(bo.http.get("/api/v1/trajectories/a")) == (403, "not_allowed")
    assert ria.get("trajectories/a")["trajectory"]["steps"][0]["annotation"]["rationale"] == "I see it."


def test_frames_and_way_of_what_was_never_opened_are_there_for_who_oversees(service: Service, ria: Worker):
    record(service, "c", *PICTURES)
    assert ria.http.get("/api/v1/works/c/frames/0").content == PICTURES[0]
    assert len(ria.get("works/c/path")["places"]) == 3
    ann = Worker(service, "Ann", Role.ANNOTATOR)
    for path in ("frames/0", "path"):
        assert error_of(ann.http.get(f"/api/v1/works/c/{path}")) == (404, "record_not_found")


def test_a_small_frame_is_another_thing_to_the_browser(service: Service, ria: Worker):
    large = picture(640, 480, "JPEG")
    record(service, "c", large, PICTURES[1])
    small = ria.http.get("/api/v1/works/c/frames/0?small=true")
    assert small.content != large and len(small.content) < len(large)
    assert small.headers["Content-Type"] == "image/jpeg"
    assert small.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    whole = ria.http.get("/api/v1/works/c/frames/0", headers={"If-None-Match": small.headers["ETag"]})
    assert (whole.status_code, whole.content) == (200, large)
    again = ria.http.get("/api/v1/works/c/frames/0?small=true", headers={"If-None-Match": small.headers["ETag"]})
    assert again.status_code == 304
    assert ria.http.get("/api/v1/works/c/frames/1?small=true").content == PICTURES[1], "no picture at all"
