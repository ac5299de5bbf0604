"""What offices are covered with: carpet tiles, ceiling panels, screens, boards, binders."""

import cv2
import numpy as np

from embrace3k.simulator.worlds.noise import ramp
from embrace3k.simulator.worlds.surfaces import Floats
from embrace3k.simulator.worlds.textures.canvas import Canvas, Recipe

_Color = tuple[float, float, float]
_INK: tuple[_Color, ...] = ((30, 60, 140), (170, 40, 40), (40, 110, 60), (40, 40, 44))


def _carpet_tiles(canvas: Canvas) -> Floats:
    """Nearly white loops in squares of alternating pile: the tint is the colour that is seen."""
    half = canvas.size // 2
    turned = (canvas.columns // half + canvas.rows // half) % 2 == 0
    shade = np.where(turned, 0.93, 1.0) * (0.82 + 0.18 * canvas.speckle())
    shade[(canvas.columns % half < 1) | (canvas.rows % half < 1)] *= 0.85
    return np.asarray(shade[..., None] * np.array([226.0, 226.0, 226.0]), np.float64)


def _ceiling_panels(canvas: Canvas) -> Floats:
    """Four panels with pinholes in a metal grid."""
    half = canvas.size // 2
    image = ramp((228, 228, 226), (240, 240, 238), canvas.noise)
    image[canvas.speckle() > 0.985] *= 0.86
    image[(canvas.columns % half < 3) | (canvas.rows % half < 3)] = (196, 196, 196)
    return image


def _linoleum(canvas: Canvas) -> Floats:
    return ramp((176, 178, 176), (214, 216, 214), 0.35 * canvas.noise + 0.65 * canvas.speckle())


def _sheet(canvas: Canvas) -> Floats:
    """A screen with a page of text."""
    size, rng = canvas.size, canvas.rng
    image = np.full((size, size, 3), (60.0, 92.0, 150.0))
    cv2.rectangle(image, (0, 0), (size, int(0.07 * size)), (34, 40, 52), -1)
    cv2.rectangle(image, (int(0.08 * size), int(0.14 * size)), (int(0.92 * size), int(0.9 * size)), (246, 246, 246), -1)
    cv2.rectangle(image, (int(0.08 * size), int(0.82 * size)), (int(0.92 * size), int(0.9 * size)), (214, 220, 230), -1)
    for row in np.arange(0.2, 0.78, 0.055):
        end = 0.4 + 0.46 * rng.random()
        cv2.line(image, (int(0.14 * size), int(row * size)), (int(end * size), int(row * size)), (110, 114, 122), 4)
    return image


def _chart(canvas: Canvas) -> Floats:
    """A screen with a bar chart."""
    size, rng = canvas.size, canvas.rng
    image = np.full((size, size, 3), (244.0, 246.0, 248.0))
    cv2.rectangle(image, (0, int(0.9 * size)), (size, size), (38, 120, 110), -1)
    for number, left in enumerate(np.arange(0.12, 0.86, 0.11)):
        top = 0.25 + 0.5 * rng.random()
        color = ((52, 120, 190), (236, 150, 60), (70, 160, 110))[number % 3]
        cv2.rectangle(
            image, (int(left * size), int(0.14 * size)), (int((left + 0.07) * size), int(top * size)), color, -1
        )
    cv2.line(image, (int(0.08 * size), int(0.14 * size)), (int(0.94 * size), int(0.14 * size)), (60, 60, 66), 3)
    return image


def _code(canvas: Canvas) -> Floats:
    """A dark screen with lines of many colours."""
    size, rng = canvas.size, canvas.rng
    image = np.full((size, size, 3), (30.0, 33.0, 40.0))
    shades: tuple[_Color, ...] = ((120, 190, 240), (232, 180, 100), (150, 210, 130), (214, 214, 220))
    for row in range(int(0.1 * size), int(0.94 * size), 14):
        left = int((0.06 + 0.06 * rng.integers(4)) * size)
        for _ in range(int(rng.integers(1, 4))):
            right = left + int((0.08 + 0.14 * rng.random()) * size)
            cv2.line(image, (left, row), (right, row), shades[int(rng.integers(4))], 5)
            left = right + 8
    return image


def _whiteboard(canvas: Canvas) -> Floats:
    """Boxes with arrows, a curve and some handwriting."""
    size, rng = canvas.size, canvas.rng
    image = ramp((240, 242, 243), (250, 251, 251), canvas.noise)
    for number, (left, low) in enumerate(((0.08, 0.62), (0.34, 0.62), (0.08, 0.3))):
        first, second = (int(left * size), int(low * size)), (int((left + 0.17) * size), int((low + 0.2) * size))
        cv2.rectangle(image, first, second, _INK[number], 3, cv2.LINE_AA)
    cv2.arrowedLine(image, (int(0.25 * size), int(0.72 * size)), (int(0.34 * size), int(0.72 * size)), _INK[3], 3)
    cv2.arrowedLine(image, (int(0.16 * size), int(0.62 * size)), (int(0.16 * size), int(0.5 * size)), _INK[3], 3)
    across = np.linspace(0.36, 0.6, 30)
    curve = np.stack([across * size, (0.3 + 0.12 * np.sin(across * 26)) * size], 1).astype(np.int32)
    cv2.polylines(image, [curve], False, _INK[1], 3, cv2.LINE_AA)
    for row in np.arange(0.28, 0.86, 0.09):
        points = np.stack(
            [np.linspace(0.68, 0.78 + 0.14 * rng.random(), 24) * size, row * size + 5 * rng.normal(size=24)], 1
        )
        cv2.polylines(image, [points.astype(np.int32)], False, _INK[0], 2, cv2.LINE_AA)
    return image


def _notices(canvas: Canvas) -> Floats:
    """Cork with pinned sheets."""
    size, rng = canvas.size, canvas.rng
    image = ramp((168, 122, 78), (202, 158, 110), 0.4 * canvas.noise + 0.6 * canvas.speckle())
    sheets: tuple[_Color, ...] = ((248, 246, 240), (250, 232, 130), (170, 214, 236), (244, 176, 176), (190, 226, 170))
    for number, (left, low) in enumerate(
        ((0.06, 0.55), (0.36, 0.6), (0.68, 0.52), (0.1, 0.12), (0.42, 0.1), (0.7, 0.14))
    ):
        wide, high = 0.2 + 0.04 * rng.random(), 0.28 + 0.08 * rng.random()
        first, second = (int(left * size), int(low * size)), (int((left + wide) * size), int((low + high) * size))
        cv2.rectangle(image, first, second, sheets[number % 5], -1)
        cv2.circle(image, ((first[0] + second[0]) // 2, second[1] - 6), 4, (190, 40, 40), -1, cv2.LINE_AA)
        for row in range(first[1] + 10, second[1] - 16, 11):
            cv2.line(image, (first[0] + 7, row), (second[0] - 8, row), (120, 120, 124), 2)
    image[canvas.border(6)] = (120, 84, 52)
    return image


def _keys(canvas: Canvas) -> Floats:
    """Key caps in rows on black."""
    size = canvas.size
    image = np.full((size, size, 3), 26.0)
    wide, high = size // 16, size // 6
    caps = (canvas.columns % wide > 1) & (canvas.rows % high > 5) & ~canvas.border(5)
    image[caps] = (74.0, 76.0, 80.0)
    return image


def _binders(canvas: Canvas) -> Floats:
    """Spines of lever-arch files, each with a label and a finger hole."""
    size, rng = canvas.size, canvas.rng
    shades: tuple[_Color, ...] = (
        (52, 84, 150),
        (168, 48, 46),
        (60, 120, 78),
        (44, 46, 50),
        (210, 170, 60),
        (150, 152, 156),
    )
    image = np.full((size, size, 3), 34.0)
    width = size // 8
    for number in range(8):
        left = number * width
        image[: int(0.93 * size), left : left + width - 2] = shades[int(rng.integers(6))]
        image[: int(0.93 * size), left : left + 2] *= 0.6
        cv2.rectangle(image, (left + 6, int(0.5 * size)), (left + width - 8, int(0.82 * size)), (238, 236, 228), -1)
        cv2.circle(image, (left + width // 2, int(0.2 * size)), width // 5, (20, 20, 22), -1, cv2.LINE_AA)
    return image


def _slats(canvas: Canvas) -> Floats:
    """Acoustic panelling: upright wooden slats on dark felt."""
    width = canvas.size // 16
    image = ramp((150, 112, 74), (190, 150, 106), canvas.grain(1, 1).T)
    image[canvas.columns % width < width // 3] = (46, 42, 40)
    return image


RECIPES: dict[str, Recipe] = {
    "carpettiles": Recipe(_carpet_tiles, 256),
    "ceilingpanels": Recipe(_ceiling_panels, 256),
    "linoleum": Recipe(_linoleum, 256),
    "sheet": Recipe(_sheet, 256),
    "chart": Recipe(_chart, 256),
    "code": Recipe(_code, 256),
    "whiteboard": Recipe(_whiteboard, 512),
    "notices": Recipe(_notices, 256),
    "keys": Recipe(_keys, 128),
    "binders": Recipe(_binders, 256),
    "woodslats": Recipe(_slats, 256),
}
