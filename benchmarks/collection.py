"""What a set costs from an empty folder: time, memory and shares. Linux.

    python -m embrace3k.benchmarks.collection                                              8 worlds, 48 tasks
    python -m embrace3k.benchmarks.collection --seeds 0-5 --count 3421 --workers 2         the published size

Runs `embrace3k tasks generate` and `embrace3k collect` as a user would, in a new home. Then some of the recorded frames
are drawn and encoded once more in this process, from their recorded poses and states: the raw cost of a frame, by which
the time that the collector spent with its simulator is divided into drawing, encoding and protocol.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import cv2
import msgspec
import numpy as np

from embrace3k.collector.collect import CollectSummary
from embrace3k.schema.poses import Pose
from embrace3k.schema.tasks import Scene
from embrace3k.schema.trajectories import Trajectory, WorldState
from embrace3k.simulator.images import encode_jpeg
from embrace3k.simulator.picture_format import PUBLISHED
from embrace3k.simulator.worlds.catalogue import build_world
from embrace3k.simulator.worlds.renderer import Renderer
from embrace3k.storage.database import Database, sqlite_url
from embrace3k.storage.trajectories import iter_trajectories

_SAMPLED_EVERY_S = 1.0
_RECORDER = ("evidence", "journal", "store")


class Cost(NamedTuple):
    clock_s: float
    processor_s: float
    peak_mb: float
    """Of all its processes together; what they share counts once."""


def run(home: Path, *words: str) -> tuple[bytes, Cost]:
    """One command of the program: what it printed, and what it cost."""
    program = Path(sys.executable).with_name("embrace3k")
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen([program, "--home", home, *words], stdout=subprocess.PIPE)
    with peak_memory(process.pid) as peak:
        printed, _ = process.communicate()
    if process.returncode:
        sys.exit(f"embrace3k {' '.join(words)} ended with status {process.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return printed, Cost(time.perf_counter() - began, processor_s, max(peak))


@contextmanager
def peak_memory(pid: int) -> Iterator[list[float]]:
    """MB that a process and all that it started hold together, second by second."""
    samples, ended = [0.0], threading.Event()

    def watch() -> None:
        while not ended.wait(_SAMPLED_EVERY_S):
            samples.append(sum(proportional_mb(each) for each in family_of(pid)))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield samples
    finally:
        ended.set()
        watcher.join()


def family_of(pid: int) -> list[int]:
    """A process and its descendants."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(entry.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue  # It has just ended.
        children.setdefault(parent, []).append(int(entry.parent.name))
    family = [pid]
    for member in family:
        family += children.get(member, [])
    return family


def proportional_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def raw_ms(trajectories: Sequence[Trajectory], cache_dir: Path, most: int) -> tuple[float, float, int]:
    """Milliseconds of processor to draw a frame with its mask, and to encode it; over how many frames.

    They are spread evenly over everything that was recorded.
    """
    renderer = Renderer(PUBLISHED.width_px, PUBLISHED.height_px, fov_deg=PUBLISHED.fov_deg, cache_dir=cache_dir)
    drawing, encoding = 0.0, 0.0
    every = list(moments_of(trajectories))
    chosen = [every[number * len(every) // most] for number in range(most)] if len(every) > most else every
    for scene, camera, state in chosen:
        renderer.load(build_world(scene.name or "", scene.seed or 0))
        for name, pose in state.objects.items():
            renderer.place(name, pose)
        began = time.process_time()
        view = renderer.render(camera, mask=True)
        drawing += time.process_time() - began
        assert view.rgb is not None
        bgra = np.asarray(cv2.cvtColor(view.rgb, cv2.COLOR_RGB2BGRA), np.uint8)
        began = time.process_time()
        encode_jpeg(bgra)
        encoding += time.process_time() - began
    renderer.close()
    return 1000 * drawing / len(chosen), 1000 * encoding / len(chosen), len(chosen)


def moments_of(trajectories: Sequence[Trajectory]) -> Iterator[tuple[Scene, Pose, WorldState]]:
    """Every frame's world, camera and state, those of one world in a row."""
    for trajectory in sorted(trajectories, key=lambda each: each.scene.map_name):
        for moment in (*trajectory.steps, trajectory.final):
            if moment is not None and moment.camera_pose is not None and moment.state is not None:
                yield trajectory.scene, moment.camera_pose, moment.state


def report(summary: CollectSummary, tasks: Cost, collected: Cost, raw: tuple[float, float, int], workers: int) -> None:
    frames = summary.steps + summary.done
    draw_ms, encode_ms, drawn = raw
    parts = {name: 1000 * spent / frames for name, spent in summary.seconds.items()}
    protocol_ms = parts["simulator"] - draw_ms - encode_ms
    recorder_ms = sum(parts[name] for name in _RECORDER)
    print("| what | min:s | processor, s | peak memory, MB |\n|---|--:|--:|--:|")
    for name, cost in (("generating the tasks, light included", tasks), ("collecting", collected)):
        minutes, seconds = divmod(round(cost.clock_s), 60)
        print(f"| {name} | {minutes}:{seconds:02} | {cost.processor_s:.0f} | {cost.peak_mb:.0f} |")
    rate = summary.steps / collected.clock_s
    print(f"\n{rate:.1f} steps/s by the clock, {summary.steps / collected.processor_s:.1f} per second of processor;")
    print(f"{collected.processor_s / collected.clock_s:.2f} cores were busy.\n")
    print("| of a worker's time | ms per frame | share |\n|---|--:|--:|")
    rows = {
        f"drawing (measured again on {drawn} frames)": draw_ms,
        "protocol: motion, pictures on the wire and back": protocol_ms,
        "encoding (measured again)": encode_ms,
        "evidence": parts["evidence"],
        "journal": parts["journal"],
        "store and database": parts["store"],
        "oracle": parts["driver"],
        "starting simulators": parts["start"],
    }
    whole = 1000 * workers * collected.clock_s / frames
    rows["everything else: starting workers, handing out, the end"] = whole - sum(rows.values())
    for name, spent in rows.items():
        print(f"| {name} | {spent:.2f} | {spent / whole:.0%} |")
    print(f"\nProtocol and recorder cost {(protocol_ms + recorder_ms) / draw_ms:.0%} of drawing.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=48)
    parser.add_argument("--seeds", default="0", help="of each world family")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--home", type=Path, help="an empty folder, which is kept; default: a temporary one")
    parser.add_argument("--frames", type=int, default=480, help="how many are drawn again")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home: Path = options.home or Path(folder)
        if home.exists() and any(home.iterdir()):
            sys.exit(f"{home} is not empty")
        wanted = ("--seeds", options.seeds, "--count", str(options.count))
        _, tasks = run(home, "tasks", "generate", *wanted, "--workers", str(options.workers))
        printed, collected = run(home, "collect", "--workers", str(options.workers), "--json")
        summary = msgspec.json.decode(printed, type=CollectSummary)
        with Database(sqlite_url(home / "embrace3k.sqlite3")) as database, database.snapshot() as session:
            trajectories = list(iter_trajectories(session))
        raw = raw_ms(trajectories, home / "cache", options.frames)
        stored_mb = sum(file.stat().st_size for file in (home / "store").rglob("*") if file.is_file()) / 1e6
    print(
        f"{summary.done} tasks, {summary.succeeded} reached their goal; {summary.steps} steps, {stored_mb:.0f} MB of "
        f"frames; {options.workers} worker(s), 1-minute load {os.getloadavg()[0]:.1f}\n"
    )
    report(summary, tasks, collected, raw, options.workers)


if __name__ == "__main__":
    main()
