"""Success regions: where they lie, and that the published scorer and the judge of goals never disagree."""

import math
from itertools import pairwise

import pytest
import shapely

from embrace3k.collector.errors import GoalUndecidable
from embrace3k.collector.footprints import WorldFootprints
from embrace3k.collector.goals import Instant, judge
from embrace3k.collector.oracle import plan
from embrace3k.collector.scoring import succeeds
from embrace3k.collector.shortest_paths import walkways_of
from embrace3k.collector.tasks.spaces import Spaces
from embrace3k.collector.tasks.success import Surroundings, region_about, shape_of_polygon, success_of
from embrace3k.schema.actions import PROFILES, Action
from embrace3k.schema.goals import AllOf, Goal, InRegion, Near, Polygon, Sequence
from embrace3k.schema.polygons import contains, ring_distance_cm
from embrace3k.schema.poses import Pose, distance_xy_cm
from embrace3k.schema.regions import DILATION_CM
from embrace3k.schema.tasks import PickDrop, Scene, Task, TaskType
from embrace3k.simulator.worlds.catalogue import build_world
from embrace3k.simulator.worlds.model import Kind
from embrace3k.simulator.worlds.motion import BODY_CM, Motion
from embrace3k.tests.collector.tiny_worlds import door, thing, wall, world

V2 = PROFILES["v2"]
SQUARE = [(0.0, 0.0), (50.0, 0.0), (50.0, 50.0), (0.0, 50.0)]
WALL = [(-300.0, 60.0), (300.0, 60.0), (300.0, 70.0), (-300.0, 70.0)]
SPOTS = [(x * 7.0 - 280.0, y * 7.0 - 280.0) for x in range(88) for y in range(88)]


def standing(goal: Goal) -> list[Polygon]:
    (part,) = [part for part in goal.goals if isinstance(part, InRegion)] if isinstance(goal, AllOf) else []
    return part.region


def inside(region, point) -> bool:
    return any(contains(polygon, point) for polygon in region)


def test_a_region_is_the_footprint_grown_by_220_cm():
    region = region_about(SQUARE, DILATION_CM, Surroundings([], []))
    off = [(ring_distance_cm(SQUARE, spot), inside(region, spot)) for spot in SPOTS]
    assert all(distance <= DILATION_CM for distance, within in off if within)
    assert all(within for distance, within in off if distance < DILATION_CM - 1.1)


def test_a_region_ends_at_a_wall_and_does_not_reach_around_it():
    region = region_about(SQUARE, DILATION_CM, Surroundings([], [WALL]))
    assert inside(region, (25.0, -150.0)) and not inside(region, (25.0, 90.0))


def test_a_wall_that_can_be_walked_around_does_not_part_a_region():
    short = [(20.0, 60.0), (30.0, 60.0), (30.0, 70.0), (20.0, 70.0)]
    assert inside(region_about(SQUARE, DILATION_CM, Surroundings([], [short])), (25.0, 90.0))


def test_a_gap_that_nobody_fits_through_joins_nothing():
    west, east = ([(x0, 60.0), (x1, 60.0), (x1, 70.0), (x0, 70.0)] for x0, x1 in ((-300.0, 10.0), (40.0, 300.0)))
    assert not inside(region_about(SQUARE, DILATION_CM, Surroundings([], [west, east])), (25.0, 90.0))


def test_a_region_does_not_leave_its_rooms(houses):
    for house in houses:
        spaces = Spaces(house)
        for each in house.objects:
            if each.kind is Kind.DOOR or not spaces.of(each):
                continue
            room = shapely.union_all([shape_of_polygon(region.polygon) for region in spaces.of(each)]).buffer(0.1)
            assert all(room.covers(shape_of_polygon(part)) for part in standing(spaces.near(each))), each.name


def test_a_door_is_reached_from_both_sides_and_in_its_doorway():
    place = split_world()
    region = standing(Spaces(place).at_open_door(place.object("gate")))
    assert inside(region, (400.0, 450.0)) and inside(region, (600.0, 450.0)) and inside(region, (500.0, 450.0))


def test_a_door_is_not_reached_from_beyond_a_wall_that_meets_its_frame():
    """A partition beside the gate, longer than the region: its other side is another room."""
    place = split_world(wall(505, 505, 900, 515))
    region = standing(Spaces(place).at_open_door(place.object("gate")))
    assert inside(region, (600.0, 480.0)) and not inside(region, (600.0, 540.0))


def split_world(*more):
    """A wall along y at x = 500 with a gate in it."""
    walls = (wall(495, 0, 505, 400), wall(495, 500, 505, 1000))
    return world(thing("box", 700, 450), door("gate", 500, 402.5), walls=(*walls, *more))


def test_the_reference_height_is_the_body_on_the_ground_before_the_target(houses):
    house = houses[0]
    goal = Spaces(house).near(house.object("red_car"))
    pose = house.object("red_car").pose
    success = success_of(house, goal, house.start, V2)
    assert success.final.character_reference_z_cm == pytest.approx(house.ground_cm(pose.x_cm, pose.y_cm) + BODY_CM)


def test_a_task_that_starts_in_its_region_takes_the_demonstration_s_length(houses):
    house = houses[0]
    goal = Spaces(house).at_open_door(house.object("front_door"))
    success = success_of(house, goal, house.start, V2, demonstrated_cm=150.0)
    assert success.shortest_path_cm == 150.0 and "demonstration" in (success.shortest_path_source or "")


def test_a_goal_that_has_no_place_has_no_region():
    with pytest.raises(GoalUndecidable, match="where the agent has to be"):
        success_of(split_world(), Near(object="box", radius_cm=1.0), Pose(100, 100, 88, 0, 0, 0), V2)


def test_the_shortest_way_is_straight_where_nothing_is_between():
    assert length_cm(world(thing("box", 700, 700)), (100, 100), (400, 500)) == pytest.approx(500 - 10)


def test_the_shortest_way_bends_around_a_wall_s_end_at_a_body_s_radius():
    """A taut string over the two corners of the end: a tangent, an arc of 25 cm, half the wall, and the same again."""
    blocked, start = world(thing("box", 700, 700), walls=(wall(290, 0, 310, 500),)), (100.0, 300.0)
    away_cm = math.dist(start, (290, 500))
    arc_cm = 25.0 * (math.atan2(500 - 300, 290 - 100) + math.asin(25.0 / away_cm))
    exact_cm = 2 * (math.sqrt(away_cm**2 - 25.0**2) + arc_cm + 10.0)
    assert exact_cm - 1.0 < length_cm(blocked, start, (500, 300)) + 10.0 <= exact_cm


def test_a_way_may_end_where_the_body_touches_a_wall():
    """The region leans away from the wall, so the nearest standing place is at its foot."""
    along = world(thing("box", 700, 700), walls=(wall(200, 100, 600, 110),))
    leaning = shapely.Polygon([(400, 110), (600, 110), (600, 300), (500, 300)])
    assert 263.0 < (walkways_of(along).length_cm((150, 120), [leaning]) or 0.0) < 268.0


def test_the_shortest_way_need_not_enter_a_place_where_it_is_nearest():
    """A straight line crosses the long strip on its way; nearest is the strip's other end."""
    strip, end = shapely.box(100, 300, 900, 310), shapely.Point(940, 340).buffer(10.0, quad_segs=64)
    found = walkways_of(world(thing("box", 300, 900))).length_cm((100.0, 200.0), [strip, end])
    assert found == pytest.approx(math.dist((100, 200), (940, 340)) - 10.0, abs=0.5)


def length_cm(place, start, end) -> float:
    found = walkways_of(place).length_cm(start, [shapely.Point(end).buffer(10.0, quad_segs=64)])
    assert found is not None
    return found


def test_doors_count_as_open_and_closed_rooms_as_out_of_reach():
    through = length_cm(split_world(), (300, 450), (700, 500))
    assert through == pytest.approx(math.dist((300, 450), (700, 500)) - 10, abs=1.0)
    shut = world(thing("box", 700, 700), walls=(wall(495, 0, 505, 1000),))
    assert walkways_of(shut).length_cm((300, 450), [shapely.Point(700, 450).buffer(10.0)]) is None


@pytest.fixture(scope="module")
def houses():
    return [build_world("family-house", seed) for seed in (0, 1)]


@pytest.fixture(scope="module")
def tasks(houses):
    """World, and one solvable task of each kind in it, of both pick_drop kinds too."""
    return [(house, task) for house in houses for task in made(house)]


def made(house):
    """From the house's own start: to the mailbox, first there and then to a tree, a door, a thing outdoors."""
    spaces, start = Spaces(house), Motion(house).start(house.start).pose
    ball = next(each for each in house.objects if each.kind is Kind.CARRIED and not house.region(each.region).indoor)
    near = spaces.near(house.object("mailbox"))
    goals = [
        (TaskType.BASIC, near, {}),
        (TaskType.MULTI_STAGE, Sequence(goals=[near, spaces.near(house.object("tree_2"))]), {}),
        (TaskType.OPEN_DOOR, spaces.at_open_door(house.object("study_door")), {"door": "study_door"}),
        (TaskType.PICK_DROP, spaces.holding(ball), {"pick_drop": picked(ball, "p")}),
        (TaskType.PICK_DROP, spaces.beside(ball.name, house.object("mailbox")), {"pick_drop": picked(ball, "pd")}),
    ]
    goals += [(kind, near, {}) for kind in (TaskType.EXPLORATION, TaskType.DYNAMIC_SPATIAL_SEMANTIC)]
    return [task(house, kind, goal, start, **more) for kind, goal, more in goals]


def picked(ball, kind):
    return PickDrop(object=ball.name, kind=kind, start_pose=ball.pose)


def task(house, kind, goal, start, *, pick_drop=None, **more):
    success = success_of(house, goal, start, V2, pick_drop.object if pick_drop else None)
    return Task(
        id=kind, instruction="x", type=kind, scene=Scene(name="x"), start_pose=start, goal=goal, success=success,
        pick_drop=pick_drop, **more,
    )  # fmt: skip


@pytest.fixture(scope="module")
def plans(tasks):
    found = []
    for house, each in tasks:
        motion = Motion(house)
        found.append((house, each, plan(motion, motion.start(each.start_pose), each.goal, V2).actions))
    return found


def acted_out(house, each, actions):
    motion = Motion(house)
    states = [motion.start(each.start_pose)]
    for action in actions:
        states.append(motion.apply(states[-1], action, V2).state)
    return [Instant(state.pose, state.world_state()) for state in states]


def verdicts(house, each, actions):
    instants = acted_out(house, each, actions)
    judged = judge(each.goal, instants, actions, WorldFootprints(house)).success
    return judged, succeeds(each, instants, actions)


def test_oracle_episodes_of_all_types_succeed_by_goal_and_by_region(plans):
    assert {each.type for _, each, _ in plans} == set(TaskType)
    for house, each, actions in plans:
        assert verdicts(house, each, actions) == (True, True), each.type


def test_near_misses_get_one_verdict(plans):
    """Every plan cut short anywhere, with one more step there or none, then Finish: most fail, by both alike."""
    failed = 0
    for house, each, actions in plans:
        for cut in range(len(actions)):
            for extra in ([], [Action.MOVE_FORWARD], [Action.MOVE_BACKWARD]):
                tried = [*actions[:cut], *extra, Action.FINISH]
                judged, scored = verdicts(house, each, tried)
                assert judged == scored, (each.type, cut, extra)
                failed += not judged
    assert failed > 100


def test_no_finish_and_no_midway_target_is_no_success(plans):
    for house, each, actions in plans:
        assert verdicts(house, each, actions[:-1]) == (False, False)
        if each.type is TaskType.MULTI_STAGE:
            once = [action for action in actions if action is not Action.MIDWAY_TARGET]
            assert verdicts(house, each, once) == (False, False)


def test_the_shortest_way_is_never_longer_than_the_oracle_s(plans):
    for house, each, actions in plans:
        instants = acted_out(house, each, actions)
        walked_cm = sum(distance_xy_cm(one.pose, other.pose) for one, other in pairwise(instants))
        assert each.success.shortest_path_cm <= walked_cm, each.type
