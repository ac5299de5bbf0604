"""Ids of cameras, without a world."""

import pytest

from embrace3k.simulator.dispatcher import CommandError
from embrace3k.simulator.picture_format import PUBLISHED
from embrace3k.simulator.session.camera_list import CameraList
from embrace3k.simulator.session.cameras import LEVEL


@pytest.fixture
def cameras():
    return CameraList(PUBLISHED, LEVEL)


def names(cameras: CameraList) -> list[str]:
    return [camera.name for camera in cameras]


def test_a_level_begins_with_the_pawns_camera_high_up(cameras):
    assert names(cameras) == ["pawn_camera"] and cameras[0].pose.z_cm == 2000
    assert names(CameraList(PUBLISHED)) == []


def test_a_character_that_comes_again_gets_its_id_back(cameras):
    cameras.mount("hero_camera")
    cameras.spawn(LEVEL)
    cameras.unmount()
    assert names(cameras) == ["pawn_camera", "camera_2"]
    cameras.mount("hero_camera")
    assert names(cameras) == ["pawn_camera", "hero_camera", "camera_2"]


def test_the_characters_id_moves_down_with_what_goes_before_it(cameras):
    drone = cameras.add("drone_camera")
    cameras.mount("hero_camera")
    cameras.unmount()
    cameras.remove(drone)
    cameras.spawn(LEVEL)
    cameras.mount("hero_camera")
    assert names(cameras)[1] == "hero_camera"


def test_only_what_was_spawned_can_be_destroyed_by_name(cameras):
    cameras.mount("hero_camera")
    cameras.add("drone_camera")
    spawned = cameras.spawn(LEVEL).name
    cameras.destroy(spawned)
    assert names(cameras) == ["pawn_camera", "hero_camera", "drone_camera"]
    for name in names(cameras):
        with pytest.raises(CommandError, match="Cannot find object"):
            cameras.destroy(name)
