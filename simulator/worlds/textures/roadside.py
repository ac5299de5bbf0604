"""What is painted on cars, signs and the fronts of houses in a street."""

import cv2
import numpy as np

from embrace3k.simulator.worlds.noise import ramp
from embrace3k.simulator.worlds.surfaces import Floats
from embrace3k.simulator.worlds.textures.canvas import Canvas, Recipe

_FONT = cv2.FONT_HERSHEY_SIMPLEX
_INK, _PAPER = (20, 22, 26), (236, 236, 232)
_SIGN_RED, _SIGN_BLUE = (186, 24, 30), (24, 72, 160)
_FINE = 4
"""Pictures are drawn that much larger and shrunk, for smooth edges."""


class _Board:
    """A picture drawn the way one looks at it: y grows downwards; coordinates are shares of its side."""

    def __init__(self, canvas: Canvas, ground: tuple[int, int, int]) -> None:
        self.size = canvas.size
        self.pixels = np.full((_FINE * self.size, _FINE * self.size, 3), ground, np.uint8)

    def _at(self, point: tuple[float, float]) -> tuple[int, int]:
        return round(point[0] * _FINE * self.size), round(point[1] * _FINE * self.size)

    def disc(self, middle: tuple[float, float], radius: float, color: tuple[int, int, int]) -> "_Board":
        cv2.circle(self.pixels, self._at(middle), round(radius * _FINE * self.size), color, -1)
        return self

    def bar(self, low: tuple[float, float], high: tuple[float, float], color: tuple[int, int, int]) -> "_Board":
        cv2.rectangle(self.pixels, self._at(low), self._at(high), color, -1)
        return self

    def stroke(
        self, start: tuple[float, float], end: tuple[float, float], width: float, color: tuple[int, int, int]
    ) -> "_Board":
        cv2.line(self.pixels, self._at(start), self._at(end), color, round(width * _FINE * self.size))
        return self

    def text(self, words: str, low: tuple[float, float], height: float, color: tuple[int, int, int]) -> "_Board":
        """`low`: where the baseline starts; `height`: of a capital letter."""
        scale = height * _FINE * self.size / 21.0
        cv2.putText(self.pixels, words, self._at(low), _FONT, scale, color, max(1, round(4.5 * scale)), cv2.LINE_AA)
        return self

    def squeezed(self, high: float) -> "_Board":
        """Stretches what lies above `high` over the whole side: for boards that are not square."""
        rows = self.pixels[: round(high * len(self.pixels))]
        self.pixels = np.asarray(cv2.resize(rows, self.pixels.shape[1::-1]), np.uint8)
        return self

    def picture(self) -> Floats:
        """First row at the foot."""
        small = cv2.resize(self.pixels, (self.size, self.size), interpolation=cv2.INTER_AREA)
        return np.asarray(small[::-1], np.float64)


def _wheel(canvas: Canvas) -> Floats:
    """A tyre's side, a light alloy rim with five double spokes, and the dark behind them."""
    middle, radius = (0.5, 0.5), 0.36
    board = (
        _Board(canvas, (20, 20, 22))
        .disc(middle, radius + 0.02, (150, 152, 156))
        .disc(middle, radius - 0.025, (26, 26, 28))
    )
    for spoke in range(5):
        for aside in (-0.16, 0.16):
            angle = spoke * 2 * np.pi / 5 + aside
            tip = (0.5 + radius * np.cos(angle), 0.5 + radius * np.sin(angle))
            board.stroke(middle, tip, 0.05, (168, 170, 174))
    return board.disc(middle, 0.1, (176, 178, 182)).disc(middle, 0.05, (90, 92, 96)).picture()


def _number_plate(canvas: Canvas) -> Floats:
    board = _Board(canvas, _PAPER).bar((0.0, 0.0), (0.09, 0.25), (30, 70, 170))
    return board.text("BK 307 E", (0.14, 0.19), 0.13, _INK).squeezed(0.24).picture()


def _spokes(canvas: Canvas) -> Floats:
    """A bicycle wheel seen from the side; between the spokes one sees through it."""
    board = _Board(canvas, (0, 0, 0)).disc((0.5, 0.5), 0.49, (20, 20, 20)).disc((0.5, 0.5), 0.44, (200, 200, 204))
    board.disc((0.5, 0.5), 0.415, (0, 0, 0))
    for angle in np.arange(12) * np.pi / 6:
        tip = (0.5 + 0.43 * np.cos(angle), 0.5 + 0.43 * np.sin(angle))
        board.stroke((0.5, 0.5), tip, 0.014, (170, 170, 174))
    image = board.disc((0.5, 0.5), 0.05, (120, 120, 124)).picture()
    return np.asarray(np.dstack([image, 255.0 * (image.max(2) > 9)]), np.float64)


def _pale_brick(canvas: Canvas) -> Floats:
    """Nearly white, to be tinted."""
    course = canvas.rows // 16
    offset = (course % 2) * 20
    tone = canvas.rng.random((64, 64))[course, ((canvas.columns + offset) // 40) % 64]
    share = np.clip(0.65 * tone + 0.35 * canvas.noise + 0.2 * (canvas.speckle() - 0.5), 0, 1)
    image = ramp((196, 192, 184), (246, 244, 240), share)
    image[(canvas.rows % 16 < 2) | ((canvas.columns + offset) % 40 < 2)] = (206, 204, 200)
    return image


def _render(canvas: Canvas) -> Floats:
    """Rough plaster for outdoors, nearly white, to be tinted."""
    return ramp((222, 220, 216), (246, 245, 242), 0.6 * canvas.noise + 0.4 * canvas.speckle())


def _weatherboard(canvas: Canvas) -> Floats:
    """Painted boards lying on each other, nearly white, to be tinted."""
    image = ramp((226, 225, 222), (244, 243, 240), 0.6 * canvas.noise + 0.4 * canvas.grain(4, 5))
    image *= (0.9 + 0.1 * (canvas.rows % 32) / 32)[..., None]
    image[canvas.rows % 32 < 3] *= 0.66
    return image


def _slates(canvas: Canvas) -> Floats:
    """Grey roof tiles, to be tinted."""
    row = canvas.rows // 24
    offset = (row % 2) * 16
    tone = canvas.rng.random((32, 32))[row % 32, ((canvas.columns + offset) // 32) % 32]
    image = ramp((92, 94, 100), (134, 136, 142), np.clip(0.6 * tone + 0.4 * canvas.noise, 0, 1))
    image[(canvas.rows % 24 < 4) | ((canvas.columns + offset) % 32 < 2)] *= 0.62
    return image


def _slabs(canvas: Canvas) -> Floats:
    """Pavement of square slabs, half a metre each where the texture covers two metres."""
    tone = canvas.rng.random((4, 4))[canvas.rows // 64 % 4, canvas.columns // 64 % 4]
    image = ramp(
        (146, 143, 136), (178, 175, 167), np.clip(0.4 * tone + 0.35 * canvas.noise + 0.25 * canvas.speckle(), 0, 1)
    )
    image[(canvas.rows % 64 < 2) | (canvas.columns % 64 < 2)] = (108, 106, 101)
    return image


def _setts(canvas: Canvas) -> Floats:
    """Paving of small stones in courses."""
    row = canvas.rows // 16
    offset = (row % 2) * 10
    tone = canvas.rng.random((32, 32))[row % 32, ((canvas.columns + offset) // 21) % 32]
    image = ramp((112, 108, 104), (164, 158, 150), np.clip(0.65 * tone + 0.35 * canvas.speckle(), 0, 1))
    image[(canvas.rows % 16 < 2) | ((canvas.columns + offset) % 21 < 2)] = (84, 82, 78)
    return image


def _stop(canvas: Canvas) -> Floats:
    return _Board(canvas, _SIGN_RED).text("STOP", (0.09, 0.6), 0.21, _PAPER).picture()


def _thirty(canvas: Canvas) -> Floats:
    board = _Board(canvas, _PAPER).disc((0.5, 0.5), 0.5, _SIGN_RED).disc((0.5, 0.5), 0.38, _PAPER)
    return board.text("30", (0.2, 0.66), 0.34, _INK).picture()


def _no_entry(canvas: Canvas) -> Floats:
    board = _Board(canvas, _PAPER).disc((0.5, 0.5), 0.49, _SIGN_RED)
    return board.bar((0.16, 0.41), (0.84, 0.59), _PAPER).picture()


def _parking(canvas: Canvas) -> Floats:
    board = _Board(canvas, _PAPER).bar((0.05, 0.05), (0.95, 0.95), _SIGN_BLUE)
    return board.text("P", (0.3, 0.78), 0.56, _PAPER).picture()


def _poster(canvas: Canvas) -> Floats:
    """An advertisement: a lemonade against the sun."""
    board = _Board(canvas, (250, 186, 60)).disc((0.5, 0.42), 0.3, (252, 228, 130))
    board.bar((0.42, 0.3), (0.58, 0.72), (60, 150, 90)).bar((0.46, 0.18), (0.54, 0.32), (60, 150, 90))
    board.bar((0.42, 0.44), (0.58, 0.58), _PAPER).bar((0.455, 0.15), (0.545, 0.19), _SIGN_RED)
    return board.text("LIMO", (0.2, 0.93), 0.15, (150, 30, 40)).picture()


def _bus_stop(canvas: Canvas) -> Floats:
    board = _Board(canvas, (252, 204, 40)).disc((0.5, 0.5), 0.42, (20, 110, 70)).disc((0.5, 0.5), 0.34, (252, 204, 40))
    return board.text("BUS", (0.24, 0.59), 0.19, (20, 110, 70)).picture()


def _pane(canvas: Canvas) -> Floats:
    """A window seen from the street: the sky mirrored in it, curtains behind."""
    height, across = canvas.rows / canvas.size, canvas.columns / canvas.size
    image = ramp((34, 40, 46), (120, 138, 152), np.clip(1.2 * height - 0.5 * across, 0, 1) ** 1.4)
    folds = ramp((128, 124, 116), (196, 192, 184), 0.5 + 0.5 * np.sin(canvas.columns * 0.9))
    curtain = (across < 0.2 + 0.06 * height) | (across > 0.8 - 0.06 * height)
    image[curtain] = 0.35 * image[curtain] + 0.6 * folds[curtain]
    return image


def _kiosk(canvas: Canvas) -> Floats:
    return _Board(canvas, (150, 30, 36)).text("KIOSK", (0.11, 0.2), 0.16, _PAPER).squeezed(0.25).picture()


def _newspapers(canvas: Canvas) -> Floats:
    """Rows of coloured magazines."""
    board = _Board(canvas, (52, 44, 38))
    for row in range(4):
        for column in range(6):
            color = tuple(int(value) for value in canvas.rng.integers(70, 235, 3))
            corner = (0.02 + column / 6, 0.03 + row / 4)
            board.bar(corner, (corner[0] + 0.13, corner[1] + 0.19), (color[0], color[1], color[2]))
            board.bar((corner[0] + 0.015, corner[1] + 0.02), (corner[0] + 0.115, corner[1] + 0.05), _PAPER)
    return board.picture()


RECIPES: dict[str, Recipe] = {
    "wheel": Recipe(_wheel, 128),
    "numberplate": Recipe(_number_plate, 128),
    "spokes": Recipe(_spokes, 128, cut_out=True),
    "palebrick": Recipe(_pale_brick, 256),
    "render": Recipe(_render, 256, even=True),
    "weatherboard": Recipe(_weatherboard, 256),
    "slates": Recipe(_slates, 256),
    "slabs": Recipe(_slabs, 256),
    "setts": Recipe(_setts, 256),
    "sign-stop": Recipe(_stop, 128),
    "sign-30": Recipe(_thirty, 128),
    "sign-no-entry": Recipe(_no_entry, 128),
    "sign-parking": Recipe(_parking, 128),
    "sign-bus": Recipe(_bus_stop, 128),
    "pane": Recipe(_pane, 128),
    "sign-kiosk": Recipe(_kiosk, 256),
    "poster": Recipe(_poster, 256),
    "newspapers": Recipe(_newspapers, 256),
}
