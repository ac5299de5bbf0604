"""What cameras do beyond poses: normals, sweeps, exposure, view modes and the words for what they can not do."""

import numpy as np
import pytest

from embrace3k.simulator.images import SKY_DEPTH_CM
from embrace3k.tests.simulator.told import numbers, pixels_of


def picture(reply):
    """(H, W, 4) BGRA."""
    return pixels_of(reply.encode("latin-1"))


@pytest.mark.parametrize("kind", ["lit", "normal", "object_mask", "seg"])
def test_both_kinds_of_file_hold_one_opaque_picture(ask, kind):
    png, bmp = (ask(f"vget /camera/1/{kind} {file_type}") for file_type in ("png", "bmp"))
    assert png.startswith("\x89PNG\r\n") and bmp.startswith("BM")
    pixels = np.frombuffer(bmp.encode("latin-1"), np.uint8, offset=54).reshape(120, 160, 4)
    assert np.array_equal(picture(png), pixels) and (pixels[..., 3] == 255).all()


def test_normals_are_written_as_unreal_writes_them(ask):
    """Straight down, the floor that looks up; straight up, the sky."""
    ask("vbp hero set_cam 0 0 70 0 -90 0")
    assert (picture(ask("vget /camera/1/normal png"))[60, 80] == (255, 128, 128, 255)).all()
    ask("vset /camera/0/rotation 90 0 0")
    assert (picture(ask("vget /camera/0/normal png")) == (0, 0, 0, 255)).all()


def test_normals_show_what_was_spawned_until_it_is_hidden(ask):
    before = ask("vget /camera/1/normal bmp")
    x_cm, y_cm, z_cm = numbers(ask("vget /camera/1/location"))
    yaw = np.radians(numbers(ask("vget /camera/1/rotation"))[1])
    assert ask("vset /objects/spawn_cube cube") == "cube"
    ask(f"vset /object/cube/location {x_cm + 150 * np.cos(yaw):.3f} {y_cm + 150 * np.sin(yaw):.3f} {z_cm - 50:.3f}")
    assert ask("vget /camera/1/normal bmp") != before
    ask("vset /object/cube/hide")
    assert ask("vget /camera/1/normal bmp") == before


def test_depth_is_an_array_of_single_floats_that_ends_at_the_sky(ask):
    ask("vset /camera/0/rotation 90 0 0")
    reply = ask("vget /camera/0/depth npy")
    assert reply.startswith("\x93NUMPY") and "'<f4'" in reply[:80] and "(120, 160)" in reply[:80]
    assert (np.frombuffer(reply.encode("latin-1")[-4 * 120 * 160 :], "<f4") == np.float32(SKY_DEPTH_CM)).all()


def test_a_sweep_stops_at_a_wall_where_a_teleport_does_not(ask):
    low_x, low_y, low_z, high_x, high_y, high_z = numbers(ask("vget /object/front_door/bounds"))
    middle = ((low_x + high_x) / 2, (low_y + high_y) / 2)
    thin_x = high_x - low_x < high_y - low_y
    before = (middle[0] - 60 * thin_x, middle[1] - 60 * (not thin_x))
    behind = (middle[0] + 60 * thin_x, middle[1] + 60 * (not thin_x), 100.0)
    ask("vset /camera/0/location {} {} 100".format(*before))
    assert ask("vset /camera/0/moveto {} {} {}".format(*behind)) == "ok"
    moved = np.linalg.norm(np.subtract(numbers(ask("vget /camera/0/location"))[:2], before))
    assert 0 < moved < 60 - 35
    ask("vset /camera/0/location {} {} {}".format(*behind))
    assert numbers(ask("vget /camera/0/location")) == pytest.approx(behind, abs=1e-3)


def test_a_sweep_down_ends_above_the_ground(ask):
    x_cm, y_cm, _ = numbers(ask("vget /camera/0/location"))
    ask(f"vset /camera/0/moveto {x_cm} {y_cm} -500")
    assert 35 <= numbers(ask("vget /camera/0/location"))[2] < 2000


def test_exposure_is_in_stops_and_neutral_at_zero(ask):
    before = picture(ask("vget /camera/1/lit bmp"))[..., :3]
    ask("vset /camera/1/exposure_bias 0")
    assert np.array_equal(picture(ask("vget /camera/1/lit bmp"))[..., :3], before)
    light = {}
    for stops in (-1, 1):
        assert ask(f"vset /camera/1/exposure_bias {stops}") == "ok"
        light[stops] = (picture(ask("vget /camera/1/lit bmp"))[..., :3] / 255) ** 2.2
    middle = (before > 60) & (before < 150)
    ratios = [np.median(light[stops][middle] / (before[middle] / 255) ** 2.2) for stops in (-1, 1)]
    assert ratios == pytest.approx([0.5, 2.0], rel=0.05)


def test_an_exposure_beyond_unreals_range_is_cut(ask):
    assert ask("vset /camera/1/exposure_bias 1e6") == "ok"
    assert set(np.unique(picture(ask("vget /camera/1/lit bmp"))[..., :3])) <= {0, 255}


def test_a_view_mode_is_kept_and_changes_no_picture(ask):
    lit = ask("vget /camera/1/lit bmp")
    assert ask("vget /viewmode") == "lit"
    assert ask("vset /viewmode depth") == "ok" and ask("vget /viewmode") == "depth"
    assert ask("vget /camera/1/lit bmp") == lit
    assert ask("vset /action/game/level family-house_0000") == "ok" and ask("vget /viewmode") == "lit"


@pytest.mark.parametrize(
    ("command", "reply"),
    [
        ("vset /camera/1/moveto 0 0 0", "error MoveTo only supports the player camera with id 0"),
        ("vset /camera/1/ortho_width 500", "error Argument Invalid"),
        ("vset /camera/9/exposure_bias 1", "error Argument Invalid"),
        ("vset /camera/9/lit_source ldr", "error Argument Invalid"),
        ("vget /camera/9/normal png", "error Invalid sensor id"),
        ("vget /camera/1/normal npy", "error Invalid filename type, filename npy"),
        ("vget /screenshot a.png", "error Invalid filename type, filename a.png"),
        ("vset /viewmode wireframe", "error Can not set ViewMode to wireframe"),
        (
            "vset /camera/1/projection_type orthographic",
            "error Can not support camera mode orthographic, available options are perspective",
        ),
        (
            "vset /camera/1/reflection mirror",
            "error Can not support reflection method mirror, available options are none, lumen, screen_space",
        ),
    ],
)
def test_what_a_camera_can_not_do_is_said_in_the_words_of_unrealcv(ask, command, reply):
    assert ask(command) == reply


def test_a_setting_s_word_may_be_written_large(ask):
    assert ask("vset /camera/1/lit_source LDR") == ask("vset /camera/1/illumination Lumen") == "ok"
