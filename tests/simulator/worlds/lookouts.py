"""Camera poses in any world."""

import math

import numpy as np

from embrace3k.schema.poses import Pose
from embrace3k.simulator.worlds.model import Kind


def random_poses(world, count):
    """At any height and turn: most in the world, some above it."""
    rng = np.random.default_rng(5)
    x0, y0, x1, y1 = world.bounds_cm
    for x, y, up, pitch, yaw, roll in rng.random((count, 6)):
        height = world.ground_cm(x0 + x * (x1 - x0), y0 + y * (y1 - y0)) + 20 + 500 * up**2
        yield Pose(x0 + x * (x1 - x0), y0 + y * (y1 - y0), height, pitch * 60 - 40, yaw * 360, roll * 20 - 10)


def low_poses(world):
    """Right before each thing that can be carried, a hand above where it lies."""
    for thing in world.objects:
        for yaw in range(0, 360, 45) if thing.kind is Kind.CARRIED else ():
            ahead_x, ahead_y = math.cos(math.radians(yaw)), math.sin(math.radians(yaw))
            x, y, z = thing.pose[:3]
            yield Pose(x - 40 * ahead_x, y - 40 * ahead_y, z + 3, 0.0, yaw, 0.0)
