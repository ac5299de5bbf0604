from dataclasses import replace

import pytest

from embrace3k.schema.actions import Action
from embrace3k.simulator.worlds.model import Box
from embrace3k.tests.simulator.worlds.toy import V2, at, crate, door, yard

JAMBS = (Box(1000, 700, 8, 297, 0, 0, 250), Box(1000, 1300, 8, 202, 0, 0, 250))
"""A wall along y = x 1000 with an opening from 997 to 1098; the hinge is at 1000."""
SOUTH, NORTH = at(880, 1047, 0), at(1120, 1047, 180)


@pytest.fixture
def motion():
    return yard(door(1000, 1000), walls=JAMBS)


@pytest.mark.parametrize("side", [SOUTH, NORTH], ids=["south", "north"])
def test_a_closed_door_blocks_and_an_open_one_lets_through(motion, side):
    closed = motion.apply(motion.start(side), Action.MOVE_FORWARD, V2)
    assert closed.blocked_by == "door"
    opened = motion.apply(motion.start(side), Action.OPEN_DOOR, V2)
    assert opened.changed == "door" and opened.state.doors == {"door": True}
    through = motion.apply(motion.apply(opened.state, Action.MOVE_FORWARD, V2).state, Action.MOVE_FORWARD, V2)
    assert through.blocked_by is None
    assert (through.state.pose.x_cm - 1000) * (side.x_cm - 1000) < 0


@pytest.mark.parametrize("side", [SOUTH, NORTH], ids=["south", "north"])
def test_the_leaf_swings_away_from_whoever_opens_it(motion, side):
    state = motion.apply(motion.start(side), Action.OPEN_DOOR, V2).state
    leaf = motion.footprint("door", state)
    assert (leaf.x_cm - 1000) * (side.x_cm - 1000) < 0
    assert abs(state.swings["door"]) >= 90


def test_opening_steps_back_and_forth_to_the_same_place(motion):
    after = motion.apply(motion.start(SOUTH), Action.OPEN_DOOR, V2).state.pose
    assert after[:2] == pytest.approx((880, 1047), abs=1e-9)


def test_who_cannot_step_back_ends_further_ahead():
    motion = yard(door(1000, 1000), walls=(*JAMBS, Box(750, 1047, 5, 100, 0, 0, 250)))
    effect = motion.apply(motion.start(at(790, 1047)), Action.OPEN_DOOR, V2)
    assert effect.blocked_by == "wall"
    assert effect.state.pose.x_cm == pytest.approx(755 + 25 + 50.2325, abs=1e-4)
    assert effect.changed == "door"


@pytest.mark.parametrize("pose", [at(800, 1047, 0), at(880, 1047, 50)], ids=["at arm's length", "a little to the side"])
def test_a_door_at_hand_opens(motion, pose):
    assert motion.open_door(motion.start(pose))[1] == "door"


@pytest.mark.parametrize(
    "pose",
    [at(790, 1047, 0), at(880, 1047, 75), at(880, 1047, 180), at(975, 850, 90)],
    ids=["too far", "beside", "behind", "hidden by the jamb"],
)
def test_a_door_out_of_reach_stays_shut(motion, pose):
    state = motion.start(pose)
    assert motion.open_door(state) == (state, None)


def test_a_door_does_not_swing_into_what_stands_behind_it():
    motion = yard(door(1000, 1000), crate(1060, 1050), walls=JAMBS)
    effect = motion.apply(motion.start(SOUTH), Action.OPEN_DOOR, V2)
    assert effect.changed is None
    assert effect.state.doors == {"door": False}


def test_an_open_door_is_not_opened_again(motion):
    opened = motion.open_door(motion.start(SOUTH))[0]
    assert motion.open_door(opened) == (opened, None)


def test_a_state_told_only_that_a_door_is_open_has_its_leaf_aside(motion):
    state = motion.start(SOUTH)
    told = type(state)(state.pose, 0.0, None, {"door": True}, {})
    assert motion.advance(told, 0.0, 250.0)[1] is None


@pytest.mark.parametrize("side", [SOUTH, NORTH], ids=["south", "north"])
def test_an_opened_door_can_be_closed_again(motion, side):
    opened = motion.open_door(motion.start(side))[0]
    closed, door_name = motion.close_door(opened)
    assert door_name == "door" and closed == motion.start(side)
    assert motion.close_door(closed) == (closed, None)


def test_a_door_does_not_close_where_something_is_in_its_way():
    motion = yard(door(1000, 1000), crate(1300, 1300), walls=JAMBS)
    opened = motion.open_door(motion.start(SOUTH))[0]
    blocked = replace(opened, objects={"crate": at(1000, 1047)})
    assert motion.close_door(blocked) == (blocked, None)
