"""The small things of a family house: the same ones always, where they lie depends on the seed. Metres."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.families.house.plan import YARD_SOUTH, Plan
from embrace3k.simulator.worlds.mesh import Mesh
from embrace3k.simulator.worlds.model import Kind
from embrace3k.simulator.worlds.props import small_things


@dataclass(frozen=True)
class Spot:
    east: float
    north: float
    up: float


@dataclass(frozen=True)
class _Thing:
    name: str
    category: str
    colour: str | None
    build: Callable[[], Mesh]
    outdoors: bool = False


_THINGS = (
    _Thing("blue_mug", "mug", "blue", lambda: small_things.mug((0.15, 0.4, 0.75))),
    _Thing("yellow_mug", "mug", "yellow", lambda: small_things.mug((0.92, 0.72, 0.16))),
    _Thing("apple", "apple", "red", small_things.apple),
    _Thing("green_book", "book", "green", lambda: small_things.book((0.15, 0.45, 0.25))),
    _Thing("red_book", "book", "red", lambda: small_things.book((0.66, 0.13, 0.13))),
    _Thing("bottle", "bottle", "green", small_things.bottle),
    _Thing("teddy_bear", "teddy bear", "brown", small_things.teddy_bear),
    _Thing("orange_ball", "ball", "orange", small_things.ball, outdoors=True),
    _Thing("watering_can", "watering can", "green", small_things.watering_can, outdoors=True),
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
_HIGHER_THAN_SURFACE = 0.001


def scatter(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    spots = list(_surface_spots(site))
    order = [spots[index] for index in rng.permutation(len(spots))]
    lawn = _lawn_spots(site, plan, rng)
    for thing in _THINGS:
        spot = next(lawn) if thing.outdoors else order.pop()
        _lay(site, thing, spot, rng)
    corner = (plan.garage.east - 0.5, plan.garage.north - 0.5 - 0.3 * rng.random())
    indoors = (plan.study.west + 0.5, plan.study.north - 0.55)
    place = corner if rng.random() < 0.5 else indoors
    box = small_things.cardboard_box()
    site.put("cardboard_box", "box", box, *place, yaw_deg=rng.random() * 20 - 10, kind=Kind.CARRIED, colour="brown")


def _lay(site: Site, thing: _Thing, spot: Spot, rng: np.random.Generator) -> None:
    site.put(
        thing.name,
        thing.category,
        thing.build(),
        spot.east,
        spot.north,
        up=spot.up,
        yaw_deg=rng.random() * 360.0 - 180.0,
        kind=Kind.CARRIED,
        solid=False,
        colour=thing.colour,
    )


def _surface_spots(site: Site) -> Iterator[Spot]:
    for thing in site.objects:
        for right, ahead in _SLOTS.get(thing.name, ()):
            yaw = math.radians(thing.pose.yaw_deg)
            north = thing.pose.x_cm / 100 + ahead * math.cos(yaw) - right * math.sin(yaw)
            east = thing.pose.y_cm / 100 + ahead * math.sin(yaw) + right * math.cos(yaw)
            yield Spot(east, north, (thing.pose.z_cm + (thing.surface_cm or 0.0)) / 100 + _HIGHER_THAN_SURFACE)


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
