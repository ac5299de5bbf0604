"""Repeating value noise and colour ramps: what the procedural materials are made of."""

import numpy as np
import numpy.typing as npt

from embrace3k.simulator.worlds.surfaces import Floats

Color8 = tuple[float, float, float]
Bytes = npt.NDArray[np.uint8]


def value_noise(rng: np.random.Generator, size: int, octaves: int = 6, persistence: float = 0.55) -> Floats:
    """(size, size) values in 0 to 1 that repeat without a seam."""
    total, weights, amplitude = np.zeros((size, size)), 0.0, 1.0
    for octave in range(octaves):
        cells = int(2 ** (octave + 2))
        if cells > size:
            break
        total += amplitude * _smooth_grid(rng.random((cells, cells)), size)
        weights += amplitude
        amplitude *= persistence
    return total / weights


def ramp(dark: Color8, bright: Color8, share: Floats) -> Floats:
    """Colours between the two, `share` 0 giving the first."""
    blend = share[..., None]
    return np.asarray(np.array(dark) * (1 - blend) + np.array(bright) * blend, np.float64)


def _smooth_grid(grid: Floats, size: int) -> Floats:
    cells = len(grid)
    at = np.arange(size) * cells / size
    index = at.astype(np.int64)
    share = at - index
    share = share * share * (3 - 2 * share)
    following = (index + 1) % cells
    rows = grid[index] * (1 - share)[:, None] + grid[following] * share[:, None]
    return np.asarray(rows[:, index] * (1 - share) + rows[:, following] * share, np.float64)
