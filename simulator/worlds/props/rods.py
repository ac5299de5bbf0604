"""Round bars, bent tubes and rings, of which swings, bicycles, railings and handles are made. Metres."""

from collections.abc import Sequence

import numpy as np

from embrace3k.simulator.worlds.mesh import WHITE, Color, Mesh
from embrace3k.simulator.worlds.surfaces import Floats, Vector, unit

_ALMOST_UPRIGHT = 0.95


def rod(
    mesh: Mesh,
    start: Vector,
    end: Vector,
    radius: float,
    material: str = "flat",
    color: Color = WHITE,
    *,
    sides: int = 6,
    end_radius: float | None = None,
) -> Mesh:
    """A straight bar with closed ends."""
    foot, head = np.asarray(start, np.float64), np.asarray(end, np.float64)
    heading = unit(head - foot)
    ring = _ring(heading, _aside(heading), sides)
    rings = [foot + radius * ring, head + (radius if end_radius is None else end_radius) * ring]
    mesh.loft(rings, material, color)
    return mesh.lid(rings[0][::-1], material, color).lid(rings[1], material, color)


def tube(
    mesh: Mesh, points: Sequence[Vector], radius: float, material: str = "flat", color: Color = WHITE, *, sides: int = 6
) -> Mesh:
    """A bent bar through the points; its ends are closed."""
    path = np.asarray(points, np.float64)
    headings = unit(np.gradient(path, axis=0))
    first, rings = _aside(headings[0]), []
    for point, heading in zip(path, headings, strict=True):
        first = unit(first - heading * (first @ heading))
        rings.append(point + radius * _ring(heading, first, sides))
    mesh.loft(rings, material, color)
    return mesh.lid(rings[0][::-1], material, color).lid(rings[-1], material, color)


def hoop(
    mesh: Mesh,
    center: Vector,
    radius: float,
    thickness: float,
    material: str = "flat",
    color: Color = WHITE,
    *,
    axis: str = "x",
    sides: int = 5,
    segments: int = 18,
) -> Mesh:
    """A closed ring about `axis`, `thickness` its bar's radius: tyres, rims, handles."""
    turn = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    profile = [(radius + thickness * np.cos(angle), thickness * np.sin(angle)) for angle in turn]
    return mesh.lathe(center, [*profile, profile[0]], material, color, segments=segments, axis=axis)


def _aside(heading: Floats) -> Floats:
    """A unit vector square to the heading."""
    other = (1.0, 0.0, 0.0) if abs(heading[2]) > _ALMOST_UPRIGHT else (0.0, 0.0, 1.0)
    return unit(np.cross(np.array(other), heading))


def _ring(heading: Floats, first: Floats, sides: int) -> Floats:
    """A unit circle about the heading from `first` on, counter-clockwise seen from where it leads."""
    turn = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    return np.asarray(np.outer(np.cos(turn), first) + np.outer(np.sin(turn), np.cross(heading, first)), np.float64)
