"""Any size up to 1024 x 1024 and any field of view: depth and mask agree with the geometry, pixel by pixel."""

import numpy as np
import pytest

from embrace3k.schema.poses import Pose
from embrace3k.simulator.worlds.renderer import Renderer

WALL = Pose(0, 120, 150, 0, 25, 0)
"""4 m in front of the north wall, turned to the right by 25 degrees."""


@pytest.fixture(params=[(1024, 1024, 60.0), (1024, 1024, 110.0), (1024, 576, 90.0), (200, 360, 75.0)], ids=str)
def shot(request, studio, light_folder):
    width, height, fov_deg = request.param
    made = Renderer(width, height, fov_deg=fov_deg, supersample=1.0, cache_dir=light_folder)
    made.load(studio)
    yield made.render(WALL, mask=True, depth=True), slopes(width, height, fov_deg)
    made.close()


def slopes(width, height, fov_deg):
    """How far right and up the ray of each pixel goes per step ahead."""
    reach = np.tan(np.radians(fov_deg) / 2)
    right = ((np.arange(width) + 0.5) / width * 2 - 1) * reach
    up = (1 - (np.arange(height) + 0.5) / height * 2) * reach * height / width
    return np.meshgrid(right, up)


def met_at(right, up):
    """Depth, and where along the north wall (from the west) and at which height its plane is met: centimetres."""
    turn = np.radians(WALL.yaw_deg)
    northwards, eastwards = np.cos(turn) - right * np.sin(turn), np.sin(turn) + right * np.cos(turn)
    with np.errstate(divide="ignore"):
        depth = np.where(northwards > 0.05, 400.0 / northwards, np.inf)
    with np.errstate(invalid="ignore"):
        return depth, WALL.y_cm + depth * eastwards, WALL.z_cm + depth * up


def test_the_picture_has_the_asked_size(shot):
    view, (right, _) = shot
    assert view.rgb.shape == (*right.shape, 3) and view.mask.shape == view.depth_cm.shape == right.shape


def test_depth_of_the_wall_is_right_wherever_it_is_seen(shot, studio):
    view, (right, up) = shot
    depth, along, height = met_at(right, up)
    structure = view.mask == len(studio.objects) + 1
    bare = structure & (along > 20) & (along < 480) & (height > 10) & (height < 240)
    assert bare.sum() > 0.05 * bare.size
    assert np.abs(view.depth_cm[bare] / depth[bare] - 1).max() < 2e-3


def test_the_mask_of_a_flat_thing_is_where_geometry_puts_it(shot, studio):
    """The painting hangs on the wall: 0.9 m by 0.6 m, its lower edge 1.45 m above the floor."""
    view, (right, up) = shot
    depth, along, height = met_at(right, up)
    inside = np.abs(along - 380) < 45
    expected = inside & (height > 145) & (height < 205)
    found = view.mask == 1 + [thing.name for thing in studio.objects].index("painting")
    assert found.sum() > 100
    assert (found ^ expected).sum() < 3 * edge_length(expected)


def edge_length(shape):
    """Pixels that have a neighbour on the other side of the shape's edge."""
    return int((shape[1:] ^ shape[:-1]).sum() + (shape[:, 1:] ^ shape[:, :-1]).sum())
