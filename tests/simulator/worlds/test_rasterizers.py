"""Panda3D's OpenGL pipe beside its software one. Where no OpenGL can be loaded, the error that says so is tested."""

import numpy as np
import pytest

from embrace3k.simulator.errors import SimulatorError
from embrace3k.simulator.rasterizers import Rasterizer, rasterizer_named
from embrace3k.simulator.worlds.catalogue import build_world
from embrace3k.simulator.worlds.panda import driver
from embrace3k.simulator.worlds.renderer import Renderer
from embrace3k.tests.simulator.worlds.lookouts import random_poses
from embrace3k.tests.simulator.worlds.studio import views


@pytest.fixture(scope="module")
def opengl(studio, light_folder):
    """None where it does not load."""
    try:
        made = Renderer(160, 120, supersample=1.0, rasterizer=Rasterizer.OPENGL, cache_dir=light_folder)
    except SimulatorError as error:
        assert "apt-get install" in str(error)
        yield None
        return
    made.load(studio)
    yield made
    made.close()


def test_who_drew_the_pixels_is_told_or_why_nobody_can(opengl):
    assert driver(Rasterizer.SOFTWARE).startswith("panda3d ")
    assert "OpenGL" not in driver(Rasterizer.SOFTWARE)
    if opengl is None:
        with pytest.raises(SimulatorError, match="libegl1"):
            driver(Rasterizer.OPENGL)
    else:
        assert "OpenGL" in driver(Rasterizer.OPENGL)


def test_both_rasterizers_show_the_same_world(opengl, renderer):
    """Side by side in one process. Edges fall differently, and the lightmap's texels by a hair."""
    for camera in views() if opengl is not None else ():
        hard, soft = (each.render(camera, mask=True, depth=True) for each in (opengl, renderer))
        same = hard.mask == soft.mask
        assert same.mean() > 0.97
        near = same & (soft.mask > 0)
        assert np.median(np.abs(hard.depth_cm[near] - soft.depth_cm[near])) < 0.01
        assert np.abs(hard.rgb.astype(int) - soft.rgb).mean() < 12


def test_one_rasterizer_leaves_the_pictures_of_the_other_alone(opengl, renderer):
    before = [renderer.render(camera, mask=True) for camera in views()]
    for camera in views() if opengl is not None else ():
        opengl.render(camera, mask=True)
    after = [renderer.render(camera, mask=True) for camera in views()]
    assert all((a.rgb == b.rgb).all() and (a.mask == b.mask).all() for a, b in zip(before, after, strict=True))


def test_a_mask_changes_no_picture_of_opengl(opengl, studio):
    """At edges, its two drawings of one triangle differ: the numbers do not tell what the picture may leave out."""
    if opengl is not None:
        world = build_world("family-house", 0)
        opengl.load(world)
        for camera in random_poses(world, 40):
            assert (opengl.render(camera, mask=True).rgb == opengl.render(camera).rgb).all(), camera
        opengl.load(studio)


def test_an_unknown_rasterizer_is_refused():
    assert rasterizer_named("opengl") is Rasterizer.OPENGL
    with pytest.raises(SimulatorError, match="software, opengl"):
        rasterizer_named("vulkan")
