import numpy as np
import pytest

from embrace3k.simulator.worlds.mesh import Mesh, joined
from embrace3k.simulator.worlds.surfaces import face_vectors, rotation_z
from embrace3k.tests.simulator.worlds.shapes import faces_outward

SHAPES = {
    "box": Mesh().box((0, 0, 0), (1, 2, 3)),
    "rounded_box": Mesh().rounded_box((0, 0, 0), (1, 2, 3), 0.1),
    "cylinder": Mesh().cylinder((0, 0, 0), 0.5, 2),
    "lying_cylinder": Mesh().cylinder((0, 0, 0), 0.5, 2, axis="x"),
    "sphere": Mesh().sphere((0, 0, 1), 1),
    "prism": Mesh().prism((0, 0, 0), [(-1, 0), (1, 0), (0, 1)], 2),
}
VOLUMES = {"box": 6, "rounded_box": 5.9, "cylinder": 1.54, "lying_cylinder": 1.54, "sphere": 3.96, "prism": 2}


def volume(mesh):
    """Positive if the closed surface faces outwards (divergence theorem)."""
    parts = [part for parts in mesh.parts.values() for part in parts]
    return sum(
        (face_vectors(p.surface.points, p.surface.triangles) * p.surface.points[p.surface.triangles[:, 0]]).sum() / 6
        for p in parts
    )


@pytest.mark.parametrize("name", SHAPES)
def test_a_closed_shape_faces_outwards_and_holds_its_volume(name):
    assert volume(SHAPES[name]) == pytest.approx(VOLUMES[name], rel=0.05)


@pytest.mark.parametrize("name", SHAPES)
def test_triangles_agree_with_their_normals(name):
    assert all(faces_outward(part) for parts in SHAPES[name].parts.values() for part in parts)


def test_turning_a_mesh_turns_its_charts_too():
    turned = Mesh().quad((0, 0, 0), (2, 0, 0), (0, 1, 0)).transform(rotation_z(90), (5, 0, 0))
    chart = turned.parts["flat"][0].chart
    assert chart is not None
    assert np.allclose(chart.u, (0, 2, 0)) and np.allclose(chart.origin, (5, 0, 0))
    assert np.allclose(chart.origin + chart.u + chart.v, turned.parts["flat"][0].surface.points[-1])


def test_joined_parts_keep_their_triangles():
    box = Mesh().box((0, 0, 0), (1, 1, 1))
    whole = joined(box.parts["flat"])
    assert len(whole.surface.triangles) == 12
    assert volume(Mesh().add(whole.surface, "flat")) == pytest.approx(1.0)


def test_a_quad_without_lightmap_is_cut_into_cells():
    points = Mesh().quad((0, 0, 0), (2, 0, 0), (0, 1, 0), luxel_m=0, step_m=0.5).parts["flat"][0].surface.points
    assert len(points) == 5 * 3


def test_merging_keeps_both_meshes():
    both = Mesh().box((0, 0, 0), (1, 1, 1), "wood").merge(Mesh().box((3, 0, 0), (1, 1, 1), "wood"))
    low, high = both.bounds()
    assert (low[0], high[0]) == (-0.5, 3.5)


def test_aligned_textures_go_on_from_piece_to_piece():
    low, high = (
        Mesh().quad((x, 0, z), (1, 0, 0), (0, 0, 0.7), "brick", tile_m=1.2, aligned=True)
        for x, z in ((0.3, 0.5), (1.3, 1.2))
    )
    left, right = (mesh.parts["brick"][0].surface for mesh in (low, high))
    apart = right.uvs[0] - left.uvs[np.argmax(left.points.sum(1))]
    assert np.abs(apart - np.round(apart)).max() < 1e-9
