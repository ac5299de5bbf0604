"""Kiosk, toilet and tool shed, and the bandstand on the terrace. Metres."""

import math

import numpy as np

from embrace3k.simulator.worlds.choosing import one, shuffled
from embrace3k.simulator.worlds.construction.doors import doorway, hang_door
from embrace3k.simulator.worlds.construction.grounds import guard, lay_stairs, raise_platform
from embrace3k.simulator.worlds.construction.roofs import lay_floor, put_ceiling, put_lamp
from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.construction.walls import Opening, Wall, frame_door, put_box, put_corner_posts
from embrace3k.simulator.worlds.families.park.plan import Plan, Plot
from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.props import fittings, furniture
from embrace3k.simulator.worlds.props.rods import rod
from embrace3k.simulator.worlds.surfaces import Surface, grid_triangles

HEIGHT = 2.45
_PAINT: dict[str, Color] = {
    "green": (0.36, 0.52, 0.38),
    "red": (0.7, 0.26, 0.2),
    "blue": (0.32, 0.46, 0.62),
    "yellow": (0.92, 0.74, 0.34),
}
_STRIPES: tuple[Color, Color] = ((0.95, 0.94, 0.9), (0.8, 0.2, 0.18))
_DEEP, _SIDE = 2.7, 2.6


def kiosk_room(plot: Plot) -> Area:
    east, _ = plot.area.middle
    strip = plot.strip(3.4, 3.4 + _DEEP)
    return Area(east - 1.9, strip.south, east + 1.3, strip.north)


def service_rooms(plot: Plot) -> tuple[Area, Area]:
    """Toilet and tool shed, side by side at the back of the plot."""
    east, _ = plot.area.middle
    strip = plot.strip(3.5, 3.5 + _DEEP)
    return Area(east - _SIDE, strip.south, east, strip.north), Area(east, strip.south, east + _SIDE + 0.3, strip.north)


def bandstand_floor(plan: Plan) -> Area:
    east = sum(plan.columns) / 2
    return Area(east - 1.75, plan.terrace.north - 4.1, east + 1.75, plan.terrace.north - 1.1)


def build_kiosk(site: Site, plot: Plot, rng: np.random.Generator) -> None:
    """A wooden hut that sells over a counter, its door in the east wall."""
    room, paint = kiosk_room(plot), one(rng, _PAINT.values())
    hatch = Opening(room.west + 0.45, room.east - 0.45, 1.0, 2.05)
    back = room.south if plot.opens_north else room.north
    entrance = doorway(min(back, back + plot.inwards * -1.2) + 0.1)
    front = room.north if plot.opens_north else room.south
    for at, holes in ((front, (hatch,)), (back, ())):
        near, far = ("boards", "white") if at == room.south else ("white", "boards")
        colors = (paint, (1.0, 1.0, 1.0)) if at == room.south else ((1.0, 1.0, 1.0), paint)
        Wall(True, at, room.west, room.east, near, far, holes, *colors, height=HEIGHT).raise_on(site)
    Wall(False, room.west, room.south, room.north, "boards", "white", (), paint, height=HEIGHT).raise_on(site)
    side = Wall(
        False, room.east, room.south, room.north, "white", "boards", (entrance,), far_color=paint, height=HEIGHT
    )
    side.raise_on(site)
    frame_door(site.static, side, entrance)
    hang_door(site, "kiosk_door", side, entrance, "boards", color=paint)
    put_corner_posts(site.static, room, "boards", color=paint, height=HEIGHT)
    _finish(site, room, "woodfloor")
    _awning(site.static, Area(hatch.start, front, hatch.end, front), -plot.inwards)
    counter = Mesh().box((0, 0, 0), (2.1, 0.5, 0.92), "boards", paint, faces="nsew", luxel_m=0.1)
    counter.box((0, 0, 0.92), (2.16, 0.56, 0.04), "wood", luxel_m=0.1)
    inside = front + plot.inwards * 0.38
    size, facing = (0.56, 2.16, 0.96), 0.0 if plot.opens_north else 180.0
    site.put("kiosk_counter", "counter", counter, room.middle[0], inside, yaw_deg=facing, surface=0.96, size=size)
    fridge = (room.west + 0.5, back - plot.inwards * 0.48)
    site.put("fridge", "fridge", furniture.fridge(), *fridge, yaw_deg=facing)


def build_service(site: Site, plot: Plot, rng: np.random.Generator) -> None:
    """A toilet and a tool shed under one roof; both doors face the path."""
    toilet, shed = service_rooms(plot)
    house = Area(toilet.west, toilet.south, shed.east, shed.north)
    cover = one(rng, ("brick", "rubble", "plaster"))
    front, back = (house.north, house.south) if plot.opens_north else (house.south, house.north)
    doors = tuple(doorway(room.west + start) for room, start in ((toilet, 0.35), (shed, 1.0)))
    walls = {}
    for at, holes in ((front, doors), (back, ())):
        near, far = (cover, "plaster2") if at == house.south else ("plaster2", cover)
        walls[at] = Wall(True, at, house.west, house.east, near, far, holes, height=HEIGHT)
    walls[front].raise_on(site)
    walls[back].raise_on(site)
    for at, near, far in (
        (house.west, cover, "plaster2"),
        (house.east, "plaster2", cover),
        (toilet.east, "plaster2", "boards"),
    ):
        Wall(False, at, house.south, house.north, near, far, height=HEIGHT).raise_on(site)
    colours = shuffled(rng, _PAINT)[:2]
    for name, hole, colour in zip(("toilet_door", "shed_door"), doors, colours, strict=True):
        frame_door(site.static, walls[front], hole)
        hang_door(site, name, walls[front], hole, "boards", color=_PAINT[colour], colour=colour)
    put_corner_posts(site.static, house, cover, height=HEIGHT)
    for room, floor in ((toilet, "tiles"), (shed, "concrete")):
        _finish(site, room, floor, roof=False)
    _roof(site.static, house)
    inwards, rear = plot.inwards, back - plot.inwards * 0.08
    yaw_deg = 0.0 if plot.opens_north else 180.0
    site.put("toilet", "toilet", furniture.toilet(), toilet.east - 0.5, rear - inwards * 0.36, yaw_deg=yaw_deg)
    site.put("washbasin", "washbasin", furniture.washbasin(), toilet.west + 0.6, rear - inwards * 0.26, yaw_deg=yaw_deg)
    mirror = (toilet.west + 0.6, rear - inwards * 0.025)
    site.put("mirror", "mirror", fittings.mirror(0.5, 0.6), *mirror, up=1.25, yaw_deg=yaw_deg, solid=False)
    bench = furniture.table(1.5, 0.55, 0.86)
    site.put("workbench", "workbench", bench, shed.middle[0], rear - inwards * 0.44, surface=0.86)


def build_bandstand(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    """A platform with steps, six posts and a pointed roof."""
    floor, base = bandstand_floor(plan), plan.rise
    top, (east, north) = base + 0.34, floor.middle
    paint = one(rng, _PAINT.values())
    raise_platform(site, floor, top, "woodfloor", sides="rubble")
    lay_stairs(site, Area(east - 0.7, floor.south - 0.6, east + 0.7, floor.south), "north", base, top, "rubble")
    for cheek in (-0.725, 0.725):
        beside = Area(east + cheek - 0.025, floor.south - 0.61, east + cheek + 0.025, floor.south)
        put_box(site.static, beside, base, top + 0.1, "rubble", faces="nsewt", tile_m=1.2)
        site.block(beside, base, top + 0.1, "wall")
    posts = [(x, y) for x in (floor.west + 0.1, east, floor.east - 0.1) for y in (floor.south + 0.1, floor.north - 0.1)]
    for x, y in posts:
        if x != east or y > north:
            site.static.cylinder((x, y, top), 0.06, 2.35, color=(0.93, 0.92, 0.88), segments=10)
    for line in _railings(floor, east):
        put_box(site.static, line.grown(0.025), top + 0.82, top + 0.88, "flat", paint, luxel_m=0)
        put_box(site.static, line.grown(0.02), top + 0.1, top + 0.14, "flat", paint, luxel_m=0)
        count = max(2, round(max(line.width, line.depth) / 0.3))
        for number in range(count + 1):
            foot = (line.west + line.width * number / count, line.south + line.depth * number / count, top)
            rod(site.static, foot, (foot[0], foot[1], top + 0.84), 0.016, color=(0.93, 0.92, 0.88), sides=4)
        guard(site, line, base, top + 0.88)
    _pyramid(site.static, floor.grown(0.45), top + 2.3, 1.25, "roof")
    put_box(site.static, floor.grown(0.1), top + 2.18, top + 2.3, "flat", paint, faces="nsew", luxel_m=0.2)


def _railings(floor: Area, east: float) -> list[Area]:
    """Round the platform but for the stairs."""
    inner = floor.grown(-0.1)
    return [
        Area(inner.west, inner.south, inner.west, inner.north),
        Area(inner.east, inner.south, inner.east, inner.north),
        Area(inner.west, inner.north, inner.east, inner.north),
        Area(inner.west, inner.south, east - 0.75, inner.south),
        Area(east + 0.75, inner.south, inner.east, inner.south),
    ]


def _finish(site: Site, room: Area, floor: str, *, roof: bool = True) -> None:
    lay_floor(site.static, room, floor, up=0.01)
    put_ceiling(site.static, room, HEIGHT)
    put_lamp(site, *room.middle, HEIGHT)
    if roof:
        _roof(site.static, room)


def _roof(mesh: Mesh, house: Area) -> None:
    """A low pyramid of tiles over deep eaves."""
    put_box(mesh, house.grown(0.4), HEIGHT + 0.005, HEIGHT + 0.1, "white", faces="nsewb", luxel_m=0.2)
    _pyramid(mesh, house.grown(0.4), HEIGHT + 0.1, 0.75, "roof")


def _pyramid(mesh: Mesh, area: Area, foot: float, rise: float, material: str) -> None:
    """Four slopes that meet in a short ridge along the longer side; closed below."""
    half = min(area.width, area.depth) / 2
    (east, north), spare = area.middle, (area.width - area.depth) / 2
    ridge = (max(spare, 0.0), max(-spare, 0.0))
    corners = [
        (area.west, area.south, foot),
        (area.east, area.south, foot),
        (area.east, area.north, foot),
        (area.west, area.north, foot),
    ]
    tops = [(east + x * ridge[0], north + y * ridge[1], foot + rise) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    slope = math.hypot(half, rise)
    for number in range(4):
        following = (number + 1) % 4
        mesh.merge(_slope(corners[number], corners[following], tops[following], tops[number], slope, material))
    mesh.quad((area.west, area.north, foot), (area.width, 0, 0), (0, -area.depth, 0), "white", luxel_m=0.2)


def _slope(
    first: tuple[float, float, float],
    second: tuple[float, float, float],
    third: tuple[float, float, float],
    fourth: tuple[float, float, float],
    height: float,
    material: str,
) -> Mesh:
    """A trapezium, its texture laid level; lit point by point."""
    start, end, right, left = (np.array(corner) for corner in (first, second, third, fourth))
    length = float(np.linalg.norm(end - start))
    rows, columns = np.meshgrid(np.linspace(0, 1, 4), np.linspace(0, 1, 6), indexing="ij")
    low, high = start + columns[..., None] * (end - start), left + columns[..., None] * (right - left)
    points = (low + rows[..., None] * (high - low)).reshape(-1, 3)
    across = np.cross(end - start, left - start + right - end)
    normals = np.tile(across / np.linalg.norm(across), (len(points), 1))
    along = (points - start) @ ((end - start) / length)
    uvs = np.stack([along / 1.6, rows.ravel() * height / 1.6], 1)
    index = np.arange(rows.size).reshape(rows.shape)
    return Mesh().add(Surface(points, normals, uvs, grid_triangles(index)), material)


def _awning(mesh: Mesh, line: Area, outwards: int) -> None:
    """Red and white stripes over the hatch."""
    strips = 8
    for strip in range(strips):
        west, east = (line.west + line.width * (strip + on) / strips for on in (0, 1))
        upper, lower = (line.south + outwards * 0.09, 2.3), (line.south + outwards * 0.95, 2.02)
        corners = [(west, *lower), (east, *lower), (east, *upper), (west, *upper)]
        outside = corners if outwards < 0 else corners[::-1]
        inside = [(x, y, z - 0.02) for x, y, z in outside[::-1]]
        shade = _STRIPES[strip % 2]
        mesh.lid(outside, "flat", shade).lid(inside, "flat", (0.75 * shade[0], 0.75 * shade[1], 0.75 * shade[2]))
