"""What is special to farmyards; what every family promises is in test_families.py."""

from collections import Counter

import pytest

from embrace3k.simulator.worlds.families import farmyard
from embrace3k.simulator.worlds.model import Kind
from embrace3k.simulator.worlds.motion import Motion
from embrace3k.simulator.worlds.props import farm_animals, farm_things, tractors
from embrace3k.tests.simulator.worlds.shapes import faces_outward

pytestmark = pytest.mark.xdist_group("farmyards")
SEEDS = range(8)
BROWN = farm_animals.HIDES["brown"]


@pytest.fixture(scope="module")
def farms():
    return [farmyard.build(seed) for seed in SEEDS]


def test_every_farm_has_its_animals_machines_and_six_doors(farms):
    for farm in farms:
        count = Counter(thing.category for thing in farm.objects)
        assert {"tractor", "trailer", "well", "horse", "dog", "scarecrow", "chicken coop", "ladder"} <= set(count)
        assert count["cow"] == 2 and count["hen"] == 3 and count["tree"] == 3 and count["hay bale"] == 3
        assert {thing.name for thing in farm.objects if thing.kind is Kind.DOOR} == {
            "farmhouse_door", "shed_door", "garden_gate", "paddock_gate", "horse_stall_door", "empty_stall_door",
        }  # fmt: skip


def test_the_barn_and_the_kitchen_lie_above_the_yard(farms):
    for farm in farms:
        heights = {region.name: region.floor_cm for region in farm.regions}
        assert heights["barn"] == 45.0 and heights["farm_kitchen"] == 34.0 and heights["yard"] == 0.0


def test_one_walks_up_the_ramp_into_the_barn(farms):
    for farm in farms:
        motion = Motion(farm)
        ramp = next(slope for slope in farm.slopes if slope.end_cm == 45.0 and slope.start_cm == 0.0)
        foot = farm.start._replace(x_cm=_behind(ramp, 60.0), y_cm=ramp.y_cm, yaw_deg=ramp.yaw_deg)
        state, blocked_by = motion.advance(motion.start(foot), 0.0, 2 * ramp.half_x_cm + 120.0)
        assert blocked_by is None and state.pose.z_cm == pytest.approx(45.0 + 88.0)


def _behind(ramp, by_cm):
    """x of a place so far before the ramp's foot."""
    return ramp.x_cm - (ramp.half_x_cm + by_cm) * (1 if ramp.yaw_deg == 0.0 else -1)


def test_farms_lie_in_different_orders(farms):
    orders = {tuple(sorted((r.name, r.polygon.outer[0]) for r in farm.regions)) for farm in farms}
    assert len(orders) == len(farms)
    assert len({farm.object("tree_1").label for farm in farms}) > 1
    assert len({next(t.colour for t in farm.objects if t.category == "tractor") for farm in farms}) > 1


def test_animals_are_closed_all_round():
    meshes = (farm_animals.cow(BROWN), farm_animals.horse(), farm_animals.hen(), farm_animals.dog())
    assert all(faces_outward(part) for mesh in meshes for parts in mesh.parts.values() for part in parts)


def test_two_cows_of_one_colour_have_different_patches():
    one, other = (farm_animals.cow(BROWN, seed=seed).parts["brownhide"][0] for seed in (1, 2))
    assert (one.surface.points == other.surface.points).all() and (one.surface.uvs != other.surface.uvs).all()


@pytest.mark.parametrize(
    ("mesh", "height"),
    [
        (farm_animals.cow(BROWN), 1.65), (farm_animals.horse(), 1.73), (farm_animals.dog(), 0.74),
        (tractors.tractor((0.7, 0.1, 0.1)), 2.4), (tractors.trailer((0.2, 0.4, 0.2)), 1.04), (farm_things.well(), 2.3),
        (farm_things.hay_bale(), 0.5), (farm_things.barrel(), 0.9), (farm_things.milk_can(), 0.69),
        (farm_things.scarecrow(), 1.88), (farm_things.chicken_coop(), 1.72), (farm_things.kennel(), 0.94),
    ],
)  # fmt: skip
def test_what_stands_on_farms_has_the_height_of_the_real_thing(mesh, height):
    low, high = mesh.bounds()
    assert low[2] == pytest.approx(0.0, abs=0.02) and high[2] == pytest.approx(height, abs=0.06)
