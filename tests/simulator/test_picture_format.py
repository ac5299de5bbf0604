"""How large and how wide pictures are: read from words, refused with what would be right, and really drawn."""

import pytest

from embrace3k.schema.tasks import Scene
from embrace3k.simulator.errors import SimulatorError
from embrace3k.simulator.launch import start_embedded
from embrace3k.simulator.picture_format import PictureFormat, picture_format
from embrace3k.tests.simulator.places import WORLD


def test_words_are_read():
    assert picture_format("1024x1024", "62.5") == PictureFormat(1024, 1024, 62.5)


@pytest.mark.parametrize("size", ["", "640", "640 x 480", "15x480", "640x2049", "-640x480", "640x480x3", "٦٤٠x480"])
def test_a_wrong_size_is_refused_with_the_limits(size):
    with pytest.raises(SimulatorError, match="16 to 2048 pixels"):
        picture_format(size, "90")


@pytest.mark.parametrize("fov", ["", "9.9", "151", "nan", "1e2", "ninety"])
def test_a_wrong_field_of_view_is_refused_with_the_limits(fov):
    with pytest.raises(SimulatorError, match="10 to 150"):
        picture_format("640x480", fov)


def test_a_simulator_shows_the_format_that_it_was_started_with(light):
    simulator = start_embedded(cache_dir=light, picture=PictureFormat(320, 256, 60.0), supersample=1.0)
    try:
        seen = simulator.reset(Scene(name=WORLD.family, seed=WORLD.seed), WORLD.start)
        facts = simulator.facts()
    finally:
        simulator.close()
    assert (facts.width_px, facts.height_px, facts.fov_deg) == (320, 256, 60.0)
    assert seen.mask is not None and seen.mask.shape == (256, 320)
