"""Times the renderer of the spike that set the aim; `embedded_frames --peer FOLDER` runs it in a process of its own.

For every line on stdin that names a mode, a line of JSON on stdout: processor time in milliseconds for each pose. The
poses are those of the spike's own benchmark, in a room and on the street.
"""

import argparse
import importlib
import json
import sys
import time
from typing import Any

MODES: dict[str, dict[str, Any]] = {
    "RGB": {"aux": False},
    "RGB + mask": {"depth": False},
    "RGB + depth + mask": {},
}


def poses(names: dict[str, float], count: int) -> list[tuple[float, ...]]:
    """x, y, z, roll, yaw, pitch: centimetres and degrees."""
    inside = (names["D"] * 50, names["W1"] * 50, 160.0, 0.0)
    return [
        (*inside, index * 17.0, -8.0)
        if index % 2
        else (-900.0 - index * 3, 200.0 + index * 10, 165.0, 0.0, -60 + index * 7.0, -8.0)
        for index in range(count)
    ]


def one_round(renderer: Any, views: list[tuple[float, ...]], mode: str) -> list[float]:
    spent = []
    for view in views:
        began = time.process_time()
        renderer.set_pose(*view)
        renderer.frame(**MODES[mode])
        spent.append(1000 * (time.process_time() - began))
    return spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("width", type=int)
    parser.add_argument("height", type=int)
    parser.add_argument("poses", type=int)
    options = parser.parse_args()
    answers, sys.stdout = sys.stdout, sys.stderr
    sys.path.insert(0, options.folder)
    world = importlib.import_module("world").build_world(0)
    renderer = importlib.import_module("renderer").Renderer(options.width, options.height)
    renderer.load(world)
    views = poses(world["names"], options.poses)
    for line in sys.stdin:
        print(json.dumps(one_round(renderer, views, line.strip())), file=answers, flush=True)


if __name__ == "__main__":
    main()
