"""What lies about on a farm. Metres."""

from collections.abc import Callable
from functools import partial

import numpy as np

from embrace3k.simulator.worlds.choosing import one, shuffled
from embrace3k.simulator.worlds.construction.scattering import SmallThing, Spot, lay, surface_spots
from embrace3k.simulator.worlds.construction.site import Site
from embrace3k.simulator.worlds.construction.spots import Spots
from embrace3k.simulator.worlds.families.farmyard import buildings
from embrace3k.simulator.worlds.families.farmyard.plan import Plan
from embrace3k.simulator.worlds.families.farmyard.plots import keep_things
from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.props import outing_things, small_things

_BRIGHT: dict[str, Color] = {
    "red": (0.78, 0.14, 0.12),
    "blue": (0.16, 0.34, 0.72),
    "yellow": (0.95, 0.76, 0.14),
    "green": (0.16, 0.46, 0.24),
}
_PAINTED: tuple[tuple[str, Callable[[Color], Mesh]], ...] = (
    ("bucket", outing_things.bucket),
    ("lantern", outing_things.lantern),
    ("boots", outing_things.rubber_boots),
    ("watering can", small_things.watering_can),
    ("mug", small_things.mug),
    ("bottle", small_things.bottle),
    ("hat", outing_things.straw_hat),
    ("ball", small_things.ball),
)
_PLAIN: tuple[tuple[str, str, Callable[[], Mesh]], ...] = (
    ("pumpkin", "pumpkin", outing_things.pumpkin),
    ("rope", "rope", outing_things.rope_coil),
    ("egg_basket", "basket", outing_things.egg_basket),
    ("apple", "apple", small_things.apple),
)
_OUTSIDE = ("bucket", "boots", "watering can", "ball", "pumpkin")
_SLOTS: dict[str, tuple[tuple[float, float], ...]] = {
    "table": ((-0.45, 0.1), (0.45, -0.1)),
    "sideboard": ((-0.3, 0.0), (0.3, 0.0)),
    "workbench": ((-0.5, 0.04), (0.45, 0.04)),
    "bench": ((-0.45, 0.02), (0.45, 0.02)),
    "barrel": ((0.0, 0.0),),
    "hay bale": ((0.2, 0.0),),
    "trailer": ((0.3, -0.9), (-0.35, 0.3)),
}
"""Places on each surface: right and ahead of its middle, in its own frame."""


def scatter(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    """Two kinds of painted things twice, others once: on surfaces, or on the ground where they belong there."""
    surfaces = list(surface_spots(site, _SLOTS))
    order = shuffled(rng, surfaces)
    spots = Spots()
    keep_things(spots, site)
    for room in buildings.floors(plan):
        spots.keep(room.grown(0.25))
    for thing in _choose(rng):
        ground = _on_ground(plan, spots, rng) if thing.category in _OUTSIDE else None
        lay(site, thing, ground or order.pop(), rng)


def _choose(rng: np.random.Generator) -> list[SmallThing]:
    chosen: list[SmallThing] = []
    for number, (category, build) in enumerate(shuffled(rng, _PAINTED)[:5]):
        for colour in shuffled(rng, _BRIGHT)[: 2 if number < 2 else 1]:
            name = f"{colour}_{category}".replace(" ", "_")
            chosen.append(SmallThing(name, category, colour, partial(build, _BRIGHT[colour])))
    plain = shuffled(rng, _PLAIN)[:3]
    return chosen + [SmallThing(name, category, None, make) for name, category, make in plain]


def _on_ground(plan: Plan, spots: Spots, rng: np.random.Generator) -> Spot | None:
    """In the yard, or beside the shed, the vegetables or the cows."""
    areas = (plan.yard, plan.plots["shed"].strip(0.4, 3.0), plan.plots["garden"].area, plan.plots["paddock"].area)
    place = spots.draw(rng, one(rng, areas).grown(-0.7), (0.4, 0.4), 0.45)
    return Spot(*place, 0.014) if place else None
