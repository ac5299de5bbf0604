"""The checks of tasks and demonstrations over HTTP, on SQLite and PostgreSQL."""

from typing import Any

import httpx2
import pytest

from embrace3k.annotator.roles import Role
from embrace3k.schema.authors import Author, AuthorKind
from embrace3k.schema.trajectories import Driver, DriverKind
from embrace3k.storage.events import iter_events
from embrace3k.storage.tasks import add_tasks
from embrace3k.storage.trajectories import commit_trajectory
from embrace3k.tests.storage.samples import START, task, trajectory
from embrace3k.tests.web.desk import Worker, stock
from embrace3k.tests.web.service import Service, error_of

CAR = "family-house_0007/x000269_t0_a"
CONFIRM = {"event": "confirm", "over": 0}
DETOUR = {"event": "refuse", "over": 0, "reason": "detour"}


@pytest.fixture
def ria(service: Service) -> Worker:
    return Worker(service, "Ria", Role.REVIEWER)


@pytest.fixture
def roy(service: Service) -> Worker:
    return Worker(service, "Roy", Role.REVIEWER)


@pytest.fixture
def three(service: Service) -> Service:
    """Tasks by a template, by Ria and by nobody known; demonstrations by an oracle, by Ria and by an agent."""
    template, person = (Author(kind=kind, name=name) for kind, name in ((AuthorKind.TEMPLATE, "templates"),
                                                                        (AuthorKind.HUMAN, "Ria")))  # fmt: skip
    drivers = (DriverKind.ORACLE, "oracle"), (DriverKind.PERSON, "ria"), (DriverKind.AGENT, "model-7")
    with service.context.database.session() as session:
        add_tasks(session, [task(CAR, maker=template, targets=["red_car"]), task("door", maker=person), task("fetch")])
        for number, (kind, name) in enumerate(drivers):
            commit_trajectory(session, trajectory(f"take-{number}", driver=Driver(kind=kind, name=name)))
    return service


def try_task(worker: Worker, of: str, **body: Any) -> httpx2.Response:
    return worker.http.post(f"/api/v1/tasks/{of}/review", json=CONFIRM | body)


def try_take(worker: Worker, of: str, **body: Any) -> httpx2.Response:
    return worker.http.post(f"/api/v1/demonstrations/{of}/review", json=CONFIRM | body)


def test_a_list_of_tasks_shows_what_a_checker_has_to_see(three: Service, ria: Worker):
    first, by_ria, _ = ria.get("tasks")
    assert (first["id"], first["instruction"], first["type"]) == (CAR, "Find the red car.", "basic")
    assert (first["scene"], first["start_pose"]) == (
        {"name": "family-house", "seed": 7, "version": None}, list(START),
    )  # fmt: skip
    assert (first["targets"], first["maker"]["kind"], by_ria["maker"]["name"]) == (["red_car"], "template", "Ria")
    assert (first["state"], first["revision"], first["review"]) == ("proposed", 0, None)


def test_tasks_are_confirmed_refused_and_decided_on_again(three: Service, ria: Worker, roy: Worker):
    assert ria.post(f"tasks/{CAR}/review", **CONFIRM)["state"] == "confirmed"
    stale = try_task(roy, CAR, event="refuse", reason="not_unique")
    assert error_of(stale) == (409, "revision_conflict")
    refused = roy.post(f"tasks/{CAR}/review", event="refuse", over=1, reason="not_unique", note="There are two.")
    assert (refused["state"], refused["revision"], refused["by"]) == ("refused", 2, "Roy")
    (row,) = ria.get("tasks?state=refused")
    assert (row["id"], row["revision"], row["review"]["note"]) == (CAR, 2, "There are two.")
    told = [each.detail["state"] for each in iter_events(three.context.database) if each.action == "task.reviewed"]
    assert told == ["confirmed", "refused"]


def test_makers_do_not_confirm_their_tasks_and_a_decision_says_enough(three: Service, ria: Worker, roy: Worker):
    assert error_of(try_task(ria, "door")) == (403, "not_allowed")
    assert error_of(try_task(roy, "door", event="refuse")) == (422, "review_refused")
    assert error_of(try_task(roy, "door", reason="ugly")) == (422, "invalid_request")
    assert error_of(try_task(roy, "no/such/task")) == (404, "record_not_found")
    assert try_task(roy, "door").json()["revision"] == 1


def test_lists_come_in_pages(three: Service, ria: Worker):
    (first,) = ria.get("tasks?limit=1")
    assert [each["id"] for each in ria.get(f"tasks?after={first['after']}&state=proposed")] == ["door", "fetch"]
    (take,) = ria.get("demonstrations?limit=1")
    assert [each["trajectory_id"] for each in ria.get(f"demonstrations?after={take['after']}")] == ["take-1"]
    assert ria.get("demonstrations?task_type=open_door") == []


def test_demonstrations_are_checked_by_somebody_who_did_not_drive(three: Service, ria: Worker, roy: Worker):
    oracle, by_ria = ria.get("demonstrations?state=unchecked")
    assert (oracle["driver_kind"], oracle["n_steps"], oracle["success"]) == ("oracle", 2, True)
    assert (by_ria["trajectory_id"], by_ria["driver_name"], by_ria["revision"]) == ("take-1", "ria", 0)
    for body in (CONFIRM, DETOUR):
        assert error_of(try_take(ria, "take-1", **body)) == (403, "not_allowed")
    assert ria.post("demonstrations/take-0/review", **CONFIRM)["by"] == "Ria"
    assert roy.post("demonstrations/take-1/review", **DETOUR)["reason"] == "detour"
    assert error_of(try_take(ria, "take-0", **DETOUR)) == (409, "revision_conflict")
    assert error_of(try_take(roy, "take-2")) == (404, "record_not_found")
    assert [each["trajectory_id"] for each in ria.get("demonstrations?state=refused")] == ["take-1"]


def test_one_demonstration_has_what_it_is_judged_by(service: Service, ria: Worker):
    stock(service, "a")
    ria.post("demonstrations/a/review", **CONFIRM)
    page = ria.get("demonstrations/a")
    shown = page["demonstration"]
    assert (shown["instruction"], shown["driver"]["kind"], shown["result"]["success"]) == (
        "Find the red car.", "oracle", True,
    )  # fmt: skip
    assert [(each["action"], each["expected"]) for each in shown["steps"]][0] == ("MoveForward", "goes forward 126 cm")
    assert (shown["state"], shown["revision"], shown["reviews"][0]["by"]) == ("confirmed", 1, "Ria")
    assert ria.http.get(page["frames"][0]).status_code == 200


def test_who_may_be_asked_to_annotate_it_does_not_see_what_was_truly_done(service: Service):
    both = Worker(service, "Bo", Role.ANNOTATOR, Role.REVIEWER)
    stock(service, "a")
    assert error_of(both.http.get("/api/v1/demonstrations/a")) == (403, "not_allowed")
    assert [(each["trajectory_id"], each["hidden"]) for each in both.get("demonstrations")] == [("a", True)]
    assert [each["hidden"] for each in Worker(service, "Ria", Role.REVIEWER).get("demonstrations")] == [False]


def test_what_is_refused_is_taken_from_who_annotates_it_and_opened_for_nobody(service: Service, ria: Worker):
    ann = Worker(service, "Ann", Role.ANNOTATOR)
    stock(service, "a")
    ann.next()
    ann.save(0, 1, "I see the car.")
    ria.post("demonstrations/a/review", **DETOUR)
    assert error_of(ann.try_to_save(1, 1, "I stop.")) == (409, "lane_not_held")
    assert ann.next() is None
    eng = Worker(service, "Eng", Role.ENGINEER)
    again = eng.http.post("/api/v1/works", json={"trajectory_ids": ["a"]})
    assert error_of(again) == (409, "demonstration_refused")
    assert again.json()["error"]["trajectory_ids"] == ["a"]
    assert error_of(eng.http.post("/api/v1/demonstrations/a/review", json=CONFIRM)) == (403, "role_missing")
    ria.post("demonstrations/a/review", event="confirm", over=1)
    assert ann.next() == "a"
