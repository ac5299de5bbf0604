"""What the measures of quality are made from, out of real databases."""

from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session

from embrace3k.annotator.errors import NotAllowed
from embrace3k.annotator.honeypots import plant
from embrace3k.annotator.leases import take
from embrace3k.annotator.lints import LintCode
from embrace3k.annotator.measuring import measure, read_rows
from embrace3k.annotator.people import Person
from embrace3k.annotator.quality.agreement import GroupAgreement
from embrace3k.annotator.quality.attention import StepId
from embrace3k.annotator.quality.judgements import Judgement, Question
from embrace3k.annotator.queue import Plan
from embrace3k.annotator.reading import in_full_sight, require_sight_of_all
from embrace3k.annotator.review import Decision, adopt, decide
from embrace3k.annotator.saving import report_viewings, save
from embrace3k.annotator.submitting import submit
from embrace3k.schema.actions import Action
from embrace3k.schema.annotations import Verdict
from embrace3k.schema.authors import AuthorKind
from embrace3k.schema.work import ReturnReason, WorkEvent
from embrace3k.storage.annotations import current_annotations
from embrace3k.storage.database import Database
from embrace3k.storage.errors import RecordNotFound
from embrace3k.storage.work import list_works
from embrace3k.tests.annotator.workplace import (
    ADA,
    ANN,
    BEN,
    BOTH,
    ENG,
    NOW,
    RIA,
    WRONG,
    after,
    do_all,
    fill,
    place,
    words,
)  # fmt: skip

BLIND = Plan(annotators=2, overlap=1.0)
G, N = Verdict.GROUNDED, Verdict.NOT_GROUNDED


def hand_in(session: Session, person: Person, name: str = "a", lane: int = 0, *, text: str = "I go on to it.") -> None:
    take(session, person, name, lane, NOW)
    do_all(session, person, name, lane, text=text)
    submit(session, person, name, lane, NOW)


def said(judgements: list[Judgement]) -> list[tuple[str, int, str, Verdict]]:
    return [
        (each.trajectory_id, each.step_index, each.annotator, each.answers[Question.VERDICT]) for each in judgements
    ]


def overall(groups: list[GroupAgreement]) -> GroupAgreement:
    return next(each for each in groups if each.question is Question.VERDICT and each.task_type is None)


def test_judgements_are_those_of_blind_lanes_that_were_handed_in(database: Database) -> None:
    fill(database, "a", plan=BLIND)
    fill(database, "b")
    with database.session() as session:
        hand_in(session, ANN, "b")
        hand_in(session, ANN, "a", 1)
        take(session, BEN, "a", 2, NOW)
        do_all(session, BEN, lane=2)
        assert said(read_rows(session).judgements) == [("a", 0, "Ann", G), ("a", 1, "Ann", G)]
        save(session, BEN, place(1, 2, lane=2), words("It is a van there.", WRONG), NOW)
        submit(session, BEN, "a", 2, NOW)
        assert said(read_rows(session).judgements)[2:] == [("a", 0, "Ben", G), ("a", 1, "Ben", N)]
        (*_, last) = read_rows(session).judgements
    assert last.answers[Question.ACTION_MATCHES] is N and last.answers[Question.OBJECT_PRESENT] is G


def test_a_lane_that_was_sent_back_counts_again_when_it_is_handed_in(database: Database) -> None:
    fill(database, "a")
    with database.session() as session:
        hand_in(session, ANN)
        take(session, RIA, "a", 0, NOW)
        sent_back = Decision(trajectory_id="a", event=WorkEvent.RETURN, version=2, reason=ReturnReason.OTHER)
        decide(session, RIA, sent_back, NOW)
        assert read_rows(session).steps == []
        take(session, ANN, "a", 0, NOW)
        submit(session, ANN, "a", 0, NOW)
        assert len(read_rows(session).steps) == 2


def test_what_was_adjudicated_counts_once_the_review_has_ended(database: Database) -> None:
    fill(database, "a", plan=BLIND)
    with database.session() as session:
        for person, lane in ((ANN, 1), (BEN, 2)):
            hand_in(session, person, "a", lane)
        take(session, RIA, "a", 0, NOW)
        adopt(session, RIA, place(0, 1), 2, 2, NOW)
        save(session, RIA, place(1, 1), words("It is a van there.", WRONG), NOW)
        assert read_rows(session).adjudicated == []
        decide(session, RIA, Decision(trajectory_id="a", event=WorkEvent.REVIEW, version=2), NOW)
        rows = read_rows(session)
    assert said(rows.adjudicated) == [("a", 0, "Ben", G), ("a", 1, "Ria", N)]
    assert {each.annotator for each in rows.judgements} == {each.annotator for each in rows.steps} == {"Ann", "Ben"}


def test_a_finished_step_is_as_its_annotator_left_it(database: Database) -> None:
    fill(database, "a")
    with database.session() as session:
        take(session, ANN, "a", 0, NOW)
        draft = current_annotations(session, "a")[0].rationale
        save(session, ANN, place(0, 1), words(draft), after(1), dwell_ms=700)
        save(session, ANN, place(1, 1), words("I stop by the car."), after(2), dwell_ms=800)
        report_viewings(session, ANN, "a", 0, {0: 2000}, after(3))
        submit(session, ANN, "a", 0, after(3))
        take(session, RIA, "a", 0, after(4))
        save(session, RIA, place(1, 2), words("Here is the car, so I stop."), after(5), dwell_ms=60_000)
        first, second = read_rows(session).steps
    assert (first.annotator, first.saved_at, first.dwell_ms) == ("Ann", after(1), 2000)
    assert (first.origin, first.edited, second.edited) == (AuthorKind.TEMPLATE, False, True)
    assert (second.annotator, second.saved_at, second.dwell_ms) == ("Ann", after(2), 800)


def test_a_step_belongs_to_who_said_it_last_when_a_lane_changed_hands(database: Database) -> None:
    fill(database, "a", plan=BLIND)
    with database.session() as session:
        take(session, ANN, "a", 1, NOW)
        save(session, ANN, place(0, 1, lane=1), words(), NOW, dwell_ms=900)
        take(session, BEN, "a", 1, after(16))
        report_viewings(session, BEN, "a", 1, {0: 900}, after(17))
        save(session, BEN, place(1, 1, lane=1), words(), after(17), dwell_ms=900)
        submit(session, BEN, "a", 1, after(17))
        assert [(each.step_index, each.annotator) for each in read_rows(session).judgements] == [(0, "Ann"), (1, "Ben")]


def test_planted_steps_are_counted_and_kept_out_of_agreement(database: Database) -> None:
    fill(database, "a", plan=BLIND)
    with database.session() as session:
        plant(session, ENG, "a", 0, Action.TURN_LEFT, NOW)
        for person, lane in ((ANN, 1), (BEN, 2)):
            take(session, person, "a", lane, NOW)
            do_all(session, person, lane=lane)
        save(session, ANN, place(0, 2, lane=1), words("It walks on there.", WRONG), NOW)
        for person, lane in ((ANN, 1), (BEN, 2)):
            submit(session, person, "a", lane, NOW)
    report = measure(database)
    assert [(each.annotator, each.caught, each.missed_steps) for each in report.attention] == [
        ("Ann", 1, []), ("Ben", 0, [StepId("a", 0)]),
    ]  # fmt: skip
    assert (overall(report.agreement.groups).answers, overall(report.agreement.groups).steps) == (2, 1)
    assert report.progress.steps == 4


def test_a_campaign_is_measured_by_itself(database: Database) -> None:
    fill(database, "a", plan=Plan(campaign="first"))
    fill(database, "b", "c", plan=Plan(campaign="second"))
    with database.session() as session:
        for name in "abc":
            hand_in(session, ANN, name)
    assert [measure(database, campaign=each).progress.steps for each in (None, "first", "second")] == [6, 2, 4]
    assert measure(database, campaign="second").works == 2
    with pytest.raises(RecordNotFound, match="campaign third: it has no works"):
        measure(database, campaign="third")


def test_an_empty_database_has_a_report_of_nothing(database: Database) -> None:
    report = measure(database)
    assert (report.works, report.hidden, report.attention, report.progress.steps) == (0, 0, [], 0)


def test_lints_are_looked_for_when_asked_and_heed_what_was_shown(database: Database) -> None:
    fill(database, "a", "b")
    with database.session() as session:
        plant(session, ENG, "b", 0, Action.TURN_LEFT, NOW)
        hand_in(session, ANN, "a", text="I turn left to the car.")
        hand_in(session, BEN, "b", 1, text="I turn left to the car.")
        asked, unasked = read_rows(session, lints=True).steps, read_rows(session).steps
    moved, _, planted, _ = (set(each.lints or ()) for each in asked)
    assert (moved, planted) == ({LintCode.CONTRADICTS_ACTION, LintCode.COPY}, {LintCode.COPY})
    assert {each.lints for each in unasked} == {None}
    assert measure(database).progress.lints is None


def test_who_may_be_asked_to_annotate_gets_nothing_of_that_work(database: Database) -> None:
    """Not even how often a planted step was missed: it would tell that there is one."""
    fill(database, "a", "b", plan=BLIND)
    with database.session() as session:
        for name in "ab":
            plant(session, ENG, name, 0, Action.TURN_LEFT, NOW)
            hand_in(session, ANN, name, 1)
        hand_in(session, BEN, "a", 2)
    seen, all_of_it = measure(database, person=BOTH), measure(database, person=RIA)
    assert (seen.works, seen.hidden, seen.progress.steps) == (1, 1, 4)
    assert [each.missed_steps for each in seen.attention] == [[StepId("a", 0)], [StepId("a", 0)]]
    assert (all_of_it.works, all_of_it.hidden, all_of_it.progress.steps) == (2, 0, 6)
    assert measure(database, person=ANN).works == 0


def test_many_works_are_seen_by_the_rule_for_one(database: Database) -> None:
    fill(database, "annotated", "mine", "open", "returned")
    with database.session() as session:
        for person, name in ((ANN, "annotated"), (BOTH, "mine"), (ANN, "returned")):
            hand_in(session, person, name)
        take(session, RIA, "returned", 0, NOW)
        sent_back = Decision(trajectory_id="returned", event=WorkEvent.RETURN, version=2, reason=ReturnReason.OTHER)
        decide(session, RIA, sent_back, NOW)
        works = list_works(session)
        for person in (ANN, BEN, BOTH, RIA, ENG, ADA):
            seen = [work.trajectory_id for work in in_full_sight(session, person, works)]
            assert seen == [work.trajectory_id for work in works if _sees(session, person, work.trajectory_id)]
        assert [work.trajectory_id for work in in_full_sight(session, BOTH, works)] == ["annotated"]


def _sees(session: Session, person: Person, name: str) -> bool:
    try:
        require_sight_of_all(session, person, name)
    except NotAllowed:
        return False
    return True


def test_the_number_of_queries_does_not_grow_with_the_works(database: Database) -> None:
    counts = []
    for names in (["a"], ["b", "c", "d", "e", "f"]):
        fill(database, *names, plan=BLIND)
        with database.session() as session:
            for name in names:
                plant(session, ENG, name, 0, Action.TURN_LEFT, NOW)
                hand_in(session, ANN, name, 1)
        asked: list[Any] = []
        with database.snapshot() as session:
            event.listen(session.connection(), "before_cursor_execute", lambda *call, asked=asked: asked.append(call))
            assert len(read_rows(session, person=RIA, lints=True).probes) in (1, 6)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12
