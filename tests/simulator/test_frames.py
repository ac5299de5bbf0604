"""The same scene, pose and actions give the same bytes: in another process, and whatever came before."""

import hashlib

import numpy as np
import pytest

from embrace3k.schema.actions import Action
from embrace3k.schema.tasks import Scene
from embrace3k.simulator.launch import start_embedded
from embrace3k.simulator.worlds.catalogue import build_world

SCENE = Scene(name="family-house", seed=0)
HOUSE = build_world("family-house", 0)
WALKS = {
    "indoors": (HOUSE.start, [Action.TURN_LEFT, Action.MOVE_FORWARD, Action.LOOK_DOWN]),
    "through the door": (HOUSE.start, [Action.MOVE_FORWARD, Action.OPEN_DOOR, Action.MOVE_FORWARD, Action.FINISH]),
    "turned round": (HOUSE.start._replace(yaw_deg=30.0), [Action.MOVE_FORWARD, Action.PICK, Action.LOOK_UP]),
}


def digest(observation) -> str:
    return hashlib.sha256(observation.jpeg + observation.mask.tobytes()).hexdigest()


def walk(simulator, name: str) -> list[str]:
    start, actions = WALKS[name]
    return [digest(simulator.reset(SCENE, start)), *(digest(simulator.act(action)) for action in actions)]


def test_frames_are_the_same_after_resets_in_any_order(small_simulator):
    first = {name: walk(small_simulator, name) for name in WALKS}
    again = {name: walk(small_simulator, name) for name in reversed(WALKS)}
    assert first == again
    assert len({frame for frames in first.values() for frame in frames}) > 8


def test_frames_are_the_same_after_another_world_was_shown(small_simulator):
    before = walk(small_simulator, "indoors")
    small_simulator.reset(Scene(name="family-house", seed=1), build_world("family-house", 1).start)
    assert walk(small_simulator, "indoors") == before


def test_full_size_frames_are_the_same_in_two_processes(light):
    seen = []
    for order in (list(WALKS), list(reversed(WALKS))):
        simulator = start_embedded(cache_dir=light)
        try:
            seen.append({name: walk(simulator, name) for name in order})
        finally:
            simulator.close()
    assert seen[0] == seen[1]


@pytest.mark.parametrize("action", [Action.FINISH, Action.MIDWAY_TARGET, Action.IDLE])
def test_an_action_that_moves_nothing_shows_the_same_frame(small_simulator, action):
    before = small_simulator.reset(SCENE, HOUSE.start)
    after = small_simulator.act(action)
    assert after.jpeg == before.jpeg and np.array_equal(after.mask, before.mask)
