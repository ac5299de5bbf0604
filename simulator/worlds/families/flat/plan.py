"""Ground plans of flats. Each is drawn in one of three ways, stretched, and mirrored either way or not. Metres.

    corridor                          open plan                    around a hall
+------+------+-------+--------+  +-------------+-----+-----+  +------+-------+--------+
| land.| bath | kitch.| second |  |  kitchen    |bath |land.|  | bath | land. |        |
+- = --+- ----+-   ---+--- ----+  |             +- ---+- = -+  |      +-- = --+ kitchen|
|  hall                        |  |- - - - - - -   hall     |  +------+       +        |
+-----    -----+-- ------------+  |  living     +--- -------+  |       - hall          |
|   living     |   bedroom     |  |             |  bedroom  |  | bed  +--   --+--------+
+---- = -------+---------------+  +--- = -------+-----------+  | room |     living     |
                                                               +------+---- = ---------+
"""

from dataclasses import dataclass, replace

import numpy as np

from embrace3k.simulator.worlds.choosing import one
from embrace3k.simulator.worlds.construction.placing import is_passable
from embrace3k.simulator.worlds.construction.site import Area
from embrace3k.simulator.worlds.construction.storeys import Cover, Gap, Room, Side, Storey, lay_out
from embrace3k.simulator.worlds.families.flat.style import Style

_HALL = 2.05
_LOW_SILL, _HEAD = 0.75, 2.15
_OPPOSITE: dict[str, Side] = {"north": "south", "south": "north", "east": "west", "west": "east"}


@dataclass(frozen=True)
class Sketch:
    """Rooms as rectangles by name, and what opens where, before colours are chosen."""

    areas: dict[str, Area]
    gaps: tuple[Gap, ...]
    open_between: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Plan:
    storey: Storey
    whole: Area
    street_side: Side
    """Where the balcony is."""


_LABELS = {
    "living_room": "living room",
    "kitchen": "kitchen",
    "bedroom": "bedroom",
    "childrens_room": "children's room",
    "study": "study",
    "bathroom": "bathroom",
    "hall": "hallway",
    "landing": "landing",
}


def draw_plan(rng: np.random.Generator, style: Style) -> Plan:
    """Drawn again until open doors leave a way into every room."""
    while True:
        sketch = one(rng, (_corridor, _open_plan, _around_a_hall))(rng)
        if rng.random() < 0.5:
            sketch = _mirrored(sketch, across=True)
        if rng.random() < 0.5:
            sketch = _mirrored(sketch, across=False)
        rooms = [_room(name, area, style) for name, area in sketch.areas.items()]
        storey = lay_out(rooms, sketch.gaps, Cover("plaster", style.facade), open_between=sketch.open_between)
        if is_passable(storey):
            balcony = next(gap for gap in sketch.gaps if gap.door == "balcony_door")
            return Plan(storey, _around(sketch), "south" if balcony.to == "south" else "north")


def _room(name: str, area: Area, style: Style) -> Room:
    wet = name in ("bathroom", "kitchen")
    floor = style.wet_floor if wet else style.stone_floor if name == "landing" else style.floor
    wall = Cover("walltiles", style.bath_tiles) if name == "bathroom" else style.walls.get(name, Cover("plaster"))
    return Room(name, _LABELS[name], area, wall, floor)


def _between(rng: np.random.Generator, low: float, high: float) -> float:
    return round(float(rng.uniform(low, high)), 2)


def _window(room: str, side: str, share: float, width: float, low: float = _LOW_SILL) -> Gap:
    return Gap(room, side, share, width, low, _HEAD)


def _balcony(rng: np.random.Generator) -> tuple[Gap, Gap]:
    """The door to the balcony and a broad window, at either end of the living room's outer wall."""
    left = rng.random() < 0.5
    door = Gap("living_room", "south", 0.24 if left else 0.76, door="balcony_door")
    return door, _window("living_room", "south", 0.9 if left else 0.1, 2.0, 0.55)


def _corridor(rng: np.random.Generator) -> Sketch:
    front, back = _between(rng, 3.9, 4.5), _between(rng, 3.1, 3.5)
    hall, depth = front + _HALL, front + _HALL + back
    second = "childrens_room" if rng.random() < 0.5 else "study"
    order = [("bathroom", "kitchen", second)[index] for index in rng.permutation(3)]
    widths = {"bathroom": _between(rng, 2.4, 2.8), "kitchen": _between(rng, 3.65, 4.1), second: _between(rng, 3.2, 3.9)}
    areas, west = {"landing": Area(0.0, hall, 2.6, depth)}, 2.6
    for name in order:
        areas[name] = Area(west, hall, round(west + widths[name], 2), depth)
        west = areas[name].east
    divide = round(west * _between(rng, 0.54, 0.6), 2)
    areas["living_room"] = Area(0.0, 0.0, divide, front)
    areas["bedroom"] = Area(divide, 0.0, west, front)
    areas["hall"] = Area(0.0, front, west, hall)
    to_kitchen = Gap("hall", "kitchen", rng.random(), 1.1)
    if rng.random() < 0.5:
        to_kitchen = Gap("hall", "kitchen", rng.random(), door="kitchen_door")
    gaps = (
        Gap("landing", "hall", 0.5, door="front_door"),
        Gap("hall", "bathroom", rng.random(), door="bathroom_door"),
        to_kitchen,
        Gap("hall", second, rng.random(), door=f"{second}_door"),
        Gap("hall", "living_room", 0.25 + 0.5 * rng.random(), 1.7),
        Gap("hall", "bedroom", rng.random(), door="bedroom_door"),
        *_balcony(rng),
        _window("bedroom", "south", 0.5, 1.8),
        _window("kitchen", "north", 0.5, 1.3, 1.05),
        _window(second, "north", 0.5, 1.5),
        _window("hall", "east", 0.5, 0.9),
    )
    return Sketch(areas, gaps)


def _open_plan(rng: np.random.Generator) -> Sketch:
    divide, front = _between(rng, 6.2, 6.9), _between(rng, 3.7, 4.2)
    hall = round(front + 2.1, 2)
    depth = round(hall + _between(rng, 2.6, 3.0), 2)
    bath = round(divide + _between(rng, 2.4, 2.8), 2)
    width = round(bath + 2.6, 2)
    areas = {
        "living_room": Area(0.0, 0.0, divide, hall),
        "kitchen": Area(0.0, hall, divide, depth),
        "bedroom": Area(divide, 0.0, width, front),
        "hall": Area(divide, front, width, hall),
        "bathroom": Area(divide, hall, bath, depth),
        "landing": Area(bath, hall, width, depth),
    }
    gaps = (
        Gap("landing", "hall", 0.5, door="front_door"),
        Gap("hall", "bathroom", rng.random(), door="bathroom_door"),
        Gap("hall", "living_room", 0.5, 1.3),
        Gap("hall", "bedroom", rng.random(), door="bedroom_door"),
        *_balcony(rng),
        _window("bedroom", "south", 0.5, 1.9),
        _window("kitchen", "north", 0.3 + 0.4 * rng.random(), 1.5, 1.05),
        _window("living_room", "west", 0.4, 1.6),
    )
    return Sketch(areas, gaps, (("living_room", "kitchen"),))


def _around_a_hall(rng: np.random.Generator) -> Sketch:
    first, front = _between(rng, 3.4, 3.8), _between(rng, 3.9, 4.2)
    second = round(first + 3.2, 2)
    width, hall = round(second + _between(rng, 3.6, 4.0), 2), round(front + 3.0, 2)
    depth, bath = round(hall + 2.2, 2), round(front + 1.5, 2)
    areas = {
        "living_room": Area(first, 0.0, width, front),
        "bedroom": Area(0.0, 0.0, first, bath),
        "bathroom": Area(0.0, bath, first, depth),
        "hall": Area(first, front, second, hall),
        "landing": Area(first, hall, second, depth),
        "kitchen": Area(second, front, width, depth),
    }
    gaps = (
        Gap("landing", "hall", 0.9, door="front_door"),
        Gap("hall", "bathroom", 0.5, door="bathroom_door"),
        Gap("hall", "kitchen", rng.random(), door="kitchen_door"),
        Gap("hall", "living_room", 0.5, 1.5),
        Gap("hall", "bedroom", 0.5, door="bedroom_door"),
        *_balcony(rng),
        _window("bedroom", "south", 0.5, 1.7),
        _window("kitchen", "north", 0.5, 1.4, 1.05),
        _window("kitchen", "east", 0.7, 1.3, 1.05),
        _window("bathroom", "north", 0.5, 0.8, 1.35),
    )
    return Sketch(areas, gaps)


def _around(sketch: Sketch) -> Area:
    areas = sketch.areas.values()
    return Area(
        min(area.west for area in areas), min(area.south for area in areas),
        max(area.east for area in areas), max(area.north for area in areas),
    )  # fmt: skip


def _mirrored(sketch: Sketch, *, across: bool) -> Sketch:
    """East and west change places (`across`), or north and south."""
    whole = _around(sketch)
    areas = {}
    for name, area in sketch.areas.items():
        if across:
            areas[name] = Area(
                round(whole.east - area.east, 2), area.south, round(whole.east - area.west, 2), area.north
            )
        else:
            areas[name] = Area(
                area.west, round(whole.north - area.north, 2), area.east, round(whole.north - area.south, 2)
            )
    gaps = tuple(_mirrored_gap(gap, sketch.areas, across) for gap in sketch.gaps)
    return Sketch(areas, gaps, sketch.open_between)


def _mirrored_gap(gap: Gap, areas: dict[str, Area], across: bool) -> Gap:
    turned = ("east", "west") if across else ("north", "south")
    to = _OPPOSITE[gap.to] if gap.to in turned else gap.to
    eastward = gap.to in ("north", "south")
    if gap.to in areas:
        room, other = areas[gap.room], areas[gap.to]
        eastward = room.north == other.south or room.south == other.north
    return replace(gap, to=to, share=1.0 - gap.share if eastward == across else gap.share)
