"""`embrace3k draft model` as a process of its own, against a chat server on loopback."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from embrace3k.schema.authors import AuthorKind
from embrace3k.storage.database import Database, sqlite_url
from embrace3k.storage.folder_store import FolderStore
from embrace3k.tests.annotator.drafting import ANN, GOOD, furnish, notes_of, said, write
from embrace3k.tests.cli.commands import PROGRAM, embrace3k
from embrace3k.tests.vlm.model_server import Say, model_server

IDS = tuple(f"walk-{letter}" for letter in "abcdef")
STEPS = 4 * len(IDS)
SLOW = Say(said(GOOD).body, wait_s=0.15)


@pytest.fixture
def walks(tmp_path: Path) -> Iterator[Database]:
    """What the home holds: six trajectories of four steps."""
    with Database(sqlite_url(tmp_path / "embrace3k.sqlite3")) as database:
        database.migrate()
        furnish(database, FolderStore(tmp_path / "store"), *IDS)
        yield database


def start(home: Path, url: str, *words: str) -> subprocess.Popen[str]:
    variables = {"PATH": os.environ["PATH"], "HOME": str(home), "EMBRACE3K_VLM_API_KEY": "secret"}
    variables |= {"EMBRACE3K_VLM_BASE_URL": url, "EMBRACE3K_VLM_MODEL": "tiny-7b"}
    command = [str(PROGRAM), "--home", str(home), "draft", "model", *words]
    return subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def run(home: Path, url: str, *words: str) -> tuple[int | None, str, str]:
    process = start(home, url, *words)
    said_out, said_err = process.communicate(timeout=200)
    return process.returncode, said_out, said_err


def wait_until(reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_drafts_are_kept_marked_and_the_bill_is_told(walks: Database, tmp_path: Path) -> None:
    with model_server(said(GOOD)) as (_, url):
        code, out, err = run(tmp_path, url, "--json", "--usd-in", "1", "--usd-out", "10")
    assert code == 0, err
    told = json.loads(out)
    assert told["steps"]["drafted"] == STEPS
    assert told["bill"] == {"requests": 24, "tokens_in": 2400, "tokens_out": 480, "cost_usd": pytest.approx(0.0072)}
    shown = embrace3k("trajectories", "show", IDS[0], home=tmp_path).stdout
    assert shown.count(f"{GOOD} [model]") == 4 and "secret" not in out + err


def test_trajectories_are_chosen_by_the_beginning_of_their_id_or_by_type(walks: Database, tmp_path: Path) -> None:
    with model_server(said(GOOD)) as (_, url):
        assert run(tmp_path, url, "walk-b")[0] == 0
        assert {note.trajectory_id for note in notes_of(walks, *IDS)} == {"walk-b"}
        assert "steps: none" in run(tmp_path, url, "--type", "open_door")[2]


def test_a_spent_budget_exits_with_1_and_the_bill_and_a_second_run_does_the_rest(
    walks: Database, tmp_path: Path
) -> None:
    with model_server(said(GOOD)) as (server, url):
        code, out, err = run(tmp_path, url, "--most-tokens", "1150", "--json")
        assert code == 1 and "raise the limit" in err and "Traceback" not in err
        assert json.loads(out)["bill"]["requests"] == 10 == len(notes_of(walks, *IDS))
        assert run(tmp_path, url)[0] == 0
    assert len(server.requests) == STEPS == len(notes_of(walks, *IDS))


def test_kill_9_loses_no_more_than_was_under_way(walks: Database, tmp_path: Path) -> None:
    with model_server(SLOW) as (server, url):
        process = start(tmp_path, url, "--at-once", "3")
        wait_until(lambda: len(notes_of(walks, *IDS)) >= 5)
        process.kill()
        process.communicate()
        kept = notes_of(walks, *IDS)
        asked = len(server.requests)
        assert 5 <= len(kept) < STEPS and asked - len(kept) <= 3
        code, _, err = run(tmp_path, url)
    assert code == 0 and f"{STEPS - len(kept)} drafted, {len(kept)} left alone" in err
    assert notes_of(walks, *IDS)[: len(kept)] and len(server.requests) - asked == STEPS - len(kept)
    assert set(map(repr, kept)) <= set(map(repr, notes_of(walks, *IDS)))


def test_ctrl_c_keeps_every_answer_and_ends_with_the_bill(walks: Database, tmp_path: Path) -> None:
    with model_server(SLOW) as (server, url):
        process = start(tmp_path, url, "--at-once", "3")
        wait_until(lambda: len(notes_of(walks, *IDS)) >= 5)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
        kept = len(notes_of(walks, *IDS))
    assert process.returncode == 1 and "Traceback" not in err
    assert 5 <= kept == len(server.requests) < STEPS and f"{kept} answers, {100 * kept} tokens in" in err


def test_a_second_ctrl_c_does_not_wait_for_answers(walks: Database, tmp_path: Path) -> None:
    with model_server(*[SLOW] * 5, Say(said(GOOD).body, wait_s=100)) as (server, url):
        process = start(tmp_path, url)
        wait_until(lambda: len(server.requests) == 9)
        process.send_signal(signal.SIGINT)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(1)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)
    assert process.returncode == 1 and "5 answers" in err and len(notes_of(walks, *IDS)) == 5


def test_steps_that_are_left_out_are_named_and_make_the_exit_1(walks: Database, tmp_path: Path) -> None:
    with model_server(said("In the <image> I see the car.")) as (_, url):
        code, _, err = run(tmp_path, url, IDS[1])
    assert code == 1 and f"trajectory {IDS[1]}, step 3: objectionable: <image> is a model's" in err
    assert "steps: 4 objectionable" in err and "8 answers" in err


def test_a_server_that_is_not_there_is_said_and_the_bill_is_empty(walks: Database, tmp_path: Path) -> None:
    refusal = Say({"error": {"message": "no such key"}}, status=401)
    with model_server(refusal) as (_, url):
        code, _, err = run(tmp_path, url)
    assert code == 1 and "check the API key" in err and "0 answers" in err and "Traceback" not in err


def test_nothing_human_is_written_over_and_templates_only_when_asked(walks: Database, tmp_path: Path) -> None:
    hers = write(walks, IDS[0], 0, author=ANN)
    assert embrace3k("draft", home=tmp_path).returncode == 0
    with model_server(said(GOOD)) as (server, url):
        assert run(tmp_path, url, IDS[1])[0] == 0 and not server.requests
        assert run(tmp_path, url, *IDS[:2], "--replace-template")[0] == 0
    assert notes_of(walks, IDS[0])[0] == hers
    assert {note.author.kind for note in notes_of(walks, IDS[1])} == {AuthorKind.MODEL}
    assert {note.author.kind for note in notes_of(walks, *IDS[2:])} == {AuthorKind.TEMPLATE}


@pytest.mark.parametrize("words", [["--most-usd", "nan"], ["--usd-in", "-1"], ["--at-once", "0"]])
def test_numbers_that_are_no_limits_are_refused(words: list[str], tmp_path: Path) -> None:
    ran = embrace3k("draft", "model", *words, home=tmp_path)
    assert ran.returncode == 2 and words[0] in ran.stderr


def test_without_a_model_the_command_says_what_to_set(tmp_path: Path) -> None:
    ran = embrace3k("draft", "model", home=tmp_path)
    assert ran.returncode == 1 and "EMBRACE3K_VLM_BASE_URL" in ran.stderr
    assert embrace3k("draft", "--json", "model", home=tmp_path).returncode == 2
