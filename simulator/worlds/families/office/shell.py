"""What is built before furniture comes: rooms, glazed walls, doors, lamps, and the platform of the lounge. Metres."""

from dataclasses import dataclass, replace

import numpy as np

from embrace3k.simulator.worlds.construction.doors import hang_door
from embrace3k.simulator.worlds.construction.grounds import guard, lay_ramp, lay_stairs, pave
from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.construction.storeys import Partition, Side, build_storey
from embrace3k.simulator.worlds.construction.walls import (
    WALL,
    Opening,
    Wall,
    frame_window,
    put_box,
    put_corner_posts,
)
from embrace3k.simulator.worlds.families.office.plan import HEIGHT, Plan
from embrace3k.simulator.worlds.families.office.style import Style
from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.props import office_things

RISE = 0.32
"""The lounge stands two steps above the office."""
_STEPS_WIDE, _STEPS_DEEP = 2.2, 0.6
_RAMP_WIDE, _RAMP_LONG = 1.3, 2.6
_RAILING, _BOARD = 0.85, 0.06
_LAMP_EVERY = 3.0
_DAYLIGHT_TUBE = (1.3, 1.28, 1.2)
_FRAME = 0.05


def build_shell(site: Site, plan: Plan, style: Style) -> list[Area]:
    """What furniture has to keep off: steps, ramp, and the ways to them."""
    glazed = [part for part in plan.storey.partitions if style.glazed and is_glazed(part)]
    build_storey(site, plan.storey, glazed)
    put_corner_posts(site.static, plan.whole, "plaster", color=style.facade, height=HEIGHT)
    for east, north in sorted({end for part in glazed for end in _ends(part.wall)}):
        post = Area(east, north, east, north).grown(WALL / 2 + 0.003)
        put_box(site.static, post, 0.0, HEIGHT, "flat", style.frame, faces="nsew")
    for part in plan.storey.partitions:
        if part in glazed:
            _glaze(site, part, style.frame)
        for gap, hole in part.gaps:
            if gap.low > 0.0:
                inwards = 1 if part.near is None else -1
                frame_window(site.static, part.wall, hole, inwards, curtains=False)
                if style.blinds:
                    _lower_blind(site.static, part.wall, hole, inwards)
            elif gap.door:
                _hang(site, part, gap.door, hole, style)
    _light(site, plan)
    return _raise_lounge(site, plan, style)


def is_glazed(part: Partition) -> bool:
    """The walls of the meeting room towards office and lounge can be of glass."""
    names = {room.name for room in (part.near, part.far) if room}
    return names in ({"office", "meeting_room"}, {"lounge", "meeting_room"})


def _ends(wall: Wall) -> list[tuple[float, float]]:
    """To the centimetre, so that walls in line share theirs."""
    along, at = (round(wall.start, 2), round(wall.end, 2)), round(wall.at, 2)
    return [(end, at) if wall.eastward else (at, end) for end in along]


def _hang(site: Site, part: Partition, name: str, hole: Opening, style: Style) -> None:
    if style.glazed and is_glazed(part):
        door = hang_door(site, name, part.wall, hole, leaf=_glazed_leaf(hole.end - hole.start, hole.high, style.frame))
    elif name == "lobby_door":
        door = hang_door(site, name, part.wall, hole, "paintedwood", color=style.accents["lobby"])
    else:
        door = hang_door(site, name, part.wall, hole)
    site.objects[-1] = replace(door, label=door.label.replace("managers", "manager's"))


def _glaze(site: Site, part: Partition, color: Color) -> None:
    """Posts and rails round clear panes with two frosted stripes, plaster above. Nothing but the door leads through."""
    wall, mesh = part.wall, site.static
    site.block(wall.area(wall.start, wall.end), 2.2, HEIGHT, "wall")
    put_box(mesh, wall.area(wall.start, wall.end), 2.2, HEIGHT, "plaster", wall.far_color, faces="nsewb", tile_m=1.2)
    stations = [
        wall.start + WALL / 2,
        *(edge for hole in wall.openings for edge in (hole.start, hole.end)),
        wall.end - WALL / 2,
    ]
    for start, end in zip(stations[::2], stations[1::2], strict=True):
        if end - start > 0.05:
            _pane(mesh, wall, start, end, color)
            site.block(wall.area(start, end, 0.1), 0.0, 2.2, "glass wall")
    for hole in wall.openings:
        put_box(mesh, wall.area(hole.start - 0.01, hole.end + 0.01, 0.094), hole.high, 2.195, "flat", color)


def _pane(mesh: Mesh, wall: Wall, start: float, end: float, color: Color) -> None:
    """Posts at most 1.3 m apart; rails and stripes between them."""
    count = max(1, round((end - start) / 1.25))
    wide = (end - start) / count
    for number in range(count + 1):
        at = min(max(start + number * wide, start + _FRAME / 2), end - _FRAME / 2)
        put_box(mesh, wall.area(at - _FRAME / 2, at + _FRAME / 2, 0.1), 0.0, 2.2, "flat", color, faces="nsew")
    for number in range(count):
        first, last = start + number * wide + _FRAME, start + (number + 1) * wide - _FRAME
        for low, high in ((0.0, 0.12), (2.14, 2.2)):
            put_box(mesh, wall.area(first - 0.03, last + 0.03, 0.09), low, high, "flat", color, faces="nsewtb")
        for low in (0.95, 1.2):
            put_box(
                mesh,
                wall.area(first - 0.02, last + 0.02, 0.012),
                low,
                low + 0.12,
                "flat",
                (0.86, 0.9, 0.92),
                faces="nsewtb",
            )


def _glazed_leaf(width: float, height: float, color: Color) -> Mesh:
    """A frame round two panes; origin as `fittings.door_leaf`."""
    mesh, edge, thick = Mesh(), 0.004, 0.05
    for start, end in ((-edge, 0.09), (width - 0.09, width + edge)):
        mesh.box(
            ((start + end) / 2, 0, 0.006), (end - start, thick, height - 0.004), "flat", color, luxel_m=0, step_m=0.3
        )
    for low, high in ((0.006, 0.14), (height - 0.1, height + 0.002)):
        mesh.box((width / 2, 0, low), (width - 0.17, thick - 0.004, high - low), "flat", color, luxel_m=0, step_m=0.3)
    for low in (0.95, 1.2):
        mesh.box((width / 2, 0, low), (width - 0.17, 0.012, 0.12), "flat", (0.86, 0.9, 0.92), luxel_m=0, step_m=0.3)
    for side in (1, -1):
        mesh.box((width - 0.045, side * 0.05, 0.9), (0.025, 0.025, 0.5), color=(0.74, 0.74, 0.76), luxel_m=0)
    return mesh


def _lower_blind(mesh: Mesh, wall: Wall, hole: Opening, inwards: int) -> None:
    """A roller blind, a third of the way down."""
    inner = wall.shifted(inwards * (wall.thickness / 2 + 0.03))
    put_box(
        mesh,
        inner.area(hole.start - 0.05, hole.end + 0.05, 0.012),
        hole.high - 0.5,
        hole.high + 0.05,
        "plaster",
        (0.95, 0.94, 0.9),
    )
    put_box(mesh, inner.area(hole.start - 0.06, hole.end + 0.06, 0.05), hole.high + 0.05, hole.high + 0.12, "white")
    put_box(mesh, inner.area(hole.start - 0.05, hole.end + 0.05, 0.022), hole.high - 0.53, hole.high - 0.5, "white")


def _light(site: Site, plan: Plan) -> None:
    """Square panels in rows, at most three metres apart."""
    for room in plan.storey.rooms:
        area = room.inside
        across, along = (max(1, round(length / _LAMP_EVERY)) for length in (area.width, area.depth))
        for column in range(across):
            for row in range(along):
                east = area.west + (column + 0.5) * area.width / across
                north = area.south + (row + 0.5) * area.depth / along
                site.lamp(east, north, HEIGHT - 0.06, light=_DAYLIGHT_TUBE, size=(0.9, 0.9))
                panel = office_things.panel_lamp(0.9)
                site.static.merge(panel.transform(np.eye(3), (east, north, HEIGHT - 0.03)))


@dataclass(frozen=True)
class _Edge:
    """The line between office and lounge. Strips along it are measured from it: below 0 in the office."""

    lounge: Area
    side: Side

    @property
    def span(self) -> tuple[float, float]:
        """Between the walls that it ends at."""
        inner = self.lounge.grown(-WALL / 2)
        return (inner.south, inner.north) if self.side in ("east", "west") else (inner.west, inner.east)

    @property
    def depth(self) -> float:
        return (self.lounge.width if self.side in ("east", "west") else self.lounge.depth) - WALL / 2

    def strip(self, start: float, end: float, low: float, high: float) -> Area:
        if self.side == "east":
            return Area(self.lounge.west + low, start, self.lounge.west + high, end)
        if self.side == "west":
            return Area(self.lounge.east - high, start, self.lounge.east - low, end)
        if self.side == "north":
            return Area(start, self.lounge.south + low, end, self.lounge.south + high)
        return Area(start, self.lounge.north - high, end, self.lounge.north - low)


def _raise_lounge(site: Site, plan: Plan, style: Style) -> list[Area]:
    """A platform behind a slatted board, with steps in the middle of its edge and, perhaps, a ramp at its outer end."""
    lounge = plan.area("lounge")
    edge = _Edge(lounge, plan.lounge_side)
    start, end = edge.span
    floor, platform = style.lounge_floor, edge.strip(start, end, 0.0, edge.depth)
    site.slope(platform, RISE, RISE)
    pave(site.static, platform, floor.material, floor.tile_m, 0.05, color=floor.color, up=RISE)
    face = {"east": "w", "west": "e", "north": "s", "south": "n"}[edge.side]
    put_box(site.static, edge.strip(start, end, 0.0, 0.01), 0.0, RISE, "wood", faces=face)
    middle = (start + end) / 2
    ways = [(middle - _STEPS_WIDE / 2, middle + _STEPS_WIDE / 2)]
    stairs = edge.strip(*ways[0], -_STEPS_DEEP, 0.0)
    lay_stairs(site, stairs, edge.side, 0.0, RISE, "wood")
    clear = [edge.strip(*ways[0], -_STEPS_DEEP - 1.0, 1.0)]
    if style.ramp:
        outer = plan.whole.south if edge.side in ("east", "west") else plan.whole.west
        at_start = abs(start - WALL / 2 - outer) < 0.01
        way = (start, start + _RAMP_WIDE) if at_start else (end - _RAMP_WIDE, end)
        clear.append(_put_ramp(site, edge, way, at_start, style))
        clear.append(edge.strip(*way, -_RAMP_LONG - 1.0, 1.0))
        ways.append(way)
    _fence(site, edge, sorted(ways), style.frame)
    return clear


def _put_ramp(site: Site, edge: _Edge, way: tuple[float, float], at_start: bool, style: Style) -> Area:
    """With a board along its open side, which it gives back."""
    ramp = edge.strip(*way, -_RAMP_LONG, 0.0)
    lay_ramp(site, ramp, edge.side, 0.0, RISE, style.lounge_floor.material)
    inner = (way[1] - 0.01, way[1] + _BOARD) if at_start else (way[0] - _BOARD, way[0] + 0.01)
    board = edge.strip(*inner, -_RAMP_LONG, -0.01)
    put_box(site.static, board, 0.0, RISE + 0.3, "paintedwood", style.frame, faces="nsewt")
    guard(site, board, 0.0, RISE + 0.3)
    return board


def _fence(site: Site, edge: _Edge, ways: list[tuple[float, float]], color: Color) -> None:
    """A slatted board along the edge between the ways up."""
    start, end = edge.span
    stations = [start, *(place for way in ways for place in way), end]
    for first, last in zip(stations[::2], stations[1::2], strict=True):
        if last - first > 0.1:
            rail = edge.strip(first + 0.005, last - 0.005, -_BOARD, -0.002)
            put_box(site.static, rail, 0.0, RISE + _RAILING, "woodslats", tile_m=0.8, luxel_m=0.08)
            put_box(site.static, rail.grown(0.012), RISE + _RAILING, RISE + _RAILING + 0.03, "paintedwood", color)
            guard(site, edge.strip(first, last, -_BOARD, 0.0), 0.0, RISE + _RAILING)
