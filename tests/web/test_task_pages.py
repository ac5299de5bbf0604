"""One task as its checker sees it, and other words for it, over HTTP on SQLite and PostgreSQL."""

from typing import Any

import httpx2
import pytest

from embrace3k.annotator.roles import Role
from embrace3k.schema.authors import Author, AuthorKind
from embrace3k.schema.goals import Near, Polygon
from embrace3k.schema.regions import StageRegion, SuccessRegion
from embrace3k.schema.tasks import Source
from embrace3k.storage.events import iter_events
from embrace3k.storage.tasks import add_tasks, get_task
from embrace3k.storage.trajectories import commit_trajectory
from embrace3k.tests.storage.samples import frame, steps, task, trajectory
from embrace3k.tests.web.desk import Worker
from embrace3k.tests.web.service import Service, error_of

CAR = "family-house_0007/x000269_t0_a"
SQUARE = [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0)]
NEAR = StageRegion(character_regions=[Polygon(outer=SQUARE)], target_footprints=[SQUARE])


@pytest.fixture
def ria(service: Service) -> Worker:
    with service.context.database.session() as session:
        maker = Author(kind=AuthorKind.TEMPLATE, name="templates")
        success = SuccessRegion(final=NEAR, shortest_path_cm=250.0)
        goal = Near(object="red_car_2", radius_cm=220)
        add_tasks(session, [task(CAR, maker=maker, targets=["red_car_2"], goal=goal, success=success)])
    return Worker(service, "Ria", Role.REVIEWER)


def try_to_correct(worker: Worker, of: str, instruction: str, **body: Any) -> httpx2.Response:
    return worker.http.post(f"/api/v1/tasks/{of}/correction", json={"instruction": instruction, "over": 0} | body)


def test_one_task_has_what_its_checker_has_to_see(service: Service, ria: Worker):
    page = ria.get(f"tasks/{CAR}")
    shown = page["task"]
    assert (shown["world"], shown["state"], shown["revision"]) == ("family-house_0007", "proposed", 0)
    assert shown["targets"] == [{"name": "red_car_2", "label": "red car"}]
    assert (len(shown["map"]["places"]), len(shown["map"]["targets"]), len(shown["map"]["areas"])) == (1, 1, 1)
    assert shown["shortest_path_cm"] == 250.0
    assert error_of(ria.http.get("/api/v1/tasks/nope/at/all")) == (404, "record_not_found")


def test_the_view_from_the_start_is_that_of_the_first_demonstration_with_a_picture(service: Service, ria: Worker):
    assert ria.get(f"tasks/{CAR}")["start_frame"] is None
    with service.context.database.session() as session:
        for name, first in (("blind", None), ("seen", frame()), ("later", frame())):
            commit_trajectory(session, trajectory(name, CAR, steps=steps(first, frame())))
    page = ria.get(f"tasks/{CAR}")
    assert (page["start_frame"], page["task"]["seen_in"]) == ("/api/v1/works/seen/frames/0", "seen")


def test_a_correction_refuses_the_task_and_makes_one_that_somebody_else_checks(service: Service, ria: Worker):
    made = ria.post(f"tasks/{CAR}/correction", instruction=" Find the red van. ", over=0, note="It is a van.")["id"]
    assert made == f"{CAR}_r1"
    old, new = (ria.get(f"tasks/{of}")["task"] for of in (CAR, made))
    assert [(each["state"], each["reason"], each["note"]) for each in old["reviews"]] == [
        ("refused", "badly_worded", "It is a van.")
    ]
    assert (old["instruction"], new["instruction"]) == ("Find the red car.", "Find the red van.")
    assert (new["state"], new["maker"]["name"], new["map"]) == ("proposed", "Ria", old["map"])
    own = ria.http.post(f"/api/v1/tasks/{made}/review", json={"event": "confirm", "over": 0})
    assert error_of(own) == (403, "not_allowed")
    assert Worker(service, "Roy", Role.ADMIN).post(f"tasks/{made}/review", event="confirm", over=0)["by"] == "Roy"
    told = [each.action for each in iter_events(service.context.database) if each.action.startswith("task.")]
    assert told == ["task.reviewed", "task.corrected", "task.reviewed"]


def test_a_corrected_task_may_be_corrected_again(ria: Worker):
    assert ria.post(f"tasks/{CAR}/correction", instruction="Find the van.", over=0)["id"] == f"{CAR}_r1"
    assert ria.post(f"tasks/{CAR}_r1/correction", instruction="Find the bus.", over=0)["id"] == f"{CAR}_r2"
    assert ria.post(f"tasks/{CAR}/correction", instruction="Find the cab.", over=1)["id"] == f"{CAR}_r3"


def test_a_correction_that_says_nothing_new_or_comes_late_makes_nothing(service: Service, ria: Worker):
    with service.context.database.session() as session:
        add_tasks(session, [task("v2-a", source=Source(layout="embrace-v2", path="a"))])
    assert error_of(try_to_correct(ria, CAR, "Find the red car. ")) == (422, "decision_refused")
    assert error_of(try_to_correct(ria, CAR, "Find <image>.")) == (422, "decision_refused")
    assert error_of(try_to_correct(ria, CAR, "   ")) == (422, "decision_refused")
    assert error_of(try_to_correct(ria, CAR, "Find the van.", over=1)) == (409, "revision_conflict")
    assert error_of(try_to_correct(ria, "v2-a", "Find the van.")) == (422, "decision_refused")
    with service.context.database.snapshot() as session:
        assert get_task(session, CAR).instruction == "Find the red car."
    assert [each["id"] for each in ria.get("tasks")] == [CAR, "v2-a"]
    assert {each["state"] for each in ria.get("tasks")} == {"proposed"}
