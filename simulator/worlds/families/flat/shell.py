"""What is built before furniture comes: rooms with their windows, doors and lamps, and the balcony. Metres."""

from dataclasses import replace

from embrace3k.simulator.worlds.construction.doors import hang_door
from embrace3k.simulator.worlds.construction.grounds import guard, pave
from embrace3k.simulator.worlds.construction.roofs import put_lamp
from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.construction.storeys import Partition, Storey, build_storey
from embrace3k.simulator.worlds.construction.walls import (
    WALL,
    Opening,
    Wall,
    frame_window,
    put_box,
    put_corner_posts,
)
from embrace3k.simulator.worlds.families.flat.plan import Plan
from embrace3k.simulator.worlds.families.flat.style import Style
from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.props import home_things
from embrace3k.simulator.worlds.surfaces import rotation_z

STEP_DOWN = 0.15
"""How much lower the balcony is than the living room."""
_PARAPET = 1.02
_BALCONY_DEPTH = 2.0
_DARK: Color = (0.16, 0.17, 0.18)


def balcony_area(plan: Plan) -> Area:
    """Its floor, from the outer face of the wall to the parapet, round the balcony door."""
    wall, hole = _balcony_door(plan.storey)
    living = plan.storey.room("living_room").area
    middle = min(max((hole.start + hole.end) / 2, living.west + 2.0), living.east - 2.0)
    if plan.street_side == "south":
        return Area(middle - 2.0, wall.at - WALL / 2 - _BALCONY_DEPTH, middle + 2.0, wall.at - WALL / 2)
    return Area(middle - 2.0, wall.at + WALL / 2, middle + 2.0, wall.at + WALL / 2 + _BALCONY_DEPTH)


def build_shell(site: Site, plan: Plan, style: Style) -> None:
    build_storey(site, plan.storey)
    put_corner_posts(site.static, plan.whole, "plaster", color=style.facade)
    for part in plan.storey.partitions:
        inwards = 1 if part.near is None else -1
        for gap, hole in part.gaps:
            if gap.low > 0.0:
                _finish_window(site.static, part, hole, inwards, style)
            elif gap.door == "balcony_door":
                leaf = _glazed_leaf(hole.end - hole.start, hole.high)
                hang_door(site, gap.door, part.wall, hole, leaf=leaf)
            elif gap.door:
                material, color = ("darkwood", (1.0, 1.0, 1.0)) if gap.door == "front_door" else style.door
                leaf_colour = "white" if color[0] > 0.9 and material == "paintedwood" else None
                door = hang_door(site, gap.door, part.wall, hole, material, color=color, colour=leaf_colour)
                site.objects[-1] = replace(door, label=door.label.replace("childrens", "children's"))
    _light(site, plan)
    _build_balcony(site, plan, style)


def _finish_window(mesh: Mesh, part: Partition, hole: Opening, inwards: int, style: Style) -> None:
    room = part.near or part.far
    frame_window(mesh, part.wall, hole, inwards, curtains=False)
    if room is None or room.name in ("kitchen", "bathroom"):
        return
    _hang_curtains(mesh, part.wall, hole, inwards, style.curtains)
    if hole.low > 0.7:
        _put_radiator(mesh, part.wall, hole, inwards)


def _hang_curtains(mesh: Mesh, wall: Wall, hole: Opening, inwards: int, color: Color) -> None:
    """Two to the floor, drawn aside, on a dark rail."""
    inner = wall.shifted(inwards * (wall.thickness / 2 + 0.075))
    seen = {(True, 1): "n", (True, -1): "s", (False, 1): "e", (False, -1): "w"}[(wall.eastward, inwards)]
    for side in (hole.start - 0.12, hole.end + 0.12):
        curtain = inner.area(side - 0.2, side + 0.2, 0.06)
        put_box(mesh, curtain, 0.12, hole.high + 0.12, "drapery", color, fit=seen)
    rail = inner.area(hole.start - 0.4, hole.end + 0.4, 0.025)
    put_box(mesh, rail, hole.high + 0.13, hole.high + 0.155, "darkwood")


def _put_radiator(mesh: Mesh, wall: Wall, hole: Opening, inwards: int) -> None:
    """Below the sill, flat against the wall."""
    along, away = (hole.start + hole.end) / 2, wall.at + inwards * (wall.thickness / 2 + 0.05)
    turn = {(True, 1): 0.0, (True, -1): 180.0, (False, 1): -90.0, (False, -1): 90.0}[(wall.eastward, inwards)]
    place = (along, away, 0.0) if wall.eastward else (away, along, 0.0)
    mesh.merge(home_things.radiator(min(1.1, hole.end - hole.start)).transform(rotation_z(turn), place))


def _glazed_leaf(width: float, height: float) -> Mesh:
    """A white frame round two clear panes: open holes, as in windows. Origin as `fittings.door_leaf`."""
    mesh, edge, thick = Mesh(), 0.004, 0.05
    for start, end in ((-edge, 0.1), (width - 0.1, width + edge)):
        mesh.box(((start + end) / 2, 0, 0.006), (end - start, thick, height - 0.004), "white", luxel_m=0, step_m=0.3)
    for low, high in ((0.006, 0.16), (0.92, 1.0), (height - 0.11, height + 0.002)):
        mesh.box((width / 2, 0, low), (width - 0.19, thick - 0.004, high - low), "white", luxel_m=0, step_m=0.3)
    for side in (1, -1):
        mesh.box((width - 0.05, side * 0.045, 1.04), (0.1, 0.02, 0.024), color=(0.7, 0.7, 0.72), luxel_m=0)
        mesh.box((width - 0.05, side * 0.03, 1.0), (0.03, 0.02, 0.12), color=(0.7, 0.7, 0.72), luxel_m=0)
    return mesh


def _light(site: Site, plan: Plan) -> None:
    for room in plan.storey.rooms:
        east, north = room.area.middle
        if room.area.width > 6.0 or room.area.depth > 6.0:
            across = room.area.width > room.area.depth
            for share in (-0.25, 0.25):
                shift = (share * room.area.width, 0.0) if across else (0.0, share * room.area.depth)
                put_lamp(site, east + shift[0], north + shift[1])
        else:
            put_lamp(site, east, north)


def _balcony_door(storey: Storey) -> tuple[Wall, Opening]:
    return next(
        (part.wall, hole) for part in storey.partitions for gap, hole in part.gaps if gap.door == "balcony_door"
    )


def _build_balcony(site: Site, plan: Plan, style: Style) -> None:
    """A slab one step below the floor of the living room, with a parapet on three sides."""
    area, mesh = balcony_area(plan), site.static
    site.slope(area, -STEP_DOWN, -STEP_DOWN)
    pave(mesh, area, "tiles", 1.2, 0.06, color=(0.86, 0.78, 0.7), up=-STEP_DOWN)
    low, high = -STEP_DOWN, _PARAPET - STEP_DOWN
    south = plan.street_side == "south"
    front = Area(area.west - 0.1, area.south - 0.1, area.east + 0.1, area.south)
    if not south:
        front = Area(area.west - 0.1, area.north, area.east + 0.1, area.north + 0.1)
    sides = (
        Area(area.west - 0.1, area.south, area.west, area.north),
        Area(area.east, area.south, area.east + 0.1, area.north),
    )
    for piece in (front, *sides):
        put_box(mesh, piece, low - 0.2, high, "plaster", style.facade, tile_m=1.2, luxel_m=0.08)
        guard(site, piece, low, high, "parapet")
    put_box(mesh, front.grown(0.02), high, high + 0.05, "flat", _DARK)
    for side in sides:
        cap = Area(side.west - 0.02, side.south + 0.02 * south, side.east + 0.02, side.north - 0.02 * (not south))
        put_box(mesh, cap, high, high + 0.05, "flat", _DARK)
    put_box(mesh, area, low - 0.2, low, "plaster", style.facade, faces="b", luxel_m=0.2)
    edge = area.north if south else area.south
    riser = Area(area.west, edge - 0.005, area.east, edge + 0.005)
    put_box(mesh, riser, low, 0.0, "concrete", faces="st" if south else "nt")
    wall, hole = _balcony_door(plan.storey)
    put_box(mesh, wall.area(hole.start, hole.end, WALL + 0.014), -STEP_DOWN, 0.012, "concrete", faces="nst")
