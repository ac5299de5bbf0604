"""What is left out of a drawing would not have been seen in it."""

import numpy as np
import pytest

from embrace3k.simulator.worlds.axes import mesh_point
from embrace3k.simulator.worlds.catalogue import build_world
from embrace3k.simulator.worlds.in_view import Frustum, boxes_between, frustum, walls_of
from embrace3k.simulator.worlds.mesh import Mesh
from embrace3k.simulator.worlds.renderer import Renderer
from embrace3k.tests.simulator.worlds.lookouts import low_poses, random_poses

NORTHWARDS = np.eye(3)
"""Right, ahead and up of a camera that looks north."""


def looking_north(eye):
    return frustum(np.array(eye, float), NORTHWARDS, 90.0, 0.75)


def wall(west=-2.0, width=4.0):
    """A wall 3 m north of the origin that is seen from the south, 2.5 m high."""
    return Mesh().quad((west, 3, 0), (width, 0, 0), (0, 0, 2.5), "plaster")


def hidden(meshes, low, high, eye=(0, 0, 1.5)):
    boxes = boxes_between(np.array([low], float), np.array([high], float))
    return bool(walls_of(meshes).hide(looking_north(eye), boxes)[0])


def test_a_thing_right_behind_a_wall_is_hidden():
    assert hidden([wall()], (-0.5, 4, 0.2), (0.5, 5, 1))


def test_a_thing_that_looks_out_above_or_beside_a_wall_is_not_hidden():
    assert not hidden([wall()], (-0.5, 4, 0.2), (0.5, 5, 3.5))
    assert not hidden([wall()], (1.5, 4, 0.2), (3.5, 5, 1))


def test_neither_what_stands_before_a_wall_nor_the_wall_itself_is_hidden():
    assert not hidden([wall()], (-0.5, 1, 0.2), (0.5, 2, 1))
    assert not hidden([wall()], (-1, 3, 0.5), (1, 3, 1))


def test_a_wall_hides_nothing_from_those_behind_it():
    assert not hidden([wall()], (-0.5, -5, 0.2), (0.5, -4, 1), eye=(0, 6, 1.5))


def test_parts_of_a_wall_hide_together_what_none_hides_alone():
    left, right = wall(-2, 2), wall(0, 2)
    assert hidden([left, right], (-0.5, 4, 0.2), (0.5, 5, 1))
    assert not hidden([left], (-0.5, 4, 0.2), (0.5, 5, 1))


def test_a_wall_hides_nothing_that_its_opening_shows():
    beside_a_door = [wall(-4, 3.5), wall(0.5, 3.5)]
    assert not hidden(beside_a_door, (-0.5, 4, 0.2), (0.5, 5, 1))


def test_a_wall_so_near_that_the_camera_may_cut_it_open_hides_nothing():
    assert not hidden([wall()], (-0.5, 4, 0.2), (0.5, 5, 1), eye=(0, 2.95, 1.5))


@pytest.mark.parametrize(
    "low, seen", [((-1, 2, 0), True), ((-1, -4, 0), False), ((8, 2, 0), False), ((-1, 2, 9), False)]
)
def test_boxes_outside_the_picture_are_not_in_view(low, seen):
    boxes = boxes_between(np.array([low], float), np.array([low], float) + 1)
    assert looking_north((0, 0, 1.5)).holds(boxes).tolist() == [seen]


def whole_mask(renderer, camera):
    """The mask when nothing is left out."""
    renderer.render(camera, mask=True)
    renderer.scene.look(Frustum(np.array(mesh_point(*camera[:3])), np.zeros((4, 3)), np.inf))
    renderer._draw(renderer._numbers)
    return renderer.scene.table.mask(renderer._runs())


@pytest.mark.parametrize("family, seed", [("family-house", 0), ("family-house", 1)])
def test_leaving_out_what_is_not_seen_changes_no_mask(family, seed, light_folder):
    world = build_world(family, seed)
    renderer = Renderer(320, 240, supersample=1.0, cache_dir=light_folder)
    renderer.load(world)
    for camera in random_poses(world, 40):
        mask = renderer.render(camera, mask=True).mask
        assert (mask == whole_mask(renderer, camera)).all(), camera
    renderer.close()


def picture(renderer, camera, **also):
    return renderer.render(camera, **also).rgb


def test_a_picture_is_the_same_whether_or_not_a_mask_tells_what_it_shows(light_folder):
    world = build_world("family-house", 0)
    renderer = Renderer(320, 240, supersample=1.0, cache_dir=light_folder)
    renderer.load(world)
    for camera in (*random_poses(world, 40), *low_poses(world)):
        assert (picture(renderer, camera, mask=True) == picture(renderer, camera)).all(), camera
    renderer.close()
