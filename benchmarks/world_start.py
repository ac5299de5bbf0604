"""How long a world takes to its first frame: python -m embrace3k.benchmarks.world_start

For each family, a new process with nothing kept, which paints textures and bakes light, and then some with what that
one kept. The difference in processor time is the price of the bake and the textures.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from embrace3k.benchmarks.embedded_frames import walk
from embrace3k.simulator.worlds.catalogue import build_world, families
from embrace3k.simulator.worlds.renderer import Renderer


class Start(NamedTuple):
    processor_s: float
    clock_s: float


def show_first_frame(family: str, cache: Path) -> None:
    world = build_world(family, 0)
    renderer = Renderer(640, 480, cache_dir=cache)
    renderer.load(world)
    renderer.render(walk(world, 1)[0])


def timed_start(family: str, cache: Path) -> Start:
    """From the start of a process to the end of one that has shown its first frame."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-m", __spec__.name, "--show", family, "--cache", str(cache)], check=True)
    clock_s, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Start(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, clock_s)


def measure(family: str, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        cold = timed_start(family, Path(folder))
        warm = [timed_start(family, Path(folder)) for _ in range(rounds)]
    warm_s = min(start.processor_s for start in warm)
    clock_s = statistics.median(start.clock_s for start in warm)
    print(f"| {family} | {cold.processor_s - warm_s:.1f} | {warm_s:.2f} | {clock_s:.2f} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--family", action="append", help="only these; default: all")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--show", metavar="FAMILY", help="show its first frame and end: what is timed")
    parser.add_argument("--cache", type=Path, help="where that one keeps light and textures")
    options = parser.parse_args()
    if options.show:
        return show_first_frame(options.show, options.cache)
    print(f"640x480, seed 0, best of {options.rounds} (by the clock: median), 1-minute load {os.getloadavg()[0]:.1f}\n")
    print("| family | bake and textures, s | process start to first frame, s | by the clock, s |\n|---|--:|--:|--:|")
    for name in options.family or [family.name for family in families()]:
        measure(name, options.rounds)


if __name__ == "__main__":
    main()
