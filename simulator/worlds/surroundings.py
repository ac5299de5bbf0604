"""What a moving thing must know of the world around it: the light, and what is below."""

from collections.abc import Sequence

import numpy as np

from embrace3k.simulator.worlds.axes import Placement
from embrace3k.simulator.worlds.lighting.ambience import Ambience, Ambient
from embrace3k.simulator.worlds.lighting.lamps import LampLight, lamplight
from embrace3k.simulator.worlds.lighting.rays import Tracer
from embrace3k.simulator.worlds.lighting.sources import sees_sun, sunlight
from embrace3k.simulator.worlds.noise import Bytes
from embrace3k.simulator.worlds.surfaces import Floats
from embrace3k.simulator.worlds.weather import Weather

_PAST_GAPS = np.array([(0, 0, 0), (0.03, 0, 0), (-0.03, 0, 0), (0, 0.03, 0), (0, -0.03, 0)])
_START_M = 0.05
"""So far above a point its ground may be."""


class Surroundings:
    def __init__(self, corners: Floats, shining: Bytes, lamps: Sequence[LampLight], weather: Weather) -> None:
        """`shining`: what each triangle sends out, in the order of `corners`; see `ambience.py`."""
        self.weather = weather
        self._lamps = lamps
        self._tracer = Tracer(corners)
        self._ambience = Ambience(self._tracer, shining, weather)

    def ground_below(self, where: Placement) -> float:
        """Height of the first surface below, metres; its own height where there is none. Looks past narrow gaps."""
        x, y, z = where.position
        highest = float(self.heights_below((x, y, z) + _PAST_GAPS).max())
        return highest if highest > z - 10 else z

    def heights_below(self, points: Floats) -> Floats:
        """Height of the first surface below each point, or a little above it."""
        starts = points + (0.0, 0.0, _START_M)
        return starts[:, 2] - self._tracer.distances(starts, np.tile((0.0, 0.0, -1.0), (len(points), 1)))

    def soft_light(self, places: Floats) -> Ambient:
        return self._ambience.at(places)

    def sunlight(self, points: Floats, normals: Floats, ray_count: int) -> Floats:
        return sunlight(self._tracer, self.weather, points, normals, ray_count)

    def lamplight(self, points: Floats, normals: Floats, ray_count: int) -> Floats:
        return lamplight(self._tracer, points, normals, self._lamps, ray_count)

    def sun_share(self, points: Floats) -> float:
        """What share of the points sees the sun."""
        return float(sees_sun(self._tracer, self.weather, points).mean())
