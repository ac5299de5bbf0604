"""Free places on a site: rectangles drawn at random that keep clear of those given out before. Metres."""

import numpy as np

from embrace3k.simulator.worlds.construction.site import Area

_TRIES = 80


class Spots:
    def __init__(self) -> None:
        self._taken: list[Area] = []

    def keep(self, area: Area) -> None:
        """Nothing drawn later comes into the area."""
        self._taken.append(area)

    def free(self, area: Area, gap: float) -> bool:
        return all(_apart(area, other) >= gap for other in self._taken)

    def draw(
        self, rng: np.random.Generator, within: Area, size: tuple[float, float], gap: float, *, keep: bool = True
    ) -> tuple[float, float] | None:
        """The middle of a free rectangle (`size`: width, depth), at least `gap` from all others; None if none is found.

        It is kept free from then on unless `keep` says otherwise.
        """
        width, depth = size
        for east_share, north_share in rng.random((_TRIES, 2)):
            east = within.west + width / 2 + east_share * max(0.0, within.width - width)
            north = within.south + depth / 2 + north_share * max(0.0, within.depth - depth)
            place = Area(east - width / 2, north - depth / 2, east + width / 2, north + depth / 2)
            if self.free(place, gap):
                if keep:
                    self.keep(place)
                return float(east), float(north)
        return None


def _apart(first: Area, second: Area) -> float:
    east = max(first.west - second.east, second.west - first.east, 0.0)
    north = max(first.south - second.north, second.south - first.north, 0.0)
    return float(np.hypot(east, north))
