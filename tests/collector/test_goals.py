"""Judging goals, held against the published scorer's rules and hand-made states."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embrace3k.collector.errors import GoalUndecidable, UnknownObject
from embrace3k.collector.goals import Instant, holds, judge
from embrace3k.schema.actions import Action
from embrace3k.schema.goals import (
    AllOf,
    Goal,
    Holding,
    InRegion,
    Near,
    Opened,
    Placed,
    Point,
    Polygon,
    Sequence,
    Visible,
)
from embrace3k.schema.polygons import contains, covers, ring_distance_cm
from embrace3k.schema.poses import Pose
from embrace3k.schema.trajectories import WorldState

SQUARE = [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)]
HOLE = [(40.0, 40.0), (60.0, 40.0), (60.0, 60.0), (40.0, 60.0)]
FORWARD, MIDWAY, FINISH = Action.MOVE_FORWARD, Action.MIDWAY_TARGET, Action.FINISH
coordinates = st.floats(-1000, 1000).map(lambda value: round(value, 3))


def rectangle(centre: Point, half_x_cm: float, half_y_cm: float, yaw_deg: float) -> list[Point]:
    """Corners of a rectangle turned clockwise as seen from above, as Unreal's yaw does."""
    cos, sin = math.cos(math.radians(yaw_deg)), math.sin(math.radians(yaw_deg))
    corners = [(half_x_cm, half_y_cm), (half_x_cm, -half_y_cm), (-half_x_cm, -half_y_cm), (-half_x_cm, half_y_cm)]
    return [(centre[0] + x * cos - y * sin, centre[1] + x * sin + y * cos) for x, y in corners]


def at(x: float, y: float = 0.0, z: float = 88.0) -> Pose:
    return Pose(x, y, z, 0.0, 0.0, 0.0)


def table_and_mug(name, pose):
    """A table of 100 by 100 cm at (500, 0) that never moves, and a mug where its pose says."""
    if name == "table":
        return rectangle((500.0, 0.0), 50.0, 50.0, 0.0)
    if name == "mug" and pose is not None:
        return rectangle((pose.x_cm, pose.y_cm), 5.0, 5.0, pose.yaw_deg)
    raise UnknownObject(f"no object {name!r}")


def walk(*xs: float, state: WorldState | None = None) -> list[Instant]:
    return [Instant(at(x), state or WorldState()) for x in xs]


def carried(*moments: tuple[str | None, float]) -> list[Instant]:
    """Instants told as (what is held, where the mug is)."""
    return [Instant(at(0), WorldState(holding=holding, objects={"mug": at(x)})) for holding, x in moments]


def success(goal: Goal, instants: list[Instant], *actions: Action) -> bool | None:
    return judge(goal, instants, actions, table_and_mug).success


@pytest.mark.parametrize("point", [(0, 0), (100, 50), (50, 0), (30, 30), (100, 100)], ids=str)
def test_a_border_and_the_inside_belong_to_a_region(point):
    assert contains(Polygon(outer=SQUARE, holes=[HOLE]), point)


@pytest.mark.parametrize("point", [(50, 50), (40, 50), (60, 60), (100.001, 50), (-1, 0)], ids=str)
def test_holes_with_their_border_and_the_outside_do_not(point):
    assert not contains(Polygon(outer=SQUARE, holes=[HOLE]), point)


@given(coordinates, coordinates, st.floats(1, 500), st.floats(1, 500), st.sampled_from([0.0, 90.0, 180.0, -90.0]))
def test_a_rectangle_covers_what_interval_arithmetic_says(x, y, half_x, half_y, yaw):
    across, along = (half_x, half_y) if yaw % 180 == 0 else (half_y, half_x)
    margin = max(abs(x) - across, abs(y) - along)
    if abs(margin) > 1e-3:
        assert covers(rectangle((0.0, 0.0), half_x, half_y, yaw), (x, y)) == (margin < 0)


@given(st.lists(st.tuples(coordinates, coordinates), min_size=3, max_size=8), coordinates, coordinates)
def test_neither_winding_nor_first_corner_changes_containment(ring, x, y):
    answers = {covers(turned, (x, y)) for turned in (ring, ring[::-1], ring[1:] + ring[:1])}
    assert len(answers) == 1


@given(coordinates, coordinates, st.floats(0, 360), st.floats(1, 300), st.floats(1, 300))
def test_every_corner_and_edge_middle_is_on_the_border(x, y, yaw, half_x, half_y):
    ring = rectangle((x, y), half_x, half_y, yaw)
    middles = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in zip(ring, ring[1:], strict=False)]
    assert all(covers(ring, point) for point in [*ring, *middles])


@given(coordinates, coordinates)
def test_distance_to_a_square_is_the_distance_to_its_nearest_point(x, y):
    dx, dy = max(-x, x - 100, 0.0), max(-y, y - 100, 0.0)
    assert ring_distance_cm(SQUARE, (x, y)) == pytest.approx((dx * dx + dy * dy) ** 0.5, abs=1e-5)


def test_near_counts_from_the_edge_of_the_footprint():
    goal = Near(object="table", radius_cm=200.0)
    assert success(goal, walk(0, 250), FINISH)
    assert not success(goal, walk(0, 249.9), FINISH)


def test_without_finish_as_the_last_action_nothing_succeeds():
    goal = Near(object="table", radius_cm=200.0)
    result = judge(goal, walk(0, 300), [FORWARD], table_and_mug, ended_by="step_limit")
    assert (result.success, result.stages, result.ended_by) == (False, [True], "step_limit")


def test_only_the_last_state_counts():
    assert not success(Near(object="table", radius_cm=200.0), walk(0, 300, 0, 0), FORWARD, FORWARD, FINISH)


@pytest.mark.parametrize("z, inside", [(188.0, True), (188.1, False), (-12.0, True), (-12.1, False)])
def test_height_may_differ_by_the_tolerance_and_no_more(z, inside):
    goal = InRegion(subject="agent", region=[Polygon(outer=SQUARE)], reference_z_cm=88.0)
    assert holds(goal, Instant(at(50, 50, z), WorldState()), table_and_mug) == inside


def test_a_region_without_reference_height_takes_any_height():
    goal = InRegion(subject="agent", region=[Polygon(outer=SQUARE)])
    assert holds(goal, Instant(at(50, 50, 9000), WorldState()), table_and_mug)


def staged(*xs: float) -> Goal:
    def spot(x: float) -> Goal:
        return InRegion(subject="agent", region=[Polygon(outer=rectangle((x, 0.0), 10.0, 10.0, 0.0))])

    return Sequence(goals=[spot(x) for x in xs])


def test_stages_are_reached_at_midway_targets_in_order():
    actions = [FORWARD, MIDWAY, FORWARD, FINISH]
    assert success(staged(100, 200), walk(0, 100, 100, 200, 200), *actions)
    assert not success(staged(200, 100), walk(0, 100, 100, 200, 200), *actions)


def test_the_last_midway_target_before_finish_counts():
    actions = [MIDWAY, FORWARD, MIDWAY, FORWARD, FINISH]
    assert success(staged(100, 200), walk(0, 0, 100, 100, 200, 200), *actions)
    assert not success(staged(0, 200), walk(0, 0, 100, 100, 200, 200), *actions)


def test_a_stage_without_its_midway_target_is_not_reached():
    result = judge(staged(100, 200), walk(0, 100, 200, 200), [FORWARD, FORWARD, FINISH], table_and_mug)
    assert (result.success, result.stages) == (False, [False, True])


def test_three_stages_need_two_midway_targets():
    actions = [FORWARD, MIDWAY, FORWARD, MIDWAY, FORWARD, FINISH]
    result = judge(staged(1, 2, 99), walk(0, 1, 1, 2, 2, 99, 99), actions, table_and_mug)
    assert (result.success, result.stages) == (True, [True, True, True])


def test_a_door_must_be_open_at_finish():
    goal = Opened(door="front_door")
    opened, closed = WorldState(doors={"front_door": True}), WorldState(doors={"front_door": False})
    assert success(goal, walk(0, 0, state=opened), FINISH)
    assert not success(goal, walk(0, 0, state=closed), FINISH)


def test_pick_needs_the_object_in_hand_at_finish():
    goal = Holding(object="mug")
    assert success(goal, carried((None, 90), ("mug", 21), ("mug", 21)), Action.PICK, FINISH)
    assert not success(goal, carried((None, 90), ("mug", 21), (None, 70)), Action.PICK, FINISH)


def test_a_placed_object_was_held_before_and_is_let_go():
    goal = Placed(object="mug", near="table", radius_cm=100.0)
    actions = [Action.PICK, Action.DROP, FINISH]
    assert success(goal, carried((None, 90), ("mug", 21), (None, 400), (None, 400)), *actions)
    assert not success(goal, carried((None, 90), ("mug", 21), ("mug", 400), ("mug", 400)), *actions)
    assert not success(goal, carried(*[(None, 400)] * 4), *actions)


def test_a_region_for_an_object_wants_it_brought_and_let_go():
    goal = InRegion(subject="mug", region=[Polygon(outer=SQUARE)])
    assert success(goal, carried(("mug", 900), (None, 50)), FINISH)
    assert not success(goal, carried((None, 50), (None, 50)), FINISH)


def test_all_parts_hold_in_one_and_the_same_state():
    goal = AllOf(goals=[Near(object="table", radius_cm=200.0), Opened(door="d")])
    shut, ajar = WorldState(doors={"d": False}), WorldState(doors={"d": True})
    assert success(goal, [Instant(at(0), shut), Instant(at(300), ajar)], FINISH)
    assert not success(goal, [Instant(at(300), shut), Instant(at(0), ajar)], FINISH)


def test_visible_is_refused_where_nobody_looked():
    with pytest.raises(GoalUndecidable, match="nobody looked"):
        success(Visible(object="mug"), walk(0, 0), FINISH)
    assert holds(Visible(object="mug"), Instant(at(0), WorldState(), frozenset({"mug"})), table_and_mug)


def test_a_missing_state_is_refused_not_guessed():
    with pytest.raises(GoalUndecidable, match="2 states, not 1"):
        success(Opened(door="d"), walk(0), FINISH)


def test_unknown_names_are_refused_with_those_known():
    with pytest.raises(UnknownObject, match="known: front_door"):
        success(Opened(door="back_door"), walk(0, 0, state=WorldState(doors={"front_door": False})), FINISH)
