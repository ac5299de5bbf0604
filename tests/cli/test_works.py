"""`embrace3k trajectories review` and `embrace3k works`: from what was recorded to what annotators get."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from click.testing import Result as Ran

from embrace3k.annotator.errors import DemonstrationRefused, NotAllowed
from embrace3k.cli.main import cli
from embrace3k.schema.errors import EmbraceError
from embrace3k.schema.tasks import Scene, TaskType
from embrace3k.schema.trajectories import Driver, DriverKind, Result
from embrace3k.storage.database import Database, sqlite_url
from embrace3k.storage.tasks import add_tasks
from embrace3k.storage.trajectories import commit_trajectory
from embrace3k.tests.storage.samples import task, trajectory

FLAT = Scene(name="flat", seed=1)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Two demonstrations of a task, one of them by Ann; one of another in another world; one that missed its goal."""
    with Database(sqlite_url(tmp_path / "embrace3k.sqlite3")) as database:
        database.migrate()
        with database.session() as session:
            add_tasks(session, [task(), task("door", type=TaskType.OPEN_DOOR, scene=FLAT)])
            commit_trajectory(session, trajectory("oracle-1"))
            commit_trajectory(session, trajectory("ann-1", driver=Driver(kind=DriverKind.PERSON, name="Ann")))
            commit_trajectory(session, trajectory("door-1", "door", scene=FLAT))
            commit_trajectory(session, trajectory("missed-1", result=Result(success=False)))
    return tmp_path


def run(home: Path, *arguments: str) -> Ran:
    return CliRunner().invoke(cli, ["--home", str(home), *arguments], catch_exceptions=False)


def review(home: Path, *arguments: str) -> Ran:
    return run(home, "trajectories", "review", *arguments)


def listed(home: Path, *arguments: str) -> list[Any]:
    found: list[Any] = json.loads(run(home, *arguments, "--json").stdout)
    return found


def works(home: Path, *arguments: str) -> list[str]:
    return [each["trajectory_id"] for each in listed(home, "works", "list", *arguments)]


def test_decisions_show_in_the_list_and_in_the_history(home: Path) -> None:
    assert "oracle-1 is confirmed by Ria, revision 1" in review(home, "confirm", "oracle", "--by", " Ria ").stderr
    review(home, "refuse", "ann-1", "--by", "Ria", "--reason", "detour", "--note", "a circle")
    rows = listed(home, "trajectories", "review", "list")
    assert [(each["trajectory_id"], each["state"], each["revision"]) for each in rows] == [
        ("oracle-1", "confirmed", 1), ("ann-1", "refused", 1), ("door-1", "unchecked", 0), ("missed-1", "unchecked", 0),
    ]  # fmt: skip
    assert [each["trajectory_id"] for each in listed(home, "trajectories", "review", "list", "--state", "refused")] == [
        "ann-1"
    ]
    (decision,) = listed(home, "trajectories", "review", "history", "ann")
    assert (decision["by"], decision["reason"], decision["note"]) == ("Ria", "detour", "a circle")
    assert "a circle" in review(home, "history", "ann-1").stdout and "detour" in review(home, "list").stdout


def test_a_driver_cannot_check_her_own_and_reasons_are_a_closed_list(home: Path) -> None:
    with pytest.raises(NotAllowed, match="ann made part of it and cannot check it"):
        review(home, "confirm", "ann-1", "--by", "ann")
    told = review(home, "refuse", "ann-1", "--by", "Bob", "--reason", "ugly")
    assert told.exit_code == 2 and "goal_not_reached" in told.stderr


def test_a_decision_is_replaced_only_by_who_names_it(home: Path) -> None:
    review(home, "confirm", "ann-1", "--by", "Ria")
    refusal = ("refuse", "ann-1", "--by", "Bob", "--reason", "collides")
    with pytest.raises(EmbraceError, match="over revision 0, but the newest is 1"):
        review(home, *refusal)
    assert "refused by Bob, revision 2" in review(home, *refusal, "--over", "1").stderr


def test_those_that_are_named_are_opened(home: Path) -> None:
    told = run(home, "works", "open", "oracle", "missed-1", "--campaign", "first", "--priority", "2")
    assert told.stderr == "2 opened, 0 were open already\n"
    (first, _) = listed(home, "works", "list", "--campaign", "first", "--state", "recorded")
    assert (first["priority"], first["scene"], [lane["holder"] for lane in first["lanes"]]) == (
        2, "family-house_0007", [None],
    )  # fmt: skip
    assert run(home, "works", "open", "oracle-1").stderr == "0 opened, 1 were open already\n"
    assert "missed-1" in run(home, "works", "list").stdout
    with pytest.raises(EmbraceError, match="no such trajectory"):
        run(home, "works", "open", "nope")


def test_those_that_reached_their_goal_and_were_not_refused_are_chosen(home: Path) -> None:
    review(home, "refuse", "ann-1", "--by", "Ria", "--reason", "bad_picture")
    told = run(home, "works", "open", "--overlap", "1", "--annotators", "3").stderr
    assert told == "left out 2 that missed their goal or were refused\n2 opened, 0 were open already\n"
    assert works(home) == ["oracle-1", "door-1"]
    assert len(listed(home, "works", "list")[0]["lanes"]) == 4
    with pytest.raises(DemonstrationRefused, match="ann-1: the demonstration was refused"):
        run(home, "works", "open", "ann-1")


def test_the_choice_is_narrowed(home: Path) -> None:
    review(home, "confirm", "oracle-1", "--by", "Ria")
    run(home, "works", "open", "--reviewed-only")
    assert works(home) == ["oracle-1"]
    run(home, "works", "open", "--task-type", "open_door", "--scene", "flat_0001")
    assert works(home, "--task-type", "open_door") == works(home, "--scene", "flat_0001") == ["door-1"]
    with pytest.raises(EmbraceError, match="what is named is not chosen as well"):
        run(home, "works", "open", "ann-1", "--scene", "flat_0001")
