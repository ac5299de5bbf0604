"""Walls, grounds, woods and cloth: what most worlds are made of."""

import cv2
import numpy as np

from embrace3k.simulator.worlds.noise import ramp, value_noise
from embrace3k.simulator.worlds.surfaces import Floats
from embrace3k.simulator.worlds.textures.canvas import Canvas, Recipe


def _plaster(canvas: Canvas) -> Floats:
    return ramp((222, 214, 200), (240, 235, 224), canvas.noise)


def _blue_plaster(canvas: Canvas) -> Floats:
    return ramp((168, 190, 196), (190, 208, 212), canvas.noise)


def _white(canvas: Canvas) -> Floats:
    return ramp((232, 232, 230), (246, 246, 244), canvas.noise)


def _wood_floor(canvas: Canvas) -> Floats:
    planks, size = 8, canvas.size
    row = canvas.rows * planks // size
    offset = (canvas.rng.random(planks) * size).astype(int)[row]
    board = ((canvas.columns + offset) % size) * 2 // size + 2 * row
    tone = canvas.rng.random(2 * planks)[board]
    streak = canvas.grain(3, 6)
    fine = canvas.speckle()[canvas.rows, canvas.columns // 24]
    image = ramp((124, 92, 62), (182, 142, 102), np.clip(0.5 * tone + 0.35 * streak + 0.2 * fine - 0.02, 0, 1))
    along = (canvas.rows * planks) % size < planks * 1.5
    across = (canvas.columns + offset) % (size // 2) < 2
    image[along | across] *= 0.62
    return image


def _wood(canvas: Canvas) -> Floats:
    return ramp((122, 88, 58), (168, 126, 86), canvas.grain(4, 5))


def _dark_wood(canvas: Canvas) -> Floats:
    return ramp((64, 40, 24), (104, 68, 40), canvas.grain(4, 5))


def _tiles(canvas: Canvas) -> Floats:
    image = ramp((178, 181, 182), (204, 206, 205), canvas.noise)
    image[(canvas.columns % 64 < 3) | (canvas.rows % 64 < 3)] = (128, 127, 124)
    return image


def _brick(canvas: Canvas) -> Floats:
    course = canvas.rows // 16
    offset = (course % 2) * 20
    tone = canvas.rng.random((64, 64))[course, ((canvas.columns + offset) // 40) % 64]
    share = np.clip(0.65 * tone + 0.35 * canvas.noise + 0.25 * (canvas.speckle() - 0.5), 0, 1)
    image = ramp((112, 62, 50), (168, 104, 84), share)
    image[(canvas.rows % 16 < 2) | ((canvas.columns + offset) % 40 < 2)] = (168, 162, 154)
    return image


def _grass(canvas: Canvas) -> Floats:
    speckle, patches = canvas.speckle(), value_noise(canvas.rng, canvas.size, 3)
    blades = value_noise(canvas.rng, canvas.size, 7)[
        (canvas.rows // 2) % canvas.size, (canvas.columns * 3) % canvas.size
    ]
    share = np.clip(0.35 * speckle + 0.3 * blades + 0.35 * canvas.noise, 0, 1)
    tint = (0.88 + 0.24 * patches[..., None]) * np.array([1.03, 1.0, 0.95])
    return np.asarray(ramp((54, 70, 34), (106, 120, 68), share) * tint, np.float64)


def _asphalt(canvas: Canvas) -> Floats:
    image = ramp((66, 66, 68), (112, 111, 110), 0.5 * canvas.speckle() ** 2 + 0.5 * canvas.noise)
    return np.asarray(image * (0.86 + 0.28 * value_noise(canvas.rng, canvas.size, 2))[..., None], np.float64)


def _concrete(canvas: Canvas) -> Floats:
    return ramp((126, 124, 118), (160, 158, 151), 0.7 * canvas.noise + 0.3 * canvas.speckle())


def _roof(canvas: Canvas) -> Floats:
    image = ramp((84, 58, 50), (124, 88, 74), 0.6 * canvas.noise + 0.4 * canvas.speckle())
    image[(canvas.rows % 24 < 4) | ((canvas.columns + (canvas.rows // 24 % 2) * 16) % 32 < 3)] *= 0.6
    return image


def _fabric(canvas: Canvas) -> Floats:
    weave = 0.5 + 0.25 * np.sin(canvas.columns * 0.8) * np.sin(canvas.rows * 0.8)
    return ramp((120, 120, 124), (236, 236, 240), weave + 0.25 * (canvas.noise - 0.5))


def _carpet(canvas: Canvas) -> Floats:
    image = ramp((128, 66, 58), (166, 96, 82), canvas.speckle())
    diamond = np.abs(canvas.columns % 128 - 64) + np.abs(canvas.rows % 128 - 64)
    image[(diamond > 28) & (diamond < 34)] = (196, 178, 146)
    image[diamond < 14] = ramp((60, 64, 84), (92, 96, 116), canvas.speckle())[diamond < 14]
    image[canvas.border(14)] = (70, 36, 40)
    return image


def _bark(canvas: Canvas) -> Floats:
    fresh = value_noise(canvas.rng, canvas.size)
    return ramp(
        (62, 44, 30), (110, 84, 60), fresh[(canvas.rows // 4) % canvas.size, (canvas.columns * 5) % canvas.size]
    )


def _garage_door(canvas: Canvas) -> Floats:
    image = ramp((214, 214, 212), (230, 230, 228), canvas.noise)
    image[canvas.rows % 64 < 5] *= 0.6
    return image


def _books(canvas: Canvas) -> Floats:
    size, rng = canvas.size, canvas.rng
    image = np.full((size, size, 3), 40.0)
    left = 0
    while left < size:
        width = int(rng.integers(8, 20))
        height = int(rng.integers(int(size * 0.6), int(size * 0.95)))
        image[:height, left : left + width] = rng.integers(50, 220, 3)
        image[:height, left : left + 1] *= 0.5
        image[height // 5 : height // 5 + 6, left : left + width] *= 1.25
        left += width
    return image


def _curtain(canvas: Canvas) -> Floats:
    turn = canvas.columns / canvas.size * 2 * np.pi
    folds = 0.5 + 0.5 * np.sin(turn * 7 + 1.2 * np.sin(turn * 3))
    shade = (0.96 + 0.08 * canvas.speckle())[..., None]
    return np.asarray(ramp((150, 142, 130), (228, 222, 210), folds) * shade, np.float64)


def _steel(canvas: Canvas) -> Floats:
    brushed = canvas.grain(8, 4)
    return ramp((176, 178, 182), (214, 216, 219), 0.6 * brushed + 0.4 * canvas.columns / canvas.size)


def _painting(canvas: Canvas) -> Floats:
    """Hills behind one another under a pale sky."""
    height, turn = canvas.rows / canvas.size, canvas.columns / canvas.size
    image = ramp((206, 186, 150), (112, 140, 176), np.clip((height - 0.45) * 2.2, 0, 1))
    ranges = ((0.62, (120, 134, 150)), (0.5, (92, 112, 96)), (0.34, (74, 90, 58)), (0.18, (140, 124, 70)))
    for number, (level, color) in enumerate(ranges):
        bumps = value_noise(canvas.rng, canvas.size, 5)[40 + number][None, :] - 0.5
        ridge = level + 0.09 * np.sin(turn * (5 + 3 * number) + number * 2) + 0.10 * bumps
        shaded = np.array(color) * (0.85 + 0.3 * canvas.noise[..., None])
        image = np.where((height < ridge)[..., None], shaded, image)
    image[canvas.border(14)] = (60, 40, 22)
    return image


def _foliage(canvas: Canvas) -> Floats:
    """Leaves scattered over a clear ground."""
    size, rng = canvas.size, canvas.rng
    image = np.zeros((size, size, 4), np.uint8)
    for _ in range(330):
        radius, angle = size * 0.43 * np.sqrt(rng.random()), rng.random() * 2 * np.pi
        middle = (int(size / 2 + radius * np.cos(angle)), int(size / 2 + radius * np.sin(angle)))
        share = rng.random()
        color = np.array([52, 72, 30]) * (1 - share) + np.array([118, 138, 72]) * share
        axes = (int(5 + 6 * rng.random()), int(2 + 3 * rng.random()))
        fill = (int(color[0]), int(color[1]), int(color[2]), 255)
        cv2.ellipse(image, middle, axes, rng.random() * 360, 0, 360, fill, -1)
    image[image[..., 3] == 0, :3] = (76, 94, 44)
    return image.astype(np.float64)


RECIPES: dict[str, Recipe] = {
    "plaster": Recipe(_plaster, 256, even=True),
    "plaster2": Recipe(_blue_plaster, 256, even=True),
    "white": Recipe(_white, 256, even=True),
    "woodfloor": Recipe(_wood_floor, 512),
    "wood": Recipe(_wood, 256),
    "darkwood": Recipe(_dark_wood, 256),
    "tiles": Recipe(_tiles, 256),
    "brick": Recipe(_brick, 256),
    "grass": Recipe(_grass, 512),
    "asphalt": Recipe(_asphalt, 512),
    "concrete": Recipe(_concrete, 256),
    "roof": Recipe(_roof, 256),
    "fabric": Recipe(_fabric, 256),
    "carpet": Recipe(_carpet, 256),
    "bark": Recipe(_bark, 256),
    "garagedoor": Recipe(_garage_door, 256),
    "books": Recipe(_books, 256),
    "curtain": Recipe(_curtain, 256),
    "steel": Recipe(_steel, 256),
    "painting": Recipe(_painting, 256),
    "foliage": Recipe(_foliage, 256, cut_out=True),
}
