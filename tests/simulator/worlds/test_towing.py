import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embrace3k.schema.actions import Action
from embrace3k.schema.poses import bearing_deg
from embrace3k.simulator.worlds.model import Box
from embrace3k.simulator.worlds.towing import STRAP_CM, Car, bumpers, follow
from embrace3k.tests.simulator.worlds.toy import V2, at, car, overlap_cm, yard


def towing(motion, pose):
    """The agent at `pose` with the car on the strap; it looks at the car's nearer end to take hold, and back again."""
    end = min(bumpers(motion.start().objects["car"], 430), key=lambda end: math.dist(end, pose[:2]))
    turn_deg = bearing_deg(pose, pose._replace(x_cm=end[0], y_cm=end[1]))
    picked, name = motion.pick(motion.start(pose._replace(yaw_deg=pose.yaw_deg + turn_deg)), V2)
    assert name == "car"
    return motion.advance(picked, -turn_deg, 0.0)[0]


def strap_cm(motion, state):
    ends = bumpers(state.objects["car"], 430)
    return min(math.dist(end, state.pose[:2]) for end in ends)


def test_a_car_is_taken_by_its_nearer_bumper_within_reach():
    motion = yard(car(500, 1000))
    assert motion.apply(motion.start(at(500 + 215 + 209, 1000, 180)), Action.PICK, V2).changed == "car"
    assert motion.apply(motion.start(at(500 + 215 + 211, 1000, 180)), Action.PICK, V2).changed is None
    assert motion.apply(motion.start(at(500, 1000 + 130, -90)), Action.PICK, V2).changed is None


def test_a_car_follows_straight_ahead_at_the_length_of_the_strap():
    motion = yard(car(500, 1000))
    state = towing(motion, at(500 + 215 + STRAP_CM, 1000))
    after = motion.apply(state, Action.MOVE_FORWARD, V2)
    assert after.blocked_by is None
    assert after.state.pose.x_cm == pytest.approx(815 + 125.859, abs=1e-9)
    assert after.state.objects["car"][:2] == pytest.approx((500 + 125.859, 1000), abs=1e-6)


def test_a_car_taken_at_its_rear_follows_rear_first():
    motion = yard(car(1000, 1000, 180))
    after = motion.apply(towing(motion, at(1000 + 215 + STRAP_CM, 1000)), Action.MOVE_FORWARD, V2).state
    assert after.objects["car"].x_cm == pytest.approx(1125.859, abs=1e-6)
    assert abs(after.objects["car"].yaw_deg) == pytest.approx(180)


@pytest.mark.parametrize("action", [Action.TURN_LEFT, Action.TURN_RIGHT, Action.MOVE_BACKWARD, Action.LOOK_UP])
def test_a_slack_strap_leaves_the_car_where_it_stands(action):
    motion = yard(car(500, 1000))
    state = towing(motion, at(500 + 215 + 90, 1000))
    assert motion.apply(state, action, V2).state.objects["car"] == state.objects["car"]


def test_who_walks_back_is_stopped_by_the_bumper():
    motion = yard(car(500, 1000))
    effect = motion.apply(towing(motion, at(500 + 215 + 60, 1000)), Action.MOVE_BACKWARD, V2)
    assert effect.blocked_by == "car"
    assert effect.state.pose.x_cm == pytest.approx(715 + 25, abs=1e-4)


def test_a_long_strap_is_taken_in_when_it_goes_slack():
    motion = yard(car(500, 1000))
    state = towing(motion, at(500 + 215 + 200, 1000))
    state = motion.advance(state, 0.0, 50.0)[0]
    assert strap_cm(motion, state) == pytest.approx(200)
    state = motion.advance(state, 0.0, -120.0)[0]
    state = motion.advance(state, 0.0, 300.0)[0]
    assert strap_cm(motion, state) == pytest.approx(STRAP_CM)


def test_the_car_stops_its_puller_when_it_runs_into_something():
    post = Box(820, 1070, 10, 10, 0, 0, 100, "post")
    motion = yard(car(500, 1000), walls=(post,))
    state = towing(motion, at(500 + 215 + STRAP_CM, 1000))
    effect = motion.apply(state, Action.MOVE_FORWARD, V2)
    assert effect.blocked_by == "post"
    assert 5 > 810 - (effect.state.objects["car"].x_cm + 215) >= 0


def test_a_car_is_not_dragged_backwards_along_its_own_side():
    motion = yard(car(800, 1000))
    beside = motion.pick(motion.start(at(1025, 1150, -90)), V2)[0]
    held, blocked_by = motion.advance(beside, -90.0, 400.0)
    assert blocked_by == "car"
    assert held.pose.x_cm > 1010
    assert held.objects["car"].x_cm == pytest.approx(800, abs=1)


def test_the_far_wheels_never_slip_sideways():
    state = Car(0.0, 0.0, 1.0, 0.0, 215.0, 95.0, "car")
    axle = 2 * 215.0 * 0.31
    for step in range(400):
        turn = math.radians(step * 0.3)
        bumper = state.bumper
        pulled = follow(state, bumper[0] + math.cos(turn) * 101, bumper[1] + math.sin(turn) * 101, 100.0)
        assert pulled is not None
        moved = [
            a - axle * b - (c - axle * d)
            for a, b, c, d in zip(pulled[:2], pulled[2:4], state[:2], state[2:4], strict=True)
        ]
        sideways = abs(moved[0] * -pulled.ahead_y + moved[1] * pulled.ahead_x)
        assert sideways < 1e-9
        state = pulled


def test_letting_go_leaves_the_car_to_itself():
    motion = yard(car(500, 1000))
    state = towing(motion, at(500 + 215 + STRAP_CM, 1000))
    effect = motion.apply(state, Action.DROP, V2)
    assert effect.changed == "car" and effect.state.holding is None
    assert motion.apply(effect.state, Action.MOVE_FORWARD, V2).state.objects == state.objects


steps = st.sampled_from([Action.MOVE_FORWARD] * 3 + [Action.TURN_LEFT, Action.TURN_RIGHT, Action.MOVE_BACKWARD])


@settings(deadline=None, max_examples=60)
@given(actions=st.lists(steps, max_size=40), ahead=st.floats(60, 200), aside=st.floats(-60, 60), rear=st.booleans())
def test_car_puller_and_obstacles_never_overlap(actions, ahead, aside, rear):
    posts = tuple(Box(x, y, 10, 40, x + y, 0, 100, "post") for x in (400, 1500) for y in (500, 1000, 1500))
    motion = yard(car(800, 1000, 180 if rear else 0), walls=posts)
    state = towing(motion, at(800 + 215 + ahead, 1000 + aside))
    for action in actions:
        before = strap_cm(motion, state)
        state = motion.apply(state, action, V2).state
        assert overlap_cm(motion, state) < 1e-5
        assert strap_cm(motion, state) <= max(before, STRAP_CM) + 1e-6
