"""What a set costs from an empty folder: time, memory and shares. Linux.

    python -m embrace3k.benchmarks.collection                                              8 worlds, 48 tasks
    python -m embrace3k.benchmarks.collection --seeds 0-5 --count 3421 --workers 2         the published size

Runs `embrace3k tasks generate` and `embrace3k collect` as a user would, in a new home. Shares are from the run itself:
the recorder times its parts, and the simulator tells what loading worlds and drawing took.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec

from embrace3k.collector.collect import CollectSummary

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


def report(summary: CollectSummary, tasks: Cost, collected: Cost, workers: int) -> None:
    frames = summary.steps + summary.done
    parts = {name: 1000 * spent / frames for name, spent in summary.seconds.items()}
    protocol_ms = parts["simulator"] - parts["load"] - parts["draw"] - parts["encode"]
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
        "drawing picture and mask": parts["draw"],
        "loading worlds": parts["load"],
        "encoding to JPEG": parts["encode"],
        "protocol: motion, state and pictures on the wire, the mask read back": protocol_ms,
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
    print(f"\nProtocol and recorder cost {(protocol_ms + recorder_ms) / parts['draw']:.0%} of drawing.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=48)
    parser.add_argument("--seeds", default="0", help="of each world family")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--home", type=Path, help="an empty folder, which is kept; default: a temporary one")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home: Path = options.home or Path(folder)
        if home.exists() and any(home.iterdir()):
            sys.exit(f"{home} is not empty")
        wanted = ("--seeds", options.seeds, "--count", str(options.count))
        _, tasks = run(home, "tasks", "generate", *wanted, "--workers", str(options.workers))
        printed, collected = run(home, "collect", "--workers", str(options.workers), "--json")
        summary = msgspec.json.decode(printed, type=CollectSummary)
        stored_mb = sum(file.stat().st_size for file in (home / "store").rglob("*") if file.is_file()) / 1e6
    print(
        f"{summary.done} tasks, {summary.succeeded} reached their goal; {summary.steps} steps, {stored_mb:.0f} MB of "
        f"frames; {options.workers} worker(s), 1-minute load {os.getloadavg()[0]:.1f}\n"
    )
    report(summary, tasks, collected, options.workers)


if __name__ == "__main__":
    main()
