"""The whole way of a trajectory through annotation and review, on SQLite and PostgreSQL."""

import pytest

from embrace3k.annotator.comparing import compare
from embrace3k.annotator.errors import GateClosed, LaneNotHeld, NotAllowed, StepConflict, WorkChanged
from embrace3k.annotator.leases import take
from embrace3k.annotator.queue import Plan, next_work
from embrace3k.annotator.review import Decision, adopt, decide
from embrace3k.annotator.saving import save
from embrace3k.annotator.submitting import submit
from embrace3k.schema.work import ReturnReason, WorkEvent, WorkState
from embrace3k.storage.annotations import current_annotations, history
from embrace3k.storage.assignments import Purpose
from embrace3k.storage.database import Database
from embrace3k.storage.trajectory_reviews import trajectory_review_history
from embrace3k.storage.work import get_work, lanes_of
from embrace3k.tests.annotator.workplace import (
    ADA,
    ANN,
    BEN,
    NOW,
    RIA,
    ROY,
    WRONG,
    do_all,
    fill,
    place,
    words,
)  # fmt: skip


def decision(event: WorkEvent, version: int, **more: object) -> Decision:
    return Decision(trajectory_id="a", event=event, version=version, **more)  # type: ignore[arg-type]


def test_one_annotator_one_reviewer_and_one_who_accepts(database: Database) -> None:
    fill(database, "a")
    with database.session() as session:
        hold = next_work(session, ANN, Purpose.ANNOTATE, NOW)
        assert hold is not None and (hold.trajectory_id, hold.lane) == ("a", 0)
        save(session, ANN, place(0, 1), words("I see the car ahead."), NOW, dwell_ms=1200)
        with pytest.raises(StepConflict) as conflict:
            save(session, ANN, place(0, 1), words("Something else."), NOW)
        assert conflict.value.current and conflict.value.current.rationale == "I see the car ahead."
        with pytest.raises(GateClosed) as gate:
            submit(session, ANN, "a", 0, NOW)
        assert [(gap.step_index, gap.unseen, gap.unjudged) for gap in gate.value.gaps] == [(1, True, True)]
        do_all(session, ANN)
        assert submit(session, ANN, "a", 0, NOW) is WorkState.ANNOTATED

    with database.session() as session:
        assert next_work(session, RIA, Purpose.REVIEW, NOW) is not None
        sent_back = decision(WorkEvent.RETURN, 2, reason=ReturnReason.WEAK_RATIONALE, steps=[1])
        assert decide(session, RIA, sent_back, NOW).state is WorkState.RETURNED

    with database.session() as session:
        assert next_work(session, ANN, Purpose.ANNOTATE, NOW) is not None
        save(session, ANN, place(1, 2), words("The car is close by, so I stop."), NOW)
        assert submit(session, ANN, "a", 0, NOW) is WorkState.ANNOTATED

    with database.session() as session:
        assert next_work(session, RIA, Purpose.REVIEW, NOW) is not None
        save(session, RIA, place(0, 3), words("The car is ahead of me, so I go on."), NOW)
        with pytest.raises(NotAllowed, match="Ria made part of it and cannot check it"):
            decide(session, RIA, decision(WorkEvent.ACCEPT, 4), NOW)
        session.rollback()

    with database.session() as session:
        take(session, RIA, "a", 0, NOW)
        save(session, RIA, place(0, 3), words("The car is ahead of me, so I go on."), NOW)
        assert decide(session, RIA, decision(WorkEvent.REVIEW, 4), NOW).state is WorkState.REVIEWED
        take(session, ADA, "a", 0, NOW)
        assert decide(session, ADA, decision(WorkEvent.ACCEPT, 5), NOW).state is WorkState.ACCEPTED
        told = [(each.event, each.by) for each in trajectory_review_history(session, "a")]
        assert told == [("return", "Ria"), ("review", "Ria"), ("accept", "Ada")]
        authors = [each.author.name for each in history(session, "a", 0)]
        assert authors == ["drafts", "Ann", "Ann", "Ria"]


def test_two_blind_annotators_are_adjudicated_into_lane_0(database: Database) -> None:
    fill(database, "a", plan=Plan(annotators=2, overlap=1.0))
    with database.session() as session:
        for person, lane in ((ANN, 1), (BEN, 2)):
            hold = next_work(session, person, Purpose.ANNOTATE, NOW)
            assert hold is not None and hold.lane == lane
        do_all(session, ANN, lane=1, text="I see the car.")
        assert submit(session, ANN, "a", 1, NOW) is WorkState.RECORDED
        do_all(session, BEN, lane=2, text="I walk to the car.")
        save(session, BEN, place(1, 2, lane=2), words("It is a van.", WRONG), NOW)
        assert submit(session, BEN, "a", 2, NOW) is WorkState.ANNOTATED
        assert [each.author.name for each in current_annotations(session, "a")] == ["drafts", "drafts"]

    with database.session() as session:
        assert next_work(session, RIA, Purpose.REVIEW, NOW) is not None
        first, second = compare(session, get_work(session, "a"))
        assert (first.step_index, first.differs) == (1, ["action_matches", "reason_codes"])
        assert second.differs == [] and second.settled is None
        with pytest.raises(GateClosed):
            decide(session, RIA, decision(WorkEvent.ACCEPT, 2), NOW)
        adopt(session, RIA, place(0, 1), 1, 2, NOW)
        adopt(session, RIA, place(1, 1), 2, 3, NOW)
        assert decide(session, RIA, decision(WorkEvent.ACCEPT, 2), NOW).state is WorkState.ACCEPTED
        taken = current_annotations(session, "a")
        assert [(each.author.name, each.provenance and each.provenance.adopted) for each in taken] == [
            ("Ann", (1, 2)), ("Ben", (2, 3)),
        ]  # fmt: skip
        assert all(lane.holder is None for lane in lanes_of(session, "a"))


def test_a_decision_over_an_older_version_is_refused(database: Database) -> None:
    fill(database, "a")
    with database.session() as session:
        take(session, ANN, "a", 0, NOW)
        do_all(session, ANN)
        submit(session, ANN, "a", 0, NOW)
        take(session, RIA, "a", 0, NOW)
        with pytest.raises(WorkChanged):
            decide(session, RIA, decision(WorkEvent.ACCEPT, 1), NOW)
        with pytest.raises(LaneNotHeld, match="Ria holds it now"):
            decide(session, ROY, decision(WorkEvent.ACCEPT, 2), NOW)


def test_submitting_twice_changes_nothing(database: Database) -> None:
    fill(database, "a")
    with database.session() as session:
        take(session, ANN, "a", 0, NOW)
        do_all(session, ANN)
        assert submit(session, ANN, "a", 0, NOW) is submit(session, ANN, "a", 0, NOW) is WorkState.ANNOTATED
        assert get_work(session, "a").version == 2


def test_an_accepted_trajectory_comes_back_only_by_an_admin(database: Database) -> None:
    fill(database, "a")
    with database.session() as session:
        take(session, ANN, "a", 0, NOW)
        do_all(session, ANN)
        submit(session, ANN, "a", 0, NOW)
        take(session, RIA, "a", 0, NOW)
        assert decide(session, RIA, decision(WorkEvent.ACCEPT, 2), NOW).version == 4
        again = decision(WorkEvent.REOPEN, 4, reason=ReturnReason.MISTAKE)
        with pytest.raises(NotAllowed, match="that takes the role admin"):
            decide(session, RIA, again, NOW)
        assert decide(session, ADA, again, NOW).state is WorkState.RETURNED
        assert next_work(session, ANN, Purpose.ANNOTATE, NOW) is not None
