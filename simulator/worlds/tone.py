"""From encoded radiance to the picture: one of a few exposures, then a filmic curve. One table look-up per value."""

from functools import cache

import cv2
import numpy as np

from embrace3k.simulator.worlds.lighting.encoding import GAMMA, decode
from embrace3k.simulator.worlds.noise import Bytes
from embrace3k.simulator.worlds.surfaces import Floats

_COUNT, _DARKEST, _BRIGHTEST = 24, 0.55, 3.2
_MIDDLE_GREY = 0.285
_WARMTH = (1.0, 0.995, 0.985)
_LUMINANCE = np.array([0.3, 0.6, 0.1], np.float32)


def graded(encoded: Bytes, stride: int = 16) -> Bytes:
    """The RGB picture of encoded radiance, exposed for this very frame, so that it depends on no frame before it."""
    exposures, tables = _tables()
    sample = encoded[stride // 2 :: stride, stride // 2 :: stride].astype(np.float32)
    brightness = float(((sample @ _LUMINANCE / 255) ** 1.4).mean())
    wanted = np.clip(_MIDDLE_GREY / max(brightness, 1e-3), exposures[0], exposures[-1]) ** 1.15
    return np.asarray(cv2.LUT(encoded, tables[int(np.abs(exposures - wanted).argmin())]), np.uint8)


@cache
def _tables() -> tuple[Floats, Bytes]:
    """Exposures and, for each, (256, 1, 3) display values."""
    exposures = _DARKEST * (_BRIGHTEST / _DARKEST) ** (np.arange(_COUNT) / (_COUNT - 1))
    light = decode(np.arange(256) / 255.0)[None, :, None, None] * np.array(_WARMTH)
    return exposures, _filmic(light * exposures[:, None, None, None] * 0.62)


def _filmic(light: Floats) -> Bytes:
    """The ACES curve as fitted by Narkowicz (2015)."""
    curve = light * (2.51 * light + 0.03) / (light * (2.43 * light + 0.59) + 0.14)
    return np.rint(255 * np.clip(curve, 0, 1) ** (1 / GAMMA)).astype(np.uint8)
