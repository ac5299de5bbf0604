"""A frame depends on the world, the camera and where things stand: on nothing before it, in any process."""

import subprocess
import sys
import threading

import pytest

from embrace3k.schema.poses import Pose
from embrace3k.simulator.worlds.renderer import Renderer
from embrace3k.tests.simulator.worlds.draw_frames import frames_hash
from embrace3k.tests.simulator.worlds.studio import build_studio, opened, views


@pytest.fixture(scope="module")
def expected(renderer):
    return frames_hash(renderer)


def new_renderer(light_folder):
    return Renderer(160, 120, supersample=1.0, cache_dir=light_folder)


def test_the_same_views_again_give_the_same_bytes(renderer, expected):
    assert frames_hash(renderer) == expected


def test_the_order_of_views_changes_nothing(renderer):
    forwards = [renderer.render(camera, mask=True) for camera in views()]
    backwards = [renderer.render(camera, mask=True) for camera in reversed(views())][::-1]
    assert all((a.rgb == b.rgb).all() and (a.mask == b.mask).all() for a, b in zip(forwards, backwards, strict=True))


def test_leaving_out_the_mask_changes_no_picture(renderer):
    for camera in views():
        assert (renderer.render(camera).rgb == renderer.render(camera, mask=True, depth=True).rgb).all()


def test_asking_for_the_mask_alone_gives_the_same_mask(renderer):
    for camera in views():
        both, alone = renderer.render(camera, mask=True), renderer.render(camera, rgb=False, mask=True)
        assert alone.rgb is None and (alone.mask == both.mask).all()


def test_a_new_renderer_draws_the_same(studio, light_folder, expected):
    another = new_renderer(light_folder)
    another.load(studio)
    assert frames_hash(another) == expected
    another.close()


def test_a_renderer_made_in_a_thread_draws_the_same(studio, light_folder, expected):
    found = []

    def draw():
        another = new_renderer(light_folder)
        another.load(studio)
        found.append(frames_hash(another))
        another.close()

    thread = threading.Thread(target=draw)
    thread.start()
    thread.join()
    assert found == [expected]


def test_what_was_moved_and_moved_back_leaves_no_trace(renderer, studio, expected):
    renderer.place("red_car", Pose(-300, 0, 0, 0, 20, 0))
    renderer.place("mug", Pose(100, 100, 120, 0, 70, 0))
    renderer.place("door", opened(studio.object("door").pose))
    assert frames_hash(renderer) != expected
    for name in ("door", "mug", "red_car"):
        renderer.place(name, studio.object(name).pose)
    assert frames_hash(renderer) == expected


def test_loading_the_shown_world_again_puts_everything_back(renderer, studio, expected):
    renderer.place("ball", Pose(300, 300, 0, 0, 0, 0))
    renderer.load(studio)
    assert frames_hash(renderer) == expected


def test_another_world_in_between_changes_nothing(renderer, studio, expected):
    renderer.load(build_studio(seed=3))
    assert frames_hash(renderer) != expected
    renderer.load(studio)
    assert frames_hash(renderer) == expected


def test_other_processes_that_bake_at_the_same_time_draw_the_same(tmp_path, expected):
    """Two bake afresh into one empty folder; one more reads the light and the textures that they left."""
    command = [sys.executable, "-m", "embrace3k.tests.simulator.worlds.draw_frames", str(tmp_path)]
    racing = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    outcomes = [process.communicate(timeout=120) for process in racing]
    assert outcomes == [(expected, "")] * 2
    third = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert (third.stdout, third.stderr) == (expected, "")
    assert {path.suffix for path in tmp_path.iterdir()} == {".npz"}
