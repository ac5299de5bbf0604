"""`embrace3k webhooks`, `audit` and `annotations`, by the commands a user types."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from embrace3k.annotator.errors import WebhookRefused
from embrace3k.cli.main import cli
from embrace3k.schema.errors import ImportRefused
from embrace3k.storage.annotations import add_annotations
from embrace3k.storage.database import Database, sqlite_url
from embrace3k.storage.errors import RecordNotFound
from embrace3k.storage.tasks import add_tasks
from embrace3k.storage.trajectories import commit_trajectory
from embrace3k.tests.annotator import receiver as receivers
from embrace3k.tests.annotator.receiver import receiver
from embrace3k.tests.storage.samples import annotation, task, trajectory

THIS_MACHINE = {"EMBRACE3K_WEBHOOK_NETWORKS": "127.0.0.0/8"}
PROGRAM = "from embrace3k.cli.main import main; main()"


def run(home: Path, *arguments: str, env: dict[str, str] = THIS_MACHINE) -> Result:
    return CliRunner().invoke(cli, ["--home", str(home), *arguments], env=env, catch_exceptions=False)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """One trajectory, one annotation."""
    with Database(sqlite_url(tmp_path / "embrace3k.sqlite3")) as database:
        database.migrate()
        with database.session() as session:
            add_tasks(session, [task()])
            commit_trajectory(session, trajectory())
            add_annotations(session, [annotation()])
    return tmp_path


def test_a_webhook_is_added_told_listed_and_removed(tmp_path: Path):
    with receiver(receivers.broken) as server:
        secret = run(tmp_path, "webhooks", "add", server.url, "--events", "webhook.added, user.added").stdout
        assert secret.startswith("whsec_")
        run(tmp_path, "webhooks", "deliver", "--once")
        (got,) = server.received
    assert json.loads(got.body)["action"] == "webhook.added"
    listed = json.loads(run(tmp_path, "webhooks", "list", "--json").stdout)
    assert listed["webhooks"][0]["waiting"] == 1 and "answered 500" in listed["failed"][0]["last_error"]
    assert secret.strip() not in json.dumps(listed)
    assert "answered 500" in run(tmp_path, "webhooks", "list").stdout
    assert run(tmp_path, "webhooks", "retry").stderr == "0 deliveries are due again\n"
    run(tmp_path, "webhooks", "remove", "1")
    with pytest.raises(RecordNotFound, match="webhook 1: no such webhook"):
        run(tmp_path, "webhooks", "remove", "1")


def test_deliveries_of_long_ago_are_forgotten_when_that_is_asked_for(tmp_path: Path):
    with receiver(receivers.ok) as server:
        run(tmp_path, "webhooks", "add", server.url)
        run(tmp_path, "webhooks", "deliver", "--once")
    assert run(tmp_path, "webhooks", "prune", "--older-than", "1").stderr == "0 deliveries are forgotten\n"
    assert run(tmp_path, "webhooks", "prune", "--older-than", "0").stderr == "1 deliveries are forgotten\n"
    assert run(tmp_path, "webhooks", "prune").exit_code == 2


def test_a_webhook_into_our_own_network_is_refused_until_the_operator_allows_it(tmp_path: Path):
    with pytest.raises(WebhookRefused, match="EMBRACE3K_WEBHOOK_NETWORKS"):
        run(tmp_path, "webhooks", "add", "http://127.0.0.1/", env={})
    assert json.loads(run(tmp_path, "webhooks", "list", "--json").stdout)["webhooks"] == []


def test_delivering_ends_when_it_is_told_to(tmp_path: Path):
    with receiver(receivers.ok) as server:
        run(tmp_path, "webhooks", "add", server.url)
        command = [sys.executable, "-c", PROGRAM, "--home", str(tmp_path), "webhooks", "deliver"]
        with subprocess.Popen(command, env=os.environ | THIS_MACHINE) as process:
            while not server.received and process.poll() is None:
                server.stopped.wait(0.02)
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0


def test_the_audit_log_is_exported_from_a_number_on(tmp_path: Path):
    for _ in range(2):
        run(tmp_path, "webhooks", "add", "http://127.0.0.1/")
    lines = [json.loads(line) for line in run(tmp_path, "audit", "export").stdout.splitlines()]
    assert [(each["action"], each["who"]) for each in lines] == [("webhook.added", "operator")] * 2
    later = run(tmp_path, "audit", "export", "--since", str(lines[0]["number"])).stdout
    assert [json.loads(later)] == lines[1:]


def test_annotations_go_out_and_come_in(home: Path, tmp_path: Path):
    out = run(home, "annotations", "export").stdout
    assert run(home, "annotations", "export", "--since", str(json.loads(out)["number"])).stdout == ""
    file = tmp_path / "ours.jsonl"
    file.write_text(out + out.replace('"step_index":0', '"step_index":1'))
    assert json.loads(run(home, "annotations", "import", str(file), "--json").stdout) == {"added": 1, "known": 1}
    file.write_text(out + "{}")
    with pytest.raises(ImportRefused, match="ours.jsonl:2#: "):
        run(home, "annotations", "import", str(file))
