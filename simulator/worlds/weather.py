"""Weather and time of day: where the sun stands, how bright and how soft it is, and what the sky gives.

Radiances are linear red, green, blue; a sunlit white wall is near 4 (`lighting/encoding.py`).
"""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from embrace3k.simulator.worlds.surfaces import Floats

Light = tuple[float, float, float]

_ABOVE_THE_AIR = 4.08
_EXTINCTION: Light = (0.12, 0.20, 0.34)
"""Per air mass: the lower the sun, the redder and the fainter it is."""


@dataclass(frozen=True)
class Weather:
    """What lights a world, all day long the same. The default is a fair afternoon."""

    name: str = "fair"
    sun_azimuth_deg: float = 228.424
    """Where one looks at the sun, as yaw: 0 is north (x), 90 east (y)."""
    sun_elevation_deg: float = 34.046
    sun_light: Light = (3.3, 2.84, 2.22)
    """What a surface square to the sun gets; all zero when clouds hide it."""
    sun_radius: float = 0.022
    """As an angle, radians: how soft the edges of shadows are."""
    horizon: Light = (1.02, 1.095, 1.18)
    zenith: Light = (0.50, 0.716, 1.10)
    """Mean radiance of the sky low down and overhead, clouds included."""
    cloud_cover: float = 0.45
    """0 to 1: what share of the sky they fill."""
    haze: float = 0.0
    """0 to 1: how much what is far away fades into the horizon."""
    lamps: float = 1.0
    """How bright lamps shine: more on dull days."""

    @cached_property
    def sun(self) -> Floats:
        """Unit vector to the sun in the axes of meshes: east, north, up."""
        azimuth, elevation = math.radians(self.sun_azimuth_deg), math.radians(self.sun_elevation_deg)
        flat = math.cos(elevation)
        return np.array([math.sin(azimuth) * flat, math.cos(azimuth) * flat, math.sin(elevation)])

    @property
    def has_sun(self) -> bool:
        return max(self.sun_light) > 0.0


FAIR = Weather()


@dataclass(frozen=True)
class _Kind:
    """Ranges from which one kind of weather is drawn; `through` is the share of the sun that clouds and haze leave."""

    name: str
    azimuth_deg: tuple[float, float]
    elevation_deg: tuple[float, float]
    cloud_cover: tuple[float, float]
    haze: tuple[float, float]
    through: float
    sun_radius: float
    horizon: Light
    zenith: Light
    lamps: float = 1.0


_KINDS = (
    _Kind(
        "clear morning", (85, 140), (20, 34), (0.05, 0.25), (0, 0.15), 1.0, 0.014, (1.0, 1.04, 1.08), (0.38, 0.6, 1.0)
    ),
    _Kind("clear noon", (145, 215), (46, 62), (0.05, 0.25), (0, 0.1), 1.0, 0.014, (1.0, 1.1, 1.2), (0.4, 0.66, 1.12)),
    _Kind("fair with clouds", (110, 250), (32, 55), (0.4, 0.6), (0, 0.15), 0.95, 0.02, FAIR.horizon, FAIR.zenith),
    _Kind(
        "late afternoon", (225, 275), (17, 26), (0.2, 0.45), (0.05, 0.25), 1.0, 0.016, (1.02, 0.94, 0.86),
        (0.4, 0.55, 0.88), 1.15,
    ),
    _Kind(
        "hazy", (100, 260), (28, 52), (0.3, 0.6), (0.5, 0.8), 0.6, 0.05, (1.3, 1.28, 1.24), (0.8, 0.92, 1.12), 1.1
    ),
    _Kind(
        "overcast", (100, 260), (30, 55), (1.0, 1.0), (0.25, 0.5), 0.0, 0.05, (1.02, 1.06, 1.11), (1.42, 1.48, 1.55),
        1.25,
    ),
)  # fmt: skip


def draw_weather(rng: np.random.Generator) -> Weather:
    """One of six kinds of weather, its sun and clouds varied. Never so dark that things could not be named."""
    kind = _KINDS[int(rng.integers(len(_KINDS)))]
    azimuth, elevation, cover, haze = (
        round(float(rng.uniform(*span)), 3)
        for span in (kind.azimuth_deg, kind.elevation_deg, kind.cloud_cover, kind.haze)
    )
    return Weather(
        name=kind.name,
        sun_azimuth_deg=azimuth,
        sun_elevation_deg=elevation,
        sun_light=_sunlight(elevation, kind.through),
        sun_radius=kind.sun_radius,
        horizon=kind.horizon,
        zenith=kind.zenith,
        cloud_cover=cover,
        haze=haze,
        lamps=kind.lamps,
    )


def _sunlight(elevation_deg: float, through: float) -> Light:
    """What is left of the sun after its way through the air. Rounded: it is part of a world's version."""
    air_masses = 1.0 / math.sin(math.radians(elevation_deg))
    red, green, blue = (round(_ABOVE_THE_AIR * through * math.exp(-share * air_masses), 3) for share in _EXTINCTION)
    return red, green, blue
