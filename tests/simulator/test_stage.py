"""A level that cannot be loaded leaves the one before as it was."""

import numpy as np
import pytest

from embrace3k.simulator.dispatcher import CommandError
from embrace3k.simulator.picture_format import PictureFormat
from embrace3k.simulator.session.stage import Stage, StageSettings


@pytest.fixture
def shelf(tmp_path, light):
    """A cache folder that can be taken away."""
    folder = tmp_path / "light"
    folder.symlink_to(light)
    return folder


@pytest.fixture
def small(light):
    """A stage that loads two worlds at most, one of them also as Map."""
    settings = StageSettings(
        cache_dir=light,
        picture=PictureFormat(64, 48),
        supersample=1.0,
        other_names={"Map": "family-house_0000"},
        most_worlds=2,
    )
    stage = Stage(settings)
    yield stage
    stage.close()


def test_a_client_can_not_have_worlds_baked_without_end(small):
    for name in ("family-house_0000", "Map", "street_0000", "family-house_0000"):
        small.load(name)
    with pytest.raises(CommandError, match="Can not load level 'street_0001', 2 worlds were loaded already"):
        small.load("street_0001")
    small.load("street_0000")
    assert small.level.name == "street_0000"


def test_a_level_is_numbered_with_ascii_digits_only(small):
    with pytest.raises(CommandError, match="a level is called FAMILY_SEED"):
        small.load("family-house_٠٠٠٠")


def test_a_level_that_can_not_be_loaded_leaves_the_one_before(shelf, light):
    stage = Stage(StageSettings(cache_dir=shelf, picture=PictureFormat(64, 48), supersample=1.0))
    stage.load("family-house_0000")
    stage.spawn_character("hero")
    stage.spawn_camera()
    before = stage.view(stage.cameras[1], "rgb").rgb
    shelf.unlink()
    shelf.write_text("no folder")
    with pytest.raises(OSError):
        stage.load("family-house_0001")
    shelf.unlink()
    shelf.symlink_to(light)
    assert (stage.level.name, stage.level.world.seed) == ("family-house_0000", 0)
    assert stage.character is not None and len(stage.cameras) == 3
    stage.spawn_camera()
    after = stage.view(stage.cameras[1], "rgb").rgb
    assert before is not None and after is not None and np.array_equal(after, before)
    stage.close()
