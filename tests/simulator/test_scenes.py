"""What each map needs: strict files, published defaults, and the release's own files taken over whole."""

import copy
import json
from pathlib import Path

import pytest

from embrace3k.schema.codec import encode
from embrace3k.schema.errors import ImportRefused
from embrace3k.schema.poses import Pose
from embrace3k.simulator.published_scenes import import_scenes
from embrace3k.simulator.scenes import Drop, Pickable, Scenes, SceneSettings, read_scenes
from embrace3k.tests.simulator.published_files import MAPS, PD_CONFIG


@pytest.fixture
def write(tmp_path):
    def put(content, name: str = "scenes.json") -> Path:
        path: Path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return path

    return put


def test_a_map_without_an_entry_is_driven_as_published():
    scene = Scenes().of("Anywhere")
    assert scene == SceneSettings() and "slomo 6" in scene.console and "r.Fog 0" in scene.console
    assert scene.camera.settings == ("lit_source ldr", "reflection none", "illumination none")


def test_the_published_files_are_taken_over_and_read_back(write, tmp_path):
    scenes = import_scenes(write(MAPS, "maps.json"), write(PD_CONFIG, "pd_config.json"))
    (tmp_path / "out.json").write_bytes(encode(scenes))
    assert read_scenes(tmp_path / "out.json") == scenes
    town = scenes.of("OldTown")
    assert (town.exposure_offset, town.warm_up_frames) == (-1.5, 12)
    assert town.reset_points == (Pose(120.0, -40.5, 110.0, 0.0, 90.0, 0.0),)
    assert scenes.of("Harbour_Night").reset_points == ()
    assert scenes.pickable == (
        Pickable(id=3, name="lamp", size=0.8),
        Pickable(id=5, name="tray", drop=Drop(height_offset_cm=35.5, relative_rotation=(0.0, 90.0, 0.0))),
    )


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (lambda maps: maps["maps"][1].update(name="Old Town"), "#/maps/1/name.*regex"),
        (lambda maps: maps["maps"][1].update(name="X\nvset /action/game/pause"), "#/maps/1/name.*regex"),
        (lambda maps: maps["maps"][1].update(name="OldTown"), "#/maps/1/name.*comes twice"),
        (lambda maps: maps["maps"][0].update(exposure_offset=11), "#/maps/0/exposure_offset.*<= 10"),
        (lambda maps: maps["maps"][0].update(character_init_pose=[1, 2, 3]), "#/maps/0/character_init_pose.*length 6"),
        (lambda maps: maps["maps"][0].update(fog=1), "#/maps/0: .*unknown field `fog`"),
        (lambda maps: maps.pop("maps"), "missing required field `maps`"),
    ],
)
def test_a_mistake_in_the_published_file_is_refused_with_its_place(write, spoil, place):
    maps = copy.deepcopy(MAPS)
    spoil(maps)
    with pytest.raises(ImportRefused, match=f"maps.json.*{place}"):
        import_scenes(write(maps, "maps.json"))


def test_two_objects_with_one_id_are_refused(write):
    config = copy.deepcopy(PD_CONFIG)
    config["pd_objects"][1]["id"] = 3
    with pytest.raises(ImportRefused, match="#/pd_objects/1/id: there are two objects with id 3"):
        import_scenes(write(MAPS, "maps.json"), write(config, "pd.json"))


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"scenes": {}, "scenes": {}}', '{"schema_version": "2.0.0"}', '{"scenes": {"a b": {}}}', "\0"],
)
def test_other_files_are_no_scenes(write, text):
    with pytest.raises(ImportRefused, match="scenes.json"):
        read_scenes(write(text))


def test_a_mistake_deep_in_a_scenes_file_is_refused_with_its_place(write):
    scene = {"doors": [{"actor": "a", "closed_rotation": [0, 0, 0]}, {"actor": 1}]}
    with pytest.raises(ImportRefused, match="scenes.json#/scenes/Old~1Town/doors/1/actor: Expected `str`"):
        read_scenes(write({"schema_version": "1.0.0", "scenes": {"Old/Town": scene}}))


def test_what_a_map_says_of_an_object_wins_over_the_file():
    own, general = Pickable(id=7, name="basket", size=2.0), Pickable(id=7, name="basket")
    scenes = Scenes(pickable=(general,), scenes={"Barn": SceneSettings(pickable=(own,))})
    assert scenes.pickable_with(7, "Barn") is own and scenes.pickable_with(7, "Yard") is general
    assert scenes.pickable_with(8, "Barn") is None
