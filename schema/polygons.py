"""Points and polygons in the XY plane, in centimetres. A border belongs to what it encloses."""

import math
from collections.abc import Sequence

from embrace3k.schema.goals import Point, Polygon

BORDER_CM = 1e-6
"""A point this close to an edge lies on it: a thousandth of what a published pose resolves."""


def contains(polygon: Polygon, point: Point) -> bool:
    """Inside the outer ring or on it, and neither inside a hole nor on its border. Rings wind either way."""
    return covers(polygon.outer, point) and not any(covers(hole, point) for hole in polygon.holes)


def covers(ring: Sequence[Point], point: Point) -> bool:
    """Inside a ring (which closes itself) or on its border."""
    return ring_distance_cm(ring, point) == 0.0


def ring_distance_cm(ring: Sequence[Point], point: Point) -> float:
    """Distance to the area that a ring encloses; 0 inside and on the border."""
    nearest = min(segment_distance_cm(a, b, point) for a, b in _edges(ring))
    return 0.0 if nearest <= BORDER_CM or _crossings_are_odd(ring, point) else nearest


def segment_distance_cm(a: Point, b: Point, point: Point) -> float:
    """Distance from a point to the segment from `a` to `b`, which may be a single point."""
    along_x, along_y = b[0] - a[0], b[1] - a[1]
    length_squared = along_x * along_x + along_y * along_y
    share = 0.0
    if length_squared > 0.0:
        share = ((point[0] - a[0]) * along_x + (point[1] - a[1]) * along_y) / length_squared
        share = min(1.0, max(0.0, share))
    return math.hypot(point[0] - a[0] - share * along_x, point[1] - a[1] - share * along_y)


def centroid(ring: Sequence[Point]) -> Point:
    """The mean of the corners, which is the centre of a rectangle."""
    return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)


def _edges(ring: Sequence[Point]) -> list[tuple[Point, Point]]:
    return [(ring[index - 1], ring[index]) for index in range(len(ring))]


def _crossings_are_odd(ring: Sequence[Point], point: Point) -> bool:
    x, y = point
    odd = False
    for (ax, ay), (bx, by) in _edges(ring):
        # Half-open in y, so a ray through a corner counts that corner once.
        if (ay > y) != (by > y) and x < ax + (bx - ax) * (y - ay) / (by - ay):
            odd = not odd
    return odd
