from pathlib import Path

import pytest

from embrace3k.simulator.worlds.renderer import Renderer
from embrace3k.tests.simulator.worlds.studio import build_studio

LIGHT = Path(__file__).parents[3] / ".cache" / "light"
SIZE = (160, 120)


@pytest.fixture(scope="session")
def studio():
    return build_studio()


@pytest.fixture(scope="session")
def light_folder():
    return LIGHT


@pytest.fixture(scope="module")
def renderer(studio):
    """Shared within a module: frames must not depend on what was drawn before, and a test says so."""
    made = Renderer(*SIZE, supersample=1.0, cache_dir=LIGHT)
    made.load(studio)
    yield made
    made.close()
