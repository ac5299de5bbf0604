"""Comparing, adopting, deciding, and planted steps."""

import pytest

from embrace3k.annotator.comparing import compare, word_changes
from embrace3k.annotator.errors import DecisionRefused, GateClosed, LaneClosed, NotAllowed, StepConflict
from embrace3k.annotator.honeypots import as_shown, plant, probes
from embrace3k.annotator.leases import take
from embrace3k.annotator.queue import Plan
from embrace3k.annotator.review import Decision, adopt, decide
from embrace3k.annotator.saving import Words, save
from embrace3k.annotator.submitting import submit
from embrace3k.schema.actions import Action
from embrace3k.schema.annotations import ReasonCode
from embrace3k.schema.work import ReturnReason, WorkEvent, WorkState
from embrace3k.storage.annotations import current_annotations
from embrace3k.storage.database import Database
from embrace3k.storage.row_check import check_rows
from embrace3k.storage.trajectories import get_trajectory
from embrace3k.storage.work import get_work, lanes_of
from embrace3k.tests.annotator.workplace import ANN, BEN, ENG, NOW, RIA, WRONG, do_all, fill, place, words

BLIND = Plan(annotators=2, overlap=1.0)


def reviewing(database: Database, plan: Plan | None = None) -> None:
    """All lanes of trajectory `a` are submitted, and Ria holds lane 0."""
    fill(database, "a", plan=plan)
    with database.session() as session:
        lanes = get_work(session, "a").annotator_lanes
        for person, lane in zip((ANN, BEN), lanes, strict=False):
            take(session, person, "a", lane, NOW)
            do_all(session, person, lane=lane, text=f"{person.name} goes on.")
            submit(session, person, "a", lane, NOW)
        take(session, RIA, "a", 0, NOW)


def decision(event: WorkEvent, version: int = 2, **more: object) -> Decision:
    return Decision(trajectory_id="a", event=event, version=version, **more)  # type: ignore[arg-type]


def test_word_changes_lead_from_one_text_to_the_other() -> None:
    changes = word_changes("I see the red car ahead", "I see a car straight ahead")
    assert [(each.op, each.left, each.right) for each in changes] == [
        ("equal", "I see", "I see"), ("replace", "the red", "a"), ("equal", "car", "car"),
        ("insert", "", "straight"), ("equal", "ahead", "ahead"),
    ]  # fmt: skip


def test_one_annotators_text_is_held_against_the_draft(database: Database) -> None:
    fill(database, "a")
    with database.session() as session:
        take(session, ANN, "a", 0, NOW)
        kept = current_annotations(session, "a")[0].rationale
        save(session, ANN, place(0, 1), words(kept), NOW)
        save(session, ANN, place(1, 1), words("All new."), NOW)
        first, second = compare(session, get_work(session, "a"))
    assert (first.step_index, first.differs, second.step_index, second.differs) == (1, ["rationale"], 0, [])
    assert [side.annotation.author.name for side in first.sides] == ["drafts", "Ann"]


def test_only_the_newest_word_of_a_blind_lane_is_adopted(database: Database) -> None:
    reviewing(database, BLIND)
    with database.session() as session:
        for lane, revision in ((1, 1), (0, 1), (1, 7)):
            with pytest.raises(DecisionRefused, match="no newest revision"):
                adopt(session, RIA, place(0, 1), lane, revision, NOW)
        with pytest.raises(StepConflict):
            adopt(session, RIA, place(0, 4), 1, 2, NOW)
        where = place(0, 1)
        assert not adopt(session, RIA, where, 1, 2, NOW).repeated
        assert adopt(session, RIA, where, 1, 2, NOW).repeated


@pytest.mark.parametrize(
    "unfit",
    [
        decision(WorkEvent.RETURN), decision(WorkEvent.ACCEPT, reason=ReturnReason.OTHER), decision(WorkEvent.SUBMIT),
        decision(WorkEvent.REFUSE, reason=ReturnReason.OTHER, steps=[2]),
        decision(WorkEvent.RETURN, reason=ReturnReason.OTHER, lanes=[0]),
    ],
)  # fmt: skip
def test_a_decision_has_to_make_sense(database: Database, unfit: Decision) -> None:
    reviewing(database, BLIND)
    with database.session() as session, pytest.raises(DecisionRefused):
        decide(session, RIA, unfit, NOW)


def test_a_return_may_open_some_of_the_lanes(database: Database) -> None:
    reviewing(database, BLIND)
    with database.session() as session:
        decide(session, RIA, decision(WorkEvent.RETURN, reason=ReturnReason.WRONG_VERDICT, lanes=[2]), NOW)
        assert [lane.submitted for lane in lanes_of(session, "a")] == [True, True, False]
        take(session, BEN, "a", 2, NOW)
        assert submit(session, BEN, "a", 2, NOW) is WorkState.ANNOTATED


def test_decisions_pass_the_integrity_check(database: Database) -> None:
    reviewing(database)
    with database.session() as session:
        decide(session, RIA, decision(WorkEvent.REFUSE, reason=ReturnReason.BAD_DEMONSTRATION, note="walks"), NOW)
    with database.snapshot() as session:
        assert check_rows(session) == []


def test_a_planted_step_is_shown_and_never_reaches_lane_0(database: Database) -> None:
    fill(database, "a")
    with database.session() as session:
        assert plant(session, ENG, "a", 0, Action.TURN_LEFT, NOW)
        shown = as_shown(session, get_trajectory(session, "a"))
        assert [step.action for step in shown.steps] == [Action.TURN_LEFT, Action.FINISH]
        take(session, ANN, "a", 1, NOW)
        do_all(session, ANN, lane=1)
        caught = Words(
            rationale="It walks.", answers=WRONG, reason_codes=[ReasonCode.WRONG_ACTION],
            corrected_action=Action.MOVE_FORWARD,
        )  # fmt: skip
        save(session, ANN, place(0, 2, lane=1), caught, NOW)
        assert probes(session) == []
        assert submit(session, ANN, "a", 1, NOW) is WorkState.ANNOTATED
        (probe,) = probes(session)
        assert (probe.annotator, probe.step_index, probe.caught, probe.corrected) == ("Ann", 0, True, True)
        take(session, RIA, "a", 0, NOW)
        with pytest.raises(DecisionRefused, match="shown a wrong action"):
            adopt(session, RIA, place(0, 1), 1, 3, NOW)
        save(session, RIA, place(0, 1), caught, NOW)
        adopt(session, RIA, place(1, 1), 1, 2, NOW)
        with pytest.raises(GateClosed) as gate:
            decide(session, RIA, decision(WorkEvent.REVIEW), NOW)
        assert gate.value.gaps[0].problems[0].startswith("A012 MoveForward is what was recorded")


def test_planting_is_refused_where_it_would_be_seen_or_be_true(database: Database) -> None:
    fill(database, "a", "b")
    with database.session() as session:
        with pytest.raises(NotAllowed, match="that takes the role admin or engineer"):
            plant(session, ANN, "a", 0, Action.TURN_LEFT, NOW)
        with pytest.raises(NotAllowed, match="is the true action"):
            plant(session, ENG, "a", 0, Action.MOVE_FORWARD, NOW)
        take(session, ANN, "b", 0, NOW)
        with pytest.raises(LaneClosed, match="somebody has begun"):
            plant(session, ENG, "b", 0, Action.TURN_LEFT, NOW)
