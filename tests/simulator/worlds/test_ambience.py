"""The light of things that move, wherever they are."""

import numpy as np
import pytest

from embrace3k.simulator.worlds.lighting.bake import bake
from embrace3k.simulator.worlds.lighting.samples import light_stopping_corners
from embrace3k.simulator.worlds.mesh import Mesh
from embrace3k.simulator.worlds.surroundings import Surroundings
from embrace3k.simulator.worlds.weather import FAIR

UPWARDS = np.array([[0.0, 0.0, 1.0]])
ONE = np.ones((1, 1))


def around(mesh):
    return Surroundings(light_stopping_corners([mesh]), bake([mesh], [], [], [], FAIR).shining, [], FAIR)


def light_from_above(surroundings, *place):
    return surroundings.soft_light(np.array([place])).on(UPWARDS, ONE).mean()


@pytest.fixture(scope="module")
def table():
    """Four metres square, its top one metre up, on a wide dark floor."""
    floor = Mesh().quad((-5, -5, 0), (10, 0, 0), (0, 10, 0), color=(0.3, 0.3, 0.3), luxel_m=0.5)
    return around(floor.box((0, 0, 0.95), (4, 4, 0.05), color=(0.3, 0.3, 0.3), luxel_m=0.2))


def test_what_lies_under_a_table_is_darker_than_what_stands_on_it(table):
    on_top, below = light_from_above(table, 0.0, 0.0, 1.1), light_from_above(table, 0.0, 0.0, 0.2)
    assert on_top > 0.5 and below < 0.3 * on_top


def test_the_same_light_falls_on_a_floor_at_any_height():
    low, high = (around(Mesh().quad((-5, -5, z), (10, 0, 0), (0, 10, 0), luxel_m=0.5)) for z in (0.0, 3.0))
    assert light_from_above(low, 0, 0, 0.1) == pytest.approx(light_from_above(high, 0, 0, 3.1), abs=0.01)


def test_a_red_wall_shines_on_the_side_that_faces_it():
    wall = Mesh().box((1, 0, 0), (0.2, 6, 3), color=(0.9, 0.1, 0.1), luxel_m=0.2)
    ambient = around(wall.quad((-5, -5, 0), (10, 0, 0), (0, 10, 0), luxel_m=0.5)).soft_light(np.array([[0, 0, 1.0]]))
    east, west = ambient.on(np.array([[1.0, 0, 0], [-1.0, 0, 0]]), np.ones((2, 1)))
    assert east[0] / east[2] > 2 * west[0] / west[2]


def test_a_place_within_a_wall_does_not_count():
    wall = Mesh().quad((-5, -5, 0), (10, 0, 0), (0, 10, 0), luxel_m=0.5).box((0, 0, 0), (1.2, 1.2, 2.5), luxel_m=0.5)
    surroundings = around(wall)
    both = surroundings.soft_light(np.array([(0.0, 0.0, 1.0), (2.0, 0.0, 1.0)]))
    outside = light_from_above(surroundings, 2.0, 0.0, 1.0)
    assert both.on(UPWARDS, np.full((1, 2), 0.5)).mean() == pytest.approx(outside, rel=0.02)


def test_ground_is_found_past_the_gaps_between_boards():
    boards = Mesh().quad((-5, -5, 0), (10, 0, 0), (0, 10, 0), luxel_m=0.5)
    for x in (-0.1, 0.02):
        boards.box((x, 0, 0.4), (0.1, 1, 0.02), luxel_m=0)
    heights = around(boards).heights_below(np.array([(-0.1, 0.0, 0.42), (-0.04, 0.0, 0.42)]))
    assert heights == pytest.approx([0.42, 0.0], abs=1e-3)
