"""`embrace3k tasks generate`: what it says, and what it cannot add to."""

import json
import re
from pathlib import Path

import msgspec
import pytest

from embrace3k.cli.settings import read_settings
from embrace3k.cli.workspace import Workspace
from embrace3k.schema.codec import decode
from embrace3k.schema.tasks import Task
from embrace3k.storage.tasks import add_tasks
from embrace3k.tests.cli.commands import embrace3k

GENERATE = ["tasks", "generate", "--world", "family-house", "--seeds", "0", "--types", "basic", "--count", "2"]
# Both tests bake the same world where nobody did before.
pytestmark = pytest.mark.xdist_group("generate")


def test_a_family_named_twice_counts_once_and_the_set_is_summed_up(tmp_path: Path, light_cache: Path) -> None:
    ran = embrace3k(*GENERATE, "--world", "family-house", "--json", home=tmp_path / "home", cache=light_cache)
    assert ran.returncode == 0, ran.stderr
    assert [task["type"] for task in json.loads(ran.stdout)] == ["basic", "basic"]
    assert re.search(r"2 tasks in 1 worlds: 2 basic; no template sentence makes more than [0-9.]+%", ran.stderr)


def test_another_set_of_the_same_worlds_is_sent_to_a_home_of_its_own(tmp_path: Path, light_cache: Path) -> None:
    made = embrace3k(*GENERATE, "--json", home=tmp_path / "one", cache=light_cache)
    [task, _] = decode(made.stdout, list[Task])
    other = Workspace(read_settings(tmp_path / "other", {}))
    with other.database.session() as session:
        add_tasks(session, [msgspec.structs.replace(task, instruction="Stay here.")])
    other.close()
    ran = embrace3k(*GENERATE, home=tmp_path / "other", cache=light_cache)
    assert ran.returncode == 1 and "Traceback" not in ran.stderr
    assert task.id in ran.stderr and "--home" in ran.stderr
