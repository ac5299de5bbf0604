"""What lies beyond a world: the sky, the far line of trees, and the sky as shiny paint mirrors it."""

import numpy as np

from embrace3k.simulator.worlds.lighting.encoding import encode
from embrace3k.simulator.worlds.noise import Bytes, value_noise

_SKY_SIZE = (256, 1024)
_HILLS_SIZE = (64, 1024)


def sky() -> Bytes:
    """Encoded radiance from the horizon (row 0) to the zenith, with fair-weather clouds."""
    rng = np.random.default_rng([0, sum(b"sky")])
    height, width = _SKY_SIZE
    rise = np.arange(height)[:, None] / height
    billows, drift = value_noise(rng, width, 8, 0.6), value_noise(rng, width, 4)
    columns, rows = np.arange(width)[None, :], (np.arange(height)[:, None] * 3.2).astype(int)
    cover = billows[rows % width, (columns + (drift[rows % width, columns] * 160).astype(int)) % width]
    cloud = np.clip((cover - 0.47) * 5.5, 0, 1) * np.clip(rise * 6, 0, 1) * np.clip((1.05 - rise) * 3, 0, 1)
    shade = np.clip((billows[(rows + 14) % width, columns] - 0.42) * 3, 0, 1)[..., None]
    haze = (1 - rise[..., None]) ** 2.2
    clear = np.array([0.92, 0.98, 1.04]) * haze + np.array([0.14, 0.30, 0.66]) * (1 - haze)
    lit_cloud = np.array([1.5, 1.5, 1.52]) - shade * np.array([0.75, 0.68, 0.58])
    radiance = clear * (1 - 0.85 * cloud[..., None]) + lit_cloud * 0.85 * cloud[..., None]
    return np.asarray(255 * encode(radiance), np.uint8)


def far_trees() -> Bytes:
    """A line of tree tops against the haze, already lit, with alpha."""
    rng = np.random.default_rng([0, sum(b"hills")])
    height, width = _HILLS_SIZE
    rows = np.arange(height)[:, None]
    crowns = _crown_line(rng, width)
    share = (np.clip(rows / np.maximum(crowns, 1)[None], 0, 1) * 0.55 + 0.45 * rng.random((height, width)))[..., None]
    radiance = np.array([0.16, 0.21, 0.20]) * (1 - share) + np.array([0.34, 0.40, 0.34]) * share
    alpha = np.where(rows < crowns[None], 255, 0)
    return np.dstack([255 * encode(radiance), alpha]).astype(np.uint8)


def mirrored_sky() -> Bytes:
    """The sphere map of paint and glass: dark below, bright at the horizon and the rim, one sun spot."""
    size = 256
    rows, columns = np.mgrid[0:size, 0:size]
    x, y = (columns + 0.5) / size * 2 - 1, (rows + 0.5) / size * 2 - 1
    radius = np.clip(x * x + y * y, 0, 1)
    up = y * 2 * np.sqrt(1 - radius * 0.98)
    bright = np.clip(up * 3 + 0.1, 0, 1) * (1.1 - 0.55 * np.clip(up, 0, 1)) + 0.05
    mirrored = np.clip(bright * (0.10 + 0.90 * radius**2.5), 0, 1)[..., None]
    spot = np.exp(-(((x + 0.32) / 0.10) ** 2 + ((y - 0.42) / 0.07) ** 2))[..., None]
    return np.asarray(255 * np.clip(mirrored * np.array([0.86, 0.93, 1.0]) + spot * 0.9, 0, 1), np.uint8)


def _crown_line(rng: np.random.Generator, width: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    columns, line = np.arange(width), np.zeros(width)
    for _ in range(260):
        middle, radius = rng.random() * width, 5 + 13 * rng.random()
        away = np.abs((columns - middle + width / 2) % width - width / 2)
        crown = 16 + 12 * rng.random() + np.sqrt(np.clip(radius * radius - away * away, 0, None)) * 1.2
        line = np.maximum(line, np.where(away < radius, crown, 0))
    return line
