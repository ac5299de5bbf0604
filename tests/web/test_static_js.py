"""The browser's modules that need no browser, tested by Node's own test runner."""

import json
import subprocess
from pathlib import Path

import playwright

from embrace3k.annotator.states import TRANSITIONS
from embrace3k.schema.work import WorkEvent, WorkState

TESTS = Path(__file__).parent / "js"
NODE = Path(playwright.__file__).parent / "driver" / "node"
"""Playwright brings one along."""
STATIC = Path(__file__).parents[2] / "web" / "static"


def node(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([NODE, *arguments], capture_output=True, text=True, timeout=120)


def test_the_reducer_and_the_saver_keep_every_word():
    ran = node("--test", *sorted(TESTS.glob("*.test.mjs")))
    assert ran.returncode == 0, ran.stdout


def test_the_review_page_offers_the_decisions_that_the_server_allows():
    module = (STATIC / "review" / "decisions.js").as_uri()
    script = f'import {{ DECISIONS }} from "{module}"; console.log(JSON.stringify(DECISIONS));'
    ran = node("--input-type=module", "--eval", script)
    offered = {
        (state, each["event"], frozenset(each["roles"])) for each in json.loads(ran.stdout) for state in each["states"]
    }
    allowed = {
        (each.start, each.event, each.roles)
        for each in TRANSITIONS
        if isinstance(each.start, WorkState) and each.event is not WorkEvent.SUBMIT
    }
    both = {(WorkState.ANNOTATED, WorkEvent.ACCEPT, frozenset({"reviewer"}))}
    assert offered == allowed | both, "accepting what is annotated reviews and accepts it"
