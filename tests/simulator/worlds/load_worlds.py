"""Loads two worlds by turns, in a process that has done nothing else, and prints what each load took beyond its world.

    python -m embrace3k.tests.simulator.worlds.load_worlds CACHE_DIR

One number a load: MB that the process held at most meanwhile, above what it holds afterwards. Linux.
"""

import re
import sys
from pathlib import Path

from embrace3k.schema.poses import Pose
from embrace3k.simulator.worlds.catalogue import build_world
from embrace3k.simulator.worlds.renderer import Renderer


def main() -> None:
    made = Renderer(64, 48, supersample=1.0, cache_dir=Path(sys.argv[1]))
    for seed in (0, 1, 0, 1, 0):
        world = build_world("family-house", seed)
        Path("/proc/self/clear_refs").write_text("5")  # The peak is counted from here.
        made.load(world)
        kilobytes = dict(re.findall(r"(VmHWM|VmRSS):\s+(\d+) kB", Path("/proc/self/status").read_text()))
        print((int(kilobytes["VmHWM"]) - int(kilobytes["VmRSS"])) / 1e3)
        made.render(Pose(-300, 0, 150, 0, 0, 0))
    made.close()


if __name__ == "__main__":
    main()
