"""What is special to shops; `test_families.py` asks what every world must be."""

import numpy as np
import pytest

from embrace3k.schema.actions import Action
from embrace3k.simulator.worlds.families import shop
from embrace3k.simulator.worlds.families.shop.plan import FLOOR, draw_plan
from embrace3k.simulator.worlds.model import Kind
from embrace3k.simulator.worlds.motion import BODY_CM, Motion
from embrace3k.tests.simulator.worlds.toy import V2

SEEDS = range(5)


@pytest.fixture(scope="module")
def shops():
    return [shop.build(seed) for seed in SEEDS]


def test_every_shop_sells_paid_for_and_stored_goods(shops):
    for world in shops:
        categories = {thing.category for thing in world.objects}
        assert {"shelf", "fridge", "freezer", "fruit stand", "counter", "cash register", "trolley"} <= categories
        assert {"entrance_door", "store_room_door", "staff_room_door", "toilet_door"} <= {t.name for t in world.objects}


def test_shops_are_mirrored_and_their_shelves_run_either_way():
    plans = [draw_plan(np.random.default_rng(seed)) for seed in range(40)]
    assert len({(plan.mirror.on, plan.across, plan.ramp_south, plan.aisles) for plan in plans}) >= 12
    assert len({plan.brand for plan in plans}) == 4


def test_the_floor_lies_above_the_pavement_all_over(shops):
    for world in shops:
        for thing in world.objects:
            level = FLOOR * 100 if world.region(thing.region).indoor else 0.0
            if thing.kind is not Kind.DOOR:
                assert world.ground_cm(thing.pose.x_cm, thing.pose.y_cm) == pytest.approx(level), thing.name


def test_one_walks_in_from_the_pavement_and_climbs(shops):
    for world in shops:
        motion = Motion(world)
        state = motion.start()
        for action in (*[Action.MOVE_FORWARD] * 2, Action.OPEN_DOOR, *[Action.MOVE_FORWARD] * 3):
            state = motion.apply(state, action, V2).state
        assert state.pose.z_cm == pytest.approx(FLOOR * 100 + BODY_CM)
        assert world.region("checkout_area").contains(state.pose.x_cm, state.pose.y_cm)


def test_a_low_shelf_takes_goods_and_high_ones_do_not(shops):
    for world in shops:
        tops = [shelf.surface_cm for shelf in world.objects if shelf.category == "shelf"]
        assert sum(top is not None for top in tops) == 1 and len(tops) >= 3
        assert all(60 < top < 100 for top in tops if top is not None)


def test_trolleys_differ_in_colour(shops):
    for world in shops:
        colours = [thing.colour for thing in world.objects if thing.category == "trolley"]
        assert len(colours) == len(set(colours)) == 3
