"""A renderer that shows world after world for days."""

import gc
import subprocess
import sys
import weakref
from dataclasses import replace

import numpy as np
import pytest

from embrace3k.schema.poses import Pose
from embrace3k.simulator.worlds.mesh import Mesh
from embrace3k.simulator.worlds.model import Hinge, Kind, World, WorldObject
from embrace3k.simulator.worlds.renderer import Renderer

EYE = Pose(-300, 0, 150, 0, 0, 0)
BALL, DOOR = Pose(100, 50, 0, 0, 0, 0), Pose(150, -150, 0, 0, 0, 0)


def small_world(seed: int) -> World:
    """A floor, a wall, a ball, a door and a bush: something of all that is drawn in ways of its own."""
    ground = Mesh().quad((-5, -5, 0), (10, 0, 0), (0, 10, 0), "grass", luxel_m=1.0)
    ground.quad((-3, 4, 0), (6, 0, 0), (0, 0, 2), "brick", luxel_m=1.0)
    ball = Mesh().box((0, 0, 0), (0.3, 0.3, 0.3), "paint", (0.1 + 0.1 * seed, 0.1, 0.1), luxel_m=0)
    leaf = Mesh().box((0.45, 0, 0), (0.9, 0.05, 2), "wood", luxel_m=0)
    bush = Mesh().quad((0, 1, 0), (1, 0, 0), (0, 0, 1), "foliage", luxel_m=0, fit=True)
    hinge, beside_the_ball = Hinge(90.0, 5.0), BALL._replace(x_cm=0.0)
    objects = (
        WorldObject("ball", "ball", "ball", None, Kind.CARRIED, BALL, (30, 30, 30), True, ball, "yard"),
        WorldObject("door", "door", "door", None, Kind.DOOR, DOOR, (5, 90, 200), True, leaf, "yard", hinge),
        WorldObject("bush", "bush", "bush", None, Kind.FIXED, beside_the_ball, (99, 99, 99), True, bush, "yard"),
    )
    return World("small", seed, objects, ground, (), (), (-500.0, -500.0, 500.0, 500.0), (), EYE)


def resident_mb():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096 / 1e6


def test_a_thousand_resets_leave_memory_as_it_was(tmp_path):
    """Every other one builds another world's scene anew, the rest put back what was moved."""
    worlds = [small_world(0), small_world(1)]
    made = Renderer(64, 48, supersample=1.0, cache_dir=tmp_path)
    sizes = []
    for turn in range(1000):
        made.load(worlds[turn // 2 % 2])
        made.place("ball", BALL._replace(y_cm=float(turn % 100)))
        made.place("door", DOOR._replace(yaw_deg=DOOR.yaw_deg + 95.0 * (turn % 2)))
        made.render(EYE, mask=True, depth=True)
        if turn % 100 == 99:
            sizes.append(resident_mb())
    made.close()
    assert sizes[-1] - sizes[1] < 4, sizes


def test_the_thousandth_world_looks_like_the_first(tmp_path):
    worlds = [small_world(0), replace(small_world(1), seed=2)]
    made = Renderer(64, 48, supersample=1.0, cache_dir=tmp_path)
    pictures = []
    for turn in range(60):
        made.load(worlds[turn % 2])
        pictures.append(np.asarray(made.render(EYE).rgb).tobytes())
    made.close()
    assert set(pictures[::2]) == {pictures[0]} and set(pictures[1::2]) == {pictures[1]}
    assert pictures[0] != pictures[1]


@pytest.fixture
def without_collector():
    """Of garbage that hangs together in a ring."""
    gc.disable()
    yield
    gc.enable()


def test_a_world_that_was_shown_is_gone_once_the_next_is(tmp_path, without_collector):
    made = Renderer(64, 48, supersample=1.0, cache_dir=tmp_path)
    made.load(small_world(0))
    made.render(EYE, mask=True)
    before = weakref.ref(made.scene), weakref.ref(made.scene.world)
    made.load(small_world(1))
    assert [each() for each in before] == [None, None]
    made.close()


def test_loading_a_world_takes_little_more_than_having_it(light_folder):
    """Neither the world before nor what only the loading needs lies beside the new one, and freed memory goes back."""
    command = [sys.executable, "-m", "embrace3k.tests.simulator.worlds.load_worlds", str(light_folder)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    over_mb = [float(line) for line in ran.stdout.splitlines()]
    assert max(over_mb[2:]) < 50, over_mb  # The first two may have been baked.
