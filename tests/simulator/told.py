"""Replies as a test looks at them."""

import cv2
import numpy as np
import numpy.typing as npt


def numbers(reply: str) -> list[float]:
    return [float(word) for word in reply.split()]


def pixels_of(encoded: bytes) -> npt.NDArray[np.uint8]:
    """(H, W, 4) BGRA, of a PNG or BMP."""
    return np.asarray(cv2.imdecode(np.frombuffer(encoded, np.uint8), cv2.IMREAD_UNCHANGED), np.uint8)
