"""The simulator that the closed loop drives, on a real child process: what an action does is what the model says."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embrace3k.schema.actions import OFFERED, PROFILES, Action
from embrace3k.schema.tasks import PickDrop, Scene
from embrace3k.simulator.errors import SimulatorError, WorldNotFound
from embrace3k.simulator.launch import connect, start_embedded
from embrace3k.simulator.picture_format import PictureFormat
from embrace3k.simulator.rasterizers import Rasterizer
from embrace3k.simulator.worlds.lighting.cache import LIGHT
from embrace3k.simulator.worlds.panda import driver
from embrace3k.tests.simulator.places import BEFORE_CAR, BEFORE_DOOR, BEFORE_THING, MOTION, THING, V2, WORLD

SCENE = Scene(name="family-house", seed=0, version=WORLD.version)


def assert_same(observation, state) -> None:
    """The wire rounds to three decimals; nothing else may differ."""
    assert observation.pose == pytest.approx(state.pose, abs=6e-4)
    assert observation.camera_pose == pytest.approx(MOTION.camera_pose(state), abs=6e-4)
    told = observation.state
    assert told.doors == state.doors and told.holding == state.holding
    assert told.head_pitch_deg == state.head_pitch_deg
    assert told.objects.keys() == state.objects.keys()
    for name, pose in state.objects.items():
        assert told.objects[name] == pytest.approx(pose, abs=6e-4)


def test_move_forward_goes_125_859_cm(small_simulator):
    before = small_simulator.reset(SCENE, WORLD.start)
    after = small_simulator.act(Action.MOVE_FORWARD)
    assert math.dist(before.pose[:2], after.pose[:2]) == pytest.approx(125.859, abs=0.001)


def test_turns_are_25_degrees_exactly(small_simulator):
    small_simulator.reset(SCENE, WORLD.start)
    yaws = [small_simulator.act(action).pose.yaw_deg for action in (Action.TURN_RIGHT, Action.TURN_LEFT) * 2]
    assert yaws == [-155.0, 180.0, -155.0, 180.0]


def test_the_head_stays_tilted_until_the_next_move(small_simulator):
    body = small_simulator.reset(SCENE, WORLD.start).pose
    for action, pitch in ((Action.LOOK_UP, 30), (Action.FINISH, 30), (Action.LOOK_DOWN, -30), (Action.TURN_LEFT, 0)):
        observation = small_simulator.act(action)
        assert (observation.camera_pose.pitch_deg, observation.state.head_pitch_deg) == (pitch, pitch)
    assert observation.pose[:3] == body[:3] and observation.camera_pose.z_cm == 158.0


def test_a_door_opens_and_stays_open(small_simulator):
    closed = small_simulator.reset(SCENE, BEFORE_DOOR)
    opened = small_simulator.act(Action.OPEN_DOOR)
    assert (closed.state.doors["front_door"], opened.state.doors["front_door"]) == (False, True)
    assert opened.jpeg != closed.jpeg and opened.pose == closed.pose


def test_a_thing_is_picked_up_carried_and_put_down(small_simulator):
    start = small_simulator.reset(SCENE, BEFORE_THING)
    held = small_simulator.act(Action.PICK)
    assert held.state.holding == THING
    assert math.dist(held.pose[:2], held.state.objects[THING][:2]) < V2.held_within_cm
    turned = small_simulator.act(Action.PICK)
    assert turned.state == held.state, "a second Pick must not let go"
    dropped = small_simulator.act(Action.DROP)
    assert dropped.state.holding is None and dropped.state.objects[THING] != start.state.objects[THING]


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    st.sampled_from([WORLD.start, BEFORE_DOOR, BEFORE_THING, BEFORE_CAR]),
    st.lists(st.sampled_from([*OFFERED, Action.IDLE, Action.MOVE_FORWARD, Action.PICK]), max_size=10),
)
def test_any_actions_over_the_wire_end_where_the_model_says(small_simulator, start, actions):
    state = MOTION.start(start)
    assert_same(small_simulator.reset(SCENE, start), state)
    for action in actions:
        state = MOTION.apply(state, action, V2).state
        assert_same(small_simulator.act(action), state)


def test_the_mask_names_what_is_in_the_picture(small_simulator):
    observation = small_simulator.reset(SCENE, BEFORE_DOOR)
    assert small_simulator.objects() == tuple(thing.name for thing in WORLD.objects)
    assert observation.mask is not None and observation.mask.shape == (120, 160)
    in_the_middle = observation.mask[60, 80]
    assert small_simulator.objects()[in_the_middle - 1] == "front_door"
    assert observation.mask.max() == len(WORLD.objects) + 1, "walls have the number after the last object"


def test_a_task_may_move_its_object(small_simulator):
    elsewhere = WORLD.object(THING).pose._replace(x_cm=WORLD.start.x_cm - 100, y_cm=WORLD.start.y_cm, z_cm=0.0)
    task = PickDrop(object=THING, kind="p", start_pose=elsewhere)
    moved = small_simulator.reset(SCENE, WORLD.start, task)
    assert moved.state.objects[THING] == pytest.approx(elsewhere, abs=6e-4)
    back = small_simulator.reset(SCENE, WORLD.start)
    assert back.state.objects[THING] == pytest.approx(WORLD.object(THING).pose, abs=6e-4)


def test_a_world_that_is_not_there_is_said_and_the_simulator_goes_on(small_simulator):
    with pytest.raises(WorldNotFound, match="there is no world family 'moon'"):
        small_simulator.reset(Scene(name="moon", seed=0), WORLD.start)
    with pytest.raises(SimulatorError, match="geometry"):
        small_simulator.reset(Scene(name="family-house", seed=0, version="0" * 16), WORLD.start)
    assert small_simulator.reset(SCENE, WORLD.start).pose == pytest.approx(WORLD.start)


def test_an_action_without_a_recipe_changes_nothing(small_simulator):
    before = small_simulator.reset(SCENE, WORLD.start)
    with pytest.raises(SimulatorError, match="JumpForward"):
        small_simulator.act(Action.JUMP_FORWARD)
    after = small_simulator.act(Action.FINISH)
    assert (after.pose, after.jpeg, after.state) == (before.pose, before.jpeg, before.state)


def test_the_facts_say_that_no_unreal_drew_this_and_what_did(small_simulator):
    facts = small_simulator.facts()
    assert (facts.backend, facts.width_px, facts.height_px, facts.fov_deg) == ("embedded", 160, 120, 90.0)
    assert facts.renderer == f"{driver(Rasterizer.SOFTWARE)}, light {LIGHT}, 1x1 samples"


def test_the_older_profile_has_its_own_steps(light):
    v1, state = PROFILES["v1"], MOTION.start(WORLD.start)
    simulator = start_embedded(cache_dir=light, picture=PictureFormat(160, 120), supersample=1.0, profile="v1")
    try:
        simulator.reset(SCENE, WORLD.start)
        for action in (Action.TURN_RIGHT, Action.MOVE_FORWARD, Action.MOVE_BACKWARD):
            state = MOTION.apply(state, action, v1).state
            assert_same(simulator.act(action), state)
    finally:
        simulator.close()
    assert state.pose.yaw_deg == pytest.approx(-151.0)


def test_a_server_elsewhere_is_reached_by_its_address(child):
    simulator = connect(f"unrealcv://127.0.0.1:{child.port}")
    try:
        assert simulator.reset(SCENE, WORLD.start).pose == pytest.approx(WORLD.start)
    finally:
        simulator.close()
    with pytest.raises(SimulatorError, match="profile v2, not v1"):
        connect(f"unrealcv://127.0.0.1:{child.port}", "v1")


@pytest.mark.parametrize("url", ["http://127.0.0.1:9000", "unrealcv://127.0.0.1", "9000", "unrealcv://h:99999"])
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(SimulatorError, match="unrealcv://127.0.0.1:9000"):
        connect(url)
