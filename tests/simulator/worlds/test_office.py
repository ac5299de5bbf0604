"""What is special to offices; what all families share is tested in test_families.py."""

from collections import Counter

import pytest

from embrace3k.simulator.worlds.families import office
from embrace3k.simulator.worlds.motion import Motion
from embrace3k.simulator.worlds.terrain import Slope

pytestmark = pytest.mark.xdist_group("offices")
SEEDS = range(10)


@pytest.fixture(scope="module")
def offices():
    return [office.build(seed) for seed in SEEDS]


def test_a_seed_always_builds_the_same_office(offices):
    again = office.build(3)
    assert (again.version, again.objects, again.solids) == (offices[3].version, offices[3].objects, offices[3].solids)


def test_offices_differ_in_their_rooms_and_in_which_way_they_lie(offices):
    assert len({tuple(sorted(region.name for region in world.regions)) for world in offices}) == 2
    assert len({world.bounds_cm[2] > world.bounds_cm[3] for world in offices}) == 2
    assert len({any(box.label == "glass wall" for box in world.solids) for world in offices}) == 2


def test_every_desk_has_a_monitor_and_a_chair(offices):
    for world in offices:
        count = Counter(thing.category for thing in world.objects)
        assert count["desk"] == count["monitor"] >= 4 and count["chair"] >= count["desk"]
        for screen in (thing for thing in world.objects if thing.category == "monitor"):
            support = world.surface_under(screen.pose)
            assert support is not None and support.category == "desk"


def test_chairs_come_in_several_colours(offices):
    for world in offices:
        colours = {thing.colour for thing in world.objects if thing.category == "chair"}
        assert 2 <= len(colours) <= 3


def test_the_lounge_is_two_steps_up_and_what_stands_there_stands_on_it(offices):
    for world in offices:
        lounge = world.region("lounge")
        assert lounge.floor_cm == 32.0
        standing = [thing for thing in world.objects_in(lounge) if thing.solid and thing.pose.z_cm < 100.0]
        assert len(standing) >= 3 and all(thing.pose.z_cm == 32.0 for thing in standing)
        assert {slope.start_cm for slope in world.slopes if slope.start_cm == slope.end_cm} == {16.0, 32.0}


def walk_up(world, slope: Slope):
    """Heights of the ground along the middle of a stair, from before it to behind it."""
    yaw_x, yaw_y = {0.0: (1, 0), 90.0: (0, 1), 180.0: (-1, 0), -90.0: (0, -1)}[slope.yaw_deg]
    reach = range(-int(slope.half_x_cm) - 20, int(slope.half_x_cm) + 21, 5)
    return [world.ground_cm(slope.x_cm + step * yaw_x, slope.y_cm + step * yaw_y) for step in reach]


def test_a_ramp_climbs_evenly_where_there_is_one(offices):
    ramps = [(world, slope) for world in offices for slope in world.slopes if slope.start_cm != slope.end_cm]
    assert 0 < len(ramps) < len(offices)
    for world, ramp in ramps:
        heights = walk_up(world, ramp)
        assert heights[0] == 0.0 and heights[-1] == 32.0
        assert all(0.0 <= after - before < 1.0 for before, after in zip(heights, heights[1:], strict=False))


def test_nobody_walks_through_glass(offices):
    glazed = [world for world in offices if any(box.label == "glass wall" for box in world.solids)]
    for world in glazed:
        motion = Motion(world)
        pane = next(
            box for box in world.solids if box.label == "glass wall" and max(box.half_x_cm, box.half_y_cm) > 30.0
        )
        assert not motion.free(pane.x_cm, pane.y_cm, motion.start())
