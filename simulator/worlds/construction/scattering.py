"""Small things laid on what has a surface. Metres."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from embrace3k.simulator.worlds.choosing import shuffled
from embrace3k.simulator.worlds.construction.site import Site
from embrace3k.simulator.worlds.mesh import Mesh
from embrace3k.simulator.worlds.model import Kind

_HIGHER_THAN_SURFACE = 0.001


@dataclass(frozen=True)
class Spot:
    east: float
    north: float
    up: float
    yaw_deg: float = 0.0
    """Where the front of what is below looks."""


@dataclass(frozen=True)
class SmallThing:
    name: str
    category: str
    colour: str | None
    build: Callable[[], Mesh]


def surface_spots(site: Site, places: Mapping[str, Sequence[tuple[float, float]]]) -> Iterator[Spot]:
    """`places` by the name or else the category of what stands there: right and ahead of its middle, in its own
    frame."""
    for thing in site.objects:
        if thing.surface_cm is None:
            continue
        for right, ahead in places.get(thing.name) or places.get(thing.category, ()):
            yaw = math.radians(thing.pose.yaw_deg)
            north = thing.pose.x_cm / 100 + ahead * math.cos(yaw) - right * math.sin(yaw)
            east = thing.pose.y_cm / 100 + ahead * math.sin(yaw) + right * math.cos(yaw)
            up = (thing.pose.z_cm + thing.surface_cm) / 100 + _HIGHER_THAN_SURFACE
            yield Spot(east, north, up, thing.pose.yaw_deg)


def lay(site: Site, thing: SmallThing, spot: Spot, rng: np.random.Generator) -> None:
    """Turned any way round; it can be carried and blocks nobody."""
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


def lay_all(
    site: Site, things: Sequence[SmallThing], spots: Sequence[Spot], rng: np.random.Generator
) -> list[SmallThing]:
    """Each on a spot of its own, drawn at random. Returns the things for which no spot was left."""
    order = shuffled(rng, spots)
    for thing, spot in zip(things, order, strict=False):
        lay(site, thing, spot, rng)
    return list(things[len(order) :])
