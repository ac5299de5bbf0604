"""Everything outdoors: ground, garage, fences and what stands in yard and street. Metres."""

import numpy as np

from embrace3k.simulator.worlds.choosing import one
from embrace3k.simulator.worlds.construction.doors import hang_door
from embrace3k.simulator.worlds.construction.fences import put_barrier, put_picket_fence
from embrace3k.simulator.worlds.construction.grounds import pave, surround
from embrace3k.simulator.worlds.construction.roofs import put_flat_roof, put_lamp
from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.construction.walls import DOOR_WIDTH, WALL, Opening, Wall, put_box
from embrace3k.simulator.worlds.families.house.plan import (
    GARAGE_HEIGHT,
    PAVEMENT_SOUTH,
    STREET_SOUTH,
    YARD_SOUTH,
    Plan,
)
from embrace3k.simulator.worlds.families.house.style import SECOND_CARS, Style
from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.model import Kind
from embrace3k.simulator.worlds.props import plants, street, vehicles

CAR_RED: Color = (0.42, 0.07, 0.065)
BIN_COLOURS: dict[str, Color] = {"green": (0.25, 0.42, 0.3), "grey": (0.36, 0.37, 0.38), "brown": (0.4, 0.3, 0.22)}
MAILBOX_COLOURS: dict[str, Color] = {"blue": (0.15, 0.28, 0.6), "red": (0.62, 0.12, 0.1), "green": (0.14, 0.4, 0.24)}
_TREE_SIZE = (0.5, 0.5, 4.2)


def lay_ground(site: Site, plan: Plan) -> None:
    """Lawn, paths and road: a patchwork without overlaps, so that no two surfaces lie in one plane."""
    west, east, north = plan.site.west, plan.site.east, plan.site.north
    path, drive, house, garage = plan.path, plan.drive, plan.house, plan.garage
    lawns = (
        Area(west, YARD_SOUTH, path.west, 0.0),
        Area(path.east, YARD_SOUTH, drive.west, 0.0),
        Area(drive.east, YARD_SOUTH, east, 0.0),
        Area(west, 0.0, 0.0, house.north),
        Area(house.east, 0.0, garage.west, house.north),
        Area(garage.east, 0.0, east, house.north),
        Area(west, house.north, garage.west, north),
        Area(garage.east, house.north, east, north),
        Area(garage.west, garage.north, garage.east, north),
    )
    for lawn in lawns:
        pave(site.static, lawn, "grass", 2.4, 0.12)
    pave(site.static, Area(west, plan.site.south, east, STREET_SOUTH), "grass", 2.4, 0.2)
    pave(site.static, path, "concrete", 1.3, 0.1)
    pave(site.static, Area(drive.west, drive.south, drive.east, garage.north), "concrete", 2.0, 0.09)
    pave(site.static, Area(west, PAVEMENT_SOUTH, east, YARD_SOUTH), "concrete", 2.0, 0.12)
    pave(site.static, plan.street, "asphalt", 3.2, 0.12)
    middle = (PAVEMENT_SOUTH + STREET_SOUTH) / 2
    for dash in range(int(plan.site.width / 2.4)):
        corner = (west + 0.6 + 2.4 * dash, middle - 0.07, 0.01)
        site.static.quad(corner, (1.3, 0, 0), (0, 0.14, 0), color=(0.95, 0.93, 0.8), step_m=2.0)
    surround(site.static, plan.site.middle)


def build_garage(site: Site, plan: Plan, style: Style) -> None:
    """Three walls, a lintel with the rolled-up door, a flat roof and two lamps; the south side is open."""
    inside, (skin, color) = plan.garage, style.skin
    walls = (
        (Area(inside.west - WALL, inside.south, inside.west, inside.north + WALL), "e"),
        (Area(inside.east, inside.south, inside.east + WALL, inside.north + WALL), "w"),
        (Area(inside.west, inside.north, inside.east, inside.north + WALL), "s"),
    )
    for wall, inner in walls:
        put_box(site.static, wall, 0.0, GARAGE_HEIGHT, "plaster", faces=inner, tile_m=1.2)
        put_box(site.static, wall, 0.0, GARAGE_HEIGHT, skin, color, faces="nsewtb".replace(inner, ""), tile_m=1.2)
        site.block(wall, 0.0, GARAGE_HEIGHT, "wall")
    lintel = Area(inside.west, inside.south, inside.east, inside.south + WALL)
    put_box(site.static, lintel, 2.2, GARAGE_HEIGHT, "white", tile_m=1.2)
    site.block(lintel, 2.2, GARAGE_HEIGHT, "wall")
    rolled = Area(inside.west + 0.1, inside.south + 0.2, inside.east - 0.1, inside.south + 0.28)
    put_box(site.static, rolled, 2.05, 2.45, "garagedoor")
    put_flat_roof(site.static, inside.grown(WALL + 0.15), GARAGE_HEIGHT)
    for share in (0.3, 0.75):
        put_lamp(site, inside.middle[0], inside.south + share * inside.depth, GARAGE_HEIGHT)


def fence_in(site: Site, plan: Plan) -> None:
    """White pickets round the yard, across it to the house and along the far side of the street; barriers close the
    street's ends."""
    area = plan.site
    put_picket_fence(site, Area(area.west, area.north, area.east, area.north))
    put_picket_fence(site, Area(area.west, area.south, area.east, area.south))
    for east in (area.west, area.east):
        put_picket_fence(site, Area(east, YARD_SOUTH, east, area.north))
        put_barrier(site, Area(east, area.south, east, YARD_SOUTH))
    gate = Opening(plan.garden_gate, plan.garden_gate + DOOR_WIDTH, 0.0, 1.15)
    for west, east in (
        (area.west + 0.1, -0.12),
        (plan.house.east + 0.12, gate.start),
        (gate.end, plan.garage.west - WALL),
        (plan.garage.east + WALL, area.east - 0.1),
    ):
        put_picket_fence(site, Area(west, plan.fence, east, plan.fence))
    line = Wall(True, plan.fence, plan.house.east, plan.garage.west, "white", "white", (gate,))
    hang_door(site, "garden_gate", line, gate, leaf=_gate(DOOR_WIDTH), colour="white")


def _gate(width: float) -> Mesh:
    """Pickets with a brace across. Origin: foot of the hinge; it reaches east."""
    mesh = Mesh()
    for low in (0.3, 0.85):
        mesh.box((width / 2, 0, low), (width - 0.02, 0.03, 0.09), "white", luxel_m=0, step_m=2.0)
    for number in range(7):
        east = 0.07 + (width - 0.14) * number / 6
        mesh.box((east, 0.028, 0.05), (0.09, 0.025, 1.08), "white", luxel_m=0, step_m=2.0)
    return mesh.box((width - 0.07, -0.03, 0.86), (0.06, 0.03, 0.1), color=(0.2, 0.2, 0.21), luxel_m=0)


def plant_and_place(site: Site, plan: Plan, style: Style, rng: np.random.Generator) -> None:
    """Trees, bench, mailbox, bin and street light. Whatever has a swept or walked space near it keeps clear of that."""
    colour = one(rng, MAILBOX_COLOURS)
    mailbox = street.mailbox(MAILBOX_COLOURS[colour])
    site.put("mailbox", "mailbox", mailbox, plan.path.west - 0.5, YARD_SOUTH + 0.4, yaw_deg=180, colour=colour)
    bench = (plan.path.east + 1.6 + 1.2 * rng.random(), -1.3 - 1.2 * rng.random())
    site.put("bench", "bench", street.bench(), *bench, yaw_deg=180, surface=0.48)
    colour = one(rng, BIN_COLOURS)
    place = (plan.garage.west - 0.75, plan.garage.south + 0.5 + 0.6 * rng.random())
    site.put("trash_bin", "bin", street.trash_bin(BIN_COLOURS[colour]), *place, colour=colour)
    place = (plan.path.west - 3.5 - 2.0 * rng.random(), YARD_SOUTH - 0.35)
    size = (0.16, 0.16, 4.2)
    site.put("street_light", "street light", street.street_light(), *place, yaw_deg=180, size=size)
    _plant_trees(site, plan, style, rng, bench)
    for name, east in (("shrub_1", 0.9), ("shrub_2", plan.house.east - 0.8)):
        site.put(name, "shrub", plants.shrub(rng), east, -0.75, size=(0.7, 0.7, 0.7))


def _plant_trees(site: Site, plan: Plan, style: Style, rng: np.random.Generator, bench: tuple[float, float]) -> None:
    """Crowns stay clear of roofs and trunks of walkways; the car swings over the lawn beside the drive's mouth."""
    drive = Area(plan.drive.west - 3.0, YARD_SOUTH, plan.drive.east + 1.2, plan.garage.south)
    keep_off = (
        (plan.house, 2.1),
        (plan.garage, 2.0),
        (plan.path, 1.2),
        (drive, 0.6),
        (Area(bench[0], bench[1], bench[0], bench[1]), 1.9),
        (plan.shed, 1.7),
        (plan.deck, 1.2),
        (Area(plan.site.west, plan.fence, plan.site.east, plan.fence), 0.7),
        (Area(plan.back_door, plan.house.north, plan.back_door + DOOR_WIDTH, plan.site.north), 0.7),
    )
    planted: list[tuple[float, float]] = []
    while len(planted) < style.trees:
        east = plan.site.west + 1.2 + rng.random() * (plan.site.width - 2.4)
        north = YARD_SOUTH + 1.0 + rng.random() * (plan.site.north - YARD_SOUTH - 2.2)
        clear = all(area.distance(east, north) > distance for area, distance in keep_off)
        if clear and all(np.hypot(east - other[0], north - other[1]) > 2.6 for other in planted):
            planted.append((east, north))
    for number, place in enumerate(planted, 1):
        site.put(f"tree_{number}", "tree", style.tree(rng), *place, size=_TREE_SIZE)


def park_cars(site: Site, plan: Plan, style: Style, rng: np.random.Generator) -> None:
    """The red car on the near side of the street, at some distance from the drive; another one across."""
    west = plan.garage.middle[0] - 4.0 - 5.0 * rng.random()
    north, heading = PAVEMENT_SOUTH - 1.55 - 0.3 * rng.random(), (rng.random() - 0.5) * 24.0
    heading += 90.0 if rng.random() < 0.7 else -90.0
    _park(site, "red", vehicles.car(CAR_RED), west, north, heading)
    east, north = 0.5 - 3.5 * rng.random(), STREET_SOUTH + 1.4 + 0.2 * rng.random()
    other = style.body(SECOND_CARS[style.second_car])
    _park(site, style.second_car, other, east, north, -90.0 + (rng.random() - 0.5) * 10.0)


def _park(site: Site, colour: str, mesh: Mesh, east: float, north: float, yaw_deg: float) -> None:
    site.put(f"{colour}_car", "car", mesh, east, north, yaw_deg=yaw_deg, kind=Kind.TOWED, colour=colour)
