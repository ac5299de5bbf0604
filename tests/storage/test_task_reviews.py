"""The check of tasks, on SQLite and PostgreSQL: what is kept, what is listed, and two who decide at once."""

import threading
from typing import Any

import pytest

from embrace3k.schema.reviews import RefusalReason, ReviewState
from embrace3k.storage.database import Database
from embrace3k.storage.errors import RecordNotFound, ReviewRefused, RevisionConflict
from embrace3k.storage.task_reviews import add_review, review_history, reviewed_tasks
from embrace3k.storage.tasks import add_tasks
from embrace3k.tests.storage.samples import review, task

REFUSAL: dict[str, Any] = {"state": ReviewState.REFUSED, "reason": RefusalReason.NOT_UNIQUE, "note": "there are two"}


@pytest.fixture
def proposed(database: Database) -> Database:
    with database.session() as session:
        add_tasks(session, [task("one"), task("two"), task("fetch")])
    return database


def test_a_task_that_nobody_looked_at_is_proposed(proposed: Database):
    with proposed.snapshot() as session:
        assert [(each.state, each.revision) for each in reviewed_tasks(session)] == [("proposed", 0)] * 3
        assert review_history(session, "fetch") == []


def test_the_newest_decision_holds_and_the_others_stay(proposed: Database):
    with proposed.session() as session:
        add_review(session, review())
        add_review(session, review(2, by="Bob", **REFUSAL))
    with proposed.snapshot() as session:
        (refused,) = reviewed_tasks(session, ReviewState.REFUSED)
        assert refused.review == review(2, by="Bob", **REFUSAL) and refused.task == task("fetch")
        assert review_history(session, "fetch") == [review(), refused.review]
        assert reviewed_tasks(session, ReviewState.CONFIRMED) == []


def test_tasks_are_listed_by_state_in_the_order_they_were_added(proposed: Database):
    with proposed.session() as session:
        add_review(session, review(task_id="two"))
        add_review(session, review(task_id="one", **REFUSAL))
    with proposed.snapshot() as session:
        found = {state: [each.task.id for each in reviewed_tasks(session, state)] for state in ReviewState}
    assert found == {"proposed": ["fetch"], "confirmed": ["two"], "refused": ["one"]}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"state": ReviewState.PROPOSED}, "confirms or refuses"),
        ({"state": ReviewState.REFUSED}, "a refusal has a reason"),
        ({"reason": RefusalReason.OTHER}, "a confirmation has none"),
        ({"by": " "}, "names the person"),
    ],
    ids=["neither", "no reason", "a reason", "nobody"],
)
def test_a_review_that_says_too_little_or_too_much_is_refused(proposed: Database, changes, message):
    with pytest.raises(ReviewRefused, match=message), proposed.session() as session:
        add_review(session, review(**changes))


def test_tasks_are_listed_in_pages(proposed: Database):
    with proposed.snapshot() as session:
        first, second = reviewed_tasks(session, limit=2)
        (last,) = reviewed_tasks(session, ReviewState.PROPOSED, limit=2, after=second.number)
    assert [each.task.id for each in (first, second, last)] == ["one", "two", "fetch"]


def test_a_review_of_no_task_is_refused(proposed: Database):
    with pytest.raises(RecordNotFound, match="task nope"), proposed.session() as session:
        add_review(session, review(task_id="nope"))


@pytest.mark.parametrize("revision", [1, 3])
def test_a_decision_over_another_revision_than_the_newest_is_told(proposed: Database, revision: int):
    with proposed.session() as session:
        add_review(session, review())
    with pytest.raises(
        RevisionConflict, match=f"over revision {revision - 1}, but the newest is 1. look at the newest"
    ):
        with proposed.session() as session:
            add_review(session, review(revision, by="Bob", **REFUSAL))
    with proposed.snapshot() as session:
        assert review_history(session, "fetch") == [review()]


def test_of_two_people_who_decide_at_once_one_is_told(proposed: Database):
    barrier, outcomes = threading.Barrier(2), []

    def decide(name: str) -> None:
        barrier.wait()
        try:
            with proposed.session() as session:
                add_review(session, review(by=name))
            outcomes.append(name)
        except RevisionConflict:
            outcomes.append("told")

    people = [threading.Thread(target=decide, args=(name,)) for name in ("Ann", "Bob")]
    for person in people:
        person.start()
    for person in people:
        person.join()
    with proposed.snapshot() as session:
        assert sorted(outcomes) == sorted(["told", *(each.by for each in review_history(session, "fetch"))])
