"""`embrace3k users` and `embrace3k serve`, as the installed command in processes of their own."""

import json
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest
from click.testing import CliRunner, Result

from embrace3k.cli.main import cli
from embrace3k.schema.errors import EmbraceError
from embrace3k.tests.cli.commands import PROGRAM

LINK = re.compile(r"(http://127\.0\.0\.1:\d+)/link#([\w-]{43})")
PASSWORD = "correct horse battery"


@contextmanager
def served(home: Path, **variables: str) -> Iterator[tuple[str, str | None]]:
    """The URL, and the secret of the link for the first administrator, if one is printed."""
    command = [str(PROGRAM), "--home", str(home), "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={"HOME": str(home), **variables}) as process:
        assert process.stderr is not None
        said = ""
        for line in process.stderr:
            said += line
            if line.startswith("serving "):
                break
        else:
            pytest.fail(f"it did not start: {said}")
        try:
            link = LINK.search(said)
            yield said.split("serving ")[1].split(";")[0], link[2] if link else None
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)


def test_the_first_start_prints_a_link_until_somebody_used_it(tmp_path: Path):
    with served(tmp_path) as (_, first):
        assert first
    with served(tmp_path) as (url, second):
        assert second and second != first
        unused = httpx2.post(f"{url}/api/v1/session/link", json={"secret": first, "password": PASSWORD})
        assert unused.status_code == 410
        me = httpx2.post(f"{url}/api/v1/session/link", json={"secret": second, "password": PASSWORD})
        assert me.json()["name"] == "admin" and me.json()["roles"] == ["admin"]
    with served(tmp_path) as (_, third):
        assert third is None


def test_a_user_with_a_password_from_stdin_can_sign_in(tmp_path: Path):
    command = [str(PROGRAM), "--home", str(tmp_path), "users", "add", "Ann", "--role", "annotator", "--password-stdin"]
    subprocess.run(command, input=f"{PASSWORD}\n", text=True, check=True, capture_output=True)
    with served(tmp_path) as (url, link):
        assert link is None
        answer = httpx2.post(f"{url}/api/v1/session", json={"name": "Ann", "password": PASSWORD})
        assert answer.json()["roles"] == ["annotator"]
        assert httpx2.get(f"{url}/health/ready").json() == {"status": "ok"}


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--home", str(home), "users", *arguments], catch_exceptions=False)


def test_users_are_added_listed_changed_and_disabled(tmp_path: Path):
    added = run(tmp_path, "add", "Ann Lee", "--role", "annotator", "--role", "reviewer")
    assert LINK.fullmatch(added.stdout.strip())
    run(tmp_path, "roles", "ann lee", "--role", "engineer")
    run(tmp_path, "disable", "Ann Lee")
    (user,) = json.loads(run(tmp_path, "list", "--json").stdout)
    assert user["roles"] == ["engineer"] and user["disabled_at"] and not user["has_password"]
    with pytest.raises(EmbraceError, match="enable the user first"):
        run(tmp_path, "link", "Ann Lee")
    run(tmp_path, "enable", "Ann Lee")
    assert LINK.fullmatch(run(tmp_path, "link", "Ann Lee").stdout.strip())


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["add", "ANN", "--role", "admin"], "take another name"),
        (["add", "../etc", "--role", "admin"], "a letter or digit first"),
        (["disable", "Nobody"], "embrace3k users list"),
        (["disable", "Ann"], "make another one first"),
        (["roles", "Ann", "--role", "annotator"], "make another one first"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_says_what_to_do(arguments: list[str], says: str, tmp_path: Path):
    run(tmp_path, "add", "Ann", "--role", "admin")
    with pytest.raises(EmbraceError, match=says):
        run(tmp_path, *arguments)


def test_nothing_is_served_beyond_loopback_by_accident(tmp_path: Path):
    for host in ("0.0.0.0", "::", "192.0.2.1", "embrace.example"):
        with pytest.raises(EmbraceError, match="--tls-ends-elsewhere"):
            CliRunner().invoke(cli, ["--home", str(tmp_path), "serve", "--host", host], catch_exceptions=False)
