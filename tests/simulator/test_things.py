"""What a client puts into a level: it is drawn, moved, carried and taken away, and leaves no trace."""

import math

import numpy as np
import pytest

from embrace3k.simulator.picture_format import PictureFormat
from embrace3k.simulator.session.actor_classes import CUBE
from embrace3k.simulator.session.commands import dispatcher_for
from embrace3k.simulator.session.stage import Stage, StageSettings
from embrace3k.tests.simulator.places import BEFORE_CAR
from embrace3k.tests.simulator.told import numbers, pixels_of

NAME = "BP_GrabMoveDrop_C_1"
SPAWN = f"vset /objects/spawn BP_GrabMoveDrop_C {NAME}"


@pytest.fixture(scope="module")
def stage(light):
    stage = Stage(StageSettings(cache_dir=light, picture=PictureFormat(160, 120), supersample=1.0))
    yield stage
    stage.close()


@pytest.fixture
def ask(stage):
    """Of a fresh level with the character `hero`, who looks along x over free ground and down a little."""
    dispatch = dispatcher_for(stage, port=0).dispatch
    for command in (
        "vset /action/game/level family-house_0000",
        "vset /objects/spawn bp_character_C hero",
        "vset /object/hero/location 200 548.199 88",
        "vset /object/hero/rotation 0 180 0",
        "vbp hero set_cam 5 0 -50 0 -25 0",
        "vbp hero set_interval 1000",
    ):
        assert not str(dispatch(command)).startswith("error")
    return dispatch


def picture(ask, kind: str = "lit", camera: int = 1):
    return pixels_of(ask(f"vget /camera/{camera}/{kind} png"))[..., 2::-1]


def shown(ask, name: str, camera: int = 1) -> int:
    """How many pixels of the mask have its colour."""
    words = ask(f"vget /object/{name}/color").strip("()").split(",")
    colour = [int(word.split("=")[1]) for word in words[:3]]
    return int((picture(ask, "object_mask", camera) == colour).all(axis=2).sum())


def before(ask, ahead_cm: float, name: str = NAME) -> None:
    """Puts it on the floor so far before the hero."""
    x, y, z = numbers(ask("vget /object/hero/location"))
    yaw = math.radians(numbers(ask("vget /object/hero/rotation"))[1])
    place = f"{x + ahead_cm * math.cos(yaw):.3f} {y + ahead_cm * math.sin(yaw):.3f} {z - 88:.3f}"
    assert ask(f"vset /object/{name}/location {place}") == "ok"
    assert ask(f"vget /object/{name}/location") == place


def away_cm(ask) -> float:
    return math.dist(numbers(ask("vget /object/hero/location"))[:2], numbers(ask(f"vget /object/{NAME}/location"))[:2])


def test_a_spawned_thing_is_listed_drawn_and_in_the_mask(ask):
    empty = picture(ask)
    assert ask(SPAWN) == NAME and NAME in ask("vget /objects").split()
    assert ask(f"vget /object/{NAME}/uclass_name") == "BP_GrabMoveDrop_C"
    before(ask, 120)
    assert shown(ask, NAME) > 20
    assert (picture(ask) != empty).any(axis=2).sum() > 20


def test_what_is_destroyed_leaves_picture_mask_and_depth_as_they_were(ask):
    kinds = ("lit", "object_mask")
    untouched = [picture(ask, kind) for kind in kinds] + [ask("vget /camera/1/depth npy")]
    ask(SPAWN)
    before(ask, 120)
    assert not np.array_equal(picture(ask), untouched[0])
    assert ask(f"vset /object/{NAME}/destroy") == "ok"
    assert [np.array_equal(picture(ask, kind), was) for kind, was in zip(kinds, untouched, strict=False)] == [True] * 2
    assert ask("vget /camera/1/depth npy") == untouched[2]


def test_cameras_of_every_size_show_what_was_spawned(ask):
    """Another size draws the world anew."""
    ask(SPAWN)
    ask(f"vbp {NAME} set_app 20")
    before(ask, 120)
    ask("vset /cameras/spawn")
    assert ask("vset /camera/2/size 96 72") == "ok"
    for command in ("location", "rotation"):
        ask(f"vset /camera/2/{command} {ask(f'vget /camera/1/{command}')}")
    large, small = shown(ask, NAME), shown(ask, NAME, camera=2)
    assert large / small == pytest.approx((160 / 96) ** 2, rel=0.2) and shown(ask, NAME) == large


def test_spawning_neither_bakes_light_nor_changes_the_world(light, tmp_path):
    """In a folder of its own, as others may bake into the shared one meanwhile."""
    for file in light.iterdir():
        (tmp_path / file.name).symlink_to(file)
    stage = Stage(StageSettings(cache_dir=tmp_path, picture=PictureFormat(64, 48), supersample=1.0))
    stage.load("family-house_0000")
    known, version = set(tmp_path.iterdir()), stage.level.world.version
    stage.spawn("cube", CUBE, stage.level.world.start)
    stage.view(stage.cameras[0], "rgb")
    assert set(tmp_path.iterdir()) == known and stage.level.world.version == version
    stage.close()


def test_a_thing_is_lit_by_what_is_around_it(ask):
    ask("vset /objects/spawn_cube cube")
    ask("vset /object/cube/scale 0.4 0.4 0.4")
    before(ask, 150, "cube")
    colours = {tuple(colour) for colour in picture(ask)[picture(ask, "object_mask").any(axis=2)].tolist()}
    assert shown(ask, "cube") > 200 and len(colours) > 20


@pytest.mark.parametrize("look", [0, 2, 7, 8, 13, 14, 16, 17, 18, 20])
def test_every_look_of_the_public_tasks_is_seen(ask, look):
    ask(SPAWN)
    assert ask(f"vbp {NAME} set_app {look}") == "{}"
    before(ask, 120)
    assert shown(ask, NAME) > 20


def test_looks_differ_and_unknown_ones_are_refused(ask):
    ask(SPAWN)
    sizes = []
    for look in (0, 8, 13, 20):
        ask(f"vbp {NAME} set_app {look}")
        sizes.append(ask(f"vget /object/{NAME}/bounds"))
    assert len(set(sizes)) == 4
    assert ask(f"vbp {NAME} set_app 99") == "error Argument Invalid"
    assert ask(f"vget /object/{NAME}/bounds") == sizes[-1]


def test_scale_is_kept_and_shows_in_bounds_and_picture(ask):
    ask(SPAWN)
    before(ask, 150)
    small, pixels = numbers(ask(f"vget /object/{NAME}/bounds")), shown(ask, NAME)
    assert ask(f"vset /object/{NAME}/scale 2 2 2") == "ok" and ask(f"vget /object/{NAME}/scale") == "2.000 2.000 2.000"
    large = numbers(ask(f"vget /object/{NAME}/bounds"))
    assert large[5] - large[2] == pytest.approx(2 * (small[5] - small[2]), abs=0.02)
    assert shown(ask, NAME) > 2.5 * pixels
    for wrong in ("0 1 1", "1e-320 1 1", "0.0009 1 1", "-1 1 1", "1000 1 1"):
        assert ask(f"vset /object/{NAME}/scale {wrong}") == "error Argument Invalid"


def test_it_is_picked_up_carried_beside_the_body_and_put_down(ask):
    ask(SPAWN)
    before(ask, 60)
    assert ask(f"vbp {NAME} is_picked") == '{"picked":"0"}'
    ask("vbp hero set_pickup")
    assert ask(f"vbp {NAME} is_picked") == '{"picked":"1"}' and away_cm(ask) < 30
    ask(f"vset /object/{NAME}/scale 1.5 1.5 1.5")
    ask("vbp hero set_move -90 100")
    assert away_cm(ask) < 30
    ask("vbp hero set_pickup")
    assert ask(f"vbp {NAME} is_picked") == '{"picked":"0"}' and away_cm(ask) > 30
    put_down = ask(f"vget /object/{NAME}/location")
    ask("vbp hero set_move 0 -100")
    assert ask(f"vget /object/{NAME}/location") == put_down


def test_a_held_thing_that_is_put_elsewhere_is_no_longer_held(ask):
    ask(SPAWN)
    before(ask, 60)
    ask("vbp hero set_pickup")
    before(ask, 120)
    assert ask("vbp hero is_carrying") == '{"carrying":"0"}'
    ask("vbp hero set_move 90 0")
    assert away_cm(ask) == pytest.approx(120, abs=0.01)


def test_what_is_carried_comes_along_with_a_teleport_and_the_head_stays(ask):
    ask(SPAWN)
    before(ask, 60)
    ask("vbp hero set_pickup")
    ask("vbp hero set_cam 5 0 -50 0 -25 0")
    assert ask("vset /object/hero/location -1590 -670 88") == "ok" and away_cm(ask) < 30
    assert ask("vset /object/hero/rotation 0 90 0") == "ok" and away_cm(ask) < 30
    assert ask("vget /camera/1/rotation") == "-25.000 90.000 0.000"
    assert ask("vbp hero is_carrying") == '{"carrying":"1"}'


@pytest.mark.parametrize(
    "teleport", ["vset /object/hero/location -1590 -670 88", "vset /object/red_car/location 0 0 0"]
)
def test_a_teleport_of_either_lets_go_of_a_car_that_is_towed(ask, teleport):
    x, y, z, pitch, yaw, roll = BEFORE_CAR
    for command in (f"location {x} {y} {z}", f"rotation {pitch} {yaw} {roll}"):
        ask(f"vset /object/hero/{command}")
    ask("vbp hero set_pickup")
    car = ask("vget /object/red_car/location")
    assert ask("vbp red_car is_picked") == '{"picked":"1"}'
    assert ask(teleport) == "ok" and ask("vbp hero is_carrying") == '{"carrying":"0"}'
    assert ask("vget /object/red_car/location") == (car if "hero" in teleport else "0.000 0.000 0.000")


def test_destroying_what_is_held_frees_the_hands(ask):
    ask(SPAWN)
    before(ask, 60)
    ask("vbp hero set_pickup")
    assert ask(f"vset /object/{NAME}/destroy") == "ok"
    assert ask("vbp hero is_carrying") == '{"carrying":"0"}'
    assert ask("vbp hero set_move 0 60") == "{}" and ask(f"vget /object/{NAME}/location") == "error Cannot find object"


def test_a_thing_waits_below_the_ground_and_falls_to_the_floor(ask):
    ask(SPAWN)
    assert ask(f"vset /object/{NAME}/location 0 0 -1000") == "ok" and ask(f"vbp {NAME} set_phy 1") == "{}"
    assert ask(f"vget /object/{NAME}/location") == "0.000 0.000 -1000.000"
    ask(f"vset /object/{NAME}/location 150 548.199 120")
    assert ask(f"vget /object/{NAME}/location") == "150.000 548.199 120.000"
    assert ask(f"vbp {NAME} set_phy 0") == "{}" and numbers(ask(f"vget /object/{NAME}/location"))[2] == 120
    assert ask(f"vbp {NAME} set_phy 1") == "{}" and numbers(ask(f"vget /object/{NAME}/location"))[2] == 0


def test_a_level_load_forgets_what_was_spawned(ask):
    ask(SPAWN)
    assert ask("vset /action/game/level family-house_0000") == "ok"
    assert NAME not in ask("vget /objects").split()
    assert ask(f"vget /object/{NAME}/location") == "error Cannot find object"
    assert ask(SPAWN) == NAME


def test_a_cube_stands_in_the_way_and_not_when_it_is_below_the_ground(ask):
    assert ask("vset /objects/spawn_cube") == "CubeActor_0"
    before(ask, 110, "CubeActor_0")
    start = ask("vget /object/hero/location")
    ask("vbp hero set_move 0 200")
    assert math.dist(numbers(start), numbers(ask("vget /object/hero/location"))) < 40
    assert ask("vbp hero get_hit") == '{"hit":"1"}'
    ask(f"vset /object/CubeActor_0/location {start.rsplit(' ', 1)[0]} -1000")
    ask(f"vset /object/hero/location {start}")
    ask("vbp hero set_move 0 200")
    assert math.dist(numbers(start), numbers(ask("vget /object/hero/location"))) == pytest.approx(62.929, abs=0.002)


@pytest.mark.parametrize("name", ["front_door", "doormat", NAME])
def test_what_is_hidden_is_in_no_picture_until_it_is_shown_again(ask, stage, name):
    ask(SPAWN)
    before(ask, 120)
    if name not in ask("vget /objects").split():
        pytest.fail(f"this house has no {name}")
    whole = picture(ask), picture(ask, "object_mask")
    assert shown(ask, name) > 5
    assert ask(f"vset /object/{name}/hide") == "ok" and shown(ask, name) == 0
    assert not np.array_equal(picture(ask), whole[0])
    assert ask(f"vset /object/{name}/show") == "ok"
    assert np.array_equal(picture(ask), whole[0]) and np.array_equal(picture(ask, "object_mask"), whole[1])


def test_a_renamed_thing_keeps_its_place_its_colour_and_the_hand_that_holds_it(ask):
    ask(SPAWN)
    before(ask, 60)
    ask("vbp hero set_pickup")
    colour, place = ask(f"vget /object/{NAME}/color"), ask(f"vget /object/{NAME}/location")
    assert ask(f"vset /object/{NAME}/name tomato") == "ok"
    assert ask("vget /object/tomato/color") == colour and ask("vget /object/tomato/location") == place
    assert ask("vbp tomato is_picked") == '{"picked":"1"}'
    assert ask(f"vget /object/{NAME}/location") == "error Cannot find object"


def test_a_renamed_character_answers_to_its_new_name(ask):
    assert ask("vset /object/hero/name heroine") == "ok" and ask("vset /object/heroine/name heroine") == "ok"
    assert ask("vbp heroine set_standup") == "{}" and ask("vget /object/hero/location") == "error Cannot find object"


def test_corners_of_the_mesh_lie_within_the_bounds(ask):
    ask(SPAWN)
    before(ask, 120)
    corners = np.array([numbers(line) for line in ask(f"vget /object/{NAME}/vertex_location").splitlines()])
    low, high = np.split(np.array(numbers(ask(f"vget /object/{NAME}/bounds"))), 2)
    assert len(corners) > 100 and (corners > low - 0.02).all() and (corners < high + 0.02).all()
    assert len(ask("vget /object/hero/vertex_location").splitlines()) == 8


@pytest.mark.parametrize(
    ("command", "reply"),
    [
        (SPAWN, f"error Failed to spawn {NAME}, object exists."),
        (f"vset /objects/spawn_cube {NAME}", f"error Failed to spawn {NAME}, object exists."),
        ("vset /objects/spawn_cube hero", "error Failed to spawn hero, object exists."),
        ("vset /objects/spawn_cube structure", "error Failed to spawn structure, object exists."),
        ("vset /objects/spawn_from_path /Game/X.Dragon_C y", "error Can not find a class with name '/Game/X.Dragon_C'"),
        (f"vset /object/{NAME}/name front_door", f"error Failed to rename {NAME}, front_door exists."),
        ("vset /object/front_door/name gate", "error front_door belongs to the level and can not be renamed"),
        ("vset /object/front_door/scale 2 2 2", "error Argument Invalid"),
        ("vset /object/structure/hide", "error structure can not be hidden"),
        ("vset /object/unicorn/hide", "error Cannot find object"),
        ("vset /object/unicorn/destroy", "error Cannot find object"),
        ("vget /object/unicorn/mobility", "error Cannot find object"),
        (f"vbp {NAME} fly", "error Argument Invalid"),
        (f"vbp {NAME} set_app nan", "error Argument Invalid"),
        ("vbp unicorn set_app 1", "error Can not find actor with id 'unicorn'"),
        ("vbp structure set_app 1", "error Can not find actor with id 'structure'"),
        ("vget /object/structure/location", "0.000 0.000 0.000"),
        ("vget /object/structure/rotation", "0.000 0.000 0.000"),
        ("vset /object/structure/location 0 0 0", "error structure can not be moved"),
        ("vset /object/structure/rotation 0 0 0", "error structure can not be moved"),
        ("vget /object/hero/mobility", "Movable"),
        ("vget /object/front_door/mobility", "Movable"),
        ("vget /object/structure/mobility", "Static"),
        (f"vget /object/{NAME}/mobility", "Movable"),
        ("vset /object/front_door/label gate", "ok"),
        ("vset /object/front_door/material 0 /Game/Red", "ok"),
        ("vset /object/hero/hide", "ok"),
    ],
)
def test_what_is_asked_of_things_is_answered_in_the_words_of_unrealcv(ask, command, reply):
    ask(SPAWN)
    assert ask(command) == reply


def test_no_angle_is_told_as_minus_180_and_no_bound_as_minus_0(ask):
    ask("vset /objects/spawn_cube cube")
    ask("vset /object/cube/rotation 0 -179.9999 0")
    ask("vset /object/cube/location 50.001 50 -0.001")
    assert ask("vget /object/cube/rotation") == "0.000 180.000 0.000"
    assert "-0.00" not in ask("vget /object/cube/bounds").split()


def test_there_is_an_end_to_spawning_cameras_until_one_is_destroyed(ask):
    ask("vset /objects/spawn BP_Drone01_C drone")
    names = [ask("vset /cameras/spawn") for _ in range(64)]
    assert len(set(names)) == 64
    assert ask("vset /cameras/spawn").endswith("64 cameras were spawned already.")
    assert ask(f"vset /object/{names[0]}/destroy") == "ok"
    assert ask("vget /cameras").split() == ["pawn_camera", "hero_camera", "drone_camera", *names[1:]]
    assert not ask("vset /cameras/spawn").startswith("error")
    for name in (names[0], "pawn_camera", "hero_camera", "drone_camera"):
        assert ask(f"vset /object/{name}/destroy") == "error Cannot find object"


def test_there_is_an_end_to_spawning(ask):
    replies = [ask("vset /objects/spawn_cube") for _ in range(65)]
    assert len(set(replies[:64])) == 64 and replies[64].startswith("error Failed to spawn CubeActor_64, 64 things")
