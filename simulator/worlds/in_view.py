"""What need not be drawn: what is outside the picture, or wholly behind one wall.

Both are exact for the very eye, so frames are the same as if everything were drawn. Walls are upright rectangles along
the axes. The line of sight from an eye to any point of a box crosses a wall's plane within a rectangle that follows
from the box's corners: the box is hidden where that lies within the wall.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from embrace3k.simulator.worlds.materials import CUT_OUT
from embrace3k.simulator.worlds.mesh import Mesh
from embrace3k.simulator.worlds.panda import NEAR_M
from embrace3k.simulator.worlds.surfaces import Floats, Integers, face_vectors

Flags = npt.NDArray[np.bool_]
Plane = tuple[int, int, int]
"""Axis, the sign of the normal along it, and where: millimetres."""

_SLIGHTEST_M2, _SMALLEST_WALL_M2 = 0.02, 1.0
"""Of a rectangle that may be part of a wall, and of a wall."""
_MOST_WALLS, _MOST_WALLS_AT_ONCE = 400, 32
_MARGIN_M = 0.01
_SNAP_PER_M = 1000
_FLAT = 1e-6


class Rectangle(NamedTuple):
    """Within a plane across x or y: along the other, and upwards. Millimetres."""

    low: int
    high: int
    low_z: int
    high_z: int


class Boxes(NamedTuple):
    """Along the axes; one column each."""

    middle: Floats
    half: Floats
    """Half of each side."""

    def only(self, numbers: Integers) -> "Boxes":
        return Boxes(self.middle[:, numbers], self.half[:, numbers])


def boxes_between(low: Floats, high: Floats) -> Boxes:
    """From rows of lowest and highest corners."""
    return Boxes(np.ascontiguousarray((low + high).T / 2), np.ascontiguousarray((high - low).T / 2))


class Frustum(NamedTuple):
    """What a camera sees: the space between four planes through the eye."""

    eye: Floats
    inwards: Floats
    """(4, 3)."""
    nearest_m: float
    """What is nearer may be cut open by the near plane."""

    def holds(self, boxes: Boxes) -> Flags:
        """Which boxes it may see part of."""
        reach = self.inwards @ boxes.middle + np.abs(self.inwards) @ (boxes.half + _MARGIN_M)
        return np.asarray((reach >= (self.inwards @ self.eye)[:, None]).all(0), np.bool_)


def frustum(eye: Floats, axes: Floats, fov_deg: float, height_per_width: float) -> Frustum:
    """`axes`: the camera's right, ahead and up as rows. `fov_deg` is the horizontal one."""
    right, ahead, up = axes
    slope = math.tan(math.radians(fov_deg) / 2)
    rise = slope * height_per_width
    inwards = np.array([slope * ahead - right, slope * ahead + right, rise * ahead - up, rise * ahead + up])
    return Frustum(eye, inwards, NEAR_M * math.hypot(1, slope, rise) + _MARGIN_M)


@dataclass(frozen=True)
class Walls:
    """Rectangles across one of the axes, which one sees from one side only."""

    axis: Integers
    sign: Integers
    """1 where it looks along the axis, -1 where against it."""
    boxes: Boxes

    @classmethod
    def none(cls) -> "Walls":
        sides = np.zeros((3, 0))
        return cls(np.zeros(0, np.int64), np.zeros(0, np.int64), Boxes(sides, sides))

    def hide(self, frustum: Frustum, boxes: Boxes) -> Flags:
        """Which boxes are behind one of the largest walls in view."""
        seen = self._largest_in(frustum)
        planes, offsets = self._shadows(frustum.eye, seen)
        reach = planes @ (boxes.middle - frustum.eye[:, None]) - np.abs(planes) @ boxes.half
        behind = (reach >= offsets[:, None]).reshape(len(seen), 5, boxes.middle.shape[1])
        return np.asarray(behind.all(1).any(0), np.bool_)

    def _largest_in(self, frustum: Frustum) -> Integers:
        """Those that look at the eye and fill most of its view."""
        rows = np.arange(len(self.axis))
        distance = (frustum.eye[self.axis] - self.boxes.middle[self.axis, rows]) * self.sign
        facing = np.flatnonzero((distance > frustum.nearest_m) & frustum.holds(self.boxes))
        if len(facing) <= _MOST_WALLS_AT_ONCE:
            return facing
        away = ((self.boxes.middle[:, facing] - frustum.eye[:, None]) ** 2).sum(0)
        half_width, half_height = self.boxes.half[1 - self.axis[facing], facing], self.boxes.half[2, facing]
        size = half_width * half_height * distance[facing] / away**1.5
        return facing[np.argsort(-size, kind="stable")[:_MOST_WALLS_AT_ONCE]]

    def _shadows(self, eye: Floats, walls: Integers) -> tuple[Floats, Floats]:
        """What is behind a wall, seen from the eye, is the space between four planes through its edges and the eye,
        beyond its own: five normals for each wall, and how far along them from the eye the space begins.
        """
        axis, sign, rows = self.axis[walls], self.sign[walls], np.arange(len(walls))
        middle, half = self.boxes.middle[:, walls] - eye[:, None], self.boxes.half[:, walls] - _MARGIN_M
        away = -sign * middle[axis, rows]
        planes = np.zeros((len(walls), 5, 3))
        for first, across in ((0, 1 - axis), (2, np.full_like(axis, 2))):
            planes[rows, first, across], planes[rows, first + 1, across] = away, -away
            planes[rows, first, axis] = sign * (middle[across, rows] - half[across, rows])
            planes[rows, first + 1, axis] = -sign * (middle[across, rows] + half[across, rows])
        planes[rows, 4, axis] = -sign
        offsets = np.zeros((len(walls), 5))
        offsets[:, 4] = away + _MARGIN_M / 2
        return planes.reshape(-1, 3), offsets.ravel()


def walls_of(meshes: Iterable[Mesh]) -> Walls:
    """The largest walls of some meshes; rectangles side by side in one plane are joined."""
    planes: dict[Plane, list[Rectangle]] = {}
    for plane, rectangle in _upright_rectangles(meshes):
        planes.setdefault(plane, []).append(rectangle)
    found = [(plane, rectangle) for plane in sorted(planes) for rectangle in _joined(planes[plane])]
    large = [wall for wall in found if _area_m2(wall[1]) >= _SMALLEST_WALL_M2]
    large.sort(key=lambda wall: -_area_m2(wall[1]))
    numbers = np.array([(*plane, *wall) for plane, wall in large[:_MOST_WALLS]], np.int64).reshape(-1, 7)
    axis, sign, at, low, high, low_z, high_z = numbers.T
    rows, metres = np.arange(len(axis)), np.stack([low, low_z, high, high_z]) / _SNAP_PER_M
    corners = np.empty((2, len(axis), 3))
    corners[:, rows, axis] = at / _SNAP_PER_M
    corners[0, rows, 1 - axis], corners[0, :, 2], corners[1, rows, 1 - axis], corners[1, :, 2] = metres
    return Walls(axis, sign, boxes_between(*corners))


def _upright_rectangles(meshes: Iterable[Mesh]) -> Iterator[tuple[Plane, Rectangle]]:
    """Those along the axes that are filled and have no holes."""
    parts = [
        part
        for mesh in meshes
        for material, some in mesh.parts.items()
        for part in some
        if part.chart is not None and material not in CUT_OUT
    ]
    charts = [part.chart for part in parts if part.chart is not None]
    if not charts:
        return
    origins, u, v = (np.array([getattr(chart, name) for chart in charts]) for name in ("origin", "u", "v"))
    across = np.cross(u, v)
    axes, areas = np.abs(across).argmax(1), np.linalg.norm(across, axis=1)
    corners = np.stack([origins, origins + u, origins + v, origins + u + v])
    low, high = corners.min(0), corners.max(0)
    extent = np.sort(high - low, 1)
    along_axes = np.abs(extent[:, 1] * extent[:, 2] - areas) < _FLAT * areas
    for number in np.flatnonzero(along_axes & (extent[:, 0] < _FLAT) & (axes < 2) & (areas > _SLIGHTEST_M2)).tolist():
        points, _, _, triangles = parts[number].surface
        filled = np.linalg.norm(face_vectors(points, triangles), axis=1).sum() / 2
        if abs(filled - areas[number]) < _FLAT * areas[number]:
            axis = int(axes[number])
            sides = np.rint(np.stack([low[number], high[number]]) * _SNAP_PER_M).astype(int)
            (start, low_z), (end, high_z) = sides[:, [1 - axis, 2]].tolist()
            sign = 1 if across[number, axis] > 0 else -1
            yield (axis, sign, int(sides[0, axis])), Rectangle(start, end, low_z, high_z)


def _joined(rectangles: Sequence[Rectangle]) -> Iterator[Rectangle]:
    """The rectangles that lie within the union of some and in no larger such one."""
    edges = np.unique([(one.low, one.high) for one in rectangles])
    levels = np.unique([(one.low_z, one.high_z) for one in rectangles])
    solid = np.zeros((len(levels) - 1, len(edges) - 1), bool)
    for one in rectangles:
        rows = slice(*np.searchsorted(levels, (one.low_z, one.high_z)))
        solid[rows, slice(*np.searchsorted(edges, (one.low, one.high)))] = True
    for first in range(len(solid)):
        for last in range(first, len(solid)):
            for start, end in _runs(np.asarray(solid[first : last + 1].all(0), np.bool_)):
                rows_around = (row for row in (first - 1, last + 1) if 0 <= row < len(solid))
                if not any(solid[row, start:end].all() for row in rows_around):
                    yield Rectangle(*map(int, (edges[start], edges[end], levels[first], levels[last + 1])))


def _runs(flags: Flags) -> list[tuple[int, int]]:
    """Where true values follow one another: first index, and the one after the last."""
    changes = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]])))
    return list(zip(changes[::2].tolist(), changes[1::2].tolist(), strict=True))


def _area_m2(wall: Rectangle) -> float:
    return (wall.high - wall.low) * (wall.high_z - wall.low_z) / _SNAP_PER_M**2
