"""Floors, wall coverings, cloth and pictures of dwellings, and the town that is seen from their windows."""

import cv2
import numpy as np

from embrace3k.simulator.worlds.noise import ramp
from embrace3k.simulator.worlds.surfaces import Floats
from embrace3k.simulator.worlds.textures.canvas import Canvas, Recipe

_Color = tuple[float, float, float]


def _painted_wood(canvas: Canvas) -> Floats:
    """Nearly white: the tint is the colour that is seen."""
    return ramp((206, 206, 204), (240, 240, 238), canvas.grain(4, 5))


def _oak_floor(canvas: Canvas) -> Floats:
    planks, size = 6, canvas.size
    row = canvas.rows * planks // size
    offset = (canvas.rng.random(planks) * size).astype(int)[row]
    board = ((canvas.columns + offset) % size) * 2 // size + 2 * row
    tone = canvas.rng.random(2 * planks)[board]
    image = ramp((178, 150, 116), (214, 190, 156), np.clip(0.45 * tone + 0.5 * canvas.grain(4, 5), 0, 1))
    along = (canvas.rows * planks) % size < planks * 1.2
    across = (canvas.columns + offset) % (size // 2) < 1
    image[along | across] *= 0.75
    return image


def _herringbone(canvas: Canvas) -> Floats:
    """Staves five times as long as wide, laid at right angles to each other."""
    cell = canvas.size // 20
    column, row = canvas.columns // cell, canvas.rows // cell
    step = (column + row) % 10
    lying = step < 5
    stave = np.where(lying, row * 41 + (column - step) * 7, column * 53 + (row - step) * 11)
    tone = canvas.rng.random(997)[stave % 997]
    grain = np.where(lying, canvas.grain(3, 4), canvas.grain(3, 4).T)
    image = ramp((138, 96, 60), (192, 146, 100), np.clip(0.6 * tone + 0.4 * grain, 0, 1))
    beside = np.where(lying, canvas.rows % cell, canvas.columns % cell) < 1
    ends = (canvas.columns % cell < 1) & (step == 0) | (canvas.rows % cell < 1) & (step == 5)
    image[beside | ends] *= 0.68
    return image


def _chequered(canvas: Canvas) -> Floats:
    half = canvas.size // 2
    dark = (canvas.columns // half + canvas.rows // half) % 2 == 0
    image = np.where(
        dark[..., None],
        ramp((70, 72, 76), (92, 94, 98), canvas.noise),
        ramp((206, 204, 198), (226, 224, 218), canvas.noise),
    )
    image[(canvas.columns % half < 2) | (canvas.rows % half < 2)] = (150, 148, 144)
    return np.asarray(image, np.float64)


def _wall_tiles(canvas: Canvas) -> Floats:
    """Glazed tiles, laid like bricks."""
    height, width = canvas.size // 16, canvas.size // 8
    course = canvas.rows // height
    across = canvas.columns + (course % 2) * width // 2
    tone = canvas.rng.random((16, 8))[course, (across // width) % 8]
    image = ramp((214, 218, 218), (238, 240, 240), 0.6 * tone + 0.4 * canvas.noise)
    image[(canvas.rows % height < 1) | (across % width < 1)] = (170, 170, 166)
    return image


def _stripes(canvas: Canvas) -> Floats:
    """Wallpaper: broad pale stripes."""
    wide = np.sin(canvas.columns / canvas.size * 2 * np.pi * 4) > 0
    image = np.where(wide[..., None], (236.0, 234.0, 228.0), (206.0, 204.0, 198.0))
    return np.asarray(image * (0.98 + 0.04 * canvas.noise[..., None]), np.float64)


def _blossoms(canvas: Canvas) -> Floats:
    """Wallpaper: small flowers in diagonal rows."""
    image = np.full((canvas.size, canvas.size, 3), 234.0)
    cell = canvas.size // 4
    for row in range(4):
        for column in range(4):
            middle = (column * cell + cell // 2, row * cell + (cell // 4 if column % 2 else 3 * cell // 4))
            for turn in np.arange(5) * 2 * np.pi / 5:
                petal = (int(middle[0] + 8 * np.cos(turn)), int(middle[1] + 8 * np.sin(turn)))
                cv2.circle(image, petal, 5, (176, 160, 168), -1, cv2.LINE_AA)
            cv2.circle(image, middle, 4, (222, 196, 128), -1, cv2.LINE_AA)
    return image


def _striped_rug(canvas: Canvas) -> Floats:
    shades: tuple[_Color, ...] = ((228, 222, 208), (92, 112, 132), (228, 222, 208), (190, 140, 84), (62, 78, 98))
    stripe = np.array(shades)[(canvas.rows * 15 // canvas.size) % 5]
    image = stripe * (0.86 + 0.2 * canvas.speckle()[..., None])
    image[(canvas.columns < 6) | (canvas.columns > canvas.size - 7)] = (232, 226, 212)
    return np.asarray(image, np.float64)


def _plain_rug(canvas: Canvas) -> Floats:
    """Nearly white wool with a darker border: the tint is the colour that is seen."""
    image = ramp((196, 196, 196), (236, 236, 236), 0.7 * canvas.speckle() + 0.3 * canvas.noise)
    inner = canvas.border(22) & ~canvas.border(14)
    image[inner] *= 0.62
    return image


def _quilt(canvas: Canvas) -> Floats:
    """Patchwork in pale shades of the tint, with seams."""
    cell = canvas.size // 8
    tone = canvas.rng.random((8, 8))[canvas.rows // cell, canvas.columns // cell]
    image = ramp((150, 150, 156), (250, 250, 250), tone) * (0.96 + 0.06 * canvas.speckle()[..., None])
    image[(canvas.rows % cell < 2) | (canvas.columns % cell < 2)] *= 0.8
    return np.asarray(image, np.float64)


def _drapery(canvas: Canvas) -> Floats:
    """Folds in nearly white cloth: the tint is the colour that is seen."""
    turn = canvas.columns / canvas.size * 2 * np.pi
    folds = 0.5 + 0.5 * np.sin(turn * 6 + 1.1 * np.sin(turn * 2))
    return ramp((168, 168, 168), (242, 242, 242), folds)


def _abstract(canvas: Canvas) -> Floats:
    image = np.full((canvas.size, canvas.size, 3), (232.0, 224.0, 206.0))
    size = canvas.size
    shapes: tuple[tuple[float, float, float, _Color], ...] = (
        (0.34, 0.38, 0.24, (196, 82, 58)),
        (0.66, 0.6, 0.2, (44, 92, 120)),
        (0.56, 0.28, 0.13, (226, 168, 58)),
        (0.28, 0.72, 0.11, (48, 58, 66)),
    )
    for across, up, radius, color in shapes:
        cv2.circle(image, (int(across * size), int(up * size)), int(radius * size), color, -1, cv2.LINE_AA)
    cv2.line(
        image, (int(0.1 * size), int(0.16 * size)), (int(0.9 * size), int(0.84 * size)), (40, 40, 44), 5, cv2.LINE_AA
    )
    return image


def _seascape(canvas: Canvas) -> Floats:
    """A sailing boat under an evening sky."""
    up = canvas.rows / canvas.size
    image = ramp((246, 186, 120), (96, 140, 190), np.clip((up - 0.38) * 1.9, 0, 1))
    waves = ramp((34, 78, 112), (86, 140, 168), 0.6 * canvas.grain(1, 6) + 0.4 * up)
    image = np.where((up < 0.38)[..., None], waves, image)
    size = canvas.size
    sail = np.array([(0.5, 0.28), (0.5, 0.8), (0.74, 0.3)]) * size
    jib = np.array([(0.47, 0.3), (0.47, 0.7), (0.3, 0.3)]) * size
    hull = np.array([(0.28, 0.26), (0.76, 0.26), (0.68, 0.17), (0.36, 0.17)]) * size
    for outline, color in ((sail, (250, 248, 240)), (jib, (222, 84, 60)), (hull, (112, 58, 40))):
        cv2.fillPoly(image, [outline.astype(np.int32)], color, cv2.LINE_AA)
    return np.asarray(image, np.float64)


def _flowers(canvas: Canvas) -> Floats:
    """A bunch of tulips on a pale ground."""
    image = ramp((214, 222, 214), (236, 240, 230), canvas.noise)
    size = canvas.size
    vase = np.array([(0.38, 0.08), (0.62, 0.08), (0.57, 0.38), (0.43, 0.38)]) * size
    cv2.fillPoly(image, [vase.astype(np.int32)], (70, 112, 158), cv2.LINE_AA)
    blooms = (((0.25, 0.72), (214, 60, 66)), ((0.42, 0.84), (238, 178, 60)), ((0.6, 0.8), (206, 84, 140)))
    for (across, up), color in (*blooms, ((0.76, 0.68), (232, 120, 60))):
        tip = (int(across * size), int(up * size))
        cv2.line(image, (size // 2, int(0.38 * size)), tip, (70, 120, 60), 5, cv2.LINE_AA)
        cv2.ellipse(image, tip, (int(0.07 * size), int(0.1 * size)), 0, 0, 360, color, -1, cv2.LINE_AA)
    return image


def _silvered(canvas: Canvas) -> Floats:
    """A mirror as it is drawn: pale, with bright slanting bands."""
    along = (canvas.columns + 0.7 * canvas.rows) / canvas.size
    bands = np.exp(-(((along - 0.55) / 0.09) ** 2)) + 0.7 * np.exp(-(((along - 0.82) / 0.035) ** 2))
    image = ramp((116, 132, 140), (166, 182, 190), np.clip(canvas.rows / canvas.size, 0, 1))
    return np.asarray(image + 62 * bands[..., None], np.float64)


def _facade(canvas: Canvas) -> Floats:
    """One storey of a town house, a window wide; 3 m by 3 m."""
    image = ramp((196, 192, 184), (222, 218, 210), 0.7 * canvas.noise + 0.3 * canvas.speckle())
    size = canvas.size
    image[: size // 40] *= 0.82
    left, right, low, high = (int(share * size) for share in (0.31, 0.69, 0.28, 0.8))
    image[low - 10 : high + 8, left - 8 : right + 8] = (238, 236, 230)
    image[low - 12 : low - 4, left - 14 : right + 14] = (170, 166, 160)
    pane = ramp((70, 84, 98), (128, 144, 158), np.clip(canvas.rows / size * 1.1 + 0.3 * canvas.noise - 0.2, 0, 1))
    image[low:high, left:right] = pane[low:high, left:right]
    middle = (left + right) // 2
    image[low:high, middle - 3 : middle + 3] = (238, 236, 230)
    image[int(0.62 * size) : int(0.62 * size) + 5, left:right] = (238, 236, 230)
    return image


def _street(canvas: Canvas) -> Floats:
    """Roofs, gravel and asphalt, from far above."""
    return ramp((118, 118, 116), (150, 149, 146), 0.6 * canvas.noise + 0.4 * canvas.speckle())


RECIPES: dict[str, Recipe] = {
    "paintedwood": Recipe(_painted_wood, 256),
    "oakfloor": Recipe(_oak_floor, 512),
    "herringbone": Recipe(_herringbone, 512),
    "chequered": Recipe(_chequered, 256),
    "walltiles": Recipe(_wall_tiles, 256),
    "stripes": Recipe(_stripes, 256),
    "blossoms": Recipe(_blossoms, 256),
    "stripedrug": Recipe(_striped_rug, 256),
    "plainrug": Recipe(_plain_rug, 256),
    "quilt": Recipe(_quilt, 256),
    "drapery": Recipe(_drapery, 128),
    "abstract": Recipe(_abstract, 256),
    "seascape": Recipe(_seascape, 256),
    "flowers": Recipe(_flowers, 256),
    "silvered": Recipe(_silvered, 256),
    "townfacade": Recipe(_facade, 256),
    "cityground": Recipe(_street, 256),
}
