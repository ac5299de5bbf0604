"""Shapes as bare arrays: points, outward normals, texture coordinates, triangles.

Triangles run counter-clockwise seen from outside; the renderer draws that side only. Metres.
"""

import math
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Vector = Sequence[float] | Floats

_TINY_M = 1e-9


class Surface(NamedTuple):
    points: Floats
    normals: Floats
    uvs: Floats
    triangles: Integers


def rotation_z(angle_deg: float) -> Floats:
    """Counter-clockwise seen from above; use as `points @ rotation_z(a).T`."""
    angle = math.radians(angle_deg)
    return np.array([[math.cos(angle), -math.sin(angle), 0], [math.sin(angle), math.cos(angle), 0], [0, 0, 1]])


def unit(vectors: Floats) -> Floats:
    """Rows scaled to length 1; zero rows stay (nearly) zero."""
    return np.asarray(vectors / (np.linalg.norm(vectors, axis=-1, keepdims=True) + _TINY_M), np.float64)


def grid_triangles(index: Integers) -> Integers:
    """Two triangles per cell of a (rows, columns) array of point numbers."""
    near_left, near_right = index[:-1, :-1].ravel(), index[:-1, 1:].ravel()
    far_right, far_left = index[1:, 1:].ravel(), index[1:, :-1].ravel()
    first = np.stack([near_left, near_right, far_right], 1)
    return np.concatenate([first, np.stack([near_left, far_right, far_left], 1)])


def rectangle(
    origin: Vector, u: Vector, v: Vector, step_m: float, tile_m: float, cuts: tuple[float, ...] = ()
) -> tuple[Surface, Floats]:
    """A flat rectangle facing u x v, cut into cells of at most `step_m`, and across at these shares of v.

    `tile_m` 0 stretches the texture over it once. The second array places each point in units of (u, v).
    """
    (ux, uy, uz), (vx, vy, vz) = map(float, u), map(float, v)
    length_u, length_v = math.hypot(ux, uy, uz), math.hypot(vx, vy, vz)
    at, triangles = _cells(max(1, math.ceil(length_u / step_m)), max(1, math.ceil(length_v / step_m)), cuts)
    points = np.asarray(origin, np.float64) + at @ np.array(((ux, uy, uz), (vx, vy, vz)))
    across = (uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx)
    normals = np.empty_like(points)
    normals[:] = np.array(across) / math.hypot(*across)
    uvs = at * (length_u / tile_m, length_v / tile_m) if tile_m else at
    return Surface(points, normals, uvs, triangles), at


@cache
def _cells(columns: int, rows: int, cuts: tuple[float, ...]) -> tuple[Floats, Integers]:
    """The corners of a grid over the unit square and its triangles. Rectangles share them, so they cannot change."""
    at_u, at_v = np.meshgrid(np.linspace(0, 1, columns + 1), np.union1d(np.linspace(0, 1, rows + 1), cuts))
    at = np.stack([at_u.ravel(), at_v.ravel()], 1)
    triangles = grid_triangles(np.arange(len(at)).reshape(at_u.shape))
    at.flags.writeable = triangles.flags.writeable = False
    return at, triangles


def revolved(profile: Sequence[Vector], segments: int, axis: str) -> Surface:
    """The (radius, height) profile turned about `axis`; a profile that climbs faces outwards."""
    outline = np.asarray(profile, np.float64)
    angles = np.linspace(0, 2 * np.pi, segments + 1)
    radii, heights = outline[:, 0], outline[:, 1]
    flat = np.ones_like(angles)
    points = np.stack([np.outer(radii, np.cos(angles)), np.outer(radii, np.sin(angles)), np.outer(heights, flat)], -1)
    slope = np.gradient(outline, axis=0)
    across = unit(np.stack([slope[:, 1], -slope[:, 0]], 1))
    normals = np.stack(
        [np.outer(across[:, 0], np.cos(angles)), np.outer(across[:, 0], np.sin(angles)), np.outer(across[:, 1], flat)],
        -1,
    )
    turn = {"z": [0, 1, 2], "x": [2, 0, 1], "y": [1, 2, 0]}[axis]
    around, upwards = np.meshgrid(np.linspace(0, 3, segments + 1), np.linspace(0, 1, len(outline)))
    index = np.arange(points[..., 0].size).reshape(len(outline), segments + 1)
    triangles = _without_slivers(points[..., turn].reshape(-1, 3), grid_triangles(index))
    uvs = np.stack([around.ravel(), upwards.ravel()], 1)
    return Surface(points[..., turn].reshape(-1, 3), normals[..., turn].reshape(-1, 3), uvs, triangles)


def rounded_box(size_m: Vector, radius_m: float, tile_m: float, rings: int) -> Surface:
    """A box about the origin with rounded edges and smooth normals: cushions, fridges."""
    half = np.asarray(size_m, np.float64) / 2
    radius = min(radius_m, float(half.min()) * 0.999)
    quarter = np.linspace(0, np.pi / 2, rings)
    latitudes = np.concatenate([-quarter[::-1], quarter])
    longitudes = np.concatenate([quarter + turn * np.pi / 2 for turn in range(4)] + [np.array([2 * np.pi])])
    latitude, longitude = np.meshgrid(latitudes, longitudes, indexing="ij")
    normals = np.stack(
        [np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)], -1
    )
    points = (_box_corner_signs(rings) * (half - radius) + radius * normals).reshape(-1, 3)
    index = np.arange(len(points)).reshape(2 * rings, len(longitudes))
    top, bottom = index[-1, :-1:rings], index[0, :-1:rings]
    caps = np.array(
        [[top[0], top[1], top[2]], [top[0], top[2], top[3]], [bottom[0], bottom[2], bottom[1]]]
        + [[bottom[0], bottom[3], bottom[2]]]
    )
    triangles = np.concatenate([_without_slivers(points, grid_triangles(index)), caps])
    uvs = np.stack([points[:, 0] + points[:, 1], points[:, 2] + 0.5 * points[:, 1]], 1) / tile_m
    return Surface(points, normals.reshape(-1, 3), uvs, triangles)


def lofted(sections: Sequence[Sequence[Vector]] | Sequence[Floats], closed: bool) -> Surface:
    """A smooth skin over rings of equal length, with normals averaged from its faces."""
    rings = np.asarray(sections, np.float64)
    count, length = rings.shape[:2]
    points = rings.reshape(-1, 3)
    index = np.arange(count * length).reshape(count, length)
    if closed:
        index = np.concatenate([index, index[:, :1]], 1)
    triangles = grid_triangles(index)
    normals = np.zeros_like(points)
    faces = face_vectors(points, triangles)
    for corner in range(3):
        np.add.at(normals, triangles[:, corner], faces)
    return Surface(points, unit(normals), np.zeros((len(points), 2)), triangles)


def fan(rim: Sequence[Vector] | Floats) -> Surface:
    """A flat convex lid over a rim given counter-clockwise."""
    points = np.asarray(rim, np.float64)
    triangles = np.array([(0, i, i + 1) for i in range(1, len(points) - 1)])
    normal = unit(face_vectors(points, triangles).sum(0))
    return Surface(points, np.tile(normal, (len(points), 1)), np.zeros((len(points), 2)), triangles)


def face_vectors(points: Floats, triangles: Integers) -> Floats:
    """Per triangle a vector along its normal, twice its area long."""
    first = points[triangles[:, 0]]
    (ax, ay, az), (bx, by, bz) = (points[triangles[:, corner]].T - first.T for corner in (1, 2))
    return np.stack([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx], 1)


def _box_corner_signs(rings: int) -> Floats:
    quadrant = np.repeat(np.arange(5) % 4, [rings] * 4 + [1])
    sign_x = np.where((quadrant == 0) | (quadrant == 3), 1.0, -1.0)
    sign_y = np.where(quadrant < 2, 1.0, -1.0)
    sign_z = np.repeat([-1.0, 1.0], rings)
    return np.stack(np.broadcast_arrays(sign_x[None, :], sign_y[None, :], sign_z[:, None]), -1)


def _without_slivers(points: Floats, triangles: Integers) -> Integers:
    kept: Integers = triangles[np.linalg.norm(face_vectors(points, triangles), axis=1) > _TINY_M]
    return kept
