"""docs/unrealcv.md says what the server does: its tables are complete, and the stock client can send all of it."""

import re
from collections.abc import Iterator

import numpy as np
import pytest
import unrealcv

from embrace3k.docs.unrealcv_commands import PAGE, WORD, filled
from embrace3k.simulator.session.commands import dispatcher_for
from embrace3k.simulator.session.stage import Stage, StageSettings
from embrace3k.tests.simulator.conftest import CHARACTER, LIGHT
from embrace3k.tests.simulator.test_commands import FOR_NOBODY, WITHOUT_CHARACTER, sample

LEVEL = "family-house_0000"
ROW = re.compile(r"^\| `(v[^`]+)`(?: and up to (\d) more words)? \| (.*) \|$", re.MULTILINE)


def rows() -> Iterator[tuple[str, str]]:
    """Each template of the page's table, and what the page says of it."""
    for shortest, more, says in ROW.findall(PAGE.read_text()):
        for words in range(int(more or 0) + 1):
            yield shortest + WORD * words, says


ERRORS = re.compile(r"^\| `(error [^`]+)` \|", re.MULTILINE)
PROVOKED = {
    "error No handler found for URI 'COMMAND'": ("vget  /cameras", "vget /camera/x/fov", "DisableAllScreenMessages"),
    "error Argument Invalid": (
        "vset /camera/9/fov 90",
        "vset /camera/9/size 64 48",
        "vget /camera/9/size",
        "vbp hero fly",
    ),
    "error Invalid sensor id": ("vget /camera/9/location", "vget /camera/9/lit png", "vset /camera/9/rotation 0 0 0"),
    "error Cannot find object": (
        "vget /object/NAME/location",
        "vset /object/NAME/color 1 2 3",
        "vget /object/NAME/bounds",
    ),
    "error Can not find actor with id 'NAME'": ("vbp NAME set_phy 1", "vbp NAME NAME"),
    "error Can not find a class with name 'NAME'": ("vset /objects/spawn NAME", "vset /objects/spawn NAME other"),
    "error Failed to spawn NAME, object exists.": (f"vset /objects/spawn_from_path {CHARACTER} hero",),
    "error Invalid filename type, filename WORD": ("vget /camera/1/lit WORD", "vget /camera/0/depth WORD"),
    "error No level is loaded, send vset /action/game/level NAME first": (),
}
"""What the page says of errors, and commands that come to that."""


@pytest.fixture(scope="module")
def client(child):
    """The official client, as it is."""
    client = unrealcv.Client(("127.0.0.1", child.port))
    assert client.connect()
    yield client
    client.disconnect()


@pytest.fixture
def api(client, child, monkeypatch):
    """The official client's high level, on the connection that is there already: the server has room for one."""
    client.request([f"vset /action/game/level {LEVEL}", f"vset /objects/spawn_from_path {CHARACTER} hero"])
    monkeypatch.setattr(unrealcv.UnrealCv_API, "connect", lambda *_arguments: client)
    return unrealcv.UnrealCv_API(child.port, "127.0.0.1", (160, 120))


def test_the_page_lists_every_command_and_every_function():
    page = PAGE.read_text()
    assert page == filled(page), "run: python docs/unrealcv_commands.py"


def test_the_rows_of_the_page_are_what_the_server_lists(client):
    assert sorted(template for template, _ in rows()) == sorted(client.request("vget /unrealcv/commands").splitlines())


@pytest.mark.filterwarnings("ignore:The connected UnrealCV server may not support")  # Of commands with a space too few.
@pytest.mark.parametrize(("template", "says"), list(rows()), ids=[template for template, _ in rows()])
def test_the_stock_client_gets_what_the_page_says(client, template, says):
    client.request([f"vset /action/game/level {LEVEL}", f"vset /objects/spawn_from_path {CHARACTER} hero"])
    if WITHOUT_CHARACTER.match(template):
        client.request("vset /object/hero/destroy")
    reply = client.request(sample(template))
    assert reply and isinstance(reply, str | bytes)
    is_error = isinstance(reply, str) and reply.startswith("error")
    if says.startswith("Refused") or (FOR_NOBODY.fullmatch(template) and sample(template).endswith("hero")):
        assert is_error and "No handler" not in reply
    else:
        assert not is_error, reply


def test_the_page_lists_the_errors_that_are_tried_here():
    assert ERRORS.findall(PAGE.read_text()) == list(PROVOKED)


@pytest.mark.filterwarnings("ignore:The connected UnrealCV server may not support")
@pytest.mark.parametrize("error", [error for error, commands in PROVOKED.items() if commands])
def test_an_error_has_the_words_that_the_page_says(client, error):
    client.request([f"vset /action/game/level {LEVEL}", f"vset /objects/spawn_from_path {CHARACTER} hero"])
    for command in PROVOKED[error]:
        words = error.replace("COMMAND", command)
        assert client.request(command) == (words.replace("NAME", "hero") if "exists" in error else words)


def test_before_any_level_all_that_needs_one_says_so():
    dispatcher = dispatcher_for(Stage(StageSettings(cache_dir=LIGHT)), port=0)
    assert dispatcher.dispatch("vget /objects") == list(PROVOKED)[-1]


def test_the_high_level_reads_and_moves_cameras(api):
    assert api.get_camera_list() == ["pawn_camera", "hero_camera"] and api.get_camera_num() == 2
    api.set_cam_location(0, [100.5, -20, 2000])
    api.set_cam_rotation(0, [-10, 170, 5])
    assert api.get_cam_location(0) == [100.5, -20, 2000] and api.get_cam_rotation(0) == [-10, 170, 5]
    assert api.get_cam_pose(0) == [100.5, -20, 2000, -10, 170, 5]
    api.set_cam_fov(0, 60)
    assert float(api.get_cam_fov(0)) == 60
    api.move_cam(0, [100.5, -20, 1990])
    assert api.get_cam_location(0) == [100.5, -20, 1990]
    assert api.move_cam_forward(0, 0, 100) is False  # It says True of a camera that was stopped.
    api.set_cam_fov(0, 90)
    assert api.set_new_camera() == "camera_2" and set(api.camera_info()) == {0, 1, 2}


@pytest.mark.parametrize("kind", ["lit", "normal", "object_mask", "seg"])
def test_the_high_level_decodes_both_kinds_of_picture_alike(api, kind):
    png, bmp = (api.get_image(1, kind, file_type) for file_type in ("png", "bmp"))
    assert png.shape == (120, 160, 3) and np.array_equal(png, bmp)


def test_the_high_level_takes_several_pictures_at_once(api):
    assert api.get_image_multimodal(1).shape == (120, 160, 4)
    assert len(api.get_image_multicam([0, 1])) == 2
    wanted = {1: {"lit": {"mode": "bmp", "inverse": False}, "depth": {"mode": "npy", "inverse": True}}}
    seen = api.get_img_batch(wanted)[1]
    assert seen["lit"]["img"].shape == (120, 160, 3)
    assert seen["depth"]["img"] == pytest.approx(1 / api.get_depth(1))


def test_the_high_level_finds_the_objects_in_the_mask(api):
    api.set_obj_color("structure", [10, 200, 30])
    assert api.build_color_dict(["structure"])["structure"] == [10, 200, 30]
    assert api.build_color_dict(["structure"], batch=False)["structure"] == [10, 200]  # It drops one channel too many.
    api.build_color_dict(api.get_objects())
    mask = api.get_mask(api.get_image(1, "object_mask", "png"), "structure", threshold=0)
    assert mask.any() and not mask.all()


def test_the_high_level_reads_objects(api):
    location = api.get_obj_location("front_door")
    assert api.get_obj_pose("front_door") == location + api.get_obj_rotation("front_door")
    assert len(api.get_obj_bounds("front_door")) == 6 and api.get_obj_scale("front_door") == [1, 1, 1]
    assert np.prod(api.get_obj_size("front_door")) > 0 and api.get_obj_uclass("front_door") == "door"
    names = api.get_objects()
    assert set(api.build_pose_dic(names)) == {"front_door", "hero", "structure"} | set(names)
    assert all(len(api.get_obj_bounds(name)) == 6 for name in names)


def test_the_high_level_moves_an_object_and_turns_it(api):
    x_cm, y_cm, z_cm = api.get_obj_location("hero")
    api.set_obj_location("hero", [x_cm + 1, y_cm, z_cm])
    api.set_obj_rotation("hero", [0, 90, 0])
    assert api.get_obj_location("hero")[0] == pytest.approx(x_cm + 1, abs=2e-3)
    assert api.get_obj_rotation("hero")[1] == 90


@pytest.mark.filterwarnings("ignore:The connected UnrealCV server may not support command 'DisableAll")
def test_the_high_level_runs_the_game(api):
    api.config_ue((160, 120), low_quality=True)
    api.set_max_FPS(30)
    api.set_pause()
    assert api.get_is_paused() is True
    api.set_resume()
    assert api.get_is_paused() is False
    assert api.get_server_version() == "1.1.0" and api.supports_command("vget /camera/0/lit png")
    assert not api.is_unrealcv_plus()
