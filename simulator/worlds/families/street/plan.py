"""The plan of a street: lots side by side along the north side of a road, in an order that the seed draws.

          north
+----------+ +--------------------+ +------+ +-----------+
|  house   | | garage | workshop |#| kiosk| |   house   |   buildings, from FRONT on
+---- = ---+ |        |          | +- = --+ +---- = ----+
|  garden  | |      forecourt     |         |   yard    |   lots, from PAVEMENT_NORTH on
+--  gate -+-+--------------------+---------+-----------+
------------ pavement, lowered before the garages ---------
                         road
------------------------- verge ---------------------------
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from embrace3k.simulator.worlds.construction.site import Area

VERGE_SOUTH, ROAD_SOUTH, KERB_NORTH, PAVEMENT_NORTH, FRONT = -9.2, -7.0, 0.15, 2.6, 5.6
KIOSK_FRONT = 4.1
KERB = 0.12
"""Height of pavement and lots over the road."""
CROSSING = 0.9
"""Length of the ramps at both ends of the lowered pavement."""
GARAGE_DEPTH = 6.8
OPEN_GARAGE, WORKSHOP, SHUT_GARAGE = 4.4, 3.2, 2.8

Use = Literal["garden house", "garages", "kiosk", "yard house"]
_USES: tuple[Use, ...] = ("garden house", "garages", "kiosk", "yard house")


@dataclass(frozen=True)
class Lot:
    """Ground between the pavement and the back of what is built there."""

    use: Use
    area: Area

    @property
    def yard(self) -> Area:
        front = KIOSK_FRONT if self.use == "kiosk" else FRONT
        return Area(self.area.west, PAVEMENT_NORTH, self.area.east, front)


@dataclass(frozen=True)
class Plan:
    lots: tuple[Lot, ...]
    length: float
    shut_garages: int
    gate: float
    """Middle of the garden gate, on the way east."""
    mirrored: bool
    """Whether the open garage is the easternmost of its row."""

    def lot(self, use: Use) -> Lot:
        return next(lot for lot in self.lots if lot.use == use)

    @property
    def pavement(self) -> Area:
        return Area(0.0, 0.0, self.length, PAVEMENT_NORTH)

    @property
    def road(self) -> Area:
        return Area(0.0, ROAD_SOUTH, self.length, 0.0)

    @property
    def verge(self) -> Area:
        return Area(0.0, VERGE_SOUTH, self.length, ROAD_SOUTH)

    @property
    def crossing(self) -> Area:
        """The lowered part of the pavement."""
        lot = self.lot("garages").area
        return Area(lot.west, 0.0, lot.east, PAVEMENT_NORTH)

    @property
    def site(self) -> Area:
        return Area(0.0, VERGE_SOUTH, self.length, FRONT + GARAGE_DEPTH + 1.0)

    def garage_cells(self) -> list[tuple[str, float, float]]:
        """From west to east: "garage", "workshop" and "shut" with where each begins and ends."""
        names = ["garage", "workshop", *["shut"] * self.shut_garages]
        widths = {"garage": OPEN_GARAGE, "workshop": WORKSHOP, "shut": SHUT_GARAGE}
        cells, west = [], self.lot("garages").area.west
        for name in names[::-1] if self.mirrored else names:
            cells.append((name, west, west + widths[name]))
            west += widths[name]
        return cells


def draw_plan(rng: np.random.Generator) -> Plan:
    shut = int(rng.integers(1, 4))
    widths: dict[Use, float] = {
        "garden house": 7.6 + 1.4 * rng.random(),
        "garages": OPEN_GARAGE + WORKSHOP + SHUT_GARAGE * shut,
        "kiosk": 4.8 + 0.8 * rng.random(),
        "yard house": 7.0 + 1.6 * rng.random(),
    }
    mirrored = bool(rng.random() < 0.5)
    west, lots = 1.0, []
    for number in rng.permutation(len(_USES)):
        use = _USES[number]
        lots.append(Lot(use, Area(west, PAVEMENT_NORTH, west + widths[use], FRONT + GARAGE_DEPTH)))
        west += widths[use]
    garden = next(lot.area for lot in lots if lot.use == "garden house")
    gate = garden.middle[0] + (garden.width / 2 - 1.5) * (1 if rng.random() < 0.5 else -1)
    return Plan(tuple(lots), west + 1.0, shut, gate, mirrored)
