import json
import os
import subprocess
from pathlib import Path

from embrace3k.tests.cli.commands import PROGRAM, embrace3k
from embrace3k.tests.vlm.model_server import completion, model_server

MENTIONS = [{"object": "bench", "words": "the bench"}]
GOAL = {"kind": "near", "object": "bench"}
TASKS = [
    {"type": "exploration", "instruction": "Find the bench in the yard.", "goal": GOAL, "mentions": MENTIONS},
    {"type": "exploration", "instruction": "Find the dragon.", "goal": GOAL, "mentions": MENTIONS},
]


def propose(home: Path, cache: Path, url: str) -> subprocess.CompletedProcess[str]:
    variables = {"PATH": os.environ["PATH"], "HOME": str(home), "EMBRACE3K_CACHE_DIR": str(cache)}
    variables |= {"EMBRACE3K_VLM_BASE_URL": url, "EMBRACE3K_VLM_MODEL": "tiny-7b", "EMBRACE3K_VLM_API_KEY": "secret"}
    words = ["--home", str(home), "tasks", "propose", "--world", "family-house", "--count", "2", "--json"]
    return subprocess.run([str(PROGRAM), *words], env=variables, capture_output=True, text=True, timeout=200)


def test_proposals_are_kept_with_their_verdicts_and_good_ones_become_tasks(tmp_path: Path, light_cache: Path) -> None:
    with model_server(completion(json.dumps({"tasks": TASKS}))) as (_, url):
        ran = propose(tmp_path, light_cache, url)
    assert ran.returncode == 0, ran.stderr
    kept = json.loads(ran.stdout)
    assert [one["instruction"] for one in kept] == [task["instruction"] for task in TASKS]
    assert kept[1]["verdict"] == "refused" and kept[1]["reason"] == "not_mentioned"
    accepted = [one["task_id"] for one in kept if one["verdict"] == "accepted"]
    tasks = json.loads(embrace3k("tasks", "list", "--json", home=tmp_path).stdout)
    assert [task["id"] for task in tasks] == accepted
    refused = embrace3k("tasks", "proposals", "--verdict", "refused", home=tmp_path)
    assert "Find the dragon." in refused.stdout and "secret" not in ran.stdout + ran.stderr


def test_without_a_model_the_command_says_what_to_set(tmp_path: Path, light_cache: Path) -> None:
    ran = embrace3k("tasks", "propose", "--world", "family-house", home=tmp_path, cache=light_cache)
    assert ran.returncode == 1 and "EMBRACE3K_VLM_BASE_URL" in ran.stderr and "Traceback" not in ran.stderr
