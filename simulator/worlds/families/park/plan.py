"""The ground plan of a park: six plots between paths, a bank behind them and a terrace on top.

          north
+---------------------------------+
|      terrace with a bandstand   |   `rise` metres up
|=====[stairs]======[ramp]========|
|           the upper path        |
|  plot   |    plot    |   plot   |
|---------- middle path ----------|
|  plot   |    plot    |   plot   |
+---------------------------------+
Every plot opens towards the middle path. What lies on which plot is drawn.
"""

from dataclasses import dataclass

import numpy as np

from embrace3k.simulator.worlds.choosing import one
from embrace3k.simulator.worlds.construction.site import Area

EDGE = 0.8
"""How far hedges and fences reach into the site."""
PATH = 1.9
_FOOT, _RISER = 0.4, 0.17
"""How far up the bank its stairs begin, and how high each step is."""
PLOTS = ("playground", "water", "kiosk", "service", "picnic", "garden")
SEASONS = ("spring", "summer", "autumn")


@dataclass(frozen=True)
class Plot:
    area: Area
    opens_north: bool

    @property
    def front(self) -> float:
        """North of the edge along the middle path."""
        return self.area.north if self.opens_north else self.area.south

    @property
    def inwards(self) -> int:
        """1 where one walks north to get into the plot."""
        return -1 if self.opens_north else 1

    def strip(self, start: float, end: float) -> Area:
        """What lies from `start` to `end` metres behind the front."""
        near, far = self.front + self.inwards * start, self.front + self.inwards * end
        return Area(self.area.west, min(near, far), self.area.east, max(near, far))


@dataclass(frozen=True)
class Plan:
    site: Area
    plots: dict[str, Plot]
    columns: tuple[float, float]
    """East of the two paths that run north."""
    middle: float
    """North of the path between the rows of plots."""
    upper: float
    """North of the path below the bank."""
    bank: Area
    terrace: Area
    rise: float
    stairs: Area
    season: str
    has_pond: bool
    enclosure: str
    """What closes the park: hedge, wall or fence."""

    @property
    def lower(self) -> Area:
        return Area(self.site.west, self.site.south, self.site.east, self.bank.south)


def draw_plan(rng: np.random.Generator) -> Plan:
    widths, depths = rng.uniform(7.2, 8.0, 3), rng.uniform(6.5, 7.1, 2)
    wests = EDGE + np.concatenate([[0.0], np.cumsum(widths + PATH)])
    souths = EDGE + np.concatenate([[0.0], np.cumsum(depths + PATH)])
    east, foot = float(wests[3]) - PATH + EDGE, float(souths[2])
    run, deep, steps = 3.2 + 0.6 * rng.random(), 4.9 + 0.4 * rng.random(), int(rng.integers(5, 7))
    rise = steps * _RISER / (1 - _FOOT / run)
    places = [
        Plot(_area(wests[column], souths[row], widths[column], depths[row]), opens_north=row == 0)
        for row in (0, 1)
        for column in (0, 1, 2)
    ]
    order = rng.permutation(len(PLOTS))
    columns = float(wests[1] - PATH / 2), float(wests[2] - PATH / 2)
    climbing = columns[int(rng.integers(2))]
    return Plan(
        site=Area(0.0, 0.0, east, foot + run + deep + EDGE),
        plots={PLOTS[content]: places[place] for place, content in enumerate(order)},
        columns=columns,
        middle=float(souths[1]) - PATH / 2,
        upper=foot - PATH / 2,
        bank=Area(0.0, foot, east, foot + run),
        terrace=Area(0.0, foot + run, east, foot + run + deep + EDGE),
        rise=rise,
        stairs=Area(climbing - 0.95, foot + _FOOT, climbing + 0.95, foot + run),
        season=one(rng, SEASONS),
        has_pond=bool(rng.random() < 0.5),
        enclosure=one(rng, ("hedge", "wall", "fence")),
    )


def _area(west: float, south: float, width: float, depth: float) -> Area:
    return Area(float(west), float(south), float(west + width), float(south + depth))
