"""The ground plan of a family house: every measure that depends on the seed, decided before anything is built.

          north
                                         back garden
    shed   +----------= =----+----------+      +---------+
           |     kitchen     | bedroom  |      |         |
    deck   |                 |          | gate | garage  |
 ----------|- - - - - - - - -+----------+-= =--|         |
           |   living room   | study    |      |         |
           +-------= =-------+----------+ yard +--     --+
                front door                        drive
------------------- pavement ----------------------
                     street
"""

from dataclasses import dataclass

import numpy as np

from embrace3k.simulator.worlds.construction.site import Area
from embrace3k.simulator.worlds.construction.walls import DOOR_WIDTH

GARAGE_HEIGHT = 2.5
DECK_STEP = 0.16
"""Two of them make the deck's height."""
SHED_FLOOR = 0.1
PAVEMENT_SOUTH, STREET_SOUTH, SITE_SOUTH = -9.6, -15.4, -16.2
YARD_SOUTH = -8.6


@dataclass(frozen=True)
class Plan:
    """Metres. Rooms reach to the middle of their walls; the garage is its inside."""

    living: Area
    kitchen: Area
    study: Area
    bedroom: Area
    house: Area
    garage: Area
    site: Area
    fence: float
    """How far north the fence across yard and back garden runs."""
    front_door: float
    """Where the opening begins, on the way east along the front."""
    study_door: float
    """Where the opening begins, on the way north along the wall between living room and study."""
    bedroom_door: float
    back_door: float
    """Where the opening begins, on the way east along the kitchen's outer wall."""

    @property
    def drive(self) -> Area:
        return Area(self.garage.west, YARD_SOUTH, self.garage.east, self.garage.south)

    @property
    def path(self) -> Area:
        return Area(self.front_door - 0.1, YARD_SOUTH, self.front_door + DOOR_WIDTH + 0.1, 0.0)

    @property
    def yard(self) -> Area:
        return Area(self.site.west, YARD_SOUTH, self.site.east, self.site.north)

    @property
    def front_yard(self) -> Area:
        return Area(self.site.west, YARD_SOUTH, self.site.east, self.fence)

    @property
    def back_garden(self) -> Area:
        return Area(self.site.west, self.fence, self.site.east, self.site.north)

    @property
    def garden_gate(self) -> float:
        """Where the gate's opening begins, on the way east between house and garage."""
        return (self.house.east + self.garage.west - DOOR_WIDTH) / 2

    @property
    def deck(self) -> Area:
        """Its upper level; the lower one reaches 35 cm further all round."""
        return Area(-5.2, self.fence + 0.9, -1.7, self.fence + 3.0)

    @property
    def shed(self) -> Area:
        """To the middle of its walls."""
        return Area(self.site.west + 0.7, self.site.north - 2.6, self.site.west + 3.2, self.site.north - 0.5)

    @property
    def street(self) -> Area:
        return Area(self.site.west, STREET_SOUTH, self.site.east, PAVEMENT_SOUTH)


def draw_plan(rng: np.random.Generator) -> Plan:
    divide = 6.6 + 0.7 * rng.random()
    width = divide + 4.2 + 0.6 * rng.random()
    depth = 7.9 + 0.6 * rng.random()
    shelf = 3.9 + 0.2 * rng.random()
    middle = width + 4.9 + 0.6 * rng.random()
    mouth = 0.2 + 0.6 * rng.random()
    garage = Area(middle - 2.3, mouth, middle + 2.3, mouth + 7.8)
    return Plan(
        living=Area(0.0, 0.0, divide, 3.9),
        kitchen=Area(0.0, 3.9, divide, depth),
        study=Area(divide, 0.0, width, shelf),
        bedroom=Area(divide, shelf, width, depth),
        house=Area(0.0, 0.0, width, depth),
        garage=garage,
        site=Area(-7.0, SITE_SOUTH, garage.east + 3.2, max(depth, garage.north) + 2.8),
        fence=shelf - 0.1,
        front_door=4.7 + 0.3 * rng.random(),
        study_door=1.6 + 0.2 * rng.random(),
        bedroom_door=shelf + 0.7 + 0.3 * rng.random(),
        back_door=4.15,
    )


def clipped(areas: tuple[Area, ...], to: Area) -> tuple[Area, ...]:
    """What of each area lies within another one; areas that lie apart from it are left out."""
    cut = (
        Area(max(a.west, to.west), max(a.south, to.south), min(a.east, to.east), min(a.north, to.north)) for a in areas
    )
    return tuple(area for area in cut if area.width > 0 and area.depth > 0)
