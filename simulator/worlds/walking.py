"""How a circle walks over the ground: straight while it is free, along what it runs into, never through it."""

import math
from typing import NamedTuple

from embrace3k.simulator.worlds.collision import Shape, ShapeGrid, nearest, pushed_out

STRIDE_CM = 5.0
"""Longest move between two looks at the obstacles: far less than the thinnest leaf or board and a radius together."""
_STANDSTILL_CM = 1e-5
_NO_WAY_CM = 1e-9


class Walked(NamedTuple):
    x_cm: float
    y_cm: float
    blocked_by: str | None
    """Label of the first thing in the way."""


class Line:
    """A straight way in equal strides. After a slide it is taken up again, parallel, from where the slide ended.

    Positions are worked out from its start and not summed up: a free way ends exactly where it should.
    """

    def __init__(self, x_cm: float, y_cm: float, yaw_deg: float, distance_cm: float) -> None:
        yaw = math.radians(yaw_deg)
        self.count = math.ceil(abs(distance_cm) / STRIDE_CM) if abs(distance_cm) > _NO_WAY_CM else 0
        self.stride_cm = abs(distance_cm) / self.count if self.count else 0.0
        self._reach = (math.cos(yaw) * distance_cm, math.sin(yaw) * distance_cm)
        self._from = (x_cm, y_cm, 0)

    def at(self, strides: int) -> tuple[float, float]:
        x_cm, y_cm, done = self._from
        share = (strides - done) / self.count
        return x_cm + self._reach[0] * share, y_cm + self._reach[1] * share

    def resume(self, x_cm: float, y_cm: float, strides: int) -> None:
        self._from = (x_cm, y_cm, strides)


def walk(ground: ShapeGrid, extra: tuple[Shape, ...], x_cm: float, y_cm: float, line: Line, radius_cm: float) -> Walked:
    """Follow the line. Strides that the distance to the nearest thing covers are taken at once."""
    blocked_by: str | None = None
    done = 0
    while done < line.count:
        shapes = ground.near(x_cm, y_cm) + extra
        gap_cm, _ = nearest(shapes, x_cm, y_cm, ground.reach_cm)
        free = int((gap_cm - radius_cm) / line.stride_cm)
        if free > 0:
            done = min(line.count, done + free)
            x_cm, y_cm = line.at(done)
            continue
        done += 1
        aim_x, aim_y = line.at(done)
        pushed = pushed_out(shapes, aim_x, aim_y, radius_cm)
        if pushed is None:
            return Walked(x_cm, y_cm, blocked_by or _in_the_way(shapes, aim_x, aim_y))
        to_x, to_y, obstacle = pushed
        if obstacle is not None:
            blocked_by = blocked_by or obstacle.label
            if math.hypot(to_x - x_cm, to_y - y_cm) < _STANDSTILL_CM:
                break
            line.resume(to_x, to_y, done)
        x_cm, y_cm = to_x, to_y
    return Walked(x_cm, y_cm, blocked_by)


def _in_the_way(shapes: tuple[Shape, ...], x_cm: float, y_cm: float) -> str | None:
    _, shape = nearest(shapes, x_cm, y_cm, math.inf)
    return shape.label if shape else None
