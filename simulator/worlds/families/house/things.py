"""The small things of a family house: the same ones always, where they lie depends on the seed. Metres."""

import math
from collections.abc import Iterator

import numpy as np

from embrace3k.simulator.worlds.construction.scattering import SmallThing, Spot, lay, lay_all, surface_spots
from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.families.house.plan import YARD_SOUTH, Plan
from embrace3k.simulator.worlds.model import Kind
from embrace3k.simulator.worlds.props import small_things

_ON_SURFACES = (
    SmallThing("blue_mug", "mug", "blue", lambda: small_things.mug((0.15, 0.4, 0.75))),
    SmallThing("yellow_mug", "mug", "yellow", lambda: small_things.mug((0.92, 0.72, 0.16))),
    SmallThing("apple", "apple", "red", small_things.apple),
    SmallThing("green_book", "book", "green", lambda: small_things.book((0.15, 0.45, 0.25))),
    SmallThing("red_book", "book", "red", lambda: small_things.book((0.66, 0.13, 0.13))),
    SmallThing("bottle", "bottle", "green", small_things.bottle),
    SmallThing("teddy_bear", "teddy bear", "brown", small_things.teddy_bear),
)
_ON_THE_LAWN = (
    SmallThing("orange_ball", "ball", "orange", small_things.ball),
    SmallThing("watering_can", "watering can", "green", small_things.watering_can),
)
_SLOTS: dict[str, tuple[tuple[float, float], ...]] = {
    "dining_table": ((-0.45, 0.15), (0.05, -0.15), (0.5, 0.15)),
    "coffee_table": ((-0.25, 0.0), (0.22, 0.0)),
    "kitchen_counter": ((-0.7, 0.05), (-0.2, 0.0)),
    "desk": ((-0.35, 0.05), (0.3, 0.0)),
    "nightstand": ((0.0, 0.0),),
    "garden_table": ((0.0, 0.0),),
    "bench": ((-0.4, 0.03), (0.35, 0.03)),
}
"""Places on each surface: right and ahead of its middle, in its own frame. The sink is at the counter's other end."""


def scatter(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    lay_all(site, _ON_SURFACES, list(surface_spots(site, _SLOTS)), rng)
    for thing, spot in zip(_ON_THE_LAWN, _lawn_spots(site, plan, rng), strict=False):
        lay(site, thing, spot, rng)
    corner = (plan.garage.east - 0.5, plan.garage.north - 0.5 - 0.3 * rng.random())
    indoors = (plan.study.west + 0.5, plan.study.north - 0.55)
    place = corner if rng.random() < 0.5 else indoors
    box = small_things.cardboard_box()
    site.put("cardboard_box", "box", box, *place, yaw_deg=rng.random() * 20 - 10, kind=Kind.CARRIED, colour="brown")


def _lawn_spots(site: Site, plan: Plan, rng: np.random.Generator) -> Iterator[Spot]:
    """On the lawn before the house, clear of everything that stands there and of the ways to walk and drive."""
    lawn = Area(plan.site.west + 1.5, YARD_SOUTH + 1.0, plan.drive.west - 3.2, -1.2)
    taken = [thing.footprint(thing.pose) for thing in site.objects]
    given: list[Spot] = []
    while True:
        spot = Spot(lawn.west + rng.random() * lawn.width, lawn.south + rng.random() * lawn.depth, 0.0)
        on_the_path = plan.path.distance(spot.east, spot.north) < 0.3
        crowded = any(box.distance_cm(spot.north * 100, spot.east * 100) < 70.0 for box in taken)
        if on_the_path or crowded or any(math.hypot(spot.east - a.east, spot.north - a.north) < 1.5 for a in given):
            continue
        given.append(spot)
        yield spot
