"""What one goes into: the open garage with its workshop, and the kiosk. Metres."""

import numpy as np

from embrace3k.simulator.worlds.choosing import one, shuffled
from embrace3k.simulator.worlds.construction.doors import doorway, hang_door
from embrace3k.simulator.worlds.construction.roofs import lay_floor, put_ceiling, put_flat_roof, put_lamp
from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.construction.walls import (
    WALL,
    Opening,
    Wall,
    frame_door,
    frame_window,
    put_box,
    put_corner_posts,
    skirt,
)
from embrace3k.simulator.worlds.families.street.houses import DOORS, WALLS
from embrace3k.simulator.worlds.families.street.plan import FRONT, GARAGE_DEPTH, KERB, KIOSK_FRONT, Lot, Plan
from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.props import furniture, storage_things, street_things

_HEIGHT, _MOUTH = 2.8, 2.35
_KIOSK_HEIGHT, _KIOSK_DEPTH = 2.7, 3.9
_HALF = WALL / 2
GARAGE_DOORS: dict[str, Color] = {
    "white": (0.95, 0.95, 0.93),
    "green": (0.36, 0.52, 0.4),
    "brown": (0.5, 0.36, 0.26),
    "blue": (0.36, 0.48, 0.66),
    "grey": (0.56, 0.57, 0.58),
    "red": (0.62, 0.28, 0.24),
}
KIOSK_WALLS: tuple[Color, ...] = ((0.9, 0.84, 0.66), (0.64, 0.76, 0.74), (0.86, 0.68, 0.6), (0.72, 0.76, 0.84))
_KIOSK_DOORS: tuple[str, ...] = ("red", "blue", "green", "yellow")


def garage_rooms(plan: Plan) -> dict[str, Area]:
    """The open garage and the workshop, to the middle of their walls."""
    back = FRONT + GARAGE_DEPTH
    return {name: Area(start, FRONT, end, back) for name, start, end in plan.garage_cells() if name != "shut"}


def kiosk_room(lot: Lot) -> Area:
    west, east = lot.area.west + _HALF, lot.area.east - _HALF
    return Area(west, KIOSK_FRONT, east, KIOSK_FRONT + _KIOSK_DEPTH)


def build_garages(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    """One row below one flat roof: a garage to drive into, a workshop beside it, and shut garages."""
    material, color = one(rng, WALLS.values())
    cells, rooms = plan.garage_cells(), garage_rooms(plan)
    garage, workshop = rooms["garage"], rooms["workshop"]
    _raise_rooms(site, garage, workshop, material, color)
    colours = shuffled(rng, GARAGE_DOORS)
    shut = [(start, end) for name, start, end in cells if name == "shut"]
    for (start, end), colour in zip(shut, colours, strict=False):
        _shut_garage(site, Area(start, FRONT, end, FRONT + GARAGE_DEPTH), material, color, colour)
    whole = Area(cells[0][1], FRONT, cells[-1][2], FRONT + GARAGE_DEPTH)
    put_flat_roof(site.static, whole.grown(_HALF + 0.12), _HEIGHT)
    for share in (0.3, 0.75):
        put_lamp(site, garage.middle[0], FRONT + share * GARAGE_DEPTH, _HEIGHT)
    put_lamp(site, *workshop.middle, _HEIGHT)


def _raise_rooms(site: Site, garage: Area, workshop: Area, material: str, color: Color) -> None:
    west, east = min(garage.west, workshop.west), max(garage.east, workshop.east)
    between = workshop.west if garage.west < workshop.west else workshop.east
    window = Opening(workshop.middle[0] - 0.9, workshop.middle[0] + 0.9, 1.0, 2.1)
    inside, outside = "plaster", (material, color)
    side_door = doorway(FRONT + GARAGE_DEPTH - 2.6)
    dividing = Wall(False, between, FRONT, garage.north, inside, inside, (side_door,), height=_HEIGHT)
    front = _wall(True, FRONT, workshop.west, workshop.east, outside, (inside, color), (window,))
    walls = [
        front,
        dividing,
        _wall(True, garage.north, west, east, (inside, color), outside),
        _wall(False, west, FRONT, garage.north, outside, (inside, color)),
        _wall(False, east, FRONT, garage.north, (inside, color), outside),
    ]
    for wall in walls:
        wall.raise_on(site)
    frame_door(site.static, dividing, side_door)
    frame_window(site.static, front, window, 1, curtains=False)
    hang_door(site, "workshop_door", dividing, side_door)
    for room in (garage, workshop):
        lay_floor(site.static, room, "concrete", tile_m=2.0)
    skirt(site.static, workshop, walls)
    _frame_mouth(site, garage, material, color)


def _wall(
    eastward: bool,
    at: float,
    start: float,
    end: float,
    near: tuple[str, Color],
    far: tuple[str, Color],
    openings: tuple[Opening, ...] = (),
    *,
    height: float = _HEIGHT,
    base: float = 0.0,
) -> Wall:
    """Plaster indoors is never tinted."""
    (near_material, near_color), (far_material, far_color) = (
        (material, (1.0, 1.0, 1.0) if material == "plaster" else color) for material, color in (near, far)
    )
    return Wall(
        eastward, at, start, end, near_material, far_material, openings, near_color, far_color, height=height, base=base
    )


def _frame_mouth(site: Site, garage: Area, material: str, color: Color) -> None:
    """Posts that end the side walls, a lintel, and the rolled-up door behind it."""
    mesh = site.static
    for middle in (garage.west, garage.east):
        post = Area(middle - _HALF - 0.01, FRONT - _HALF - 0.012, middle + _HALF + 0.01, FRONT + 0.1)
        put_box(mesh, post, 0.0, _HEIGHT, material, color, faces="sewn", tile_m=1.2)
        site.block(post, 0.0, _HEIGHT, "wall")
    lintel = Area(garage.west + _HALF + 0.01, FRONT - _HALF + 0.01, garage.east - _HALF - 0.01, FRONT + _HALF)
    put_box(mesh, lintel, _MOUTH, _HEIGHT, material, color, faces="snb", tile_m=1.2)
    site.block(lintel, _MOUTH, _HEIGHT, "wall")
    rolled = Area(garage.west + 0.2, FRONT + 0.14, garage.east - 0.2, FRONT + 0.24)
    put_box(mesh, rolled, _MOUTH - 0.16, _HEIGHT - 0.1, "garagedoor", faces="snewb")


def _shut_garage(site: Site, area: Area, material: str, color: Color, colour: str) -> None:
    mesh = site.static
    put_box(mesh, area, 0.0, _HEIGHT, material, color, faces="sewn", tile_m=1.2, luxel_m=0.1)
    site.block(area, 0.0, _HEIGHT, "wall")
    middle = area.middle[0]
    for west in (area.west + 0.1, area.east - 0.2):
        put_box(mesh, Area(west, FRONT - 0.05, west + 0.1, FRONT), 0.0, 2.3, "white", faces="sew")
    put_box(mesh, Area(area.west + 0.1, FRONT - 0.05, area.east - 0.1, FRONT), 2.3, 2.4, "white", faces="sewtb")
    leaf = Mesh().box((0, 0, 0.01), (area.width - 0.4, 0.03, 2.28), "garagedoor", GARAGE_DOORS[colour], faces="s")
    leaf.box((0, -0.03, 1.0), (0.3, 0.04, 0.03), color=(0.2, 0.2, 0.2), faces="sewtb", luxel_m=0)
    size = (0.06, area.width - 0.4, 2.3)
    name = f"{colour}_garage_door"
    site.put(name, "garage door", leaf, middle, FRONT - 0.02, solid=False, colour=colour, size=size)


def build_kiosk(site: Site, lot: Lot, rng: np.random.Generator) -> None:
    """A single room that sells newspapers, with a door and a shop window to the street."""
    room = kiosk_room(lot)
    color = one(rng, KIOSK_WALLS)
    left = bool(rng.random() < 0.5)
    door = doorway(room.west + 0.55 if left else room.east - 1.55)
    shown = (door.end + 0.5, room.east - 0.5) if left else (room.west + 0.5, door.start - 0.5)
    window = Opening(*shown, 0.75, 2.05)
    inside: tuple[str, Color] = ("plaster", color)
    openings = (door, window) if left else (window, door)
    front = _wall(
        True,
        room.south,
        room.west,
        room.east,
        ("weatherboard", color),
        inside,
        openings,
        height=_KIOSK_HEIGHT,
        base=KERB,
    )
    walls = [
        front,
        _wall(True, room.north, room.west, room.east, inside, ("weatherboard", color), height=_KIOSK_HEIGHT, base=KERB),
        _wall(
            False, room.west, room.south, room.north, ("weatherboard", color), inside, height=_KIOSK_HEIGHT, base=KERB
        ),
        _wall(
            False, room.east, room.south, room.north, inside, ("weatherboard", color), height=_KIOSK_HEIGHT, base=KERB
        ),
    ]
    for wall in walls:
        wall.raise_on(site)
    frame_door(site.static, front, door)
    frame_window(site.static, front, window, 1, curtains=False)
    colour = one(rng, _KIOSK_DOORS)
    hang_door(site, "kiosk_door", front, door, "white", color=DOORS[colour], colour=colour)
    lay_floor(site.static, room, "tiles", up=KERB + 0.005)
    put_ceiling(site.static, room, KERB + _KIOSK_HEIGHT - 0.005)
    skirt(site.static, room, walls)
    put_corner_posts(site.static, room, "weatherboard", color=color, height=KERB + _KIOSK_HEIGHT)
    put_flat_roof(site.static, room.grown(0.3), KERB + _KIOSK_HEIGHT, (0.5, 0.5, 0.52))
    put_lamp(site, *room.middle, KERB + _KIOSK_HEIGHT)
    board = Mesh().box((0, 0, 0), (2.0, 0.06, 0.5), color=(0.3, 0.06, 0.07), faces="ewtb", luxel_m=0)
    board.quad((1.0, 0.031, 0.0), (-2.0, 0, 0), (0, 0, 0.5), "sign-kiosk", fit=True, luxel_m=0)
    east = room.middle[0]
    site.static.merge(board.transform(np.diag((-1.0, -1.0, 1.0)), (east, room.south - _HALF - 0.035, KERB + 2.2)))
    _furnish_kiosk(site, room, rng, door_left=left)


def _furnish_kiosk(site: Site, room: Area, rng: np.random.Generator, *, door_left: bool) -> None:
    counter = street_things.shop_counter(DOORS[one(rng, _KIOSK_DOORS)])
    east = room.east - _HALF - 0.95 if door_left else room.west + _HALF + 0.95
    site.put(
        "counter",
        "counter",
        counter,
        east,
        room.north - 1.15,
        up=KERB,
        yaw_deg=180,
        surface=0.94,
        size=(0.65, 1.7, 1.0),
    )
    wall, yaw = (room.west + _HALF + 0.22, 90.0) if door_left else (room.east - _HALF - 0.22, -90.0)
    rack = street_things.newspaper_rack()
    site.put("newspaper_rack", "newspaper rack", rack, wall, room.north - 0.95, up=KERB, yaw_deg=yaw)
    wall, yaw = (room.east - _HALF - 0.24, -90.0) if door_left else (room.west + _HALF + 0.24, 90.0)
    site.put("shop_shelf", "shelf", street_things.metal_shelf(rng), wall, room.south + 1.35, up=KERB, yaw_deg=yaw)


def furnish_workshop(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    rooms = garage_rooms(plan)
    garage, room = rooms["garage"], rooms["workshop"]
    away = 1 if garage.west < room.west else -1
    outer = room.east if away > 0 else room.west
    bench, shelf = (outer - away * (_HALF + 0.47), -90.0 * away), (outer - away * (_HALF + 0.26), -90.0 * away)
    site.put(
        "workbench",
        "workbench",
        street_things.workbench(),
        bench[0],
        FRONT + 2.2 + 0.4 * rng.random(),
        yaw_deg=bench[1],
        surface=0.88,
    )
    site.put(
        "tool_shelf",
        "shelf",
        street_things.metal_shelf(rng),
        shelf[0],
        FRONT + 4.6 + 0.3 * rng.random(),
        yaw_deg=shelf[1],
    )
    stool = furniture.chair((0.3, 0.3, 0.32))
    site.put("wooden_chair", "chair", stool, room.middle[0] - away * 0.8, FRONT + 0.5, yaw_deg=0, surface=0.48)
    ladder = storage_things.step_ladder((0.7, 0.2, 0.12))
    site.put("ladder", "ladder", ladder, room.middle[0] + away * 0.1, room.north - 0.75, yaw_deg=180)
    corner = garage.west + _HALF + 0.45 if away > 0 else garage.east - _HALF - 0.45
    site.put("tyres", "tyres", street_things.tyre_stack(3 + int(rng.integers(3))), corner, garage.north - 0.55)
