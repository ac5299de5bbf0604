"""What stands in shops. Origin = centre of the base, front = north (+y), metres.

Shelves are stocked from a random generator: the same state stocks them alike.
"""

from collections.abc import Sequence

import numpy as np

from embrace3k.simulator.worlds.choosing import one
from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.props.signs import lettering
from embrace3k.simulator.worlds.surfaces import rotation_z

_METAL: Color = (0.78, 0.79, 0.8)
_BLACK: Color = (0.09, 0.09, 0.1)
_TOPS: Color = (0.5, 0.45, 0.4)
_STEEL: Color = (0.62, 0.63, 0.65)


def shelf_row(
    rng: np.random.Generator,
    length: float,
    height: float,
    goods: Sequence[str],
    color: Color,
    *,
    depth: float = 0.45,
    top: bool = True,
) -> Mesh:
    """Shelves against a wall, its back at the south edge: goods on every board, end panels in `color`."""
    mesh = Mesh().box((0, -0.015, 0), (length, depth - 0.03, 0.1), color=(0.32, 0.32, 0.34), luxel_m=0.12)
    mesh.box((0, -depth / 2 + 0.015, 0.1), (length, 0.03, height - 0.13), color=_METAL, luxel_m=0.12)
    for x in (-length / 2 + 0.015, length / 2 - 0.015):
        mesh.box((x, 0.015, 0.1), (0.03, depth - 0.03, height - 0.13), color=color, luxel_m=0.1)
    if top:
        mesh.box((0, 0, height - 0.03), (length + 0.02, depth, 0.03), color=color, luxel_m=0.1)
    levels = max(2, round((height - 0.1) / 0.38))
    pitch = (height - 0.13) / levels
    for level in range(levels):
        _board_with_goods(mesh, rng, length - 0.06, depth, 0.1 + level * pitch, pitch, goods)
    return mesh


def aisle_shelf(
    rng: np.random.Generator,
    length: float,
    height: float,
    goods: Sequence[str],
    color: Color,
    *,
    depth: float = 0.9,
    title: str = "SALE  -20%",
) -> Mesh:
    """Shelves to both sides, back to back; along east and west. Both ends show the title."""
    mesh = Mesh().box((0, 0, height - 0.03), (length + 0.04, depth, 0.03), color=color, luxel_m=0.1)
    for x, face in ((-length / 2 - 0.01, "w"), (length / 2 + 0.01, "e")):
        mesh.box((x, 0, 0), (0.02, depth, height - 0.03), color=color, faces=face + "ns", luxel_m=0.1)
    for yaw, side in ((0.0, 1), (180.0, -1)):
        half = shelf_row(rng, length, height, goods, color, depth=depth / 2, top=False)
        mesh.merge(half.transform(rotation_z(yaw), (0, side * depth / 4, 0)))
        corner = (side * (length / 2 + 0.026), -side * 0.36, height - 0.36)
        lettering(mesh, title, corner, (0, side * 0.72, 0), (0, 0, 0.18))
    return mesh


def _board_with_goods(
    mesh: Mesh, rng: np.random.Generator, length: float, depth: float, up: float, pitch: float, goods: Sequence[str]
) -> None:
    front = depth / 2
    mesh.box((0, 0.01, up), (length, depth - 0.04, 0.02), color=_METAL, luxel_m=0, step_m=1.0, faces="ntb")
    strip: Color = one(rng, ((0.92, 0.8, 0.2), (0.86, 0.2, 0.18), (0.9, 0.9, 0.9)))
    mesh.box((0, front - 0.005, up - 0.02), (length, 0.01, 0.045), color=strip, luxel_m=0, step_m=1.0, faces="ntb")
    count = max(1, round(length / 0.85))
    width = length / count
    for place in range(count):
        material = one(rng, goods)
        high = (pitch - 0.08) * (0.82 + 0.18 * rng.random())
        x, deep = -length / 2 + (place + 0.5) * width, depth - 0.09
        size = (width - 0.02, deep, high)
        at = (x, front - 0.03 - deep / 2, up + 0.02)
        mesh.box(at, size, material, faces="n", fit="n", luxel_m=0, step_m=1.0)
        mesh.box(at, size, color=_TOPS, faces="tew", luxel_m=0, step_m=1.0)


def produce_stand(
    rng: np.random.Generator, fruits: Sequence[Color], *, width: float = 1.6, title: str = "FRUIT & VEG"
) -> Mesh:
    """A table of wooden crates heaped with fruit, two deep, and a sign on posts at its back."""
    mesh = Mesh().box((0, 0, 0), (width, 0.9, 0.55), "slats", luxel_m=0, fit="nsew", faces="nsew")
    mesh.box((0, 0, 0.55), (width + 0.02, 0.92, 0.03), "wood")
    columns = len(fruits) // 2
    step = width / columns
    for number, fruit in enumerate(fruits[: 2 * columns]):
        row, column = divmod(number, columns)
        at = (-width / 2 + (column + 0.5) * step, (0.22, -0.22)[row], 0.58 + 0.1 * row)
        _heaped_crate(mesh, rng, at, step - 0.03, fruit)
    mesh.box((0, -0.22, 0.58), (width, 0.44, 0.1), "wood", faces="nsewt")
    for x in (-width / 2 + 0.08, width / 2 - 0.08):
        mesh.box((x, -0.418, 0.58), (0.04, 0.04, 0.9), "darkwood", luxel_m=0)
    mesh.box((0, -0.42, 1.46), (1.52, 0.05, 0.38), "darkwood", luxel_m=0, faces="ewtb")
    lettering(mesh, title, (0.76, -0.395, 1.46), (-1.52, 0, 0), (0, 0, 0.38))
    return lettering(mesh, title, (-0.76, -0.445, 1.46), (1.52, 0, 0), (0, 0, 0.38))


def _heaped_crate(
    mesh: Mesh, rng: np.random.Generator, at: tuple[float, float, float], width: float, color: Color
) -> None:
    x, y, z = at
    mesh.box((x, y, z), (width, 0.4, 0.14), "slats", faces="nsewt", fit="nsewt", luxel_m=0)
    corner, inner = (x - width / 2 + 0.02, y - 0.18, z + 0.143), (width - 0.04, 0.36)
    mesh.quad(corner, (inner[0], 0, 0), (0, inner[1], 0), "produce", color, tile_m=0.5, luxel_m=0)
    for row in range(2):
        for column in range(4):
            aside = (column + 0.35 + 0.3 * rng.random()) / 4 - 0.5
            at = (x + aside * (inner[0] - 0.04), y + (row - 0.5) * 0.17 + 0.04 * rng.random(), z + 0.155)
            mesh.sphere(at, 0.05, color=color, rings=5, segments=8)


def display_table(color: Color = (0.3, 0.5, 0.34)) -> Mesh:
    """A table with a cloth that hangs down all round; goods are put on it."""
    mesh = Mesh().box((0, 0, 0.12), (1.3, 0.8, 0.66), "fabric", color, faces="nsew")
    mesh.box((0, 0, 0), (1.18, 0.68, 0.12), "darkwood", luxel_m=0, faces="nsew")
    return mesh.box((0, 0, 0.78), (1.32, 0.82, 0.02), "wood", (1.05, 1.0, 0.95))


def checkout(color: Color) -> Mesh:
    """A counter with a conveyor belt; customers walk along its north side. The till goes to its east end."""
    mesh = Mesh().box((0, 0, 0.08), (2.0, 0.7, 0.78), "white")
    mesh.box((0, 0, 0), (1.92, 0.62, 0.08), color=_BLACK, luxel_m=0, faces="nsew")
    for side, face in ((1, "n"), (-1, "s")):
        mesh.box((0, side * 0.352, 0.2), (1.9, 0.024, 0.5), color=color, faces=face + "ewtb")
    mesh.box((0, 0, 0.86), (2.04, 0.74, 0.03), color=(0.7, 0.7, 0.72))
    mesh.box((-0.32, 0.02, 0.89), (1.3, 0.5, 0.012), color=(0.16, 0.16, 0.17), faces="nsewt")
    return mesh.box((-0.32, 0.325, 0.89), (1.34, 0.03, 0.03), color=_STEEL, luxel_m=0)


def till() -> Mesh:
    """A cash register: who works it stands south of it, the customer's display looks north."""
    mesh = Mesh().box((0, 0, 0), (0.42, 0.4, 0.12), color=(0.2, 0.21, 0.23), luxel_m=0)
    mesh.box((0, -0.203, 0.02), (0.38, 0.01, 0.08), color=(0.34, 0.35, 0.37), luxel_m=0)
    keys = [(-0.18, 0.12), (0.06, 0.12), (0.06, 0.2)]
    mesh.prism((0, 0, 0), keys, 0.36, color=(0.78, 0.78, 0.76))
    for column in range(4):
        for row in range(2):
            at = (-0.12 + 0.08 * column, -0.1 + 0.07 * row, 0.145 + 0.022 * row)
            mesh.box(at, (0.05, 0.045, 0.02), color=(0.25, 0.3, 0.4), luxel_m=0, faces="nsewt")
    mesh.box((0, 0.12, 0.12), (0.06, 0.06, 0.22), color=(0.2, 0.21, 0.23), luxel_m=0)
    mesh.box((0, 0.12, 0.34), (0.34, 0.05, 0.2), color=(0.14, 0.15, 0.16), luxel_m=0)
    for y, u in ((0.1465, -0.28), (0.0935, 0.28)):
        mesh.quad((-u / 2, y, 0.37), (u, 0, 0), (0, 0, 0.14), color=(0.35, 0.75, 0.55), luxel_m=0)
    return mesh


def magazine_rack() -> Mesh:
    """Four tiers of magazines, each set back behind the one below."""
    mesh = Mesh()
    for x in (-0.48, 0.48):
        mesh.box((x, 0, 0), (0.03, 0.44, 1.5), color=(0.2, 0.2, 0.22))
    mesh.box((0, -0.2, 0), (0.94, 0.03, 1.78), color=(0.6, 0.14, 0.13))
    lettering(mesh, "PRESS", (-0.45, -0.225, 1.3), (0.9, 0, 0), (0, 0, 0.22))
    for tier in range(4):
        y, z = 0.16 - 0.1 * tier, 0.14 + 0.34 * tier
        mesh.box((0, y - 0.02, z - 0.05), (0.93, 0.12, 0.05), color=(0.3, 0.3, 0.32), luxel_m=0, faces="nstb")
        front = Mesh().quad((0.46, 0, 0), (-0.92, 0, 0), (0, -0.06, 0.3), "magazines", fit=True, luxel_m=0)
        mesh.merge(front.transform(np.eye(3), (0, y + 0.03, z)))
    return lettering(mesh, "PRESS", (0.45, -0.173, 1.54), (-0.9, 0, 0), (0, 0, 0.22))


def bread_shelf() -> Mesh:
    """A wooden rack with three tiers of loaves and a sign above."""
    mesh = Mesh()
    for x in (-0.58, 0.58):
        mesh.box((x, 0, 0), (0.04, 0.48, 1.5), "wood")
    mesh.box((0, -0.22, 0), (1.12, 0.03, 1.86), "wood")
    for tier in range(3):
        z = 0.3 + 0.42 * tier
        mesh.box((0, 0.0, z), (1.12, 0.46, 0.03), "wood")
        mesh.box((0, 0.225, z + 0.03), (1.12, 0.02, 0.05), "wood", luxel_m=0)
        for place in range(4):
            crust = ((0.72, 0.46, 0.22), (0.58, 0.36, 0.18), (0.8, 0.56, 0.3))[(tier + place) % 3]
            size = (0.2, 0.34, 0.14) if tier != 1 else (0.13, 0.36, 0.1)
            mesh.rounded_box((-0.42 + 0.28 * place, 0.02, z + 0.03), size, 0.065, color=crust, rings=3)
    return lettering(mesh, "BREAD", (0.52, -0.193, 1.57), (-1.04, 0, 0), (0, 0, 0.26))


def trolley(color: Color) -> Mesh:
    """A shopping trolley; who pushes it stands south of it and looks north."""
    mesh = Mesh()
    for x, side in ((-0.25, -1), (0.25, 1)):
        corner = (x, -0.4 if side > 0 else 0.42, 0.42)
        mesh.quad(corner, (0, side * 0.82, 0), (0, 0, 0.46), "wire", tile_m=0.36, luxel_m=0)
        mesh.rounded_box((x, 0.01, 0.87), (0.035, 0.86, 0.035), 0.012, color=color, rings=2)
        mesh.box((x, -0.05, 0.14), (0.03, 0.74, 0.03), color=_STEEL, luxel_m=0)
        mesh.box((x, -0.4, 0.14), (0.03, 0.03, 0.88), color=_STEEL, luxel_m=0)
        mesh.box((x, 0.3, 0.17), (0.03, 0.03, 0.25), color=_STEEL, luxel_m=0)
        for y in (-0.36, 0.28):
            mesh.cylinder((x - 0.02, y, 0.07), 0.065, 0.04, color=_BLACK, segments=12, axis="x")
            mesh.box((x, y, 0.1), (0.05, 0.05, 0.05), color=_STEEL, luxel_m=0)
    mesh.quad((0.25, 0.42, 0.42), (-0.5, 0, 0), (0, 0, 0.46), "wire", tile_m=0.36, luxel_m=0)
    mesh.quad((-0.22, -0.4, 0.42), (0.44, 0, 0), (0, 0, 0.46), "wire", tile_m=0.36, luxel_m=0)
    mesh.quad((-0.25, -0.4, 0.43), (0.5, 0, 0), (0, 0.82, 0), "wire", tile_m=0.36, luxel_m=0)
    mesh.rounded_box((0, 0.43, 0.86), (0.54, 0.04, 0.05), 0.015, color=color, rings=2)
    mesh.box((0, 0.435, 0.6), (0.3, 0.012, 0.2), color=color, luxel_m=0)
    mesh.box((0, -0.425, 0.6), (0.46, 0.02, 0.22), color=color, luxel_m=0)
    mesh.rounded_box((0, -0.45, 0.99), (0.58, 0.06, 0.06), 0.025, color=color, rings=3)
    for x in (-0.26, 0.26):
        mesh.box((x, -0.425, 0.98), (0.03, 0.08, 0.04), color=_STEEL, luxel_m=0)
    return mesh


def basket_stack(color: Color, count: int = 6) -> Mesh:
    """Shopping baskets one in the other on a low stand."""
    mesh = Mesh().box((0, 0, 0), (0.5, 0.38, 0.08), color=_BLACK, luxel_m=0)
    for number in range(count):
        shade = tuple((0.86 + 0.14 * (number % 2)) * channel for channel in color)
        width = 0.44 + 0.012 * (number % 2)
        mesh.rounded_box((0, 0, 0.08 + 0.07 * number), (width, 0.32, 0.07), 0.02, color=shade, rings=2)
    top = 0.08 + 0.07 * count
    mesh.box((0, 0, top), (0.4, 0.26, 0.003), color=(0.16, 0.16, 0.17), luxel_m=0, faces="t")
    for x in (-0.19, 0.19):
        mesh.box((x, 0, top), (0.02, 0.2, 0.05), color=_BLACK, luxel_m=0)
    return mesh


def flower_buckets(rng: np.random.Generator) -> Mesh:
    """Three buckets of cut flowers on a step."""
    mesh = Mesh().box((0, -0.05, 0), (1.1, 0.42, 0.25), "wood")
    petals: tuple[Color, ...] = (
        (0.86, 0.2, 0.24),
        (0.95, 0.78, 0.2),
        (0.9, 0.5, 0.68),
        (0.95, 0.94, 0.9),
        (0.6, 0.36, 0.7),
    )
    first = int(rng.integers(len(petals)))
    bucket = [(0, 0), (0.1, 0), (0.14, 0.26), (0.15, 0.28), (0.13, 0.28), (0.125, 0.25), (0, 0.25)]
    for number, x in enumerate((-0.36, 0.0, 0.36)):
        mesh.lathe((x, -0.05, 0.25), bucket, color=(0.3, 0.42, 0.5), segments=14)
        mesh.sphere((x, -0.05, 0.6), 0.15, color=(0.24, 0.42, 0.2), rings=5, segments=8, squash=0.8)
        for stem in range(11):
            angle, out = stem * 2.4, 0.03 + 0.012 * stem
            at = (x + out * np.cos(angle), -0.05 + out * np.sin(angle), 0.72 - 0.008 * stem + 0.03 * rng.random())
            mesh.sphere(at, 0.045, color=petals[(first + number) % len(petals)], rings=4, segments=6)
    return mesh


def drinks_crates(colors: Sequence[Color]) -> Mesh:
    """A stack of plastic crates, one colour each, the topmost full of bottles."""
    mesh = Mesh()
    for number, color in enumerate(colors):
        up = 0.3 * number
        mesh.box((0, 0, up), (0.42, 0.32, 0.285), color=color, luxel_m=0, faces="nsewt")
        for side, face in ((1, "n"), (-1, "s")):
            size = (0.16, 0.012, 0.06)
            mesh.box((0, side * 0.16, up + 0.18), size, color=_BLACK, luxel_m=0, faces=face)
            pale = tuple(min(1.0, channel + 0.3) for channel in color)
            mesh.box((0, side * 0.16, up + 0.05), (0.3, 0.012, 0.08), color=pale, luxel_m=0, faces=face)
    top = 0.3 * len(colors) - 0.015
    for column in range(4):
        for row in range(3):
            at = (-0.15 + 0.1 * column, -0.1 + 0.1 * row, top)
            mesh.lathe(at, [(0.03, 0), (0.014, 0.07), (0.014, 0.09), (0, 0.09)], color=(0.16, 0.36, 0.2), segments=8)
    return mesh
