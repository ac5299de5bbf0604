"""The path for a real Unreal Engine, against a server that knows nothing of `/embrace3k` and so passes for one."""

import math
import subprocess
import sys
from pathlib import Path

import pytest

from embrace3k.schema.actions import Action
from embrace3k.schema.poses import Pose
from embrace3k.schema.tasks import PickDrop, Scene
from embrace3k.simulator.errors import SimulatorError, WorldNotFound
from embrace3k.simulator.launch import connect
from embrace3k.simulator.scenes import Scenes, SceneSettings, Waits
from embrace3k.tests.simulator.places import BEFORE_DOOR, BEFORE_THING, THING, WORLD

SCENE = Scene(name="family-house_0000")
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
    assert (facts.backend, facts.version, facts.renderer) == ("unreal", "1.1.0", None)
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
