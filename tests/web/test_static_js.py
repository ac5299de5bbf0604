"""The browser's modules that need no browser, tested by Node's own test runner."""

import subprocess
from pathlib import Path

import playwright

TESTS = Path(__file__).parent / "js"
NODE = Path(playwright.__file__).parent / "driver" / "node"
"""Playwright brings one along."""


def test_the_reducer_and_the_saver_keep_every_word():
    tests = sorted(TESTS.glob("*.test.mjs"))
    ran = subprocess.run([NODE, "--test", *tests], capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stdout
