"""Fences and barriers along the edges of a site. Metres."""

import numpy as np

from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.construction.walls import put_box
from embrace3k.simulator.worlds.mesh import Color

_STRIPES: tuple[Color, Color] = ((0.8, 0.12, 0.1), (0.95, 0.95, 0.93))


def put_picket_fence(site: Site, line: Area, material: str = "white") -> None:
    """`line` has no width or no depth."""
    board = line.grown(0.02)
    for low in (0.35, 0.9):
        put_box(site.static, board, low, low + 0.1, material, luxel_m=0.12)
    eastward = line.width > line.depth
    for picket in range(int(max(line.width, line.depth) / 0.5) + 1):
        east, north = (line.west + picket * 0.5, line.south) if eastward else (line.west, line.south + picket * 0.5)
        size = (0.12, 0.05, 1.15) if eastward else (0.05, 0.12, 1.15)
        site.static.box((east, north, 0.0), size, material, faces="nst" if eastward else "ewt", luxel_m=0, step_m=2.0)
    site.block(line.grown(0.05), 0.0, 1.15, "fence")


def put_barrier(site: Site, line: Area) -> None:
    """A red and white road barrier from south to north."""
    count = int(line.depth / 0.8)
    for low in (0.45, 0.8):
        for board in range(count):
            south = line.south + line.depth * board / count
            piece = Area(line.west - 0.02, south, line.east + 0.02, south + line.depth / count)
            put_box(site.static, piece, low, low + 0.2, "flat", _STRIPES[board % 2], luxel_m=0)
    for north in np.linspace(line.south + 0.3, line.north - 0.3, 4):
        size = (0.08, 0.08, 1.05)
        site.static.box((line.west, float(north), 0.0), size, color=(0.55, 0.56, 0.58), luxel_m=0)
    site.block(line.grown(0.05), 0.0, 1.1, "barrier")


def put_rail_fence(site: Site, line: Area, color: Color = (0.86, 0.78, 0.66), *, rails: int = 3) -> None:
    """Posts and rails of rough timber, 1.2 m high; `line` has no width or no depth."""
    eastward = line.width > line.depth
    length = max(line.width, line.depth)
    count = max(1, round(length / 1.8))
    for post in range(count + 1):
        east, north = line.west + line.width * post / count, line.south + line.depth * post / count
        site.static.box((east, north, 0.0), (0.12, 0.12, 1.25), "wood", color, faces="nsewt", luxel_m=0, step_m=1.3)
    for rail in range(rails):
        low = 0.3 + rail * 0.78 / (rails - 1)
        board = Area(line.west, line.south - 0.03, line.east, line.north + 0.03)
        if not eastward:
            board = Area(line.west - 0.03, line.south, line.east + 0.03, line.north)
        put_box(site.static, board, low, low + 0.11, "wood", color, faces="nstb" if eastward else "ewtb", luxel_m=0.15)
    site.block(line.grown(0.06), 0.0, 1.2, "fence")
