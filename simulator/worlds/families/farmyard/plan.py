"""The ground plan of a farm: six plots in two rows, and a yard of trodden earth between them.

          north
+---------+---------+---------+
|  plot   |  plot   |  plot   |   open south
|---------+---------+---------|
|            yard             |
|---------+---------+---------|
|  plot   |  plot   |  plot   |   open north
+---------+---------+---------+
What lies on which plot is drawn.
"""

from dataclasses import dataclass

import numpy as np

from embrace3k.simulator.worlds.choosing import one
from embrace3k.simulator.worlds.construction.site import Area
from embrace3k.simulator.worlds.mesh import Color

EDGE = 0.5
"""How far fences stand inside the site's bounds."""
GAP = 1.5
PLOTS = ("barn", "stable", "house", "shed", "garden", "paddock")
SEASONS = ("spring", "summer", "autumn")
TIMBER: dict[str, Color] = {
    "red": (0.66, 0.2, 0.15),
    "brown": (0.6, 0.42, 0.28),
    "grey": (0.78, 0.77, 0.74),
    "green": (0.34, 0.46, 0.34),
}


@dataclass(frozen=True)
class Plot:
    area: Area
    opens_north: bool

    @property
    def front(self) -> float:
        """North of the edge along the yard."""
        return self.area.north if self.opens_north else self.area.south

    @property
    def inwards(self) -> int:
        """1 where one walks north to get into the plot, -1 where one walks south."""
        return -1 if self.opens_north else 1

    @property
    def facing_deg(self) -> float:
        """Yaw of what looks out of the plot."""
        return 0.0 if self.opens_north else 180.0

    def behind(self, depth: float) -> float:
        """North of what lies so far behind the front."""
        return self.front + self.inwards * depth

    def strip(self, start: float, end: float) -> Area:
        """What lies from `start` to `end` metres behind the front."""
        near, far = self.behind(start), self.behind(end)
        return Area(self.area.west, min(near, far), self.area.east, max(near, far))


@dataclass(frozen=True)
class Plan:
    site: Area
    plots: dict[str, Plot]
    yard: Area
    season: str
    timber: str
    """What the barn is painted."""
    stone: str
    """What farmhouse and stable are built of."""


def draw_plan(rng: np.random.Generator) -> Plan:
    widths, depths = rng.uniform(8.8, 9.4, 3), rng.uniform(7.5, 7.8, 2)
    deep = float(rng.uniform(5.8, 6.8))
    margin = 2 * EDGE
    wests = margin + np.concatenate([[0.0], np.cumsum(widths + GAP)])
    souths = margin, margin + float(depths[0]) + deep
    places = [
        Plot(_area(float(wests[column]), souths[row], float(widths[column]), float(depths[row])), opens_north=row == 0)
        for row in (0, 1)
        for column in (0, 1, 2)
    ]
    order = rng.permutation(len(PLOTS))
    east, north = float(wests[3]) - GAP + margin, souths[1] + float(depths[1]) + margin
    return Plan(
        site=Area(0.0, 0.0, east, north),
        plots={PLOTS[content]: places[place] for place, content in enumerate(order)},
        yard=Area(margin, margin + float(depths[0]), east - margin, souths[1]),
        season=one(rng, SEASONS),
        timber=one(rng, TIMBER),
        stone=one(rng, ("brick", "rubble", "plaster")),
    )


def _area(west: float, south: float, width: float, depth: float) -> Area:
    return Area(west, south, west + width, south + depth)
