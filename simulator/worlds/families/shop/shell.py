"""The shop's building: walls, doors, windows, floors, ceiling with lamps, roof and the name on its front."""

from embrace3k.simulator.worlds.construction.doors import doorway, hang_door
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
from embrace3k.simulator.worlds.families.shop.plan import ENTRANCE_WIDTH, FLOOR, HEIGHT, Plan
from embrace3k.simulator.worlds.mesh import WHITE, Color, Mesh
from embrace3k.simulator.worlds.props import signs
from embrace3k.simulator.worlds.surfaces import rotation_z

_SILL, _HEAD = 0.75, 2.3
_TUBE_LIGHT = (2.6, 2.55, 2.4)
_AWNING = 1.1


def build_shell(site: Site, plan: Plan) -> None:
    flip = plan.mirror
    walls = {name: flip.wall(wall) for name, wall in _walls(plan).items()}
    for name, wall in walls.items():
        wall.raise_on(site)
        for hole in wall.openings:
            if hole.low == 0.0:
                frame_door(site.static, wall, hole)
            else:
                frame_window(site.static, wall, hole, 1 if name == "south" or wall.at < 1.0 else -1, curtains=False)
    material, color, tile_m = plan.floor
    for room in (plan.hall, plan.store, plan.staff, plan.toilet):
        area = flip.area(room)
        skirt(site.static, area, list(walls.values()))
        put_ceiling(site.static, area, FLOOR + HEIGHT)
        cover = ("tiles", WHITE, 1.2) if room is plan.toilet else ("concrete", WHITE, 2.0)
        floor = (material, color, tile_m) if room is plan.hall else cover
        lay_floor(site.static, area, floor[0], floor[1], tile_m=floor[2], up=FLOOR)
    house = flip.area(plan.house).grown(WALL / 2)
    site.slope(house, FLOOR, FLOOR)
    put_box(site.static, house.grown(0.02), 0.0, FLOOR, "concrete", faces="nsew", tile_m=1.2, luxel_m=0.1)
    outside, tint = plan.outside
    put_corner_posts(site.static, flip.area(plan.house), outside, color=tint, height=FLOOR + HEIGHT)
    put_flat_roof(site.static, house.grown(0.2), FLOOR + HEIGHT + 0.004, below_luxel_m=0.4)
    _paint_band(site, plan, flip.area(plan.hall))
    _hang_lamps(site, plan)
    _hang_doors(site, plan, walls)
    _put_name(site, plan)


def _walls(plan: Plan) -> dict[str, Wall]:
    """As on the plan, not yet mirrored."""
    house, hall, door = plan.house, plan.hall, plan.entrance
    outside, inside, plain = plan.outside, plan.inside, ("white", WHITE)
    front = (
        Opening(0.7, door - 0.5, _SILL, _HEAD),
        doorway(door, ENTRANCE_WIDTH),
        Opening(door + ENTRANCE_WIDTH + 0.5, hall.east - 0.6, _SILL, _HEAD),
    )
    rooms = tuple(sorted((doorway(plan.door_of(room)) for room in (plan.store, plan.staff, plan.toilet)), key=_start))
    first, second = sorted((plan.staff.south, plan.toilet.south))
    staff_window = (window(plan.staff.south + 0.8, plan.staff.north - 0.8),)
    return {
        "south": _wall(True, 0.0, (0.0, house.east), outside, inside, front),
        "north": _wall(True, house.north, (0.0, house.east), inside, outside),
        "west": _wall(False, 0.0, (0.0, house.north), outside, inside),
        "east": _wall(False, house.east, (0.0, house.north), inside, outside, staff_window),
        "divide": _wall(False, hall.east, (0.0, house.north), inside, plain, rooms),
        "first": _wall(True, first, (hall.east, house.east), plain, plain),
        "second": _wall(True, second, (hall.east, house.east), plain, plain),
    }


def _wall(
    eastward: bool,
    at: float,
    span: tuple[float, float],
    near: tuple[str, Color],
    far: tuple[str, Color],
    openings: tuple[Opening, ...] = (),
) -> Wall:
    """On the shop's floor; covers with their tints."""
    start, end = span
    return Wall(eastward, at, start, end, near[0], far[0], openings, near[1], far[1], HEIGHT, base=FLOOR, luxel_m=0.07)


def _start(hole: Opening) -> float:
    return hole.start


def _hang_doors(site: Site, plan: Plan, walls: dict[str, Wall]) -> None:
    entrance = next(hole for hole in walls["south"].openings if hole.low == 0.0)
    leaf = glass_door_leaf(entrance.end - entrance.start, entrance.high, plan)
    hang_door(site, "entrance_door", walls["south"], entrance, leaf=leaf)
    names = {"store_room_door": plan.store, "staff_room_door": plan.staff, "toilet_door": plan.toilet}
    colours = {"store_room_door": (0.62, 0.64, 0.66), "staff_room_door": WHITE, "toilet_door": (0.55, 0.72, 0.9)}
    texts = {"staff_room_door": "STAFF ONLY", "toilet_door": "WC"}
    for name, room in names.items():
        hole = next(hole for hole in walls["divide"].openings if room.south < hole.start < room.north)
        paint = {"store_room_door": ("grey", "white"), "toilet_door": ("blue", "white")}.get(name, (None, "wood"))
        hang_door(site, name, walls["divide"], hole, paint[1], color=colours[name], colour=paint[0])
        if name in texts:
            _put_sign(site, plan, walls["divide"], hole, texts[name])


def _put_sign(site: Site, plan: Plan, wall: Wall, hole: Opening, text: str) -> None:
    """Above a door, on the side of the shop."""
    at = (wall.at + (1 if plan.mirror.on else -1) * (WALL / 2 + 0.02), (hole.start + hole.end) / 2, FLOOR + 2.22)
    site.static.merge(signs.board(text, 0.72).transform(rotation_z(-90.0 if plan.mirror.on else 90.0), at))


def glass_door_leaf(width: float, height: float, plan: Plan) -> Mesh:
    """A frame in the shop's colour with two panes and a long handle. Origin: the foot of the hinge line."""
    mesh, rail = Mesh(), 0.09
    for x in (rail / 2, width - rail / 2):
        mesh.box((x, 0, 0.006), (rail, 0.05, height), color=plan.color, luxel_m=0, step_m=0.3)
    for z, high in ((0.006, 0.2), (1.0, 0.1), (height - rail, rail)):
        size = (width - 2 * rail + 0.01, 0.048, high)
        mesh.box((width / 2, 0, z), size, color=plan.color, luxel_m=0, step_m=0.3)
    for low, high in ((0.2, 1.0), (1.1, height - rail)):
        pane = (width - 2 * rail + 0.01, 0.014, high - low + 0.01)
        mesh.box((width / 2, 0, low), pane, "glass", (0.42, 0.52, 0.56), faces="ns", luxel_m=0, step_m=0.3)
    for side in (1, -1):
        mesh.cylinder((width - 0.15, side * 0.07, 0.75), 0.016, 0.7, color=(0.75, 0.76, 0.78), segments=8)
        for z in (0.8, 1.38):
            mesh.box((width - 0.15, side * 0.045, z), (0.025, 0.05, 0.025), color=(0.75, 0.76, 0.78), luxel_m=0)
        corner = (width / 2 + side * 0.24, side * 0.02, 1.3)
        signs.lettering(mesh, "OPEN", corner, (-side * 0.48, 0, 0), (0, 0, 0.12))
    return mesh


def _hang_lamps(site: Site, plan: Plan) -> None:
    """Two rows of tubes over the hall, one lamp in each small room."""
    hall = plan.hall
    columns, rows = (2 if hall.width < 9 else 3), (3 if hall.depth < 10.5 else 4)
    for column in range(columns):
        for row in range(rows):
            east = hall.width * (column + 0.5) / columns
            put_tubes(site, plan.mirror.east(east), hall.depth * (row + 0.5) / rows, FLOOR + HEIGHT)
    for room in (plan.store, plan.staff, plan.toilet):
        east, north = plan.mirror.area(room).middle
        put_tubes(site, east, north, FLOOR + HEIGHT)


def put_tubes(site: Site, east: float, north: float, ceiling: float) -> None:
    """A shining panel along north on the ceiling."""
    site.lamp(east, north, ceiling - 0.1, light=_TUBE_LIGHT, size=(1.3, 0.3))
    site.static.box((east, north, ceiling - 0.07), (0.36, 1.36, 0.065), "white", faces="nsew", luxel_m=0)
    site.static.box((east, north, ceiling - 0.075), (0.3, 1.3, 0.004), "glow", (1, 0.99, 0.96), faces="b", luxel_m=0)
    site.static.box((east, north, ceiling - 0.07), (0.36, 1.36, 0.01), "white", faces="b", luxel_m=0)


def _paint_band(site: Site, plan: Plan, hall: Area) -> None:
    """A band in the shop's colour round the sales room, high up."""
    inner = hall.grown(-WALL / 2)
    thin, low, high = 0.03, FLOOR + 2.46, FLOOR + 2.8
    for band, face in (
        (Area(inner.west, inner.south, inner.east, inner.south + thin), "n"),
        (Area(inner.west, inner.north - thin, inner.east, inner.north), "s"),
        (Area(inner.west, inner.south, inner.west + thin, inner.north), "e"),
        (Area(inner.east - thin, inner.south, inner.east, inner.north), "w"),
    ):
        put_box(site.static, band, low, high, "flat", plan.color, faces=face + "b", luxel_m=0.12)


def _put_name(site: Site, plan: Plan) -> None:
    """A band in the shop's colour along the front, its name before the roof's edge, and awnings over the windows."""
    house, flip = plan.house, plan.mirror
    band = Area(-0.1, -0.2, house.east + 0.1, -0.081)
    put_box(site.static, flip.area(band), FLOOR + 2.5, FLOOR + HEIGHT - 0.02, "flat", plan.color, faces="sewb")
    middle = flip.east(plan.entrance + ENTRANCE_WIDTH / 2)
    name = signs.board(plan.title, 3.2).transform(rotation_z(180.0), (middle, -0.31, FLOOR + 2.52))
    site.static.merge(name)
    poster = signs.board(("SALE  -20%", "FRUIT & VEG")[plan.aisles % 2], 2.0)
    side = flip.east(plan.store.middle[0])
    site.static.merge(poster.transform(rotation_z(180.0), (side, -0.1, FLOOR + 1.35)))
    for start, end in ((0.5, plan.entrance - 0.3), (plan.entrance + ENTRANCE_WIDTH + 0.3, plan.hall.east - 0.4)):
        _put_awning(site.static, flip.area(Area(start, -_AWNING - 0.08, end, -0.081)), plan)


def _put_awning(mesh: Mesh, area: Area, plan: Plan) -> None:
    """Cloth in broad stripes that slopes down from the wall; seen from above and below."""
    count = max(3, round(area.width / 0.45))
    top, foot, width = FLOOR + 2.48, FLOOR + 2.12, area.width / count
    for stripe in range(count):
        color = plan.color if stripe % 2 == 0 else (0.95, 0.94, 0.9)
        west, east = area.west + stripe * width, area.west + (stripe + 1) * width
        slope = (0, area.depth, top - foot)
        mesh.quad((west, area.south, foot), (width, 0, 0), slope, "fabric", color, luxel_m=0)
        mesh.quad((east, area.south, foot - 0.004), (-width, 0, 0), slope, "fabric", color, luxel_m=0)
        mesh.quad((west, area.south, foot - 0.16), (width, 0, 0), (0, 0, 0.16), "fabric", color, luxel_m=0)
        mesh.quad((east, area.south + 0.002, foot - 0.16), (-width, 0, 0), (0, 0, 0.16), "fabric", color, luxel_m=0)
