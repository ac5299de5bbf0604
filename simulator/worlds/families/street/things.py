"""What stands in the street: cars, street furniture, garden furniture and plants. Metres."""

from collections.abc import Callable

import numpy as np

from embrace3k.simulator.worlds.choosing import one, shuffled
from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.families.street.buildings import garage_rooms
from embrace3k.simulator.worlds.families.street.plan import FRONT, KERB, PAVEMENT_NORTH, ROAD_SOUTH, VERGE_SOUTH, Plan
from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.model import Kind
from embrace3k.simulator.worlds.props import (
    furniture,
    home_things,
    plants,
    street,
    street_things,
    two_wheelers,
    vehicles,
)

PAINTS: dict[str, Color] = {
    "red": (0.42, 0.07, 0.065),
    "blue": (0.1, 0.2, 0.42),
    "white": (0.66, 0.66, 0.65),
    "black": (0.05, 0.05, 0.055),
    "green": (0.1, 0.28, 0.17),
    "yellow": (0.72, 0.52, 0.08),
    "orange": (0.66, 0.26, 0.05),
    "silver": (0.4, 0.41, 0.43),
}
_BODIES: tuple[tuple[str, Callable[[Color], Mesh]], ...] = (
    ("car", vehicles.car),
    ("car", vehicles.saloon),
    ("car", vehicles.estate),
)
_BIN_COLOURS: dict[str, Color] = {
    "green": (0.16, 0.36, 0.22),
    "blue": (0.12, 0.24, 0.46),
    "brown": (0.34, 0.22, 0.14),
    "yellow": (0.8, 0.62, 0.12),
}
_CHAIRS: dict[str, Color] = {
    "white": (0.92, 0.92, 0.9),
    "green": (0.25, 0.5, 0.32),
    "red": (0.75, 0.2, 0.16),
    "blue": (0.2, 0.36, 0.66),
}
_SIGNS: tuple[tuple[str, str, bool], ...] = (
    ("stop_sign", "sign-stop", False),
    ("speed_limit_sign", "sign-30", True),
    ("no_entry_sign", "sign-no-entry", True),
    ("parking_sign", "sign-parking", False),
)
_LETTER_BOXES: dict[str, Color] = {"yellow": (0.85, 0.62, 0.08), "red": (0.66, 0.08, 0.07), "blue": (0.1, 0.22, 0.5)}
_ALONG_KERB = 0.45
_CAR_ROOM = 5.6


def pick(rng: np.random.Generator, colours: dict[str, Color], count: int) -> list[str]:
    """That many different names of colours."""
    return shuffled(rng, colours)[:count]


def park_vehicles(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    """Cars on both sides of the road. Two have no brakes on, and can be towed; the way to the garage stays free."""
    colours = shuffled(rng, PAINTS)
    near, far = _parking(plan, rng)
    for number, east in enumerate(near):
        _, build = one(rng, _BODIES)
        loose = number < 2
        heading = 90.0 if rng.random() < 0.75 else -90.0
        heading += float(rng.uniform(-3, 3))
        _park(site, colours.pop(), "car", build, east, -1.3 - 0.15 * rng.random(), heading, loose=loose)
    for number, east in enumerate(far):
        north = ROAD_SOUTH + 1.25 + 0.1 * rng.random()
        if number == 0:
            noun, build = one(rng, (("van", vehicles.van), ("truck", vehicles.truck)))
        else:
            noun, build = one(rng, _BODIES)
        _park(site, colours.pop(), noun, build, east, north, -90.0 + float(rng.uniform(-2, 2)), loose=False)


def _parking(plan: Plan, rng: np.random.Generator) -> tuple[list[float], list[float]]:
    """Middles of free places along both kerbs; of the near ones the nearest to the garage first."""
    keep_off = plan.crossing.grown(1.6)
    near = []
    for start, end in ((0.6, keep_off.west), (keep_off.east, plan.length - 0.6)):
        count = int((end - start) / _CAR_ROOM)
        near += [start + (number + 0.5) * (end - start) / count for number in range(count)]
    far = [east for east in np.arange(4.0, plan.length - 4.0, 7.4) if abs(east - plan.crossing.middle[0]) > 6.5]
    to_garage = sorted(near, key=lambda east: abs(east - garage_rooms(plan)["garage"].middle[0]))
    across = sorted(rng.permutation(len(far))[:2])
    return to_garage[: 3 if rng.random() < 0.7 else 4], [float(far[number]) for number in across]


def _park(
    site: Site,
    colour: str,
    noun: str,
    build: Callable[[Color], Mesh],
    east: float,
    north: float,
    yaw_deg: float,
    *,
    loose: bool,
) -> None:
    kind = Kind.TOWED if loose else Kind.FIXED
    site.put(f"{colour}_{noun}", noun, build(PAINTS[colour]), east, north, yaw_deg=yaw_deg, kind=kind, colour=colour)


def furnish_pavement(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    """Lights, signs, bins, bicycles and the like along the kerb."""
    crossing = plan.crossing.grown(1.9)
    free = [east for east in np.arange(1.4, plan.length - 1.0, 1.45) if not crossing.west < east < crossing.east]
    places = [float(free[number]) for number in rng.permutation(len(free))]

    def stand(
        name: str,
        noun: str,
        mesh: Mesh,
        yaw_deg: float = 180.0,
        *,
        colour: str | None = None,
        size: tuple[float, float, float] | None = None,
    ) -> None:
        site.put(name, noun, mesh, places.pop(), _ALONG_KERB, up=KERB, yaw_deg=yaw_deg, colour=colour, size=size)

    for number in range(2):
        stand(f"street_light_{number + 1}", "street light", street.street_light(), size=(0.16, 0.16, 4.2))
    for name, board, is_round in (_SIGNS[number] for number in sorted(rng.permutation(len(_SIGNS))[:2])):
        sign = street_things.road_sign(board, round_board=is_round)
        stand(name, "road sign", sign, one(rng, (90.0, -90.0)), size=(0.1, 0.1, 2.7))
    stand("hydrant", "hydrant", street_things.hydrant(), colour="red")
    colour = shuffled(rng, _LETTER_BOXES)[0]
    stand("letter_box", "letter box", street_things.letter_box(_LETTER_BOXES[colour]), 0.0, colour=colour)
    colour = shuffled(rng, _BIN_COLOURS)[0]
    stand("litter_bin", "bin", street.trash_bin(_BIN_COLOURS[colour]), colour=colour)
    for colour, east in zip(shuffled(rng, PAINTS)[:2], (min(places), max(places)), strict=True):
        heading = one(rng, (90.0, -90.0))
        bicycle = two_wheelers.bicycle(PAINTS[colour])
        site.put(
            f"{colour}_bicycle", "bicycle", bicycle, east, _ALONG_KERB, up=KERB, yaw_deg=heading, colour=colour
        )  # fmt: skip
    yard = plan.lot("kiosk").yard
    for number in range(3):
        east = yard.west + 0.5 + number * (yard.width - 1.0) / 2
        bollard, place = street_things.bollard(), (east, PAVEMENT_NORTH - 0.3)
        site.put(f"bollard_{number + 1}", "bollard", bollard, *place, up=site.ground(*place))


def furnish_verge(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    """A bus stop, a bench and trees between road and hedge."""
    places = [float(east) for east in np.arange(2.6, plan.length - 2.0, 4.3)]
    order = shuffled(rng, places)
    _bus_stop(site, order.pop())
    site.put(
        "verge_bench", "bench", street.bench(), order.pop(), VERGE_SOUTH + 0.7, up=KERB, surface=0.48, label="bench"
    )
    grow = one(rng, (plants.tree, plants.tree, plants.birch))
    for number in range(min(4, len(order))):
        east, north = order.pop() + float(rng.uniform(-0.4, 0.4)), VERGE_SOUTH + 0.9 + 0.3 * float(rng.random())
        tree = grow(rng)
        site.put(f"tree_{number + 1}", "tree", tree, east, north, up=KERB, size=(0.5, 0.5, 4.2))


def _bus_stop(site: Site, east: float) -> None:
    """One can step in and stand before the seat."""
    north = VERGE_SOUTH + 0.95
    shelter = street_things.bus_shelter()
    site.put("bus_shelter", "bus shelter", shelter, east, north, up=KERB, solid=False)
    for area in (
        Area(east - 1.6, north - 0.7, east + 1.6, north - 0.62),
        Area(east - 1.6, north - 0.62, east - 1.54, north + 0.44),
        Area(east + 1.54, north - 0.62, east + 1.6, north + 0.44),
    ):
        site.block(area, KERB, KERB + 2.3, "bus shelter")
    site.block(Area(east - 1.4, north - 0.52, east + 0.8, north - 0.18), KERB, KERB + 0.5, "bus shelter")
    sign = street_things.road_sign("sign-bus", round_board=True)
    site.put("bus_stop_sign", "road sign", sign, east + 2.0, north + 0.9, up=KERB, size=(0.1, 0.1, 2.7))


def furnish_yards(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    _furnish_yard(site, plan.lot("yard house").yard, rng)
    _furnish_garden(site, plan.lot("garden house").yard, plan.gate, rng)
    _furnish_kiosk_front(site, plan, rng)


def _furnish_yard(site: Site, yard: Area, rng: np.random.Generator) -> None:
    """Bins on one side of the steps, a bench and a scooter on the other."""
    side = 1 if rng.random() < 0.5 else -1
    for number, colour in enumerate(shuffled(rng, _BIN_COLOURS)[:3]):
        east = yard.middle[0] + side * (1.35 + 0.72 * number)
        bin_ = street_things.wheelie_bin(_BIN_COLOURS[colour])
        site.put(f"{colour}_bin", "bin", bin_, east, FRONT - 0.45, up=KERB, yaw_deg=180, colour=colour)
    east = yard.middle[0] - side * (yard.width / 2 - 1.1)
    site.put(
        "yard_bench", "bench", street.bench(), east, yard.south + 0.5, up=KERB, yaw_deg=180, surface=0.48, label="bench"
    )
    colour = shuffled(rng, PAINTS)[0]
    scooter = two_wheelers.scooter(PAINTS[colour])
    heading = one(rng, (90.0, -90.0))
    site.put("scooter", "scooter", scooter, east, FRONT - 0.6, up=KERB, yaw_deg=heading, colour=colour)
    east = yard.middle[0] + side * (yard.width / 2 - 0.75)
    _flowers_in_trough(site, "planter", east, yard.south + 0.4, rng)


def _furnish_garden(site: Site, yard: Area, gate: float, rng: np.random.Generator) -> None:
    """A table with chairs away from the gate, shrubs under the windows."""
    side = -1 if gate > yard.middle[0] else 1
    east, north = yard.middle[0] + side * (yard.width / 2 - 1.45), yard.north - 1.55
    table = home_things.round_table()
    site.put("garden_table", "table", table, east, north, up=KERB, surface=float(table.bounds()[1][2]))
    for number, colour in enumerate(shuffled(rng, _CHAIRS)[:2]):
        aside = 0.82 if number else -0.82
        chair = home_things.garden_chair(_CHAIRS[colour])
        site.put(
            f"{colour}_chair",
            "chair",
            chair,
            east + aside,
            north,
            up=KERB,
            yaw_deg=-90.0 if number else 90.0,
            colour=colour,
        )
    for number, share in enumerate((-0.42, 0.42)):
        place = (yard.middle[0] + share * yard.width, yard.north - 0.4)
        site.put(f"shrub_{number + 1}", "shrub", plants.shrub(rng), *place, up=KERB, size=(0.6, 0.6, 0.8))


def _furnish_kiosk_front(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    """A small table, a chair and flowers before the shop window."""
    yard, door = plan.lot("kiosk").yard, site_door(site, "kiosk_door")
    side = 1 if door < yard.middle[0] else -1
    east = yard.middle[0] + side * (yard.width / 2 - 1.0)
    table = furniture.table(0.7, 0.7, 0.74)
    site.put("kiosk_table", "table", table, east, yard.north - 0.62, up=KERB, surface=0.74)
    colour = shuffled(rng, _CHAIRS)[0]
    chair = home_things.garden_chair(_CHAIRS[colour])
    site.put(
        "kiosk_chair",
        "chair",
        chair,
        east - side * 0.85,
        yard.north - 0.62,
        up=KERB,
        yaw_deg=90.0 * side,
        colour=colour,
    )


def _flowers_in_trough(site: Site, name: str, east: float, north: float, rng: np.random.Generator) -> None:
    mesh = street_things.planter()
    petals = list(_CHAIRS.values())[int(rng.integers(1, len(_CHAIRS)))]
    for x in (-0.3, 0.0, 0.3):
        mesh.merge(plants.flower_pot(rng, petals).transform(np.eye(3) * 0.9, (x, 0, 0.16)))
    site.put(name, "planter", mesh, east, north, up=KERB, size=(0.5, 1.0, 0.9))


def site_door(site: Site, name: str) -> float:
    """How far east a door hangs."""
    return next(thing.pose.y_cm for thing in site.objects if thing.name == name) / 100
