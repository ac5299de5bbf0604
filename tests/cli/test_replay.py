"""`embrace3k replay` and all that shows its evidence, over oracle demonstrations in a real embedded world."""

import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from embrace3k.cli.main import cli
from embrace3k.cli.output import plain
from embrace3k.cli.replay_tables import replay_line
from embrace3k.schema.actions import Action
from embrace3k.schema.errors import EmbraceError
from embrace3k.schema.replays import Replay, ReplayVerdict
from embrace3k.storage.database import Database, sqlite_url
from embrace3k.storage.trajectories import iter_trajectories

TYPES = ("open_door", "pick_drop")
Run = Callable[..., Result]


def run_in(home: Path, light: Path, *arguments: str, **environment: str) -> Result:
    variables = {"EMBRACE3K_CACHE_DIR": str(light), "COLUMNS": "160", **environment}
    return CliRunner(env=variables).invoke(cli, ["--home", str(home), *arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory, light_cache: Path) -> Path:
    """Four demonstrations at 80 x 60 pixels: doors that are opened, things that are carried."""
    home = tmp_path_factory.mktemp("replay") / "home"
    wanted = [word for name in TYPES for word in ("--types", name)]
    for words in (
        ["tasks", "generate", "--world", "family-house", "--seeds", "0", "--count", "4", *wanted],
        ["collect"],
    ):
        ran = run_in(home, light_cache, *words, EMBRACE3K_PICTURE_SIZE="80x60", EMBRACE3K_FOV_DEG="100")
        assert ran.exit_code == 0, ran.stderr
    return home


@pytest.fixture
def home(recorded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(recorded, tmp_path / "home"))


@pytest.fixture
def run(home: Path, light_cache: Path) -> Run:
    """The command in that home. Its settings ask for 640 x 480: recordings decide how they are replayed."""
    return lambda *arguments, **environment: run_in(home, light_cache, *arguments, **environment)


def spoil(home: Path, change: Callable[[dict[str, Any]], None]) -> str:
    """Change the record of one trajectory as a stray hand would; returns its id."""
    with sqlite3.connect(home / "embrace3k.sqlite3") as connection:
        name, text = connection.execute("SELECT id, record FROM trajectories ORDER BY number").fetchone()
        record = json.loads(text)
        change(record)
        connection.execute("UPDATE trajectories SET record = ? WHERE id = ?", (json.dumps(record), name))
    connection.close()
    return str(name)


def half_a_centimetre(record: dict[str, Any]) -> None:
    record["steps"][1]["pose"][0] += 0.5


def test_all_demonstrations_replay_exactly_whatever_the_settings_say(home: Path, run: Run) -> None:
    with Database(sqlite_url(home / "embrace3k.sqlite3")) as database, database.snapshot() as session:
        actions = {step.action for each in iter_trajectories(session) for step in each.steps}
    assert {Action.OPEN_DOOR, Action.PICK} <= actions
    ran = run("replay", "--all", "--json")
    found = json.loads(ran.stdout)
    assert ran.exit_code == 0 and len(found) == 4 and "4 of" not in ran.stdout
    assert {(one["verdict"], *one["agent"], *one["objects"]) for one in found} == {("verified", 0.0, 0.0, 0.0, 0.0)}
    assert all(one["frames_equal"] == one["frames_compared"] == one["instants"] > 1 for one in found)
    assert {(one["simulator"]["width_px"], one["simulator"]["fov_deg"]) for one in found} == {(80, 100.0)}


def test_one_replay_shows_every_step_and_a_line_that_sums_it_up(home: Path, run: Run) -> None:
    name = spoil(home, half_a_centimetre)
    ran = run("replay", name[:6])
    lines = ran.stdout.splitlines()
    assert ran.exit_code == 1 and "0 of 1 verified" in ran.stderr
    assert re.fullmatch(r" +0 +\w+" + r" +0\.000" * 6 + " +equal *", lines[4])
    assert re.fullmatch(r" +1 +\w+ +0\.500" + r" +0\.000" * 5 + " +equal +first out of tolerance *", lines[5])
    assert re.search(rf"^{name} +family-house_0000 +drifted +0\.500 .* 1 *$", ran.stdout, re.M)
    assert re.fullmatch(rf"{name} +step 1: agent 0\.500 cm, 0\.000 deg off *", lines[-1])


def test_the_evidence_shows_on_the_trajectory_and_in_the_list(home: Path, run: Run) -> None:
    name = spoil(home, lambda record: None)
    assert "replay: none yet" in run("trajectories", "show", name).stdout
    assert {row["replay"] for row in json.loads(run("trajectories", "list", "--json").stdout)} == {None}
    assert run("replay", name).exit_code == 0
    line = r"^replay verified: 0\.000 cm, 0\.000 deg, frames equal \(\d{4}-\d\d-\d\d, embedded 0\.1\.0\)$"
    assert re.search(line, run("trajectories", "show", name).stdout, re.M)
    assert json.loads(run("trajectories", "show", name, "--json").stdout)["replay"]["verdict"] == "verified"
    assert re.search(rf"^{name} .* verified *$", run("trajectories", "list").stdout, re.M)


def test_a_newer_replay_is_shown_instead(home: Path, run: Run) -> None:
    name = spoil(home, half_a_centimetre)
    assert run("replay", name).exit_code == 1
    shown = run("trajectories", "show", name).stdout
    assert "replay drifted: 0.500 cm, 0.000 deg, frames equal (" in shown
    assert "out of tolerance from step 1: agent 0.500 cm" in shown
    spoil(home, lambda record: record["steps"][1]["pose"].__setitem__(0, record["steps"][1]["pose"][0] - 0.5))
    assert run("replay", name).exit_code == 0
    assert "replay verified: " in run("trajectories", "show", name).stdout


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda record: record["scene"].update(version="0" * 16), "its geometry has version"),
        (lambda record: record["scene"].update(name="atlantis"), "atlantis"),
        (lambda record: record["profile"].update(turn_deg=26.0), "other step sizes"),
    ],
    ids=["version", "world", "profile"],
)
def test_what_cannot_be_replayed_says_why_and_the_others_are_replayed(
    home: Path, run: Run, change: Callable[[dict[str, Any]], None], says: str
) -> None:
    name = spoil(home, change)
    ran = run("replay", "--all")
    assert ran.exit_code == 1 and "3 of 4 verified" in ran.stderr
    assert re.search(rf"^{name} +\S+ +not replayable +-", ran.stdout, re.M)
    assert re.search(rf"^{name} .*{says}", ran.stdout, re.M)
    assert re.search(rf"^not replayable: .*{says}", run("trajectories", "show", name).stdout, re.M)


def test_what_another_backend_recorded_is_skipped_aloud_unless_it_is_named(home: Path, run: Run) -> None:
    name = spoil(home, lambda record: record["simulator"].update(backend="unknown") or record.update(final=None))
    ran = run("replay", "--all")
    assert ran.exit_code == 0 and "3 of 3 verified" in ran.stderr and name not in ran.stdout
    assert "1 skipped: recorded by another backend than this simulator's" in ran.stderr
    assert "replay: none yet" in run("trajectories", "show", name).stdout
    assert run("replay", name).exit_code == 1
    assert "not replayable: recorded by the backend unknown" in run("trajectories", "show", name).stdout


def test_only_what_was_verified_is_released(home: Path, run: Run) -> None:
    name = spoil(home, lambda record: record["steps"][1].update(action="TurnLeft"))
    run("replay", "--all", "--workers", "2")
    built = run("release", "build", "0.1.0", "--require-replay")
    assert f"left out {name}: replay_drifted: step 2: agent" in built.stderr
    told = "every one was verified by replay; largest errors 0.000 cm, 0.000 deg; largest tolerance 0.000 cm, 0.000 deg"
    assert told in built.stderr.replace("\n", " ")
    (exclusion,) = json.loads(run("release", "build", "0.2.0", "--require-replay", "--json").stdout)["excluded"]
    assert exclusion["trajectory_id"] == name and exclusion["reasons"][0].startswith("replay_drifted: ")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "name trajectories, or say --all"),
        (["a", "--all"], "name trajectories, or say --all"),
        (["zzz"], "no such trajectory"),
        (["--all", "--tolerance-cm", "1"], "embedded worlds repeat themselves exactly"),
        (["--all", "--simulator", "unrealcv://127.0.0.1:9", "--workers", "2"], "one client at a time"),
        (["--all", "--simulator", "unrealcv://127.0.0.1:9"], "is a simulator serving there"),
    ],
    ids=["nothing", "both", "unknown", "tolerance", "workers", "nobody"],
)
def test_what_cannot_be_asked_is_explained(run: Run, arguments: list[str], says: str) -> None:
    with pytest.raises(EmbraceError, match=says):
        run("replay", *arguments)


@pytest.mark.parametrize("value", ["nan", "inf", "-1", "100000", "many"])
@pytest.mark.parametrize("option", ["--tolerance-cm", "--tolerance-deg"])
def test_a_tolerance_that_would_say_nothing_is_refused(run: Run, option: str, value: str) -> None:
    asked = run("replay", "--all", "--simulator", "unrealcv://127.0.0.1:9", option, value)
    assert asked.exit_code == 2 and f"'{option}'" in asked.stderr
    built = run("release", "build", "0.1.0", "--require-replay", option.replace("--", "--replay-"), value)
    assert built.exit_code == 2 and "--replay-tolerance" in built.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["--require-replay", "--replay-tolerance-cm", "1"],
        ["--require-replay", "--replay-tolerance-deg", "1"],
        ["--replay-tolerance-cm", "1", "--replay-tolerance-deg", "1"],
    ],
    ids=["centimetres only", "degrees only", "no gate"],
)
def test_half_a_limit_is_refused(run: Run, words: list[str]) -> None:
    with pytest.raises(EmbraceError, match="go together, and with --require-replay"):
        run("release", "build", "0.1.0", *words)


def test_an_empty_home_says_what_to_do(tmp_path: Path, light_cache: Path) -> None:
    with pytest.raises(EmbraceError, match="embrace3k collect"):
        run_in(tmp_path / "new", light_cache, "replay", "--all")


def test_what_a_simulator_said_does_not_steer_the_terminal() -> None:
    words = "the simulator answered: \x1b[2Jgone"
    found = Replay(
        trajectory_id="a",
        trajectory_sha256="0" * 64,
        verdict=ReplayVerdict.NOT_REPLAYABLE,
        words=words,
        program="",
        created_at="2026-11-28T18:00:00Z",
    )
    assert plain(replay_line(found)) == "not replayable: the simulator answered: [2Jgone (2026-11-28)"
