"""Triangle meshes under construction. Axes here: x east, y north, z up; metres; the front of a model looks north."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from embrace3k.simulator.worlds.surfaces import (
    Floats,
    Integers,
    Surface,
    Vector,
    fan,
    lofted,
    rectangle,
    revolved,
    rounded_box,
    unit,
)

Color = tuple[float, float, float]

WHITE: Color = (1.0, 1.0, 1.0)
_LIT_STEP_M = 3.0


@dataclass(frozen=True)
class Chart:
    """A flat rectangle that takes its light from the lightmap, a luxel every `luxel_m`."""

    origin: Floats
    u: Floats
    v: Floats
    at: Floats
    """(points, 2): where each point of the part lies, in units of (u, v)."""
    luxel_m: float


@dataclass(frozen=True)
class Part:
    """One surface of one material. Without a chart it is lit per vertex."""

    surface: Surface
    colors: Floats
    """(points, 3), 0 to 1, multiplied with the texture."""
    chart: Chart | None = None

    def moved(self, rotation: Floats, offset: Floats) -> "Part":
        points, normals, uvs, triangles = self.surface
        surface = Surface(points @ rotation.T + offset, normals @ rotation.T, uvs, triangles)
        return Part(surface, self.colors, self._moved_chart(rotation, offset))

    def _moved_chart(self, rotation: Floats, offset: Floats) -> Chart | None:
        if self.chart is None:
            return None
        origin = self.chart.origin @ rotation.T + offset
        u, v = self.chart.u @ rotation.T, self.chart.v @ rotation.T
        return Chart(origin, u, v, self.chart.at, self.chart.luxel_m)


class Mesh:
    """Surfaces by material. The methods that add a surface return the mesh, so that calls chain.

    `material` is a name from `materials.MATERIALS`; `color` tints it.
    """

    def __init__(self) -> None:
        self.parts: dict[str, list[Part]] = {}

    def add(self, surface: Surface, material: str, color: Vector | Floats = WHITE, chart: Chart | None = None) -> Self:
        colors = np.empty((len(surface.points), 3))
        colors[:] = color
        self.parts.setdefault(material, []).append(Part(surface, colors, chart))
        return self

    def quad(
        self,
        origin: Vector,
        u: Vector,
        v: Vector,
        material: str = "flat",
        color: Vector = WHITE,
        *,
        tile_m: float = 1.0,
        fit: bool = False,
        luxel_m: float = 0.05,
        step_m: float = 0.5,
        cuts: tuple[float, ...] = (),
        aligned: bool = False,
    ) -> Self:
        """A rectangle facing u x v. `luxel_m` 0 lights it at points `step_m` apart instead of through the lightmap.

        `fit` stretches the texture over it once; else it repeats every `tile_m`. `cuts`: shares of v at which it has
        points too; where a neighbour has a corner they keep pixels of what is behind from showing through. `aligned`
        textures start at the mesh's origin instead of the corner: courses of bricks go on from piece to piece.
        """
        surface, at = rectangle(origin, u, v, _LIT_STEP_M if luxel_m else step_m, 0.0 if fit else tile_m, cuts)
        if aligned:
            sides = unit(np.array((u, v), np.float64))
            surface = surface._replace(uvs=surface.uvs + (sides @ np.asarray(origin, np.float64) / tile_m) % 1.0)
        if not luxel_m:
            return self.add(surface, material, color)
        corner, along_u, along_v = (np.asarray(a, np.float64) for a in (origin, u, v))
        return self.add(surface, material, color, Chart(corner, along_u, along_v, at, luxel_m))

    def box(
        self,
        base: Vector,
        size: Vector,
        material: str = "flat",
        color: Vector = WHITE,
        *,
        faces: str = "nsewtb",
        fit: str = "",
        tile_m: float = 1.0,
        luxel_m: float = 0.05,
        step_m: float = 0.5,
        aligned: bool = False,
    ) -> Self:
        """An upright box on the centre of its base. `faces` and `fit`: letters of north south east west top bottom."""
        width, depth, height = (float(length) for length in size)
        west, south, low = float(base[0]) - width / 2, float(base[1]) - depth / 2, float(base[2])
        sides = {
            "s": ((west, south, low), (width, 0, 0), (0, 0, height)),
            "n": ((west + width, south + depth, low), (-width, 0, 0), (0, 0, height)),
            "e": ((west + width, south, low), (0, depth, 0), (0, 0, height)),
            "w": ((west, south + depth, low), (0, -depth, 0), (0, 0, height)),
            "t": ((west, south, low + height), (width, 0, 0), (0, depth, 0)),
            "b": ((west, south + depth, low), (width, 0, 0), (0, -depth, 0)),
        }
        for face in faces:
            stretched = face in fit
            self.quad(
                *sides[face],
                material,
                color,
                tile_m=tile_m,
                fit=stretched,
                luxel_m=luxel_m,
                step_m=step_m,
                aligned=aligned and not stretched,
            )
        return self

    def lathe(
        self,
        base: Vector,
        profile: Sequence[Vector],
        material: str = "flat",
        color: Vector = WHITE,
        *,
        segments: int = 20,
        axis: str = "z",
    ) -> Self:
        """A (radius, height) profile turned about `axis`; it faces outwards where it climbs."""
        return self.add(_shifted(revolved(profile, segments, axis), base), material, color)

    def cylinder(
        self,
        base: Vector,
        radius: float,
        height: float,
        material: str = "flat",
        color: Vector = WHITE,
        *,
        segments: int = 20,
        axis: str = "z",
    ) -> Self:
        rim = min(0.001, height / 4)
        profile = [(0, 0), (radius, 0), (radius, rim), (radius, height - rim), (radius, height), (0, height)]
        return self.lathe(base, profile, material, color, segments=segments, axis=axis)

    def sphere(
        self,
        center: Vector,
        radius: float,
        material: str = "flat",
        color: Vector = WHITE,
        *,
        rings: int = 9,
        segments: int = 20,
        squash: float = 1.0,
    ) -> Self:
        latitude = np.linspace(-np.pi / 2, np.pi / 2, rings)
        profile = np.stack([radius * np.cos(latitude), radius * squash * np.sin(latitude)], 1)
        return self.lathe(center, list(profile), material, color, segments=segments)

    def prism(
        self, base: Vector, profile: Sequence[Vector], width: float, material: str = "flat", color: Vector = WHITE
    ) -> Self:
        """A convex polygon in (y, z), counter-clockwise seen from the east, drawn out along x."""
        center = np.asarray(base, np.float64)
        for (y0, z0), (y1, z1) in zip(profile, [*profile[1:], profile[0]], strict=True):
            corner = center + (width / 2, y0, z0)
            self.quad(corner, (-width, 0, 0), (0, y1 - y0, z1 - z0), material, color, luxel_m=0, step_m=0.35)
        rim = np.array([(width / 2, y, z) for y, z in profile])
        self.add(_shifted(fan(rim), center), material, color)
        return self.add(_shifted(fan(rim[::-1] * (-1, 1, 1)), center), material, color)

    def rounded_box(
        self,
        base: Vector,
        size: Vector,
        radius: float = 0.05,
        material: str = "flat",
        color: Vector = WHITE,
        *,
        tile_m: float = 0.6,
        rings: int = 4,
    ) -> Self:
        """A box with round edges on the centre of its base, lit per vertex."""
        middle = np.asarray(base, np.float64) + (0, 0, float(size[2]) / 2)
        return self.add(_shifted(rounded_box(size, radius, tile_m, rings), middle), material, color)

    def loft(
        self,
        sections: Sequence[Floats] | Sequence[Sequence[Vector]],
        material: str = "flat",
        color: Vector = WHITE,
        *,
        closed: bool = True,
    ) -> Self:
        """A skin over rings of equal length, each running counter-clockwise seen from the last ring."""
        return self.add(lofted(sections, closed), material, color)

    def lid(self, rim: Sequence[Vector] | Floats, material: str = "flat", color: Vector = WHITE) -> Self:
        """A flat convex cover over a rim given counter-clockwise."""
        return self.add(fan(rim), material, color)

    def merge(self, other: "Mesh") -> Self:
        for material, parts in other.parts.items():
            self.parts.setdefault(material, []).extend(parts)
        return self

    def transform(self, rotation: Floats, offset: Vector) -> "Mesh":
        """A copy, rotated and then shifted."""
        copy = Mesh()
        shift = np.asarray(offset, np.float64)
        for material, parts in self.parts.items():
            copy.parts[material] = [part.moved(rotation, shift) for part in parts]
        return copy

    def bounds(self) -> tuple[Floats, Floats]:
        """Lowest and highest corner, metres."""
        points = np.concatenate([part.surface.points for parts in self.parts.values() for part in parts])
        return points.min(0), points.max(0)


def joined(parts: Sequence[Part]) -> Part:
    """Several parts of one material as a single one that is lit per vertex."""
    counts = np.cumsum([0] + [len(part.surface.points) for part in parts])
    triangles: list[Integers] = [part.surface.triangles + shift for part, shift in zip(parts, counts[:-1], strict=True)]
    points, normals, uvs = (np.concatenate([part.surface[column] for part in parts]) for column in range(3))
    surface = Surface(points, normals, uvs, np.concatenate(triangles))
    return Part(surface, np.concatenate([part.colors for part in parts]))


def _shifted(surface: Surface, offset: Vector) -> Surface:
    return surface._replace(points=surface.points + np.asarray(offset, np.float64))
