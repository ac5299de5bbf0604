"""Mask and depth from one drawing in which each triangle's colour is its number.

Number 0 is the sky. Every number has an owner, which makes the mask, and a plane, which makes the depth: over the
picture, 1 / depth is affine for each plane. Along a row most neighbours show the same triangle, so tables are looked up
once per run of them and the values spread over its pixels.
"""

import math
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from embrace3k.simulator.worlds.axes import CM_PER_M, Placement
from embrace3k.simulator.worlds.mesh import Part
from embrace3k.simulator.worlds.surfaces import Floats, Integers, face_vectors, unit

Singles = npt.NDArray[np.float32]
Indices = npt.NDArray[np.intp]

_EDGE_ON = 1e-9
_SAME_PLANE = 1e-7
_NUMBER_BITS = 0xFFFFFF


class Runs(NamedTuple):
    """Pixels side by side that show one triangle, row by row from the top."""

    shape: tuple[int, int]
    numbers: Indices
    rows: Indices
    lengths: Indices

    def spread(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """(height, width): each run's value in its pixels."""
        return np.repeat(values, self.lengths).reshape(self.shape)


def runs_of(pixels: npt.NDArray[np.uint8]) -> Runs:
    """`pixels`: (height, width, 4), a number's bytes from the lowest, top row first. The fourth byte tells nothing."""
    height, width = pixels.shape[:2]
    values = np.ascontiguousarray(pixels).view("<i4").ravel()
    begins = np.empty(height * width, np.bool_)
    np.not_equal(values[1:], values[:-1], out=begins[1:])
    begins[::width] = True
    starts = np.flatnonzero(begins)
    numbers = np.bitwise_and(values[starts], _NUMBER_BITS, dtype=np.intp)
    return Runs((height, width), numbers, starts // width, np.diff(starts, append=height * width))


class NumberedPart:
    """A part whose triangles have numbers as their colours.

    Neighbours in one plane share a number, so that they may share corners too; others have corners of their own.
    """

    def __init__(self, part: Part) -> None:
        points, _, uvs, triangles = part.surface
        normals = unit(face_vectors(points, triangles))
        distances = (normals * points[triangles[:, 0]]).sum(1)
        planes = np.concatenate([normals, distances[:, None]], 1)
        starts = np.concatenate([[True], (np.abs(np.diff(planes, axis=0)) > _SAME_PLANE).any(1)])
        self.planes = planes[starts]
        plane_of_triangle = np.cumsum(starts) - 1
        corners = plane_of_triangle[:, None] * len(points) + triangles
        used, places = np.unique(corners, return_inverse=True)
        self._plane_of_point, point = np.divmod(used, len(points))
        self.points, self.uvs = points[point], uvs[point]
        self.normals = self.planes[self._plane_of_point, :3]
        self.triangles = places.reshape(-1, 3)

    def colors(self, numbers: Integers, *, one_higher: bool) -> Integers:
        """Per point, when the planes have these numbers."""
        number = numbers[self._plane_of_point]
        return np.stack([number >> 16 & 255, number >> 8 & 255, number & 255], 1) + int(one_higher)


class Mark(NamedTuple):
    """How far a table was filled at a time."""

    number: int
    parts: int
    nodes: int


class TriangleTable:
    def __init__(self, *, rounds_down: bool) -> None:
        """`rounds_down`: whether white times a colour comes out one lower in each byte, as in the software renderer."""
        self._rounds_down = rounds_down
        self._owners: list[npt.NDArray[np.uint16]] = [np.zeros(1, np.uint16)]
        self._first_of_nodes: list[int] = []
        self._planes: list[Floats] = [np.zeros((1, 4))]
        self._next = 1
        self._spans: dict[int, slice] = {}
        self.owners: npt.NDArray[np.uint16] = self._owners[0]
        self._nodes: Indices = np.zeros(1, np.intp)
        self._own_planes: Floats = self._planes[0]
        self._world_planes: Floats = self._planes[0].T
        """(4, numbers): the unit normal and the distance from the origin along it."""

    def begin_node(self) -> None:
        """What is numbered from here on belongs to the next node."""
        self._first_of_nodes.append(self._next)

    def number(self, part: Part, owner: int, cut_out: bool) -> tuple[NumberedPart, Integers]:
        """The part with its points' colours. All parts of one owner that moves must be numbered in a row.

        `cut_out` parts are drawn with a white texture. Where its product with a colour comes out one lower in each
        byte, theirs are stored one higher; numbers with a byte of 255 are left out.
        """
        numbered = NumberedPart(part)
        numbers = self._free_numbers(len(numbered.planes), cut_out)
        size = int(numbers[-1]) + 1 - self._next
        planes = np.zeros((size, 4))
        planes[numbers - self._next] = numbered.planes
        self._owners.append(np.full(size, owner, np.uint16))
        self._planes.append(planes)
        first = self._spans[owner].start if owner in self._spans else self._next
        self._spans[owner] = slice(first, self._next + size)
        self._next += size
        return numbered, numbered.colors(numbers, one_higher=cut_out and self._rounds_down)

    def close(self) -> None:
        """Call after the last `number`, before the first `place`. What was placed at an earlier call stays placed."""
        placed = self._world_planes
        self.owners = np.concatenate(self._owners)
        self._nodes = np.searchsorted(self._first_of_nodes, np.arange(len(self.owners)), side="right")
        self._own_planes = np.concatenate(self._planes)
        self._world_planes = np.ascontiguousarray(self._own_planes.T)
        kept = min(placed.shape[1], self._next)
        self._world_planes[:, :kept] = placed[:, :kept]

    def mark(self) -> Mark:
        """For `return_to`."""
        return Mark(self._next, len(self._owners), len(self._first_of_nodes))

    def return_to(self, mark: Mark) -> None:
        """Forget what was numbered since. Call `close` afterwards, when what comes instead is numbered."""
        self._next = mark.number
        del self._owners[mark.parts :], self._planes[mark.parts :], self._first_of_nodes[mark.nodes :]
        self._spans = {owner: span for owner, span in self._spans.items() if span.stop <= mark.number}
        self._world_planes = self._world_planes[:, : mark.number]

    def place(self, owner: int, where: Placement) -> None:
        """The planes of an owner whose mesh was numbered in its own frame."""
        span = self._spans[owner]
        normals = self._own_planes[span, :3] @ where.rotation().T
        self._world_planes[:3, span] = normals.T
        self._world_planes[3, span] = self._own_planes[span, 3] + normals @ where.offset()

    def mask(self, runs: Runs) -> npt.NDArray[np.uint16]:
        """(height, width): the owner of what each pixel shows."""
        return runs.spread(self.owners.take(runs.numbers, mode="clip"))

    def normals(self, runs: Runs, seen_from: Floats) -> Singles:
        """(height, width, 3): the unit normal of what each pixel shows, on the side of the eye at `seen_from`.

        In the mesh's axes; zero for the sky.
        """
        x, y, z, distance = self._world_planes.take(runs.numbers, axis=1, mode="clip")
        seen_x, seen_y, seen_z = seen_from
        side = np.where(x * seen_x + y * seen_y + z * seen_z < distance, -1.0, 1.0)
        return np.stack([runs.spread((part * side).astype(np.float32)) for part in (x, y, z)], axis=-1)

    def nodes_in(self, runs: Runs) -> npt.NDArray[np.bool_]:
        """For each node, in the order they were begun, whether a pixel shows it; and at the end, for the sky."""
        shown = np.zeros(len(self._first_of_nodes) + 1, np.bool_)
        shown[self._nodes.take(runs.numbers, mode="clip") - 1] = True
        return shown

    def affine(self, camera_axes: Floats, camera_position: Floats) -> Singles:
        """(3, numbers): what 1 / depth gains per step right, ahead and up in a camera with these axes as rows."""
        x, y, z, distance = self._world_planes
        # Written out: a product of matrices would wake threads, and its last digits differ from processor to processor.
        seen_x, seen_y, seen_z = camera_position
        away = distance - (x * seen_x + y * seen_y + z * seen_z)
        away[np.abs(away) < _EDGE_ON] = _EDGE_ON
        nearness = (1 / away).astype(np.float32)
        x, y, z = self._world_planes[:3].astype(np.float32)
        rates = np.empty((3, len(away)), np.float32)
        for rate, (along_x, along_y, along_z) in zip(rates, camera_axes.astype(np.float32), strict=True):
            np.multiply(x * along_x + y * along_y + z * along_z, nearness, out=rate)
        rates[:, 0] = 0
        return rates

    def _free_numbers(self, count: int, cut_out: bool) -> Integers:
        if not cut_out:
            return self._next + np.arange(count)
        candidates = self._next + np.arange(2 * count + 1024)
        usable = (candidates & 255 != 255) & (candidates >> 8 & 255 != 255)
        free: Integers = candidates[usable][:count]
        return free


class DepthMaker:
    """Planar depth in centimetres for pictures of one size and field of view."""

    def __init__(self, width: int, height: int, fov_deg: float) -> None:
        slope = math.tan(math.radians(fov_deg) / 2)
        self._right = (((np.arange(width) + 0.5) / width * 2 - 1) * slope).astype(np.float32)
        self._up = ((1 - (np.arange(height) + 0.5) / height * 2) * slope * height / width).astype(np.float32)

    def depth_cm(self, runs: Runs, affine: Singles) -> Singles:
        """Infinite where nothing was drawn."""
        right, ahead, up = affine.take(runs.numbers, axis=1, mode="clip")
        nearness: Singles = runs.spread(right)
        nearness *= self._right
        nearness += runs.spread(ahead + up * self._up[runs.rows])
        with np.errstate(divide="ignore"):
            return np.divide(np.float32(CM_PER_M), nearness, out=nearness)
