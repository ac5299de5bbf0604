from dataclasses import replace

import pytest

from embrace3k.schema.actions import Action
from embrace3k.simulator.worlds.model import Box
from embrace3k.simulator.worlds.motion import BODY_CM, Motion
from embrace3k.simulator.worlds.obstacles import blocks
from embrace3k.simulator.worlds.terrain import Ground, Slope
from embrace3k.tests.simulator.worlds.toy import V2, apple, at, yard

RAMP = Slope(600, 500, 200, 100, 0, 0, 80)
"""Up north from x = 400 to x = 800."""


def test_height_runs_evenly_up_a_slope_and_is_0_beside_it():
    ground = Ground([RAMP])
    assert [ground.height_cm(x, 500) for x in (399, 400, 500, 600, 800, 801)] == [0, 0, 20, 40, 80, 0]
    assert ground.height_cm(600, 601) == 0


def test_the_higher_of_two_slopes_counts_and_a_single_one_may_be_sunk():
    ground = Ground([RAMP, Slope(600, 500, 20, 20, 45, 60, 60), Slope(0, 0, 50, 50, 0, -30, -30)])
    assert (ground.height_cm(600, 500), ground.height_cm(0, 0)) == (60, -30)


def on_a_slope(*things, slopes=(RAMP,)):
    return Motion(replace(yard(*things).world, slopes=slopes))


def test_a_walker_goes_up_and_down_with_the_ground_at_full_stride():
    motion = on_a_slope()
    state = motion.start(at(500, 500))
    assert state.pose.z_cm == BODY_CM + 20
    moved = motion.apply(state, Action.MOVE_FORWARD, V2).state
    assert moved.pose.x_cm == pytest.approx(500 + V2.forward_cm)
    assert moved.pose.z_cm == pytest.approx(BODY_CM + 20 + V2.forward_cm * 0.2)
    assert motion.camera_pose(moved).z_cm == pytest.approx(moved.pose.z_cm + 70)


def test_a_thing_is_carried_up_and_put_down_on_the_ground_that_is_there():
    motion = on_a_slope(apple(500, 500), slopes=(RAMP,))
    state = motion.apply(motion.start(at(400, 500)), Action.PICK, V2).state
    assert state.holding == "apple"
    for action in (Action.MOVE_FORWARD, Action.MOVE_FORWARD, Action.DROP):
        state = motion.apply(state, action, V2).state
    pose = state.objects["apple"]
    assert pose.z_cm == pytest.approx(motion.world.ground_cm(pose.x_cm, pose.y_cm)) and pose.z_cm > 20


def test_what_stands_on_a_deck_blocks_there_and_a_rail_at_its_foot_does_too():
    motion = on_a_slope(slopes=(Slope(1000, 1000, 200, 200, 0, 120, 120),))
    table = Box(1000, 1000, 40, 40, 0, 120, 195)
    curb = Box(1000, 1000, 40, 40, 0, 120, 130)
    assert blocks(motion.world, table) and not blocks(motion.world, curb)
    assert blocks(motion.world, Box(1000, 795, 200, 3, 0, 0, 120))


def test_a_world_on_other_ground_is_another_world():
    assert on_a_slope().world.version != on_a_slope(slopes=()).world.version
