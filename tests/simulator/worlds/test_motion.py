import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embrace3k.schema.actions import OFFERED, PROFILES, Action
from embrace3k.simulator.errors import SimulatorError
from embrace3k.simulator.worlds.model import Box
from embrace3k.simulator.worlds.motion import RADIUS_CM, stride_cm
from embrace3k.tests.simulator.worlds.toy import V2, WALL, apple, at, car, crate, door, overlap_cm, table, yard

angles = st.floats(-180, 180, exclude_min=True)


@given(yaw_deg=angles)
def test_a_free_forward_step_goes_exactly_as_far_as_the_profile_says(yaw_deg):
    motion = yard()
    start = motion.start(at(1000, 1000, yaw_deg))
    effect = motion.apply(start, Action.MOVE_FORWARD, V2)
    yaw = math.radians(yaw_deg)
    assert effect.state.pose.x_cm == pytest.approx(1000 + 125.859 * math.cos(yaw), abs=1e-9)
    assert effect.state.pose.y_cm == pytest.approx(1000 + 125.859 * math.sin(yaw), abs=1e-9)
    assert effect.blocked_by is None


def test_a_backward_step_keeps_the_heading():
    motion = yard()
    after = motion.apply(motion.start(at(1000, 1000, 90)), Action.MOVE_BACKWARD, V2).state.pose
    assert (after.x_cm, after.y_cm, after.yaw_deg) == pytest.approx((1000, 1000 - 100.465, 90))


def test_turns_are_exact_and_fourteen_make_350_degrees():
    motion = yard()
    state = motion.start(at(1000, 1000))
    yaws = []
    for _ in range(14):
        state = motion.apply(state, Action.TURN_RIGHT, V2).state
        yaws.append(state.pose.yaw_deg)
    assert yaws[:8] == [25, 50, 75, 100, 125, 150, 175, -160]
    assert yaws[-1] == -10
    assert state.pose[:3] == (1000, 1000, 88)


def test_a_head_on_wall_stops_the_walk_at_arms_radius():
    motion = yard(walls=(WALL,))
    effect = motion.apply(motion.start(at(900, 1000)), Action.MOVE_FORWARD, V2)
    assert effect.blocked_by == "wall"
    assert effect.state.pose.x_cm == pytest.approx(1000 - 8 - RADIUS_CM, abs=1e-4)
    assert effect.state.pose.y_cm == pytest.approx(1000, abs=1e-9)


def test_a_slanting_walk_slides_along_the_wall_with_its_sideways_part():
    motion = yard(walls=(WALL,))
    start = motion.start(at(960, 900, 30))
    effect = motion.apply(start, Action.MOVE_FORWARD, V2)
    assert effect.blocked_by == "wall"
    assert effect.state.pose.y_cm - 900 == pytest.approx(125.859 * math.sin(math.radians(30)), abs=1e-6)
    assert effect.state.pose.x_cm == pytest.approx(967, abs=1e-4)


def test_who_has_slid_to_a_wall_walks_along_it_unhindered():
    motion = yard(walls=(WALL,))
    touching = motion.apply(motion.start(at(960, 900, 30)), Action.MOVE_FORWARD, V2).state
    along, blocked_by = motion.advance(touching, 60.0, 125.859)
    assert blocked_by is None
    assert along.pose.y_cm == pytest.approx(touching.pose.y_cm + 125.859, abs=1e-9)


@settings(deadline=None, max_examples=150)
@given(moves=st.lists(st.tuples(angles, st.floats(-1500, 1500)), max_size=12))
def test_no_move_however_long_leaves_a_pen_of_two_centimetre_boards(moves):
    pen = [
        Box(1000 + dx, 1000 + dy, 1, 80, yaw, 0, 50)
        for dx, dy, yaw in ((80, 0, 0), (-80, 0, 0), (0, 80, 90), (0, -80, 90))
    ]
    motion = yard(walls=tuple(pen))
    state = motion.start(at(1000, 1000))
    for turn_deg, distance_cm in moves:
        state, _ = motion.advance(state, turn_deg, distance_cm)
        assert max(abs(state.pose.x_cm - 1000), abs(state.pose.y_cm - 1000)) <= 79 - RADIUS_CM + 1e-6


@settings(deadline=None, max_examples=120)
@given(
    actions=st.lists(st.sampled_from(OFFERED), max_size=40),
    posts=st.lists(st.tuples(st.floats(100, 1900), st.floats(100, 1900), angles), max_size=12),
)
def test_whatever_is_done_nothing_solid_is_ever_entered(actions, posts):
    walls = tuple(Box(x, y, 60, 4, yaw, 0, 200) for x, y, yaw in posts if math.hypot(x - 700, y - 1000) > 200)
    motion = yard(crate(850, 1000), apple(700, 1100), door(1200, 900), car(400, 300), walls=walls)
    state = motion.start(at(700, 1000))
    for action in actions:
        state = motion.apply(state, action, V2).state
        assert overlap_cm(motion, state) < 1e-5


def test_equal_questions_get_equal_answers_whatever_was_asked_between():
    motion = yard(crate(850, 1000), apple(700, 1100), door(1200, 900), walls=(WALL,))
    state = motion.start(at(700, 1000))
    first = [motion.apply(state, action, V2) for action in OFFERED]
    before = motion.start(at(700, 1000))
    again = [motion.apply(state, action, V2) for action in reversed(OFFERED)]
    assert first == again[::-1]
    assert state == before
    assert first == [
        yard(crate(850, 1000), apple(700, 1100), door(1200, 900), walls=(WALL,)).apply(state, action, V2)
        for action in OFFERED
    ]


@pytest.mark.parametrize("action, pitch", [(Action.LOOK_UP, 30), (Action.LOOK_DOWN, -30)])
def test_a_tilted_head_comes_back_with_the_next_move(action, pitch):
    motion = yard()
    tilted = motion.apply(motion.start(), action, V2).state
    assert tilted.head_pitch_deg == pitch
    assert tilted.pose == motion.start().pose
    assert motion.camera_pose(tilted) == (500, 500, 158, pitch, 0, 0)
    assert motion.apply(tilted, Action.MIDWAY_TARGET, V2).state == tilted
    assert motion.apply(tilted, Action.TURN_LEFT, V2).state.head_pitch_deg == 0
    assert motion.apply(tilted, Action.IDLE, V2).state.head_pitch_deg == 0


def test_one_cannot_stand_in_walls_or_beyond_the_world():
    motion = yard(table(500, 800), walls=(WALL,))
    state = motion.start()
    places = {(500, 500): True, (1000, 1000): False, (1000 + 30, 1000): False, (500, 800): False, (-50, 500): False}
    assert {place: motion.free(*place, state) for place in places} == places


@pytest.mark.parametrize(
    "speed, distance", [(200, 62.9295), (60, 50.2325), (43, 36.0), (100, 62.9295), (-60, -50.2325)]
)
def test_a_single_move_order_goes_as_far_as_was_measured(speed, distance):
    assert stride_cm(speed, V2) == pytest.approx(distance, abs=1e-3)


def test_a_slower_profile_keeps_its_own_measures():
    motion = yard()
    after = motion.apply(motion.start(at(500, 500)), Action.MOVE_FORWARD, PROFILES["v1"]).state.pose
    assert after.x_cm == pytest.approx(743)


def test_an_action_that_embedded_worlds_lack_is_refused_by_name():
    with pytest.raises(SimulatorError, match="JumpForward.*TurnLeft"):
        yard().apply(yard().start(), Action.JUMP_FORWARD, V2)
