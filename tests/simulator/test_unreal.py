"""The path for a real Unreal Engine, against servers that know nothing of `/embrace3k` and so pass for one.

One is our own with those commands hidden, which draws and moves; the other is scripted, and remembers what it heard.
"""

import math
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from embrace3k.collector.evidence import done_by
from embrace3k.schema.actions import Action
from embrace3k.schema.poses import Pose
from embrace3k.schema.tasks import PickDrop, Scene
from embrace3k.schema.trajectories import StepOutcome
from embrace3k.simulator.errors import SimulatorError, WorldNotFound
from embrace3k.simulator.interfaces import Tolerance
from embrace3k.simulator.launch import connect
from embrace3k.simulator.scenes import Door, MapTolerance, Pickable, Scenes, SceneSettings, Waits
from embrace3k.tests.simulator.fake_unreal import HURRY, WAITS, FakeUnreal, Troubles
from embrace3k.tests.simulator.fake_unreal import SCENES as FAKE_SCENES
from embrace3k.tests.simulator.fake_world import LEVEL, THING_CLASS
from embrace3k.tests.simulator.fake_world import THING as CARRIED
from embrace3k.tests.simulator.places import BEFORE_DOOR, BEFORE_THING, THING, WORLD

SCENE = Scene(name="family-house_0000")
START = Pose(0.0, 0.0, 88.0, 0.0, 0.0, 0.0)
HURRIED = SceneSettings(waits=Waits(atomic_s=0.001, destroyed_s=0.0, dressed_s=0.0), warm_up_frames=1)
SCENES = Scenes(scenes={"family-house_0000": HURRIED})


@pytest.fixture(scope="module")
def log(tmp_path_factory) -> Path:
    return Path(tmp_path_factory.mktemp("engine")) / "log"


@pytest.fixture(scope="module")
def unreal(light, log):
    words = [sys.executable, "-m", "embrace3k.tests.simulator.strange_engine", str(light), str(log)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        simulator = connect(f"unrealcv://127.0.0.1:{int(server.stdout.readline())}", scenes=SCENES)
        yield simulator
        simulator.close()
        server.kill()


def test_its_frames_are_not_called_embedded(unreal):
    unreal.reset(SCENE, WORLD.start)
    facts = unreal.facts()
    settings = SCENES.fingerprint("family-house_0000", None)
    assert (facts.backend, facts.version, facts.renderer) == ("unreal", "1.1.0", f"settings {settings}")
    assert (facts.width_px, facts.height_px, facts.fov_deg) == (160, 120, 90.0)


def test_actions_go_step_by_step_and_end_in_the_same_places(unreal):
    before = unreal.reset(SCENE, WORLD.start)
    after = unreal.act(Action.MOVE_FORWARD)
    assert math.dist(before.pose[:2], after.pose[:2]) == pytest.approx(125.859, abs=0.001)
    assert after.blocked_by is None, "a real engine does not tell"
    looking = unreal.act(Action.LOOK_UP)
    assert (looking.camera_pose.pitch_deg, looking.state.head_pitch_deg) == (30.0, 30.0)
    assert unreal.act(Action.FINISH).jpeg == looking.jpeg != after.jpeg


def test_the_door_at_hand_is_known_without_its_name(unreal):
    assert unreal.reset(SCENE, BEFORE_DOOR).state.doors == {"door": False}
    assert unreal.act(Action.OPEN_DOOR).state.doors == {"door": True}


def test_what_is_held_is_told_from_its_distance(unreal):
    task = PickDrop(object=THING, kind="pd", start_pose=WORLD.object(THING).pose)
    assert unreal.reset(SCENE, BEFORE_THING, task).state.holding is None
    assert unreal.act(Action.PICK).state.holding == THING
    assert unreal.act(Action.DROP).state.holding is None


def test_an_object_that_the_level_lacks_is_spawned_as_the_evaluator_does(unreal, log):
    place = Pose(400.0, -120.5, 30.0, 0.0, 90.0, 0.0)
    task = PickDrop(object="pd_object_7", kind="pd", start_pose=place, object_id=7, size=1.5)
    state = unreal.reset(SCENE, WORLD.start, task).state
    assert state.objects == {"pd_object_7": place} and state.holding is None
    actor = "BP_GrabMoveDrop_C_1"
    assert log.read_text().splitlines()[:8] == [
        f"vset /objects/spawn BP_GrabMoveDrop_C {actor}",
        f"vset /object/{actor}/location 0 0 -1000",
        f"vset /object/{actor}/rotation 0 0 0",
        f"vbp {actor} set_phy 1",
        f"vbp {actor} set_app 7",
        f"vset /object/{actor}/scale 1.5 1.5 1.5",
        f"vset /object/{actor}/location 400 -120.5 30",
        f"vset /object/{actor}/rotation 0 90 0",
    ]


def test_an_object_of_which_nobody_knows_the_look_is_refused_at_the_reset(unreal):
    task = PickDrop(object="pd_object", kind="pd", start_pose=WORLD.start)
    with pytest.raises(SimulatorError, match="the level has no object 'pd_object'.*object_id"):
        unreal.reset(SCENE, WORLD.start, task)


def test_an_unknown_map_is_said(unreal):
    with pytest.raises(WorldNotFound, match="Nowhere"):
        unreal.reset(Scene(name="Nowhere"), WORLD.start)


@pytest.fixture
def fake(tmp_path):
    engine = FakeUnreal(tmp_path)
    yield engine
    engine.close()


def sent(engine: FakeUnreal, scene: SceneSettings, act: Action | None = None, **reset) -> list[str]:
    """What the engine hears from the level load on, or during the action, its agent called P."""
    scenes = Scenes(scenes={LEVEL: replace(scene, waits=WAITS)}, pickable=(Pickable(id=7, name="basket", size=0.5),))
    simulator = connect(engine.url, scenes=scenes, patience=HURRY)
    try:
        begin = len(engine.log)
        simulator.reset(Scene(name=LEVEL), START, **reset)
        if act:
            begin = len(engine.log)
            simulator.act(act)
    finally:
        simulator.close()
    return [re.sub("spawned_char_[0-9a-f]{8}", "P", line) for line in engine.log[begin:]]


def test_a_level_is_entered_as_the_evaluator_does(fake):
    point = Pose(10.0, 20.0, 88.0, 0.0, 0.0, 0.0)
    door = Door(actor="BP_House_Door_1", closed_rotation=(0.0, 0.0, 0.0))
    lines = sent(fake, SceneSettings(reset_points=(point,), doors=(door,), exposure_offset=-1.5, warm_up_frames=1))
    nudged = [f"vget /camera/1/{kind} bmp" for kind in ("lit", "object_mask")]
    wanted = [
        "vset /action/game/level Yard", "vget /camera/0/location", "vget /level/name", "vget /objects",
        "vrun slomo 6", "vrun r.Fog 0", "vrun r.VolumetricFog 1", "vrun r.Tonemapper.Sharpen 0.5",
        "vrun r.MotionBlurQuality 0", "vrun r.AntiAliasingMethod 1", "vrun DisableAllScreenMessages",
        "vset /object/BP_House_Door_1/rotation 0 0 0", "vget /object/BP_House_Door_1/rotation",
        "vget /camera/0/location", "vset /camera/0/location 0 0 2000",
        "vset /objects/spawn_from_path /Game/SmartLocomotion/Blueprints/BP_Character.BP_Character_C P",
        "vget /object/P/location", "vset /object/P/location 10 20 88", "vset /object/P/rotation 0 0 0",
        "vrun ViewActor P", "vbp P set_app 4",
        "vget /cameras", "vget /object/P/location", "vget /object/P/rotation", "vget /camera/1/location",
        "vset /camera/1/lit_source ldr", "vset /camera/1/reflection none", "vset /camera/1/illumination none",
        "vbp P set_interval 1000", "vrun r.ExposureOffset -1.5", "vset /camera/1/exposure_bias -1.5",
        "vset /object/P/location 0 0 88", "vset /object/P/rotation 0 0 0", "vget /cameras", "vset /action/game/pause",
        "vset /action/game/resume", "vbp P set_move 0 0", "vbp P set_cam 5 0 -50 0 0 0", "vbp P set_standup",
        "vset /action/game/pause", "vset /action/game/resume", *nudged, "vset /action/game/pause",
    ]  # fmt: skip
    assert lines[: len(wanted)] == wanted


def test_a_still_world_is_photographed_after_a_nudge_and_a_running_one_as_it_is(fake):
    turn = sent(fake, SceneSettings(), Action.TURN_LEFT)
    pictures = ["vget /camera/1/lit bmp", "vget /camera/1/object_mask bmp"]
    assert turn[:6] == [
        "vset /action/game/resume", "vbp P set_move -25 0", "vbp P set_cam 5 0 -50 0 0 0", "vbp P set_standup",
        "vset /action/game/pause", "vget /camera/1/location",
    ]  # fmt: skip
    assert turn[6:12] == ["vset /camera/1/location 1 1 159", *pictures, "vset /camera/1/location 0 0 158", *pictures]
    assert turn[-2:] != pictures and turn.count(pictures[0]) == 3
    finish = sent(fake, SceneSettings(), Action.FINISH)
    assert (finish[0], finish[-1]) == ("vset /action/game/resume", "vset /action/game/pause")
    assert finish.count(pictures[0]) == 1 and not [line for line in finish if "set_move" in line or "vset /cam" in line]


def test_picking_up_respawns_the_object_in_front_and_lets_the_hands_take_it(fake):
    task = PickDrop(object="basket", kind="p", start_pose=Pose(100.0, 0.0, 5.0, 0.0, 0.0, 0.0), object_id=7)
    pick = sent(fake, SceneSettings(), Action.PICK, pick_drop=task)
    begin = pick.index("vset /action/game/resume")
    assert pick[begin : begin + 11] == [
        "vset /action/game/resume", f"vset /object/{CARRIED}/destroy", f"vset /objects/spawn {THING_CLASS} {CARRIED}",
        f"vset /object/{CARRIED}/location 0 0 -1000", f"vset /object/{CARRIED}/rotation 0 0 0",
        f"vbp {CARRIED} set_phy 1", f"vbp {CARRIED} set_app 7",
        f"vset /object/{CARRIED}/location 60 0 5", f"vset /object/{CARRIED}/rotation 0 0 0",
        "vbp P set_pickup", "vbp P set_move 0 0",
    ]  # fmt: skip
    assert f"vset /object/{CARRIED}/scale 0.5 0.5 0.5" in pick and pick.count("vbp P set_pickup") == 1


def test_an_object_out_of_reach_is_left_where_it_is(fake):
    task = PickDrop(object="basket", kind="p", start_pose=Pose(300.0, 0.0, 5.0, 0.0, 0.0, 0.0), object_id=7)
    pick = sent(fake, SceneSettings(), Action.PICK, pick_drop=task)
    assert not [line for line in pick if "set_pickup" in line or "destroy" in line]


def test_a_tasks_exposure_replaces_the_maps(fake):
    lines = sent(fake, SceneSettings(exposure_offset=-1.5), exposure=3.0)
    assert "vrun r.ExposureOffset 3" in lines and "vset /camera/1/exposure_bias 3" in lines


def test_a_door_that_does_not_close_is_said(fake):
    door = Door(actor="BP_House_Door_9", closed_rotation=(0.0, 0.0, 0.0))
    with pytest.raises(SimulatorError, match="BP_House_Door_9"):
        sent(fake, SceneSettings(doors=(door,)))


def test_a_console_command_that_must_work_and_does_not_is_said(fake):
    with pytest.raises(SimulatorError, match="vrun DisableAllScreenMessages"):
        sent(fake, SceneSettings(console=("DisableAllScreenMessages",)))


@pytest.mark.parametrize("name", ["Nowhere", "Entr", "y"])
def test_an_engine_that_stays_in_another_level_is_noticed(fake, name):
    simulator = connect(fake.url, patience=HURRY)
    with pytest.raises(WorldNotFound, match=f"{name}: asked for it, the simulator is in 'Entry'"):
        simulator.reset(Scene(name=name), START)
    simulator.close()


def test_a_maps_name_can_not_smuggle_a_command(fake):
    simulator = connect(fake.url, patience=HURRY)
    with pytest.raises(WorldNotFound, match="one word"):
        simulator.reset(Scene(name="Yard\nvset /action/game/pause"), START)
    simulator.close()
    assert not [line for line in fake.log if not line.startswith("vget ")]


def test_the_tolerance_of_a_replay_is_the_maps_own(fake):
    scenes = Scenes(scenes={LEVEL: SceneSettings(tolerance=MapTolerance(position_cm=3.0), waits=WAITS)})
    simulator = connect(fake.url, scenes=scenes, patience=HURRY)
    simulator.reset(Scene(name=LEVEL), START)
    assert simulator.tolerance == Tolerance(3.0, 0.5, frames=False)
    simulator.close()


@pytest.fixture
def troubled(tmp_path):
    """Connects to a new engine with such troubles, and takes it into its level."""
    opened: list[Any] = []

    def enter(**troubles):
        engine = FakeUnreal(tmp_path, Troubles(**troubles))
        simulator = connect(engine.url, scenes=FAKE_SCENES, patience=HURRY)
        opened.extend((simulator, engine))
        return simulator, simulator.reset(Scene(name=LEVEL), START)

    yield enter
    for each in opened:
        each.close()


def test_a_level_is_known_by_its_own_name_wherever_it_lies(troubled):
    simulator, _ = troubled(level_folder="/Game/Maps/UEDPIE_0_")
    assert simulator.reset(Scene(name=LEVEL.upper()), START).pose == START


def test_the_heads_pitch_is_what_the_camera_says(troubled):
    simulator, _ = troubled()
    pitches = [simulator.act(action).state.head_pitch_deg for action in (Action.LOOK_UP, Action.FINISH, Action.IDLE)]
    assert pitches == [30.0, 30.0, 0.0]


def test_a_head_that_does_not_turn_is_not_believed_to_have_turned(troubled):
    simulator, before = troubled(dead_head=True)
    after = simulator.act(Action.LOOK_UP)
    assert after.state.head_pitch_deg == 0.0
    done = done_by(Action.LOOK_UP, before, after, views=[], profile=simulator.profile)
    assert done.outcome is StepOutcome.FAILED


@pytest.mark.parametrize("answer", ["{}", '{"door_state":""}', '{"door_state":"-1"}', "1", "error", "[0]"])
def test_a_door_of_which_nothing_clear_is_told_is_no_door(troubled, answer):
    _, seen = troubled(door_told=answer)
    assert seen.state.doors == {}


def test_the_state_of_a_door_is_read_from_its_own_key(troubled):
    _, seen = troubled(door_told='{"doors":"0","door_state":"1"}')
    assert seen.state.doors == {"door": True}
