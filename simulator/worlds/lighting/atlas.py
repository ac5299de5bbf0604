"""The lightmap: one picture that holds the light of all charts, packed on shelves."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from embrace3k.simulator.worlds.lighting.encoding import encode
from embrace3k.simulator.worlds.noise import Bytes
from embrace3k.simulator.worlds.surfaces import Floats, Integers

WIDTH = 2048
_HIGHEST = 4096
_FINER = ((4, 4), (3, 4), (2, 4), (2, 3), (2, 2), (1, 2), (1, 1))
"""Luxels are stored finer than they are traced, and finer still on charts with edges of sunlight, because the renderer
does not interpolate the lightmap. The first that fits is taken."""
_EDGE_STEP = 0.08
"""Neighbouring luxels that differ by more than this (encoded) make an edge that a person sees."""
_SMALLEST = 8
_DITHER_SIZE = 256

Rectangles = npt.NDArray[np.int32]
Singles = npt.NDArray[np.float32]


def laid_out(sunlight: Sequence[Floats]) -> tuple[Rectangles, int]:
    """Places in the atlas and its height, for the (rows, columns, 3) grids of sunlight that were traced."""
    steps = [_largest_step(grid) for grid in sunlight]
    for finer in _FINER:
        sizes = [_stored_size(grid, step, *finer) for grid, step in zip(sunlight, steps, strict=True)]
        places, height = _pack(np.array(sizes, np.int64).reshape(-1, 2))
        if height <= _HIGHEST:
            break
    return places, height


def _stored_size(sun: Floats, largest_step: float, finer: int, finer_at_edges: int) -> tuple[int, int]:
    """Columns and rows in the atlas. Strips stay coarse."""
    rows, columns = sun.shape[:2]
    if min(rows, columns) <= 2:
        return _finer(columns, 1), _finer(rows, 1)
    finer = finer_at_edges if largest_step > _EDGE_STEP else finer
    return _finer(columns, finer), _finer(rows, finer)


def _pack(sizes: npt.NDArray[np.int64]) -> tuple[Rectangles, int]:
    """(x, y, width, height) for every chart and the atlas height: a power of two."""
    places = np.zeros((len(sizes), 4), np.int32)
    shelves: list[_Shelf] = []
    top = 0
    for chart in np.lexsort((np.arange(len(sizes)), -sizes[:, 0], -sizes[:, 1])):
        width, height = (int(side) for side in sizes[chart])
        shelf = next((shelf for shelf in shelves if shelf.used + width <= WIDTH), None)
        if shelf is None:
            shelf = _Shelf(top)
            shelves.append(shelf)
            top += height
        places[chart] = (shelf.used, shelf.low, width, height)
        shelf.used += width
    return places, 1 << math.ceil(math.log2(max(2, top)))


@dataclass
class _Shelf:
    """A row of the atlas, as high as the first chart on it: charts come in falling height, so all later ones fit."""

    low: int
    used: int = 0


def chart_picture(soft: Floats, sun: Floats, width: int, height: int) -> Singles:
    """Encoded light, 0 to 255, from a coarse grid of soft light and a finer one of sunlight."""
    light = resized(_smoothed(soft, 0.9), width, height)
    if sun.any():
        light = light + resized(_smoothed(sun, 0.7), width, height)
    return np.asarray(encode(light) * np.float32(255), np.float32)


def _smoothed(grid: Floats, sigma: float) -> Singles:
    """Takes away the noise of the rays and the stairs of the grid.

    Beyond its edges the grid goes on as it rises or falls there. Else edges would take light from their own side only,
    and a step would show where two charts meet.
    """
    single = grid.astype(np.float32)
    if min(grid.shape[:2]) <= 3:
        return single
    taller = np.concatenate([2 * single[:1] - single[1:2], single, 2 * single[-1:] - single[-2:-1]])
    wider = np.concatenate([2 * taller[:, :1] - taller[:, 1:2], taller, 2 * taller[:, -1:] - taller[:, -2:-1]], 1)
    return np.asarray(cv2.GaussianBlur(wider, (3, 3), sigma)[1:-1, 1:-1], np.float32)


def fold_texture(picture: Singles, texture: Bytes, span: Floats) -> Singles:
    """The picture with an even texture multiplied in, so that drawing needs one texture instead of two.

    `span`: texture coordinates at the picture's first and last corner. Where luxels are larger than the texture's
    pixels they take the mean: else its grain would show as squares.
    """
    height, width = picture.shape[:2]
    sides = [abs(span[1, axis] - span[0, axis]) / (count - 1) for axis, count in ((0, width), (1, height))]
    per_tile = [max(1, min(len(texture), math.floor(1 / max(side, 1e-6)))) for side in sides]
    coarse = cv2.resize(texture, (per_tile[0], per_tile[1]), interpolation=cv2.INTER_AREA)
    rows = (np.linspace(span[0, 1], span[1, 1], height) * per_tile[1]).astype(int) % per_tile[1]
    columns = (np.linspace(span[0, 0], span[1, 0], width) * per_tile[0]).astype(int) % per_tile[0]
    return np.asarray(picture * (coarse[rows][:, columns] / 255.0), np.float32)


def quantised(picture: Singles) -> Bytes:
    """8 bits with a fixed pattern of noise, so that soft gradients show no bands. The picture, 0 to 255, is used up."""
    picture += _dither()[: picture.shape[0], : picture.shape[1], None]
    return np.minimum(picture, 255, out=picture).astype(np.uint8)


@cache
def _dither() -> Singles:
    tile = np.random.default_rng(1).random((_DITHER_SIZE, _DITHER_SIZE)).astype(np.float32) * 0.9 + 0.05
    repeats = WIDTH // _DITHER_SIZE
    return np.tile(tile, (repeats, repeats))


def resized(grid: Singles, width: int, height: int) -> Singles:
    """Bilinear, with the first and last samples on the edges."""
    row, share_row = _between(grid.shape[0], height)
    column, share_column = _between(grid.shape[1], width)
    between = grid[row] + (grid[row + 1] - grid[row]) * share_row[:, None, None]
    left, right = between.take(column, 1), between.take(column + 1, 1)
    return np.asarray(left + (right - left) * share_column[:, None], np.float32)


@cache
def _between(samples: int, count: int) -> tuple[Integers, Singles]:
    """For `count` even places along a row of samples: the sample before each, and how far on to the next it is."""
    at = np.linspace(0, samples - 1, count)
    before = np.minimum(at.astype(np.int64), samples - 2)
    return before, (at - before).astype(np.float32)


def _finer(traced: int, finer: int) -> int:
    return (traced - 1) * finer + 1 if traced > 2 else min(traced * 2, _SMALLEST)


def _largest_step(sun: Floats) -> float:
    """Between neighbours, encoded over the faintest light a room has."""
    brightness = encode(sun.mean(2) + 0.1)
    return max(float(np.abs(np.diff(brightness, axis=axis)).max()) for axis in (0, 1))
