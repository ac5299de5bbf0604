"""`embrace3k tasks review`: the check of tasks from the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from embrace3k.cli.main import cli
from embrace3k.schema.authors import Author, AuthorKind
from embrace3k.schema.errors import EmbraceError
from embrace3k.storage.database import Database, sqlite_url
from embrace3k.storage.tasks import add_tasks
from embrace3k.tests.storage.samples import task

ANN = Author(kind=AuthorKind.HUMAN, name="Ann")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Two tasks, one of them made by Ann."""
    with Database(sqlite_url(tmp_path / "embrace3k.sqlite3")) as database:
        database.migrate()
        with database.session() as session:
            add_tasks(session, [task("car"), task("door", maker=ANN)])
    return tmp_path


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--home", str(home), "tasks", "review", *arguments], catch_exceptions=False)


def states(home: Path, *arguments: str) -> list[tuple[str, str, int]]:
    listed = json.loads(run(home, "list", "--json", *arguments).stdout)
    return [(each["id"], each["state"], each["revision"]) for each in listed]


def test_decisions_show_in_the_list_and_in_the_history(home: Path) -> None:
    run(home, "confirm", "car", "--by", "Ann")
    run(home, "refuse", "door", "--by", "Bob", "--reason", "not_unique", "--note", "two doors")
    assert states(home) == [("car", "confirmed", 1), ("door", "refused", 1)]
    assert states(home, "--state", "proposed") == []
    (decision,) = json.loads(run(home, "history", "door", "--json").stdout)
    assert (decision["by"], decision["reason"], decision["note"]) == ("Bob", "not_unique", "two doors")
    assert "two doors" in run(home, "history", "door").stdout


def test_a_maker_cannot_confirm_her_own_task(home: Path) -> None:
    with pytest.raises(EmbraceError, match="Ann made part of it and cannot check it"):
        run(home, "confirm", "door", "--by", "Ann")
    assert states(home, "--state", "proposed") == [("car", "proposed", 0), ("door", "proposed", 0)]


def test_a_decision_is_replaced_only_by_who_names_it(home: Path) -> None:
    run(home, "confirm", "car", "--by", "Ann")
    with pytest.raises(EmbraceError, match="over revision 0, but the newest is 1"):
        run(home, "refuse", "car", "--by", "Bob", "--reason", "unreachable")
    run(home, "refuse", "car", "--by", "Bob", "--reason", "unreachable", "--over", "1")
    assert states(home, "--state", "refused") == [("car", "refused", 2)]


def test_reasons_are_a_closed_list(home: Path) -> None:
    told = run(home, "refuse", "car", "--by", "Bob", "--reason", "ugly")
    assert told.exit_code == 2 and "badly_worded" in told.stderr


def test_a_decision_is_told_as_the_operators_about_whose_it_is(home: Path) -> None:
    run(home, "confirm", "car", "--by", " Ann ")
    told = CliRunner().invoke(cli, ["--home", str(home), "audit", "export"], catch_exceptions=False).stdout
    (event,) = map(json.loads, told.splitlines())
    assert (event["action"], event["who"], event["detail"]["by"]) == ("task.reviewed", "operator", "Ann")
    assert run(home, "confirm", "car", "--by", " ").exit_code == 2


def test_nothing_is_collected_of_tasks_that_nobody_confirmed(home: Path) -> None:
    run(home, "refuse", "car", "--by", "Bob", "--reason", "unreachable")
    with pytest.raises(EmbraceError, match="no task is confirmed yet. look at them"):
        CliRunner().invoke(cli, ["--home", str(home), "collect", "--reviewed-only"], catch_exceptions=False)
