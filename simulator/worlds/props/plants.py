"""Trees, shrubs, hedges, flowers and pot plants, most of alpha-tested leaf cards. Origin = centre of the base, metres.

Each builder takes a random generator: the same state gives the same plant. Cards face the way their normals point, on
the average of their corners, though both of their sides are drawn.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from embrace3k.simulator.worlds.choosing import one
from embrace3k.simulator.worlds.mesh import WHITE, Color, Mesh
from embrace3k.simulator.worlds.surfaces import Floats, Surface, unit

Place = tuple[float, float, float]

_GOLDEN_ANGLE = 2.39996
_BOUGHS = 7
_CARD_UVS = np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)])
_CARD_TRIANGLES = np.array([(0, 1, 2), (0, 2, 3)])
_AUTUMN: tuple[Color, ...] = ((0.98, 0.82, 0.36), (0.95, 0.56, 0.24), (0.82, 0.36, 0.22), (0.78, 0.74, 0.36))


@dataclass(frozen=True)
class Leaves:
    """What a crown is made of."""

    material: str = "foliage"
    tint: Color = WHITE
    shades: tuple[float, float] = (0.62, 1.0)
    """Brightness deep inside and outside."""


class Cards(NamedTuple):
    corners: Floats
    """(cards, 4, 3)"""
    normals: Floats


def autumn_leaves(rng: np.random.Generator) -> Leaves:
    """Golden, orange, red or olive."""
    return Leaves("autumnleaves", one(rng, _AUTUMN), (0.55, 1.0))


def tree(rng: np.random.Generator) -> Mesh:
    """A small garden tree, 4.5 m high."""
    trunk = 1.7 + 0.8 * rng.random()
    outline = [(0.26, 0), (0.18, 0.25), (0.15, 0.8), (0.12, trunk), (0.05, trunk + 1.2)]
    mesh = Mesh().lathe((0, 0, 0), outline, "bark", segments=12)
    for branch in range(4):
        heading = branch * 1.7 + rng.random()
        reach = np.array([math.cos(heading) * 0.8, math.sin(heading) * 0.8, trunk + 0.7 + 0.3 * rng.random()])
        _branch(mesh, np.array([0, 0, trunk - 0.4 + 0.15 * branch]), reach)
    return _crown(mesh, (0, 0, trunk + 1.05), (1.35, 1.35, 1.05), 110, 0.85, rng)


def broadleaf(rng: np.random.Generator, height: float = 7.0, leaves: Leaves | None = None) -> Mesh:
    """A lime or oak: a bare trunk to 2 m, some boughs and a crown of several rounded masses."""
    leaves = leaves or Leaves("broadleaves")
    fork, radius = 0.36 * height, 0.028 * height
    outline = [(1.7 * radius, 0), (1.15 * radius, 0.3), (radius, 1.0), (0.8 * radius, fork), (0.1, 0.72 * height)]
    mesh = Mesh().lathe((0, 0, 0), outline, "bark", segments=9)
    spread = 0.2 * height * (0.9 + 0.25 * rng.random())
    turn = rng.random() * 2 * math.pi
    masses: list[tuple[Place, float]] = [((0.0, 0.0, 0.8 * height), 0.2 * height)]
    for bough in range(4):
        heading = turn + bough * math.pi / 2 + 0.5 * (rng.random() - 0.5)
        tip = (spread * math.cos(heading), spread * math.sin(heading), height * (0.56 + 0.08 * rng.random()))
        _branch(mesh, np.array([0, 0, fork - 0.25 + 0.12 * bough]), np.array(tip), 0.55 * radius)
        masses.append((tip, height * (0.17 + 0.04 * rng.random())))
    for middle, size in masses:
        _crown(mesh, middle, (size, size, 0.85 * size), 38, 0.17 * height, rng, leaves)
    return mesh


def birch(rng: np.random.Generator, height: float = 7.0, leaves: Leaves | None = None) -> Mesh:
    """A slender white trunk with a high, thin crown."""
    leaves = leaves or Leaves("birchleaves", shades=(0.7, 1.0))
    radius, lean = 0.016 * height, 0.05 * height * (rng.random() - 0.5)
    rings = [
        np.stack(
            [_circle(size * radius, 8)[:, 0] + lean * up, _circle(size * radius, 8)[:, 1], np.full(8, up * height)], 1
        )
        for size, up in ((1.5, 0.0), (1.0, 0.06), (0.85, 0.4), (0.25, 0.92))
    ]
    mesh = Mesh().add(_bark(rings), "birchbark")
    for number in range(5):
        heading, foot = number * _GOLDEN_ANGLE + rng.random(), height * (0.36 + 0.09 * number)
        reach = height * (0.16 - 0.018 * number)
        tip = np.array([lean * 0.5 + reach * math.cos(heading), reach * math.sin(heading), foot + 0.1 * height])
        _branch(mesh, np.array([lean * foot / height, 0, foot]), tip, 0.022, "birchbark")
        size = height * (0.13 - 0.008 * number)
        _crown(
            mesh,
            (float(tip[0]), float(tip[1]), float(tip[2])),
            (size, size, 1.25 * size),
            22,
            0.14 * height,
            rng,
            leaves,
        )
    return _crown(
        mesh, (lean, 0, 0.88 * height), (0.1 * height, 0.1 * height, 0.15 * height), 30, 0.13 * height, rng, leaves
    )


def conifer(rng: np.random.Generator, height: float = 6.5, tint: Color = WHITE) -> Mesh:
    """A spruce: whorls of hanging boughs that grow shorter towards the tip."""
    mesh = Mesh().lathe(
        (0, 0, 0), [(0.03 * height, 0), (0.022 * height, 0.4), (0.012, 0.96 * height)], "bark", segments=8
    )
    whorls = max(12, round(height * 2.4))
    share = np.repeat(np.arange(whorls) / (whorls - 1), _BOUGHS)
    number = np.arange(len(share))
    heading = number * 2 * math.pi / _BOUGHS + number // _BOUGHS * 0.6 + 0.3 * rng.random(len(share))
    outward = np.stack([np.cos(heading), np.sin(heading), np.zeros(len(share))], 1)
    reach = height * (0.27 * (1 - share) ** 0.9 + 0.035) * (0.85 + 0.3 * rng.random(len(share)))
    along = reach[:, None] * unit(outward + np.stack([0 * share, 0 * share, -0.55 + 0.5 * share], 1))
    tilt = 0.25 * (rng.random(len(share)) - 0.5)
    across = 0.46 * reach[:, None] * np.stack([-outward[:, 1], outward[:, 0], tilt], 1)
    root = np.stack([0 * share, 0 * share, height * (0.08 + 0.9 * share)], 1)
    corners = np.stack([root - across, root + along - across, root + along + across, root + across], 1)
    corners[..., 2] = np.maximum(corners[..., 2], 0.03)
    cards = Cards(corners, unit(0.6 * outward + np.array([0, 0, 0.7])))
    return _add_cards(mesh, cards, 0.6 + 0.4 * rng.random(len(share)), Leaves("needles", tint))


def shrub(rng: np.random.Generator, leaves: Leaves | None = None) -> Mesh:
    leaves = leaves or Leaves(shades=(0.5, 0.95))
    return _crown(Mesh(), (0, 0, 0.36), (0.5, 0.5, 0.36), 46, 0.42, rng, leaves)


def potted_plant(rng: np.random.Generator) -> Mesh:
    pot = [(0, 0), (0.13, 0), (0.18, 0.28), (0.19, 0.30), (0.165, 0.30), (0.16, 0.26), (0, 0.26)]
    mesh = Mesh().lathe((0, 0, 0), pot, color=(0.72, 0.66, 0.60), segments=24)
    mesh.cylinder((0, 0, 0.2), 0.02, 0.5, color=(0.35, 0.26, 0.18), segments=8)
    return _crown(mesh, (0, 0, 0.85), (0.28, 0.28, 0.36), 42, 0.34, rng, Leaves(shades=(0.5, 0.95)))


def flower_pot(rng: np.random.Generator, petals: Color, pot: Color = (0.66, 0.36, 0.25)) -> Mesh:
    """A clay pot full of flowers, 0.6 m high."""
    wall = [(0, 0), (0.15, 0), (0.2, 0.3), (0.22, 0.3), (0.22, 0.35), (0.185, 0.35), (0.17, 0.28), (0, 0.28)]
    mesh = Mesh().lathe((0, 0, 0), wall, color=pot, segments=20)
    _crown(mesh, (0, 0, 0.42), (0.2, 0.2, 0.14), 16, 0.22, rng, Leaves("broadleaves"))
    return _crown(mesh, (0, 0, 0.46), (0.21, 0.21, 0.15), 14, 0.22, rng, Leaves("petals", petals, (0.85, 1.0)))


def hedge(rng: np.random.Generator, length: float, height: float = 1.2, width: float = 0.6) -> Mesh:
    """A clipped hedge along east: a leafy block whose edges fray a little."""
    mesh = Mesh().box((0, 0, 0), (length, width, height), "hedge", faces="nsewt", tile_m=0.9, luxel_m=0.1)
    count = int(length / 0.38) * 2
    number = np.arange(count)
    side = np.where(number % 2, 1.0, -1.0)
    along = length * ((number + rng.random(count)) / count - 0.5)
    middles = np.stack([along, side * width * 0.46, height * (0.97 + 0.04 * rng.random(count))], 1)
    outward = unit(np.stack([0.3 * (rng.random(count) - 0.5), 0.7 * side, 0.8 + 0 * side], 1))
    cards = _cards(middles, outward, 0.16 + 0.06 * rng.random(count), rng)
    return _add_cards(mesh, cards, 0.75 + 0.25 * rng.random(count), Leaves("broadleaves"))


def flower_bed(rng: np.random.Generator, length: float, width: float, petals: Color, edge: str = "rubble") -> Mesh:
    """Dug soil within a low stone edging, full of flowers of one colour."""
    mesh = Mesh().box((0, 0, 0), (length, width, 0.12), edge, faces="nsew", tile_m=0.8, luxel_m=0.1)
    corner = (-length / 2, -width / 2, 0.12)
    mesh.quad(corner, (length, 0, 0), (0, width, 0), "soil", tile_m=0.5, luxel_m=0.12)
    rows, columns = max(2, round(width / 0.27)), max(2, round(length / 0.27))
    count = rows * columns
    number, jitter = np.arange(count), 0.2 + 0.6 * rng.random((count, 2))
    along = length * ((number % columns + jitter[:, 0]) / columns - 0.5)
    across = width * ((number // columns + jitter[:, 1]) / rows - 0.5)
    high = 0.16 + 0.12 * rng.random(count)
    feet = np.stack([along, across, np.full(count, 0.1)], 1)
    greens = _upright_cards(feet, 0.2, high + 0.06, rng)
    _add_cards(mesh, greens, 0.7 + 0.3 * rng.random(count), Leaves("blades"))
    outward = unit(np.column_stack([0.5 * (rng.random((count, 2)) - 0.5), np.ones(count)]))
    heads = _cards(np.stack([along, across, 0.12 + high], 1), outward, 0.16, rng, 0.25)
    return _add_cards(mesh, heads, 0.85 + 0.15 * rng.random(count), Leaves("petals", petals))


def reeds(rng: np.random.Generator, radius: float = 0.5, count: int = 9, height: float = 1.4) -> Mesh:
    """A clump of reeds with cattails."""
    feet = _scattered(radius, count)
    cards = _upright_cards(feet, 0.35, height * (0.8 + 0.3 * rng.random(count)), rng)
    return _add_cards(Mesh(), cards, 0.8 + 0.2 * rng.random(count), Leaves("reeds"))


def tuft(rng: np.random.Generator, radius: float = 0.25, height: float = 0.3, tint: Color = WHITE) -> Mesh:
    """Long grass."""
    cards = _upright_cards(_scattered(0.6 * radius, 4), radius, height * (0.7 + 0.5 * rng.random(4)), rng)
    return _add_cards(Mesh(), cards, 0.8 + 0.2 * rng.random(4), Leaves("blades", tint))


def cabbages(rng: np.random.Generator, length: float, width: float, tint: Color = WHITE) -> Mesh:
    """A vegetable bed: ridged soil within boards, rows of leafy heads."""
    mesh = Mesh().box((0, 0, 0), (length, width, 0.16), "boards", (0.62, 0.5, 0.38), faces="nsew", luxel_m=0.1)
    mesh.quad((-length / 2, -width / 2, 0.16), (length, 0, 0), (0, width, 0), "soil", tile_m=0.5, luxel_m=0.12)
    for row in range(max(1, round(width / 0.5))):
        across = width * ((row + 0.5) / max(1, round(width / 0.5)) - 0.5)
        for number in range(int(length / 0.45)):
            along = length * ((number + 0.5) / int(length / 0.45) - 0.5)
            leaves = Leaves("broadleaves", tint, (0.7, 1.0))
            _crown(mesh, (along, across, 0.22), (0.13, 0.13, 0.1), 7, 0.26, rng, leaves)
    return mesh


def _branch(mesh: Mesh, root: Floats, tip: Floats, radius: float = 0.055, material: str = "bark") -> None:
    ring = radius * np.array([(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (-1.0, 0.0, 0.0), (0.0, -1.0, 0.0)])
    mesh.loft([root + ring, tip + 0.5 * ring], material)


def _bark(rings: list[Floats]) -> Surface:
    """A trunk through the rings, its bark wrapped round it without stretching."""
    count, length = len(rings), len(rings[0])
    closed = np.stack([np.concatenate([ring, ring[:1]]) for ring in rings])
    middles = closed.mean(1, keepdims=True)
    around, height = np.meshgrid(np.linspace(0, 1, length + 1), closed[:, 0, 2])
    index = np.arange(count * (length + 1)).reshape(count, length + 1)
    low_left, low_right, high_left, high_right = index[:-1, :-1], index[:-1, 1:], index[1:, :-1], index[1:, 1:]
    triangles = np.concatenate(
        [
            np.stack([a.ravel(), b.ravel(), c.ravel()], 1)
            for a, b, c in ((low_left, low_right, high_right), (low_left, high_right, high_left))
        ]
    )
    normals = unit((closed - middles) * (1, 1, 0)).reshape(-1, 3)
    return Surface(closed.reshape(-1, 3), normals, np.stack([around.ravel(), height.ravel()], 1), triangles)


def _scattered(radius: float, count: int) -> Floats:
    """Even points of a disc on the ground."""
    number = np.arange(count)
    away, heading = radius * np.sqrt((number + 0.5) / count), number * _GOLDEN_ANGLE
    return np.stack([away * np.cos(heading), away * np.sin(heading), 0.0 * away], 1)


def _circle(radius: float, count: int) -> Floats:
    turn = np.linspace(0, 2 * np.pi, count, endpoint=False)
    return radius * np.stack([np.cos(turn), np.sin(turn)], 1)


def _crown(
    mesh: Mesh,
    center: Place,
    radii: Place,
    count: int,
    size: float,
    rng: np.random.Generator,
    leaves: Leaves | None = None,
) -> Mesh:
    """Leaf cards in an ellipsoid; normals point outwards, so that the crown shades like one soft volume."""
    leaves = leaves or Leaves()
    dark, bright = leaves.shades
    number = np.arange(count)
    height = 1 - 2 * (number + 0.5) / count
    heading = number * _GOLDEN_ANGLE + rng.random(count)
    flat = np.sqrt(1 - height * height)
    outward = np.stack([flat * np.cos(heading), flat * np.sin(heading), height], 1)
    depth = 0.45 + 0.55 * rng.random(count) ** 0.6
    middles = np.array(center) + outward * np.array(radii) * depth[:, None]
    shades = dark + (bright - dark) * depth * (0.75 + 0.25 * height) + 0.08 * rng.random(count)
    return _add_cards(mesh, _cards(middles, outward, size * (0.4 + 0.2 * rng.random(count)), rng), shades, leaves)


def _cards(
    middles: Floats, outward: Floats, halves: Floats | float, rng: np.random.Generator, tilt: float = 0.8
) -> Cards:
    """Square cards that face roughly outwards, and are lit as if they did so and upwards."""
    facing = unit(outward + tilt * rng.normal(size=outward.shape))
    half = np.broadcast_to(halves, len(middles))[:, None]
    u = half * unit(np.cross(facing, (0.2, 0.1, 1.0)))
    v = half * unit(np.cross(facing, u))
    corners = np.stack([middles - u - v, middles + u - v, middles + u + v, middles - u + v], 1)
    return Cards(corners, unit(outward * 0.85 + np.array((0, 0, 0.45))))


def _upright_cards(feet: Floats, halves: float, heights: Floats, rng: np.random.Generator) -> Cards:
    heading = rng.random(len(feet)) * 2 * math.pi
    along = halves * np.stack([np.cos(heading), np.sin(heading), np.zeros(len(feet))], 1)
    up = heights[:, None] * (0.0, 0.0, 1.0)
    corners = np.stack([feet - along, feet + along, feet + along + up, feet - along + up], 1)
    return Cards(corners, np.tile((0.0, 0.0, 1.0), (len(feet), 1)))


def _add_cards(mesh: Mesh, cards: Cards, shades: Floats, leaves: Leaves) -> Mesh:
    """All cards as one part. A card that faces away from its normal is turned over."""
    corners, normals = cards
    facing = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    averse = (facing * normals).sum(1) < 0
    corners = np.where(averse[:, None, None], corners[:, [1, 0, 3, 2]], corners)
    colors = np.clip(shades[:, None] * np.array(leaves.tint) * (1, 1, 0.96), 0, 1)
    count = len(corners)
    triangles = (_CARD_TRIANGLES + 4 * np.arange(count)[:, None, None]).reshape(-1, 3)
    points, every = corners.reshape(-1, 3), np.repeat(normals, 4, 0)
    surface = Surface(points, every, np.tile(_CARD_UVS, (count, 1)), triangles)
    return mesh.add(surface, leaves.material, np.repeat(colors, 4, 0))
