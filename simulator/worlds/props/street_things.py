"""What stands on pavements and in garages. Origin = centre of the base, front = north (+y), metres."""

import numpy as np

from embrace3k.simulator.worlds.choosing import one
from embrace3k.simulator.worlds.mesh import WHITE, Color, Mesh
from embrace3k.simulator.worlds.surfaces import fan

_IRON: Color = (0.15, 0.15, 0.16)
_ZINC: Color = (0.55, 0.56, 0.58)
_GLAZING: Color = (0.32, 0.38, 0.4)
_RUBBER: Color = (0.06, 0.06, 0.065)
SIGN_FOOT = 2.0
"""Height at which boards of road signs begin."""


def hydrant(color: Color = (0.72, 0.1, 0.08)) -> Mesh:
    barrel = [
        (0, 0),
        (0.15, 0),
        (0.15, 0.05),
        (0.11, 0.06),
        (0.11, 0.52),
        (0.14, 0.54),
        (0.14, 0.6),
        (0.1, 0.7),
        (0, 0.76),
    ]
    mesh = Mesh().lathe((0, 0, 0), barrel, color=color, segments=14)
    mesh.cylinder((0, 0, 0.75), 0.035, 0.07, color=_ZINC, segments=6)
    mesh.cylinder((-0.2, 0, 0.42), 0.06, 0.4, color=color, segments=12, axis="x")
    for x in (-0.24, 0.2):
        mesh.cylinder((x, 0, 0.42), 0.075, 0.04, color=_ZINC, segments=8, axis="x")
    mesh.cylinder((0, 0.08, 0.36), 0.08, 0.1, color=color, segments=12, axis="y")
    return mesh.cylinder((0, 0.18, 0.36), 0.09, 0.03, color=_ZINC, segments=8, axis="y")


def letter_box(color: Color) -> Mesh:
    """A post box on a foot, 1.3 m high; the slot is north."""
    mesh = Mesh().box((0, 0, 0), (0.16, 0.16, 0.5), color=_IRON, luxel_m=0)
    mesh.rounded_box((0, 0, 0.5), (0.5, 0.4, 0.8), 0.06, color=color, rings=3)
    mesh.box((0, 0.2, 1.08), (0.34, 0.02, 0.05), color=_RUBBER, faces="newtb", luxel_m=0)
    mesh.box((0, 0.2, 1.16), (0.4, 0.05, 0.03), color=color, faces="newtb", luxel_m=0)
    return mesh.box((0, 0.2, 0.72), (0.22, 0.016, 0.22), color=(0.92, 0.92, 0.9), faces="newtb", luxel_m=0)


def bollard(color: Color = _IRON) -> Mesh:
    post = [(0, 0), (0.08, 0), (0.07, 0.1), (0.06, 0.82), (0.075, 0.84), (0.06, 0.92), (0, 0.95)]
    mesh = Mesh().lathe((0, 0, 0), post, color=color, segments=12)
    return mesh.lathe((0, 0, 0), [(0.067, 0.66), (0.065, 0.76)], color=(0.92, 0.92, 0.9), segments=12)


def planter(color: Color = (0.5, 0.48, 0.45)) -> Mesh:
    """A trough of earth, 0.45 m high: plants go on top of it."""
    mesh = Mesh().box((0, 0, 0), (1.0, 0.5, 0.45), "concrete", color, faces="nsew", luxel_m=0.08)
    for y, depth in ((-0.22, 0.06), (0.22, 0.06)):
        mesh.box((0, y, 0.45), (1.0, depth, 0.03), "concrete", color, faces="nsewt", luxel_m=0.08)
    for x in (-0.47, 0.47):
        mesh.box((x, 0, 0.45), (0.06, 0.38, 0.03), "concrete", color, faces="ewt", luxel_m=0.08)
    return mesh.quad((-0.44, -0.19, 0.45), (0.88, 0, 0), (0, 0.38, 0), color=(0.16, 0.11, 0.08), luxel_m=0.1)


def wheelie_bin(color: Color) -> Mesh:
    """A dustbin on two wheels with a sloping lid, 1.07 m high; one opens it from the north."""
    sections = [_oblong(0.24, -0.24, 0.2, 0.03), _oblong(0.28, -0.3, 0.3, 0.95)]
    mesh = Mesh().loft(sections, color=color)
    lid = tuple(0.8 * channel for channel in color)
    tops = [_oblong(0.31, -0.33, 0.34, 0.95), _oblong(0.31, -0.33, 0.34, 1.0), _oblong(0.25, -0.28, 0.26, 1.07)]
    mesh.lid(tops[0][::-1], color=lid).loft(tops, color=lid).lid(tops[-1], color=lid)
    mesh.box((0, -0.36, 0.96), (0.5, 0.05, 0.05), color=lid, luxel_m=0)
    for x in (-0.28, 0.22):
        mesh.cylinder((x, -0.22, 0.12), 0.12, 0.06, color=_RUBBER, segments=12, axis="x")
    return mesh


def road_sign(board: str, *, round_board: bool, post: float = 2.7) -> Mesh:
    """A sign of 60 cm on a zinc post; `board` is a material from `textures/roadside.py`."""
    mesh = Mesh().cylinder((0, 0, 0), 0.035, post, color=_ZINC, segments=8)
    middle, radius = SIGN_FOOT + 0.32, 0.32
    if not round_board:
        mesh.box((0, 0.045, SIGN_FOOT), (0.6, 0.02, 0.6), color=_ZINC, faces="sewtb", luxel_m=0)
        return mesh.quad((0.3, 0.055, SIGN_FOOT), (-0.6, 0, 0), (0, 0, 0.6), board, fit=True, luxel_m=0)
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    circle = np.stack([np.cos(angles), np.sin(angles)], 1)
    rim = np.stack([-radius * circle[:, 0], np.full(24, 0.055), middle + radius * circle[:, 1]], 1)
    mesh.add(fan(rim)._replace(uvs=0.5 + 0.5 * circle), board)
    mesh.lathe((0, 0.04, middle), [(radius, 0.0), (radius, 0.015)], color=_ZINC, segments=24, axis="y")
    return mesh.lid((rim - (0, 0.015, 0))[::-1], color=_ZINC)


def bus_shelter(color: Color = (0.2, 0.26, 0.24)) -> Mesh:
    """A glass shelter, 3.2 m wide and 1.4 m deep, open to the north, with a seat and a poster."""
    mesh = Mesh().box((0, -0.02, 2.28), (3.3, 1.5, 0.1), color=color, luxel_m=0.1)
    for x in (-1.57, 0.0, 1.57):
        mesh.box((x, -0.66, 0), (0.07, 0.07, 2.28), color=color, faces="nsew", luxel_m=0)
    for x in (-1.57, 1.57):
        mesh.box((x, 0.4, 0), (0.07, 0.07, 2.28), color=color, faces="nsew", luxel_m=0)
        mesh.box((x, -0.13, 0.12), (0.025, 0.99, 1.9), "glass", _GLAZING, faces="ewtb", luxel_m=0)
    mesh.box((-0.785, -0.66, 0.12), (1.5, 0.025, 1.9), "glass", _GLAZING, faces="nstb", luxel_m=0)
    mesh.box((0.785, -0.66, 0.3), (1.5, 0.06, 1.7), color=color, luxel_m=0)
    mesh.quad((1.45, -0.628, 0.38), (-1.33, 0, 0), (0, 0, 1.54), "poster", fit=True, luxel_m=0)
    for y in (-0.44, -0.26):
        mesh.box((-0.3, y, 0.46), (2.2, 0.15, 0.04), "wood")
    for x in (-1.2, 0.6):
        mesh.box((x, -0.35, 0), (0.06, 0.2, 0.46), color=color, faces="nsew", luxel_m=0)
    return mesh


def workbench() -> Mesh:
    """A heavy table with a vice and a drawer, 0.88 m high; one works at its north side."""
    mesh = Mesh().box((0, 0, 0.8), (1.8, 0.7, 0.08), "wood", (0.9, 0.86, 0.8))
    for x in (-0.82, 0.82):
        for y in (-0.28, 0.28):
            mesh.box((x, y, 0), (0.1, 0.1, 0.8), "wood", (0.75, 0.7, 0.64))
    mesh.box((0, 0, 0.2), (1.62, 0.56, 0.04), "wood", (0.75, 0.7, 0.64))
    mesh.box((-0.4, 0.1, 0.62), (0.7, 0.44, 0.18), "wood", (0.8, 0.74, 0.68))
    mesh.box((-0.4, 0.325, 0.7), (0.16, 0.03, 0.03), color=_ZINC, luxel_m=0)
    blue: Color = (0.14, 0.26, 0.45)
    mesh.box((0.66, 0.2, 0.88), (0.14, 0.2, 0.1), color=blue, luxel_m=0)
    for y in (0.26, 0.36):
        mesh.box((0.66, y, 0.98), (0.2, 0.05, 0.08), color=blue, luxel_m=0)
    return mesh.cylinder((0.56, 0.42, 0.95), 0.012, 0.2, color=_ZINC, segments=6, axis="x")


def tyre_stack(count: int = 3) -> Mesh:
    mesh = Mesh()
    for number in range(count):
        tyre = [(0.19, 0.03), (0.26, 0.0), (0.33, 0.05), (0.33, 0.16), (0.26, 0.21), (0.19, 0.18), (0.19, 0.03)]
        tread = [(0.334, 0.07), (0.334, 0.14)]
        mesh.lathe((0, 0, 0.21 * number), tyre, color=(0.13, 0.13, 0.14), segments=18)
        mesh.lathe((0, 0, 0.21 * number), tread, color=_RUBBER, segments=18)
    return mesh


def metal_shelf(rng: np.random.Generator) -> Mesh:
    """Shelving with tins, boxes and canisters, 1.8 m high."""
    mesh = Mesh()
    for x in (-0.58, 0.58):
        for y in (-0.2, 0.2):
            mesh.box((x, y, 0), (0.04, 0.04, 1.8), color=_ZINC, faces="nsew", luxel_m=0)
    for z in (0.12, 0.66, 1.2, 1.74):
        mesh.box((0, 0, z), (1.18, 0.42, 0.03), color=_ZINC, luxel_m=0.1)
    colors: tuple[Color, ...] = (
        (0.7, 0.15, 0.12),
        (0.15, 0.35, 0.6),
        (0.85, 0.7, 0.2),
        (0.7, 0.55, 0.36),
        (0.3, 0.5, 0.32),
    )
    for z in (0.15, 0.69, 1.23):
        for x in (-0.4, -0.13, 0.14, 0.41):
            color = one(rng, colors)
            if rng.random() < 0.4:
                mesh.cylinder((x, 0, z), 0.1, 0.22 + 0.08 * rng.random(), color=color, segments=12)
            else:
                mesh.box((x, 0, z), (0.22, 0.3, 0.16 + 0.2 * rng.random()), color=color, faces="nsewt", luxel_m=0)
    return mesh


def shop_counter(color: Color = WHITE) -> Mesh:
    """A counter with a till and a jar of sweets; customers stand north of it."""
    mesh = Mesh().box((0, 0, 0), (1.6, 0.55, 0.9), "wood", color)
    mesh.box((0, 0.0, 0.9), (1.7, 0.65, 0.04), "darkwood")
    mesh.box((-0.55, -0.05, 0.94), (0.36, 0.34, 0.14), color=(0.25, 0.26, 0.28), luxel_m=0)
    mesh.box((-0.55, -0.12, 1.08), (0.26, 0.06, 0.2), color=(0.12, 0.13, 0.14), luxel_m=0)
    jar = [(0, 0), (0.09, 0), (0.09, 0.18), (0.06, 0.2), (0.06, 0.22), (0, 0.22)]
    return mesh.lathe((-0.2, -0.15, 0.94), jar, color=(0.8, 0.3, 0.4), segments=12)


def newspaper_rack() -> Mesh:
    """A sloping stand of magazines, 1.5 m high."""
    mesh = Mesh().box((0, -0.14, 0), (1.1, 0.04, 1.5), "darkwood")
    for x in (-0.53, 0.53):
        mesh.box((x, 0.04, 0), (0.04, 0.32, 0.5), "darkwood")
    mesh.quad((0.5, 0.16, 0.42), (-1.0, 0, 0), (0, -0.26, 1.0), "newspapers", fit=True, luxel_m=0)
    return mesh.box((0, 0.17, 0.3), (1.06, 0.04, 0.14), "darkwood")


def _oblong(half_width: float, south: float, north: float, up: float) -> list[tuple[float, float, float]]:
    """A level rectangle, counter-clockwise from above."""
    return [(-half_width, south, up), (half_width, south, up), (half_width, north, up), (-half_width, north, up)]
