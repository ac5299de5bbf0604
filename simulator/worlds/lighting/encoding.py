"""Light is linear while it is traced and gamma-encoded when it is stored.

A texture in sRGB times encoded light is encoded radiance, right in 8 bits; the tone tables turn it into the picture.
"""

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from embrace3k.simulator.worlds.surfaces import Floats

_Real = TypeVar("_Real", npt.NDArray[np.float32], Floats)

GAMMA = 2.2
BRIGHTEST = 4.0
"""Radiance stored as 255; a sunlit white wall is near it."""


def encode(light: _Real) -> _Real:
    """Linear light as 0 to 1, as precise as it came."""
    return (np.clip(light, 0, BRIGHTEST) / BRIGHTEST) ** (1 / GAMMA)


def decode(encoded: Floats) -> Floats:
    return np.asarray(encoded**GAMMA * BRIGHTEST, np.float64)
