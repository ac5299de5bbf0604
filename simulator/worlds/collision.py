"""Circles and boxes on the ground plane, in plain floats: an oracle asks millions of these questions.

A `Shape` is a box's footprint with its sine and cosine worked out. Cells of a grid remember which shapes are near them.
"""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from embrace3k.simulator.worlds.model import Box

TOUCH_CM = 1e-6
"""What is pushed out of an obstacle ends this far from it."""
_OVERLAP_CM = 1e-7
_PUSHES = 4


class Shape(NamedTuple):
    x_cm: float
    y_cm: float
    cosine: float
    sine: float
    half_x_cm: float
    half_y_cm: float
    label: str


def shape_of(box: Box) -> Shape:
    yaw = math.radians(box.yaw_deg)
    return Shape(box.x_cm, box.y_cm, math.cos(yaw), math.sin(yaw), box.half_x_cm, box.half_y_cm, box.label)


class ShapeGrid:
    """Shapes that stay, found by place. Cells are filled when first asked for."""

    def __init__(self, shapes: Sequence[Shape], *, cell_cm: float, reach_cm: float) -> None:
        """`near` finds at least what lies within `reach_cm`."""
        self.reach_cm = reach_cm
        self._shapes = tuple(shapes)
        self._cell_cm = cell_cm
        self._cells: dict[tuple[int, int], tuple[Shape, ...]] = {}

    def near(self, x_cm: float, y_cm: float) -> tuple[Shape, ...]:
        key = (int(x_cm // self._cell_cm), int(y_cm // self._cell_cm))
        found = self._cells.get(key)
        return self._fill(key) if found is None else found

    def _fill(self, key: tuple[int, int]) -> tuple[Shape, ...]:
        middle_x, middle_y = ((index + 0.5) * self._cell_cm for index in key)
        within_cm = self.reach_cm + self._cell_cm * math.sqrt(0.5)
        found = tuple(shape for shape in self._shapes if point_gap(shape, middle_x, middle_y) <= within_cm)
        self._cells[key] = found
        return found


def point_gap(shape: Shape, x_cm: float, y_cm: float) -> float:
    """Distance of a point from the shape, 0 inside."""
    dx, dy = x_cm - shape[0], y_cm - shape[1]
    along = abs(dx * shape[2] + dy * shape[3]) - shape[4]
    across = abs(dy * shape[2] - dx * shape[3]) - shape[5]
    if along <= 0.0:
        return across if across > 0.0 else 0.0
    return math.sqrt(along * along + across * across) if across > 0.0 else along


def nearest(shapes: Iterable[Shape], x_cm: float, y_cm: float, limit_cm: float) -> tuple[float, Shape | None]:
    """The smallest gap below `limit_cm` and whose it is; else the limit and None."""
    best, owner = limit_cm, None
    for shape in shapes:
        dx, dy = x_cm - shape[0], y_cm - shape[1]
        cosine, sine = shape[2], shape[3]
        along = abs(dx * cosine + dy * sine) - shape[4]
        if along >= best:
            continue
        across = abs(dy * cosine - dx * sine) - shape[5]
        if across >= best:
            continue
        if along <= 0.0:
            gap = across if across > 0.0 else 0.0
        else:
            gap = math.sqrt(along * along + across * across) if across > 0.0 else along
        if gap < best:
            best, owner = gap, shape
    return best, owner


def pushed_out(
    shapes: Sequence[Shape], x_cm: float, y_cm: float, radius_cm: float
) -> tuple[float, float, Shape | None] | None:
    """Where a circle ends when what it overlaps pushes it straight out, and what pushed first; None if it is jammed."""
    first: Shape | None = None
    for _ in range(_PUSHES):
        gap, shape = nearest(shapes, x_cm, y_cm, radius_cm - _OVERLAP_CM)
        if shape is None:
            return x_cm, y_cm, first
        first = first or shape
        x_cm, y_cm = _away_from(shape, x_cm, y_cm, radius_cm + TOUCH_CM)
    return None if nearest(shapes, x_cm, y_cm, radius_cm - _OVERLAP_CM)[1] else (x_cm, y_cm, first)


def _away_from(shape: Shape, x_cm: float, y_cm: float, distance_cm: float) -> tuple[float, float]:
    """The point moved along the shortest way until it is `distance_cm` from the shape."""
    dx, dy = x_cm - shape.x_cm, y_cm - shape.y_cm
    along, across = dx * shape.cosine + dy * shape.sine, dy * shape.cosine - dx * shape.sine
    edge_x = max(-shape.half_x_cm, min(shape.half_x_cm, along))
    edge_y = max(-shape.half_y_cm, min(shape.half_y_cm, across))
    gap = math.hypot(along - edge_x, across - edge_y)
    if gap > 0.0:
        along, across = (
            edge_x + (along - edge_x) * distance_cm / gap,
            edge_y + (across - edge_y) * distance_cm / gap,
        )
    elif shape.half_x_cm - abs(along) < shape.half_y_cm - abs(across):
        along = math.copysign(shape.half_x_cm + distance_cm, along)
    else:
        across = math.copysign(shape.half_y_cm + distance_cm, across)
    return (
        shape.x_cm + along * shape.cosine - across * shape.sine,
        shape.y_cm + along * shape.sine + across * shape.cosine,
    )


def separation(first: Shape, second: Shape) -> float:
    """Lower bound on the distance of two shapes; negative means that they overlap (separating axes)."""
    dx, dy = second.x_cm - first.x_cm, second.y_cm - first.y_cm
    cosine = abs(first.cosine * second.cosine + first.sine * second.sine)
    sine = abs(first.cosine * second.sine - first.sine * second.cosine)
    return max(
        abs(dx * first.cosine + dy * first.sine)
        - first.half_x_cm
        - second.half_x_cm * cosine
        - second.half_y_cm * sine,
        abs(dy * first.cosine - dx * first.sine)
        - first.half_y_cm
        - second.half_x_cm * sine
        - second.half_y_cm * cosine,
        abs(dx * second.cosine + dy * second.sine)
        - second.half_x_cm
        - first.half_x_cm * cosine
        - first.half_y_cm * sine,
        abs(dy * second.cosine - dx * second.sine)
        - second.half_y_cm
        - first.half_x_cm * sine
        - first.half_y_cm * cosine,
    )


def crosses(shape: Shape, x0_cm: float, y0_cm: float, x1_cm: float, y1_cm: float) -> bool:
    """Does the straight line between two points touch the shape?"""
    middle_x, middle_y = (x0_cm + x1_cm) / 2, (y0_cm + y1_cm) / 2
    length = math.hypot(x1_cm - x0_cm, y1_cm - y0_cm)
    if length == 0.0:
        return point_gap(shape, x0_cm, y0_cm) == 0.0
    line = Shape(middle_x, middle_y, (x1_cm - x0_cm) / length, (y1_cm - y0_cm) / length, length / 2, 0.0, "")
    return separation(line, shape) <= 0.0
