"""The ground plan of a shop: every measure and colour that depends on the seed, decided before anything is built.

          north
+-----------------------+---------+
|  fridges      bread   | toilet  |   as drawn here; a mirrored shop has its rooms in the west
|                       +---------+
|  shelves and aisles     staff   |
|                       +---------+
|                       |         |
| fruit       checkout    store   |
+-------= =-------------+---------+
     steps and ramp
------------- pavement -------------
              car park
"""

from dataclasses import dataclass

import numpy as np

from embrace3k.simulator.worlds.choosing import one
from embrace3k.simulator.worlds.construction.mirroring import Mirror
from embrace3k.simulator.worlds.construction.site import Area
from embrace3k.simulator.worlds.mesh import Color

FLOOR = 0.34
"""The shop's floor lies two steps above the pavement."""
HEIGHT = 3.0
ENTRANCE_WIDTH = 1.1
FRONT_ZONE = 3.9
"""Depth of the checkout area, before the shelves begin."""
PAVEMENT_SOUTH, SITE_SOUTH = -5.6, -11.8
_STRIP = 3.3
_BEYOND = 2.6
BRANDS: dict[str, tuple[str, Color]] = {
    "green": ("CITY MARKET", (0.13, 0.46, 0.24)),
    "red": ("CORNER SHOP", (0.73, 0.13, 0.13)),
    "blue": ("MINI MARKET", (0.11, 0.31, 0.62)),
    "orange": ("FRESH FOOD", (0.89, 0.44, 0.11)),
}
FLOORS: tuple[tuple[str, Color, float], ...] = (
    ("checker", (1.0, 1.0, 1.0), 1.2),
    ("speckled", (1.0, 0.98, 0.94), 1.6),
    ("tiles", (1.0, 0.95, 0.86), 1.6),
    ("speckled", (0.8, 0.86, 0.9), 1.6),
    ("checker", (1.0, 0.9, 0.76), 1.6),
)
_OUTSIDES: tuple[tuple[str, Color], ...] = (
    ("brick", (1.0, 1.0, 1.0)),
    ("plaster", (1.0, 0.97, 0.9)),
    ("palebrick", (1.0, 1.0, 1.0)),
    ("plaster", (0.84, 0.92, 1.0)),
)
_INSIDES: tuple[tuple[str, Color], ...] = (
    ("plaster", (1.0, 1.0, 1.0)),
    ("plaster2", (1.0, 1.0, 1.0)),
    ("white", (1.0, 0.98, 0.9)),
    ("plaster", (0.9, 1.0, 0.88)),
)


@dataclass(frozen=True)
class Plan:
    """Metres, not yet mirrored, but for what lies outside and is the same on both sides."""

    hall: Area
    store: Area
    staff: Area
    toilet: Area
    entrance: float
    """Where its opening begins, on the way east."""
    ramp_south: bool
    """The ramp goes straight down to the pavement and the steps go down beside it; else the other way round."""
    across: bool
    """Shelves run east and west; else north and south."""
    aisles: int
    brand: str
    outside: tuple[str, Color]
    inside: tuple[str, Color]
    floor: tuple[str, Color, float]
    mirror: Mirror

    @property
    def house(self) -> Area:
        return Area(0.0, 0.0, self.store.east, self.hall.north)

    @property
    def title(self) -> str:
        return BRANDS[self.brand][0]

    @property
    def color(self) -> Color:
        return BRANDS[self.brand][1]

    @property
    def site(self) -> Area:
        return Area(-_BEYOND, SITE_SOUTH, self.house.east + _BEYOND, self.house.north + 0.3)

    @property
    def pavement(self) -> Area:
        return Area(self.site.west, PAVEMENT_SOUTH, self.site.east, -0.08)

    @property
    def car_park(self) -> Area:
        return Area(self.site.west, SITE_SOUTH, self.site.east, PAVEMENT_SOUTH)

    def door_of(self, room: Area) -> float:
        """Where the doorway from the hall into one of the small rooms begins, on the way north."""
        return room.north - 1.3 if room is self.store else room.south + 0.6

    def halves(self) -> tuple[Area, Area]:
        """The sales room's front with the checkout, and the aisles behind it."""
        hall = self.hall
        return Area(0.0, 0.0, hall.east, FRONT_ZONE), Area(0.0, FRONT_ZONE, hall.east, hall.north)


def draw_plan(rng: np.random.Generator) -> Plan:
    aisles, across = 2 + int(rng.random() < 0.5), bool(rng.random() < 0.4)
    width = (7.9 if aisles == 2 else 10.2) + 0.6 * rng.random()
    depth = (FRONT_ZONE + 1.6 + 2.35 * aisles if across else FRONT_ZONE + 5.9) + 0.7 * rng.random()
    staff_first = rng.random() < 0.5
    lowest = depth - 5.5
    middle = lowest + (3.1 if staff_first else 2.4)
    first, second = Area(width, lowest, width + _STRIP, middle), Area(width, middle, width + _STRIP, depth)
    return Plan(
        hall=Area(0.0, 0.0, width, depth),
        store=Area(width, 0.0, width + _STRIP, lowest),
        staff=first if staff_first else second,
        toilet=second if staff_first else first,
        entrance=2.4 + (width - 7.4) * 0.7 * rng.random(),
        ramp_south=bool(rng.random() < 0.5),
        across=across,
        aisles=aisles,
        brand=one(rng, BRANDS),
        outside=one(rng, _OUTSIDES),
        inside=one(rng, _INSIDES),
        floor=one(rng, FLOORS),
        mirror=Mirror(width + _STRIP, bool(rng.random() < 0.5)),
    )
