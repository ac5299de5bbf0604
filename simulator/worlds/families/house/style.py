"""How a family house looks and what is in it: everything the seed decides but for measures and places."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from embrace3k.simulator.worlds.choosing import one, shuffled
from embrace3k.simulator.worlds.mesh import WHITE, Color, Mesh
from embrace3k.simulator.worlds.props import bath_things, home_things, plants, vehicles

Cover = tuple[str, Color]
"""A material and its tint."""
Plant = Callable[[np.random.Generator], Mesh]

SKINS: tuple[Cover, ...] = (
    ("brick", WHITE),
    ("brick", (0.86, 0.72, 0.66)),
    ("palebrick", (0.92, 0.8, 0.6)),
    ("palebrick", (0.7, 0.7, 0.72)),
    ("render", (0.96, 0.95, 0.92)),
    ("render", (0.94, 0.8, 0.56)),
    ("render", (0.88, 0.68, 0.6)),
    ("weatherboard", (0.6, 0.72, 0.84)),
    ("weatherboard", (0.68, 0.78, 0.64)),
    ("weatherboard", (0.94, 0.93, 0.9)),
)
ROOFS: tuple[Cover, ...] = (
    ("roof", WHITE),
    ("roof", (0.95, 0.78, 0.66)),
    ("slates", WHITE),
    ("slates", (0.74, 0.76, 0.82)),
)
FRONT_DOORS: dict[str, Cover] = {
    "brown": ("darkwood", WHITE),
    "red": ("white", (0.62, 0.12, 0.1)),
    "blue": ("white", (0.14, 0.28, 0.56)),
    "green": ("white", (0.12, 0.36, 0.24)),
    "yellow": ("white", (0.86, 0.66, 0.16)),
    "white": ("white", (0.94, 0.94, 0.92)),
}
_TINTS: tuple[Color, ...] = (
    WHITE,
    (0.84, 0.9, 0.8),
    (0.8, 0.88, 0.95),
    (0.95, 0.84, 0.8),
    (0.96, 0.9, 0.72),
    (0.87, 0.84, 0.92),
    (0.78, 0.9, 0.88),
)
_FLOORS: tuple[str, ...] = ("woodfloor", "oakfloor", "herringbone")
_TILED: tuple[str, ...] = ("tiles", "chequered", "oakfloor", "woodfloor")
_CURTAINS: tuple[Color, ...] = (
    (0.93, 0.92, 0.9),
    (0.8, 0.5, 0.42),
    (0.5, 0.62, 0.74),
    (0.58, 0.68, 0.52),
    (0.86, 0.74, 0.5),
)
_SHEDS: tuple[Color, ...] = ((0.62, 0.46, 0.34), (0.5, 0.6, 0.48), (0.56, 0.62, 0.7), (0.72, 0.36, 0.3))
_RUGS: tuple[Cover, ...] = (
    ("carpet", WHITE),
    ("stripedrug", WHITE),
    ("plainrug", (0.36, 0.46, 0.58)),
    ("plainrug", (0.62, 0.56, 0.44)),
    ("plainrug", (0.5, 0.6, 0.48)),
)
_WOODS: tuple[Color, ...] = (WHITE, (0.8, 0.72, 0.66), (1.2, 1.15, 1.05), (0.62, 0.5, 0.42))
_UNITS: tuple[Color, ...] = (
    (1.1, 1.0, 0.9),
    (0.95, 0.95, 0.93),
    (0.55, 0.68, 0.66),
    (0.86, 0.78, 0.56),
    (0.6, 0.62, 0.66),
)
_COVERS: tuple[Color, ...] = (
    (0.62, 0.68, 0.64),
    (0.5, 0.58, 0.72),
    (0.74, 0.56, 0.52),
    (0.72, 0.68, 0.5),
    (0.6, 0.52, 0.66),
)
_TREES: tuple[Plant, ...] = (
    plants.tree,
    lambda rng: plants.broadleaf(rng, 4.6 + rng.random()),
    lambda rng: plants.birch(rng, 5.0 + rng.random()),
    lambda rng: plants.conifer(rng, 4.0 + rng.random()),
)
SECOND_CARS: dict[str, Color] = {
    "blue": (0.12, 0.22, 0.44),
    "white": (0.66, 0.66, 0.65),
    "green": (0.1, 0.28, 0.17),
    "black": (0.05, 0.05, 0.055),
    "yellow": (0.72, 0.52, 0.08),
    "silver": (0.4, 0.41, 0.43),
}
_BODIES: tuple[Callable[[Color], Mesh], ...] = (vehicles.saloon, vehicles.estate, vehicles.car)
CORNER_PIECES: dict[str, Callable[[], Mesh]] = {
    "aquarium": home_things.aquarium,
    "piano": home_things.piano,
    "chest_of_drawers": home_things.chest_of_drawers,
}
"""What may stand in the corner of the living room instead of a plant."""
EXTRAS: dict[str, Callable[[], Mesh]] = {
    "guitar": home_things.guitar,
    "pouf": home_things.pouf,
    "stool": home_things.stool,
    "laundry_basket": bath_things.laundry_basket,
}


@dataclass(frozen=True)
class Style:
    skin: Cover
    roof: Cover
    front_door: str
    tints: tuple[Color, Color, Color]
    """Walls of living room and kitchen, of the study, of the bedroom."""
    floors: tuple[str, str, str]
    curtain: Color
    rug: Cover
    wood: Color
    units: Color
    """Fronts of the kitchen's cupboards."""
    bedcover: Color
    painting: str
    stove_first: bool
    """Whether the stove, and not the fridge, stands at the western end of the kitchen."""
    soft_chairs: bool
    corner: str
    """What stands in the corner of the living room: "plant" or one of `CORNER_PIECES`."""
    extras: tuple[str, str]
    """What else stands in study and bedroom: two of `EXTRAS`."""
    shed: Color
    tree: Plant
    trees: int
    second_car: str
    body: Callable[[Color], Mesh]
    flowers: Color


def draw_style(rng: np.random.Generator) -> Style:
    extras = shuffled(rng, EXTRAS)
    tints = shuffled(rng, _TINTS)[:3]
    return Style(
        skin=one(rng, SKINS),
        roof=one(rng, ROOFS),
        front_door=one(rng, FRONT_DOORS),
        tints=(tints[0], tints[1], tints[2]),
        floors=(one(rng, _FLOORS), one(rng, _FLOORS), one(rng, _TILED)),
        curtain=one(rng, _CURTAINS),
        rug=one(rng, _RUGS),
        wood=one(rng, _WOODS),
        units=one(rng, _UNITS),
        bedcover=one(rng, _COVERS),
        painting=one(rng, ("painting", "abstract", "seascape", "flowers")),
        stove_first=bool(rng.integers(2)),
        soft_chairs=bool(rng.integers(2)),
        corner=one(rng, ("plant", *CORNER_PIECES)),
        extras=(extras[0], extras[1]),
        shed=one(rng, _SHEDS),
        tree=one(rng, _TREES),
        trees=3 + int(rng.integers(3)),
        second_car=one(rng, SECOND_CARS),
        body=one(rng, _BODIES),
        flowers=one(rng, ((0.85, 0.2, 0.2), (0.95, 0.8, 0.2), (0.75, 0.4, 0.75), (0.95, 0.95, 0.92))),
    )
