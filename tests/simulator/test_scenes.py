"""What each map needs: strict files, published defaults, and the release's own files taken over whole."""

import copy
import json
from pathlib import Path

import pytest

from embrace3k.schema.codec import encode
from embrace3k.schema.errors import ImportRefused
from embrace3k.schema.poses import Pose
from embrace3k.simulator.published_scenes import import_scenes
from embrace3k.simulator.scenes import Drop, MapTolerance, Pickable, Scenes, SceneSettings, Waits, read_scenes
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


@pytest.mark.parametrize(
    "tolerance",
    [{"position_cm": 101}, {"rotation_deg": 181}, {"position_cm": -1}],
    ids=["too far", "too turned", "less"],
)
def test_a_tolerance_that_allows_everything_is_refused(write, tolerance):
    with pytest.raises(ImportRefused, match="#/scenes/Barn/tolerance"):
        read_scenes(write({"schema_version": "1.0.0", "scenes": {"Barn": {"tolerance": tolerance}}}))


def test_a_tolerance_without_an_end_is_refused(write):
    text = '{"schema_version": "1.0.0", "scenes": {"Barn": {"tolerance": {"position_cm": 1e999}}}}'
    with pytest.raises(ImportRefused, match="scenes.json"):
        read_scenes(write(text))


def fingerprint(scene: SceneSettings, *pickable: Pickable, object_id: int | None = None) -> str:
    return Scenes(pickable=pickable, scenes={"Barn": scene}).fingerprint("Barn", object_id)


def test_other_settings_have_another_fingerprint():
    basket, large = Pickable(id=7, name="basket"), Pickable(id=7, name="basket", size=2.0)
    prints = [
        fingerprint(SceneSettings()), fingerprint(SceneSettings(exposure_offset=-1.0)),
        fingerprint(SceneSettings(waits=Waits(atomic_s=0.5))), fingerprint(SceneSettings(console=("r.Fog 1",))),
        fingerprint(SceneSettings(), basket, object_id=7), fingerprint(SceneSettings(pickable=(large,)), object_id=7),
    ]  # fmt: skip
    assert len(set(prints)) == len(prints) and {len(each) for each in prints} == {12}


def test_what_changes_no_recording_leaves_the_fingerprint_as_it_is():
    basket = Pickable(id=7, name="basket")
    patient = SceneSettings(waits=Waits(ready_s=1.0, spawned_s=1.0), tolerance=MapTolerance(position_cm=2.0))
    assert fingerprint(patient) == fingerprint(SceneSettings()) == fingerprint(SceneSettings(), basket)
    assert fingerprint(SceneSettings(pickable=(basket,)), object_id=7) == fingerprint(
        SceneSettings(), basket, object_id=7
    )
