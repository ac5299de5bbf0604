"""How far a ball gets on a straight way through a world, in three dimensions: boxes and the ground stop it."""

import math
from collections.abc import Callable, Iterable, Iterator

from embrace3k.simulator.worlds.model import Box

Point = tuple[float, float, float]

_SHORT_OF_CM = 0.1
"""It stops so far before what it meets, as Unreal's sweeps do: the next sweep must not begin inside of that."""
_PARALLEL_CM = 1e-9
_LOOKS, _HALVINGS = 1024, 40
"""At the ground, which may slope: along the whole way, and then where it was met."""


def swept(
    start: Point, end: Point, radius_cm: float, boxes: Iterable[Box], ground_cm: Callable[[float, float], float]
) -> Point:
    """Where the ball ends. What it is already inside of does not hold it."""
    meetings = [share for box in boxes if (share := _meets(box, start, end, radius_cm)) is not None]
    free = min(meetings, default=1.0)
    if start[2] >= ground_cm(*start[:2]) + radius_cm:
        free = min(free, _meets_ground(start, end, radius_cm, ground_cm))
    if free >= 1.0:
        return end
    return _between(start, end, max(0.0, free - _SHORT_OF_CM / math.dist(start, end)))


def _meets(box: Box, start: Point, end: Point, radius_cm: float) -> float | None:
    """The share of the way after which the box, grown by the radius on all sides, begins; None if it does not."""
    into, out_of = -math.inf, math.inf
    halves = (box.half_x_cm, box.half_y_cm, (box.high_cm - box.low_cm) / 2)
    for half_cm, at_cm, to_cm in zip(halves, _seen_from(box, start), _seen_from(box, end), strict=True):
        half_cm += radius_cm
        way_cm = to_cm - at_cm
        if abs(way_cm) < _PARALLEL_CM:
            if abs(at_cm) >= half_cm:
                return None
            continue
        first, last = sorted(((-half_cm - at_cm) / way_cm, (half_cm - at_cm) / way_cm))
        into, out_of = max(into, first), min(out_of, last)
    return into if 0.0 <= into < min(out_of, 1.0) else None


def _seen_from(box: Box, point: Point) -> Iterator[float]:
    """Along, across and above the middle of the box."""
    yaw = math.radians(box.yaw_deg)
    dx, dy = point[0] - box.x_cm, point[1] - box.y_cm
    yield dx * math.cos(yaw) + dy * math.sin(yaw)
    yield dy * math.cos(yaw) - dx * math.sin(yaw)
    yield point[2] - (box.low_cm + box.high_cm) / 2


def _meets_ground(start: Point, end: Point, radius_cm: float, ground_cm: Callable[[float, float], float]) -> float:
    def above(share: float) -> bool:
        x_cm, y_cm, z_cm = _between(start, end, share)
        return z_cm >= ground_cm(x_cm, y_cm) + radius_cm

    below = next((look for look in range(1, _LOOKS + 1) if not above(look / _LOOKS)), None)
    if below is None:
        return 1.0
    free, met = (below - 1) / _LOOKS, below / _LOOKS
    for _ in range(_HALVINGS):
        middle = (free + met) / 2
        free, met = (middle, met) if above(middle) else (free, middle)
    return free


def _between(start: Point, end: Point, share: float) -> Point:
    x_cm, y_cm, z_cm = (first + (last - first) * share for first, last in zip(start, end, strict=True))
    return x_cm, y_cm, z_cm
