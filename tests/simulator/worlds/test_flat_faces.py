"""Light on large faces that have light at their corners only."""

import numpy as np
import pytest

from embrace3k.simulator.worlds.lighting.flat_faces import FlatFaces
from embrace3k.simulator.worlds.mesh import Mesh


def parts_of(mesh):
    return mesh.parts["flat"]


def triangles_of(mesh):
    return parts_of(mesh)[0].surface.triangles


def evened(mesh, light):
    parts = parts_of(mesh)
    points = np.concatenate([part.surface.points for part in parts])
    values = np.repeat(light(points)[:, None], 3, 1)
    return points, values[:, 0], FlatFaces(parts).evened(values)[:, 0]


def test_the_triangles_of_a_quad_show_no_edge():
    quad = Mesh().quad((0, 0, 0), (2, 0, 0), (0, 1, 0), luxel_m=0, step_m=3.0)
    _, _, even = evened(quad, lambda points: np.array([0.2, 0.8, 0.3, 0.4]))
    near_left, near_right, far_left, far_right = even
    assert near_left + far_right == pytest.approx(near_right + far_left)
    assert even.mean() == pytest.approx(0.425)


def test_a_slope_becomes_less_steep_but_keeps_its_way():
    quad = Mesh().quad((0, 0, 0), (2, 0, 0), (0, 1, 0), luxel_m=0, step_m=3.0)
    points, before, after = evened(quad, lambda points: 0.3 + 0.2 * points[:, 0])
    flatter = (after - after.mean()) / (before - before.mean())
    assert flatter == pytest.approx(flatter[0]) and 0.2 < flatter[0] < 0.8


def test_a_round_table_in_half_shade_has_no_star():
    table = Mesh().cylinder((0, 0, 0.7), 0.5, 0.03)
    points, _, after = evened(table, lambda points: np.where(points[:, 0] > 0.1, 0.9, 0.4))
    top = np.unique([corners for corners in triangles_of(table) if (points[corners, 2] > 0.7299).all()])
    slope = np.polyfit(points[top, 0], after[top], 1)
    assert np.polyval(slope, points[top, 0]) == pytest.approx(after[top], abs=0.02)


@pytest.mark.parametrize(
    "mesh",
    [Mesh().sphere((0, 0, 1), 0.4), Mesh().quad((0, 0, 0), (2, 0, 0), (0, 2, 0), luxel_m=0, step_m=0.25)],
    ids=["round", "fine grid"],
)
def test_what_is_round_or_fine_keeps_its_light(mesh):
    _, before, after = evened(mesh, lambda points: np.linspace(0.1, 0.9, len(points)) ** 2)
    assert (after == before).all()
