"""Collected steps per second and core, and what protocol and recorder cost beside the rendering.

    python -m embrace3k.benchmarks.collection [--count 24]

Collects generated tasks with the oracle in one process (its simulator is a second one, but the two take turns), then
draws the same frames again in this process, from the recorded camera poses and object states: the raw render time.
"""

import argparse
import os
import tempfile
import time
from pathlib import Path

from embrace3k.collector.collect import CollectSummary, collect
from embrace3k.collector.drivers import driver_maker
from embrace3k.collector.tasks.eye import make_renderer
from embrace3k.collector.tasks.generator import generate_tasks
from embrace3k.schema.actions import PROFILES
from embrace3k.schema.trajectories import Final, Step, Trajectory
from embrace3k.simulator.launch import start_embedded
from embrace3k.simulator.worlds.catalogue import build_world
from embrace3k.simulator.worlds.renderer import Renderer
from embrace3k.storage.database import Database, sqlite_url
from embrace3k.storage.folder_store import FolderStore
from embrace3k.storage.tasks import add_tasks
from embrace3k.storage.trajectories import iter_trajectories

WORLD = build_world("family-house", 0)


def record(folder: Path, cache: Path, count: int) -> tuple[CollectSummary, list[Trajectory], float]:
    """The summary, what was recorded, and the wall-clock seconds of collecting alone."""
    renderer = make_renderer(cache)
    tasks = generate_tasks(WORLD, renderer, seed=0, count=count, profile=PROFILES["v2"])
    renderer.close()
    with Database(sqlite_url(folder / "a.db")) as database:
        database.migrate()
        with database.session() as session:
            add_tasks(session, tasks)
        began = time.perf_counter()
        summary = collect(
            database=database,
            store=FolderStore(folder / "store"),
            simulator_factory=lambda: start_embedded(cache_dir=cache),
            tasks=tasks,
            make_driver=driver_maker("oracle"),
            journal_dir=folder / "journal",
        )
        wall_s = time.perf_counter() - began
        with database.session() as session:
            return summary, list(iter_trajectories(session)), wall_s


def raw_render_s(trajectories: list[Trajectory], cache: Path) -> float:
    """Seconds to draw every recorded frame, with its mask, and nothing else."""
    renderer = Renderer(640, 480, supersample=2.0, cache_dir=cache)
    renderer.load(WORLD)
    spent = 0.0
    for trajectory in trajectories:
        ends: list[Final] = [trajectory.final] if trajectory.final else []
        moments: list[Step | Final] = [*trajectory.steps, *ends]
        for moment in moments:
            if moment.camera_pose is None or moment.state is None:
                continue
            for name, pose in moment.state.objects.items():
                renderer.place(name, pose)
            began = time.perf_counter()
            renderer.render(moment.camera_pose, mask=True)
            spent += time.perf_counter() - began
    renderer.close()
    return spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=24)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "embrace3k-bench-light")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        summary, trajectories, wall_s = record(Path(folder), options.cache, options.count)
    render_s = raw_render_s(trajectories, options.cache)
    thinking_s = summary.seconds.get("driver", 0.0) + summary.seconds.get("start", 0.0)
    around_s = wall_s - thinking_s - render_s
    frames = sum(len(trajectory.frames()) for trajectory in trajectories)
    print(f"{summary.done} tasks, {summary.steps} steps, {frames} frames, 1-minute load {os.getloadavg()[0]:.1f}\n")
    print("| what | s | ms per frame |\n|---|--:|--:|")
    rows = {
        "all of it": wall_s,
        "starting the simulator": summary.seconds.get("start", 0.0),
        "oracle": summary.seconds.get("driver", 0.0),
        "rendering alone (measured again, in process)": render_s,
        "protocol, encoding, evidence, recorder": around_s,
    }
    for name, seconds in rows.items():
        print(f"| {name} | {seconds:.2f} | {seconds / frames * 1000:.1f} |")
    rates = summary.steps / wall_s, summary.steps / (wall_s - thinking_s)
    print(f"\nsteps/s: {rates[0]:.1f} in all, {rates[1]:.1f} without oracle and start")
    print(f"protocol and recorder cost {around_s / render_s:.0%} of the raw render time")
    print("seconds by part, as the collector counts them:", summary.seconds)


if __name__ == "__main__":
    main()
