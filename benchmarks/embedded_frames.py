"""Frames per second of an embedded world, per mode: python -m embrace3k.benchmarks.embedded_frames

One process, one core, the same walk of poses for every mode, rounds alternating between the modes; medians.
"""

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path

from embrace3k.schema.poses import Pose
from embrace3k.simulator.worlds.catalogue import build_world
from embrace3k.simulator.worlds.renderer import Renderer

MODES = {
    "RGB": (1.0, {}),
    "RGB + mask": (1.0, {"mask": True}),
    "RGB + depth + mask": (1.0, {"mask": True, "depth": True}),
    "RGB, supersampled (stored frames)": (2.0, {}),
    "RGB supersampled + mask (collecting)": (2.0, {"mask": True}),
}
EYE_CM = 158.0


def walk(world, count: int) -> list[Pose]:
    """Camera poses spread over every region of the world, indoors and out, looking around."""
    poses = []
    for index in range(count):
        region = world.regions[index % len(world.regions)]
        xs, ys = zip(*region.polygon.outer, strict=True)
        share = (index * 0.618) % 0.6 + 0.2
        x_cm, y_cm = min(xs) + share * (max(xs) - min(xs)), min(ys) + (1 - share) * (max(ys) - min(ys))
        poses.append(Pose(x_cm, y_cm, region.floor_cm + EYE_CM, -8.0, index * 67.0 % 360, 0.0))
    return poses


def milliseconds(renderer: Renderer, poses: list[Pose], options: dict[str, bool]) -> list[float]:
    times = []
    for pose in poses:
        began = time.perf_counter()
        renderer.render(pose, **options)
        times.append((time.perf_counter() - began) * 1000)
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--width", type=int, default=640)
    parser.add_argument("--height", type=int, default=480)
    parser.add_argument("--poses", type=int, default=48)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "embrace3k-bench-light")
    options = parser.parse_args()
    world = build_world("family-house", 0)
    poses = walk(world, options.poses)
    renderers = {}
    for supersample, _ in MODES.values():
        if supersample not in renderers:
            renderers[supersample] = Renderer(
                options.width, options.height, supersample=supersample, cache_dir=options.cache
            )
            renderers[supersample].load(world)
    times: dict[str, list[float]] = {name: [] for name in MODES}
    for _ in range(options.rounds):
        for name, (supersample, what) in MODES.items():
            times[name] += milliseconds(renderers[supersample], poses, what)
    print(f"family-house, seed 0, {options.width}x{options.height}, {options.rounds} x {options.poses} poses,")
    print(f"1-minute load {os.getloadavg()[0]:.1f}\n")
    print("| mode | frames/s (median) | ms median | ms p90 |\n|---|--:|--:|--:|")
    for name, values in times.items():
        middle, p90 = statistics.median(values), statistics.quantiles(values, n=10)[-1]
        print(f"| {name} | {1000 / middle:.0f} | {middle:.1f} | {p90:.1f} |")


if __name__ == "__main__":
    main()
