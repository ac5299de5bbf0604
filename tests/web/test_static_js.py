"""The browser's modules that need no browser, tested by Node's own test runner."""

import shutil
import subprocess
from pathlib import Path

TESTS = Path(__file__).parent / "js"


def test_the_reducer_and_the_saver_keep_every_word():
    node = shutil.which("node")
    assert node, "there is no Node: install nodejs 20 or newer"
    ran = subprocess.run([node, "--test", *sorted(TESTS.glob("*.test.mjs"))], capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stdout
