"""What lies beyond a world: the sky, the far line of trees, and the sky as shiny paint mirrors it.

Noise is slow to make: `clouds` and `far_trees` are painted once and kept; each weather then colours them in some 40 ms.
"""

import cv2
import numpy as np
import numpy.typing as npt

from embrace3k.simulator.worlds.lighting.encoding import encode
from embrace3k.simulator.worlds.noise import Bytes, value_noise
from embrace3k.simulator.worlds.weather import FAIR, Weather

SKY_BEND = 0.7
"""Row of the sky's picture, from horizon to zenith: the sine of the elevation to this power."""
_SKY_SIZE = (256, 2048)
_COARSE_ROWS = 64
_HILLS_SIZE = (64, 1024)
_NOISE_LOW, _NOISE_SPAN = 0.2, 0.6
_SUN_DISC, _SUN_GLOW, _SUN_HALO = 0.014, 0.11, 0.5
"""Radians."""

Singles = npt.NDArray[np.float32]


def clouds() -> Bytes:
    """(rows from the horizon up, columns around from the east, 3): how likely a cloud is, its shade, nothing."""
    rng = np.random.default_rng([0, sum(b"sky")])
    height, width = _SKY_SIZE
    billows, drift = value_noise(rng, width // 2, 8, 0.6), value_noise(rng, width // 2, 4)
    size = len(billows)
    columns, rows = np.arange(width)[None, :], (np.arange(height)[:, None] * 3.2).astype(int)
    cover = billows[rows % size, (columns + (drift[rows % size, columns % size] * 160).astype(int)) % size]
    shade = np.clip((billows[(rows + 14) % size, columns % size] - 0.42) * 3, 0, 1)
    density = np.clip((cover - _NOISE_LOW) / _NOISE_SPAN, 0, 1)
    layers = np.stack([density, shade, 0 * shade], 2)
    return np.asarray(np.rint(255 * layers), np.uint8)


def sky(cloud_noise: Bytes, weather: Weather) -> Bytes:
    """Encoded radiance from the horizon (row 0) to the zenith, east at column 0, north a quarter further."""
    height, width = cloud_noise.shape[:2]
    rise = (np.arange(height, dtype=np.float32) / height)[:, None]
    drifted = np.roll(cloud_noise, int(weather.sun_azimuth_deg * 1000) % width, 1)
    density, shade = (drifted[..., layer].astype(np.float32) / 255 for layer in (0, 1))
    threshold = float(np.quantile(density[::8, ::8], 1 - weather.cloud_cover)) if weather.has_sun else -1.0
    cloud = np.clip((density - threshold) * 3.3, 0, 1) * np.clip(rise * 6, 0, 1) * np.clip((1.05 - rise) * 3, 0, 1)
    clear, glow = _clear_sky(weather)
    sun, overhead = np.array(weather.sun_light, np.float32), np.array(weather.zenith, np.float32)
    lit = overhead * (0.6 if weather.has_sun else 1.1) + 0.35 * sun
    depth = 0.5 if weather.has_sun else 0.22
    cloud = (cloud * (0.85 - 0.3 * weather.haze))[..., None]
    radiance = clear + ((lit * (1 - depth * shade[..., None]) + 0.5 * glow) - clear) * cloud
    return np.asarray(255 * encode(radiance), np.uint8)


def far_trees() -> Bytes:
    """A line of tree tops against the haze, lit as on a fair day, with alpha."""
    rng = np.random.default_rng([0, sum(b"hills")])
    height, width = _HILLS_SIZE
    rows = np.arange(height)[:, None]
    crowns = _crown_line(rng, width)
    share = (np.clip(rows / np.maximum(crowns, 1)[None], 0, 1) * 0.55 + 0.45 * rng.random((height, width)))[..., None]
    radiance = np.array([0.16, 0.21, 0.20]) * (1 - share) + np.array([0.34, 0.40, 0.34]) * share
    alpha = np.where(rows < crowns[None], 255, 0)
    return np.dstack([255 * encode(radiance), alpha]).astype(np.uint8)


def trees_in_haze(trees: Bytes, weather: Weather) -> Bytes:
    """The far trees as this weather lights and veils them."""
    steps = np.arange(256) / 255.0
    brightness, veil = _daylight(weather) / _daylight(FAIR), 0.8 * weather.haze
    tables = [(steps**2.2 * 4 * brightness) * (1 - veil) + 0.9 * far * veil for far in weather.horizon]
    table = np.rint(255 * encode(np.stack([*tables, steps**2.2 * 4], 1))).astype(np.uint8)
    return np.asarray(cv2.LUT(trees, table[None]), np.uint8)


def mirrored_sky(weather: Weather = FAIR) -> Bytes:
    """The sphere map of paint and glass: dark below, bright at the horizon and the rim, one sun spot."""
    size = 256
    rows, columns = np.mgrid[0:size, 0:size]
    x, y = (columns + 0.5) / size * 2 - 1, (rows + 0.5) / size * 2 - 1
    radius = np.clip(x * x + y * y, 0, 1)
    up = y * 2 * np.sqrt(1 - radius * 0.98)
    bright = np.clip(up * 3 + 0.1, 0, 1) * (1.1 - 0.55 * np.clip(up, 0, 1)) + 0.05
    mirrored = np.clip(bright * (0.10 + 0.90 * radius**2.5), 0, 1)[..., None]
    spot = np.exp(-(((x + 0.32) / 0.10) ** 2 + ((y - 0.42) / 0.07) ** 2))[..., None]
    tint = 0.85 * np.array(weather.horizon)
    sun = 0.9 * np.array(weather.sun_light) / 3.3
    return np.asarray(255 * np.clip(mirrored * tint + spot * sun, 0, 1), np.uint8)


def _clear_sky(weather: Weather) -> tuple[Singles, Singles]:
    """Radiance without clouds, and the sun's share of it. Smooth, so it is made coarsely and stretched."""
    rise = np.linspace(0, 1, _COARSE_ROWS)[:, None, None]
    veil = (1 - rise) ** (2.2 - 1.2 * weather.haze)
    deep = np.array([0.28, 0.42, 0.60]) + (np.array([0.9, 0.95, 1.0]) - [0.28, 0.42, 0.60]) * weather.haze
    column = 0.9 * np.array(weather.horizon) * veil + np.array(weather.zenith) * deep * (1 - veil)
    height, width = _SKY_SIZE
    base = cv2.resize(np.broadcast_to(column, (_COARSE_ROWS, 2, 3)).astype(np.float32), (width, height))
    away = _angle_to_sun(weather, height, width // 2)
    disc = 2.5 * np.clip(1.5 - away / _SUN_DISC, 0, 1)
    halo = 0.4 * np.exp(-away / _SUN_GLOW) + 0.16 * np.exp(-away / _SUN_HALO)
    glow = cv2.resize((disc + halo).astype(np.float32), (width, height))[..., None]
    light = glow * np.array(weather.sun_light, np.float32)
    return np.asarray(base + light, np.float32), np.asarray(light, np.float32)


def _angle_to_sun(weather: Weather, rows: int, columns: int) -> Singles:
    """Radians from the sun for every place of the sky's picture."""
    up = (np.arange(rows) / rows)[:, None] ** (1 / SKY_BEND)
    around = 2 * np.pi * (np.arange(columns) + 0.5)[None] / columns
    flat = np.sqrt(1 - up * up)
    east, north, high = weather.sun
    cosine = flat * (np.cos(around) * east + np.sin(around) * north) + up * high
    return np.asarray(np.arccos(np.clip(cosine, -1, 1)), np.float32)


def _daylight(weather: Weather) -> float:
    """Mean light on open ground."""
    sky_light = np.mean([weather.horizon, weather.zenith])
    return float(np.mean(weather.sun_light) * weather.sun[2] + sky_light)


def _crown_line(rng: np.random.Generator, width: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    columns, line = np.arange(width), np.zeros(width)
    for _ in range(260):
        middle, radius = rng.random() * width, 5 + 13 * rng.random()
        away = np.abs((columns - middle + width / 2) % width - width / 2)
        crown = 16 + 12 * rng.random() + np.sqrt(np.clip(radius * radius - away * away, 0, None)) * 1.2
        line = np.maximum(line, np.where(away < radius, crown, 0))
    return line
