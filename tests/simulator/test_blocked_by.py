"""What an action ran into, as the wire tells it, is what the model of motion names."""

import pytest

from embrace3k.schema.actions import Action
from embrace3k.schema.tasks import Scene
from embrace3k.tests.simulator.places import BEFORE_CAR, BEFORE_DOOR, WORLD, stops_at, towing_into_something

SCENE = Scene(name="family-house", seed=0, version=WORLD.version)


@pytest.mark.parametrize("label", ["wall", "fence", "red_chair", "front_door"])
def test_a_step_into_something_names_it(small_simulator, label):
    before = small_simulator.reset(SCENE, stops_at(label))
    assert before.blocked_by is None
    assert small_simulator.act(Action.MOVE_FORWARD).blocked_by == label


def test_what_stopped_one_action_is_not_told_of_the_next(small_simulator):
    small_simulator.reset(SCENE, stops_at("wall"))
    actions = (Action.MOVE_FORWARD, Action.TURN_LEFT, Action.FINISH)
    assert [small_simulator.act(action).blocked_by for action in actions] == ["wall", None, None]


def test_a_towed_car_names_what_it_runs_into(small_simulator):
    actions, name = towing_into_something()
    small_simulator.reset(SCENE, BEFORE_CAR)
    told = [small_simulator.act(action).blocked_by for action in actions]
    assert told == [None] * (len(actions) - 1) + [name]
    assert name in small_simulator.objects()


def test_a_fresh_world_has_forgotten_what_was_run_into(small_simulator):
    small_simulator.reset(SCENE, stops_at("fence"))
    small_simulator.act(Action.MOVE_FORWARD)
    assert small_simulator.reset(SCENE, BEFORE_DOOR).blocked_by is None
