"""What shops and stores are filled with: fronts of packets, bottles and boxes, heaps of fruit, wire and slats."""

import cv2
import numpy as np

from embrace3k.simulator.worlds.noise import Color8, ramp
from embrace3k.simulator.worlds.surfaces import Floats
from embrace3k.simulator.worlds.textures.canvas import Canvas, Recipe

_BRANDS: tuple[Color8, ...] = (
    (196, 44, 40), (38, 92, 172), (236, 186, 44), (62, 142, 70), (232, 122, 36), (122, 62, 142), (238, 236, 228),
    (40, 156, 160), (214, 92, 130), (108, 66, 40),
)  # fmt: skip
_SHELF_BACK: Color8 = (74, 72, 70)


def _groups(canvas: Canvas, across: int) -> list[Color8]:
    """A colour for each of the `across` places: neighbours in pairs or threes are of one brand."""
    colours: list[Color8] = []
    while len(colours) < across:
        brand = _BRANDS[int(canvas.rng.integers(len(_BRANDS)))]
        colours.extend([brand] * int(canvas.rng.integers(2, 4)))
    return colours[:across]


def _shelf(canvas: Canvas) -> Floats:
    image = np.empty((canvas.size, canvas.size, 3))
    image[:] = _SHELF_BACK
    return image


def _other(canvas: Canvas, colour: Color8) -> Color8:
    """For what is printed on a packet."""
    return (244, 242, 234) if sum(colour) < 480 or canvas.rng.random() < 0.2 else (168, 40, 36)


def _packets(canvas: Canvas) -> Floats:
    """Upright cardboard packets with a title and a picture."""
    image, step = _shelf(canvas), canvas.size // 8
    for place, colour in enumerate(_groups(canvas, 8)):
        left, right = place * step + 1, (place + 1) * step - 1
        high = int(canvas.size * (0.84 + 0.1 * ((place // 2) % 2)))
        image[:high, left:right] = colour
        image[int(high * 0.72) : int(high * 0.88), left + 3 : right - 3] = _other(canvas, colour)
        picture = _BRANDS[int(canvas.rng.integers(len(_BRANDS)))]
        cv2.ellipse(image, ((left + right) // 2, int(high * 0.36)), (step // 3, high // 6), 0, 0, 360, picture, -1)
        image[:high, left] = np.array(colour) * 0.55
    return image


def _tins(canvas: Canvas) -> Floats:
    """Two layers of tins, round by their shading, with a steel rim."""
    image, step, layer = _shelf(canvas), canvas.size // 8, canvas.size // 2
    across = (np.arange(step) + 0.5) / step * 2 - 1
    shade = (0.45 + 0.6 * np.sqrt(1 - 0.92 * across**2))[None, :, None]
    for place, colour in enumerate(_groups(canvas, 8)):
        label = _other(canvas, colour)
        for low in (0, layer):
            tin = np.empty((layer - 10, step, 3))
            tin[:] = colour
            tin[layer // 3 : layer // 2] = label
            tin[:6], tin[-7:] = (170, 172, 176), (196, 198, 202)
            image[low : low + layer - 10, place * step : (place + 1) * step] = np.minimum(tin * shade, 255)
    return image


def _bottles(canvas: Canvas) -> Floats:
    image, step = _shelf(canvas), canvas.size // 8
    across = np.abs((np.arange(step) + 0.5) / step * 2 - 1)
    glass = ((96, 52, 24), (38, 96, 52), (150, 40, 30), (214, 150, 50), (150, 190, 206), (60, 30, 40))
    for place, cap in enumerate(_groups(canvas, 8)):
        colour = np.array(glass[(place // 2 + int(canvas.rng.integers(2))) % len(glass)], np.float64)
        label = _other(canvas, (0, 0, 0))
        for row in range(int(canvas.size * 0.95)):
            height = row / canvas.size
            half = float(np.interp(height, (0.0, 0.55, 0.74, 0.95), (0.88, 0.88, 0.32, 0.3)))
            inside = across < half
            tone = np.array(cap if height > 0.86 else label if 0.2 < height < 0.46 else colour)
            shade = 0.5 + 0.55 * np.sqrt(np.clip(1 - (across / half) ** 2, 0, 1))
            image[row, place * step : (place + 1) * step][inside] = np.minimum(tone * shade[inside, None], 255)
    return image


def _cartons(canvas: Canvas) -> Floats:
    """Milk and juice: white or bright cartons with a folded top."""
    image, step = _shelf(canvas), canvas.size // 8
    for place, colour in enumerate(_groups(canvas, 8)):
        left, right = place * step + 1, (place + 1) * step - 1
        body, top = int(canvas.size * 0.7), int(canvas.size * 0.92)
        image[:body, left:right] = (240, 240, 236)
        image[: body // 3, left:right] = colour
        image[int(body * 0.55) : int(body * 0.8), left + 4 : right - 4] = colour
        image[body:top, left + 3 : right - 3] = (214, 214, 210)
        image[top - 8 : top, left + 1 : right - 1] = colour
    return image


def _bags(canvas: Canvas) -> Floats:
    """Crisps and pasta in shining bags."""
    image, step = _shelf(canvas), canvas.size // 6
    for place, colour in enumerate(_groups(canvas, 6)):
        left, right, high = place * step + 2, (place + 1) * step - 2, int(canvas.size * 0.9)
        width = right - left
        shine = 0.75 + 0.45 * canvas.noise[:high, :width, None]
        image[:high, left:right] = np.minimum(np.array(colour) * shine, 255)
        image[high - 12 : high, left:right] = np.array(colour) * 0.7
        middle = ((left + right) // 2, int(high * 0.45))
        cv2.ellipse(image, middle, (int(width * 0.36), high // 5), 0, 0, 360, _other(canvas, colour), -1)
        cv2.ellipse(image, middle, (int(width * 0.24), high // 9), 0, 0, 360, (226, 170, 70), -1)
    return image


def _produce(canvas: Canvas) -> Floats:
    """A heap of round fruit, nearly white: the mesh tints it."""
    size, rng = canvas.size, canvas.rng
    image = np.full((size, size, 3), 60.0)
    for _ in range(230):
        middle, radius = rng.integers(0, size, 2), int(17 + 5 * rng.random())
        tone = 0.8 + 0.2 * rng.random()
        for across in (-size, 0, size):
            for up in (-size, 0, size):
                at = (int(middle[0]) + across, int(middle[1]) + up)
                if -radius <= at[0] <= size + radius and -radius <= at[1] <= size + radius:
                    _round_fruit(image, at, radius, tone)
    return image


def _round_fruit(image: Floats, at: tuple[int, int], radius: int, tone: float) -> None:
    for share, light in ((1.0, 120), (0.86, 180), (0.66, 214), (0.4, 238), (0.16, 255)):
        lifted = (at[0], at[1] + int((1 - share) * radius * 0.4))
        cv2.circle(image, lifted, int(radius * share), (light * tone, light * tone, light * tone), -1)


def _magazines(canvas: Canvas) -> Floats:
    """Four covers side by side: a title, a portrait, lines."""
    image, step = _shelf(canvas), canvas.size // 4
    grounds: tuple[Color8, ...] = ((226, 196, 60), (180, 210, 226), (222, 150, 160), (150, 190, 150), (236, 232, 226))
    for place, number in enumerate(canvas.rng.permutation(len(grounds))[:4]):
        left, right, high = place * step + 3, (place + 1) * step - 3, int(canvas.size * 0.96)
        image[:high, left:right] = grounds[int(number)]
        image[int(high * 0.8) : int(high * 0.94), left + 4 : right - 4] = _BRANDS[int(canvas.rng.integers(6))]
        middle = (left + right) // 2
        coat = _BRANDS[int(canvas.rng.integers(6))]
        cv2.ellipse(image, (middle, 0), (step // 3, int(high * 0.32)), 0, 0, 180, coat, -1)
        cv2.ellipse(image, (middle, int(high * 0.47)), (step // 6, high // 7), 0, 0, 360, (222, 178, 148), -1)
        cv2.ellipse(image, (middle, int(high * 0.53)), (step // 6, high // 8), 0, 0, 180, (88, 54, 34), -1)
        for row in (0.1, 0.17):
            image[int(high * row) : int(high * row) + 5, left + 5 : right - 14] = (60, 40, 40)
    return image


def _cardboard(canvas: Canvas) -> Floats:
    """One side of a box: tape down the middle, a label, two arrows."""
    size = canvas.size
    image = ramp((170, 124, 78), (192, 146, 98), 0.6 * canvas.noise + 0.4 * canvas.grain(6, 3))
    image[:, int(size * 0.45) : int(size * 0.55)] *= (1.12, 1.14, 1.12)
    image[int(size * 0.16) : int(size * 0.38), int(size * 0.62) : int(size * 0.92)] = (238, 236, 230)
    for row in (0.2, 0.25, 0.31):
        image[int(size * row) : int(size * row) + 4, int(size * 0.66) : int(size * 0.86)] = (60, 60, 60)
    for middle in (0.16, 0.3):
        x, low, high = int(size * middle), int(size * 0.62), int(size * 0.84)
        cv2.line(image, (x, low), (x, high - 14), (80, 52, 34), 6)
        cv2.fillPoly(image, [np.array([(x - 13, high - 16), (x + 13, high - 16), (x, high)])], (80, 52, 34))
    image[canvas.border(2)] *= 0.66
    return image


def _box_stack(canvas: Canvas) -> Floats:
    """Three by three boxes as they stand on a pallet."""
    image = np.zeros((canvas.size, canvas.size, 3))
    step = canvas.size // 3 + 1
    for row in range(3):
        for column in range(3):
            box = ramp((164, 120, 76), (190, 146, 100), canvas.noise) * (0.86 + 0.22 * canvas.rng.random())
            low, left = row * step, column * step
            shift = (step // 2) * (row % 2)
            area = np.s_[low : low + step, left : left + step]
            image[area] = box[area]
            image[low : low + step, (left + step // 2 + shift) % canvas.size :][:, :7] *= (1.14, 1.16, 1.14)
            image[low + 12 : low + 34, left + 12 : left + 40] = (236, 234, 228)
            image[low + 20 : low + 24, left + 17 : left + 35] = (70, 70, 70)
            image[low : low + 3, left : left + step] *= 0.45
            image[low : low + step, left : left + 3] *= 0.55
    return image


def _slats(canvas: Canvas) -> Floats:
    """The side of a wooden crate: five boards with dark gaps, an upright at each end."""
    size = canvas.size
    board = ramp((150, 112, 70), (198, 158, 108), canvas.grain(5, 5))
    tone = 0.84 + 0.3 * canvas.rng.random(6)
    image = np.asarray(board * tone[canvas.rows * 5 // size][..., None], np.float64)
    image[(canvas.rows * 5) % size < 42] = (52, 38, 26)
    posts = (canvas.columns < size // 9) | (canvas.columns > size - size // 9)
    image[posts] = (board * 0.86)[posts]
    image[canvas.border(2)] *= 0.6
    nails = posts & ((canvas.rows * 5) % size > 150) & ((canvas.rows * 5) % size < 180) & (canvas.columns % 14 < 4)
    image[nails] = (70, 66, 62)
    return image


def _wire(canvas: Canvas) -> Floats:
    """A grid of wire that one sees through."""
    image = np.full((canvas.size, canvas.size, 4), 255.0)
    image[..., :3] = (196, 198, 202)
    step = canvas.size // 4
    image[..., 3] = np.where((canvas.columns % step < 8) | (canvas.rows % step < 8), 255, 0)
    return image


RECIPES: dict[str, Recipe] = {
    "packets": Recipe(_packets, 256),
    "tins": Recipe(_tins, 256),
    "bottles": Recipe(_bottles, 256),
    "cartons": Recipe(_cartons, 256),
    "bags": Recipe(_bags, 256),
    "produce": Recipe(_produce, 256),
    "magazines": Recipe(_magazines, 256),
    "cardboard": Recipe(_cardboard, 256),
    "boxstack": Recipe(_box_stack, 256),
    "slats": Recipe(_slats, 256),
    "wire": Recipe(_wire, 128, cut_out=True),
}
