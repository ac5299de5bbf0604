"""Large flat faces that are lit at their corners only: light changes evenly over each, or its triangles would show."""

from collections.abc import Iterable, Iterator

import numpy as np

from embrace3k.simulator.worlds.lighting.rays import tangents
from embrace3k.simulator.worlds.mesh import Part
from embrace3k.simulator.worlds.surfaces import Floats, Integers, face_vectors, unit

_SMALLEST_M2 = 0.02
_MOST_WITHIN = 1
"""A face with more places within its outline is a grid, whose triangles are small."""
_LONGEST_M, _WITHIN_SHARE = 3.0, 0.02
_SLANTED, _FAINT = 0.55, 0.02
"""Least cosine between a corner's normal and its face's; and how little the light at slanted normals counts."""
_SAME, _SAME_PLANE_PER_M = 0.999, 1000

_STEEPNESS = 0.4
"""Colours are drawn evenly over the picture and not over the face: seen from aside, steep slopes show its triangles."""
_ANGLES = np.linspace(0, 2 * np.pi, 90, endpoint=False)
_DIRECTIONS = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], 1)


class FlatFaces:
    """Of parts whose vertices are in a row. Vertices of no such face keep their light."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self._faces: list[tuple[Integers, Floats]] = []
        first = 0
        for part in parts:
            self._faces += [(vertices + first, fit) for vertices, fit in _fits(part)]
            first += len(part.surface.points)

    def evened(self, encoded: Floats) -> Floats:
        """The light with a gentle even slope for each face. `encoded`: (vertices, 3), as it is stored and drawn."""
        even = encoded.copy()
        for vertices, fit in self._faces:
            even[vertices] = np.clip(fit @ encoded[vertices], 0, 1)
        return even


def _fits(part: Part) -> Iterator[tuple[Integers, Floats]]:
    """Vertices of each flat face, and the matrix that makes even light of theirs. A vertex is in one face at most."""
    points, vertex_normals, _, triangles = part.surface
    if len(points) < 4:
        return
    vectors = face_vectors(points, triangles)
    normals = unit(vectors)
    distances = np.einsum("ij,ij->i", normals, points[triangles[:, 0]])
    planes = np.rint(np.column_stack([normals, distances]) * _SAME_PLANE_PER_M).astype(np.int64)
    _, plane = np.unique(planes, axis=0, return_inverse=True)
    areas = np.bincount(plane.ravel(), np.linalg.norm(vectors, axis=1) / 2)
    taken = np.zeros(len(points), np.bool_)
    for number in np.argsort(-areas, kind="stable"):
        if areas[number] < _SMALLEST_M2:
            return
        own = plane.ravel() == number
        vertices = np.unique(triangles[own])
        facing = unit(vertex_normals[vertices]) @ normals[own][0]
        if len(vertices) < 4 or facing.min() < _SLANTED or taken[vertices].any():
            continue
        straight = facing > _SAME
        flat = _in_plane(points[vertices], normals[own][0])
        if straight.any() and np.ptp(flat, axis=0).max() < _LONGEST_M and _within(flat) <= _MOST_WITHIN:
            taken[vertices] = True
            yield vertices, _even_slope(flat, np.where(straight, 1.0, _FAINT))


def _in_plane(points: Floats, normal: Floats) -> Floats:
    """(points, 2), about their middle."""
    first, second = tangents(normal[None])
    away = points - points.mean(0)
    return np.column_stack([away @ first[0], away @ second[0]])


def _within(flat: Floats) -> int:
    """How many places lie within the outline of all."""
    places = np.unique(np.rint(flat * _SAME_PLANE_PER_M) / _SAME_PLANE_PER_M, axis=0)
    reach = places @ _DIRECTIONS.T
    from_border = (reach.max(0) - reach).min(1)
    return int((from_border > _WITHIN_SHARE * np.ptp(flat, axis=0).min()).sum())


def _even_slope(flat: Floats, weights: Floats) -> Floats:
    """From values at points of a plane to those of the linear function that fits them best, but less steep."""
    basis = np.column_stack([np.ones(len(flat)), flat])
    fit = np.linalg.pinv(basis * weights[:, None]) * weights
    return np.asarray(basis * (1.0, _STEEPNESS, _STEEPNESS) @ fit, np.float64)
