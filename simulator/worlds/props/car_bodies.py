"""Bodywork of cars: a lower body with real wheel arches and a cabin of windows between pillars. Metres, front = north.

Both are grids of points whose cells are paint, glass or dark trim, so that nothing lies on top of anything else.
Whatever a type of car does not share with the others is in its `Shape`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.surfaces import Floats, Surface, lofted

TRIM: Color = (0.05, 0.05, 0.055)
GLASS: Color = (0.09, 0.11, 0.12)
LENS: Color = (0.74, 0.76, 0.78)
TAIL_LIGHT: Color = (0.34, 0.02, 0.02)
_UNDERSIDE: Color = (0.02, 0.02, 0.02)
_GAP: Color = (0.03, 0.03, 0.03)
_GAP_M = 0.014
_ARCH_M = 0.07
"""From the tyre to the edge of the wheel arch."""
_ARCH_ANGLES_DEG = (0.0, 36.0, 72.0, 108.0, 144.0, 180.0)
_TRIM_TOP, _CREASE, _SHOULDER = 0.34, 0.6, 0.88
_LAMP_M = 0.13
"""How far the lamps reach round the corners of the body."""
_END_SHARES = (1.0, 0.76, 0.24, 0.0)
_ACROSS = (1.0, 0.92, 0.5, 0.0, -0.5, -0.92, -1.0)
"""Shares of the cabin's half width at which windscreen and roof have points; the outermost cells are pillars."""

Curve = tuple[tuple[float, float], ...]
"""(y, value) pairs from front to rear."""


@dataclass(frozen=True)
class Pillar:
    """An upright line on the side of the cabin: where it starts and ends along the car, and whether a window
    follows behind it."""

    foot: float
    head: float
    window: bool = False


@dataclass(frozen=True)
class Shape:
    """What makes a type of car. Heights above the road."""

    half_width: Curve
    top: Curve
    """Bonnet, and boot lid where there is one."""
    bottom: Curve
    axles: tuple[float, float]
    wheel: float
    """Radius of a tyre."""
    door_gaps: tuple[float, ...]
    pillars: tuple[Pillar, ...]
    """From the windscreen's corner to the rear's."""
    cabin_widths: tuple[float, float]
    """Half widths at foot and roof."""
    cabin_levels: tuple[float, float, float, float]
    """Foot, lower and upper edge of the windows, edge of the roof."""
    dome: float = 0.07
    rear_window: bool = True

    @property
    def front(self) -> float:
        return self.half_width[0][0]

    @property
    def rear(self) -> float:
        return self.half_width[-1][0]

    def width_at(self, y: float) -> float:
        return _along(self.half_width, y)


def put_body(mesh: Mesh, shape: Shape, color: Color) -> None:
    """Bonnet, wings, doors, sills and bumpers, and the dark underside that the wheel wells show."""
    stations = _stations(shape)
    gaps = {start for start in stations if any(abs(start - gap - _GAP_M / 2) < 1e-6 for gap in shape.door_gaps)}
    rings = np.array([_ring(shape, y) for y in stations])
    paint, trim, gap = ("paint", color), ("flat", TRIM), ("flat", _GAP)
    sills = [[trim] for _ in stations]
    east = [[gap if y in gaps else paint, gap if y in gaps else _wing(shape, y, paint)] for y in stations]
    west = [cells[::-1] for cells in east]
    last = rings.shape[1] - 1
    for first, covers in ((0, sills), (1, east), (last - 3, west), (last - 1, sills)):
        _cover(mesh, rings[:, first : first + len(covers[0]) + 1], covers)
    _cover(mesh, rings[:, 3 : last - 2], [[paint] * (last - 6) for _ in stations])
    _cover(mesh, rings[:, [last, 0]], [[("flat", _UNDERSIDE)] for _ in stations])
    _cover_end(mesh, rings[0], LENS, TRIM, color)
    _cover_end(mesh, rings[-1][::-1], TAIL_LIGHT, color, color)


def put_cabin(mesh: Mesh, shape: Shape, color: Color) -> None:
    """Windscreen, side windows, rear window and roof."""
    levels = shape.cabin_levels
    rows = np.array([_cabin_ring(shape, z) for z in levels])
    rows = np.concatenate([rows, rows[:, :1]], 1)
    glazed = _glazed(shape)
    covers = [
        [("glass", GLASS) if level == 1 and window else ("paint", color) for window in glazed] for level in range(3)
    ]
    _cover(mesh, rows, covers)
    roof = np.array(_roof_rows(shape))
    _cover(mesh, roof, [[("paint", color)] * (roof.shape[1] - 1) for _ in roof])


def _wing(shape: Shape, y: float, paint: tuple[str, Color]) -> tuple[str, Color]:
    """What covers the upper side behind the station: the lamps reach round the corners."""
    if y > shape.front - _LAMP_M:
        return ("glass", LENS)
    return ("glass", TAIL_LIGHT) if y <= shape.rear + _LAMP_M else paint


def _cover_end(mesh: Mesh, ring: Floats, lamp: Color, middle: Color, color: Color) -> None:
    """The front, from the first ring, or the rear, from the last one turned round: lamps at the corners, the grille or
    paint between them, a dark bumper below."""
    half = len(ring) // 2
    grid = np.array(
        [[share * ring[row] + (1 - share) * ring[-1 - row] for share in _END_SHARES] for row in range(half)]
    )
    paint, lens = ("paint", color), ("glass", lamp)
    between = ("paint" if middle == color else "flat", middle)
    rows = [[("flat", TRIM)] * 3, [paint] * 3, [lens, between, lens], [paint] * 3]
    _cover(mesh, grid, rows)


def _along(curve: Curve, y: float) -> float:
    ys, values = zip(*curve[::-1], strict=True)
    return float(np.interp(y, ys, values))


def _stations(shape: Shape) -> list[float]:
    """Where the lower body has cross-sections, from front to rear."""
    reach = shape.wheel + _ARCH_M
    arches = [axle + reach * math.cos(math.radians(angle)) for axle in shape.axles for angle in _ARCH_ANGLES_DEG]
    sills = [axle + side * (reach + 0.002) for axle in shape.axles for side in (-1, 1)]
    gaps = [gap + side * _GAP_M / 2 for gap in shape.door_gaps for side in (-1, 1)]
    ends = [y for y, _ in (*shape.half_width, *shape.top) if y > shape.axles[0] + reach or y < shape.axles[1] - reach]
    stations = {*arches, *sills, *gaps, *ends, shape.front, shape.rear}
    return sorted((y for y in stations if shape.rear <= y <= shape.front), reverse=True)


def _ring(shape: Shape, y: float) -> list[tuple[float, float, float]]:
    """A cross-section: up the east side, over the top and down the west side."""
    width, top, low = shape.width_at(y), _along(shape.top, y), _low(shape, y)
    shoulder = min(_SHOULDER, top - 0.05)
    crease = min(max(_CREASE, low + 0.03), shoulder - (0.16 if low < _TRIM_TOP else 0.03))
    trim = min(max(_TRIM_TOP, low + 0.015), crease - 0.02)
    bulge = ((0.15, -0.07), (_TRIM_TOP, -0.012), (_CREASE, 0.0), (_SHOULDER, -0.035))
    heights, offsets = zip(*bulge, strict=True)
    half = [(width + float(np.interp(z, heights, offsets)), z) for z in (low, trim, crease, shoulder)]
    half.append((width - 0.13, top))
    return [(x, y, z) for x, z in half] + [(-x, y, z) for x, z in half[::-1]]


def _low(shape: Shape, y: float) -> float:
    """The lower edge of the body: the sill, or the arch over a wheel."""
    reach = shape.wheel + _ARCH_M
    for axle in shape.axles:
        if abs(y - axle) <= reach + 1e-9:
            rise = math.sqrt(max(0.0, reach**2 - (y - axle) ** 2))
            return max(_along(shape.bottom, y), shape.wheel + rise - 0.005)
    return _along(shape.bottom, y)


def _pillar_at(shape: Shape, pillar: Pillar, z: float) -> tuple[float, float]:
    """Half width of the cabin and place along the car."""
    foot, _, _, head = shape.cabin_levels
    share = (z - foot) / (head - foot)
    narrow, wide = shape.cabin_widths[1], shape.cabin_widths[0]
    corner = pillar in (shape.pillars[0], shape.pillars[-1])
    half = (wide + (narrow - wide) * share**1.4) * (0.93 if corner else 1.0)
    return half, pillar.foot + (pillar.head - pillar.foot) * share


def _end_row(shape: Shape, z: float, *, front: bool) -> list[tuple[float, float, float]]:
    """Points of the windscreen or the rear window at a height, from east to west, corners included."""
    half, y = _pillar_at(shape, shape.pillars[0 if front else -1], z)
    bulge = 0.09 if front else -0.05
    return [(half * share, y + bulge * (1 - share**2), z) for share in _ACROSS]


def _cabin_ring(shape: Shape, z: float) -> list[tuple[float, float, float]]:
    """Counter-clockwise from above: east side forwards, windscreen, west side backwards, rear window."""
    sides = [_pillar_at(shape, pillar, z) for pillar in shape.pillars[1:-1]]
    east = [(half, y, z) for half, y in sides[::-1]]
    west = [(-half, y, z) for half, y in sides]
    return [*east, *_end_row(shape, z, front=True), *west, *_end_row(shape, z, front=False)[::-1]]


def _glazed(shape: Shape) -> list[bool]:
    """Which columns of the cabin ring are windows, cell by cell."""
    behind = [pillar.window for pillar in shape.pillars]
    east = behind[1:-2][::-1]
    across = [False, *[True] * (len(_ACROSS) - 3), False]
    rear = [share and shape.rear_window for share in across]
    return [*east, behind[0], *across, behind[0], *behind[1:-2], behind[-2], *rear, behind[-2]]


def _roof_rows(shape: Shape) -> list[list[tuple[float, float, float]]]:
    """From rear to front, each from west to east; domed inside its edges."""
    edge = shape.cabin_levels[3]
    front, rear = (_end_row(shape, edge, front=end)[::-1] for end in (True, False))
    head, tail = shape.pillars[0].head, shape.pillars[-1].head
    ys = [head - 0.12, head - 0.4, (head + tail) / 2, tail + 0.35, tail + 0.1]
    rows = [rear]
    sides = sorted((_pillar_at(shape, pillar, edge)[::-1] for pillar in shape.pillars), reverse=True)
    at, halves = zip(*sides[::-1], strict=True)
    for y in ys[::-1]:
        half = float(np.interp(y, at, halves))
        rise = shape.dome * min(1.0, min(head - y, y - tail) / 0.4) ** 0.6
        rows.append([(half * share, y, edge + rise * (1 - abs(share) ** 3)) for share in _ACROSS[::-1]])
    return [*rows, front]


def _cover(mesh: Mesh, grid: Floats, covers: Sequence[Sequence[tuple[str, Color]]]) -> None:
    """A smooth skin over a grid of points; `covers` has material and colour for each cell. It faces columns x rows."""
    whole = lofted(list(grid), closed=False)
    rows, columns = grid.shape[0] - 1, grid.shape[1] - 1
    cells: dict[tuple[str, Color], list[int]] = {}
    for row in range(rows):
        for column in range(columns):
            cells.setdefault(covers[row][column], []).append(row * columns + column)
    for (material, color), numbers in cells.items():
        chosen = np.array(numbers)
        triangles = whole.triangles[np.concatenate([chosen, chosen + rows * columns])]
        used, renumbered = np.unique(triangles, return_inverse=True)
        part = Surface(whole.points[used], whole.normals[used], whole.uvs[used], renumbered.reshape(-1, 3))
        mesh.add(part, material, color)
