"""What one walks on in a park, what closes it, and what is seen beyond. Metres."""

import math
from collections.abc import Callable
from functools import cache

import numpy as np

from embrace3k.simulator.worlds.choosing import one
from embrace3k.simulator.worlds.construction.fences import put_picket_fence
from embrace3k.simulator.worlds.construction.grounds import lay_stairs, surround
from embrace3k.simulator.worlds.construction.lawns import (
    Cover,
    Field,
    Point,
    Rise,
    along,
    around,
    draw_noise,
    frayed,
    joined,
    lay_covers,
    over,
)
from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.construction.walls import put_box
from embrace3k.simulator.worlds.families.park.plan import EDGE, Plan
from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.props import plants
from embrace3k.simulator.worlds.surfaces import rotation_z

_LAWN: dict[str, Color] = {"spring": (0.92, 1.0, 0.86), "summer": (1.0, 0.97, 0.82), "autumn": (0.98, 0.9, 0.74)}
_HOUSES: tuple[Color, ...] = ((0.9, 0.84, 0.72), (0.78, 0.6, 0.5), (0.86, 0.86, 0.84), (0.7, 0.76, 0.78))
_HALF_PATH = 0.8
_HALF_DIAGONAL = math.sqrt(0.5)


class Ground:
    """The park's paths as fields, and noise that its covers share."""

    def __init__(self, plan: Plan, rng: np.random.Generator) -> None:
        self.plan = plan
        self.patches, self.fine = draw_noise(rng), draw_noise(rng)
        east, west, top = plan.site.east - EDGE, plan.site.west + EDGE, plan.terrace
        ways = [self._winding(rng, west, east, north) for north in (plan.middle, plan.upper, _walk(plan))]
        feet = (plan.site.south + EDGE, plan.middle)
        ways += [
            [(column, float(feet[int(rng.integers(2))])), (column, top.south + 0.3), (column, _walk(plan))]
            for column in plan.columns
        ]
        self.path: Field = cache(frayed(joined([along(way, _HALF_PATH) for way in ways]), self.fine, 0.12))

    def lawn(self, east: float, north: float) -> Color:
        """Patches of dry and lush grass, worn beside the path."""
        base, dry, fine = _LAWN[self.plan.season], self.patches(east, north), self.fine(east * 2.7, north * 2.7)
        worn = math.exp(-max(self.path(east, north), 0.0) / 0.4)
        light = (0.78 + 0.22 * dry) * (1 - 0.2 * worn)
        return (
            base[0] * light * (0.9 + 0.1 * dry + 0.14 * worn),
            base[1] * light * (0.94 + 0.06 * fine),
            base[2] * light * (0.72 + 0.28 * fine),
        )

    def gravel(self, east: float, north: float) -> Color:
        edge = math.exp(min(self.path(east, north), 0.0) / 0.25)
        light = 0.88 + 0.12 * self.fine(east, north) - 0.24 * edge
        return light, light * (1.0 - 0.02 * edge), light * (1.0 - 0.1 * edge)

    def shaded(self, color: Color) -> Callable[[float, float], Color]:
        """An even cover, a little lighter and darker here and there."""

        def tint(east: float, north: float) -> Color:
            light = 0.84 + 0.16 * self.fine(east, north)
            return color[0] * light, color[1] * light, color[2] * light

        return tint

    def _winding(self, rng: np.random.Generator, west: float, east: float, north: float) -> list[Point]:
        stations = np.linspace(west, east, 9)
        return [
            (float(station), north + float(shift))
            for station, shift in zip(stations, rng.uniform(-0.3, 0.3, 9), strict=True)
        ]


def lay_ground(site: Site, plan: Plan, ground: Ground, holes: list[Area], special: list[Cover]) -> None:
    """`holes` stay open for floors; `special` covers come before path and lawn."""
    gravel = Cover("gravel", 2.2, ground.gravel, ground.path)
    lawn = Cover("lawn", 2.6, ground.lawn)
    lay_covers(site.static, plan.lower, [*special, gravel, lawn], holes=holes)
    lay_covers(site.static, plan.bank, [gravel, lawn], holes=[plan.stairs], rise=Rise(0.0, plan.rise))
    lay_covers(site.static, plan.terrace, [gravel, lawn], holes=holes, rise=Rise(plan.rise, plan.rise))
    site.slope(plan.bank, 0.0, plan.rise)
    site.slope(plan.terrace, plan.rise, plan.rise)
    foot = plan.rise * (plan.stairs.south - plan.bank.south) / plan.bank.depth
    lay_stairs(site, plan.stairs, "north", foot, plan.rise + 0.005, "rubble")


def strew(site: Site, plan: Plan, rng: np.random.Generator, rooms: list[Area]) -> None:
    """Daisies or fallen leaves in patches, but for `rooms`."""
    material = "litter" if plan.season == "autumn" else "daisies"
    places = [plan.plots[name].area for name in ("picnic", "garden", "water", "service")]
    for number in range(22):
        area = places[number % len(places)].grown(-0.8)
        east, north = area.west + rng.random() * area.width, area.south + rng.random() * area.depth
        size = 0.9 + 0.7 * rng.random()
        if all(room.distance(east, north) > size * _HALF_DIAGONAL for room in rooms):
            _patch(site, material, (east, north, 0.008 + 0.0004 * number), size, rng)
    for number in range(6):
        area = plan.terrace.grown(-1.6)
        east = area.west + rng.random() * area.width
        _patch(site, material, (east, area.north, plan.rise + 0.008 + 0.0004 * number), 1.3, rng)


def _patch(
    site: Site, material: str, middle: tuple[float, float, float], size: float, rng: np.random.Generator
) -> None:
    turn = rotation_z(float(rng.random() * 360.0))
    u, v = size * turn @ (1.0, 0.0, 0.0), size * turn @ (0.0, 1.0, 0.0)
    corner = np.array(middle) - u / 2 - v / 2
    site.static.quad(corner, u, v, material, fit=True, luxel_m=0, step_m=0.8)


def enclose(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    """Hedges on three sides, whatever the seed says in the south; trees and houses beyond."""
    area, half = plan.site, EDGE / 2
    low_end, top = plan.bank.south, plan.rise
    for east in (area.west + half, area.east - half):
        _close(site, rng, Area(east, area.south, east, low_end), 0.0, plan.enclosure)
        _close(site, rng, Area(east, low_end, east, area.north), top, "hedge")
    _close(site, rng, Area(area.west, area.north - half, area.east, area.north - half), top, "hedge")
    _close(site, rng, Area(area.west, area.south + half, area.east, area.south + half), 0.03, plan.enclosure)
    surround(site.static, area.middle)
    _beyond(site, plan, rng)


def _close(site: Site, rng: np.random.Generator, line: Area, top: float, kind: str) -> None:
    """`line` has no width or no depth. No two that meet have the same height or width: their faces would coincide."""
    if kind == "fence":
        put_picket_fence(site, line, "white")
        return
    width, high = (0.3, 1.1) if kind == "wall" else (EDGE - 0.1 + 0.05 * min(top, 1.0), 1.5)
    block = line.grown(width / 2)
    site.block(block, 0.0, top + high, kind)
    if kind == "wall":
        put_box(site.static, block, 0.0, top + high, "rubble", faces="nsew", tile_m=1.6, luxel_m=0.1)
        put_box(site.static, block.grown(0.05), top + high, top + high + 0.08, "concrete", faces="nsewt", luxel_m=0.1)
        return
    length = max(line.width, line.depth)
    leafy = plants.hedge(rng, length + width, top + high + 0.15 * rng.random(), width)
    turn = rotation_z(0.0 if line.width > line.depth else 90.0)
    site.static.merge(leafy.transform(turn, (*line.middle, 0.0)))


def _beyond(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    """Trees just outside, and a few houses in the distance."""
    area = plan.site
    for number in range(9):
        share = (number % 3 + 0.2 + 0.6 * rng.random()) / 3
        away = 2.5 + 5.0 * rng.random()
        east, north = (
            (area.west - away, area.south + share * area.depth),
            (area.east + away, area.south + share * area.depth),
            (area.west + share * area.width, area.north + away),
        )[number // 3]
        site.static.merge(grow(plan, rng)[1].transform(rotation_z(0.0), (east, north, -0.06)))
    for number in range(5):
        east = area.west - 14.0 + (area.width + 20.0) * (number + 0.3 * rng.random()) / 5
        _house(site, Area(east, area.south - 17.0, east + 7.0, area.south - 11.0 + rng.random()), rng)


def _house(site: Site, area: Area, rng: np.random.Generator) -> None:
    """Seen from the north only, over fifteen metres away."""
    high, color = 4.6 + 1.6 * rng.random(), one(rng, _HOUSES)
    put_box(site.static, area, -0.1, high, "plaster", color, faces="new", luxel_m=0.4)
    for storey in range(2):
        for column in range(3):
            east, up = area.west + area.width * (column + 0.5) / 3 - 0.5, 0.9 + storey * 2.1
            pane = Area(east, area.north, east + 1.0, area.north + 0.04)
            put_box(
                site.static,
                pane.grown(0.06),
                up - 0.06,
                up + 1.16,
                color=(0.92, 0.92, 0.9),
                faces="new",
                material="flat",
                luxel_m=0,
            )
            put_box(
                site.static,
                Area(east, area.north, east + 1.0, area.north + 0.13),
                up,
                up + 1.1,
                "glass",
                (0.2, 0.24, 0.28),
                faces="n",
                luxel_m=0,
            )
    ridge, eaves = high + 1.9, 0.4
    corner = (area.east + eaves, area.north + eaves, high - 0.15)
    site.static.quad(
        corner,
        (-area.width - 2 * eaves, 0, 0),
        (0, -area.depth / 2 - eaves, ridge - high + 0.15),
        "roof",
        tile_m=2.0,
        luxel_m=0.5,
    )
    for east, direction in ((area.west, 1), (area.east, -1)):
        near, far = (area.north, area.south) if direction > 0 else (area.south, area.north)
        site.static.lid([(east, near, high), (east, far, high), (east, area.middle[1], ridge - 0.15)], "flat", color)


def grow(plan: Plan, rng: np.random.Generator, size: float = 1.0) -> tuple[str, Mesh]:
    """A tree in the colours of the season, and what people call it."""
    kind, high = rng.random(), size * (0.85 + 0.35 * rng.random())
    turning = plan.season == "autumn" and rng.random() < 0.75
    leaves = plants.autumn_leaves(rng) if turning else None
    if kind < 0.5:
        return "tree", plants.broadleaf(rng, 6.4 * high, leaves)
    if kind < 0.75:
        return "birch tree", plants.birch(rng, 6.6 * high, leaves)
    return "fir tree", plants.conifer(rng, 5.6 * high)


def _walk(plan: Plan) -> float:
    """North of the path on the terrace."""
    return plan.terrace.south + 0.9


def pool(east: float, north: float, radius: float, ground: Ground) -> Field:
    """A pond's shore."""
    return frayed(around(east, north, radius), ground.fine, 0.35)


def yard(area: Area) -> Field:
    return over(area.grown(-0.25))
