"""Trees, shrubs and pot plants of alpha-tested leaf cards. Origin = centre of the base, metres.

Each builder takes a random generator: the same state gives the same plant.
"""

import math

import numpy as np

from embrace3k.simulator.worlds.mesh import Mesh
from embrace3k.simulator.worlds.surfaces import Floats, Surface, unit

_GOLDEN_ANGLE = 2.39996
_CARD_UVS = np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)])
_CARD_TRIANGLES = np.array([(0, 1, 2), (0, 2, 3)])


def tree(rng: np.random.Generator) -> Mesh:
    trunk = 1.7 + 0.8 * rng.random()
    outline = [(0.26, 0), (0.18, 0.25), (0.15, 0.8), (0.12, trunk), (0.05, trunk + 1.2)]
    mesh = Mesh().lathe((0, 0, 0), outline, "bark", segments=12)
    for branch in range(4):
        heading = branch * 1.7 + rng.random()
        reach = np.array([math.cos(heading) * 0.8, math.sin(heading) * 0.8, trunk + 0.7 + 0.3 * rng.random()])
        _branch(mesh, np.array([0, 0, trunk - 0.4 + 0.15 * branch]), reach)
    return _leaves(mesh, (0, 0, trunk + 1.05), (1.35, 1.35, 1.05), 110, 0.85, rng)


def shrub(rng: np.random.Generator) -> Mesh:
    return _leaves(Mesh(), (0, 0, 0.36), (0.5, 0.5, 0.36), 46, 0.42, rng, (0.5, 0.95))


def potted_plant(rng: np.random.Generator) -> Mesh:
    pot = [(0, 0), (0.13, 0), (0.18, 0.28), (0.19, 0.30), (0.165, 0.30), (0.16, 0.26), (0, 0.26)]
    mesh = Mesh().lathe((0, 0, 0), pot, color=(0.72, 0.66, 0.60), segments=24)
    mesh.cylinder((0, 0, 0.2), 0.02, 0.5, color=(0.35, 0.26, 0.18), segments=8)
    return _leaves(mesh, (0, 0, 0.85), (0.28, 0.28, 0.36), 42, 0.34, rng, (0.5, 0.95))


def _branch(mesh: Mesh, root: Floats, tip: Floats) -> None:
    ring = 0.055 * np.array([(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (-1.0, 0.0, 0.0), (0.0, -1.0, 0.0)])
    mesh.loft([root + ring, tip + 0.5 * ring], "bark")


def _leaves(
    mesh: Mesh,
    center: tuple[float, float, float],
    radii: tuple[float, float, float],
    count: int,
    size: float,
    rng: np.random.Generator,
    shades: tuple[float, float] = (0.62, 1.0),
) -> Mesh:
    """Leaf cards in an ellipsoid; normals point outwards, so that the crown shades like one soft volume."""
    for number in range(count):
        height = 1 - 2 * (number + 0.5) / count
        heading = number * _GOLDEN_ANGLE + rng.random()
        flat = math.sqrt(1 - height * height)
        outward = np.array([flat * math.cos(heading), flat * math.sin(heading), height])
        depth = 0.45 + 0.55 * rng.random() ** 0.6
        middle = np.array(center) + outward * np.array(radii) * depth
        card = _card(middle, outward, size * (0.8 + 0.4 * rng.random()) / 2, rng)
        shade = shades[0] + (shades[1] - shades[0]) * depth * (0.75 + 0.25 * height) + 0.08 * rng.random()
        mesh.add(card, "foliage", (shade, shade, 0.92 * shade))
    return mesh


def _card(middle: Floats, outward: Floats, half: float, rng: np.random.Generator) -> Surface:
    facing = outward + 0.8 * rng.normal(size=3)
    u = half * unit(np.cross(facing, (0.2, 0.1, 1.0)))
    v = half * unit(np.cross(facing, u))
    points = np.stack([middle - u - v, middle + u - v, middle + u + v, middle - u + v])
    normal = unit(outward * 0.85 + np.array((0, 0, 0.45)))
    return Surface(points, np.tile(normal, (4, 1)), _CARD_UVS, _CARD_TRIANGLES)
