"""In a process of its own, since what would go wrong is a segmentation fault."""

import subprocess
import sys

FIRST_USES = '''
import sys, threading, types
from embrace3k.schema.codec import decode

KINDS = """
from typing import NamedTuple
from msgspec import Struct

class Place(NamedTuple):
    x: float
    y: float

class View(Struct):
    place: "Place | None" = None

class Step(Struct):
    view: "View | None" = None
    views: "dict[str, View]" = {}

class Walk(Struct):
    steps: "list[Step]" = []
    view: "View | None" = None
"""
sys.setswitchinterval(1e-6)
for again in range(60):
    module = types.ModuleType(f"kinds_{again}")
    sys.modules[module.__name__] = module
    exec(KINDS, module.__dict__)
    start = threading.Barrier(4)
    def first_use():
        start.wait()
        decode('{"steps": [{"view": {"place": [1, 2]}}]}', module.Walk)
    threads = [threading.Thread(target=first_use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
'''


def test_several_threads_may_be_the_first_to_decode_a_kind_of_record() -> None:
    ran = subprocess.run([sys.executable, "-c", FIRST_USES], capture_output=True, text=True, timeout=100)
    assert ran.returncode == 0, ran.stderr
