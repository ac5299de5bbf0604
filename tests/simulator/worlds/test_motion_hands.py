import pytest

from embrace3k.schema.actions import Action
from embrace3k.schema.poses import distance_xy_cm
from embrace3k.simulator.worlds.model import Box
from embrace3k.tests.simulator.worlds.toy import V2, apple, at, crate, table, yard


@pytest.mark.parametrize("distance, picked", [(30.0, None), (30.1, "apple"), (209.9, "apple"), (210.0, None)])
def test_an_object_is_picked_between_30_and_210_centimetres(distance, picked):
    motion = yard(apple(500 + distance, 500))
    assert motion.apply(motion.start(at(500, 500)), Action.PICK, V2).changed == picked


@pytest.mark.parametrize("yaw_deg, picked", [(0, "apple"), (39, "apple"), (-39, "apple"), (41, None), (180, None)])
def test_an_object_is_picked_up_to_40_degrees_off_the_heading(yaw_deg, picked):
    motion = yard(apple(600, 500))
    assert motion.apply(motion.start(at(500, 500, yaw_deg)), Action.PICK, V2).changed == picked


def test_no_arm_reaches_through_a_wall():
    motion = yard(apple(600, 500), walls=(Box(550, 500, 4, 200, 0, 0, 250),))
    state = motion.start(at(500, 500))
    assert motion.apply(state, Action.PICK, V2).state == state


def test_the_nearest_of_two_objects_is_taken_and_full_hands_take_no_other():
    motion = yard(apple(640, 500), apple(600, 540, name="pear"))
    held = motion.apply(motion.start(at(500, 500)), Action.PICK, V2).state
    assert held.holding == "pear"
    assert motion.apply(held, Action.PICK, V2).changed is None


def test_what_is_held_stays_beside_the_body_wherever_it_goes():
    motion = yard(apple(600, 500))
    state = motion.apply(motion.start(at(500, 500)), Action.PICK, V2).state
    assert state.objects["apple"][:3] == pytest.approx((500 - 0.61, 500 + 21.35, 88 - 29.89))
    for action in (
        Action.MOVE_FORWARD,
        Action.TURN_RIGHT,
        Action.MOVE_BACKWARD,
        Action.TURN_LEFT,
        Action.MOVE_BACKWARD,
    ):
        state = motion.apply(state, action, V2).state
        assert distance_xy_cm(state.pose, state.objects["apple"]) == pytest.approx(21.3587, abs=1e-4)
        assert state.objects["apple"].yaw_deg == state.pose.yaw_deg


def test_what_is_held_blocks_nobody():
    motion = yard(crate(560, 500))
    assert motion.apply(motion.start(at(500, 500)), Action.MOVE_FORWARD, V2).blocked_by == "crate"
    held = motion.apply(motion.start(at(500, 500)), Action.PICK, V2).state
    assert motion.apply(held, Action.MOVE_FORWARD, V2).blocked_by is None


def test_putting_down_steps_back_and_leaves_the_object_ahead_on_the_floor():
    motion = yard(apple(600, 500))
    held = motion.apply(motion.start(at(500, 500)), Action.PICK, V2).state
    effect = motion.apply(held, Action.DROP, V2)
    assert effect.changed == "apple" and effect.state.holding is None
    assert effect.state.pose.x_cm == pytest.approx(428, abs=0.01)
    assert effect.state.objects["apple"][:3] == pytest.approx((498, 500, 0), abs=0.01)


def test_empty_hands_step_back_too_and_change_nothing():
    motion = yard(apple(900, 900))
    effect = motion.apply(motion.start(at(500, 500)), Action.DROP, V2)
    assert effect.changed is None
    assert effect.state.pose.x_cm == pytest.approx(428, abs=0.01)


def test_an_object_is_put_on_the_table_that_is_ahead():
    motion = yard(apple(400, 500), table(570, 500))
    held = motion.pick(motion.start(at(500, 500, 180)), V2)[0]
    turned = motion.advance(held, 180.0, 0.0)[0]
    state, name = motion.drop(turned, V2)
    assert name == "apple"
    assert state.objects["apple"].z_cm == 75
    assert motion.world.surface_under(state.objects["apple"]) is motion.world.object("table")


@pytest.mark.parametrize(
    "obstacle, why",
    [(Box(570, 500, 4, 100, 0, 0, 250), "inside a wall"), (Box(540, 500, 2, 100, 0, 0, 250), "behind a wall")],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_nothing_is_put_into_or_behind_a_wall(obstacle, why):
    motion = yard(apple(400, 500), walls=(obstacle,))
    held = motion.advance(motion.pick(motion.start(at(500, 500, 180)), V2)[0], 180.0, 0.0)[0]
    assert motion.drop(held, V2) == (held, None)


def test_two_objects_never_end_up_in_one_place():
    motion = yard(apple(400, 500), apple(572, 500, name="pear"))
    held = motion.advance(motion.pick(motion.start(at(500, 500, 180)), V2)[0], 180.0, 0.0)[0]
    assert motion.drop(held, V2)[1] is None
