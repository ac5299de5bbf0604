"""What is added to a scene or hidden in it, and what is left of that when it is taken back."""

from dataclasses import replace

import numpy as np
import pytest

from embrace3k.schema.poses import Pose
from embrace3k.simulator.worlds.changes import UNCHANGED, Added, Changes
from embrace3k.simulator.worlds.mesh import Mesh
from embrace3k.simulator.worlds.model import Kind, WorldObject
from embrace3k.simulator.worlds.renderer import Renderer
from embrace3k.tests.simulator.worlds.test_renderer_resets import EYE, resident_mb, small_world

BEFORE_THE_EYE = Pose(-150, 0, 60, 0, 0, 0)
SCREEN = Pose(-200, 0, 0, 180, 0, 0)


def cube(name: str = "cube") -> Added:
    return Added(name, Mesh().box((0, 0, 0), (0.4, 0.4, 0.4), color=(0.9, 0.2, 0.1), luxel_m=0))


def world_behind_a_screen():
    """The small world, and a wall that is an object of its own right before the eye."""
    world = small_world(0)
    wall = Mesh().quad((-4, 0, 0), (8, 0, 0), (0, 0, 4), "plaster", luxel_m=1.0)
    screen = WorldObject("screen", "wall", "wall", None, Kind.FIXED, SCREEN, (10, 800, 400), True, wall, "yard")
    return replace(world, objects=(*world.objects, screen))


@pytest.fixture
def renderer(tmp_path):
    made = Renderer(96, 72, supersample=1.0, cache_dir=tmp_path)
    made.load(small_world(0))
    yield made
    made.close()


def drawn(renderer):
    view = renderer.render(EYE, mask=True, depth=True)
    return view.rgb.tobytes(), view.mask.tobytes(), view.depth_cm.tobytes()


def test_added_things_follow_ground_and_walls_in_the_mask(renderer):
    last = len(renderer.scene.world.objects) + 1
    renderer.change(Changes((cube("first"), cube("second"))))
    renderer.place("first", BEFORE_THE_EYE)
    renderer.place("second", BEFORE_THE_EYE._replace(y_cm=80.0))
    owners = np.unique(renderer.render(EYE, mask=True).mask[:, 56:])
    assert last + 2 in owners and last + 1 not in owners
    assert last + 1 in renderer.render(EYE, mask=True).mask


def test_its_depth_is_measured_where_it_stands(renderer):
    renderer.change(Changes((cube(),)))
    renderer.place("cube", BEFORE_THE_EYE._replace(z_cm=130.0))
    assert renderer.render(EYE, depth=True).depth_cm[36, 48] == pytest.approx(130.0, abs=0.1)


def test_taken_back_changes_leave_equal_bytes(renderer):
    renderer.place("ball", Pose(50, -30, 0, 0, 40, 0))
    untouched = drawn(renderer)
    renderer.change(Changes((cube(),), frozenset({"ball", "bush"})))
    renderer.place("cube", BEFORE_THE_EYE)
    assert drawn(renderer) != untouched
    renderer.change(UNCHANGED)
    assert drawn(renderer) == untouched


@pytest.mark.parametrize("before", ["a", "ab", "abc", "cab", "abd", "b", ""])
def test_what_was_added_before_makes_no_difference(renderer, before):
    known = {name: cube(name) for name in "abcd"}

    def add(names):
        renderer.change(Changes(tuple(known[name] for name in names)))
        for number, name in enumerate(names):
            renderer.place(name, BEFORE_THE_EYE._replace(y_cm=60.0 * number - 60.0))
        return drawn(renderer)

    wanted = add("abc")
    renderer.change(UNCHANGED)
    add(before)
    assert add("abc") == wanted


def test_a_load_takes_changes_back(renderer):
    untouched = drawn(renderer)
    renderer.change(Changes((cube(),), frozenset({"ball"})))
    renderer.place("cube", BEFORE_THE_EYE)
    renderer.load(renderer.scene.world)
    assert drawn(renderer) == untouched


def test_a_hidden_thing_throws_no_shadow(renderer):
    down = Pose(100, 50, 200, -90, 0, 0)
    renderer.change(Changes(hidden=frozenset({"ball"})))
    hidden = renderer.render(down).rgb
    renderer.place("ball", Pose(-400, -400, 0, 0, 0, 0))
    renderer.change(UNCHANGED)
    assert np.array_equal(renderer.render(down).rgb, hidden)


def test_what_stood_behind_a_hidden_wall_is_seen(tmp_path):
    made = Renderer(96, 72, supersample=1.0, cache_dir=tmp_path)
    made.load(world_behind_a_screen())
    ball = 1 + [thing.name for thing in made.scene.world.objects].index("ball")
    assert ball not in np.asarray(made.render(EYE, mask=True).mask)
    made.change(Changes(hidden=frozenset({"screen"})))
    assert ball in np.asarray(made.render(EYE, mask=True).mask)
    made.close()


def test_many_changes_leave_memory_as_it_was(renderer):
    sizes = []
    for turn in range(600):
        renderer.change(Changes((cube(), cube("other"))))
        renderer.place("cube", BEFORE_THE_EYE._replace(y_cm=float(turn % 50)))
        if turn % 10 == 0:
            renderer.render(EYE, mask=True)
        if turn % 100 == 99:
            sizes.append(resident_mb())
    assert sizes[-1] - sizes[1] < 4, sizes
