"""The checks of tasks and demonstrations: who may decide, over what, and what a refusal leads to."""

from typing import Any

import pytest
from sqlmodel import Session

from embrace3k.annotator.checks import DemonstrationCheck, TaskCheck, check_demonstration, check_task
from embrace3k.annotator.errors import DemonstrationRefused, LaneNotHeld, NotAllowed
from embrace3k.annotator.leases import heartbeat, take
from embrace3k.annotator.people import Person
from embrace3k.annotator.queue import Plan, next_work, open_works
from embrace3k.annotator.roles import Role
from embrace3k.annotator.submitting import submit
from embrace3k.schema.authors import Author, AuthorKind
from embrace3k.schema.reviews import CheckEvent, DemonstrationFault, RefusalReason
from embrace3k.schema.trajectories import Driver, DriverKind
from embrace3k.storage.annotations import current_annotations
from embrace3k.storage.assignments import Purpose, assignment_history
from embrace3k.storage.database import Database
from embrace3k.storage.errors import RecordNotFound, ReviewRefused, RevisionConflict
from embrace3k.storage.events import iter_events
from embrace3k.storage.tasks import add_tasks
from embrace3k.storage.trajectories import commit_trajectory
from embrace3k.storage.work import lanes_of
from embrace3k.tests.annotator.workplace import ADA, ANN, BEN, NOW, RIA, ROY, do_all, fill
from embrace3k.tests.storage.samples import task, trajectory

CONFIRM, REFUSE = CheckEvent.CONFIRM, CheckEvent.REFUSE
ANN_LEE = Person(" ann  LEE ", frozenset({Role.REVIEWER}))


def decide(session: Session, person: Person, event: CheckEvent = CONFIRM, over: int = 0, **more: Any) -> Any:
    fault = DemonstrationFault.DETOUR if event is REFUSE else None
    known: dict[str, Any] = {"trajectory_id": "a", "event": event, "over": over, "reason": fault}
    check = DemonstrationCheck(**known | more)
    return check_demonstration(session, person, check, NOW)


def test_somebody_who_did_not_drive_checks_a_persons_demonstration(database: Database) -> None:
    with database.session() as session:
        add_tasks(session, [task()])
        commit_trajectory(session, trajectory("a", driver=Driver(kind=DriverKind.PERSON, name="Ann Lee")))
        for event in CheckEvent:
            with pytest.raises(NotAllowed, match="made part of it and cannot check it"):
                decide(session, ANN_LEE, event)
        assert decide(session, RIA).state == "confirmed"


def test_anybody_with_the_role_checks_what_a_program_drove(database: Database) -> None:
    with database.session() as session:
        add_tasks(session, [task()])
        for kind in (DriverKind.ORACLE, DriverKind.SCRIPT, DriverKind.UNKNOWN):
            commit_trajectory(session, trajectory(kind.value, driver=Driver(kind=kind, name="Ria")))
            assert decide(session, RIA, trajectory_id=kind.value).by == "Ria"
        with pytest.raises(NotAllowed, match="that takes the role admin or reviewer"):
            decide(session, ANN, trajectory_id="oracle", over=1)


def test_a_decision_is_made_over_the_newest_one(database: Database) -> None:
    fill(database, "a")
    with database.session() as session:
        assert (decide(session, RIA).revision, decide(session, ADA, REFUSE, 1).revision) == (1, 2)
        with pytest.raises(RevisionConflict, match="over revision 1, but the newest is 2"):
            decide(session, ROY, CONFIRM, 1)
        with pytest.raises(ReviewRefused, match="a refusal has a reason"):
            decide(session, ROY, REFUSE, 2, reason=None)
        with pytest.raises(RecordNotFound):
            decide(session, ROY, trajectory_id="nope")
        assert decide(session, ROY, CONFIRM, 2).state == "confirmed"


@pytest.mark.parametrize("kind", AuthorKind)
def test_nobody_confirms_a_task_of_their_own_and_makers_may_withdraw_it(database: Database, kind: AuthorKind) -> None:
    with database.session() as session:
        add_tasks(session, [task(maker=Author(kind=kind, name="Ann Lee"))])
        confirm = TaskCheck(task_id="fetch", event=CONFIRM, over=0)
        if kind is not AuthorKind.HUMAN:
            assert check_task(session, ANN_LEE, confirm, NOW).state == "confirmed"
            return
        with pytest.raises(NotAllowed, match="made part of it and cannot check it"):
            check_task(session, ANN_LEE, confirm, NOW)
        withdrawn = TaskCheck(task_id="fetch", event=REFUSE, over=0, reason=RefusalReason.NOT_UNIQUE)
        assert check_task(session, ANN_LEE, withdrawn, NOW).state == "refused"


def test_every_decision_is_told_once_with_who_decided(database: Database) -> None:
    fill(database, "a")
    with database.session() as session:
        decide(session, RIA, REFUSE)
        check_task(session, RIA, TaskCheck(task_id="fetch", event=CONFIRM, over=0), NOW, who="operator")
        with pytest.raises(RevisionConflict):
            decide(session, ROY)
    *_, about_a, about_task = iter_events(database)
    assert (about_a.action, about_a.who, about_a.subject_kind, about_a.subject_id) == (
        "demonstration.reviewed", "Ria", "trajectory", "a",
    )  # fmt: skip
    assert about_a.detail == {"by": "Ria", "state": "refused", "revision": 1, "reason": "detour"}
    assert (about_task.action, about_task.who, about_task.subject_id) == ("task.reviewed", "operator", "fetch")
    assert about_task.detail == {"by": "Ria", "state": "confirmed", "revision": 1, "reason": ""}


def test_what_was_refused_is_not_opened_until_somebody_confirms_it(database: Database) -> None:
    with database.session() as session:
        add_tasks(session, [task()])
        for name in "abc":
            commit_trajectory(session, trajectory(name))
        decide(session, RIA, REFUSE)
        with pytest.raises(DemonstrationRefused, match="trajectory a: the demonstration was refused. leave it out"):
            open_works(session, "ab", Plan(), NOW)
        decide(session, RIA, REFUSE, trajectory_id="c")
        with pytest.raises(DemonstrationRefused, match="2 of the demonstrations were refused") as refused:
            open_works(session, "abc", Plan(), NOW)
        assert refused.value.trajectory_ids == ["a", "c"]
        decide(session, ROY, CONFIRM, 1)
        assert open_works(session, "ab", Plan(), NOW) == 2


def test_what_was_refused_after_it_was_opened_is_offered_to_nobody(database: Database) -> None:
    fill(database, "a", "b")
    with database.session() as session:
        decide(session, RIA, REFUSE)
        hold = next_work(session, ANN, Purpose.ANNOTATE, NOW)
        assert hold is not None and hold.trajectory_id == "b"
        assert next_work(session, BEN, Purpose.ANNOTATE, NOW) is None
        with pytest.raises(DemonstrationRefused):
            take(session, BEN, "a", 0, NOW)
        decide(session, ROY, CONFIRM, 1)
        assert next_work(session, BEN, Purpose.ANNOTATE, NOW) is not None


def test_a_refusal_ends_the_holds_and_keeps_what_was_saved(database: Database) -> None:
    fill(database, "a", plan=Plan(annotators=2, overlap=1.0))
    with database.session() as session:
        for person in (ANN, BEN):
            assert next_work(session, person, Purpose.ANNOTATE, NOW) is not None
        do_all(session, ANN, lane=1, text="I go on.")
        decide(session, RIA, REFUSE)
        with pytest.raises(LaneNotHeld, match="you do not hold it"):
            heartbeat(session, ANN, "a", 1, NOW)
        assert next_work(session, ANN, Purpose.ANNOTATE, NOW) is None
        assert [lane.holder for lane in lanes_of(session, "a")] == [None] * 3
        assert [each.outcome for each in assignment_history(session, "a")] == ["released"] * 2
        assert current_annotations(session, "a", lane=1)[0].rationale == "I go on."


def test_what_was_written_about_a_refused_one_is_not_offered_for_review_but_can_be_decided_on(
    database: Database,
) -> None:
    fill(database, "a")
    with database.session() as session:
        take(session, ANN, "a", 0, NOW)
        do_all(session, ANN)
        submit(session, ANN, "a", 0, NOW)
        decide(session, RIA, REFUSE)
        assert next_work(session, ROY, Purpose.REVIEW, NOW) is None
        assert take(session, ROY, "a", 0, NOW).holder == "Roy"
