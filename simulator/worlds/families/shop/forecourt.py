"""What lies before a shop: steps and ramp, pavement, car park, and the street behind its wall. Metres."""

import numpy as np

from embrace3k.simulator.worlds.choosing import one, shuffled
from embrace3k.simulator.worlds.construction.grounds import (
    guard,
    lay_ramp,
    lay_stairs,
    pave,
    raise_platform,
    surround,
)
from embrace3k.simulator.worlds.construction.railings import put_railing
from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.construction.walls import put_box
from embrace3k.simulator.worlds.families.shop.plan import ENTRANCE_WIDTH, FLOOR, PAVEMENT_SOUTH, SITE_SOUTH, Plan
from embrace3k.simulator.worlds.mesh import Color
from embrace3k.simulator.worlds.props import plants, shop_things, signs, street, two_wheelers, vehicles

_LANDING = -1.85
_STEPS = 0.62
_WALL = 1.1
_CARS: dict[str, Color] = {
    "red": (0.45, 0.07, 0.065),
    "blue": (0.14, 0.25, 0.48),
    "white": (0.78, 0.78, 0.77),
    "green": (0.12, 0.3, 0.2),
    "yellow": (0.72, 0.56, 0.08),
    "black": (0.06, 0.06, 0.065),
}
_TROLLEYS: dict[str, Color] = {
    "red": (0.8, 0.14, 0.12),
    "blue": (0.14, 0.34, 0.75),
    "green": (0.2, 0.58, 0.28),
    "yellow": (0.93, 0.74, 0.12),
}
_BAY = 2.6
_HOUSE_TINTS: tuple[Color, ...] = ((0.9, 0.8, 0.66), (0.82, 0.62, 0.54), (0.74, 0.8, 0.84), (0.92, 0.9, 0.84))


def build_entrance(site: Site, plan: Plan) -> None:
    """A landing before the door with two steps on one side and a ramp on another; railings where one could fall."""
    flip = plan.mirror
    west, east = plan.entrance - 0.35, plan.entrance + ENTRANCE_WIDTH + 0.35
    raise_platform(site, flip.area(Area(west, _LANDING, east, 0.0)), FLOOR, "slabs")
    _kerb(site, flip.area(Area(west - 0.1, _LANDING, west, -0.1)))
    if plan.ramp_south:
        ramp, steps = Area(west, _LANDING - 2.6, east, _LANDING), Area(east, _LANDING, east + _STEPS, -0.081)
        lay_ramp(site, flip.area(ramp), "north", 0.0, FLOOR, "concrete")
        lay_stairs(site, flip.area(steps), flip.towards("west"), 0.0, FLOOR, "slabs")
        for side in (Area(west - 0.1, ramp.south, west, _LANDING), Area(east, ramp.south, east + 0.1, _LANDING)):
            _kerb(site, flip.area(side))
        return
    ramp, steps = Area(east, _LANDING, east + 2.9, -0.081), Area(west, _LANDING - _STEPS, east, _LANDING)
    lay_ramp(site, flip.area(ramp), flip.towards("west"), 0.0, FLOOR, "concrete")
    lay_stairs(site, flip.area(steps), "north", 0.0, FLOOR, "slabs")
    _kerb(site, flip.area(Area(east, _LANDING - 0.1, ramp.east, _LANDING)))


def _kerb(site: Site, line: Area) -> None:
    """A low wall that hides the ramp's side, with a railing on it."""
    put_box(site.static, line, 0.0, FLOOR + 0.08, "concrete", faces="nsewt", tile_m=1.2)
    put_railing(site.static, line, FLOOR + 0.08, FLOOR + 0.95)
    guard(site, line.grown(-0.025), 0.0, FLOOR + 0.95)


def lay_forecourt(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    area, mesh = plan.site, site.static
    pave(mesh, Area(area.west, PAVEMENT_SOUTH, area.east, 0.0), "slabs", 2.0, 0.1)
    pave(mesh, Area(area.west, SITE_SOUTH, area.east, PAVEMENT_SOUTH), "asphalt", 3.2, 0.12)
    kerb = Area(area.west, PAVEMENT_SOUTH - 0.12, area.east, PAVEMENT_SOUTH)
    pave(mesh, kerb, "concrete", 1.2, 0.1, up=0.012)
    for line in range(_bays(plan) + 1):
        east = area.west + (area.width - _bays(plan) * _BAY) / 2 + line * _BAY
        stripe = Area(east - 0.05, SITE_SOUTH + 0.3, east + 0.05, SITE_SOUTH + 4.9)
        pave(mesh, stripe, "flat", 1.0, 0.0, color=(0.92, 0.92, 0.9), up=0.012)
    _enclose(site, plan)
    _build_street(site, plan, rng)


def _bays(plan: Plan) -> int:
    return int(plan.site.width / _BAY)


def _enclose(site: Site, plan: Plan) -> None:
    """A wall round the forecourt that joins the building on both sides."""
    area, house, material = plan.site, plan.house, plan.outside[0] if "brick" in plan.outside[0] else "brick"
    west, east, south, rim = area.west - 0.22, area.east + 0.22, SITE_SOUTH - 0.22, 0.03
    for wall, coping in (
        (Area(west, south, east, SITE_SOUTH), Area(west - rim, south - rim, east + rim, SITE_SOUTH + rim)),
        (Area(west, SITE_SOUTH, area.west, 0.08), Area(west - rim, SITE_SOUTH + rim, area.west + rim, 0.08 + rim)),
        (Area(area.east, SITE_SOUTH, east, 0.08), Area(area.east - rim, SITE_SOUTH + rim, east + rim, 0.08 + rim)),
        (Area(area.west, -0.14, house.west - 0.08, 0.08), Area(area.west + rim, -0.17, house.west - 0.08, 0.08)),
        (Area(house.east + 0.08, -0.14, area.east, 0.08), Area(house.east + 0.08, -0.17, area.east - rim, 0.08)),
    ):
        put_box(site.static, wall, 0.0, _WALL, material, faces="nsew", tile_m=1.2, luxel_m=0.1)
        put_box(site.static, coping, _WALL, _WALL + 0.07, "concrete", tile_m=1.2, luxel_m=0.15)
        site.block(wall, 0.0, _WALL + 0.07, "wall")


def _build_street(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    """Beyond the wall: a road, houses across it and on both sides, trees further off."""
    area, mesh = plan.site, site.static
    far = Area(area.west - 30.0, SITE_SOUTH - 8.0, area.east + 30.0, SITE_SOUTH - 1.6)
    pave(mesh, far, "asphalt", 3.2, 0.5, up=-0.03)
    pave(mesh, Area(far.west, far.north, far.east, far.north + 1.38), "slabs", 2.0, 0.4, up=-0.02)
    pave(mesh, Area(far.west, far.south - 2.0, far.east, far.south), "slabs", 2.0, 0.4, up=-0.02)
    west = far.west
    while west < far.east - 9.0:
        width, height = 3.0 * int(rng.integers(2, 5)), 3.0 * int(rng.integers(2, 4))
        _house(site, Area(west, far.south - 11.0, west + width, far.south - 2.0), height, rng)
        west += width + (0.0 if rng.random() < 0.6 else 2.5)
    for start in (area.west - 1.2 - 9.0, area.east + 1.2):
        _house(site, Area(start, -3.0, start + 9.0, 9.0), 3.0 * int(rng.integers(2, 4)), rng)
    surround(mesh, area.middle, "grass")


def _house(site: Site, area: Area, height: float, rng: np.random.Generator) -> None:
    """Walls with painted windows and a flat roof; it is only seen from afar."""
    tint = one(rng, _HOUSE_TINTS)
    put_box(site.static, area, 0.0, height, "facade", tint, faces="nsew", tile_m=3.0, luxel_m=0.5)
    roof = Area(area.west, area.south - 0.3, area.east, area.north + 0.3)
    put_box(site.static, roof, height, height + 0.35, "concrete", (0.5, 0.48, 0.46), luxel_m=0.6)


def place_outdoors(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    flip, house, door = plan.mirror, plan.house, plan.entrance
    names = shuffled(rng, _TROLLEYS)[:3]
    for number, colour in enumerate(names):
        place = (flip.east(house.east - 2.25 - 0.72 * number), -0.75 - 0.06 * rng.random())
        trolley = shop_things.trolley(_TROLLEYS[colour])
        site.put(f"{colour}_trolley", "trolley", trolley, *place, yaw_deg=8 * rng.random() - 4, colour=colour)
    site.put("bench", "bench", street.bench(), flip.east(house.east - 0.95), -0.5, yaw_deg=180, surface=0.48)
    buckets = shop_things.flower_buckets(rng)
    site.put("flowers", "flowers", buckets, flip.east(0.85 + 0.3 * rng.random()), -0.45, yaw_deg=180)
    text = one(rng, ("SALE  -20%", "FRESH FOOD", "OPEN"))
    board = signs.pavement_board(text)
    place = (flip.east(door - 1.25), -3.1 - 0.5 * rng.random())
    site.put("pavement_sign", "sign", board, *place, yaw_deg=16 * rng.random() - 8)
    colour = one(rng, ("green", "grey", "brown"))
    bins: dict[str, Color] = {"green": (0.25, 0.42, 0.3), "grey": (0.36, 0.37, 0.38), "brown": (0.4, 0.3, 0.22)}
    site.put("trash_bin", "bin", street.trash_bin(bins[colour]), flip.east(-0.65), -0.6, colour=colour)
    colour = one(rng, ("red", "blue", "green"))
    bicycle = two_wheelers.bicycle(_TROLLEYS[colour])
    site.put(f"{colour}_bicycle", "bicycle", bicycle, flip.east(-1.7), -1.35, yaw_deg=0.0, colour=colour)
    _plant_trees(site, plan, rng)
    _park_cars(site, plan, rng)


def _plant_trees(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    """Along the pavement's edge, not before the entrance."""
    easts = (-1.4, plan.entrance + 3.9, plan.house.east - 1.2)
    for number, east in enumerate(easts, 1):
        place = (plan.mirror.east(east + 0.6 * rng.random()), PAVEMENT_SOUTH + 0.5)
        site.put(f"tree_{number}", "tree", plants.tree(rng), *place, size=(0.5, 0.5, 4.2))


def _park_cars(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    """Every other bay may be taken, so that one can walk between the cars."""
    bays = list(range(_bays(plan)))[int(rng.integers(2)) :: 2]
    count = min(len(bays), 2 + int(plan.aisles == 2 and rng.random() < 0.6))
    taken = sorted(bays[int(index)] for index in rng.permutation(len(bays))[:count])
    colours = shuffled(rng, _CARS)[:count]
    first = plan.site.west + (plan.site.width - _bays(plan) * _BAY) / 2
    bodies = (vehicles.car, vehicles.saloon, vehicles.estate)
    for bay, colour in zip(taken, colours, strict=True):
        mesh = one(rng, bodies)(_CARS[colour])
        place = (first + (bay + 0.5) * _BAY + 0.2 * rng.random() - 0.1, SITE_SOUTH + 2.75 + 0.2 * rng.random())
        yaw_deg = (180.0 if rng.random() < 0.6 else 0.0) + 4 * rng.random() - 2
        site.put(f"{colour}_car", "car", mesh, *place, yaw_deg=yaw_deg, colour=colour)
