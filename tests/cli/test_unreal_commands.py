"""The commands for engines that run elsewhere, against a fake one on real sockets."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from embrace3k.cli.main import cli
from embrace3k.schema.codec import encode
from embrace3k.schema.errors import EmbraceError
from embrace3k.schema.poses import Pose
from embrace3k.schema.tasks import Scene, Task, TaskType
from embrace3k.storage.database import Database, sqlite_url
from embrace3k.storage.tasks import add_tasks
from embrace3k.tests.simulator.fake_unreal import SCENES, FakeUnreal, Troubles
from embrace3k.tests.simulator.fake_world import LEVEL
from embrace3k.tests.simulator.published_files import MAPS, PD_CONFIG


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments], catch_exceptions=False)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[FakeUnreal]:
    engine = FakeUnreal(tmp_path)
    yield engine
    engine.close()


def test_probe_shows_what_an_engine_can_do(engine: FakeUnreal) -> None:
    table = run("simulator", "probe", engine.url)
    assert table.exit_code == 0 and "FakeProject" in table.stdout and "object_mask" in table.stdout
    found: dict[str, Any] = json.loads(run("simulator", "probe", engine.url, "--json").stdout)
    assert found["pictures"] == {"lit": "bmp", "object_mask": "bmp", "depth": "npy"}
    assert not found["ours"] and found["missing"] == [] and found["cameras"] == 1
    assert all(command.startswith("vget ") for command in engine.log), "it changes nothing"


def test_probe_says_what_is_missing_and_fails(tmp_path: Path) -> None:
    engine = FakeUnreal(tmp_path, Troubles(unlisted=("vset /action/game/pause", "vget /objects")))
    try:
        result = run("simulator", "probe", engine.url)
    finally:
        engine.close()
    assert result.exit_code == 1
    assert "vset /action/game/pause" in result.stdout and "vget /objects" in result.stdout


def test_probe_wants_to_know_which() -> None:
    with pytest.raises(EmbraceError, match="EMBRACE3K_SIMULATOR"):
        run("simulator", "probe")


def test_collect_takes_simulator_and_scenes_as_options(engine: FakeUnreal, tmp_path: Path) -> None:
    home, script, scenes = tmp_path / "home", tmp_path / "script.json", tmp_path / "scenes.json"
    script.write_text(json.dumps(["MoveForward", "Finish"]))
    scenes.write_bytes(encode(SCENES))
    home.mkdir()
    task = Task(
        id="walk", instruction="Walk.", type=TaskType.BASIC, scene=Scene(name=LEVEL),
        start_pose=Pose(0.0, 0.0, 88.0, 0.0, 0.0, 0.0),
    )  # fmt: skip
    with Database(sqlite_url(home / "embrace3k.sqlite3")) as database:
        database.migrate()
        with database.session() as session:
            add_tasks(session, [task])
    arguments = ("--home", home, "collect", "--policy", f"script:{script}", "--simulator", engine.url)
    summary = json.loads(run(*arguments, "--scenes", scenes, "--json").stdout)
    assert (summary["done"], summary["steps"], summary["failed"]) == (1, 2, {})
    assert "vset /action/game/level Yard" in engine.log


def test_the_published_files_become_a_scenes_file(tmp_path: Path) -> None:
    maps, config, out = tmp_path / "maps.json", tmp_path / "pd_config.json", tmp_path / "scenes.json"
    maps.write_text(json.dumps(MAPS))
    config.write_text(json.dumps(PD_CONFIG))
    assert run("scenes", "import", maps, "--pd-config", config, "--out", out).exit_code == 0
    table = run("scenes", "check", out)
    assert table.exit_code == 0 and "OldTown" in table.stdout
    with pytest.raises(EmbraceError, match="is there already"):
        run("scenes", "import", maps, "--out", out)


def test_a_scenes_file_with_a_mistake_is_refused_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "scenes.json"
    file.write_text('{"schema_version": "1.0.0", "scenes": {"OldTown": {"exposure": 1}}}')
    with pytest.raises(EmbraceError, match="scenes.json#/scenes/OldTown: .*unknown field `exposure`"):
        run("scenes", "check", file)
