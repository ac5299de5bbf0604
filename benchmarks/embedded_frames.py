"""Frames per second of the embedded worlds, per core and mode: python -m embrace3k.benchmarks.embedded_frames

One process; for every pose the best of some rounds, in processor time, which other work on the machine disturbs less
than the clock. Then, for one family, where a frame's time goes. With `--peer FOLDER` (the spike that set the aim), each
of our rounds is followed by one of the spike's, and a column says how fast ours is beside it: its own world, its own
poses, the same machine at the same time.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from embrace3k.benchmarks import peer_frames
from embrace3k.schema.poses import Pose
from embrace3k.simulator.picture_format import SUPERSAMPLE
from embrace3k.simulator.rasterizers import Rasterizer
from embrace3k.simulator.worlds.catalogue import build_world, families
from embrace3k.simulator.worlds.panda import driver
from embrace3k.simulator.worlds.renderer import Renderer
from embrace3k.simulator.worlds.tone import graded

MODES: dict[str, tuple[float, dict[str, Any]]] = {
    "RGB": (1.0, {}),
    "RGB + mask": (1.0, {"mask": True}),
    "RGB + depth + mask": (1.0, {"mask": True, "depth": True}),
    "RGB + mask, as stored": (SUPERSAMPLE, {"mask": True}),
}
EYE_CM = 158.0


class Times(NamedTuple):
    """Milliseconds per pose: on the processor, and by the clock."""

    processor: list[float]
    clock: list[float]


def walk(world, count: int) -> list[Pose]:
    """Camera poses spread over every region of the world, indoors and out, looking around."""
    poses = []
    for index in range(count):
        region = world.regions[index % len(world.regions)]
        xs, ys = zip(*region.polygon.outer, strict=True)
        share = (index * 0.618) % 0.6 + 0.2
        x_cm, y_cm = min(xs) + share * (max(xs) - min(xs)), min(ys) + (1 - share) * (max(ys) - min(ys))
        poses.append(Pose(x_cm, y_cm, world.ground_cm(x_cm, y_cm) + EYE_CM, -8.0, index * 67.0 % 360, 0.0))
    return poses


class Peer:
    """The spike in a process of its own, which takes turns with us."""

    def __init__(self, options: argparse.Namespace) -> None:
        words = (options.peer.resolve(), options.width, options.height, options.poses)
        self._process = subprocess.Popen(
            [sys.executable, "-m", peer_frames.__name__, *map(str, words)],
            env={**os.environ, "SIM_CACHE": str(options.cache / "peer")},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.one_round("RGB")

    def one_round(self, mode: str) -> list[float]:
        """Milliseconds per pose."""
        assert self._process.stdin and self._process.stdout
        print(mode, file=self._process.stdin, flush=True)
        times: list[float] = json.loads(self._process.stdout.readline())
        return times

    def close(self) -> None:
        self._process.communicate()


def measured(
    draw: Callable[[Pose], object], poses: list[Pose], rounds: int, peer_round: Callable[[], list[float]] | None
) -> tuple[Times, list[float]]:
    """The poses one after another, over and over, so that every frame is a new view; and the peer's own, between."""
    best = Times([float("inf")] * len(poses), [float("inf")] * len(poses))
    best_of_peer = [float("inf")] * len(poses)
    for _ in range(rounds):
        for index, pose in enumerate(poses):
            processor, clock = time.process_time(), time.perf_counter()
            draw(pose)
            best.processor[index] = min(best.processor[index], 1000 * (time.process_time() - processor))
            best.clock[index] = min(best.clock[index], 1000 * (time.perf_counter() - clock))
        if peer_round:
            best_of_peer = list(map(min, best_of_peer, peer_round()))
    return best, best_of_peer


def measure_family(family: str, renderers: dict[float, Renderer], poses: int, rounds: int, peer: Peer | None) -> None:
    world = build_world(family, 0)
    views = walk(world, poses)
    for renderer in renderers.values():
        renderer.load(world)
    for name, (supersample, what) in MODES.items():
        draw = partial(renderers[supersample].render, **what)
        peer_round = partial(peer.one_round, name) if peer and name in peer_frames.MODES else None
        times, of_peer = measured(draw, views, rounds, peer_round)
        middle, clock = statistics.median(times.processor), statistics.median(times.clock)
        worst = statistics.quantiles(times.processor, n=10)[-1]
        spike = statistics.median(of_peer)
        beside = f"{1000 / spike:.0f} | {spike / middle:.2f}" if peer_round else " | "
        print(
            f"| {family} | {name} | {1000 / middle:.0f} | {1000 / clock:.0f} | {middle:.1f} | {worst:.1f} | {beside} |"
        )


def steps_of(renderer: Renderer) -> dict[str, Callable[[Pose], object]]:
    """What a frame with everything is made of; each leaves the buffers as the one before left them."""

    return {
        "what is in view (aim)": renderer._aim,
        "drawing the picture (render_frame)": lambda _: renderer._draw(renderer._picture),
        "reading it back": lambda _: renderer._picture.pixels(),
        "exposure and tone": lambda _: graded(renderer._picture.pixels(), renderer._graded),
        "tone, size, flip": lambda _: renderer._rgb(),
        "drawing the numbers (render_frame)": lambda _: renderer._draw(renderer._numbers),
        "runs of numbers": lambda _: renderer._runs(),
        "runs, mask": lambda _: renderer.scene.table.mask(renderer._runs()),
        "planes as seen": lambda _: renderer._affine(),
        "runs, planes, depth": lambda _: renderer._depth.depth_cm(renderer._runs(), renderer._affine()),
    }


def measure_steps(family: str, renderer: Renderer, poses: int, rounds: int) -> None:
    world = build_world(family, 0)
    renderer.load(world)
    views, steps = walk(world, poses), steps_of(renderer)
    spent: dict[str, list[float]] = {name: [float("inf")] * poses for name in steps}
    for _ in range(rounds):
        for index, pose in enumerate(views):
            for name, step in steps.items():
                began = time.process_time()
                step(pose)
                spent[name][index] = min(spent[name][index], 1000 * (time.process_time() - began))
    for name, times in spent.items():
        print(f"| {name} | {statistics.median(times):.2f} |")


def made_renderers(options: argparse.Namespace) -> dict[float, Renderer]:
    """By how much they supersample."""
    return {
        supersample: Renderer(
            options.width,
            options.height,
            supersample=supersample,
            rasterizer=options.rasterizer,
            cache_dir=options.cache,
        )
        for supersample in sorted({supersample for supersample, _ in MODES.values()})
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--family", action="append", help="only these; default: all")
    parser.add_argument("--width", type=int, default=640)
    parser.add_argument("--height", type=int, default=480)
    parser.add_argument("--poses", type=int, default=48)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "embrace3k-bench-light")
    parser.add_argument("--rasterizer", type=Rasterizer, choices=list(Rasterizer), default=Rasterizer.SOFTWARE)
    parser.add_argument("--peer", type=Path, metavar="FOLDER", help="the spike's folder with renderer.py and world.py")
    options = parser.parse_args()
    names = options.family or [family.name for family in families()]
    renderers = made_renderers(options)
    print(f"{driver(options.rasterizer)}, {options.width}x{options.height}, seed 0, best of {options.rounds},")
    print(f"{options.poses} poses, 1-minute load {os.getloadavg()[0]:.1f}\n")
    print("| family | mode | frames/s per core | by the clock | ms median | ms p90 | spike, frames/s | ours / spike |")
    print("|---|---|--:|--:|--:|--:|--:|--:|")
    peer = Peer(options) if options.peer else None
    for name in names:
        measure_family(name, renderers, options.poses, options.rounds, peer)
    if peer:
        peer.close()
    print(f"\nWhere the time goes, {names[0]}:\n\n| step | ms median |\n|---|--:|")
    measure_steps(names[0], renderers[1.0], options.poses, options.rounds)


if __name__ == "__main__":
    main()
