"""The warehouse's building: clad walls, gates, the two rooms, floor with its markings, beams and lamps. Metres."""

import numpy as np

from embrace3k.simulator.worlds.construction.doors import doorway, hang_door
from embrace3k.simulator.worlds.construction.grounds import pave
from embrace3k.simulator.worlds.construction.roofs import lay_floor, put_ceiling, put_flat_roof
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
    window,
)
from embrace3k.simulator.worlds.families.warehouse.plan import (
    BANDS,
    CLADDINGS,
    DOCK_HEIGHT,
    DOCK_WIDTH,
    HEIGHT,
    ROOM_HEIGHT,
    Plan,
)
from embrace3k.simulator.worlds.mesh import Color
from embrace3k.simulator.worlds.props import signs
from embrace3k.simulator.worlds.surfaces import rotation_z

_INNER: Color = (0.94, 0.95, 0.97)
_TUBE_LIGHT = (10.0, 9.8, 9.2)
_PANEL_LIGHT = (2.2, 2.1, 1.95)
_YELLOW: Color = (0.93, 0.74, 0.1)
_MARK_UP = 0.014
_DOOR_COLOURS: dict[str, Color] = {"office_door": (0.42, 0.6, 0.86), "break_room_door": (0.5, 0.74, 0.5)}


def build_hall(site: Site, plan: Plan) -> None:
    flip = plan.mirror
    outer = {name: flip.wall(wall) for name, wall in _outer_walls(plan).items()}
    rooms = {name: flip.wall(wall) for name, wall in _room_walls(plan).items()}
    for wall in (*outer.values(), *rooms.values()):
        wall.raise_on(site)
    for wall in rooms.values():
        for hole in wall.openings:
            if hole.low > 0.0:
                frame_window(site.static, wall, hole, -1 if plan.mirror.on else 1, curtains=False)
            else:
                frame_door(site.static, wall, hole)
    for hole in outer["west"].openings:
        frame_window(site.static, outer["west"], hole, -1 if plan.mirror.on else 1, curtains=False)
    side_door = max(outer["south"].openings, key=lambda hole: (hole.high < 2.5) * 1.0)
    frame_door(site.static, outer["south"], side_door)
    _lay_floors(site, plan, list(rooms.values()))
    hall = flip.area(plan.hall)
    put_ceiling(site.static, hall, HEIGHT)
    put_flat_roof(site.static, hall.grown(0.3), HEIGHT + 0.004, below_luxel_m=0.4)
    put_corner_posts(site.static, hall, "cladding", color=CLADDINGS[plan.colour], height=HEIGHT)
    _hang_doors(site, plan, outer["south"], side_door, rooms)
    _hang_lamps(site, plan)
    _paint_bands(site, plan)


def _outer_walls(plan: Plan) -> dict[str, Wall]:
    hall, tint = plan.hall, CLADDINGS[plan.colour]
    half, low = DOCK_WIDTH / 2, plan.bay_height
    docks = tuple(Opening(at - half, at + half, low, low + DOCK_HEIGHT) for at in plan.docks)
    south = (*docks, plan.gate, doorway(plan.side_door))
    high = tuple(Opening(north, north + 2.2, 3.4, 4.4) for north in np.arange(1.4, hall.north - 2.6, 3.6))
    return {
        "south": _sheet_wall(True, 0.0, hall.east, (tint, _INNER), south),
        "north": _sheet_wall(True, hall.north, hall.east, (_INNER, tint)),
        "west": _sheet_wall(False, 0.0, hall.north, (tint, _INNER), high),
        "east": _sheet_wall(False, hall.east, hall.north, (_INNER, tint)),
    }


def _sheet_wall(
    eastward: bool, at: float, end: float, colors: tuple[Color, Color], openings: tuple[Opening, ...] = ()
) -> Wall:
    near, far = colors
    return Wall(eastward, at, 0.0, end, "cladding", "cladding", openings, near, far, HEIGHT, tile_m=0.9, luxel_m=0.1)


def _room_walls(plan: Plan) -> dict[str, Wall]:
    """Office and break room: light walls below the hall's roof, each with a door and a window to the hall."""
    walls: dict[str, Wall] = {}
    low, high = sorted((plan.office, plan.break_room), key=lambda room: room.south)
    holes: list[Opening] = []
    for room in (low, high):
        holes += [doorway(room.south + 0.55, 0.95), window(room.south + 2.0, room.north - 0.4)]
    front = Wall(False, low.west, low.south, high.north, "white", "plaster", tuple(holes), height=ROOM_HEIGHT)
    walls["front"] = front
    walls["south"] = Wall(True, low.south, low.west, low.east, "white", "plaster", height=ROOM_HEIGHT)
    walls["between"] = Wall(True, high.south, low.west, low.east, "plaster", "plaster2", height=ROOM_HEIGHT)
    return walls


def _lay_floors(site: Site, plan: Plan, walls: list[Wall]) -> None:
    flip = plan.mirror
    hall = flip.area(plan.hall)
    half = (hall.west + hall.east) / 2
    for part in (Area(hall.west, hall.south, half, hall.north), Area(half, hall.south, hall.east, hall.north)):
        corner = (part.west, part.south, 0.004)
        size = ((part.width, 0, 0), (0, part.depth, 0))
        site.static.quad(corner, *size, "concrete", plan.floor, tile_m=2.2, luxel_m=0.07)
    for room, material in ((plan.office, "carpettiles"), (plan.break_room, "tiles")):
        area = flip.area(room)
        lay_floor(site.static, area, material, up=0.012)
        put_ceiling(site.static, area, ROOM_HEIGHT)
        skirt(site.static, area, walls)
    low, high = sorted((plan.office, plan.break_room), key=lambda room: room.south)
    _line_rooms(site, plan, Area(low.west, low.south, high.east, high.north))
    post = flip.area(Area(low.west, low.south, low.west, low.south).grown(WALL / 2 + 0.003))
    put_box(site.static, post, 0.0, ROOM_HEIGHT, "white", faces="s" + ("e" if flip.on else "w"), tile_m=1.2)
    lid = flip.area(Area(low.west - 0.12, low.south - 0.12, low.east, high.north))
    put_box(site.static, lid, ROOM_HEIGHT - 0.02, ROOM_HEIGHT + 0.1, "white", faces="t", luxel_m=0.15)
    for edge, faces in (
        (Area(low.west - 0.12, low.south - 0.12, low.west - 0.02, high.north), "nsewb"),
        (Area(low.west - 0.02, low.south - 0.12, low.east, low.south - 0.02), "snb"),
    ):
        board = flip.area(edge)
        put_box(site.static, board, ROOM_HEIGHT - 0.08, ROOM_HEIGHT + 0.1, "flat", BANDS[plan.colour], faces=faces)
    _mark_floor(site, plan)


def _line_rooms(site: Site, plan: Plan, rooms: Area) -> None:
    """Boards before the hall's cladding: the rooms are smooth on all sides."""
    inner, thin = rooms.grown(-WALL / 2), 0.012
    for board, face in (
        (Area(inner.east - thin, inner.south, inner.east, inner.north), "e" if plan.mirror.on else "w"),
        (Area(inner.west, inner.north - thin, inner.east - thin, inner.north), "s"),
    ):
        put_box(site.static, plan.mirror.area(board), 0.0, ROOM_HEIGHT + 0.02, "plaster", faces=face, tile_m=1.2)


def _mark_floor(site: Site, plan: Plan) -> None:
    """Yellow lines along the driveway from the gate, a green walkway to the rooms, hatching before the dock."""
    flip, gate, storage = plan.mirror.area, plan.gate, plan.storage
    lanes = [Area(gate.start - 0.05, 0.3, gate.start + 0.05, storage.south - 0.6)]
    lanes.append(Area(gate.end - 0.05, 0.3, gate.end + 0.05, storage.south - 0.6))
    lanes.append(Area(storage.west, storage.south - 0.6, gate.start + 0.05, storage.south - 0.5))
    walkway = Area(plan.office.west - 2.0, storage.south + 0.1, plan.office.west - 1.1, plan.hall.north - 0.5)
    for edge in (walkway.west, walkway.east):
        lanes.append(Area(edge - 0.05, walkway.south, edge + 0.05, walkway.north))
    inner = Area(walkway.west + 0.05, walkway.south, walkway.east - 0.05, walkway.north)
    pave(site.static, flip(inner), "concrete", 2.0, 0.12, color=(0.5, 0.86, 0.58), up=_MARK_UP)
    for lane in lanes:
        pave(site.static, flip(lane), "flat", 1.0, 0.0, color=_YELLOW, up=_MARK_UP)


def _hang_doors(site: Site, plan: Plan, south: Wall, side_door: Opening, rooms: dict[str, Wall]) -> None:
    hang_door(site, "side_door", south, side_door, "white", color=(0.86, 0.32, 0.26), colour="red")
    front = rooms["front"]
    for name, room, text in (
        ("office_door", plan.office, "OFFICE"),
        ("break_room_door", plan.break_room, "BREAK ROOM"),
    ):
        hole = next(hole for hole in front.openings if hole.low == 0.0 and room.south < hole.start < room.north)
        colour = "blue" if name == "office_door" else "green"
        hang_door(site, name, front, hole, "white", color=_DOOR_COLOURS[name], colour=colour)
        out = 1 if plan.mirror.on else -1
        at = (front.at + out * (WALL / 2 + 0.02), (hole.start + hole.end) / 2, 2.2)
        site.static.merge(signs.board(text, 1.0).transform(rotation_z(-90.0 * out), at))


def _hang_lamps(site: Site, plan: Plan) -> None:
    """Tubes under the roof in rows, hung between beams; a panel in each room."""
    hall, flip = plan.hall, plan.mirror
    for column in range(4):
        for row in range(3):
            east = flip.east(hall.width * (column + 0.5) / 4)
            north = hall.depth * (row + 0.5) / 3
            site.lamp(east, north, HEIGHT - 0.55, light=_TUBE_LIGHT, size=(1.6, 0.3))
            site.static.box((east, north, HEIGHT - 0.45), (0.34, 1.66, 0.08), color=(0.5, 0.52, 0.54), luxel_m=0)
            tube = (east, north, HEIGHT - 0.462)
            site.static.box(tube, (0.26, 1.6, 0.01), "glow", (1, 0.99, 0.95), faces="b", luxel_m=0)
            for end in (-0.7, 0.7):
                rod = (east, north + end, HEIGHT - 0.37)
                site.static.box(rod, (0.02, 0.02, 0.37), color=(0.5, 0.52, 0.54), faces="nsew", luxel_m=0)
    for beam in range(5):
        north = hall.depth * beam / 4.0
        north = min(max(north, 0.25), hall.depth - 0.25)
        area = Area(0.08, north - 0.09, hall.east - 0.08, north + 0.09)
        put_box(site.static, area, HEIGHT - 0.36, HEIGHT, "flat", BANDS[plan.colour], faces="nsb", luxel_m=0.2)
    for room in (plan.office, plan.break_room):
        east, north = flip.area(room).middle
        site.lamp(east, north, ROOM_HEIGHT - 0.1, light=_PANEL_LIGHT, size=(0.6, 0.6))
        site.static.box((east, north, ROOM_HEIGHT - 0.04), (0.7, 0.7, 0.035), "white", faces="nsewb", luxel_m=0)
        panel = (east, north, ROOM_HEIGHT - 0.048)
        site.static.box(panel, (0.62, 0.62, 0.006), "glow", (1, 0.99, 0.95), faces="b", luxel_m=0)


def _paint_bands(site: Site, plan: Plan) -> None:
    """A band in the firm's colour round the hall below the roof, inside and outside, and signs on the walls."""
    hall, color = plan.hall, BANDS[plan.colour]
    inner = plan.mirror.area(hall).grown(-WALL / 2)
    thin = 0.04
    for band, face in (
        (Area(inner.west, inner.south, inner.east, inner.south + thin), "n"),
        (Area(inner.west, inner.north - thin, inner.east, inner.north), "s"),
    ):
        put_box(site.static, band, 4.42, 4.8, "flat", color, faces=face + "b", luxel_m=0.2)
    outer = plan.mirror.area(hall).grown(WALL / 2)
    front = Area(outer.west - 0.02, outer.south - 0.03, outer.east + 0.02, outer.south)
    put_box(site.static, front, 4.3, 5.0, "flat", color, faces="sewtb", luxel_m=0.2)
