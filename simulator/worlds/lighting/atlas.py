"""The lightmap: one picture that holds the light of all charts, packed in shelves."""

import math

import cv2
import numpy as np
import numpy.typing as npt

from embrace3k.simulator.worlds.lighting.encoding import encode
from embrace3k.simulator.worlds.noise import Bytes
from embrace3k.simulator.worlds.surfaces import Floats

WIDTH = 1024
_STORED_FINER = 2
"""Luxels are stored this much finer than they are traced, because the renderer does not interpolate the lightmap."""
_SMALLEST = 8

Rectangles = npt.NDArray[np.int32]
Singles = npt.NDArray[np.float32]


def stored_sizes(traced: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """(charts, 2) columns and rows in the atlas, from those that were traced."""
    return np.where(traced > 2, (traced - 1) * _STORED_FINER + 1, np.minimum(traced * 2, _SMALLEST))


def pack(sizes: npt.NDArray[np.int64]) -> tuple[Rectangles, int]:
    """(x, y, width, height) for every chart, tallest first on shelves, and the atlas height: a power of two."""
    places = np.zeros((len(sizes), 4), np.int32)
    left = low = shelf = 0
    for chart in np.lexsort((np.arange(len(sizes)), -sizes[:, 0], -sizes[:, 1])):
        width, height = sizes[chart]
        if left + width > WIDTH:
            left, low, shelf = 0, low + shelf, 0
        places[chart] = (left, low, width, height)
        left += width
        shelf = max(shelf, height)
    return places, 1 << math.ceil(math.log2(max(2, low + shelf)))


def chart_picture(indirect: Floats, direct: Floats, width: int, height: int) -> Singles:
    """Encoded light, 0 to 255, from a coarse grid of indirect light and a finer one of direct light."""
    soft = indirect.astype(np.float32)
    if min(indirect.shape[:2]) > 3:
        soft = np.asarray(cv2.GaussianBlur(soft, (3, 3), 0.9, borderType=cv2.BORDER_REPLICATE), np.float32)
    light = resized(soft, width, height) + resized(direct.astype(np.float32), width, height)
    return np.asarray(encode(light.astype(np.float64)) * 255, np.float32)


def fold_texture(picture: Singles, texture: Bytes, repeats: Floats) -> Singles:
    """The picture with an even texture multiplied in, so that drawing needs one texture instead of two."""
    height, width = picture.shape[:2]
    rows = (np.linspace(0, repeats[1], height) * len(texture)).astype(int) % len(texture)
    columns = (np.linspace(0, repeats[0], width) * len(texture)).astype(int) % len(texture)
    return np.asarray(picture * (texture[rows][:, columns] / 255.0), np.float32)


def quantised(atlas: Singles) -> Bytes:
    """8 bits with a fixed pattern of noise, so that soft gradients show no bands."""
    dither = np.random.default_rng(1).random(atlas.shape[:2])[..., None] * 0.9 + 0.05
    return np.clip(np.floor(atlas + dither), 0, 255).astype(np.uint8)


def resized(grid: Singles, width: int, height: int) -> Singles:
    """Bilinear, with the first and last samples on the edges."""
    rows, columns = np.linspace(0, grid.shape[0] - 1, height), np.linspace(0, grid.shape[1] - 1, width)
    row, column = np.minimum(rows.astype(int), grid.shape[0] - 2), np.minimum(columns.astype(int), grid.shape[1] - 2)
    share_row, share_column = (rows - row)[:, None, None], (columns - column)[None, :, None]
    between = grid[row] * (1 - share_row) + grid[row + 1] * share_row
    return np.asarray(between[:, column] * (1 - share_column) + between[:, column + 1] * share_column, np.float32)
