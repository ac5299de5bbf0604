"""The ground plan of a warehouse: every measure and colour that depends on the seed, decided before anything is built.

          north
+----------------------------+--------+
|                            | office |   as drawn here; a mirrored hall has its bay in the east
|     racks                  +--------+
|                            | break  |
|   stairs                   | room   |
+---|  |----+                +--------+
| loading   | ramp                bench|
| bay       |======/                  |
+-[]----[]-------------[ gate ]--= =--+
  dock gates    yard             side door
"""

from dataclasses import dataclass

import numpy as np

from embrace3k.simulator.worlds.choosing import one
from embrace3k.simulator.worlds.construction.mirroring import Mirror
from embrace3k.simulator.worlds.construction.site import Area
from embrace3k.simulator.worlds.construction.walls import Opening
from embrace3k.simulator.worlds.mesh import Color

HEIGHT = 5.2
ROOM_HEIGHT = 2.7
DOCK_WIDTH, DOCK_HEIGHT = 2.56, 2.7
STAIRS_WIDTH, STAIRS_LENGTH = 1.4, 1.62
RAMP_WIDTH, RAMP_LENGTH = 1.7, 5.4
_YARD_DEPTH = 12.6
_BEYOND = 2.2
CLADDINGS: dict[str, Color] = {
    "blue": (0.42, 0.56, 0.76),
    "green": (0.5, 0.66, 0.54),
    "red": (0.76, 0.42, 0.38),
    "grey": (0.78, 0.8, 0.82),
    "sand": (0.86, 0.78, 0.62),
}
BANDS: dict[str, Color] = {
    "blue": (0.1, 0.28, 0.6),
    "green": (0.12, 0.44, 0.24),
    "red": (0.7, 0.12, 0.12),
    "grey": (0.9, 0.5, 0.1),
    "sand": (0.1, 0.4, 0.46),
}
_FLOORS: tuple[Color, ...] = ((1.0, 1.0, 1.0), (0.9, 0.98, 0.92), (0.86, 0.93, 1.0), (1.0, 0.95, 0.86))


@dataclass(frozen=True)
class Plan:
    """Metres, not yet mirrored, but for the yard, which is the same on both sides."""

    hall: Area
    bay: Area
    bay_height: float
    docks: tuple[float, float]
    """Middles of the two dock gates."""
    stairs: float
    """Where they begin, on the way east along the bay's edge."""
    gate: Opening
    gate_open: bool
    side_door: float
    office: Area
    break_room: Area
    across: bool
    """Racks run east and west; else north and south."""
    lorry_at: int
    """Which of the docks."""
    colour: str
    floor: Color
    mirror: Mirror

    @property
    def ramp(self) -> Area:
        return Area(self.bay.east, 0.08, self.bay.east + RAMP_LENGTH, RAMP_WIDTH)

    @property
    def storage(self) -> Area:
        """Where racks and goods may stand, clear of bay, stairs, rooms and their doors."""
        return Area(0.3, self.bay.north + STAIRS_LENGTH + 1.25, self.office.west - 2.5, self.hall.north - 0.15)

    @property
    def site(self) -> Area:
        return Area(-_BEYOND, -_YARD_DEPTH, self.hall.east + _BEYOND, self.hall.north + 0.3)

    @property
    def yard(self) -> Area:
        return Area(self.site.west, self.site.south, self.site.east, -0.08)


def draw_plan(rng: np.random.Generator) -> Plan:
    width, depth = 20.0 + 1.4 * rng.random(), 13.4 + 1.0 * rng.random()
    bay = Area(0.0, 0.0, 7.5, 3.0 + 0.3 * rng.random())
    gate = bay.east + RAMP_LENGTH + 0.9
    room = 3.3 + 0.5 * rng.random()
    west = width - 4.2 - 0.3 * rng.random()
    office_first = rng.random() < 0.5
    north, south = Area(west, depth - room, width, depth), Area(west, depth - 2 * room + 0.2, width, depth - room)
    return Plan(
        hall=Area(0.0, 0.0, width, depth),
        bay=bay,
        bay_height=0.96 + 0.08 * rng.random(),
        docks=(2.1, 5.5),
        stairs=0.7 + 4.6 * rng.random(),
        gate=Opening(gate, gate + 3.1, 0.0, 3.4),
        gate_open=bool(rng.random() < 0.6),
        side_door=width - 1.75,
        office=north if office_first else south,
        break_room=south if office_first else north,
        across=bool(rng.random() < 0.5),
        lorry_at=int(rng.integers(2)),
        colour=one(rng, CLADDINGS),
        floor=one(rng, _FLOORS),
        mirror=Mirror(width, bool(rng.random() < 0.5)),
    )
