"""The whole way of a trajectory over HTTP: several people, a running server, SQLite and PostgreSQL."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from embrace3k.annotator.roles import Role
from embrace3k.cli.main import cli
from embrace3k.exporters.errors import NothingToRelease
from embrace3k.storage.events import iter_events
from embrace3k.tests.exporters.records import Home, add_episode
from embrace3k.tests.web.desk import PICTURES, WELL, WRONG, Worker, operation, stock
from embrace3k.tests.web.service import Service, error_of

A, R, ADMIN, E = Role.ANNOTATOR, Role.REVIEWER, Role.ADMIN, Role.ENGINEER


@pytest.fixture
def ann(service: Service) -> Worker:
    return Worker(service, "Ann", A)


@pytest.fixture
def ben(service: Service) -> Worker:
    return Worker(service, "Ben", A)


@pytest.fixture
def ria(service: Service) -> Worker:
    return Worker(service, "Ria", R)


@pytest.fixture
def ada(service: Service) -> Worker:
    return Worker(service, "Ada", ADMIN)


def test_a_trajectory_goes_from_the_queue_to_acceptance(service: Service, ann: Worker, ria: Worker, ada: Worker):
    stock(service, "a")
    assert ann.next() == "a"
    first = ann.save(0, 1, "I see the car ahead.")
    assert (first["annotation"]["revision"], first["annotation"]["author"]["name"]) == (2, "Ann")
    stale = ann.try_to_save(0, 1, "Something else.")
    assert error_of(stale) == (409, "step_conflict")
    assert stale.json()["error"]["current"]["rationale"] == "I see the car ahead."
    gate = ann.http.post("/api/v1/works/a/submit")
    assert error_of(gate) == (422, "gate_closed")
    assert gate.json()["error"]["gaps"] == [{"step_index": 1, "unseen": True, "unjudged": True, "problems": []}]
    ann.save(1, 1, "The car is here, so I stop.")
    assert ann.submit() == "annotated"

    assert ria.next("review") == "a"
    assert ria.decide("return", 2, reason="weak_rationale", note="Why?", steps=[1])["state"] == "returned"
    assert ann.next() == "a"
    shown = ann.get("works/a")["work"]
    assert [(each["reason"], each["note"], each["steps"]) for each in shown["decisions"]] == [
        ("weak_rationale", "Why?", [1])
    ]
    ann.save(1, 2, "The car is close by, so I stop.")
    assert ann.submit() == "annotated"

    assert ria.next("review") == "a"
    ria.save(0, 2, "The car is ahead of me, so I go on.")
    own = ria.http.post("/api/v1/works/a/decision", json={"event": "accept", "version": 4})
    assert error_of(own) == (403, "not_allowed"), "who wrote part of it accepts it"
    assert ria.decide("review", 4) == {"state": "reviewed", "version": 5}
    assert ada.next("review") == "a"
    assert error_of(ada.http.post("/api/v1/works/a/decision", json={"event": "accept", "version": 4}))[0] == 409
    assert ada.decide("accept", 5) == {"state": "accepted", "version": 6}
    assert ada.decide("reopen", 6, reason="mistake")["state"] == "returned"
    assert [each["author"]["name"] for each in ria.get("works/a/steps/0/history")] == ["drafts", "Ann", "Ria"]


def test_from_a_task_to_a_release_every_stage_has_a_second_pair_of_eyes(
    service: Service, database_url: str, tmp_path: Path, ann: Worker, ria: Worker, ada: Worker
):
    home, of = Home(tmp_path, service.context.database, service.context.store), "episode-000"
    for number in range(3):
        add_episode(home, number)
    engineer = Worker(service, "Eng", E)
    settings = {"EMBRACE3K_DATABASE_URL": database_url, "EMBRACE3K_STORE_URL": service.context.store.url}

    def build() -> Any:
        command = ["--home", str(tmp_path / "home"), "release", "build", "1.0.0", "--require-accepted", "--json"]
        return json.loads(CliRunner().invoke(cli, command, env=settings, catch_exceptions=False).stdout)

    assert ria.post("tasks/task-000/review", event="confirm", over=0)["state"] == "confirmed"
    ria.post(f"demonstrations/{of}/review", event="confirm", over=0)
    ria.post("demonstrations/episode-001/review", event="refuse", over=0, reason="detour")
    engineer.post("works", trajectory_ids=[of, "episode-002"])
    assert ann.next() == of
    ann.do_all("I go to the red car.", of)
    ann.submit(of)
    assert ria.next("review") == of
    ria.decide("review", 2, of)
    with pytest.raises(NothingToRelease, match="3 excluded: 3 not_accepted, 1 demonstration_refused"):
        build()
    assert ada.next("review") == of
    assert ada.decide("accept", 3, of)["state"] == "accepted"
    manifest = build()
    assert (manifest["counts"]["episodes"], manifest["rationales"]["missing"]) == (1, 0)
    assert {each["trajectory_id"]: each["reasons"] for each in manifest["excluded"]} == {
        "episode-001": ["demonstration_refused: detour", "not_accepted: it was never opened for annotators"],
        "episode-002": ["not_accepted: its work is recorded"],
    }
    assert manifest["selection"]["require_accepted"] is True


def test_every_write_has_its_event_and_a_repeated_one_has_none(service: Service, ann: Worker, ria: Worker):
    stock(service, "a")
    ann.next()
    ann.next()
    for _ in range(3):
        ann.save(0, 1, "I see the car.", client_op_id="once")
    ann.save(1, 1, "I stop.")
    ann.submit()
    ria.post("works/a/take")
    ria.decide("return", 2, reason="other")
    ann.next()
    ann.post("works/a/skip", reason="too_hard", note="It is dark.")
    told = Counter(each.action for each in iter_events(service.context.database))
    told = Counter({kind: count for kind, count in told.items() if not kind.startswith(("user.", "token."))})
    assert told == {
        "work.opened": 1, "lease.taken": 3, "annotation.saved": 2, "work.submitted": 1, "work.returned": 1,
        "work.skipped": 1,
    }  # fmt: skip


def test_a_retry_gets_the_same_answer_also_after_the_hold_has_ended(service: Service, ann: Worker):
    stock(service, "a")
    ann.next()
    once = {"client_op_id": "once"}
    first = ann.save(0, 1, "I see the car.", **once)
    ann.post("works/a/release")
    again = ann.save(0, 1, "I see the car.", **once)
    assert (first["repeated"], again["repeated"]) == (False, True)
    assert first["annotation"] == again["annotation"]
    assert error_of(ann.try_to_save(0, 1, "Another text.", **once)) == (422, "operation_reused")
    assert error_of(ann.try_to_save(0, 2, "I see the car.")) == (409, "lane_not_held")


def test_undo_and_redo_are_new_revisions(service: Service, ann: Worker):
    stock(service, "a")
    ann.next()
    ann.save(0, 1, "One.")
    ann.save(0, 2, "Two.")
    path = "works/a/steps/0"
    back = ann.post(f"{path}/undo", base_rev=3, client_op_id=operation())
    assert (back["annotation"]["rationale"], back["annotation"]["revision"]) == ("One.", 4)
    assert ann.post(f"{path}/redo", base_rev=4, client_op_id=operation())["annotation"]["rationale"] == "Two."
    nothing = ann.http.post(f"/api/v1/{path}/redo", json={"base_rev": 5, "client_op_id": operation()})
    assert error_of(nothing) == (409, "nothing_to_undo")


def test_what_breaks_a_rule_is_refused_with_its_problems(service: Service, ann: Worker):
    stock(service, "a")
    ann.next()
    answer = ann.try_to_save(0, 1, "I see <image>.")
    assert error_of(answer) == (422, "save_refused")
    assert [each["code"] for each in answer.json()["error"]["problems"]] == ["A003"]
    assert error_of(ann.try_to_save(0, 1, "I go.", rational="misspelt")) == (422, "invalid_request")
    assert error_of(ann.try_to_save(2, 0, "I go.")) == (404, "record_not_found")


def test_holds_are_seen_kept_stolen_and_run_out(service: Service, ann: Worker, ben: Worker, ria: Worker):
    stock(service, "a")
    ann.next()
    (held,) = ann.get("queue/holding")
    assert (held["trajectory_id"], held["purpose"]) == ("a", "annotate") and "lane" not in held
    (row,) = ria.get("works?state=recorded")
    assert [lane["holder"] for lane in row["lanes"]] == ["Ann"]
    assert ben.next() is None and error_of(ben.try_to_save(0, 1, "Mine."))[0] == 404
    service.clock.pass_by(minutes=14)
    assert ann.post("works/a/heartbeat")["expires_at"] > held["expires_at"]
    service.clock.pass_by(minutes=14)
    assert ben.next() is None
    service.clock.pass_by(minutes=2)
    assert ben.next() == "a"
    assert error_of(ann.try_to_save(0, 1, "Mine.")) == (409, "lane_not_held")


def test_a_reviewer_steals_a_hold(service: Service, ria: Worker, ann: Worker):
    stock(service, "a")
    ann.next()
    ann.save(0, 1, "I see the car.")
    assert ria.post("works/a/steal")["holder"] == "Ria"
    refused = ann.try_to_save(0, 2, "And on.")
    assert error_of(refused) == (409, "lane_not_held") and refused.json()["error"]["holder"] == "Ria"
    assert ria.save(0, 2, "I see the red car.")["annotation"]["revision"] == 3
    assert [each.action for each in iter_events(service.context.database)].count("lease.stolen") == 1


def test_the_queue_and_the_list_are_filtered_and_come_in_pages(service: Service, ann: Worker, ada: Worker):
    stock(service, "a", "b", campaign="first", priority=3)
    stock(service, "c", campaign="second")
    assert ann.post("queue/next", purpose="annotate", campaign="second")["trajectory_id"] == "c"
    assert ann.post("queue/next", purpose="annotate", campaign="first")["trajectory_id"] == "c", "one at a time"
    ann.post("works/c/release")
    assert ann.post("queue/next", purpose="annotate", scene="nowhere") is None
    (first,) = ada.get("works?limit=1")
    assert [each["trajectory_id"] for each in ada.get(f"works?after={first['after']}")] == ["b", "c"]
    assert [each["trajectory_id"] for each in ada.get("works?campaign=second&task_type=basic")] == ["c"]
    assert error_of(ann.http.post("/api/v1/queue/next", json={"purpose": "review"})) == (403, "not_allowed")


def test_one_work_has_all_that_is_needed_beside_its_steps(service: Service, ann: Worker):
    stock(service, "a")
    ann.next()
    ann.save(0, 1, "I turn left.")
    page = ann.get("works/a")
    work, (step, last) = page["work"], page["work"]["steps"]
    assert (work["instruction"], work["state"], work["holder"]) == ("Find the red car.", "recorded", "Ann")
    assert (step["action"], step["evidence"]["expected"]) == ("MoveForward", "goes forward 126 cm")
    assert step["annotation"]["revision"] == 2 and step["draft"]["author"]["kind"] == "template"
    assert (step["dwell_ms"], last["dwell_ms"]) == (900, 0)
    codes = {each["code"] for each in step["lints"]}
    assert "contradicts_action" in codes
    typed = ann.post("works/a/steps/0/lints", text="I turn left.")
    assert {each["code"] for each in typed} == codes
    assert "copy" in {each["code"] for each in ann.post("works/a/steps/1/lints", text="I turn left.")}
    assert page["frames"] == [f"/api/v1/works/a/frames/{index}" for index in range(3)]


def test_frames_come_as_they_are_and_stay_in_the_browser(service: Service, ann: Worker, ben: Worker):
    stock(service, "a")
    ann.next()
    for index, kind in enumerate(("image/jpeg", "image/png")):
        answer = ann.http.get(f"/api/v1/works/a/frames/{index}")
        assert (answer.content, answer.headers["Content-Type"]) == (PICTURES[index], kind)
        assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
        again = ann.http.get(f"/api/v1/works/a/frames/{index}", headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    assert error_of(ann.http.get("/api/v1/works/a/frames/2")) == (404, "record_not_found")
    assert error_of(ben.http.get("/api/v1/works/a/frames/0")) == (404, "record_not_found")


def test_blind_annotators_see_nothing_of_each_other_and_are_adjudicated(
    service: Service, ann: Worker, ben: Worker, ria: Worker, ada: Worker
):
    stock(service, "a", annotators=2, overlap=1.0)
    assert (ann.next(), ben.next()) == ("a", "a")
    ann.do_all("I see the car.")
    ben.do_all("I walk to the car.")
    ben.save(1, 2, "It is a van.", WRONG)
    for worker in (ann, ben):
        steps = worker.get("works/a")["work"]["steps"]
        assert {each["annotation"]["author"]["name"] for each in steps} == {worker.name}
        for lane in (0, 1, 2, 3):
            for path in ("works/a", "works/a/steps/0/history"):
                assert error_of(worker.http.get(f"/api/v1/{path}?lane={lane}")) == (403, "not_allowed")
    assert (ann.submit(), ben.submit()) == ("recorded", "annotated")

    assert ria.next("review") == "a"
    worst, other = ria.get("works/a/comparison")
    assert (worst["step_index"], worst["differs"]) == (1, ["action_matches", "reason_codes"])
    assert [side["annotation"]["author"]["name"] for side in worst["sides"]] == ["Ann", "Ben"]
    assert [each["op"] for each in other["words"][0]["words"]] == ["equal", "replace", "equal"]
    early = ria.http.post("/api/v1/works/a/decision", json={"event": "accept", "version": 2})
    assert error_of(early) == (422, "gate_closed")
    for step, lane, revision in ((0, 1, 2), (1, 2, 3)):
        body = {"base_rev": 1, "client_op_id": operation(), "lane": lane, "revision": revision}
        ria.post(f"works/a/steps/{step}/adopt", **body)
    assert ria.decide("accept", 2)["state"] == "accepted"
    final = ada.get("works/a")["work"]["steps"]
    assert [each["annotation"]["author"]["name"] for each in final] == ["Ann", "Ben"]
    assert error_of(ann.http.get("/api/v1/works/a?lane=2")) == (403, "not_allowed")


def test_no_route_tells_an_annotator_of_a_planted_step(service: Service, ann: Worker, ada: Worker, ria: Worker):
    stock(service, "a", "b", "c")
    stock(service, "d", "e", annotators=2, overlap=1.0)
    planted = {"trajectory_id": "b", "step_index": 0, "shown_action": "TurnLeft"}
    assert ada.post("honeypots", **planted) == {"new": True}
    assert ada.post("honeypots", **planted) == {"new": False}
    ada.post("honeypots", **planted | {"trajectory_id": "d"})
    told = {}
    for of in "abcde":
        assert ann.next() == of
        told[of] = everything_told(ann, of)
    assert told["b"] == told["d"], "as in one that others annotate too"
    assert told["b"] == told["a"], "as in one that nobody planted anything in"
    assert ann.get("works/b")["work"]["steps"][0]["evidence"]["expected"] == "turns left 25°"
    probes = ada.get("honeypots")
    assert [each["trajectory_id"] for each in probes["planted"]] == ["b", "d"]
    assert [(each["trajectory_id"], each["caught"]) for each in probes["probes"]] == [("b", False), ("d", False)]
    assert {each["planted"] for each in ria.get("works/b/comparison")} == {"TurnLeft", None}
    assert ria.get("works/b?lane=1")["work"]["steps"][0]["action"] == "MoveForward"


def everything_told(worker: Worker, of: str) -> dict[str, object]:
    """What every route answers from taking a work to handing it in, but for the action and what is said of it."""
    http, base = worker.http, f"/api/v1/works/{of}"
    over = {"base_rev": 1, "client_op_id": f"save of {of}"}
    save = over | {"rationale": "I see the red car there.", "answers": WELL, "dwell_ms": 900}
    answers = {
        "holding": http.get("/api/v1/queue/holding"),
        "heartbeat": http.post(f"{base}/heartbeat"),
        "work": http.get(base),
        "early": http.post(f"{base}/submit"),
        "undo": http.post(f"{base}/steps/0/undo", json=over),
        "save": http.put(f"{base}/steps/0", json=save),
        "again": http.put(f"{base}/steps/0", json=save),
        "reused": http.put(f"{base}/steps/1", json=save),
        "stale": http.put(f"{base}/steps/0", json=save | {"client_op_id": operation()}),
        "beyond": http.put(f"{base}/steps/7", json=save | {"client_op_id": operation(), "base_rev": 0}),
        "other": http.put(f"{base}/steps/1", json=save | {"client_op_id": operation(), "rationale": "I stop by it."}),
        "viewings": http.post(f"{base}/viewings", json={"dwell_ms": {"9": 1}}),
        "history": http.get(f"{base}/steps/0/history"),
        "lints": http.post(f"{base}/steps/0/lints", json={"text": "I see it."}),
        "frame": http.get(f"{base}/frames/0"),
        "lists": http.get("/api/v1/works"),
        "comparison": http.get(f"{base}/comparison"),
        "honeypots": http.get("/api/v1/honeypots"),
        **{f"lane {lane}": http.get(f"{base}/steps/0/history?lane={lane}") for lane in (0, 1, 2, 9)},
        **{f"work in lane {lane}": http.get(f"{base}?lane={lane}") for lane in (0, 1, 2, 9)},
        "submit": http.post(f"{base}/submit"),
        "release": http.post(f"{base}/release"),
    }
    # The state after handing in says whether somebody else is still to do so, which does not say what was planted.
    hidden = [("recorded", "STATE"), ("annotated", "STATE"), ("TurnLeft", "ACTION"), ("MoveForward", "ACTION")]
    hidden += [("turns left 25°", "DOES"), ("goes forward 126 cm", "DOES"), (f'"{of}"', "ID"), (f"/{of}/", "/ID/")]
    hidden += [(f"trajectory {of}", "trajectory ID"), (f"save of {of}", "OPERATION")]
    told: dict[str, object] = {}
    for name, answer in answers.items():
        text = answer.text
        for word, instead in hidden:
            text = text.replace(word, instead)
        told[name] = (answer.status_code, text)
    return told
