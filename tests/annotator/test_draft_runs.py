"""Runs over many trajectories against a chat server that answers well or badly, on both databases."""

import threading
import time

import pytest

from embrace3k.annotator.draft_runs import DraftRun, Ending, StepReport
from embrace3k.schema.authors import AuthorKind
from embrace3k.storage.annotations import history
from embrace3k.storage.tasks import add_tasks
from embrace3k.storage.trajectories import commit_trajectory
from embrace3k.tests.annotator.drafting import ANN, GOOD, drafter_at, furnish, notes_of, picture, said, write
from embrace3k.tests.annotator.test_model_drafts import told
from embrace3k.tests.storage.samples import task, trajectory
from embrace3k.tests.vlm.model_server import Say, completion, model_server
from embrace3k.vlm import Budget, BudgetSpent, VLMUnavailable

DOWN = Say({"error": {"message": "no"}}, status=400)


@pytest.fixture
def walks(database, store):
    furnish(database, store, "one", "two", "three")
    return database


def run_of(database, store, url, budget=None, **more):
    return DraftRun(database, store, drafter_at(url, budget), **more)


def test_every_step_gets_a_first_revision_that_is_marked_as_a_models(walks, store):
    with model_server(said(GOOD)) as (server, url):
        run = run_of(walks, store, url)
        run.run(["one", "two"])
    notes = notes_of(walks, "one", "two")
    assert [(note.step_index, note.revision, note.rationale) for note in notes] == [(i, 1, GOOD) for i in range(4)] * 2
    assert {(note.author.kind, note.author.name, note.verdict) for note in notes} == {
        (AuthorKind.MODEL, "tiny-7b-0101", None)
    }
    assert run.tally == {Ending.DRAFTED: 8} and len(server.requests) == 8


def test_a_trajectorys_steps_come_in_order_each_with_its_own_view_and_the_thoughts_before(walks, store):
    texts = [f"{GOOD} {word}" for word in ("Alpha.", "Beta.", "Gamma.", "Delta.")]
    with model_server(*map(said, texts)) as (server, url):
        run_of(walks, store, url).run(["one"])
    for index, request in enumerate(server.requests):
        pictures, words = told(request)
        assert pictures == [picture("one", index)]
        assert [text in words for text in texts] == [earlier < index for earlier in range(4)]


def test_with_hindsight_the_last_step_is_shown_the_final_view(walks, store):
    with model_server(said(GOOD)) as (server, url):
        run_of(walks, store, url, hindsight=True).run(["one"])
    assert told(server.requests[-1])[0] == [picture("one", 3), picture("one", 4)]


def test_several_trajectories_are_asked_about_at_once(walks, store):
    with model_server(Say(said(GOOD).body, wait_s=0.5)) as (server, url):
        asked_by_then = []
        run_of(walks, store, url, at_once=3).run(
            ["one", "two", "three"], lambda _: asked_by_then.append(len(server.requests))
        )
    assert asked_by_then[0] >= 3


def test_what_anybody_wrote_is_left_alone(walks, store):
    theirs = [write(walks, "one", 0), write(walks, "one", 2, author=ANN)]
    with model_server(said(GOOD)) as (server, url):
        run = run_of(walks, store, url)
        run.run(["one"])
    assert [notes_of(walks, "one")[index] for index in (0, 2)] == theirs
    assert run.tally == {Ending.DRAFTED: 2, Ending.LEFT_ALONE: 2} and len(server.requests) == 2


def test_only_templates_that_nobody_has_touched_are_written_over(walks, store):
    write(walks, "one", 0)
    write(walks, "one", 1)
    touched = write(walks, "one", 1, revision=2, author=ANN)
    write(walks, "one", 2, author=ANN)
    over_hers = write(walks, "one", 2, revision=2)
    with model_server(said(GOOD)) as (_, url):
        run_of(walks, store, url, replace_templates=True).run(["one"])
    first, second, third, fourth = notes_of(walks, "one")
    assert (first.author.kind, first.revision, first.parent) == (AuthorKind.MODEL, 2, 1)
    assert (second, third) == (touched, over_hers) and fourth.revision == 1
    with walks.snapshot() as session:
        assert [note.author.kind for note in history(session, "one", 0)] == [AuthorKind.TEMPLATE, AuthorKind.MODEL]


@pytest.mark.parametrize("replace_templates", [False, True], ids=["missing", "template"])
def test_a_text_that_is_written_while_the_model_is_asked_stands(walks, store, replace_templates):
    if replace_templates:
        write(walks, "one", 0)
    with model_server(Say(said(GOOD).body, wait_s=1.0)) as (server, url):
        run = run_of(walks, store, url, replace_templates=replace_templates)
        thread = threading.Thread(target=run.run, args=(["one"],))
        thread.start()
        while not server.requests:
            time.sleep(0.01)
        hers = write(walks, "one", 0, revision=1 + replace_templates, author=ANN)
        thread.join()
    assert notes_of(walks, "one")[0] == hers
    assert run.tally == {Ending.OVERTAKEN: 1, Ending.DRAFTED: 3}


def test_a_second_run_asks_for_nothing(walks, store):
    with model_server(said(GOOD)) as (server, url):
        run_of(walks, store, url).run(["one"])
        again = run_of(walks, store, url)
        again.run(["one"])
    assert again.tally == {Ending.LEFT_ALONE: 4} and len(server.requests) == 4


def test_a_spent_budget_ends_the_run_and_the_next_one_asks_only_for_what_is_missing(walks, store):
    ids = ["one", "two", "three"]
    with model_server(said(GOOD)) as (server, url):
        short = run_of(walks, store, url, Budget(most_requests=7))
        with pytest.raises(BudgetSpent, match="7 of 7 requests"):
            short.run(ids)
        assert len(server.requests) == 7 == len(notes_of(walks, *ids)) == short.tally[Ending.DRAFTED]
        run_of(walks, store, url).run(ids)
    assert len(server.requests) == 12 == len(notes_of(walks, *ids))


def test_a_server_that_answers_nobody_ends_the_run(walks, store):
    with model_server(DOWN) as (server, url), pytest.raises(VLMUnavailable):
        run_of(walks, store, url, at_once=1).run(["one", "two", "three"])
    assert 3 <= len(server.requests) <= 5 and not notes_of(walks, "one", "two", "three")


def test_a_step_that_is_not_answered_does_not_end_the_run(walks, store):
    with model_server(DOWN, DOWN, said(GOOD), DOWN, said(GOOD)) as (_, url):
        run = run_of(walks, store, url, at_once=1)
        reports: list[StepReport] = []
        run.run(["one", "two"], reports.append)
    assert run.tally == {Ending.UNANSWERED: 3, Ending.DRAFTED: 5}
    assert all("400" in report.words for report in reports if report.ending is Ending.UNANSWERED)


def test_whatever_the_server_does_a_step_has_a_good_draft_or_none(walks, store):
    unreadable = ["no JSON", "[]", None, "{" * 50_000]
    trouble = [
        Say({"error": {"message": "slow down"}}, status=429, Retry_After="0"),
        Say("<html>", status=500, Retry_After="0"),
        Say(cut=True),
        *map(completion, unreadable),
        said("Look: <image>"),
        said(GOOD, verdict="grounded"),
        said("I turn left and turn right. " * 500),
        said(""),
        *[said(GOOD)] * 6,
    ]
    with model_server(*trouble) as (server, url):
        run = run_of(walks, store, url, Budget(most_requests=60), at_once=3)
        run.run(["one", "two", "three"])
    notes = notes_of(walks, "one", "two", "three")
    assert {note.rationale for note in notes} == {GOOD} and len(notes) == run.tally[Ending.DRAFTED]
    assert run.tally.total() == 12 and len(server.requests) <= 60


def test_a_step_without_a_view_is_not_asked_about(database, store):
    with database.session() as session:
        add_tasks(session, [task()])
        commit_trajectory(session, trajectory("blind"))
    with model_server(said(GOOD)) as (server, url):
        run = run_of(database, store, url)
        run.run(["blind"])
    assert run.tally == {Ending.NO_PICTURE: 2} and not server.requests


def test_ctrl_c_keeps_the_answers_that_are_under_way(walks, store):
    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    with model_server(Say(said(GOOD).body, wait_s=0.3)) as (server, url):
        run = run_of(walks, store, url, at_once=3)
        with pytest.raises(KeyboardInterrupt):
            run.run(["one", "two", "three"], interrupt)
    kept = notes_of(walks, "one", "two", "three")
    assert 1 <= len(kept) == run.tally[Ending.DRAFTED] == len(server.requests) < 12


def test_an_unforeseen_error_in_a_thread_reaches_the_caller(walks, store):
    with model_server(said(GOOD)) as (_, url):
        run = run_of(walks, store, url, now=lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            run.run(["one", "two", "three"])
