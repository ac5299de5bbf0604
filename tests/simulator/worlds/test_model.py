from dataclasses import replace

import pytest

from embrace3k.schema.goals import Polygon
from embrace3k.simulator.errors import SimulatorError
from embrace3k.simulator.worlds.mesh import Mesh
from embrace3k.simulator.worlds.model import Box, Region, World
from embrace3k.tests.simulator.worlds.toy import apple, at, door, table

SQUARE = [(0.0, 0.0), (0.0, 100.0), (100.0, 100.0), (100.0, 0.0)]
HOLE = [(40.0, 40.0), (40.0, 60.0), (60.0, 60.0), (60.0, 40.0)]
ROOM = Region("room", "room", Polygon(outer=SQUARE, holes=[HOLE]), 0.0, True)


def world(*objects, static=None, regions=(ROOM,)):
    return World("toy", 0, objects, static or Mesh(), (), regions, (0, 0, 100, 100), (), at(10, 10))


@pytest.mark.parametrize(
    "point, inside",
    [((20, 20), True), ((0, 50), True), ((100, 100), True), ((50, 50), False), ((40, 50), False), ((100.1, 50), False)],
    ids=["within", "on the border", "in a corner", "in the hole", "on the hole's border", "outside"],
)
def test_a_region_holds_its_border_and_not_its_holes(point, inside):
    assert ROOM.contains(*point) is inside


def test_a_turned_box_measures_from_its_own_sides():
    box = Box(0, 0, 100, 10, 90, 0, 50)
    assert box.distance_cm(0, 99) == 0
    assert box.distance_cm(40, 0) == pytest.approx(30)
    assert sorted((round(x), round(y)) for x, y in box.corners()) == [(-10, -100), (-10, 100), (10, -100), (10, 100)]


def test_a_door_fills_the_space_of_its_leaf():
    leaf = door(0, 0).footprint(at(0, 0, 0))
    assert (leaf.x_cm, leaf.y_cm) == pytest.approx((0, 47.5))
    swung = door(0, 0).footprint(at(0, 0, 90))
    assert (swung.x_cm, swung.y_cm) == pytest.approx((-47.5, 0))


def test_things_are_found_by_name_region_and_surface():
    made = world(table(20, 20), apple(20, 20, z_cm=75.0), apple(50, 50, name="pear"))
    assert made.object("pear").pose.x_cm == 50
    assert [thing.name for thing in made.objects_in(ROOM)] == ["table", "apple"]
    assert [thing.name for thing in made.objects_in(ROOM, {"pear": at(70, 70)})] == ["table", "apple", "pear"]
    assert made.surface_under(made.object("apple").pose) is made.object("table")
    assert made.surface_under(made.object("pear").pose) is None
    assert [region.name for region in made.regions_at(0, 0)] == ["room"]


def test_unknown_names_are_answered_with_the_known_ones():
    with pytest.raises(SimulatorError, match="no object 'pear'.*apple"):
        world(apple(1, 1)).object("pear")
    with pytest.raises(SimulatorError, match="no region 'attic'.*room"):
        world().region("attic")


def test_every_change_of_what_can_be_seen_or_bumped_into_changes_the_version():
    made = world(apple(1, 1))
    others = [
        world(apple(1.01, 1)),
        world(replace(apple(1, 1), size_cm=(12, 12, 13))),
        world(apple(1, 1), static=Mesh().box((0, 0, 0), (1, 1, 1))),
        world(apple(1, 1), static=Mesh().box((0, 0, 0), (1, 1, 1.001))),
        world(apple(1, 1), static=Mesh().box((0, 0, 0), (1, 1, 1), "brick")),
        world(apple(1, 1), static=Mesh().box((0, 0, 0), (1, 1, 1), "brick", tile_m=2.0)),
        world(apple(1, 1), regions=()),
    ]
    assert made.version == world(apple(1, 1)).version
    assert len({made.version, *(other.version for other in others)}) == 8
