"""The small things of a flat: what is there and in which colour depends on the seed, as does where it lies."""

import numpy as np

from embrace3k.simulator.worlds.choosing import one, shuffled
from embrace3k.simulator.worlds.construction.furnishing import Furnisher, Portable, Tops, leave_on_floor
from embrace3k.simulator.worlds.construction.site import Area
from embrace3k.simulator.worlds.mesh import Color
from embrace3k.simulator.worlds.props import belongings, small_things

COLOURS: dict[str, Color] = {
    "red": (0.75, 0.1, 0.1),
    "blue": (0.13, 0.32, 0.72),
    "green": (0.15, 0.48, 0.22),
    "yellow": (0.94, 0.74, 0.14),
    "orange": (0.95, 0.45, 0.08),
    "purple": (0.42, 0.2, 0.56),
    "white": (0.94, 0.94, 0.92),
}
_ON_TOPS = 6


def scatter(furnisher: Furnisher, tops: Tops, rooms: list[Area], rng: np.random.Generator) -> None:
    """Six on tables, shelves and beds, and two on the floor."""
    things = _things(rng)
    tops.lay_some(furnisher, things, _ON_TOPS)
    _on_floors(furnisher, rooms, rng)


def _things(rng: np.random.Generator) -> list[Portable]:
    names = shuffled(rng, COLOURS)
    tint = [COLOURS[name] for name in names]
    eaten, read = frozenset({"table", "counter"}), frozenset({"table", "desk", "nightstand", "sideboard"})
    toys, washed = frozenset({"bed", "desk", "chest of drawers"}), frozenset({"washbasin", "washing machine"})
    return [
        Portable(f"{names[0]} mug", small_things.mug(tint[0]), names[0], eaten),
        Portable(f"{names[1]} mug", small_things.mug(tint[1]), names[1], eaten),
        Portable(f"{names[2]} book", small_things.book(tint[2]), names[2], read),
        Portable(f"{names[3]} book", small_things.book(tint[3]), names[3], read),
        Portable("apple", small_things.apple(), "red", eaten),
        Portable("banana", belongings.banana(), "yellow", eaten),
        Portable("bottle", small_things.bottle(), "green", eaten),
        Portable("teapot", belongings.teapot(), "white", eaten),
        Portable("vase", belongings.vase(tint[4]), names[4], read),
        Portable("alarm clock", belongings.alarm_clock(tint[5]), names[5], frozenset({"nightstand"})),
        Portable("rubber duck", belongings.rubber_duck(), "yellow", washed),
        Portable("toy car", belongings.toy_car(tint[6]), names[6], toys),
        Portable("teddy bear", small_things.teddy_bear(), "brown", toys),
        Portable("cactus", belongings.cactus(), "green", read),
        Portable("handbag", belongings.handbag(tint[3]), names[3], frozenset({"shoe rack", "bed"})),
    ]


def _on_floors(furnisher: Furnisher, rooms: list[Area], rng: np.random.Generator) -> None:
    names = shuffled(rng, COLOURS)
    things = [
        Portable(f"{names[0]} backpack", belongings.backpack(COLOURS[names[0]]), names[0]),
        Portable(f"{names[1]} ball", small_things.ball(COLOURS[names[1]]), names[1]),
        Portable("cardboard box", small_things.cardboard_box(), "brown", blocks=True),
    ]
    for thing in shuffled(rng, things)[:2]:
        leave_on_floor(furnisher, thing, one(rng, rooms))
