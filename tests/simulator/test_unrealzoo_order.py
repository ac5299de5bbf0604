"""What unrealzoo-gym sends, in its order, by the stock client to `embrace3k worlds serve --as MAP --unrealzoo`.

Taken from the wire of `UnrealNavigation-SuburbNeighborhood_Day-MixedColor-v0` at unrealzoo-gym 7eba3658.
"""

import json
import os
import re
import sys
import time

import pytest
import unrealcv

from embrace3k.simulator.errors import SimulatorError
from embrace3k.simulator.launch import serve
from embrace3k.tests.simulator.conftest import started

MAP, PLAYER, TARGET = "SuburbNeighborhood_Day", "BP_Character_2", "BP_Car_Gray"
OTHERS = ("BP_animal_2", "BP_Drone01_2", "BP_BaseCar_2", "MotorBikes_2")
SIZE = (160, 120)
_START_S = 300
"""Its light may have to be baked."""
PROGRAM = (sys.executable, "-c", "from embrace3k.cli.main import main; main()")


@pytest.fixture(scope="module")
def port(light, tmp_path_factory):
    """Of the real command in a process of its own."""
    home = tmp_path_factory.mktemp("home")
    settings = {"EMBRACE3K_CACHE_DIR": str(light), "EMBRACE3K_PICTURE_SIZE": "160x120", "PATH": os.environ["PATH"]}
    options = ("worlds", "serve", "street", "--port", "0", "--as", MAP, "--as", "Other_Map", "--unrealzoo")
    command = [*PROGRAM, "--home", str(home), *options]
    said, deadline = home / "said", time.monotonic() + _START_S
    with started(command, said, env=settings | {"HOME": str(home)}) as server:
        while not (found := re.search(r"127\.0\.0\.1:(\d+)", said.read_text())):
            if server.poll() is not None or time.monotonic() > deadline:
                pytest.fail(said.read_text())
            time.sleep(0.05)
        yield int(found[1])
        server.terminate()
        server.wait(60)


@pytest.fixture
def api(port):
    """As the gym makes it: connected, and the map loaded by its own name."""
    api = unrealcv.UnrealCv_API(port, "127.0.0.1", SIZE)
    assert api.client.request(f"vset /action/game/level {MAP}") == "ok"
    yield api
    api.client.disconnect()


def destroy_the_others(api) -> None:
    for name in OTHERS:
        assert api.client.request(f"vset /object/{name}/destroy") == "ok"


def test_a_level_starts_with_every_agent_and_its_camera(api):
    assert {PLAYER, TARGET, *OTHERS} <= set(api.client.request("vget /objects").split())
    expected = {1: "BP_animal_2", 2: PLAYER, 3: "BP_Drone01_2", 4: "MotorBikes_2", 5: "BP_BaseCar_2"}
    cameras = api.client.request("vget /cameras").split()
    assert len(cameras) == 6 and {number: cameras[number] for number in expected} == {
        number: f"{name}_camera" for number, name in expected.items()
    }
    for number, name in expected.items():
        camera, agent = api.get_cam_location(number), api.get_obj_location(name)
        assert camera[:2] == pytest.approx(agent[:2]) and camera[2] > agent[2]
    assert api.get_obj_location(PLAYER)[2] >= 71


def test_the_player_has_camera_1_when_the_others_are_destroyed(api):
    destroy_the_others(api)
    assert api.client.request("vget /cameras").split() == ["pawn_camera", f"{PLAYER}_camera"]
    assert not set(OTHERS) & set(api.client.request("vget /objects").split())
    for command in (f"vset /object/{PLAYER}/destroy", f"vset /objects/spawn bp_character_C {PLAYER}"):
        assert not api.client.request(command).startswith("error")
    assert api.client.request("vget /cameras").split()[1] == f"{PLAYER}_camera"


def test_a_reset_gets_no_error_but_for_the_swapped_interval(api):
    destroy_the_others(api)
    x, y, z = api.get_obj_location(PLAYER)
    order = [
        f"vset /object/{PLAYER}/scale 1 1 1",
        f"vbp {PLAYER} set_random 0",
        f"vbp 1000 set_interval {PLAYER}",
        f"vget /object/{PLAYER}/color",
        f"vset /object/{PLAYER}/location {x} {y} 98.15",
        f"vbp {PLAYER} set_cam 20 0 0 0 0 0",
        f"vset /camera/0/location {x} {y} 1397.538",
        "vset /camera/0/rotation -90 0 0",
        f"vget /object/{PLAYER}/location",
        f"vget /object/{TARGET}/location",
        f"vget /object/{TARGET}/rotation",
        f"vset /object/{TARGET}/color 255 255 255",
    ]
    errors = [reply for reply in api.client.request(order) if str(reply).startswith("error")]
    assert errors == ["error Can not find actor with id '1000'"]
    assert api.get_obj_location(PLAYER)[2] >= 71
    assert api.client.request(f"vget /object/{TARGET}/color") == "(R=255,G=255,B=255,A=255)"


def test_steps_answer_with_poses_and_pictures_of_the_player(api):
    destroy_the_others(api)
    api.cam = api.get_camera_config()
    for turn in (30, 30, -15):
        before = api.get_obj_rotation(PLAYER)[1]
        moves = [f"vbp {PLAYER} set_move {turn} 0", f"vbp {PLAYER} set_cam 20 0 0 0 0 0", f"vbp {PLAYER} set_standup"]
        assert [json.loads(reply) for reply in api.client.request(moves)] == [{}, {}, {}]
        assert api.get_image(1, "lit", "bmp").shape == (SIZE[1], SIZE[0], 3)
        while api.get_obj_rotation(PLAYER)[1] == before:  # It goes on turning, by the clock, while pictures are taken.
            api.get_image(1, "object_mask", "bmp")
        assert json.loads(api.client.request(f"vbp {PLAYER} get_hit")) in ({"hit": "0"}, {"hit": "1"})


def test_more_players_stand_where_they_are_put_and_are_seen(api):
    destroy_the_others(api)
    x, y, _ = api.get_obj_location(PLAYER)
    order = [
        "vset /objects/spawn bp_character_C player_EP1_1",
        f"vset /object/player_EP1_1/location {x + 200} {y} 142",
        "vset /object/player_EP1_1/rotation 0 0 0",
        "vbp player_EP1_1 set_phy 0",
        "vset /object/player_EP1_1/color 7 77 177",
    ]
    assert api.client.request(order) == ["player_EP1_1", "ok", "ok", "{}", "ok"]
    assert api.client.request("vget /cameras").split()[2] == "player_EP1_1_camera"
    assert api.client.request(f"vset /object/{PLAYER}/rotation 0 0 0") == "ok"
    mask = api.get_image(1, "object_mask", "bmp")
    assert (mask == (177, 77, 7)).all(axis=2).sum() > 200


def test_agents_that_stand_for_others_are_put_elsewhere_with_their_cameras(api):
    assert api.client.request("vset /object/BP_Drone01_2/location 300 3000 250") == "ok"
    assert api.client.request("vget /camera/3/location") == "300.000 3000.000 260.000"
    for function in ("set_app 3", "set_phy 1", "set_random 0", "set_interval 1000", "set_speed 100"):
        assert api.client.request(f"vbp BP_animal_2 {function}") == "{}"
    assert api.client.request("vbp BP_animal_2 set_move 0 100") == "error Argument Invalid"
    assert api.client.request("vget /object/BP_animal_2/uclass_name") == "BP_animal_C"


def test_a_world_answers_to_all_its_names_and_to_no_others(api):
    for name in ("Other_Map", "street_0000", MAP):
        assert api.client.request(f"vset /action/game/level {name}") == "ok"
        assert api.client.request("vget /level/name") == name
    assert "can not find level" in api.client.request("vset /action/game/level SuburbNeighborhood_Night").lower()


@pytest.mark.parametrize("name", ["street_0001", "two words", ""])
def test_a_name_that_no_map_of_others_has_is_refused(light, name):
    with pytest.raises(SimulatorError, match="can not stand for street_0000"):
        serve("street", 0, 0, cache_dir=light, other_names=[name])
