"""Ray casting, with embree where it is installed, and the ray directions a bake uses.

Directions come from a quasi-random sequence turned by a hash of the position: no random numbers, so two bakes of one
world are equal byte for byte, and coincident points of neighbouring surfaces get equal rays, so no seams show.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from embrace3k.simulator.worlds.lighting.plain_tracer import PlainTracer
from embrace3k.simulator.worlds.surfaces import Floats, Integers, unit

try:
    from embreex import rtcore_scene
    from embreex.mesh_construction import TriangleMesh
except ModuleNotFoundError:
    ENGINE = "numpy"
else:
    ENGINE = "embree"
"""What casts rays here. Light is the same to the eye with either, but not to the last bit."""

Singles = npt.NDArray[np.float32]

_TURNS = 32
_INSIDE_SHARE = 0.3
_LIFT_M = 0.012
"""Rays start this far above their surface, so that they do not meet it."""


class Hits(NamedTuple):
    triangles: npt.NDArray[np.int32]
    """Number of the triangle that was hit, -1 for none."""
    distances: Singles
    normals: Singles


class Tracer:
    """Casts rays against (triangles, 3 corners, 3) metres."""

    def __init__(self, corners: Floats) -> None:
        single = np.ascontiguousarray(corners, np.float32)
        self._caster = _Embree(single) if ENGINE == "embree" else PlainTracer(single)

    def first_hits(self, origins: Floats | Singles, directions: Floats | Singles) -> Hits:
        return Hits(*self._caster.first_hits(*_singles(origins, directions)))

    def distances(self, origins: Floats | Singles, directions: Floats | Singles) -> Floats:
        """To the first hit; more than 1e6 where nothing is hit."""
        return np.asarray(self._caster.distances(*_singles(origins, directions)), np.float64)


class _Embree:
    def __init__(self, corners: Singles) -> None:
        self._scene = rtcore_scene.EmbreeScene()
        self._mesh = TriangleMesh(self._scene, corners)

    def first_hits(self, origins: Singles, directions: Singles) -> tuple[npt.NDArray[np.int32], Singles, Singles]:
        found = self._scene.run(origins, directions, query="INTERSECT", output=True)
        return found["primID"], found["tfar"], found["Ng"]

    def distances(self, origins: Singles, directions: Singles) -> Singles:
        found: Singles = self._scene.run(origins, directions, query="DISTANCE")
        return found


def _singles(*arrays: Floats | Singles) -> tuple[Singles, ...]:
    return tuple(np.ascontiguousarray(array, np.float32) for array in arrays)


def lifted(points: Floats, normals: Floats) -> Floats:
    return np.asarray(points + normals * _LIFT_M, np.float64)


def even_sequence(count: int, offset: float = 0.0) -> Floats:
    """(count, 2) well-spread numbers in 0 to 1 (the R2 sequence)."""
    index = np.arange(count) + 1
    return np.stack([(0.5 + offset + index * 0.7548776662466927) % 1, (0.5 + index * 0.5698402909980532) % 1], 1)


def position_hash(points: Floats) -> tuple[Floats, Floats]:
    """Two numbers in 0 to 1 per point, equal for points that coincide to the centimetre."""
    cells = np.floor(points * 100 + 0.5).astype(np.int64)
    mixed = (cells[:, 0] * 73856093) ^ (cells[:, 1] * 19349663) ^ (cells[:, 2] * 83492791)
    mixed = (mixed * 2654435761) & 0xFFFFFFFF
    return (mixed & 0xFFFF) / 65536.0, (mixed >> 16) / 65536.0


def tangents(normals: Floats) -> tuple[Floats, Floats]:
    """Two unit vectors that span the plane across each normal."""
    sign = np.where(normals[:, 2] >= 0, 1.0, -1.0)
    scale = -1 / (sign + normals[:, 2])
    shared = normals[:, 0] * normals[:, 1] * scale
    first = np.stack([1 + sign * normals[:, 0] ** 2 * scale, sign * shared, -sign * normals[:, 0]], 1)
    return first, np.stack([shared, sign + normals[:, 1] ** 2 * scale, -normals[:, 1]], 1)


def hemisphere(points: Floats, normals: Floats, count: int) -> Singles:
    """(points, count, 3) cosine-weighted directions about each normal."""
    turn_radius, turn_angle = (np.floor(turn * _TURNS).astype(np.int64) for turn in position_hash(points))
    upright = _upright_hemispheres(count)[turn_radius * _TURNS + turn_angle]
    axes = np.stack([*tangents(normals), normals], 1).astype(np.float32)
    return np.asarray(upright @ axes, np.float32)


@cache
def _upright_hemispheres(count: int) -> Singles:
    """(turns, count, 3): the directions about a normal that points up, for each pair of turns that a hash picks."""
    spread, turns = even_sequence(count), np.arange(_TURNS) / _TURNS
    radius = np.sqrt((spread[:, 0] + turns[:, None]) % 1)[:, None]
    angle = 2 * np.pi * ((spread[:, 1] + turns[:, None]) % 1)[None]
    height = np.broadcast_to(np.sqrt(1 - radius * radius), (_TURNS, _TURNS, count))
    directions = np.stack([radius * np.cos(angle), radius * np.sin(angle), height], 3)
    return directions.reshape(-1, count, 3).astype(np.float32)


def own_occlusion(corners: Floats, points: Floats, normals: Floats, ray_count: int = 48) -> Floats:
    """What share of its hemisphere each point of an object sees past the object itself and the floor it stands on.

    Points within another part of the object see as much as the nearest that is not.
    """
    tracer = Tracer(corners)
    upright = unit(normals)
    reach = min(0.8, 0.6 * float(np.ptp(points, axis=0).max()))
    directions = hemisphere(points, upright, ray_count).reshape(-1, 3)
    origins = np.repeat(points + upright * 0.01, ray_count, 0)
    falling = np.minimum(directions[:, 2], -1e-3)
    to_floor = np.where(directions[:, 2] < -1e-3, (origins[:, 2] + 0.02) / -falling, 9.0)
    hits = tracer.first_hits(origins, directions)
    seen = np.clip(np.minimum(hits.distances, to_floor) / reach, 0, 1).reshape(len(points), ray_count).mean(1)
    behind = (hits.triangles >= 0) & (np.einsum("ij,ij->i", hits.normals, directions) > 0)
    is_inside = behind.reshape(len(points), ray_count).mean(1) > _INSIDE_SHARE
    if is_inside.any() and not is_inside.all():
        away = np.linalg.norm(points[is_inside][:, None] - points[~is_inside][None], axis=2)
        seen[is_inside] = seen[~is_inside][away.argmin(1)]
    return np.asarray(seen, np.float64)


def triangle_corners(points: Floats, triangles: Integers) -> Floats:
    corners: Floats = points[triangles]
    return corners
