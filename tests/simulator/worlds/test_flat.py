"""What is special to flats; what all families share is tested in test_families.py."""

from collections import Counter

import pytest

from embrace3k.simulator.worlds.families import flat
from embrace3k.simulator.worlds.model import Kind
from embrace3k.simulator.worlds.motion import BODY_CM, Motion

pytestmark = pytest.mark.xdist_group("flats")
SEEDS = range(12)


@pytest.fixture(scope="module")
def flats():
    return [flat.build(seed) for seed in SEEDS]


def test_a_seed_always_builds_the_same_flat(flats):
    again = flat.build(3)
    assert (again.version, again.objects, again.solids) == (flats[3].version, flats[3].objects, flats[3].solids)


def test_ground_plans_differ_in_kind_and_not_only_in_size(flats):
    rooms = {tuple(sorted(region.name for region in world.regions)) for world in flats}
    sides = {world.region("balcony").polygon.outer[0][0] > 0 for world in flats}
    links = {world.object("bedroom_door").pose.yaw_deg for world in flats}
    assert len(rooms) >= 2 and len(sides) == 2 and len(links) == 2


def test_every_flat_has_what_a_home_needs(flats):
    for world in flats:
        count = Counter(thing.category for thing in world.objects)
        assert {"bed", "sofa", "tv", "toilet", "washbasin", "bathtub", "stove", "fridge", "counter", "lift"} <= set(
            count
        )
        assert count["chair"] >= 4 and 18 <= len(world.objects) <= 65


def test_every_room_but_the_kitchen_has_a_door_or_is_open_to_the_hall(flats):
    for world in flats:
        doors = {thing.label for thing in world.objects if thing.kind is Kind.DOOR}
        assert {"front door", "bathroom door", "bedroom door", "balcony door"} <= doors
        if any(region.name == "childrens_room" for region in world.regions):
            assert "children's room door" in doors


def test_a_walker_steps_down_onto_the_balcony(flats):
    for world in flats:
        motion = Motion(world)
        chair = next(thing for thing in world.objects if thing.region == "balcony" and thing.category == "chair")
        assert chair.pose.z_cm == world.ground_cm(chair.pose.x_cm, chair.pose.y_cm) == -15.0
        assert motion.start().pose.z_cm == BODY_CM


def test_nothing_that_hangs_covers_a_door_or_a_window(flats):
    for world in flats:
        walls = [box for box in world.solids if box.low_cm == 0.0 and box.high_cm > 250.0]
        for picture in (thing for thing in world.objects if thing.category == "painting"):
            ends = picture.footprint(picture.pose).corners()
            assert all(min(wall.distance_cm(*end) for wall in walls) < 5.0 for end in ends), (world.seed, picture.name)
