"""One table of settings; the option wins over the environment, the environment over the default."""

from pathlib import Path

import pytest

from embrace3k.cli.settings import read_settings
from embrace3k.cli.workspace import Workspace
from embrace3k.simulator.errors import SimulatorError

ROOT = Path(__file__).parents[2]


def test_option_wins_over_environment_wins_over_default() -> None:
    assert read_settings(None, {}).home == Path("embrace3k-data").absolute()
    assert read_settings(None, {"EMBRACE3K_HOME": "/a"}).home == Path("/a")
    assert read_settings(Path("/b"), {"EMBRACE3K_HOME": "/a"}).home == Path("/b")


def test_everything_lives_in_the_home_unless_said_otherwise() -> None:
    settings = read_settings(Path("/h"), {})
    assert settings.database_url == "sqlite:////h/embrace3k.sqlite3"
    assert (settings.store_url, settings.cache_dir) == ("/h/store", Path("/h/cache"))


def test_a_scenes_file_is_looked_for_where_it_was_named() -> None:
    assert read_settings(None, {}).scenes is None
    assert read_settings(None, {"EMBRACE3K_SCENES": "a/scenes.json"}).scenes == Path("a/scenes.json").absolute()


@pytest.mark.parametrize(("variable", "says"), [("PICTURE_SIZE", "no picture size"), ("FOV_DEG", "no field of view")])
def test_settings_decide_how_large_and_wide_pictures_are(variable: str, says: str, tmp_path: Path) -> None:
    settings = read_settings(tmp_path, {f"EMBRACE3K_{variable}": "huge"})
    with pytest.raises(SimulatorError, match=f"{says}: 'huge'"):
        Workspace(settings).simulator_factory()


def test_nothing_but_the_settings_reads_the_environment() -> None:
    rooms = {marker.parent for marker in ROOT.glob("*/py.typed")}
    readers = {
        path.relative_to(ROOT).as_posix()
        for room in rooms
        for path in room.rglob("*.py")
        if any(word in path.read_text() for word in ("os.environ", "getenv"))
    }
    assert readers == {"cli/settings.py"}
