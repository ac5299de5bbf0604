"""Replays in the toy yard: exact ones, tampered recordings, a simulator that drifts, and what cannot be replayed."""

from typing import Any

import pytest
from msgspec.structs import replace

from embrace3k.collector.drivers import ScriptDriver
from embrace3k.collector.journal import Journal
from embrace3k.collector.loop import run_episode
from embrace3k.collector.replay import OWN, Leeway, replay
from embrace3k.schema.actions import PROFILES, Action
from embrace3k.schema.codec import digest
from embrace3k.schema.poses import Pose
from embrace3k.schema.replays import PoseError, Replay, ReplayTolerance
from embrace3k.schema.tasks import Scene
from embrace3k.schema.trajectories import Frame, Trajectory
from embrace3k.simulator.errors import SimulatorError, SimulatorLost, WorldNotFound
from embrace3k.tests.collector.toy import Sliding, Yard, moved, yard_footprints, yard_header, yard_task

ACTIONS = [
    Action.MOVE_FORWARD, Action.PICK, Action.MOVE_FORWARD, Action.OPEN_DOOR, Action.TURN_LEFT, Action.DROP,
    Action.LOOK_DOWN, Action.FINISH,
]  # fmt: skip
HELD, OPENED, END = 2, 4, len(ACTIONS)
"""Instants: the first with the ball in hand, the first with an open gate, the one after the last action."""


@pytest.fixture(scope="module")
def recorded(tmp_path_factory) -> Trajectory:
    task, driver = yard_task(), ScriptDriver(ACTIONS)
    with Journal(tmp_path_factory.mktemp("yard") / "a.journal", yard_header(task, driver)) as journal:
        return run_episode(Yard(), task, driver, journal, footprints=yard_footprints)


def tampered(trajectory: Trajectory, index: int, **changes) -> Trajectory:
    """With one instant that says something else."""
    if index == len(trajectory.steps):
        assert trajectory.final is not None
        return replace(trajectory, final=replace(trajectory.final, **changes))
    steps = list(trajectory.steps)
    steps[index] = replace(steps[index], **changes)
    return replace(trajectory, steps=steps)


def replayed(trajectory: Trajectory, simulator=None, leeway=OWN) -> Replay:
    return replay(simulator or Yard(), yard_task(), trajectory, leeway)


def test_what_was_recorded_comes_out_again_to_the_last_bit(recorded):
    found = replayed(recorded)
    assert recorded.steps[HELD].state.holding == "ball" and recorded.steps[OPENED].state.doors == {"gate": True}
    assert (found.verdict, found.errors, found.first_out, found.words) == ("verified", [], None, None)
    assert (found.instants, found.frames_compared, found.frames_equal) == (END + 1, END + 1, END + 1)
    assert found.largest == PoseError(0.0, 0.0) and found.trajectory_id == recorded.id
    assert found.trajectory_sha256 == digest(recorded)
    assert found.tolerance == ReplayTolerance(position_cm=0.0, rotation_deg=0.0, frames=True, own=True)
    assert (found.simulator, found.program) == (Yard().facts(), "embrace3k 0.1.0")


@pytest.mark.parametrize("index", [0, 3, END])
@pytest.mark.parametrize(
    ("by", "error"),
    [
        ({"x_cm": 0.5}, PoseError(0.5, 0.0)),
        ({"z_cm": 0.001}, PoseError(0.001, 0.0)),
        ({"yaw_deg": 1.0}, PoseError(0.0, 1.0)),
        ({"roll_deg": -0.25}, PoseError(0.0, 0.25)),
    ],
    ids=["half a centimetre", "height", "yaw", "roll"],
)
def test_a_pose_that_was_changed_is_caught_at_its_step_with_its_size(recorded, index, by, error):
    pose = recorded.poses()[index]
    found = replayed(tampered(recorded, index, pose=moved(pose, **by)))
    assert (found.verdict, found.first_out, found.agent, found.objects) == (
        "drifted",
        index,
        error,
        PoseError(0.0, 0.0),
    )
    assert [(each.index, each.unequal) for each in found.errors] == [(index, ["pose"])]
    assert found.words == f"step {index}: agent {error.position_cm:.3f} cm, {error.rotation_deg:.3f} deg off"


def test_a_drift_too_small_to_be_measured_is_caught(recorded):
    pose = recorded.steps[1].pose
    found = replayed(tampered(recorded, 1, pose=pose._replace(x_cm=pose.x_cm + 2e-14)))
    assert (found.verdict, found.first_out, found.agent) == ("drifted", 1, PoseError(0.0, 0.0))


@pytest.mark.parametrize("index", [0, END])
@pytest.mark.parametrize(
    ("by", "error"), [({"z_cm": -0.5}, PoseError(0.5, 0.0)), ({"pitch_deg": 3.0}, PoseError(0.0, 3.0))], ids=str
)
def test_a_camera_that_was_elsewhere_is_caught_apart_from_the_agent(recorded, index, by, error):
    camera = [*recorded.steps, recorded.final][index].camera_pose
    found = replayed(tampered(recorded, index, camera_pose=moved(camera, **by)))
    assert (found.first_out, found.agent, found.camera, found.largest) == (index, PoseError(0.0, 0.0), error, error)
    assert found.errors[0].unequal == ["camera"]
    assert found.words == f"step {index}: camera {error.position_cm:.3f} cm, {error.rotation_deg:.3f} deg off"


def test_a_camera_that_was_not_recorded_is_not_missed(recorded):
    assert replayed(tampered(recorded, 1, camera_pose=None)).verdict == "verified"


def test_an_object_that_was_moved_is_caught_apart_from_the_agent(recorded):
    state = recorded.steps[3].state
    elsewhere = replace(state, objects={"ball": moved(state.objects["ball"], y_cm=-2.0, pitch_deg=3.0)})
    found = replayed(tampered(recorded, 3, state=elsewhere))
    assert (found.first_out, found.agent, found.objects) == (3, PoseError(0.0, 0.0), PoseError(2.0, 3.0))
    assert found.errors[0].objects == {"ball": PoseError(2.0, 3.0)}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"doors": {"gate": False}}, "gate is open"),
        ({"doors": {"gate": True, "hatch": False}}, "hatch is not told"),
        ({"holding": None}, "holds ball, not nothing"),
        ({"head_pitch_deg": 30.0}, "head 30.000 deg off"),
        ({"doors": {}}, "gate is open"),
        ({"objects": {}}, "ball was not there"),
        ({"objects": {"mug": Pose(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)}}, "mug is not there; ball was not there"),
        ({"object_distance_cm": 7.0}, "state differs"),
    ],
    ids=str,
)
def test_a_state_that_was_changed_is_caught_and_named(recorded, changes, words):
    state = replace(recorded.steps[OPENED].state, **changes)
    found = replayed(tampered(recorded, OPENED, state=state))
    assert (found.verdict, found.first_out, found.words) == ("drifted", OPENED, f"step {OPENED}: {words}")


@pytest.mark.parametrize(
    ("frame", "words", "equal"),
    [
        (Frame(sha256="0" * 64, size_bytes=1, width_px=64, height_px=48), "frame differs", END),
        (None, "no frame was recorded", END),
    ],
)
def test_a_frame_that_was_changed_or_taken_away_is_caught(recorded, frame, words, equal):
    found = replayed(tampered(recorded, 5, frame=frame))
    assert (found.verdict, found.words, found.frames_equal) == ("drifted", f"step 5: {words}", equal)
    assert found.frames_compared == END + (frame is not None)


def test_another_action_is_caught_after_it_and_the_rest_is_acted_out(recorded):
    found = replayed(tampered(recorded, 2, action=Action.MOVE_BACKWARD))
    assert (found.verdict, found.first_out, found.instants) == ("drifted", 3, END + 1)
    assert found.errors[0].agent == PoseError(125.859 + 100.465, 0.0)
    assert found.errors[1].doors == {"gate": False}
    assert [each.index for each in found.errors] == list(range(3, END + 1))


def on_unreal(trajectory: Trajectory) -> Trajectory:
    return replace(trajectory, simulator=replace(trajectory.simulator, backend="unreal"))


def test_drift_within_the_simulators_tolerance_is_verified_and_measured(recorded):
    found = replayed(on_unreal(recorded), Sliding({2: {"x_cm": 0.7}, 3: {"yaw_deg": -0.4}}))
    assert (found.verdict, found.first_out, found.agent) == ("verified", None, PoseError(0.7, 0.4))
    assert [each.index for each in found.errors] == [2, 3]
    assert found.tolerance == ReplayTolerance(position_cm=1.0, rotation_deg=0.5, frames=False, own=True)


@pytest.mark.parametrize("slide", [{"x_cm": 1.2}, {"yaw_deg": 0.6}])
def test_a_drift_in_the_middle_is_not_hidden_by_a_return_at_the_end(recorded, slide):
    found = replayed(on_unreal(recorded), Sliding({2: {"x_cm": 0.7}, 4: slide}))
    assert (found.verdict, found.first_out, found.instants) == ("drifted", 4, END + 1)
    assert found.errors[-1].index == 4


def test_another_tolerance_can_be_asked_for(recorded):
    slides = {4: {"x_cm": 1.2}}
    found = replayed(on_unreal(recorded), Sliding(slides), Leeway(position_cm=1.5))
    tolerance = ReplayTolerance(position_cm=1.5, rotation_deg=0.5, frames=False, own=False)
    assert (found.verdict, found.tolerance) == ("verified", tolerance)
    narrow = replayed(on_unreal(recorded), Sliding(slides), Leeway(0.0, 0.0))
    assert narrow.first_out == 4
    assert narrow.tolerance == ReplayTolerance(position_cm=0.0, rotation_deg=0.0, frames=False, own=True)


def test_embedded_worlds_are_given_no_leeway(recorded):
    slightly_off = tampered(recorded, 1, pose=moved(recorded.steps[1].pose, x_cm=0.001))
    found = replayed(slightly_off, leeway=Leeway(5.0, 5.0))
    tolerance = ReplayTolerance(position_cm=0.0, rotation_deg=0.0, frames=True, own=True)
    assert (found.verdict, found.tolerance) == ("drifted", tolerance)


def test_another_renderer_is_named_where_frames_differ(recorded):
    drawn = replace(recorded, simulator=replace(recorded.simulator, renderer="another"))
    assert replayed(drawn, Yard(tint=128)).words == "step 0: frame differs (recorded with another, replayed with None)"


def test_frames_of_another_engine_are_compared_and_are_no_failure(recorded):
    found = replayed(on_unreal(recorded), Sliding({}, tint=128))
    assert (found.verdict, found.frames_compared, found.frames_equal) == ("verified", END + 1, 0)


def test_a_camera_that_does_not_follow_the_head_is_out_of_an_engines_tolerance(recorded):
    class Stiff(Sliding):
        def _look(self):
            seen = super()._look()
            return replace(seen, camera_pose=seen.camera_pose._replace(pitch_deg=0.0))

    found = replayed(on_unreal(recorded), Stiff({}))
    assert (found.verdict, found.words) == ("drifted", "step 7: camera 0.000 cm, 30.000 deg off")


def test_what_an_engine_tells_and_did_not_tell_before_is_out_of_its_tolerance(recorded):
    state = recorded.steps[1].state
    without = tampered(on_unreal(recorded), 1, state=replace(state, doors={}, objects={}))
    assert replayed(without, Sliding({})).words == "step 1: ball was not there; gate is closed"


class Refusing(Yard):
    """Raises what it is given, at the reset or at the third action."""

    def __init__(self, *, at_reset: Exception | None = None, at_third: Exception | None = None) -> None:
        super().__init__()
        self._at_reset, self._at_third, self._acts = at_reset, at_third, 0

    def reset(self, *arguments):
        if self._at_reset:
            raise self._at_reset
        return super().reset(*arguments)

    def act(self, action):
        self._acts += 1
        if self._at_third and self._acts == 3:
            raise self._at_third
        return super().act(action)


FACTS = Yard().facts()
CANNOT: dict[str, tuple[dict[str, Any], str]] = {
    "scene_unknown": ({"scene": Scene(name=None)}, "does not name its scene"),
    "final_missing": ({"final": None}, "does not say where its last action led"),
    "profile_differs": ({"profile": replace(PROFILES["v2"], forward_cm=126.0)}, "other step sizes"),
    "backend_differs": ({"simulator": replace(FACTS, backend="unreal")}, "by the backend unreal, this is embedded"),
    "picture_differs": ({"simulator": replace(FACTS, width_px=640)}, "width_px 640, this simulator's 64"),
}


@pytest.mark.parametrize("reason", CANNOT)
def test_what_does_not_fit_the_simulator_is_not_replayable_and_says_why(recorded, reason):
    changes, words = CANNOT[reason]
    found = replayed(replace(recorded, **changes))
    assert (found.verdict, found.reason, found.instants, found.first_out) == ("not_replayable", reason, 0, None)
    assert found.words is not None and words in found.words


def test_another_profile_and_another_field_of_view_do_not_fit(recorded):
    assert replayed(replace(recorded, profile=PROFILES["v1"])).reason == "profile_differs"
    assert replayed(replace(recorded, simulator=replace(FACTS, fov_deg=75.0))).reason == "picture_differs"


def test_an_action_without_a_recipe_is_not_replayable(recorded):
    found = replayed(tampered(recorded, 2, action=Action.LOOK_BACK))
    assert (found.verdict, found.reason) == ("not_replayable", "action_unknown")
    assert found.words == "step 2: LookBack has no published recipe"


@pytest.mark.parametrize(
    ("error", "reason"),
    [(WorldNotFound("no such map"), "world_missing"), (SimulatorError("another version"), "simulator_refused")],
)
def test_a_world_that_is_refused_is_not_replayable(recorded, error, reason):
    found = replayed(recorded, Refusing(at_reset=error))
    assert (found.verdict, found.reason, found.words) == ("not_replayable", reason, str(error))


def test_a_replay_that_is_cut_short_is_not_replayable_and_keeps_what_it_has(recorded):
    found = replayed(recorded, Refusing(at_third=SimulatorError("no")))
    assert (found.verdict, found.reason, found.instants) == ("not_replayable", "simulator_refused", 3)
    assert found.words == "step 2, MoveForward: no"


def test_a_lost_simulator_says_nothing_about_the_trajectory(recorded):
    with pytest.raises(SimulatorLost):
        replayed(recorded, Yard(lose=[2]))
