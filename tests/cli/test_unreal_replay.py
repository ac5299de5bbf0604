"""From recording to release on an engine that runs elsewhere: collect, replay, and the gate, all by command."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from embrace3k.cli.main import cli
from embrace3k.exporters.errors import NothingToRelease
from embrace3k.schema.codec import encode
from embrace3k.schema.poses import Pose
from embrace3k.schema.tasks import Scene, Source, Task, TaskType
from embrace3k.storage.database import Database, sqlite_url
from embrace3k.storage.tasks import add_tasks
from embrace3k.tests.simulator.fake_unreal import SCENES, FakeUnreal, Troubles
from embrace3k.tests.simulator.fake_world import LEVEL

SCRIPT = ["MoveForward", "LookUp", "OpenDoor", "TurnRight", "Finish"]
START = Pose(0.0, 0.0, 88.0, 0.0, 0.0, 0.0)
TASK = Task(
    id="walk", instruction="Walk.", type=TaskType.BASIC, scene=Scene(name=LEVEL), start_pose=START,
    source=Source(layout="embrace-v2", path=f"{LEVEL}/walk"),
)  # fmt: skip
GATE = ("release", "build", "0.1.0", "--require-replay")
EASE = ("--tolerance-cm", "20")


class StiffNeck(FakeUnreal):
    """Its agents say yes to `set_cam` and look straight ahead."""

    def _answer(self, command: str) -> str | bytes | None:
        if " set_cam " in command:
            self.log.append(command)
            return "{}"
        return super()._answer(command)


class NoLevels(FakeUnreal):
    """It has none of the maps that it is asked for, and stays where it is."""

    def _answer(self, command: str) -> str | bytes | None:
        return super()._answer(command.replace(f"game/level {LEVEL}", "game/level Elsewhere"))


@contextlib.contextmanager
def running(folder: Path, kind: type[FakeUnreal] = FakeUnreal, **troubles: Any) -> Iterator[str]:
    engine = kind(folder, Troubles(**troubles))
    try:
        yield engine.url
    finally:
        engine.close()


class Site:
    """A home with one recorded walk."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.scenes = folder, folder / "scenes.json"
        self.scenes.write_bytes(encode(SCENES))
        (folder / "script.json").write_text(json.dumps(SCRIPT))
        self.home = folder / "home"
        self.home.mkdir()
        with Database(sqlite_url(self.home / "embrace3k.sqlite3")) as database:
            database.migrate()
            with database.session() as session:
                add_tasks(session, [TASK])

    def run(self, *words: object) -> Result:
        arguments = ["--home", str(self.home), *map(str, words)]
        return CliRunner(env={"COLUMNS": "200"}).invoke(cli, arguments, catch_exceptions=False)

    def on(self, url: str, *words: object) -> Result:
        return self.run(*words, "--simulator", url, "--scenes", self.scenes)

    def replay(self, *words: object, kind: type[FakeUnreal] = FakeUnreal, **troubles: Any) -> dict[str, Any]:
        """On an engine that was started anew."""
        with running(self.folder, kind, **troubles) as url:
            (found,) = json.loads(self.on(url, "replay", "--all", "--json", *words).stdout)
        return dict(found)

    def gate(self, *words: object) -> str:
        """What a gated build says, also where nothing is left to build."""
        try:
            return self.run(*GATE, *words).stderr
        except NothingToRelease as error:
            return str(error)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    with running(tmp_path) as url:
        ran = site.on(url, "collect", "--policy", f"script:{tmp_path / 'script.json'}")
    assert ran.exit_code == 0, ran.stderr
    return site


def test_what_was_collected_replays_and_is_released(site: Site) -> None:
    assert "replay_missing" in site.gate()
    found = site.replay()
    assert (found["verdict"], found["instants"], found["errors"]) == ("verified", len(SCRIPT) + 1, [])
    assert found["tolerance"] == {"position_cm": 1.0, "rotation_deg": 0.5, "frames": False, "own": True}
    told = "built 0.1.0: 1 trajectories, 5 steps"
    figures = "largest errors 0.000 cm, 0.000 deg; largest tolerance 1.000 cm, 0.500 deg"
    assert told in (said := " ".join(site.gate().split())) and figures in said


def test_a_head_that_does_not_turn_is_caught_by_its_camera_and_stopped_at_the_gate(site: Site) -> None:
    found = site.replay(kind=StiffNeck)
    assert (found["verdict"], found["first_out"], found["camera"], found["agent"]) == ("drifted", 2, [0, 30], [0, 0])
    assert "replay_drifted: step 2: camera 0.000 cm, 30.000 deg off" in site.gate()


def test_what_passes_only_with_ease_is_released_only_within_limits(site: Site) -> None:
    assert site.replay(noise_cm=8.0)["verdict"] == "drifted"
    found = site.replay(*EASE, noise_cm=8.0)
    off_cm = found["agent"][0]
    assert found["verdict"] == "verified" and not found["tolerance"]["own"] and 1.0 < off_cm <= 8.0
    assert "replay_lenient" in site.gate()
    limits = ("--replay-tolerance-deg", "0.5", "--replay-tolerance-cm")
    assert f"replay_beyond: its largest errors are {off_cm:.3f} cm" in site.gate(*limits, off_cm - 0.01)
    assert f"largest errors {off_cm:.3f} cm" in site.gate(*limits, "8")


def test_an_engine_without_the_world_does_not_take_the_evidence_away(site: Site) -> None:
    assert site.replay()["verdict"] == "verified"
    broken = site.replay(kind=NoLevels)
    assert (broken["verdict"], broken["reason"]) == ("not_replayable", "world_missing")
    assert "built 0.1.0: 1 trajectories" in site.gate()


def test_a_published_door_episode_is_imported_and_replayed(site: Site) -> None:
    """It looks up, which its files have no place for."""
    poses = [[0, 0, 88, 0, 0, 0]] * 3 + [[125.859, 0, 88, 0, 0, 0]] * 2
    task = {"Instruction": "Open it.", "Type": 4, "Start_Pose": poses[0]}
    infos = {**task, "Action": ["LookUp", "OpenDoor", "MoveForward", "Finish"], "Pose_Trajectory": poses}
    infos["Door_State_Trajectory"] = [0, 0, 1, 1, 1]
    for path, record in ((f"task/{LEVEL}/a.json", task), (f"trajectory/{LEVEL}/a/infos.json", infos)):
        (site.folder / "v2" / path).parent.mkdir(parents=True)
        (site.folder / "v2" / path).write_text(json.dumps(record))
    assert site.run("import", site.folder / "v2").exit_code == 0
    with running(site.folder) as url:
        found = json.loads(site.on(url, "replay", f"v2-{LEVEL}-a", "--json").stdout)[0]
    assert (found["verdict"], found["instants"], found["agent"]) == ("verified", 5, [0, 0]), found["words"]
    assert found["errors"][0]["unequal"] == ["frame"]
