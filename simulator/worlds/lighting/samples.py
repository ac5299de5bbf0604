"""The points at which a bake gathers light: a grid on every chart, and every vertex without a chart."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from embrace3k.simulator.worlds.lighting.encoding import BRIGHTEST, GAMMA
from embrace3k.simulator.worlds.lighting.flat_faces import FlatFaces
from embrace3k.simulator.worlds.lighting.rays import triangle_corners
from embrace3k.simulator.worlds.materials import CUT_OUT
from embrace3k.simulator.worlds.mesh import Chart, Mesh, Part
from embrace3k.simulator.worlds.surfaces import Floats, Integers, unit

_SHADOW_SIZE = 0.62
"""Leaf cards stop light with their middle only, which makes dappled shade."""
_FLAT_M = 1e-4
_GLOW = 3.2
_BELOW_EVERYTHING = (0.0, 0.0, -500.0)

Flags = npt.NDArray[np.bool_]
Albedo = Callable[[str], tuple[float, float, float]]


@dataclass(frozen=True)
class ChartSample:
    """A chart with what the bake must know of its part."""

    chart: Chart
    normal: Floats
    albedo: Floats
    material: str
    texture: Floats
    """Texture coordinates at the chart's first and last corner."""


class _Triangles(NamedTuple):
    corners: Floats
    lit_per_vertex: bool
    two_sided: bool
    owners: Integers


class LitScene:
    """Fixed meshes as charts, lit vertices and triangles that stop light, all in the order of the meshes' parts."""

    def __init__(self, meshes: Iterable[Mesh], albedo: Albedo) -> None:
        self.charts: list[ChartSample] = []
        self._vertex_parts: list[tuple[Part, Floats]] = []
        self.vertex_count = 0
        self.shining: list[tuple[slice, float]] = []
        """Vertices that shine by themselves, and how brightly."""
        self._triangles: list[_Triangles] = []
        self._ends = [(0, 0, 0)]
        """Charts, vertices and triangles after each mesh."""
        for mesh in meshes:
            for material, parts in mesh.parts.items():
                for part in parts:
                    color = np.array(albedo(material)) * np.clip(part.colors.mean(0), 0, 1) ** GAMMA
                    self._add(material, part, color)
            added = sum(len(part.surface.triangles) for parts in mesh.parts.values() for part in parts)
            self._ends.append((len(self.charts), self.vertex_count, self._ends[-1][2] + added))

    def charts_of(self, mesh: int) -> slice:
        return slice(self._ends[mesh][0], self._ends[mesh + 1][0])

    def vertices_of(self, mesh: int) -> slice:
        return slice(self._ends[mesh][1], self._ends[mesh + 1][1])

    def triangles_of(self, mesh: int) -> slice:
        return slice(self._ends[mesh][2], self._ends[mesh + 1][2])

    def _add(self, material: str, part: Part, albedo: Floats) -> None:
        surface = part.surface
        corners = triangle_corners(surface.points, surface.triangles)
        if part.chart is not None:
            owner = np.full(len(surface.triangles), len(self.charts))
            span = np.stack([surface.uvs.min(0), surface.uvs.max(0)])
            self._triangles.append(_Triangles(corners, False, False, owner))
            self.charts.append(ChartSample(part.chart, surface.normals[0], albedo, material, span))
            return
        first = self.vertex_count
        owner = first + surface.triangles[:, 0]
        self._triangles.append(_Triangles(_stopping_light(material, corners), True, material in CUT_OUT, owner))
        self._vertex_parts.append((part, albedo))
        self.vertex_count += len(surface.points)
        if material in ("glow", "hills"):
            self.shining.append((slice(first, self.vertex_count), _GLOW if material == "glow" else BRIGHTEST))

    def corners(self) -> Floats:
        return np.concatenate([some.corners for some in self._triangles])

    def owners(self) -> Integers:
        """Per triangle the number of its chart, or of its first vertex."""
        return np.concatenate([some.owners for some in self._triangles])

    def are_lit_per_vertex(self) -> Flags:
        return np.concatenate([np.full(len(some.owners), some.lit_per_vertex) for some in self._triangles])

    def have_two_sides(self) -> Flags:
        """Leaf cards are seen from behind; the back of anything else is the inside of something."""
        return np.concatenate([np.full(len(some.owners), some.two_sided) for some in self._triangles])

    def vertices(self) -> tuple[Floats, Floats, Floats]:
        """Points, unit normals and albedo of what has no chart."""
        if not self._vertex_parts:
            return np.zeros((0, 3)), np.zeros((0, 3)), np.zeros((0, 3))
        points = np.concatenate([part.surface.points for part, _ in self._vertex_parts])
        normals = np.concatenate([part.surface.normals for part, _ in self._vertex_parts])
        albedo = [np.tile(color, (len(part.surface.points), 1)) for part, color in self._vertex_parts]
        return points, unit(normals), np.concatenate(albedo)

    @cached_property
    def flat_faces(self) -> FlatFaces:
        """Of what has no chart."""
        return FlatFaces(part for part, _ in self._vertex_parts)

    def open_vertex_light(self, light: Floats, is_open: Flags) -> Floats:
        """Vertices that lie within something else take the light of the nearest open vertex of their part."""
        mended = light.copy()
        first = 0
        for part, _ in self._vertex_parts:
            points = part.surface.points
            own = slice(first, first + len(points))
            first += len(points)
            if is_open[own].any() and not is_open[own].all():
                closed = np.flatnonzero(~is_open[own])
                away = np.linalg.norm(points[closed][:, None] - points[is_open[own]][None], axis=2)
                mended[own][closed] = light[own][is_open[own]][away.argmin(1)]
        return mended


def light_stopping_corners(meshes: Iterable[Mesh]) -> Floats:
    """(triangles, 3, 3) of everything that throws shadows."""
    pieces = []
    for mesh in meshes:
        for material, parts in mesh.parts.items():
            corners = [triangle_corners(part.surface.points, part.surface.triangles) for part in parts]
            pieces.append(np.concatenate([_stopping_light(material, some) for some in corners]))
    return np.concatenate(pieces)


def _stopping_light(material: str, corners: Floats) -> Floats:
    """What of a part stops light: far trees, lamp covers and fallen leaves nothing, leaf cards their middle."""
    if material in ("hills", "glow") or (material in CUT_OUT and np.ptp(corners[..., 2]) < _FLAT_M):
        return np.asarray(corners * 0 + _BELOW_EVERYTHING, np.float64)
    if material != "foliage":
        return corners
    middle = np.repeat((corners[0::2].mean(1) + corners[1::2].mean(1)) / 2, 2, 0)[:, None]
    return np.asarray(middle + (corners - middle) * _SHADOW_SIZE, np.float64)
