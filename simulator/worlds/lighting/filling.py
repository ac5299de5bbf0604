"""Filling holes in grids of light."""

import cv2
import numpy as np
import numpy.typing as npt

from embrace3k.simulator.worlds.surfaces import Floats


def filled(grid: Floats, is_open: npt.NDArray[np.bool_]) -> Floats:
    """A (rows, columns, channels) grid in which closed samples take the mean of their open neighbours, ring by ring.

    Walls run into one another: samples within another wall see nothing, and would make dark or strange lines in
    corners. A grid without any open sample stays as it is.
    """
    known = is_open[..., 0].copy()
    if known.all() or not known.any():
        return grid
    light = np.where(known[..., None], grid, 0.0)
    while not known.all():
        neighbours, total = _around(known[..., None].astype(np.float64))[..., 0], _around(light)
        reached = ~known & (neighbours > 0)
        light[reached] = total[reached] / neighbours[reached][:, None]
        known |= reached
    return light


def _around(values: Floats) -> Floats:
    """The sum over the eight neighbours and the sample itself, which is 0 where the sum is wanted."""
    total = cv2.boxFilter(values, -1, (3, 3), normalize=False, borderType=cv2.BORDER_CONSTANT)
    return np.asarray(total, np.float64).reshape(values.shape)
