"""Surfaces of shops, halls and yards, and the signs that hang there."""

from typing import NamedTuple

import cv2
import numpy as np

from embrace3k.simulator.worlds.noise import Color8, ramp
from embrace3k.simulator.worlds.surfaces import Floats
from embrace3k.simulator.worlds.textures.canvas import Canvas, Recipe


class Sign(NamedTuple):
    text: str
    ground: Color8
    ink: Color8


_WHITE: Color8 = (246, 246, 242)
_GREEN: Color8 = (34, 118, 62)
_RED: Color8 = (186, 34, 34)
_BLUE: Color8 = (28, 78, 158)
_YELLOW: Color8 = (246, 200, 40)
_INK: Color8 = (28, 28, 30)

SHOP_SIGNS: tuple[Sign, ...] = (
    Sign("CITY MARKET", _GREEN, _WHITE),
    Sign("CORNER SHOP", _RED, _WHITE),
    Sign("MINI MARKET", _BLUE, _WHITE),
    Sign("FRESH FOOD", (226, 112, 28), _WHITE),
    Sign("FRUIT & VEG", (70, 130, 50), _WHITE),
    Sign("DRINKS", _BLUE, _WHITE),
    Sign("MILK & JUICE", (60, 140, 190), _WHITE),
    Sign("BREAD", (150, 98, 50), _WHITE),
    Sign("FROZEN", (70, 130, 190), _WHITE),
    Sign("CHECKOUT", _RED, _WHITE),
    Sign("STAFF ONLY", _WHITE, _RED),
    Sign("WC", _BLUE, _WHITE),
    Sign("OPEN", _GREEN, _WHITE),
    Sign("SALE  -20%", _YELLOW, _RED),
    Sign("PRESS", _INK, _WHITE),
    Sign("SNACKS", (200, 80, 30), _WHITE),
)
HALL_SIGNS: tuple[Sign, ...] = (
    Sign("A", _YELLOW, _INK),
    Sign("B", _YELLOW, _INK),
    Sign("C", _YELLOW, _INK),
    Sign("D", _YELLOW, _INK),
    Sign("DOCK 1", _BLUE, _WHITE),
    Sign("DOCK 2", _BLUE, _WHITE),
    Sign("OFFICE", _WHITE, _INK),
    Sign("BREAK ROOM", _WHITE, _INK),
    Sign("EXIT", _GREEN, _WHITE),
    Sign("SAFETY FIRST", _GREEN, _WHITE),
    Sign("FORKLIFTS", _YELLOW, _INK),
    Sign("PACKING", _BLUE, _WHITE),
    Sign("NORTH CARGO", _WHITE, _BLUE),
    Sign("EXPRESS", _WHITE, _RED),
    Sign("BLUE LINE", _BLUE, _WHITE),
    Sign("WORKSHOP", _WHITE, _INK),
)
SIGN_COLUMNS, SIGN_ROWS = 2, 8


def _signs(canvas: Canvas, signs: tuple[Sign, ...]) -> Floats:
    """Two columns of eight boards, the first at the top left."""
    width, height = canvas.size // SIGN_COLUMNS, canvas.size // SIGN_ROWS
    image = np.zeros((canvas.size, canvas.size, 3))
    for number, sign in enumerate(signs):
        row, column = divmod(number, SIGN_COLUMNS)
        cell = np.empty((height, width, 3), np.uint8)
        cell[:] = sign.ground
        (length, tall), _ = cv2.getTextSize(sign.text, cv2.FONT_HERSHEY_DUPLEX, 1.0, 2)
        scale = min((width - 26) / length, (height - 24) / tall)
        corner = (int((width - length * scale) / 2), int((height + tall * scale) / 2))
        weight = max(2, round(scale * 2.6))
        cv2.putText(cell, sign.text, corner, cv2.FONT_HERSHEY_DUPLEX, scale, sign.ink, weight, cv2.LINE_AA)
        image[row * height : (row + 1) * height, column * width : (column + 1) * width] = cell
    return image[::-1]


def _hazard(canvas: Canvas) -> Floats:
    stripes = (canvas.columns + canvas.rows) % 128 < 64
    image = np.where(stripes[..., None], (226.0, 178.0, 30.0), (36.0, 36.0, 38.0))
    return np.asarray(image * (0.9 + 0.15 * canvas.noise[..., None]), np.float64)


def _cladding(canvas: Canvas) -> Floats:
    """Trapezoidal sheet with upright ribs, nearly white: the mesh tints it."""
    across = (canvas.columns % 32) / 32.0
    light = np.interp(across, (0, 0.1, 0.45, 0.55, 0.62, 0.92, 1.0), (205, 240, 240, 196, 176, 176, 205))
    return np.asarray(light[..., None] * (0.96 + 0.06 * canvas.noise[..., None]) * (1.0, 1.0, 1.0), np.float64)


def _checker(canvas: Canvas) -> Floats:
    half = canvas.size // 2
    light = (canvas.rows < half) == (canvas.columns < half)
    image = np.where(light[..., None], (232.0, 230.0, 224.0), (150.0, 156.0, 160.0))
    image = image * (0.95 + 0.08 * canvas.noise[..., None])
    image[(canvas.rows % half < 2) | (canvas.columns % half < 2)] *= 0.82
    return np.asarray(image, np.float64)


def _speckled(canvas: Canvas) -> Floats:
    """Terrazzo."""
    image = ramp((196, 192, 184), (218, 214, 206), canvas.noise)
    chips = canvas.speckle()
    image[chips > 0.97] = (120, 112, 104)
    image[chips < 0.025] = (244, 240, 232)
    image[(canvas.rows % 128 < 2) | (canvas.columns % 128 < 2)] = (168, 164, 158)
    return image


def _facade(canvas: Canvas) -> Floats:
    """A storey of a house with one window, nearly white: the mesh tints it. The tile is 3 m wide and high."""
    size = canvas.size
    image = ramp((214, 208, 200), (236, 232, 224), canvas.noise)
    left, right, low, high = (int(size * share) for share in (0.3, 0.7, 0.3, 0.82))
    image[low - 8 : high + 6, left - 8 : right + 8] = (246, 246, 244)
    pane = ramp((60, 74, 88), (132, 152, 168), (canvas.rows / size)[low:high, left:right])
    image[low:high, left:right] = pane
    middle = (left + right) // 2
    image[low:high, middle - 3 : middle + 3] = (240, 240, 238)
    image[low - 16 : low - 8, left - 14 : right + 14] = (190, 186, 180)
    return image


def _planks(canvas: Canvas) -> Floats:
    """Pale boards with gaps, as on pallets and lorry beds."""
    image = ramp((164, 130, 88), (206, 172, 126), canvas.grain(5, 5))
    image[canvas.rows % 64 < 6] *= 0.4
    return image


RECIPES: dict[str, Recipe] = {
    "shopsigns": Recipe(lambda canvas: _signs(canvas, SHOP_SIGNS), 512),
    "hallsigns": Recipe(lambda canvas: _signs(canvas, HALL_SIGNS), 512),
    "hazard": Recipe(_hazard, 128),
    "cladding": Recipe(_cladding, 128),
    "checker": Recipe(_checker, 256),
    "speckled": Recipe(_speckled, 256),
    "facade": Recipe(_facade, 256),
    "planks": Recipe(_planks, 256),
}
