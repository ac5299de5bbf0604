"""The small things of an office: what is there and in which colour depends on the seed, as does where it lies."""

import numpy as np

from embrace3k.simulator.worlds.choosing import one, shuffled
from embrace3k.simulator.worlds.construction.furnishing import Furnisher, Portable, Tops, leave_on_floor
from embrace3k.simulator.worlds.construction.site import Area
from embrace3k.simulator.worlds.mesh import Color
from embrace3k.simulator.worlds.props import belongings, office_things, small_things

_COLOURS: dict[str, Color] = {
    "red": (0.75, 0.1, 0.1),
    "blue": (0.13, 0.32, 0.72),
    "green": (0.15, 0.48, 0.22),
    "yellow": (0.94, 0.74, 0.14),
    "orange": (0.95, 0.45, 0.08),
    "purple": (0.42, 0.2, 0.56),
    "white": (0.94, 0.94, 0.92),
}
_ON_TOPS = 5


def scatter(furnisher: Furnisher, tops: Tops, rooms: list[Area], rng: np.random.Generator) -> None:
    """Five on desks, tables and counters, and two on the floor."""
    names = shuffled(rng, _COLOURS)
    things = _things(names)
    tops.lay_some(furnisher, things, _ON_TOPS)
    bags = [
        Portable(f"{names[5]} backpack", belongings.backpack(_COLOURS[names[5]]), names[5]),
        Portable("cardboard box", small_things.cardboard_box(), "brown", blocks=True),
    ]
    for bag in bags:
        leave_on_floor(furnisher, bag, one(rng, rooms))


def _things(names: list[str]) -> list[Portable]:
    tint = [_COLOURS[name] for name in names]
    desk, eaten = frozenset({"desk", "table"}), frozenset({"table", "counter"})
    shelf = frozenset({"filing cabinet", "sideboard", "desk"})
    return [
        Portable(f"{names[0]} mug", small_things.mug(tint[0]), names[0], desk),
        Portable(f"{names[1]} mug", small_things.mug(tint[1]), names[1], eaten),
        Portable(f"{names[2]} mug", small_things.mug(tint[2]), names[2], desk),
        Portable(f"{names[3]} binder", belongings.binder(tint[3]), names[3], shelf),
        Portable(f"{names[4]} binder", belongings.binder(tint[4]), names[4], shelf),
        Portable("laptop", office_things.laptop(), None, desk),
        Portable(f"{names[6]} book", small_things.book(tint[6]), names[6], desk),
        Portable("apple", small_things.apple(), "red", eaten),
        Portable("banana", belongings.banana(), "yellow", eaten),
        Portable("bottle", small_things.bottle(), "green", eaten),
        Portable("cactus", belongings.cactus(), "green", shelf),
        Portable("vase", belongings.vase(tint[5]), names[5], desk),
        Portable("rubber duck", belongings.rubber_duck(), "yellow", desk),
        Portable("handbag", belongings.handbag(tint[1]), names[1], desk),
    ]
