"""Ground of several covers that meet along curves: lawns with winding paths, yards that fray into grass. Metres."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from embrace3k.simulator.worlds.construction.site import Area
from embrace3k.simulator.worlds.mesh import Chart, Mesh
from embrace3k.simulator.worlds.noise import value_noise
from embrace3k.simulator.worlds.surfaces import Floats, Surface

Field = Callable[[float, float], float]
"""Metres from a curve at a point east and north: negative within it."""
Tint = Callable[[float, float], tuple[float, float, float]]

_TILE_M = 6.0
"""Pieces of a cover are drawn, and their light is kept, in squares of this size."""
_NOISE_M, _NOISE_SIZE = 26.0, 128

Point = tuple[float, float]
_Polygon = list[Point]


@dataclass(frozen=True)
class Cover:
    """What lies within `field` and in no cover before it; without a field, wherever nothing else does."""

    material: str
    tile_m: float
    tint: Tint
    field: Field | None = None
    luxel_m: float = 0.12


@dataclass(frozen=True)
class Rise:
    """A plane: `low` at one edge of an area and `high` at the other, climbing east or north (or west, south: swap)."""

    low: float
    high: float
    eastward: bool = False

    def up(self, area: Area, east: float, north: float) -> float:
        share = (east - area.west) / area.width if self.eastward else (north - area.south) / area.depth
        return self.low + (self.high - self.low) * share


LEVEL = Rise(0.0, 0.0)


def lay_covers(
    mesh: Mesh,
    area: Area,
    covers: Sequence[Cover],
    *,
    holes: Sequence[Area] = (),
    rise: Rise = LEVEL,
    step: float = 0.9,
) -> None:
    """Every point but those of holes gets the first cover whose field holds it. Borders are as fine as `step`."""
    pieces: dict[tuple[int, int, int], list[_Polygon]] = {}
    for west, south, east, north in _cells(area, holes, step):
        tile = int((west + east) / 2 // _TILE_M), int((south + north) / 2 // _TILE_M)
        rest: _Polygon = [(west, south), (east, south), (east, north), (west, north)]
        for number, cover in enumerate(covers):
            inside, rest = (rest, []) if cover.field is None else _cut(rest, cover.field)
            if len(inside) > 2:
                pieces.setdefault((number, *tile), []).append(inside)
            if len(rest) < 3:
                break
    for key in sorted(pieces):
        _add(mesh, pieces[key], covers[key[0]], lambda east, north: rise.up(area, east, north))


def along(points: Sequence[Point], half_width: float) -> Field:
    """A strip along straight stretches."""
    stretches = list(zip(points, points[1:], strict=False))

    def field(east: float, north: float) -> float:
        return min(_to_stretch(east, north, *stretch) for stretch in stretches) - half_width

    return field


def around(east: float, north: float, radius: float) -> Field:
    return lambda x, y: math.hypot(x - east, y - north) - radius


def over(area: Area) -> Field:
    """A rectangle with corners that round off as one goes away from it."""
    (east, north), half_width, half_depth = area.middle, area.width / 2, area.depth / 2

    def field(x: float, y: float) -> float:
        outside = abs(x - east) - half_width, abs(y - north) - half_depth
        return math.hypot(max(outside[0], 0.0), max(outside[1], 0.0)) + min(max(outside), 0.0)

    return field


def joined(fields: Sequence[Field], rounding: float = 0.6) -> Field:
    """All of them, inner corners between them filled round."""

    def field(east: float, north: float) -> float:
        nearest, second = sorted(some(east, north) for some in fields)[:2] if len(fields) > 1 else (0.0, 0.0)
        if len(fields) == 1:
            return fields[0](east, north)
        blend = max(rounding - (second - nearest), 0.0) / rounding
        return nearest - blend * blend * rounding / 4

    return field


def frayed(field: Field, noise: Callable[[float, float], float], by: float, *, patch_m: float = 6.5) -> Field:
    """The same with a border that wanders by up to `by` to both sides, to and fro within about `patch_m`."""
    finer = _NOISE_M / patch_m
    return lambda east, north: field(east, north) + by * (2 * noise(east * finer, north * finer) - 1)


def draw_noise(rng: np.random.Generator) -> Callable[[float, float], float]:
    """Smooth values from 0 to 1 over the ground, in patches of some metres; each call draws others."""
    grid = value_noise(rng, _NOISE_SIZE, 5)
    low, high = float(grid.min()), float(grid.max())

    def noise(east: float, north: float) -> float:
        column, row = (place / _NOISE_M * _NOISE_SIZE for place in (east, north))
        left, below = math.floor(column), math.floor(row)
        share_u, share_v = column - left, row - below
        corners = [grid[(below + up) % _NOISE_SIZE, (left + on) % _NOISE_SIZE] for up in (0, 1) for on in (0, 1)]
        lower = corners[0] + (corners[1] - corners[0]) * share_u
        upper = corners[2] + (corners[3] - corners[2]) * share_u
        return (float(lower + (upper - lower) * share_v) - low) / (high - low)

    return noise


def _cells(area: Area, holes: Sequence[Area], step: float) -> list[tuple[float, float, float, float]]:
    """Lines at multiples of the step, so that neighbouring areas share their points, and at edges of holes."""
    columns = _lines(area.west, area.east, [edge for hole in holes for edge in (hole.west, hole.east)], step)
    rows = _lines(area.south, area.north, [edge for hole in holes for edge in (hole.south, hole.north)], step)
    return [
        (west, south, east, north)
        for south, north in zip(rows, rows[1:], strict=False)
        for west, east in zip(columns, columns[1:], strict=False)
        if not any(hole.distance((west + east) / 2, (south + north) / 2) == 0.0 for hole in holes)
    ]


def _lines(start: float, end: float, edges: Sequence[float], step: float) -> list[float]:
    firm = sorted({start, end, *(edge for edge in edges if start < edge < end)})
    regular = [step * number for number in range(math.ceil(start / step), math.floor(end / step) + 1)]
    return sorted({*firm, *(line for line in regular if all(abs(line - edge) > 0.2 * step for edge in firm))})


def _cut(polygon: _Polygon, field: Field) -> tuple[_Polygon, _Polygon]:
    """The convex polygon's parts within and without the field, as if the field were flat across it."""
    values = [field(*corner) for corner in polygon]
    if all(value <= 0 for value in values):
        return polygon, []
    if all(value >= 0 for value in values):
        return [], polygon
    inside: _Polygon = []
    outside: _Polygon = []
    for number, (corner, value) in enumerate(zip(polygon, values, strict=True)):
        if value <= 0:
            inside.append(corner)
        if value >= 0:
            outside.append(corner)
        following, after = polygon[(number + 1) % len(polygon)], values[(number + 1) % len(polygon)]
        if value * after < 0:
            crossing = _between(*sorted([(corner, value), (following, after)]))
            inside.append(crossing)
            outside.append(crossing)
    return inside, outside


def _between(first: tuple[Point, float], second: tuple[Point, float]) -> Point:
    share = first[1] / (first[1] - second[1])
    (x, y), (on_x, on_y) = first[0], second[0]
    return x + (on_x - x) * share, y + (on_y - y) * share


def _add(mesh: Mesh, polygons: Sequence[_Polygon], cover: Cover, up: Field) -> None:
    """One part, with one chart over the rectangle that it fills."""
    numbers: dict[Point, int] = {}
    triangles = []
    for polygon in polygons:
        index = [numbers.setdefault(corner, len(numbers)) for corner in polygon]
        triangles += [(index[0], index[at], index[at + 1]) for at in range(1, len(index) - 1)]
    flat = np.array(list(numbers))
    (west, south), (east, north) = flat.min(0), flat.max(0)
    corner, right, back = (np.array((x, y, up(x, y))) for x, y in ((west, south), (east, south), (west, north)))
    points = np.column_stack([flat, [up(*point) for point in numbers]])
    normal = np.cross(right - corner, back - corner)
    normals = np.tile(normal / np.linalg.norm(normal), (len(flat), 1))
    colors = np.clip([cover.tint(*point) for point in numbers], 0, 1)
    surface = Surface(points, normals, flat / cover.tile_m, np.array(triangles))
    places: Floats = (flat - (west, south)) / (east - west, north - south)
    mesh.add(surface, cover.material, colors, Chart(corner, right - corner, back - corner, places, cover.luxel_m))


def _to_stretch(east: float, north: float, start: Point, end: Point) -> float:
    way = end[0] - start[0], end[1] - start[1]
    share = ((east - start[0]) * way[0] + (north - start[1]) * way[1]) / (way[0] ** 2 + way[1] ** 2)
    share = min(max(share, 0.0), 1.0)
    return math.hypot(east - start[0] - share * way[0], north - start[1] - share * way[1])
