"""What is special to warehouses; `test_families.py` asks what every world must be."""

from collections import deque

import numpy as np
import pytest

from embrace3k.simulator.worlds.families import warehouse
from embrace3k.simulator.worlds.families.warehouse.plan import draw_plan
from embrace3k.simulator.worlds.motion import Motion

SEEDS = range(5)
GRID_CM = 25


@pytest.fixture(scope="module")
def warehouses():
    return [warehouse.build(seed) for seed in SEEDS]


def walk_on(motion, start):
    """Grid points that a walker gets to from `start` without opening a door."""
    seen, waiting, places = {(0, 0)}, deque([(0, 0)]), []
    while waiting:
        column, row = waiting.popleft()
        place = (start[0] + column * GRID_CM, start[1] + row * GRID_CM)
        if motion.free(*place, motion.start()):
            places.append(place)
            beside = {(column + 1, row), (column - 1, row), (column, row + 1), (column, row - 1)} - seen
            seen |= beside
            waiting.extend(beside)
    return places


def test_every_warehouse_stores_moves_and_ships_goods(warehouses):
    for world in warehouses:
        categories = {thing.category for thing in world.objects}
        assert {"rack", "pallet", "crate", "barrel", "forklift", "lorry", "container", "workbench"} <= categories
        colours = [thing.colour for thing in world.objects if thing.category == "rack"]
        assert len(colours) == len(set(colours)) >= 3


def test_warehouses_differ_in_plan_and_colours():
    plans = [draw_plan(np.random.default_rng(seed)) for seed in range(40)]
    assert len({(plan.mirror.on, plan.across, plan.gate_open, plan.lorry_at) for plan in plans}) >= 12
    assert len({plan.colour for plan in plans}) == 5


def test_the_bay_is_reached_by_stairs_and_by_the_ramp(warehouses):
    for world in warehouses:
        heights = {round(slope.start_cm) for slope in world.slopes if slope.start_cm == slope.end_cm}
        ramps = [slope for slope in world.slopes if slope.start_cm != slope.end_cm]
        assert len(heights) >= 5 and len(ramps) == 1
        assert max(heights) == round(ramps[0].end_cm) >= 95


def test_nobody_steps_off_the_bay(warehouses):
    for world in warehouses:
        motion = Motion(world)
        levels = {place: world.ground_cm(*place) for place in walk_on(motion, motion.start().pose[:2])}
        assert max(levels.values()) > 95
        for (x_cm, y_cm), level in levels.items():
            for beside in ((x_cm + GRID_CM, y_cm), (x_cm, y_cm + GRID_CM)):
                assert abs(levels.get(beside, level) - level) < 27


def test_an_open_gate_leads_to_the_yard_and_a_shut_one_does_not(warehouses):
    for world in warehouses:
        motion = Motion(world)
        places = walk_on(motion, motion.start().pose[:2])
        is_shut = any(thing.name == "roller_gate" for thing in world.objects)
        assert any(world.region("yard").contains(*place) for place in places) != is_shut
    assert len({any(thing.name == "roller_gate" for thing in world.objects) for world in warehouses}) == 2


def test_the_lorry_shows_its_open_back_to_the_bay(warehouses):
    for world in warehouses:
        (lorry,) = (thing for thing in world.objects if thing.category == "lorry")
        bay = world.region("loading_bay")
        assert lorry.pose.yaw_deg == pytest.approx(180.0) or lorry.pose.yaw_deg == pytest.approx(-180.0)
        rear = (lorry.pose.x_cm + lorry.size_cm[0] / 2 + 40, lorry.pose.y_cm)
        assert bay.contains(*rear)
