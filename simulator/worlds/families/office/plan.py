"""Ground plans of offices: one large office with a raised lounge at its end, and smaller rooms beside it. Metres.

  rooms along one side                    rooms round a corner
+---------+--------+------+-------+     +---------+-----+-----+---------+
| kitchen | lobby  | copy |meeting|     | kitchen |copy |lobby| manager |
+--   ----+-- -----+- ----+- -----+     |         +- ---+- ---+- -------+
|                            :    |     +---------+              :      |
|        office              :loun|     | meeting    office      :lounge|
|                            : ge |     |                        :      |
+----------------------------+----+     +---------+--------------+------+

The order of rooms changes; then the whole is turned, mirrored either way, or not.
"""

from dataclasses import dataclass

import numpy as np

from embrace3k.simulator.worlds.construction.placing import is_passable
from embrace3k.simulator.worlds.construction.site import Area
from embrace3k.simulator.worlds.construction.storeys import Cover, Gap, Room, Side, Storey, lay_out
from embrace3k.simulator.worlds.families.office.style import Style

HEIGHT = 3.0
_SILL, _HEAD, _PANE = 0.75, 2.4, 2.2
_DOOR_ROOM = 1.5
_LABELS = {
    "office": "office",
    "lounge": "lounge",
    "meeting_room": "meeting room",
    "kitchen": "kitchen",
    "copy_room": "copy room",
    "lobby": "lobby",
    "managers_office": "manager's office",
}
_TURNED: dict[str, Side] = {"north": "east", "east": "north", "south": "west", "west": "south"}
_ACROSS: dict[str, Side] = {"east": "west", "west": "east", "north": "north", "south": "south"}
_ALONG: dict[str, Side] = {"north": "south", "south": "north", "east": "east", "west": "west"}


@dataclass(frozen=True)
class Sketch:
    areas: dict[str, Area]
    lounge_side: Side
    """Of the office, where the lounge is."""


@dataclass(frozen=True)
class Plan:
    storey: Storey
    whole: Area
    lounge_side: Side

    def area(self, name: str) -> Area:
        return self.storey.room(name).area


def draw_plan(rng: np.random.Generator, style: Style) -> Plan:
    """Drawn again until open doors leave a way into every room."""
    while True:
        sketch = _along_a_side(rng) if rng.random() < 0.5 else _round_a_corner(rng)
        for change in (_transposed, _mirrored_across, _mirrored_along):
            if rng.random() < 0.5:
                sketch = change(sketch)
        rooms = [_room(name, area, style) for name, area in sketch.areas.items()]
        gaps = [*_doors(rng), *(gap for room in rooms for gap in _windows(room, rooms))]
        outside = Cover("plaster", style.facade)
        storey = lay_out(rooms, gaps, outside, open_between=(("office", "lounge"),), height=HEIGHT)
        if is_passable(storey):
            return Plan(storey, _around([room.area for room in rooms]), sketch.lounge_side)


def _room(name: str, area: Area, style: Style) -> Room:
    floor = style.hard_floor if name in ("kitchen", "copy_room", "lobby") else style.carpet
    wall = Cover("plaster", style.accents.get(name, style.wall))
    return Room(name, _LABELS[name], area, wall, style.lounge_floor if name == "lounge" else floor, "ceilingpanels")


def _doors(rng: np.random.Generator) -> list[Gap]:
    return [
        Gap("office", "meeting_room", 0.25 + 0.5 * rng.random(), door="meeting_room_door"),
        Gap("office", "copy_room", rng.random(), door="copy_room_door"),
        Gap("office", "managers_office", 0.5, door="managers_office_door"),
        Gap("office", "lobby", rng.random(), door="lobby_door"),
        Gap("office", "kitchen", 0.2 + 0.6 * rng.random(), 1.2, high=2.2),
    ]


def _windows(room: Room, rooms: list[Room]) -> list[Gap]:
    """As many broad windows on each outer side as fit; the copy room and the lobby have none."""
    if room.name in ("copy_room", "lobby"):
        return []
    whole, area = _around([other.area for other in rooms]), room.area
    sides: list[tuple[Side, bool, float]] = [
        ("south", area.south == whole.south, area.width),
        ("north", area.north == whole.north, area.width),
        ("west", area.west == whole.west, area.depth),
        ("east", area.east == whole.east, area.depth),
    ]
    gaps = []
    for side, outer, length in sides:
        count = int((length - 0.5) / (_PANE + 0.85)) if outer else 0
        for number in range(count):
            share = 0.5 if count == 1 else number / (count - 1)
            gaps.append(Gap(room.name, side, 0.04 + 0.92 * share, _PANE, _SILL, _HEAD))
    return gaps


def _between(rng: np.random.Generator, low: float, high: float) -> float:
    return round(float(rng.uniform(low, high)), 2)


def _along_a_side(rng: np.random.Generator) -> Sketch:
    deep, strip = _between(rng, 6.4, 7.2), _between(rng, 3.9, 4.4)
    widths = {
        "kitchen": _between(rng, 3.7, 4.2),
        "copy_room": _between(rng, 2.9, 3.3),
        "lobby": _between(rng, 2.9, 3.4),
    }
    areas, west = _side_by_side(rng, widths, 0.0, deep, round(deep + strip, 2))
    east = round(west + _between(rng, 4.9, 5.4), 2)
    areas["meeting_room"] = Area(west, deep, east, round(deep + strip, 2))
    return Sketch(areas | _office_and_lounge(0.0, west, east, deep), "east")


def _round_a_corner(rng: np.random.Generator) -> Sketch:
    side, top = _between(rng, 4.9, 5.2), _between(rng, 3.3, 3.7)
    meeting, kitchen = _between(rng, 4.9, 5.4), _between(rng, 5.1, 5.4)
    depth = round(meeting + kitchen, 2)
    low = round(depth - top, 2)
    widths = {"copy_room": _between(rng, 2.9, 3.3), "lobby": _between(rng, 2.9, 3.4)}
    areas, west = _side_by_side(rng, widths, side, low, depth)
    east = round(west + _between(rng, 4.9, 5.3), 2)
    areas["managers_office"] = Area(west, low, east, depth)
    areas["meeting_room"] = Area(0.0, 0.0, side, meeting)
    areas["kitchen"] = Area(0.0, meeting, side, depth)
    return Sketch(areas | _office_and_lounge(side, west, east, low), "east")


def _side_by_side(
    rng: np.random.Generator, widths: dict[str, float], west: float, south: float, north: float
) -> tuple[dict[str, Area], float]:
    """Rooms in any order from the west, and where the last one ends."""
    areas = {}
    for index in rng.permutation(len(widths)):
        name, width = list(widths.items())[index]
        areas[name] = Area(west, south, round(west + width, 2), north)
        west = areas[name].east
    return areas, west


def _office_and_lounge(west: float, last: float, east: float, north: float) -> dict[str, Area]:
    """The lounge ends so that the last room, from `last` to `east`, keeps a door's width on the office."""
    edge = round(last + _DOOR_ROOM, 2)
    return {"office": Area(west, 0.0, edge, north), "lounge": Area(edge, 0.0, east, north)}


def _around(areas: list[Area]) -> Area:
    return Area(
        min(area.west for area in areas), min(area.south for area in areas),
        max(area.east for area in areas), max(area.north for area in areas),
    )  # fmt: skip


def _mirrored_across(sketch: Sketch) -> Sketch:
    whole = _around(list(sketch.areas.values()))
    areas = {
        name: Area(round(whole.east - area.east, 2), area.south, round(whole.east - area.west, 2), area.north)
        for name, area in sketch.areas.items()
    }
    return Sketch(areas, _ACROSS[sketch.lounge_side])


def _mirrored_along(sketch: Sketch) -> Sketch:
    whole = _around(list(sketch.areas.values()))
    areas = {
        name: Area(area.west, round(whole.north - area.north, 2), area.east, round(whole.north - area.south, 2))
        for name, area in sketch.areas.items()
    }
    return Sketch(areas, _ALONG[sketch.lounge_side])


def _transposed(sketch: Sketch) -> Sketch:
    areas = {name: Area(area.south, area.west, area.north, area.east) for name, area in sketch.areas.items()}
    return Sketch(areas, _TURNED[sketch.lounge_side])
