"""Holds: who has a lane, for how long, and who may take it."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from embrace3k.annotator.errors import AlreadyHolding, LaneClosed, LaneHeld, LaneNotHeld, NotAllowed
from embrace3k.annotator.leases import LEASE, heartbeat, release, skip, take, take_over
from embrace3k.annotator.people import Person
from embrace3k.annotator.queue import Plan, next_work
from embrace3k.annotator.saving import save
from embrace3k.annotator.submitting import submit
from embrace3k.schema.work import SkipReason
from embrace3k.storage.annotations import current_annotations
from embrace3k.storage.assignments import Purpose, assignment_history
from embrace3k.storage.database import Database
from embrace3k.storage.work import get_lane
from embrace3k.tests.annotator.workplace import (
    ADA,
    ANN,
    BEN,
    BOTH,
    NOW,
    RIA,
    after,
    do_all,
    fill,
    place,
    words,
)


def test_a_held_lane_shows_its_holder(database: Database) -> None:
    fill(database, "a")
    with database.session() as session:
        assert take(session, ANN, "a", 0, NOW).expires_at == NOW + LEASE
        with pytest.raises(LaneHeld, match="Ann holds it until 2026-11-30 09:15:00 UTC") as held:
            take(session, BEN, "a", 0, after(14))
        assert (held.value.holder, held.value.expires_at) == ("Ann", NOW + LEASE)


def test_a_heartbeat_keeps_a_hold_and_a_missing_one_loses_it(database: Database) -> None:
    fill(database, "a")
    with database.session() as session:
        take(session, ANN, "a", 0, NOW)
        assert heartbeat(session, ANN, "a", 0, after(10)).expires_at == after(25)
        with pytest.raises(LaneHeld):
            take(session, BEN, "a", 0, after(24.9))
        take(session, BEN, "a", 0, after(25))
        with pytest.raises(LaneNotHeld, match="Ben holds it now"):
            heartbeat(session, ANN, "a", 0, after(25))
        ends = [(each.holder, each.outcome) for each in assignment_history(session, "a")]
        assert ends == [("Ann", "taken_over"), ("Ben", None)]


def test_a_hold_that_ran_out_stays_until_somebody_takes_the_lane(database: Database) -> None:
    fill(database, "a")
    with database.session() as session:
        take(session, ANN, "a", 0, NOW)
        assert save(session, ANN, place(0, 1), words(), after(60)).annotation.revision == 2
        assert get_lane(session, "a", 0).expires_at == after(75)


def test_only_a_reviewer_takes_a_lane_that_is_held(database: Database) -> None:
    fill(database, "a")
    with database.session() as session:
        take(session, ANN, "a", 0, NOW)
        for person in (BEN, ADA):
            with pytest.raises(NotAllowed, match="that takes the role reviewer"):
                take_over(session, person, "a", 0, after(1))
        assert take_over(session, RIA, "a", 0, after(1)).holder == "Ria"
        assert save(session, RIA, place(0, 1), words(), after(1)).annotation.author.name == "Ria"


def test_a_person_holds_one_lane_at_a_time(database: Database) -> None:
    fill(database, "a", "b")
    with database.session() as session:
        take(session, ANN, "a", 0, NOW)
        with pytest.raises(AlreadyHolding) as other:
            take(session, ANN, "b", 0, after(1))
        assert (other.value.trajectory_id, other.value.lane) == ("a", 0)
        release(session, ANN, "a", 0, after(1))
        take(session, ANN, "b", 0, after(1))
        take(session, ANN, "a", 0, after(17))
        assert get_lane(session, "b", 0).holder is None


def test_two_who_take_each_others_lanes_wait_for_each_other(database: Database) -> None:
    """Each has to give back an own lane, which the other one wants. Locked in any order, this would not end."""
    fill(database, "a", "b")
    rounds = 60
    with database.session() as session:
        take(session, ANN, "a", 0, NOW)
        take(session, BEN, "b", 0, NOW)
    ready = threading.Barrier(2)

    def take_the_others(person: Person, names: str) -> list[str]:
        got = []
        for number in range(rounds):
            name = names[number % 2]
            ready.wait(30)
            try:
                with database.session() as session:
                    got.append(take(session, person, name, 0, after(20 * (number + 1))).trajectory_id)
            except Exception:
                ready.abort()
                raise
        return got

    with ThreadPoolExecutor(2) as pool:
        ann = pool.submit(take_the_others, ANN, "ba")
        ben = pool.submit(take_the_others, BEN, "ab")
        failed = [each.exception() for each in (ann, ben)]
    assert failed == [None, None]
    assert ann.result() == ["b", "a"] * (rounds // 2) and ben.result() == ["a", "b"] * (rounds // 2)
    with database.session() as session:
        assert [get_lane(session, name, 0).holder for name in "ab"] == ["Ann", "Ben"]


def test_released_work_keeps_what_was_saved(database: Database) -> None:
    fill(database, "a")
    with database.session() as session:
        take(session, ANN, "a", 0, NOW)
        save(session, ANN, place(0, 1), words("Begun."), NOW)
        release(session, ANN, "a", 0, NOW)
        take(session, BEN, "a", 0, NOW)
        assert current_annotations(session, "a")[0].rationale == "Begun."


def test_a_skip_has_a_reason_and_is_not_offered_again(database: Database) -> None:
    fill(database, "a")
    with database.session() as session:
        take(session, ANN, "a", 0, NOW)
        skip(session, ANN, "a", 0, SkipReason.BAD_FRAMES, NOW, note="all black")
        assert next_work(session, ANN, Purpose.ANNOTATE, NOW) is None
        assert next_work(session, BEN, Purpose.ANNOTATE, NOW) is not None
        first = assignment_history(session, "a")[0]
        assert (first.outcome, first.reason, first.note) == ("skipped", "bad_frames", "all black")


def test_nobody_annotates_in_two_lanes_of_one_trajectory(database: Database) -> None:
    fill(database, "a", plan=Plan(annotators=2, overlap=1.0))
    with database.session() as session:
        take(session, ANN, "a", 1, NOW)
        release(session, ANN, "a", 1, NOW)
        with pytest.raises(LaneClosed, match="you have worked in lane 1, and nobody annotates twice"):
            take(session, ANN, "a", 2, NOW)


def test_blind_lanes_begin_with_the_same_drafts_and_lane_0_is_closed(database: Database) -> None:
    fill(database, "a", plan=Plan(annotators=2, overlap=1.0))
    with database.session() as session:
        take(session, ANN, "a", 1, NOW)
        assert current_annotations(session, "a", lane=1) == current_annotations(session, "a")
        with pytest.raises(LaneClosed, match="takes nobody while the work is recorded"):
            take(session, BEN, "a", 0, NOW)


def test_an_annotator_never_gets_to_check_their_own_work(database: Database) -> None:
    fill(database, "a")
    with database.session() as session:
        take(session, BOTH, "a", 0, NOW)
        do_all(session, BOTH)
        submit(session, BOTH, "a", 0, NOW)
        assert next_work(session, BOTH, Purpose.REVIEW, NOW) is None
        with pytest.raises(NotAllowed, match="Bo made part of it and cannot check it"):
            take(session, BOTH, "a", 0, NOW)
        assert next_work(session, RIA, Purpose.REVIEW, NOW) is not None
