"""A storey: rooms side by side, walls wherever two of them meet, and openings in the walls. Metres.

Rooms are rectangles that reach to the middle of their walls and fill the storey without a gap.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from embrace3k.simulator.worlds.construction.roofs import lay_floor, put_ceiling
from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.construction.walls import (
    DOOR_HEIGHT,
    DOOR_WIDTH,
    ROOM_HEIGHT,
    WALL,
    Opening,
    Wall,
    frame_door,
    put_box,
)
from embrace3k.simulator.worlds.mesh import WHITE, Color

Side = Literal["north", "east", "south", "west"]
_MARGIN = 0.2
_LEAF_ROOM = 1.06
_PASSAGE_ROOM = 0.8
_BY_THE_WINDOW = 0.15
_BEAD = 0.012
_LEAF = 0.98
_LAP = 0.002
"""Walls in line overlap by it: rounding would let single pixels of what is behind show between them."""


@dataclass(frozen=True)
class Cover:
    """What a wall or a floor is covered with."""

    material: str
    color: Color = WHITE
    tile_m: float = 1.6


@dataclass(frozen=True)
class Room:
    name: str
    label: str
    area: Area
    wall: Cover
    floor: Cover
    ceiling: str = "white"

    @property
    def inside(self) -> Area:
        return self.area.grown(-WALL / 2)


@dataclass(frozen=True)
class Gap:
    """An opening from a room to another one, or to the open on one of its sides.

    `share` places it along the wall that the two have in common: 0 at its southern or western end, 1 at the other.
    A gap with a `door` gets a leaf of that name; `low` above 0 makes a window.
    """

    room: str
    to: str
    share: float = 0.5
    width: float = DOOR_WIDTH
    low: float = 0.0
    high: float = DOOR_HEIGHT
    door: str = ""


@dataclass(frozen=True)
class Partition:
    """A straight piece of wall and what it parts; None is the open."""

    wall: Wall
    near: Room | None
    far: Room | None
    gaps: tuple[tuple[Gap, Opening], ...] = ()


@dataclass(frozen=True)
class Storey:
    rooms: tuple[Room, ...]
    partitions: tuple[Partition, ...] = field(repr=False)

    def room(self, name: str) -> Room:
        return next(room for room in self.rooms if room.name == name)

    def standing_walls(self) -> list[Area]:
        """Ground plans of the walls between doorways."""
        plans = []
        for part in self.partitions:
            doors = [hole for hole in part.wall.openings if hole.low == 0.0]
            stations = [part.wall.start, *(edge for hole in doors for edge in (hole.start, hole.end)), part.wall.end]
            pairs = zip(stations[::2], stations[1::2], strict=True)
            plans += [part.wall.area(start, end) for start, end in pairs if end > start]
        return plans

    def kept_clear(self) -> list[Area]:
        """Before and behind doorways: where leaves swing and people pass."""
        zones = []
        for part in self.partitions:
            for gap, hole in part.gaps:
                if gap.low == 0.0:
                    depth = _LEAF_ROOM if gap.door else _PASSAGE_ROOM
                    zones.append(part.wall.area(hole.start - 0.12, hole.end + 0.12, WALL + 2 * depth))
        return zones

    def open_leaves(self) -> tuple[list[Area], list[Area]]:
        """Where leaves stand when all are open: to the south and east, and to the other side."""
        doors = [(part.wall, hole.start) for part in self.partitions for gap, hole in part.gaps if gap.door]
        return [_leaf(wall, start, -1) for wall, start in doors], [_leaf(wall, start, 1) for wall, start in doors]

    def windows(self) -> list[Area]:
        """Before windows, as deep as their sills and curtains."""
        return [
            part.wall.area(hole.start - 0.36, hole.end + 0.36, WALL + 2 * _BY_THE_WINDOW)
            for part in self.partitions
            for gap, hole in part.gaps
            if gap.low > 0.0
        ]


def _leaf(wall: Wall, hinge: float, side: int) -> Area:
    """Clockwise, which is side -1, is south of a wall that runs east and east of one that runs north."""
    out = side if wall.eastward else -side
    low, high = sorted((wall.at, wall.at + out * _LEAF))
    if wall.eastward:
        return Area(hinge - 0.08, low, hinge + 0.07, high)
    return Area(low, hinge - 0.08, high, hinge + 0.07)


def lay_out(
    rooms: Sequence[Room],
    gaps: Sequence[Gap],
    outside: Cover,
    *,
    open_between: Sequence[tuple[str, str]] = (),
    height: float = ROOM_HEIGHT,
) -> Storey:
    """Walls between all rooms but those that are `open_between`; `outside` covers the outer faces."""
    partitions = []
    marks = tuple(sorted({edge for gap in gaps for edge in (gap.low, gap.high)}))
    for eastward in (True, False):
        for at, start, end, near, far in _edges(rooms, eastward):
            names = {room.name for room in (near, far) if room}
            if any(names == set(pair) for pair in open_between):
                continue
            fitting = [gap for gap in gaps if _belongs(gap, near, far, eastward)]
            holes = sorted(((gap, _opening(gap, start, end)) for gap in fitting), key=lambda pair: pair[1].start)
            covers = [room.wall if room else outside for room in (near, far)]
            openings = tuple(hole for _, hole in holes)
            wall = Wall(
                eastward, at, start - _LAP, end + _LAP, covers[0].material, covers[1].material, openings,
                covers[0].color, covers[1].color, height, marks=marks,
            )  # fmt: skip
            partitions.append(Partition(wall, near, far, tuple(holes)))
    return Storey(tuple(rooms), tuple(partitions))


def build_storey(site: Site, storey: Storey, without: Sequence[Partition] = ()) -> None:
    """Walls with framed doorways and skirting, floors and ceilings. Leaves, windows and lamps are up to the family, and
    so are the partitions that it goes `without`."""
    for part in storey.partitions:
        if part in without:
            continue
        part.wall.raise_on(site)
        for gap, hole in part.gaps:
            if gap.low == 0.0 and gap.high < part.wall.height:
                frame_door(site.static, part.wall, hole)
        _skirt(site, part)
    for room in storey.rooms:
        _bead_corners(site, storey, room)
        floor = room.floor
        lay_floor(site.static, room.area, floor.material, floor.color, tile_m=floor.tile_m)
        put_ceiling(site.static, room.area, storey.partitions[0].wall.height, room.ceiling)


def _bead_corners(site: Site, storey: Storey, room: Room) -> None:
    """A thin post in every corner between two walls: it covers the line where their faces cut into each other."""
    area, height = room.area, storey.partitions[0].wall.height
    for east, to_west in ((area.west, False), (area.east, True)):
        for north, to_south in ((area.south, False), (area.north, True)):
            inner_east = east - WALL / 2 if to_west else east + WALL / 2
            inner_north = north - WALL / 2 if to_south else north + WALL / 2
            if not all(_stands(storey, point) for point in ((east, inner_north), (inner_east, north))):
                continue
            post = Area(inner_east, inner_north, inner_east, inner_north).grown(_BEAD)
            seen = ("w" if to_west else "e") + ("s" if to_south else "n")
            put_box(site.static, post, 0.0, height, room.wall.material, room.wall.color, tile_m=1.2, faces=seen)


def _stands(storey: Storey, point: tuple[float, float]) -> bool:
    walls = [part.wall for part in storey.partitions]
    return any(wall.area(wall.start, wall.end).distance(*point) == 0.0 for wall in walls)


def _edges(rooms: Sequence[Room], eastward: bool) -> list[tuple[float, float, float, Room | None, Room | None]]:
    """Where walls can be: (at, start, end, room south or west of it, room north or east of it)."""
    spans = [_span(room, eastward) for room in rooms]
    found = []
    for at in sorted({level for low, high, *_ in spans for level in (low, high)}):
        touching = [span for span in spans if at in span[:2]]
        stations = sorted({edge for span in touching for edge in span[2:4]})
        for start, end in zip(stations[:-1], stations[1:], strict=True):
            beside = [span for span in touching if span[2] <= start and span[3] >= end]
            near = next((span[4] for span in beside if span[1] == at), None)
            far = next((span[4] for span in beside if span[0] == at), None)
            if near or far:
                found.append((at, start, end, near, far))
    return found


def _span(room: Room, eastward: bool) -> tuple[float, float, float, float, Room]:
    area = room.area
    west, south, east, north = (round(edge, 4) for edge in (area.west, area.south, area.east, area.north))
    return (south, north, west, east, room) if eastward else (west, east, south, north, room)


def _belongs(gap: Gap, near: Room | None, far: Room | None, eastward: bool) -> bool:
    names = (near.name if near else None, far.name if far else None)
    if gap.to not in ("north", "east", "south", "west"):
        return set(names) == {gap.room, gap.to}
    outer = {"south": (None, gap.room), "north": (gap.room, None), "west": (None, gap.room), "east": (gap.room, None)}
    return eastward == (gap.to in ("north", "south")) and names == outer[gap.to]


def _opening(gap: Gap, start: float, end: float) -> Opening:
    margin = min(_MARGIN, (end - start - gap.width) / 2)
    room = end - start - 2 * margin - gap.width
    first = start + margin + gap.share * room
    return Opening(round(first, 3), round(first + gap.width, 3), gap.low, gap.high)


def _skirt(site: Site, part: Partition) -> None:
    """A board along every side that a room has, broken by doorways, mitred by half a wall at both ends."""
    wall, half = part.wall, WALL / 2
    doors = [hole for hole in wall.openings if hole.low == 0.0]
    stations = [wall.start + half, *(edge for hole in doors for edge in (hole.start, hole.end)), wall.end - half]
    for room, side in ((part.near, -1), (part.far, 1)):
        if room is None:
            continue
        board = replace(wall, at=wall.at + side * (wall.thickness / 2 + 0.008))
        for start, end in zip(stations[::2], stations[1::2], strict=True):
            if end - start > 0.02:
                put_box(site.static, board.area(start, end, 0.016), 0.0, 0.09, "white", faces="nsewt")
