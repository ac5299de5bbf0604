"""Ground: level pieces, ramps, stairs and platforms, and what lies beyond the site. Metres."""

import math
from typing import Literal

import numpy as np

from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.construction.walls import put_box
from embrace3k.simulator.worlds.mesh import WHITE, Color, Mesh
from embrace3k.simulator.worlds.surfaces import Floats, Surface

Towards = Literal["north", "east", "south", "west"]
_YAW_DEG: dict[Towards, float] = {"north": 0.0, "east": 90.0, "south": 180.0, "west": -90.0}
_ROUND_EDGE = 0.03


def pave(
    mesh: Mesh,
    area: Area,
    material: str,
    tile_m: float,
    luxel_m: float = 0.12,
    *,
    color: Color = WHITE,
    up: float = 0.0,
) -> None:
    """A level piece of ground. Pieces in one plane must not overlap."""
    corner = (area.west, area.south, up)
    mesh.quad(corner, (area.width, 0, 0), (0, area.depth, 0), material, color, tile_m=tile_m, luxel_m=luxel_m)


def raise_platform(
    site: Site, area: Area, height: float, material: str, *, sides: str = "concrete", tile_m: float = 1.6
) -> None:
    """Level ground at `height`, with its sides. Close every edge that is not met by stairs or a ramp with `guard`."""
    site.slope(area, height, height)
    put_box(site.static, area, 0.0, height, sides, faces="nsew", tile_m=1.2)
    pave(site.static, area, material, tile_m, 0.08, up=height)


def guard(site: Site, line: Area, low: float, high: float, label: str = "railing") -> None:
    """Stops walkers along an edge of raised ground; `line` is as thick as what is seen there, or nearly nothing."""
    site.block(line.grown(_ROUND_EDGE), low, high, label)


def lay_stairs(
    site: Site, area: Area, towards: Towards, low: float, high: float, material: str, *, color: Color = WHITE
) -> None:
    """Stairs over the whole area that climb `towards` from `low` to `high`, at most 18 cm a step."""
    count = max(1, math.ceil(round((high - low) / 0.18, 6)))
    for number in range(count):
        step = _strip(area, towards, number / count, (number + 1) / count)
        up = low + (high - low) * (number + 1) / count
        site.slope(step, up, up)
        put_box(site.static, step, low, up, material, color, faces="nsewt", tile_m=1.2)


def lay_ramp(
    site: Site, area: Area, towards: Towards, low: float, high: float, material: str, *, tile_m: float = 2.0
) -> None:
    """Ground that climbs evenly `towards` from `low` to `high`. Its sides stay open: put walls or banks there."""
    site.slope(area, low, high, _YAW_DEG[towards])
    corner = {
        "north": (area.west, area.south, low),
        "east": (area.west, area.south, low),
        "south": (area.west, area.south, high),
        "west": (area.west, area.south, high),
    }[towards]
    rise = (high - low) if towards in ("north", "east") else (low - high)
    u = (area.width, 0, rise if towards in ("east", "west") else 0)
    v = (0, area.depth, rise if towards in ("north", "south") else 0)
    site.static.quad(corner, u, v, material, tile_m=tile_m, luxel_m=0.1)


def _strip(area: Area, towards: Towards, start: float, end: float) -> Area:
    """The part of the area between two shares of the way through it."""
    if towards in ("south", "west"):
        start, end = 1 - end, 1 - start
    if towards in ("north", "south"):
        return Area(area.west, area.south + start * area.depth, area.east, area.south + end * area.depth)
    return Area(area.west + start * area.width, area.south, area.west + end * area.width, area.north)


def surround(mesh: Mesh, middle: tuple[float, float], material: str = "grass", *, trees: bool = True) -> None:
    """Ground to the horizon below everything, which also hides cracks, and two far lines of trees."""
    turn = np.linspace(0, 2 * np.pi, 33)
    steps = np.arange(32)
    for inner, outer in ((0.01, 30.0), (30.01, 70.0), (70.01, 145.0)):
        rings = [_circle(middle, radius, turn, -0.05 - radius * 0.0012) for radius in (inner, outer)]
        triangles = np.concatenate(
            [np.stack([steps, steps + 33, steps + 34], 1), np.stack([steps, steps + 34, steps + 1], 1)]
        )
        points = np.concatenate(rings)
        mesh.add(Surface(points, np.tile((0, 0, 1.0), (66, 1)), points[:, :2] / 2.0, triangles), material)
    if not trees:
        return
    turn, steps = np.linspace(0, 2 * np.pi, 41), np.arange(40)
    for radius, height, phase in ((120.0, 9.5, 0.0), (140.0, 14.0, 0.37)):
        points = np.concatenate([_circle(middle, radius, turn, up) for up in (-1.2, height)])
        across = turn / (2 * np.pi) * 5 + phase
        uvs = np.concatenate([np.stack([across, np.full(41, up)], 1) for up in (0.02, 0.98)])
        triangles = np.concatenate(
            [np.stack([steps, steps + 42, steps + 41], 1), np.stack([steps, steps + 1, steps + 42], 1)]
        )
        mesh.add(Surface(points, np.tile((0, 0, 1.0), (82, 1)), uvs, triangles), "hills")


def _circle(middle: tuple[float, float], radius: float, turn: Floats, up: float) -> Floats:
    east, north = middle[0] + radius * np.cos(turn), middle[1] + radius * np.sin(turn)
    return np.stack([east, north, np.full(len(turn), up)], 1)
