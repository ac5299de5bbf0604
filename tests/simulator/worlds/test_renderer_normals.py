"""Surface normals, as the camera's `normal` picture shows them."""

import numpy as np
import pytest

from embrace3k.schema.poses import Pose
from embrace3k.tests.simulator.worlds.studio import opened, views

WALL = Pose(0, 120, 150, 0, 0, 0)
"""4 m in front of the north wall, looking at it."""


def normals(renderer, camera):
    return renderer.render(camera, rgb=False, normals=True).normals


def test_a_wall_to_the_north_faces_south(renderer):
    assert normals(renderer, WALL)[45:62, 60:100] == pytest.approx(np.full((17, 40, 3), (-1.0, 0.0, 0.0)), abs=1e-6)


def test_the_yard_s_ground_faces_up_and_the_sky_nowhere(renderer):
    seen = normals(renderer, Pose(-700, 700, 158, 0, 180, 0))
    assert seen[-1, 80] == pytest.approx((0.0, 0.0, 1.0), abs=1e-6)
    assert (normals(renderer, Pose(-700, 700, 158, 40, 90, 0))[:40] == 0).all()


@pytest.mark.parametrize("camera", views())
def test_every_normal_has_length_one_and_looks_towards_the_camera(renderer, camera):
    level = camera._replace(pitch_deg=0.0, yaw_deg=0.0)
    view = renderer.render(level, rgb=False, depth=True, normals=True)
    shown = np.isfinite(view.depth_cm)
    assert np.linalg.norm(view.normals[shown], axis=-1) == pytest.approx(1.0, abs=1e-4)
    right = (np.arange(160) + 0.5) / 80 - 1
    up = (1 - (np.arange(120) + 0.5) / 60) * 120 / 160
    rays = np.stack([np.ones((120, 160)), np.tile(right, (120, 1)), np.tile(up[:, None], (1, 160))], axis=-1)
    towards = (view.normals * rays).sum(-1)[shown]
    assert (towards < 1e-3).mean() > 0.999  # A pixel at an edge shows a plane that its middle misses.


def test_an_opened_door_turns_its_normals(renderer):
    camera = Pose(250, 95, 158, 0, 180, 0)
    shut = normals(renderer, camera)
    renderer.place("door", opened(renderer.scene.world.object("door").pose))
    turned = normals(renderer, camera)
    renderer.place("door", renderer.scene.world.object("door").pose)
    assert not np.array_equal(turned, shut) and np.array_equal(normals(renderer, camera), shut)
