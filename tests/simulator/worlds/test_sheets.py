import numpy as np
import pytest

from embrace3k.simulator.worlds.catalogue import build_world
from embrace3k.simulator.worlds.motion import EYE_CM, Motion
from embrace3k.simulator.worlds.renderer import Renderer
from embrace3k.simulator.worlds.sheets import contact_sheet, telling_views

pytestmark = pytest.mark.xdist_group("houses")


@pytest.fixture(scope="module")
def views(light_cache):
    world = build_world("family-house", 0)
    renderer = Renderer(160, 120, supersample=1.0, cache_dir=light_cache)
    renderer.load(world)
    return world, renderer, telling_views(world, renderer, 4)


def test_views_are_taken_from_where_a_walker_can_stand(views):
    world, _, poses = views
    motion = Motion(world)
    assert len(poses) == 4
    for pose in poses:
        assert motion.free(pose.x_cm, pose.y_cm, motion.start())
        assert pose.z_cm == world.ground_cm(pose.x_cm, pose.y_cm) + EYE_CM


def test_together_the_views_show_a_good_part_of_the_world(views):
    world, renderer, poses = views
    masks = [renderer.render(pose, rgb=False, mask=True).mask for pose in poses]
    shown = {int(owner) for mask in masks for owner in np.unique(mask)} - {0, len(world.objects) + 1}
    assert len(shown) > len(world.objects) / 2


def test_nothing_blocks_a_view_and_no_two_are_from_one_region(views):
    world, renderer, poses = views
    for pose in poses:
        depth_cm = renderer.render(pose, rgb=False, depth=True).depth_cm
        assert (depth_cm < 130.0).mean() <= 0.1
    assert len({world.regions_at(pose.x_cm, pose.y_cm)[0].name for pose in poses}) == len(poses)


def test_the_same_world_is_always_shown_from_the_same_places(views):
    world, renderer, poses = views
    assert telling_views(world, renderer, 4) == poses


def test_a_sheet_has_a_row_of_pictures_for_each_caption():
    red, blue = (np.full((30, 40, 3), color, np.uint8) for color in ((255, 0, 0), (0, 0, 255)))
    sheet = contact_sheet("two worlds", [("seed 0", [red, blue]), ("seed 1", [blue])])
    colors = {tuple(color) for color in np.asarray(sheet).reshape(-1, 3).tolist()}
    assert {(255, 0, 0), (0, 0, 255)} <= colors
    assert sheet.width > 2 * 40 and sheet.height > 2 * 30
