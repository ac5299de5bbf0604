"""The taste of who lives in a flat: coverings, colours and kinds of furniture, drawn before anything is built."""

from dataclasses import dataclass

import numpy as np

from embrace3k.simulator.worlds.choosing import one
from embrace3k.simulator.worlds.construction.storeys import Cover
from embrace3k.simulator.worlds.mesh import WHITE, Color

CHAIRS: dict[str, Color] = {
    "red": (0.72, 0.16, 0.15),
    "blue": (0.2, 0.38, 0.68),
    "green": (0.26, 0.5, 0.3),
    "yellow": (0.9, 0.7, 0.2),
    "white": (0.95, 0.95, 0.94),
    "black": (0.1, 0.1, 0.11),
    "orange": (0.88, 0.42, 0.12),
}
CLOTHS: dict[str, Color] = {
    "blue": (0.26, 0.36, 0.56),
    "green": (0.3, 0.46, 0.32),
    "grey": (0.52, 0.52, 0.53),
    "red": (0.62, 0.2, 0.18),
    "beige": (0.78, 0.68, 0.54),
    "yellow": (0.82, 0.62, 0.22),
}
_WALLS: tuple[Cover, ...] = (
    Cover("plaster", (1.0, 1.0, 1.0)),
    Cover("plaster", (0.86, 0.93, 1.0)),
    Cover("plaster", (0.86, 0.96, 0.84)),
    Cover("plaster", (1.0, 0.9, 0.74)),
    Cover("plaster", (1.0, 0.86, 0.82)),
    Cover("plaster", (0.84, 0.84, 0.88)),
    Cover("plaster", (0.62, 0.72, 0.76)),
    Cover("stripes", (1.0, 0.96, 0.88)),
    Cover("stripes", (0.84, 0.92, 1.0)),
    Cover("blossoms", (1.0, 0.98, 0.94)),
)
_FLOORS: tuple[Cover, ...] = (
    Cover("woodfloor", WHITE, 1.6),
    Cover("woodfloor", (0.72, 0.68, 0.66), 1.6),
    Cover("oakfloor", WHITE, 1.5),
    Cover("oakfloor", (0.82, 0.82, 0.84), 1.5),
    Cover("herringbone", WHITE, 1.5),
    Cover("herringbone", (1.15, 1.1, 1.05), 1.5),
)
_WET_FLOORS: tuple[Cover, ...] = (
    Cover("tiles", WHITE, 1.6),
    Cover("chequered", WHITE, 0.9),
    Cover("tiles", (1.0, 0.86, 0.7), 1.8),
    Cover("tiles", (0.62, 0.66, 0.7), 1.4),
)
_WOODS: tuple[Color, ...] = (WHITE, WHITE, (0.94, 0.94, 0.93), (0.36, 0.25, 0.18), (0.6, 0.62, 0.62))
_KITCHENS: tuple[Color, ...] = (
    WHITE, (0.95, 0.95, 0.94), (0.3, 0.42, 0.5), (0.36, 0.5, 0.38), (0.72, 0.2, 0.16), (0.88, 0.8, 0.62),
)  # fmt: skip
_FRIDGES: tuple[Color, ...] = (WHITE, (0.94, 0.94, 0.94), (0.62, 0.16, 0.14), (0.6, 0.78, 0.72))
_BATH_TILES: tuple[Color, ...] = (WHITE, (0.8, 0.92, 1.0), (0.84, 1.0, 0.9), (1.0, 0.92, 0.78), (0.7, 0.76, 0.8))
_CURTAINS: tuple[Color, ...] = (
    (0.98, 0.97, 0.94), (0.75, 0.3, 0.26), (0.35, 0.5, 0.66), (0.88, 0.74, 0.42), (0.5, 0.62, 0.48), (0.62, 0.6, 0.6),
)  # fmt: skip
_FACADES: tuple[Color, ...] = (
    (1.0, 0.98, 0.94),
    (1.0, 0.88, 0.7),
    (0.86, 0.9, 0.94),
    (0.95, 0.78, 0.68),
    (0.84, 0.9, 0.8),
)
_PAPERED = ("living_room", "kitchen", "bedroom", "childrens_room", "study", "hall")


@dataclass(frozen=True)
class Style:
    floor: Cover
    wet_floor: Cover
    stone_floor: Cover
    walls: dict[str, Cover]
    """By name of room."""
    bath_tiles: Color
    wood: Color
    """White means natural wood."""
    kitchen: Color
    fridge: Color
    curtains: Color
    facade: Color
    door: tuple[str, Color]
    upholstered: bool
    round_table: bool


def draw_style(rng: np.random.Generator) -> Style:
    walls = {name: one(rng, _WALLS) for name in _PAPERED}
    doors: tuple[tuple[str, Color], ...] = (
        ("paintedwood", (0.96, 0.96, 0.95)), ("wood", WHITE), ("darkwood", WHITE), ("paintedwood", (0.5, 0.6, 0.66)),
    )  # fmt: skip
    return Style(
        floor=one(rng, _FLOORS),
        wet_floor=one(rng, _WET_FLOORS),
        stone_floor=Cover("concrete", (0.95, 0.93, 0.9), 1.6),
        walls=walls,
        bath_tiles=one(rng, _BATH_TILES),
        wood=one(rng, _WOODS),
        kitchen=one(rng, _KITCHENS),
        fridge=one(rng, _FRIDGES),
        curtains=one(rng, _CURTAINS),
        facade=one(rng, _FACADES),
        door=one(rng, doors),
        upholstered=bool(rng.random() < 0.4),
        round_table=bool(rng.random() < 0.4),
    )
