"""What stands beside a step is what its records hold, in words and numbers."""

from pathlib import Path
from typing import Any

import pytest

from embrace3k.annotator.evidence import StepEvidence, evidence_of
from embrace3k.schema.actions import PROFILES, Action
from embrace3k.schema.layouts import read
from embrace3k.schema.replays import InstantErrors, PoseError, Replay, ReplayVerdict
from embrace3k.schema.trajectories import (
    Driver,
    DriverKind,
    Evidence,
    Final,
    Frame,
    Result,
    Simulator,
    Step,
    StepOutcome,
    TargetView,
    Trajectory,
    WorldState,
)
from embrace3k.tests.annotator.records import HERE, task

STILL: dict[str, Any] = {"forward_cm": 0.0, "right_cm": 0.0, "up_cm": 0.0, "turn_deg": 0.0, "blocked": False}
FRAMES = [Frame(sha256=f"{n:064x}", size_bytes=1, width_px=640, height_px=480) for n in range(2)]


def taken(steps: list[dict[str, Any]], final: Final | None = None) -> Trajectory:
    return Trajectory(
        id="trajectory",
        task_id="t",
        scene=task().scene,
        simulator=Simulator(backend="embedded"),
        profile=PROFILES["v2"],
        driver=Driver(kind=DriverKind.ORACLE, name="oracle"),
        steps=[Step(index=index, **{"pose": HERE, **fields}) for index, fields in enumerate(steps)],
        final=final,
        result=Result(success=True, stages=[True]),
    )


def only(action: Action, final: Final | None = None, /, **fields: Any) -> StepEvidence:
    measured = fields.pop("evidence", None)
    evidence = Evidence(**STILL | measured) if measured is not None else None
    (shown,) = evidence_of(taken([{"action": action, "evidence": evidence, **fields}], final))
    return shown


@pytest.mark.parametrize(
    ("measured", "words"),
    [
        pytest.param({"forward_cm": 125.859, "up_cm": 12.2}, "forward 126 cm, up 12 cm", id="up a step"),
        pytest.param({"forward_cm": -100.465}, "backward 100 cm", id="backward"),
        pytest.param({"forward_cm": 40.0, "right_cm": -31.0}, "forward 40 cm, to the left 31 cm", id="a slide"),
        pytest.param({"turn_deg": 25.0}, "turned right 25°", id="right"),
        pytest.param({"turn_deg": -25.0}, "turned left 25°", id="left"),
        pytest.param({"forward_cm": 0.4, "turn_deg": -0.4}, "no movement", id="at rest"),
    ],
)
def test_a_change_of_pose_is_told_in_words(measured: dict[str, float], words: str) -> None:
    shown = only(Action.MOVE_FORWARD, evidence=measured).movement
    assert shown is not None and shown.words == words
    assert (shown.forward_cm, shown.turn_deg) == (measured.get("forward_cm", 0.0), measured.get("turn_deg", 0.0))


def test_a_step_without_evidence_moves_as_its_poses_tell() -> None:
    there = HERE._replace(x_cm=126.0, z_cm=HERE.z_cm - 15)
    shown = only(Action.MOVE_FORWARD, Final(pose=there))
    assert shown.movement is not None and shown.movement.words == "forward 126 cm, down 15 cm"
    assert (shown.outcome, shown.targets, shown.view_changed) == (None, [], None)


def test_the_last_step_of_a_layout_without_a_final_pose_says_nothing_of_movement() -> None:
    assert only(Action.FINISH).movement is None


def test_a_look_is_a_change_of_the_head() -> None:
    down = Final(pose=HERE, state=WorldState(head_pitch_deg=-30))
    shown = only(Action.LOOK_DOWN, down, state=WorldState(), evidence={})
    assert shown.movement is not None and (shown.movement.words, shown.movement.look_deg) == ("looked down 30°", -30.0)
    assert shown.expected == "looks down 30°"


@pytest.mark.parametrize("action", list(Action))
def test_every_action_says_what_it_should_do(action: Action) -> None:
    assert only(action).expected


def test_numbers_of_what_is_expected_come_from_the_profile() -> None:
    assert [only(action).expected for action in (Action.MOVE_FORWARD, Action.MOVE_BACKWARD, Action.TURN_LEFT)] == [
        "goes forward 126 cm",
        "goes backward 100 cm",
        "turns left 25°",
    ]


@pytest.mark.parametrize(
    ("outcome", "by", "words"),
    [
        pytest.param(StepOutcome.BLOCKED, "red_bench", "blocked by the red bench", id="blocked"),
        pytest.param(StepOutcome.BLOCKED, None, "blocked", id="blocked by who knows"),
        pytest.param(StepOutcome.PARTIAL, "fence_2", "cut short by the fence", id="partial"),
        pytest.param(StepOutcome.NO_EFFECT, None, "no effect", id="no effect"),
        pytest.param(StepOutcome.FAILED, None, "failed", id="failed"),
        pytest.param(StepOutcome.EFFECTIVE, None, None, id="effective"),
    ],
)
def test_what_was_in_the_way_is_named(outcome: StepOutcome, by: str | None, words: str | None) -> None:
    shown = only(Action.MOVE_FORWARD, outcome=outcome, evidence={"blocked_by": by})
    assert (shown.outcome, shown.hindrance) == (outcome, words)


def test_a_door_that_changed_is_named_with_its_new_state() -> None:
    after = Final(pose=HERE, state=WorldState(doors={"front_door": True}))
    shut = WorldState(doors={"front_door": False})
    for evidence in ({"door_changed": "front_door"}, None):
        assert only(Action.OPEN_DOOR, after, state=shut, evidence=evidence).door == "front door is open now"
    assert only(Action.OPEN_DOOR, Final(pose=HERE, state=shut), state=shut, evidence={}).door is None


def test_what_is_held_before_and_after_is_named() -> None:
    shown = only(Action.PICK, state=WorldState(), evidence={"carried": "red_mug_2"})
    assert (shown.holds, shown.holds_after) == (None, "red mug")
    shown = only(Action.DROP, Final(pose=HERE, state=WorldState()), state=WorldState(holding="red_mug_2"))
    assert (shown.holds, shown.holds_after) == ("red mug", None)


def test_each_target_has_its_place_in_words_and_numbers() -> None:
    views = [
        TargetView(object="car", visible=True, pixels=900, box_px=(1, 2, 31, 32), bearing_deg=b, distance_cm=d)
        for b, d in ((3, 120), (-20, 500), (60, 1234.4), (170, 400))
    ]
    shown = only(Action.IDLE, evidence={"targets": views}).targets
    assert [each.where for each in shown] == ["ahead", "slightly left", "right", "behind"]
    assert [(each.distance, each.distance_m) for each in shown[:3]] == [
        ("close by", 1.2), ("some way off", 5.0), ("far away", 12.34),
    ]  # fmt: skip
    assert (shown[0].label, shown[0].visible, shown[0].pixels, shown[0].box_px) == ("car", True, 900, (1, 2, 31, 32))


def test_equal_pictures_before_and_after_are_an_unchanged_view() -> None:
    steps = [{"action": Action.IDLE, "frame": FRAMES[n]} for n in (0, 0, 1)]
    assert [each.view_changed for each in evidence_of(taken(steps))] == [False, True, None]


def test_a_replay_speaks_of_the_instants_around_the_step() -> None:
    off = InstantErrors(index=1, unequal=["pose"], agent=PoseError(3.0, 0.0))
    replay = Replay(
        trajectory_id="trajectory", trajectory_sha256="0" * 64, verdict=ReplayVerdict.DRIFTED, program="p", instants=4,
        words="3 cm off", errors=[off], created_at="2026-11-22T00:00:00Z",
    )  # fmt: skip
    shown = [each.replay for each in evidence_of(taken([{"action": Action.IDLE}] * 4), replay)]
    assert [each and (each.verdict, each.exact) for each in shown] == [
        (ReplayVerdict.DRIFTED, exact) for exact in (False, False, True, None)
    ]  # fmt: skip


def test_published_episodes_have_evidence_from_their_poses(published_samples: Path) -> None:
    for folder in ("embrace_sample", "embrace_v2_sample"):
        for episode in read(published_samples / folder):
            shown = evidence_of(episode.trajectory)
            assert len(shown) == len(episode.trajectory.steps)
            turns = [each.movement.words for each in shown if each.action is Action.TURN_LEFT and each.movement]
            assert all("turned left" in words for words in turns), turns
