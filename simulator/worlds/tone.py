"""From encoded radiance to the picture: one of a few exposures, then a filmic curve. One table look-up per value."""

from functools import cache

import cv2
import numpy as np

from embrace3k.simulator.worlds.lighting.encoding import GAMMA, decode
from embrace3k.simulator.worlds.noise import Bytes
from embrace3k.simulator.worlds.surfaces import Floats

_COUNT, _DARKEST, _BRIGHTEST = 27, 0.55, 4.2
_MIDDLE_GREY = 0.285
_LUMINANCE = np.array([0.1, 0.6, 0.3], np.float32)
"""Of blue, green and red."""


def graded(encoded: Bytes, out: Bytes, stride: int = 16) -> Bytes:
    """Encoded radiance (height, width, blue green red alpha) as it is shown; `out` is (height, width, red green blue).

    Exposed for this very frame, so that it depends on no frame before it.
    """
    exposures, tables = _tables()
    sample = encoded[stride // 2 :: stride, stride // 2 :: stride, :3].astype(np.float32)
    brightness = float((((sample * _LUMINANCE).sum(2) / 255) ** 1.4).mean())
    wanted = np.clip(_MIDDLE_GREY / max(brightness, 1e-3), exposures[0], exposures[-1]) ** 1.15
    cv2.cvtColor(encoded, cv2.COLOR_BGRA2RGB, out)
    # One table for all bytes of a row takes half the time of one per channel.
    rows = out.reshape(len(out), -1)
    cv2.LUT(rows, tables[int(np.abs(exposures - wanted).argmin())], rows)
    return out


@cache
def _tables() -> tuple[Floats, Bytes]:
    """Exposures and, for each, 256 display values."""
    exposures = _DARKEST * (_BRIGHTEST / _DARKEST) ** (np.arange(_COUNT) / (_COUNT - 1))
    light = decode(np.arange(256) / 255.0)
    return exposures, _filmic(light * exposures[:, None] * 0.62)


def _filmic(light: Floats) -> Bytes:
    """The ACES curve as fitted by Narkowicz (2015)."""
    curve = light * (2.51 * light + 0.03) / (light * (2.43 * light + 0.59) + 0.14)
    return np.rint(255 * np.clip(curve, 0, 1) ** (1 / GAMMA)).astype(np.uint8)
