"""Patches under things that move: read back from what is drawn."""

import numpy as np
import pytest
from panda3d.core import GeomVertexReader, NodePath

from embrace3k.simulator.worlds.axes import Placement
from embrace3k.simulator.worlds.lighting.bake import bake
from embrace3k.simulator.worlds.lighting.rays import Tracer
from embrace3k.simulator.worlds.lighting.samples import light_stopping_corners
from embrace3k.simulator.worlds.mesh import Mesh
from embrace3k.simulator.worlds.shadows import Falling, Shadow, shadow_root
from embrace3k.simulator.worlds.surroundings import Surroundings
from embrace3k.simulator.worlds.weather import FAIR

CUBE = Mesh().box((0, 0, 0), (0.2, 0.2, 0.2), luxel_m=0)
SHADE, SUN = Falling(soft=1.0, sun=0.0), Falling(soft=0.5, sun=1.5)


@pytest.fixture(scope="module")
def table():
    mesh = Mesh().quad((-5, -5, 0), (10, 0, 0), (0, 10, 0), luxel_m=0.5).box((0, 0, 0.7), (1, 1, 0.05), luxel_m=0.2)
    return Surroundings(light_stopping_corners([mesh]), bake([mesh], [], [], [], FAIR).shining, [], FAIR)


def patches(around, position, light, heading_deg=0.0):
    """(points, alpha) of every patch that shows."""
    root = NodePath("world")
    points = np.concatenate([part.surface.points for part in CUBE.parts["flat"]])
    shadow = Shadow(points, Tracer(light_stopping_corners([CUBE])), shadow_root(root, 0))
    shadow.place(Placement(position, heading_deg), around, light)
    return [drawn(node.node()) for node in root.get_child(0).get_children() if not node.is_hidden()]


def drawn(node):
    data = node.get_geom(0).get_vertex_data()
    places, colors = GeomVertexReader(data, "vertex"), GeomVertexReader(data, "color")
    read = [(tuple(places.get_data3()), colors.get_data4()[3]) for _ in range(data.get_num_rows())]
    return np.array([place for place, _ in read]), np.array([alpha for _, alpha in read])


def test_a_patch_is_dark_below_the_thing_and_ends_in_nothing(table):
    ((points, alpha),) = patches(table, (0.0, 0.0, 0.75), SHADE)
    away = np.hypot(points[:, 0], points[:, 1])
    assert alpha[0] > 0.8 and alpha[away > 0.25].max() == 0
    assert 0.1 < alpha[(away > 0.12) & (away < 0.16)].mean() < 0.6


def test_a_patch_ends_at_the_edge_of_the_table(table):
    ((points, _),) = patches(table, (0.42, 0.0, 0.75), SHADE)
    assert points[:, 0].max() == pytest.approx(0.5, abs=0.02) and points[:, 0].min() < 0.2
    assert points[:, 2] == pytest.approx(0.757, abs=0.005)


def test_the_sun_throws_a_second_patch_away_from_it(table):
    thrown, below = patches(table, (0.0, 0.0, 0.75), SUN)
    assert thrown[0].mean(0)[:2] @ FAIR.sun[:2] < below[0].mean(0)[:2] @ FAIR.sun[:2] - 0.02
    assert below[1].max() < patches(table, (0.0, 0.0, 0.75), SHADE)[0][1].max()


def test_what_is_held_high_throws_none(table):
    assert patches(table, (0.0, 0.0, 1.6), SUN) == []


def test_a_patch_follows_a_slope():
    ramp = Mesh().quad((-3, -3, 0), (6, 0, 0), (0, 6, 1.2), luxel_m=0.2)
    around = Surroundings(light_stopping_corners([ramp]), bake([ramp], [], [], [], FAIR).shining, [], FAIR)
    ((points, _),) = patches(around, (0.0, 0.0, 0.6), SHADE)
    assert points[:, 2] == pytest.approx(0.6 + 0.2 * points[:, 1] + 0.007, abs=0.01)
