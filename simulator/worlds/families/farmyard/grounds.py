"""What one walks on at a farm, what closes it, and the fields beyond. Metres."""

import math
from functools import cache

import numpy as np

from embrace3k.simulator.worlds.choosing import one
from embrace3k.simulator.worlds.construction.fences import put_rail_fence
from embrace3k.simulator.worlds.construction.grounds import surround
from embrace3k.simulator.worlds.construction.lawns import Cover, Field, draw_noise, frayed, joined, lay_covers, over
from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.construction.walls import put_box
from embrace3k.simulator.worlds.families.farmyard.plan import EDGE, TIMBER, Plan
from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.props import plants
from embrace3k.simulator.worlds.surfaces import rotation_z

_GRASS: dict[str, Color] = {"spring": (0.92, 1.0, 0.86), "summer": (1.0, 0.95, 0.78), "autumn": (0.96, 0.9, 0.74)}
_CROPS: dict[str, tuple[tuple[str, Color], ...]] = {
    "spring": (("soil", (1.0, 1.0, 1.0)), ("lawn", (0.8, 1.0, 0.7)), ("soil", (0.85, 0.85, 0.8))),
    "summer": (("hay", (1.0, 0.95, 0.8)), ("lawn", (0.75, 0.95, 0.6)), ("hay", (0.9, 0.86, 0.66))),
    "autumn": (("soil", (0.95, 0.9, 0.85)), ("hay", (0.8, 0.72, 0.55)), ("lawn", (0.95, 0.95, 0.7))),
}
_RUT = 0.42
"""Width of the tractor's rear wheels."""


class Ground:
    """Trodden earth where people and tractors go, grass elsewhere."""

    def __init__(self, plan: Plan, rng: np.random.Generator) -> None:
        self._plan = plan
        self._patches, self._fine = draw_noise(rng), draw_noise(rng)
        trodden = [over(plan.yard.grown(-0.5))]
        for name in ("barn", "stable", "house", "shed"):
            trodden.append(over(plan.plots[name].strip(-1.6, 1.8).grown(-0.5)))
        self.earth: Field = cache(frayed(joined(trodden, 1.2), self._fine, 0.5, patch_m=12.0))

    def covers(self) -> list[Cover]:
        house, stable, garden = (self._plan.plots[name] for name in ("house", "stable", "garden"))
        stones = joined([over(house.strip(-0.2, 1.9).grown(-0.6)), over(stable.strip(-0.2, 1.7).grown(-0.6))], 0.5)
        return [
            Cover("cobbles", 1.5, self._plain, cache(frayed(stones, self._fine, 0.25, patch_m=8.0))),
            Cover("soil", 0.9, self._plain, over(garden.area.grown(-0.6))),
            Cover("earth", 2.4, self._trodden, self.earth),
            Cover("meadow", 2.6, self._grass),
        ]

    def _plain(self, east: float, north: float) -> Color:
        light = 0.82 + 0.18 * self._fine(east, north)
        return light, light, 0.97 * light

    def _trodden(self, east: float, north: float) -> Color:
        """Damp and dry places; greener towards the grass."""
        edge = math.exp(min(self.earth(east, north), 0.0) / 0.5)
        light = 0.72 + 0.28 * self._patches(east * 1.6, north * 1.6)
        return light * (1.0 - 0.12 * edge), light, light * (0.96 - 0.16 * edge)

    def _grass(self, east: float, north: float) -> Color:
        base, dry, fine = _GRASS[self._plan.season], self._patches(east, north), self._fine(east * 2.7, north * 2.7)
        worn = math.exp(-max(self.earth(east, north), 0.0) / 0.6)
        light = (0.76 + 0.24 * dry) * (1 - 0.12 * worn)
        return (
            base[0] * light,
            base[1] * light * (0.93 + 0.07 * fine - 0.1 * worn),
            base[2] * light * (0.75 + 0.25 * fine),
        )


def strew(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    """Straw about barn and stable, bare patches in the paddock, flowers or leaves in the grass, tufts along fences, and
    the tracks of the tractor."""
    _lay_ruts(site, plan, rng)
    straw = [plan.plots[name].strip(-1.6, 1.2) for name in ("barn", "stable")]
    grass = "litter" if plan.season == "autumn" else "daisies"
    house, paddock, shed = (plan.plots[name] for name in ("house", "paddock", "shed"))
    wanted = [("straw", straw[number % 2], 1.1) for number in range(8)]
    wanted += [("barepatch", paddock.area.grown(-0.9), 1.8)] * 3 + [(grass, paddock.area.grown(-0.7), 1.1)] * 4
    wanted += [(grass, house.strip(1.0, 7.0), 1.0)] * 3 + [("straw", shed.strip(0.2, 2.4), 0.9)] * 3
    for number, (material, area, size) in enumerate(wanted):
        east, north = area.west + rng.random() * area.width, area.south + rng.random() * area.depth
        turn, side = rotation_z(float(rng.random() * 360.0)), size * (0.8 + 0.5 * rng.random())
        u, v = side * turn @ (1.0, 0.0, 0.0), side * turn @ (0.0, 1.0, 0.0)
        corner = np.array((east, north, 0.007 + 0.0004 * number)) - u / 2 - v / 2
        if site.ground(east, north) == 0.0:
            site.static.quad(corner, u, v, material, fit=True, luxel_m=0, step_m=0.8)
    for number in range(40):
        share, along = rng.random(), number % 4
        inner = plan.site.grown(-EDGE - 0.25)
        east = (inner.west, inner.east)[along % 2] if along < 2 else inner.west + share * inner.width
        north = (inner.south, inner.north)[along % 2] if along > 1 else inner.south + share * inner.depth
        tuft = plants.tuft(rng, 0.22 + 0.12 * rng.random(), 0.28 + 0.2 * rng.random(), _GRASS[plan.season])
        site.static.merge(tuft.transform(np.eye(3), (east, north, 0.0)))


def _lay_ruts(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    """Along the yard, on the side where the well is not."""
    yard, well = plan.yard.grown(-1.3), next(thing for thing in site.objects if thing.name == "well")
    side = yard.south + 0.6 if well.pose.x_cm / 100 > yard.middle[1] else yard.north - 0.6
    start, end = yard.west + 2.0 * rng.random(), yard.east - 2.0 * rng.random()
    turn = 0.4 * (rng.random() - 0.5)
    for north in (side - 0.78, side + 0.78):
        corner, along = (start, north + _RUT / 2, 0.006), (end - start, turn, 0.0)
        site.static.quad(corner, (0.0, -_RUT, 0.0), along, "rut", tile_m=_RUT, luxel_m=0, step_m=0.8)


def lay_ground(site: Site, plan: Plan, ground: Ground, holes: list[Area]) -> None:
    """`holes` stay open for floors and ramps."""
    lay_covers(site.static, plan.site, ground.covers(), holes=holes, step=0.95)


def enclose(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    """Rail fences all round; fields, trees and another farm beyond."""
    inner = plan.site.grown(-EDGE)
    for line in (
        Area(inner.west, inner.south, inner.east, inner.south),
        Area(inner.west, inner.north, inner.east, inner.north),
        Area(inner.west, inner.south, inner.west, inner.north),
        Area(inner.east, inner.south, inner.east, inner.north),
    ):
        put_rail_fence(site, line)
    surround(site.static, plan.site.middle)
    _lay_fields(site.static, plan)
    for number in range(8):
        away, share = 5.0 + 9.0 * rng.random(), (number // 4 + rng.random()) / 2
        side = number % 4
        east = (plan.site.west - away, plan.site.east + away)[side % 2] if side < 2 else share * plan.site.width
        north = (plan.site.south - away, plan.site.north + away)[side % 2] if side > 1 else share * plan.site.depth
        site.static.merge(grow(plan, rng)[1].transform(np.eye(3), (east, north, -0.06)))
    _neighbour(site.static, plan, rng)


def _lay_fields(mesh: Mesh, plan: Plan) -> None:
    """Three great fields behind the fence; a strip of grass is left between."""
    site, crops = plan.site, _CROPS[plan.season]
    areas = (
        Area(site.west - 4.0, site.north + 4.0, site.east + 4.0, site.north + 40.0),
        Area(site.west - 44.0, site.south - 6.0, site.west - 4.5, site.north + 12.0),
        Area(site.east + 4.5, site.south - 6.0, site.east + 44.0, site.north + 12.0),
    )
    for area, (material, color) in zip(areas, crops, strict=True):
        corner = (area.west, area.south, -0.03)
        mesh.quad(corner, (area.width, 0, 0), (0, area.depth, 0), material, color, tile_m=1.4, luxel_m=0.8)


def _neighbour(mesh: Mesh, plan: Plan, rng: np.random.Generator) -> None:
    """A barn and a silo in the distance, south of the farm."""
    east, north = plan.site.middle[0] - 12.0 + 20.0 * rng.random(), plan.site.south - 26.0
    paint = one(rng, TIMBER.values())
    barn = Area(east, north - 7.0, east + 13.0, north)
    put_box(mesh, barn, -0.2, 4.4, "boards", paint, faces="new", tile_m=2.0, luxel_m=0.5)
    corner = (barn.east + 0.4, barn.north + 0.4, 4.3)
    mesh.quad(corner, (-barn.width - 0.8, 0, 0), (0, -3.9, 2.6), "roof", tile_m=2.0, luxel_m=0.6)
    for side, ends in ((barn.west, (barn.north, barn.south)), (barn.east, (barn.south, barn.north))):
        mesh.lid([(side, ends[0], 4.4), (side, ends[1], 4.4), (side, barn.middle[1], 6.7)], "boards", paint)
    gate = Area(barn.middle[0] - 1.6, barn.north, barn.middle[0] + 1.6, barn.north + 0.08)
    put_box(mesh, gate, -0.1, 3.2, "boards", (0.9, 0.88, 0.84), faces="new", luxel_m=0.5)
    silo = [(0, 0), (1.9, 0), (1.9, 7.5), (1.5, 8.3), (0.8, 8.8), (0, 9.0)]
    mesh.lathe((barn.east + 3.4, north - 3.0, -0.2), silo, "tin", segments=16)


def grow(plan: Plan, rng: np.random.Generator, size: float = 1.0, *, firs: bool = True) -> tuple[str, Mesh]:
    """A tree in the colours of the season, and what people call it. Firs reach down to the ground and need room."""
    kind, high = rng.random() * (1.0 if firs else 0.85), size * (0.85 + 0.35 * rng.random())
    turning = plan.season == "autumn" and rng.random() < 0.75
    leaves = plants.autumn_leaves(rng) if turning else None
    if kind < 0.65:
        return "tree", plants.broadleaf(rng, 6.2 * high, leaves)
    if kind < 0.85:
        return "birch tree", plants.birch(rng, 6.4 * high, leaves)
    return "fir tree", plants.conifer(rng, 5.6 * high)
