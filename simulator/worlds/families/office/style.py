"""How an office is fitted out: coverings and colours, drawn before anything is built."""

from dataclasses import dataclass

import numpy as np

from embrace3k.simulator.worlds.choosing import one, shuffled, some
from embrace3k.simulator.worlds.construction.storeys import Cover
from embrace3k.simulator.worlds.mesh import WHITE, Color

SEATS: dict[str, Color] = {
    "black": (0.1, 0.1, 0.11),
    "blue": (0.16, 0.3, 0.62),
    "red": (0.66, 0.13, 0.13),
    "green": (0.2, 0.46, 0.26),
    "orange": (0.86, 0.4, 0.1),
    "grey": (0.5, 0.5, 0.51),
    "yellow": (0.88, 0.7, 0.16),
}
_ACCENTS: tuple[Color, ...] = (
    (0.8, 0.9, 0.97), (0.84, 0.93, 0.8), (1.0, 0.9, 0.72), (0.97, 0.8, 0.74), (0.82, 0.84, 0.88), (1.0, 0.94, 0.76),
)  # fmt: skip
_WALLS: tuple[Color, ...] = ((1.0, 1.0, 1.0), (0.96, 0.98, 1.0), (1.0, 0.97, 0.92), (0.9, 0.92, 0.92))
_CARPETS: tuple[Cover, ...] = (
    Cover("carpettiles", (0.42, 0.46, 0.52), 1.0),
    Cover("carpettiles", (0.5, 0.5, 0.5), 1.0),
    Cover("carpettiles", (0.34, 0.42, 0.56), 1.0),
    Cover("carpettiles", (0.44, 0.52, 0.44), 1.0),
    Cover("carpettiles", (0.66, 0.58, 0.5), 1.0),
    Cover("oakfloor", WHITE, 1.5),
)
_HARD_FLOORS: tuple[Cover, ...] = (
    Cover("linoleum", WHITE, 1.4),
    Cover("linoleum", (0.72, 0.8, 0.86), 1.4),
    Cover("tiles", WHITE, 1.6),
    Cover("concrete", (1.1, 1.1, 1.1), 2.0),
)
_LOUNGES: tuple[Cover, ...] = (
    Cover("oakfloor", WHITE, 1.5),
    Cover("herringbone", WHITE, 1.5),
    Cover("woodfloor", WHITE),
)
_TOPS: tuple[Color, ...] = ((0.95, 0.95, 0.94), WHITE, (0.62, 0.64, 0.66), (0.3, 0.24, 0.2))
_CABINETS: dict[str, Color] = {
    "grey": (0.6, 0.62, 0.64), "white": (0.93, 0.93, 0.92), "blue": (0.24, 0.38, 0.6), "red": (0.62, 0.18, 0.16),
    "green": (0.3, 0.46, 0.36), "black": (0.16, 0.16, 0.17),
}  # fmt: skip
_FRAMES: tuple[Color, ...] = ((0.13, 0.13, 0.14), (0.72, 0.73, 0.75), (0.42, 0.3, 0.2))
_FACADES: tuple[Color, ...] = ((0.9, 0.92, 0.94), (1.0, 0.96, 0.9), (0.8, 0.82, 0.84))


@dataclass(frozen=True)
class Style:
    wall: Color
    accents: dict[str, Color]
    """Coloured walls, by name of room."""
    carpet: Cover
    hard_floor: Cover
    lounge_floor: Cover
    desk: Color
    """White means natural wood."""
    seats: tuple[tuple[str, Color], ...]
    """Three colours that chairs come in."""
    cabinet: tuple[str, Color]
    kitchen: Color
    frame: Color
    """Of glazed walls and doors."""
    facade: Color
    glazed: bool
    """Is the meeting room behind glass?"""
    ramp: bool
    """Does a ramp lead up to the lounge beside the steps?"""
    blinds: bool


def draw_style(rng: np.random.Generator) -> Style:
    order = shuffled(rng, _ACCENTS)
    accents = dict(zip(("meeting_room", "kitchen", "lobby", "lounge", "managers_office"), order, strict=False))
    if rng.random() < 0.5:
        accents["copy_room"] = order[5]
    return Style(
        wall=one(rng, _WALLS),
        accents=accents,
        carpet=one(rng, _CARPETS),
        hard_floor=one(rng, _HARD_FLOORS),
        lounge_floor=one(rng, _LOUNGES),
        desk=one(rng, _TOPS),
        seats=tuple(some(rng, SEATS, 3)),
        cabinet=some(rng, _CABINETS, 1)[0],
        kitchen=one(rng, (WHITE, (0.95, 0.95, 0.94), (0.3, 0.42, 0.5), (0.72, 0.76, 0.78), (0.86, 0.5, 0.2))),
        frame=one(rng, _FRAMES),
        facade=one(rng, _FACADES),
        glazed=bool(rng.random() < 0.65),
        ramp=bool(rng.random() < 0.5),
        blinds=bool(rng.random() < 0.5),
    )
