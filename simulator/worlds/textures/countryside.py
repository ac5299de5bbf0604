"""Grounds, leaves, flowers, straw and weathered timber: what parks and farms are made of."""

from functools import partial

import cv2
import numpy as np

from embrace3k.simulator.worlds.noise import Bytes, Color8, ramp, value_noise
from embrace3k.simulator.worlds.surfaces import Floats
from embrace3k.simulator.worlds.textures.canvas import Canvas, Recipe

_TRUE_ALPHA = 255


def _lawn(canvas: Canvas) -> Floats:
    """Mown grass: fine, with clover and a few dry blades."""
    blades = value_noise(canvas.rng, canvas.size, 7)[
        (canvas.rows * 2) % canvas.size, (canvas.columns * 5) % canvas.size
    ]
    share = np.clip(0.45 * canvas.speckle() + 0.3 * blades + 0.25 * canvas.noise, 0, 1)
    image = ramp((60, 76, 35), (113, 129, 67), share)
    clover = np.clip(value_noise(canvas.rng, canvas.size, 5) * 4.0 - 2.0, 0, 1)[..., None]
    image *= 1 - clover * (0.16, 0.06, 0.12)
    dry = canvas.speckle() > 0.985
    image[dry] = (134, 134, 82)
    return image


def _meadow(canvas: Canvas) -> Floats:
    """Long grass in tufts."""
    long = canvas.grain(2, 3)
    tufts = value_noise(canvas.rng, canvas.size, 5)
    image = ramp((52, 66, 28), (138, 140, 74), np.clip(0.4 * long + 0.3 * canvas.speckle() + 0.4 * tufts - 0.05, 0, 1))
    shaded = np.clip(2.4 - 5.0 * value_noise(canvas.rng, canvas.size, 6), 0, 1)[..., None]
    return np.asarray(image * (1 - 0.22 * shaded), np.float64)


def _gravel(canvas: Canvas) -> Floats:
    image = ramp((150, 136, 112), (186, 172, 146), canvas.noise)
    _scatter_pebbles(canvas, image, 2600, (1, 4), ((112, 100, 84), (214, 204, 184)))
    return image * (0.94 + 0.12 * canvas.speckle()[..., None])


def _earth(canvas: Canvas) -> Floats:
    image = ramp((92, 72, 52), (146, 120, 90), 0.65 * canvas.noise + 0.35 * canvas.speckle())
    _scatter_pebbles(canvas, image, 420, (1, 4), ((82, 70, 58), (170, 156, 134)))
    return image


def _sand(canvas: Canvas) -> Floats:
    dents = value_noise(canvas.rng, canvas.size, 5)
    return ramp((196, 170, 118), (232, 210, 160), np.clip(0.6 * dents + 0.4 * canvas.speckle(), 0, 1))


def _soil(canvas: Canvas) -> Floats:
    """Dug earth in rows, one row a texture high."""
    wave = 0.5 + 0.5 * np.sin(canvas.rows / canvas.size * 2 * np.pi)
    crumbs = 0.5 * canvas.speckle() + 0.5 * canvas.noise
    return ramp((48, 34, 24), (112, 84, 60), np.clip(0.55 * wave + 0.5 * crumbs - 0.05, 0, 1))


def _water(canvas: Canvas) -> Floats:
    ripples = value_noise(canvas.rng, canvas.size, 5)[(canvas.rows * 2) % canvas.size, canvas.columns]
    fine = value_noise(canvas.rng, canvas.size, 7)[(canvas.rows * 4) % canvas.size, canvas.columns]
    image = ramp((44, 68, 74), (98, 130, 140), ripples)
    return np.asarray(image + 60 * np.clip(fine - 0.62, 0, 1)[..., None], np.float64)


def _cobbles(canvas: Canvas) -> Floats:
    """Rounded stones in staggered rows with sandy joints."""
    rows, count = 16, 16
    cell = canvas.size // rows
    row = canvas.rows // cell
    across = (canvas.columns + (row % 2) * (cell // 2)) % canvas.size
    dx, dy = (across % cell) / cell - 0.5, (canvas.rows % cell) / cell - 0.5
    tone = canvas.rng.random((rows, count))[row, across // cell]
    dome = np.clip(1.15 - 3.4 * (dx**2 + dy**2) ** 1.0 - 1.5 * (np.abs(dx) ** 4 + np.abs(dy) ** 4), 0, 1)
    image = ramp((86, 84, 80), (158, 152, 142), np.clip(0.6 * tone + 0.3 * canvas.noise + 0.1, 0, 1))
    image *= (0.55 + 0.45 * dome)[..., None]
    image[(np.abs(dx) > 0.45) | (np.abs(dy) > 0.45)] = (104, 94, 78)
    return image


def _rubble(canvas: Canvas) -> Floats:
    """A wall of natural stones: the cells about scattered points, joints where two are as near."""
    size = canvas.size
    nearest, second, number = _cells_about(canvas, 46)
    tone = canvas.rng.random(46)[number]
    image = ramp((112, 106, 98), (182, 172, 156), np.clip(0.7 * tone + 0.4 * canvas.noise - 0.05, 0, 1))
    image *= (0.86 + 0.2 * canvas.speckle())[..., None]
    joint = second - nearest < size * 0.018
    image[joint] = (138, 130, 118)
    return image


def _boards(canvas: Canvas) -> Floats:
    """Upright planks, pale grey, to be tinted: red barns, green kiosks."""
    planks, size = 8, canvas.size
    number = canvas.columns * planks // size
    grain = canvas.grain(1, 1)[canvas.columns * 6 % size, canvas.rows // 5 % size]
    tone = canvas.rng.random(planks)[number]
    image = ramp((168, 164, 158), (232, 230, 226), np.clip(0.45 * tone + 0.55 * grain, 0, 1))
    image[(canvas.columns * planks) % size < planks * 2.2] *= 0.45
    return image


def _tin(canvas: Canvas) -> Floats:
    """Corrugated sheet, waves along the columns."""
    wave = 0.5 + 0.5 * np.sin(canvas.columns / canvas.size * 16 * 2 * np.pi)
    image = ramp((120, 122, 122), (206, 208, 208), np.clip(0.8 * wave + 0.2 * canvas.noise, 0, 1))
    rust = value_noise(canvas.rng, canvas.size, 4) > 0.68
    image[rust] = image[rust] * (0.9, 0.72, 0.58)
    return image


def _hay(canvas: Canvas) -> Floats:
    image = np.full((canvas.size, canvas.size, 3), (150, 120, 56), np.uint8)
    for _ in range(2600):
        _stalk(canvas, image, ((118, 90, 36), (226, 198, 112)), 34)
    return image.astype(np.float64)


def _hide(canvas: Canvas, patches: Color8) -> Floats:
    """A cow's: large patches on cream."""
    hair = 0.93 + 0.07 * canvas.speckle()[..., None]
    spotted = value_noise(canvas.rng, canvas.size, 2) > 0.5
    return np.asarray(np.where(spotted[..., None], patches, (240, 234, 222)) * hair, np.float64)


def _hedge(canvas: Canvas) -> Floats:
    """Clipped leaves, so close that nothing is seen between them."""
    image = np.full((canvas.size, canvas.size, 3), (26, 36, 18), np.uint8)
    for _ in range(1500):
        middle = canvas.rng.integers(0, canvas.size, 2)
        share = canvas.rng.random()
        color = np.array((38, 56, 24)) * (1 - share) + np.array((102, 128, 62)) * share
        axes, turn = (int(4 + 4 * canvas.rng.random()), int(2 + 2 * canvas.rng.random())), canvas.rng.random() * 360
        for shift in np.array([(0, 0), (1, 0), (0, 1), (1, 1), (-1, 0), (0, -1)]) * canvas.size:
            cv2.ellipse(image, _pixel(middle + shift), axes, turn, 0, 360, _rgb(color), -1)
    return image.astype(np.float64)


def _birch_bark(canvas: Canvas) -> Floats:
    image = ramp((202, 200, 192), (238, 236, 230), canvas.noise)
    for _ in range(70):
        row, column = canvas.rng.integers(0, canvas.size, 2)
        axes = (int(5 + 22 * canvas.rng.random()), int(1 + 3 * canvas.rng.random()))
        cv2.ellipse(image, (int(column), int(row)), axes, 0, 0, 360, (52, 48, 44), -1)
    return image


def _broad_leaves(canvas: Canvas) -> Floats:
    return _leafy(canvas, 260, (11, 6), (44, 70, 24), (124, 150, 66))


def _birch_leaves(canvas: Canvas) -> Floats:
    return _leafy(canvas, 380, (7, 5), (78, 100, 34), (164, 178, 88))


def _autumn_leaves(canvas: Canvas) -> Floats:
    """Pale gold, to be tinted: yellow, orange, red."""
    return _leafy(canvas, 270, (11, 6), (172, 142, 84), (246, 214, 148))


def _needles(canvas: Canvas) -> Floats:
    """A fir's bough, its stem along the columns: v = 0 and 1 are its sides, u = 1 its tip."""
    size = canvas.size
    image = np.zeros((size, size, 4), np.uint8)
    for _ in range(900):
        along = canvas.rng.random()
        half = 0.46 * (1 - along) ** 0.8 + 0.03
        side = canvas.rng.choice((-1.0, 1.0))
        foot = np.array((along * size, size / 2 + side * size * half * canvas.rng.random() * 0.7))
        tip = foot + size * 0.09 * np.array((0.7 + 0.3 * canvas.rng.random(), side * canvas.rng.random()))
        share = canvas.rng.random()
        color = np.array((22, 44, 26)) * (1 - share) + np.array((78, 108, 62)) * share
        cv2.line(image, _pixel(foot), _pixel(tip), (*_rgb(color), _TRUE_ALPHA), 3)
    return _on_ground(image, (40, 64, 36))


def _blades(canvas: Canvas) -> Floats:
    """Upright grass: v = 0 is the ground."""
    return _upright(canvas, 150, (0.25, 0.95), 3, ((58, 78, 30), (146, 154, 78)))


def _reed_stalks(canvas: Canvas) -> Floats:
    """Reeds with brown cattails."""
    image = _upright(canvas, 46, (0.55, 0.98), 4, ((74, 92, 40), (150, 156, 84))).astype(np.uint8)
    for _ in range(7):
        column, top = (int(canvas.size * (low + 0.76 * canvas.rng.random())) for low in (0.12, 0.2))
        top = max(top, canvas.size // 2)
        cv2.line(image, (column, 0), (column, top), (112, 122, 62, _TRUE_ALPHA), 3)
        cv2.ellipse(image, (column, top - 20), (6, 22), 0, 0, 360, (92, 58, 34, _TRUE_ALPHA), -1)
    return image.astype(np.float64)


def _petals(canvas: Canvas) -> Floats:
    """Near-white flower heads, to be tinted."""
    image = np.zeros((canvas.size, canvas.size, 4), np.uint8)
    for _ in range(30):
        middle = canvas.size * (0.09 + 0.82 * canvas.rng.random(2))
        for petal in range(6):
            angle = petal * np.pi / 3 + canvas.rng.random()
            at = middle + 9 * np.array((np.cos(angle), np.sin(angle)))
            cv2.circle(image, _pixel(at), 8, (*_rgb(np.full(3, 226.0 + 28 * canvas.rng.random())), _TRUE_ALPHA), -1)
        cv2.circle(image, _pixel(middle), 5, (236, 196, 92, _TRUE_ALPHA), -1)
    return _on_ground(image, (220, 215, 205))


def _daisies(canvas: Canvas) -> Floats:
    """Flowers of a lawn seen from above, on nothing."""
    image = np.zeros((canvas.size, canvas.size, 4), np.uint8)
    for number in range(70):
        middle = _pixel(canvas.size * (0.5 + 0.46 * _in_disc(canvas)))
        outer = (250, 250, 246) if number % 4 else (250, 214, 60)
        cv2.circle(image, middle, 5, (*outer, _TRUE_ALPHA), -1)
        cv2.circle(image, middle, 2, (236, 190, 50, _TRUE_ALPHA), -1)
    return _on_ground(image, (225, 220, 190))


def _leaf_litter(canvas: Canvas) -> Floats:
    """Fallen leaves, thinning out to the edges."""
    image = np.zeros((canvas.size, canvas.size, 4), np.uint8)
    colors = np.array(((196, 138, 44), (176, 92, 36), (148, 62, 34), (206, 170, 72), (122, 84, 46)), np.float64)
    for _ in range(230):
        middle = _pixel(canvas.size * (0.5 + 0.47 * _in_disc(canvas, 0.9)))
        axes = (int(5 + 4 * canvas.rng.random()), int(3 + 2 * canvas.rng.random()))
        color = colors[int(canvas.rng.integers(len(colors)))] * (0.8 + 0.35 * canvas.rng.random())
        cv2.ellipse(image, middle, axes, canvas.rng.random() * 360, 0, 360, (*_rgb(color), _TRUE_ALPHA), -1)
    return _on_ground(image, (165, 105, 45))


def _straw(canvas: Canvas) -> Floats:
    """Stalks strewn about, thinning out to the edges."""
    image = np.zeros((canvas.size, canvas.size, 4), np.uint8)
    for _ in range(520):
        middle = canvas.size * (0.5 + 0.42 * _in_disc(canvas, 0.9))
        angle, share = canvas.rng.random() * np.pi, canvas.rng.random()
        half = (6 + 10 * canvas.rng.random()) * np.array((np.cos(angle), np.sin(angle)))
        color = np.array((150, 118, 52)) * (1 - share) + np.array((228, 202, 122)) * share
        cv2.line(image, _pixel(middle - half), _pixel(middle + half), (*_rgb(color), _TRUE_ALPHA), 2)
    return _on_ground(image, (190, 160, 85))


def _bare_patch(canvas: Canvas) -> Floats:
    """Trodden earth that frays into the grass around it."""
    image = np.concatenate([_earth(canvas), np.zeros((canvas.size, canvas.size, 1))], 2)
    away = np.hypot(canvas.rows / canvas.size - 0.5, canvas.columns / canvas.size - 0.5) * 2
    ragged = away + 0.75 * (canvas.noise - 0.5) + 0.35 * (canvas.speckle() - 0.5)
    image[..., 3] = np.where(ragged < 0.62, 255, 0)
    return image


def _rut(canvas: Canvas) -> Floats:
    """What a tractor's wheel leaves in damp earth, rolling along the rows: lugs aslant on both sides of the middle."""
    image = np.concatenate([_earth(canvas) * 0.72, np.zeros((canvas.size, canvas.size, 1))], 2)
    aside = np.abs(canvas.columns / canvas.size - 0.5) * 2
    lug = (canvas.rows / canvas.size * 4 + 1.1 * aside) % 1.0 < 0.42
    image[lug, :3] *= 0.66
    ragged = aside + 0.5 * (canvas.noise - 0.5) + 0.35 * (canvas.speckle() - 0.5)
    image[..., 3] = np.where(ragged < np.where(lug, 0.86, 0.7), 255, 0)
    return image


def _leafy(canvas: Canvas, count: int, leaf: tuple[int, int], dark: Color8, bright: Color8) -> Floats:
    """Pointed leaves over a clear ground, in bunches; upper ones brighter."""
    size, rng = canvas.size, canvas.rng
    image = np.zeros((size, size, 4), np.uint8)
    turns = np.arange(9) * 2.4 + rng.random()
    bunches = 0.5 + 0.36 * np.sqrt((np.arange(9) + 0.3) / 9)[:, None] * np.stack([np.cos(turns), np.sin(turns)], 1)
    for number in range(count):
        middle = size * (bunches[number % 9] + 0.14 * _in_disc(canvas))
        share = np.clip(0.65 * number / count + 0.5 * rng.random() - 0.05, 0, 1)
        color = np.array(dark) * (1 - share) + np.array(bright) * share
        along, angle = leaf[0] * (0.75 + 0.5 * rng.random()), rng.random() * 2 * np.pi
        forward, across = np.array((np.cos(angle), np.sin(angle))), np.array((-np.sin(angle), np.cos(angle)))
        wide = leaf[1] * (0.75 + 0.4 * rng.random())
        outline = [middle - along * forward, middle + wide * across, middle + along * forward, middle - wide * across]
        cv2.fillConvexPoly(image, np.rint(outline).astype(np.int32), (*_rgb(color), _TRUE_ALPHA))
    mean = (np.array(dark) + np.array(bright)) / 2
    return _on_ground(image, (mean[0], mean[1], mean[2]))


def _upright(
    canvas: Canvas, count: int, reach: tuple[float, float], width: int, colors: tuple[Color8, Color8]
) -> Floats:
    size, rng = canvas.size, canvas.rng
    image = np.zeros((size, size, 4), np.uint8)
    for _ in range(count):
        foot, height = 0.06 + 0.88 * rng.random(), rng.uniform(*reach)
        lean = (rng.random() - 0.5) * 0.22
        share = rng.random()
        color = np.array(colors[0]) * (1 - share) + np.array(colors[1]) * share
        stem = np.array([(foot, 0.0), (foot + 0.35 * lean, 0.55 * height), (np.clip(foot + lean, 0.02, 0.98), height)])
        half = np.array([(width / size, 0), (0.7 * width / size, 0)])
        outline = [stem[0] - half[0], stem[1] - half[1], stem[2], stem[1] + half[1], stem[0] + half[0]]
        points = np.rint(np.array(outline) * size).astype(np.int32)
        cv2.fillPoly(image, [points], (*_rgb(color), _TRUE_ALPHA))
    mean = (np.array(colors[0]) + np.array(colors[1])) / 2
    return _on_ground(image, (mean[0], mean[1], mean[2]))


def _scatter_pebbles(
    canvas: Canvas, image: Floats, count: int, radius: tuple[int, int], colors: tuple[Color8, Color8]
) -> None:
    """Drawn again across the seam where they overlap it."""
    for _ in range(count):
        middle, share = canvas.rng.integers(0, canvas.size, 2), canvas.rng.random()
        color = np.array(colors[0]) * (1 - share) + np.array(colors[1]) * share
        axes = (int(canvas.rng.integers(*radius)) + 1, int(canvas.rng.integers(*radius)))
        for shift in ((0, 0), (canvas.size, 0), (-canvas.size, 0), (0, canvas.size), (0, -canvas.size)):
            cv2.ellipse(image, _pixel(middle + np.array(shift)), axes, share * 700, 0, 360, color.tolist(), -1)


def _stalk(canvas: Canvas, image: Bytes, colors: tuple[Color8, Color8], reach: int) -> None:
    foot, share = canvas.rng.integers(0, canvas.size, 2), canvas.rng.random()
    angle = (canvas.rng.random() - 0.5) * 1.4
    tip = foot + reach * np.array((np.cos(angle), np.sin(angle)))
    color = np.array(colors[0]) * (1 - share) + np.array(colors[1]) * share
    for shift in np.array([(0, 0), (-1, 0), (0, 1), (0, -1)]) * canvas.size:
        cv2.line(image, _pixel(foot + shift), _pixel(tip + shift), _rgb(color), 2)


def _cells_about(canvas: Canvas, count: int) -> tuple[Floats, Floats, np.ndarray[tuple[int, ...], np.dtype[np.int64]]]:
    """Distances to the nearest and second-nearest of scattered points, across the seams, and the nearest's number."""
    size = canvas.size
    points = canvas.rng.random((count, 2)) * size
    away = np.abs(canvas.rows[..., None] - points[:, 0]), np.abs(canvas.columns[..., None] - points[:, 1])
    distances = np.hypot(1.5 * np.minimum(away[0], size - away[0]), np.minimum(away[1], size - away[1]))
    two = np.partition(distances, 1, axis=2)
    return two[..., 0], two[..., 1], distances.argmin(2)


def _in_disc(canvas: Canvas, power: float = 0.5) -> Floats:
    """A random point of the unit disc; a higher power draws it to the middle."""
    radius, angle = canvas.rng.random() ** power, canvas.rng.random() * 2 * np.pi
    return np.asarray(radius * np.array((np.cos(angle), np.sin(angle))), np.float64)


def _on_ground(image: Bytes, color: Color8) -> Floats:
    """Gives clear pixels a colour that blends in when the picture is made smaller."""
    image[image[..., 3] == 0, :3] = color
    return image.astype(np.float64)


def _pixel(point: Floats) -> tuple[int, int]:
    return round(float(point[0])), round(float(point[1]))


def _rgb(color: Floats) -> tuple[int, int, int]:
    red, green, blue = (min(255, int(channel)) for channel in color)
    return red, green, blue


RECIPES: dict[str, Recipe] = {
    "lawn": Recipe(_lawn, 512),
    "meadow": Recipe(_meadow, 512),
    "gravel": Recipe(_gravel, 512),
    "earth": Recipe(_earth, 512),
    "sand": Recipe(_sand, 256),
    "soil": Recipe(_soil, 256),
    "water": Recipe(_water, 256),
    "cobbles": Recipe(_cobbles, 256),
    "rubble": Recipe(_rubble, 256),
    "boards": Recipe(_boards, 256),
    "tin": Recipe(_tin, 256),
    "hay": Recipe(_hay, 256),
    "brownhide": Recipe(partial(_hide, patches=(122, 74, 44)), 128),
    "blackhide": Recipe(partial(_hide, patches=(38, 35, 34)), 128),
    "hedge": Recipe(_hedge, 256),
    "birchbark": Recipe(_birch_bark, 256),
    "broadleaves": Recipe(_broad_leaves, 256, cut_out=True),
    "birchleaves": Recipe(_birch_leaves, 256, cut_out=True),
    "autumnleaves": Recipe(_autumn_leaves, 256, cut_out=True),
    "needles": Recipe(_needles, 256, cut_out=True),
    "blades": Recipe(_blades, 256, cut_out=True),
    "reeds": Recipe(_reed_stalks, 256, cut_out=True),
    "petals": Recipe(_petals, 256, cut_out=True),
    "daisies": Recipe(_daisies, 256, cut_out=True),
    "litter": Recipe(_leaf_litter, 256, cut_out=True),
    "straw": Recipe(_straw, 256, cut_out=True),
    "rut": Recipe(_rut, 128, cut_out=True),
    "barepatch": Recipe(_bare_patch, 256, cut_out=True),
}
