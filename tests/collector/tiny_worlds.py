"""Worlds small enough to search whole: boxes on a floor, made by hand."""

import math

from embrace3k.schema.goals import Polygon
from embrace3k.schema.poses import Pose
from embrace3k.simulator.worlds.mesh import Mesh
from embrace3k.simulator.worlds.model import Box, Hinge, Kind, Region, World, WorldObject


def pose(x: float, y: float, yaw: float = 0.0, z: float = 0.0) -> Pose:
    return Pose(x, y, z, 0.0, yaw, 0.0)


def thing(name: str, x: float, y: float, *, kind: Kind = Kind.FIXED, size=(50.0, 50.0, 80.0), yaw=0.0) -> WorldObject:
    """A box; a carried one is small and is walked over."""
    return WorldObject(
        name=name, category=name, label=name.replace("_", " "), colour=None, kind=kind, pose=pose(x, y, yaw),
        size_cm=size, solid=kind is not Kind.CARRIED, mesh=Mesh(), region="floor",
    )  # fmt: skip


def door(name: str, x: float, y: float, yaw: float = 0.0, leaf_cm: float = 95.0) -> WorldObject:
    """Hinge at (x, y); the leaf reaches to the right of `yaw`."""
    return WorldObject(
        name=name, category="door", label=name.replace("_", " "), colour=None, kind=Kind.DOOR, pose=pose(x, y, yaw),
        size_cm=(5.0, leaf_cm, 205.0), solid=True, mesh=Mesh(), region="floor", hinge=Hinge(leaf_cm, 5.0),
    )  # fmt: skip


def wall(x0: float, y0: float, x1: float, y1: float) -> Box:
    return Box((x0 + x1) / 2, (y0 + y1) / 2, abs(x1 - x0) / 2, abs(y1 - y0) / 2, 0.0, 0.0, 250.0)


def world(*objects: WorldObject, walls: tuple[Box, ...] = (), size=(1000.0, 1000.0)) -> World:
    """A walled floor from (0, 0) to `size`."""
    x, y = size
    rim = (wall(-10, -10, 0, y + 10), wall(x, -10, x + 10, y + 10), wall(0, -10, x, 0), wall(0, y, x, y + 10))
    floor = Region("floor", "floor", Polygon(outer=[(0.0, 0.0), (x, 0.0), (x, y), (0.0, y)]), 0.0, False)
    return World(
        family="tiny", seed=0, objects=objects, static=Mesh(), solids=(*rim, *walls), regions=(floor,),
        bounds_cm=(0.0, 0.0, x, y), lamps=(), start=pose(x / 2, y / 2),
    )  # fmt: skip


def rows_of_boxes(seed: int) -> tuple[WorldObject, ...]:
    """A few boxes whose places only look random."""
    spots = [
        (200 + 600 * math.modf(math.sin(seed * 12.9 + n * 78.2) * 43758.5)[0] ** 2, 150.0 + 170 * n) for n in range(5)
    ]
    return tuple(thing(f"box_{n}", x, y, yaw=20.0 * n) for n, (x, y) in enumerate(spots))
