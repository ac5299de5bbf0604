"""Every command, over the wire, to a real server process with a level and a character in it."""

import json
import re

import numpy as np
import pytest
import unrealcv

from embrace3k.simulator.images import SKY_DEPTH_CM
from embrace3k.simulator.worlds.catalogue import build_world
from embrace3k.tests.simulator.conftest import CHARACTER

WORLD = build_world("family-house", 0)


SAMPLES = {
    "vset /action/game/level [str]": "vset /action/game/level family-house_0000",
    "vset /objects/spawn [str]": "vset /objects/spawn bp_character_C",
    "vset /objects/spawn [str] [str]": "vset /objects/spawn bp_character_C second",
    "vset /objects/spawn_from_path [str] [str]": f"vset /objects/spawn_from_path {CHARACTER} second",
    "vset /object/[str]/scale [float] [float] [float]": "vset /object/hero/scale 1 1 1",
    "vset /camera/[uint]/moveto [float] [float] [float]": "vset /camera/0/moveto 30.5 30.5 300",
    "vset /camera/[uint]/lit_source [str]": "vset /camera/1/lit_source ldr",
    "vset /camera/[uint]/exposure_method [str]": "vset /camera/1/exposure_method manual",
    "vset /camera/[uint]/reflection [str]": "vset /camera/1/reflection none",
    "vset /camera/[uint]/illumination [str]": "vset /camera/1/illumination none",
    "vset /camera/[uint]/projection_type [str]": "vset /camera/1/projection_type perspective",
    "vset /viewmode [str]": "vset /viewmode lit",
    "vbp [str] [str]": "vbp hero get_speed",
    "vbp [str] [str] [str]": "vbp hero set_interval 1000",
    "vbp [str] [str] [str] [str]": "vbp hero set_move 30 100",
    "vbp [str] [str] [str] [str] [str] [str] [str] [str]": "vbp hero set_cam 5 0 70 0 -30 0",
}
"""Where a word for each token is not enough."""
FOR_NOBODY = re.compile(r"(vbp|vexec) \[str\]( \[str\])+")
"""Arguments without a function that takes so many."""
WITHOUT_CHARACTER = re.compile("vset /objects/spawn")
"""One character at a time: these need room for it."""


def sample(template: str) -> str:
    if template in SAMPLES:
        return SAMPLES[template]
    line = template.replace("/camera/[uint]", "/camera/1").replace("/object/[str]", "/object/hero")
    line = line.replace("size [uint] [uint]", "size 160 120").replace("depth [str]", "depth npy")
    line = re.sub(r"(lit|object_mask|seg|normal) \[str\]", r"\1 png", line)
    return line.replace("[str]", "hero").replace("[float]", "30.5").replace("[uint]", "9")


def test_the_list_of_commands_names_itself_and_nothing_shared(ask):
    templates = ask("vget /unrealcv/commands").splitlines()
    assert "vget /unrealcv/commands" in templates and not any("_shared" in template for template in templates)
    assert ask("vget /unrealcv/help").splitlines()[::2] == templates


@pytest.mark.parametrize(
    ("command", "reply"),
    [
        ("vget /nonsense", "error No handler found for URI 'vget /nonsense'"),
        ("vget /object/unicorn/location", "error Cannot find object"),
        ("vset /object/unicorn/color 1 2 3", "error Cannot find object"),
        ("vget /camera/7/location", "error Invalid sensor id"),
        ("vset /camera/7/fov 90", "error Argument Invalid"),
        ("vset /camera/1/fov 200", "error Argument Invalid"),
        ("vset /camera/1/size 100000 100000", "error Argument Invalid"),
        ("vget /camera/1/lit /tmp/a.png", "error Invalid filename type, filename /tmp/a.png"),
        ("vget /camera/1/depth png", "error Invalid filename type, filename png"),
        ("vbp 1000 set_interval BP_Character_2", "error Can not find actor with id '1000'"),
        ("vbp hero fly_away", "error Argument Invalid"),
        ("vbp hero set_move 0", "error Argument Invalid"),
        ("vbp hero set_move nan 0", "error Argument Invalid"),
        ("vset /objects/spawn BP_Dragon_C", "error Can not find a class with name 'BP_Dragon_C'"),
        (f"vset /objects/spawn_from_path {CHARACTER} hero", "error Failed to spawn hero, object exists."),
        ("vset /object/front_door/destroy", "error front_door belongs to the level and can not be destroyed"),
        ("vset /object/front_door/location 0 0 0", "error front_door can not be moved"),
        ("DisableAllScreenMessages", "error No handler found for URI 'DisableAllScreenMessages'"),
    ],
)
def test_what_cannot_be_done_is_said_in_the_words_of_unrealcv(ask, command, reply):
    assert ask(command) == reply


def test_an_unknown_level_keeps_the_current_one(ask):
    assert "there is no world family 'moon'" in ask("vset /action/game/level moon_0000")
    assert ask("vset /action/game/level ../../etc").startswith("error Can not find level")
    assert ask("vget /level/name") == "family-house_0000"


def test_a_picture_named_by_a_client_is_never_written(ask, tmp_path):
    for command in ("vget /camera/1/lit {}", "vget /camera/1/object_mask {}", "vrun Shot filename={}"):
        ask(command.format(tmp_path / "picture.png"))
    assert list(tmp_path.iterdir()) == []


def test_a_move_acts_once_and_a_pause_is_remembered(ask):
    ask("vset /object/hero/location 200 548.199 88")
    ask("vset /object/hero/rotation 0 180 0")
    ask("vbp hero set_interval 1000")
    assert ask("vbp hero set_move 0 200") == "{}"
    assert ask("vset /action/game/pause") == "ok" and ask("vget /action/game/is_paused") == "true"
    assert ask("vget /object/hero/location") == "137.071 548.199 88.000"
    assert ask("vbp hero set_move -90 0") == "{}" and ask("vget /object/hero/rotation") == "0.000 90.000 0.000"


def test_a_wall_in_the_way_is_told_once(ask):
    ask("vbp hero set_interval 1000")
    for _ in range(30):
        ask("vbp hero set_move 0 200")
    assert ask("vbp hero get_hit") == '{"hit":"1"}'
    assert json.loads(ask("vget /embrace3k/effect"))["blocked_by"]
    assert json.loads(ask("vget /embrace3k/effect")) == {"blocked_by": None, "changed": None}


def test_the_server_tells_what_loading_and_drawing_took(ask):
    ask("vget /camera/0/lit bmp")
    before = json.loads(ask("vget /embrace3k/seconds"))
    assert sorted(before) == ["draw", "load"] and min(before.values()) > 0.0
    ask("vset /camera/0/rotation 0 40 0")
    ask("vget /camera/0/lit bmp")
    after = json.loads(ask("vget /embrace3k/seconds"))
    assert after["load"] == before["load"] and after["draw"] > before["draw"]


def test_a_character_spawned_again_has_the_same_camera(ask):
    before = ask("vget /cameras").split()
    assert ask("vset /object/hero/destroy") == "ok" and len(ask("vget /cameras").split()) == len(before) - 1
    assert ask("vset /objects/spawn bp_character_C hero") == "hero"
    assert ask("vget /cameras").split() == before == ["pawn_camera", "hero_camera"]


def test_the_character_has_the_same_camera_also_where_one_was_spawned_after_it(ask):
    assert ask("vset /cameras/spawn") == "camera_2"
    before = ask("vget /cameras").split()
    ask("vset /object/hero/destroy")
    ask("vset /objects/spawn bp_character_C hero")
    assert ask("vget /cameras").split() == before == ["pawn_camera", "hero_camera", "camera_2"]


def test_no_two_cameras_have_one_name(ask):
    ask("vset /cameras/spawn")
    ask("vset /object/hero/destroy")
    ask("vset /cameras/spawn")
    assert ask("vget /cameras").split() == ["pawn_camera", "camera_2", "camera_3"]


def test_a_nudged_camera_goes_back_where_it_was(ask):
    place = ask("vget /camera/1/location")
    nudged = " ".join(f"{float(part) + 1:.3f}" for part in place.split())
    ask(f"vset /camera/1/location {nudged}")
    assert ask("vget /camera/1/location") == nudged
    ask(f"vset /camera/1/location {place}")
    assert ask("vget /camera/1/location") == place


def test_the_hands_camera_looks_down_beside_the_body(ask):
    ask("vset /object/hero/rotation 0 90 0")
    body = [float(part) for part in ask("vget /object/hero/location").split()]
    ask("vbp hero set_cam 20 50 -10 -13 -90 15")
    camera = [float(part) for part in ask("vget /camera/1/location").split()]
    assert camera == pytest.approx([body[0] - 50, body[1] + 15, body[2] + 110])
    assert ask("vget /camera/1/rotation") == "-90.000 105.000 -13.000"


def test_bounds_enclose_the_object(ask):
    for thing in WORLD.objects:
        low_x, low_y, low_z, high_x, high_y, high_z = map(float, ask(f"vget /object/{thing.name}/bounds").split())
        x, y, z = map(float, ask(f"vget /object/{thing.name}/location").split())
        assert low_x - 0.01 <= x <= high_x + 0.01 and low_y - 0.01 <= y <= high_y + 0.01 and low_z <= z <= high_z


def test_a_colour_that_is_set_shows_in_the_mask(ask, raw):
    assert ask("vset /object/structure/color 1 2 3") == "ok"
    assert ask("vget /object/structure/color") == "(R=1,G=2,B=3,A=255)"
    mask = ask("vget /camera/1/object_mask bmp").encode("latin-1")
    assert (np.frombuffer(mask, np.uint8, offset=54).reshape(-1, 4) == (3, 2, 1, 255)).all(axis=1).any()


def test_the_official_client_sees_poses_pictures_masks_and_depth(ask, raw, child, capsys):
    ask("vget /unrealcv/status")
    for client in raw.clients:
        client.close()
    api = unrealcv.UnrealCv_API(child.port, "127.0.0.1", (160, 120))
    try:
        assert api.get_camera_num() == 2 and set(api.get_objects()) > {"front_door", "red_car", "hero"}
        assert api.get_obj_location("hero") == pytest.approx(WORLD.start[:3], abs=1e-3)
        assert api.get_cam_location(1)[2] == pytest.approx(158)
        lit = {mode: api.get_image(1, "lit", mode) for mode in ("png", "bmp")}
        assert lit["png"].shape == (120, 160, 3) and np.array_equal(lit["png"], lit["bmp"])
        colours = {tuple(colour[::-1]) for colour in api.build_color_dict(api.get_objects()).values()}
        seen = {tuple(pixel) for pixel in api.get_image(1, "object_mask", "png").reshape(-1, 3).tolist()}
        assert seen <= colours | {(0, 0, 0)}
        depth = api.get_depth(1)
        assert depth.shape == (120, 160, 1) and depth.dtype == np.float32 and 25 < depth.min() < depth.max()
        assert depth.max() <= SKY_DEPTH_CM
    finally:
        api.client.disconnect()
