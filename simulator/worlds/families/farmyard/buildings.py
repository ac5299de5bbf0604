"""Barn, stable, farmhouse and tool shed. Metres."""

import numpy as np

from embrace3k.simulator.worlds.choosing import one, shuffled
from embrace3k.simulator.worlds.construction.doors import doorway, hang_door
from embrace3k.simulator.worlds.construction.grounds import Towards, guard, lay_ramp, lay_stairs, raise_platform
from embrace3k.simulator.worlds.construction.railings import put_railing
from embrace3k.simulator.worlds.construction.roofs import lay_floor, put_ceiling, put_lamp, put_saddle_roof
from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.construction.walls import (
    WALL,
    Opening,
    Wall,
    frame_door,
    frame_window,
    put_box,
    put_corner_posts,
    window,
)
from embrace3k.simulator.worlds.families.farmyard.plan import TIMBER, Plan, Plot
from embrace3k.simulator.worlds.mesh import WHITE, Color, Mesh
from embrace3k.simulator.worlds.props import fittings, furniture
from embrace3k.simulator.worlds.surfaces import Surface, grid_triangles

BARN_FLOOR, HOUSE_FLOOR = 0.45, 0.34
_BARN_HEIGHT, _STABLE_HEIGHT, _SHED_HEIGHT, _HOUSE_HEIGHT = 3.3, 2.5, 2.4, 2.6
_GATE, _PLINTH = 2.8, 0.1
_HALF_DOOR = 1.25
_INSIDE: Color = (0.7, 0.62, 0.5)
DOORS: dict[str, Color] = {
    "red": (0.72, 0.22, 0.18),
    "blue": (0.3, 0.44, 0.64),
    "green": (0.3, 0.5, 0.34),
    "white": (0.95, 0.94, 0.9),
}


def barn_room(plot: Plot) -> Area:
    inner, strip = plot.area.grown(-0.6), plot.strip(2.1, 7.0)
    return Area(inner.west, strip.south, inner.east, strip.north)


def barn_ramp(plot: Plot) -> Area:
    east, strip = plot.area.middle[0], plot.strip(0.1, 2.1 - _PLINTH)
    return Area(east - _GATE / 2, strip.south, east + _GATE / 2, strip.north)


def stalls(plot: Plot) -> tuple[Area, Area]:
    east, strip = plot.area.middle[0], plot.strip(1.9, 5.7)
    return Area(east - 3.3, strip.south, east, strip.north), Area(east, strip.south, east + 3.3, strip.north)


def stable_house(plot: Plot) -> Area:
    """Both stalls."""
    left, right = stalls(plot)
    return Area(left.west, left.south, right.east, right.north)


def house_room(plot: Plot) -> Area:
    inner, strip = plot.area.grown(-0.5), plot.strip(2.1, 6.9)
    return Area(inner.west, strip.south, inner.east, strip.north)


def house_steps(plot: Plot) -> tuple[Area, Area]:
    """The porch before the door, and the stairs up to it."""
    east = _front_door(plot) + 0.5
    porch, stairs = plot.strip(0.95, 2.1 - _PLINTH), plot.strip(0.35, 0.95)
    return Area(east - 0.9, porch.south, east + 0.9, porch.north), Area(
        east - 0.9, stairs.south, east + 0.9, stairs.north
    )


def shed_room(plot: Plot) -> Area:
    strip = plot.strip(3.7, 6.7)
    return Area(plot.area.west + 0.5, strip.south, plot.area.west + 3.9, strip.north)


def floors(plan: Plan) -> list[Area]:
    """Where no ground is to be laid."""
    barn, house = plan.plots["barn"], plan.plots["house"]
    return [
        barn_room(barn), barn_ramp(barn), house_room(house), *house_steps(house), *stalls(plan.plots["stable"]),
        shed_room(plan.plots["shed"]),
    ]  # fmt: skip


def build_barn(site: Site, plan: Plan) -> None:
    """Boarded, on a stone plinth, with an open gate that a ramp of earth leads up to."""
    plot, paint = plan.plots["barn"], TIMBER[plan.timber]
    room, ramp = barn_room(plot), barn_ramp(plot)
    raise_platform(site, room.grown(_PLINTH), BARN_FLOOR, "woodfloor", sides="rubble", tile_m=2.0)
    lay_ramp(site, ramp, _inwards(plot), 0.0, BARN_FLOOR, "earth", tile_m=2.4)
    for side in (-1, 1):
        east = ramp.middle[0] + side * (_GATE / 2 + 0.09)
        cheek = Area(east - 0.09, ramp.south, east + 0.09, ramp.north)
        put_box(site.static, cheek, 0.0, BARN_FLOOR + 0.1, "rubble", faces="nsewt", luxel_m=0.1)
        site.block(cheek, 0.0, BARN_FLOOR + 0.1, "wall")
    front, back = _ends(plot, room)
    gate = Opening(ramp.west, ramp.east, 0.0, 2.7)
    for at, holes in ((front, (gate,)), (back, ())):
        _clad(room, True, at, "boards", paint, "boards", _INSIDE, holes, BARN_FLOOR, _BARN_HEIGHT).raise_on(site)
    for at in (room.west, room.east):
        _clad(room, False, at, "boards", paint, "boards", _INSIDE, (), BARN_FLOOR, _BARN_HEIGHT).raise_on(site)
    top = BARN_FLOOR + _BARN_HEIGHT
    put_corner_posts(site.static, room, "flat", color=(0.93, 0.92, 0.88), height=top)
    put_saddle_roof(site.static, room, "boards", height=top, wall_color=paint)
    for east, turned in ((room.west + WALL / 2 + 0.005, False), (room.east - WALL / 2 - 0.005, True)):
        site.static.add(_inner_gable(room, east, top - 0.03, turned), "boards", _INSIDE)
    _open_gate(site, plot, gate, front, paint)
    for share in (0.28, 0.72):
        tie = Area(room.west + share * room.width, room.south, room.west + share * room.width, room.north)
        put_box(site.static, tie.grown(0.09), top - 0.25, top - 0.07, "wood", (0.8, 0.7, 0.6), luxel_m=0.15)
        put_lamp(site, tie.west, room.middle[1], top - 0.25)


def _inner_gable(room: Area, east: float, foot: float, turned: bool) -> Surface:
    """The boards below the roof as they are seen from inside, a hair before the wall they go on
    from: they face east, or west if `turned`."""
    half, north = room.depth / 2, room.middle[1]
    rows, columns = np.meshgrid(np.linspace(0, 0.98, 5), np.linspace(-1, 1, 7) * (-1 if turned else 1), indexing="ij")
    points = np.stack(
        [np.full(rows.size, east), (north + columns * half * (1 - rows)).ravel(), (foot + rows * 0.52 * half).ravel()],
        1,
    )
    normals = np.tile((-1.0 if turned else 1.0, 0.0, 0.0), (len(points), 1))
    return Surface(points, normals, points[:, 1:] / 1.2, grid_triangles(np.arange(rows.size).reshape(rows.shape)))


def _open_gate(site: Site, plot: Plot, gate: Opening, front: float, paint: Color) -> None:
    """Both leaves are folded back on the wall; white battens cross on them."""
    outwards = -plot.inwards
    for hinge, away in ((gate.start, -1), (gate.end, 1)):
        middle, wide = hinge + away * 0.78, 1.34
        at = front + outwards * 0.15
        low, high = BARN_FLOOR + 0.08, BARN_FLOOR + 2.68
        leaf = Area(middle - wide / 2, at - 0.03, middle + wide / 2, at + 0.03)
        put_box(site.static, leaf, low, high, "boards", paint, luxel_m=0.1)
        site.block(leaf, 0.0, high, "gate")
        face = at + outwards * 0.05
        for height in (low, (low + high) / 2 - 0.07, high - 0.14):
            batten = Area(leaf.west + 0.02, face - 0.025, leaf.east - 0.02, face + 0.025)
            put_box(site.static, batten, height, height + 0.14, "flat", (0.93, 0.92, 0.88), luxel_m=0)
        for edge in (leaf.west + 0.07, leaf.east - 0.07):
            batten = Area(edge - 0.07, face - 0.022, edge + 0.07, face + 0.022)
            put_box(site.static, batten, low + 0.01, high - 0.01, "flat", (0.93, 0.92, 0.88), luxel_m=0)


def build_stable(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    """Two stalls side by side, each with a half door to the yard."""
    plot, (left, right) = plan.plots["stable"], stalls(plan.plots["stable"])
    house = stable_house(plot)
    front, back = _ends(plot, house)
    holes = tuple(doorway(stall.west + start, 1.1) for stall, start in ((left, 0.5), (right, 1.7)))
    for at, openings in ((front, holes), (back, ())):
        wall = _clad(house, True, at, plan.stone, WHITE, "boards", (0.8, 0.68, 0.52), openings, 0.0, _STABLE_HEIGHT)
        wall.raise_on(site)
    for at in (house.west, house.east):
        _clad(house, False, at, plan.stone, WHITE, "boards", (0.8, 0.68, 0.52), (), 0.0, _STABLE_HEIGHT).raise_on(site)
    inner = (0.8, 0.68, 0.52)
    Wall(False, left.east, house.south, house.north, "boards", "boards", (), inner, inner, _STABLE_HEIGHT).raise_on(
        site
    )
    put_corner_posts(site.static, house, plan.stone, height=_STABLE_HEIGHT)
    put_saddle_roof(site.static, house, plan.stone, height=_STABLE_HEIGHT, material="tin")
    wall = Wall(True, front, house.west, house.east, plan.stone, plan.stone)
    colours = shuffled(rng, DOORS)[:2]
    for name, stall, hole, colour in zip(("horse_stall", "empty_stall"), (left, right), holes, colours, strict=True):
        frame_door(site.static, wall, hole)
        lower = Opening(hole.start, hole.end, 0.0, _HALF_DOOR)
        hang_door(site, f"{name}_door", wall, lower, colour=colour, leaf=_half_door(hole, DOORS[colour]))
        lay_floor(site.static, stall, "earth", (0.9, 0.84, 0.7), up=0.01)
        put_ceiling(site.static, stall, _STABLE_HEIGHT, "boards")
        put_lamp(site, *stall.middle, _STABLE_HEIGHT)
        corner = np.array((stall.middle[0] - 1.1, stall.middle[1] - 1.1, 0.02))
        site.static.quad(corner, (2.2, 0, 0), (0, 2.2, 0), "straw", fit=True, luxel_m=0, step_m=1.1)


def _half_door(hole: Opening, color: Color) -> Mesh:
    """Boards with white battens on both sides; the upper half of the doorway stays open."""
    width = hole.end - hole.start
    leaf = Mesh().box(
        (width / 2, 0, 0.02), (width - 0.01, 0.045, _HALF_DOOR - 0.02), "boards", color, luxel_m=0, step_m=0.3
    )
    for side in (-1, 1):
        for low in (0.08, _HALF_DOOR - 0.18):
            leaf.box((width / 2, side * 0.03, low), (width - 0.06, 0.02, 0.12), color=(0.94, 0.93, 0.9), luxel_m=0)
        leaf.box((width - 0.12, side * 0.045, 0.95), (0.16, 0.02, 0.03), color=(0.12, 0.12, 0.13), luxel_m=0)
    return leaf


def build_house(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    """A farmhouse of one big kitchen, up two steps."""
    plot = plan.plots["house"]
    room, (porch, stairs) = house_room(plot), house_steps(plot)
    raise_platform(site, room.grown(_PLINTH), HOUSE_FLOOR, "woodfloor", sides="rubble", tile_m=1.6)
    raise_platform(site, porch, HOUSE_FLOOR, "rubble", sides="rubble")
    lay_stairs(site, stairs, _inwards(plot), 0.0, HOUSE_FLOOR, "rubble")
    for east in (porch.west, porch.east):
        edge = Area(east - 0.02, min(porch.south, stairs.south), east + 0.02, max(porch.north, stairs.north))
        put_railing(site.static, edge, HOUSE_FLOOR if plot.inwards > 0 else 0.3, HOUSE_FLOOR + 0.9, end=0.3)
        guard(site, edge, 0.0, HOUSE_FLOOR + 0.9)
    entrance = doorway(_front_door(plot))
    front, back = _ends(plot, room)
    spare = [(room.west + 0.7, entrance.start - 0.7), (entrance.end + 0.7, room.east - 0.7)]
    panes = [window(start, min(end, start + 1.7)) for start, end in spare if end - start > 1.3]
    holes = tuple(sorted([entrance, *panes], key=lambda hole: hole.start))
    behind = (window(room.west + 1.0, room.west + 2.4), window(room.east - 2.6, room.east - 1.2))
    for at, openings in ((front, holes), (back, behind)):
        wall = _clad(room, True, at, plan.stone, WHITE, "plaster", WHITE, openings, HOUSE_FLOOR, _HOUSE_HEIGHT)
        wall.raise_on(site)
        for hole in openings:
            if hole.low == 0.0:
                frame_door(site.static, wall, hole)
                colour = one(rng, DOORS)
                hang_door(site, "farmhouse_door", wall, hole, "boards", color=DOORS[colour], colour=colour)
            else:
                frame_window(site.static, wall, hole, 1 if at == room.south else -1, curtains=at == front)
    for at in (room.west, room.east):
        _clad(room, False, at, plan.stone, WHITE, "plaster", WHITE, (), HOUSE_FLOOR, _HOUSE_HEIGHT).raise_on(site)
    top = HOUSE_FLOOR + _HOUSE_HEIGHT
    put_corner_posts(site.static, room, plan.stone, height=top)
    put_ceiling(site.static, room, top)
    put_lamp(site, *room.middle, top)
    put_saddle_roof(site.static, room, plan.stone, height=top)
    chimney = Area(room.east - 1.4, back, room.east - 0.8, back).grown(0.3)
    put_box(site.static, chimney, top, top + 2.2, "brick", faces="nsewt", luxel_m=0.2)


def furnish_house(site: Site, plot: Plot, rng: np.random.Generator) -> None:
    """A table with chairs of several colours on a rug, a stove and a sideboard at the back, a picture on the wall."""
    room, up, facing = house_room(plot), HOUSE_FLOOR, plot.facing_deg
    east, north = room.middle[0] + 0.8 * (rng.random() - 0.5), plot.behind(2.1 + 2.25)
    site.put("rug", "rug", fittings.rug(2.6, 1.9, "stripedrug"), east, north, up=up + 0.006, solid=False)
    picture = (room.west + WALL / 2 + 0.025, room.middle[1])
    site.put("painting", "painting", fittings.painting(0.9, 0.6), *picture, up=up + 1.4, yaw_deg=90.0, solid=False)
    site.put("kitchen_table", "table", furniture.table(), east, north, up=up, surface=0.75)
    colours = shuffled(rng, DOORS)
    seats = ((-1.2, 0.0, 90.0), (1.2, 0.0, -90.0), (0.25, -0.78 * plot.inwards, 0.0 if plot.inwards > 0 else 180.0))
    for colour, (right, ahead, yaw_deg) in zip(colours, seats, strict=False):
        chair = furniture.chair(DOORS[colour])
        site.put(f"{colour}_chair", "chair", chair, east + right, north + ahead, up=up, yaw_deg=yaw_deg, colour=colour)
    back = plot.behind(6.9 - 0.1)
    site.put("stove", "stove", furniture.stove(), room.west + 0.7, back - plot.inwards * 0.36, up=up, yaw_deg=facing)
    place = (room.middle[0] + 0.3, back - plot.inwards * 0.36)
    site.put("sideboard", "sideboard", furniture.sideboard(), *place, up=up, yaw_deg=facing, surface=0.84)


def build_shed(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    """A small wooden shed with a workbench."""
    plot = plan.plots["shed"]
    room, (front, back) = shed_room(plot), _ends(plot, shed_room(plot))
    others = [name for name in TIMBER if name != plan.timber]
    paint = TIMBER[one(rng, others)]
    entrance = doorway(room.west + 1.0)
    for at, holes in ((front, (entrance,)), (back, ())):
        wall = _clad(room, True, at, "boards", paint, "boards", WHITE, holes, 0.0, _SHED_HEIGHT)
        wall.raise_on(site)
        if holes:
            frame_door(site.static, wall, entrance)
            hang_door(site, "shed_door", wall, entrance, "boards", color=(0.9, 0.84, 0.72))
    for at in (room.west, room.east):
        _clad(room, False, at, "boards", paint, "boards", WHITE, (), 0.0, _SHED_HEIGHT).raise_on(site)
    put_corner_posts(site.static, room, "boards", color=paint, height=_SHED_HEIGHT)
    lay_floor(site.static, room, "concrete", up=0.01)
    put_ceiling(site.static, room, _SHED_HEIGHT, "boards")
    put_lamp(site, *room.middle, _SHED_HEIGHT)
    put_saddle_roof(site.static, room, "boards", height=_SHED_HEIGHT, material="tin", wall_color=paint)
    bench = furniture.table(1.8, 0.6, 0.88)
    place = (room.middle[0], back - plot.inwards * 0.46)
    site.put("workbench", "workbench", bench, *place, yaw_deg=plot.facing_deg, surface=0.88)


def _clad(
    house: Area,
    eastward: bool,
    at: float,
    outer: str,
    outer_color: Color,
    inner: str,
    inner_color: Color,
    holes: tuple[Opening, ...],
    base: float,
    height: float,
) -> Wall:
    """One of a building's four outer walls, `outer` on the side away from its middle."""
    start, end, first = (house.west, house.east, house.south) if eastward else (house.south, house.north, house.west)
    covers = (
        ((outer, inner), (outer_color, inner_color)) if at == first else ((inner, outer), (inner_color, outer_color))
    )
    (near, far), (near_color, far_color) = covers
    return Wall(eastward, at, start, end, near, far, holes, near_color, far_color, height, base=base)


def _ends(plot: Plot, room: Area) -> tuple[float, float]:
    """North of the front wall and of the back wall."""
    return (room.north, room.south) if plot.opens_north else (room.south, room.north)


def _front_door(plot: Plot) -> float:
    """Where its opening begins: off the middle, so that there is a window beside it."""
    east, _ = plot.area.middle
    return east - 1.6


def _inwards(plot: Plot) -> Towards:
    return "north" if plot.inwards > 0 else "south"
