"""From the queue to the report on quality over HTTP: several annotators, a reviewer, SQLite and PostgreSQL."""

import json
import sys

import pytest

from embrace3k.annotator.roles import Role
from embrace3k.tests.web.desk import WELL, WRONG, Worker, operation, stock
from embrace3k.tests.web.service import Service, error_of

A, R, ADMIN = Role.ANNOTATOR, Role.REVIEWER, Role.ADMIN


def annotate(worker: Worker, of: str, first: dict[str, str], second: dict[str, str]) -> None:
    """Both steps, ten seconds apart, and hand it in."""
    assert worker.next() == of
    texts = ("I turn left to the car.", "The car is here, so I stop.")
    for step, answers in enumerate((first, second)):
        worker.service.clock.pass_by(seconds=10)
        worker.save(step, 1, texts[step], answers, of)
    worker.submit(of)


@pytest.fixture
def ria(service: Service) -> Worker:
    """`a` is accepted as Ann and Ben said, `b` has a planted step that Ben missed, `c` one that Cid missed.

    Somebody else may still annotate `c`.
    """
    ria, ada = Worker(service, "Ria", R), Worker(service, "Ada", ADMIN)
    ann, ben, cid = (Worker(service, name, A) for name in ("Ann", "Ben", "Cid"))
    stock(service, "a", "b", "c", annotators=2, overlap=1.0, campaign="first")
    for of in "bc":
        ada.post("honeypots", trajectory_id=of, step_index=0, shown_action="TurnLeft")
    annotate(ann, "a", WELL, WELL)
    annotate(ben, "a", WELL, WRONG)
    annotate(ann, "b", WRONG, WRONG)
    annotate(ben, "b", WELL, WRONG)
    annotate(cid, "c", WELL, WELL)
    assert ria.next("review") == "a"
    for step, lane in ((0, 1), (1, 2)):
        ria.post(f"works/a/steps/{step}/adopt", base_rev=1, client_op_id=operation(), lane=lane, revision=2)
    assert ria.decide("accept", 2)["state"] == "accepted"
    return ria


def test_the_report_has_the_numbers_that_follow_from_what_was_said(ria: Worker):
    """Beside the planted step Ann and Ben said grounded twice and once, and agree on two of three steps."""
    report = ria.get("quality")
    assert (report["works"], report["hidden"]) == (3, 0)
    agreement = report["agreement"]
    verdict = next(each for each in agreement["groups"] if (each["question"], each["task_type"]) == ("verdict", None))
    assert (verdict["answers"], verdict["annotators"], verdict["steps"], verdict["trajectories"]) == (7, 3, 3, 2)
    assert (verdict["alpha"]["value"], verdict["alike"]["value"]) == pytest.approx((4 / 9, 2 / 3))
    (pair,) = [each for each in agreement["pairs"] if each["question"] == "verdict"]
    assert (pair["annotator"], pair["other"], pair["kappa"]["value"]) == ("Ann", "Ben", pytest.approx(0.4))
    decided = {each["annotator"]: each for each in agreement["with_decided"] if each["question"] == "verdict"}
    assert [(decided[name]["steps"], decided[name]["kappa"]["value"]) for name in ("Ann", "Ben")] == [
        (2, 0.0),
        (2, 1.0),
    ]
    assert [(each["annotator"], each["caught"], each["missed_steps"]) for each in report["attention"]] == [
        ("Ann", 1, []),
        ("Ben", 0, [{"trajectory_id": "b", "step_index": 0}]),
        ("Cid", 0, [{"trajectory_id": "c", "step_index": 0}]),
    ]
    progress = report["progress"]
    assert (progress["steps"], progress["drafted"], progress["share_edited"], progress["lints"]) == (10, 10, 1.0, None)
    assert report["progress_by_annotator"]["Cid"]["active_hours"] * 3600 == pytest.approx(0.9 + 10)


def test_lints_come_when_they_are_asked_for(ria: Worker):
    """Of the planted steps none: there a turn to the left was shown."""
    assert ria.get("quality?lints=true")["progress"]["lints"] == {"contradicts_action": 2}


def test_a_campaign_that_has_no_works_is_not_found(ria: Worker):
    assert ria.get("quality?campaign=first")["works"] == 3
    assert error_of(ria.http.get("/api/v1/quality?campaign=frist")) == (404, "record_not_found")


def test_who_also_annotates_learns_nothing_of_what_they_may_be_given(service: Service, ria: Worker):
    bo = Worker(service, "Bo", A, R)
    report = bo.get("quality")
    assert (report["works"], report["hidden"], report["progress"]["steps"]) == (2, 1, 8)
    assert "Cid" not in json.dumps(report) and "Cid" in json.dumps(ria.get("quality"))
    assert bo.next() == "c"
    bo.do_all("I see the car and go on.", "c")
    bo.submit("c")
    assert bo.get("quality")["hidden"] == 1, "also after it was handed in, since it may come back"
    assert ria.get("quality")["progress"]["steps"] == 12


def test_an_annotator_gets_no_report(service: Service, ria: Worker):
    assert error_of(Worker(service, "Dan", A).http.get("/api/v1/quality")) == (403, "role_missing")


def test_a_server_without_the_libraries_says_what_to_install(ria: Worker, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "krippendorff", None)
    answer = ria.http.get("/api/v1/quality")
    assert error_of(answer) == (501, "library_missing")
    assert answer.json()["error"]["hint"] == "run: pip install 'embrace3k[quality]'"
