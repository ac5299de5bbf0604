"""Light is linear while it is traced and gamma-encoded when it is stored.

A texture in sRGB times encoded light is encoded radiance, right in 8 bits; the tone tables turn it into the picture.
"""

import numpy as np

from embrace3k.simulator.worlds.surfaces import Floats

GAMMA = 2.2
BRIGHTEST = 4.0
"""Radiance stored as 255; a sunlit white wall is near it."""


def encode(light: Floats) -> Floats:
    """Linear light as 0 to 1."""
    return np.asarray((np.clip(light, 0, BRIGHTEST) / BRIGHTEST) ** (1 / GAMMA), np.float64)


def decode(encoded: Floats) -> Floats:
    return np.asarray(encoded**GAMMA * BRIGHTEST, np.float64)
