"""What people left behind in a park. Metres."""

import math
from collections.abc import Callable, Iterator

import numpy as np

from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.construction.spots import Spots
from embrace3k.simulator.worlds.families.park.plan import Plan
from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.model import Kind, WorldObject
from embrace3k.simulator.worlds.props import outing_things, small_things

_Spot = tuple[float, float, float, float]
"""East, north, up, and the yaw along which long things lie there."""

_BRIGHT: dict[str, Color] = {
    "red": (0.8, 0.14, 0.12),
    "blue": (0.14, 0.34, 0.76),
    "yellow": (0.95, 0.76, 0.12),
    "green": (0.14, 0.52, 0.26),
    "orange": (1.0, 0.5, 0.06),
}
_THINGS: tuple[tuple[str, Callable[[Color], Mesh]], ...] = (
    ("ball", small_things.ball),
    ("bottle", small_things.bottle),
    ("hat", outing_things.straw_hat),
    ("basket", outing_things.basket),
    ("bucket", outing_things.toy_bucket),
    ("frisbee", outing_things.frisbee),
    ("umbrella", outing_things.umbrella),
    ("lunch box", outing_things.lunch_box),
    ("mug", small_things.mug),
    ("watering can", small_things.watering_can),
)
_OUTDOORS = ("ball", "frisbee", "bucket", "watering can")
_LONG = ("umbrella",)
"""They lie along what they lie on."""
_HIGHER = 0.001
_SLOTS: dict[str, tuple[tuple[float, float], ...]] = {
    "picnic table": ((-0.5, 0.15), (0.45, -0.12)),
    "table": ((0.05, 0.25),),
    "bench": ((-0.45, 0.02), (0.45, 0.02)),
    "counter": ((-0.6, -0.06), (0.5, -0.06)),
    "workbench": ((-0.4, 0.0), (0.4, 0.0)),
}
"""Places on each surface: right and ahead of its middle, in its own frame."""


def scatter(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    """Eight to ten of the things, some twice in two colours; toys lie on lawns, the rest on tables and benches."""
    surfaces = list(_surfaces(site))
    order = [surfaces[index] for index in rng.permutation(len(surfaces))]
    lawns = _lawns(site, plan)
    chosen = [_THINGS[index] for index in rng.permutation(len(_THINGS))[: 7 + int(rng.integers(3))]]
    doubled = chosen[int(rng.integers(len(chosen)))]
    used: set[tuple[str, str]] = set()
    for category, build in (*chosen, doubled):
        free = [colour for colour in _BRIGHT if (category, colour) not in used]
        colour = free[int(rng.integers(len(free)))]
        used.add((category, colour))
        place = _on_lawn(plan, lawns, rng) if category in _OUTDOORS else None
        east, north, up, along_deg = place or order.pop()
        name = f"{colour}_{category}".replace(" ", "_")
        yaw_deg = along_deg + (16.0 * rng.random() - 8.0 if category in _LONG else 360.0 * rng.random())
        site.put(
            name,
            category,
            build(_BRIGHT[colour]),
            east,
            north,
            up=up,
            yaw_deg=yaw_deg,
            kind=Kind.CARRIED,
            solid=False,
            colour=colour,
        )


def _surfaces(site: Site) -> Iterator[_Spot]:
    for thing in site.objects:
        for right, ahead in _SLOTS.get(thing.category, ()):
            yield _beside(thing, right, ahead)


def _beside(thing: WorldObject, right: float, ahead: float) -> _Spot:
    yaw = math.radians(thing.pose.yaw_deg)
    north = thing.pose.x_cm / 100 + ahead * math.cos(yaw) - right * math.sin(yaw)
    east = thing.pose.y_cm / 100 + ahead * math.sin(yaw) + right * math.cos(yaw)
    up = (thing.pose.z_cm + (thing.surface_cm or 0.0)) / 100 + _HIGHER
    return east, north, up, thing.pose.yaw_deg + 90.0


def _lawns(site: Site, plan: Plan) -> Spots:
    spots = Spots()
    for thing in site.objects:
        box = thing.footprint(thing.pose)
        half = max(box.half_x_cm, box.half_y_cm) / 100
        north, east = box.x_cm / 100, box.y_cm / 100
        spots.keep(Area(east - half, north - half, east + half, north + half))
    return spots


def _on_lawn(plan: Plan, spots: Spots, rng: np.random.Generator) -> _Spot | None:
    where = ("picnic", "water", "garden")[int(rng.integers(3))]
    place = spots.draw(rng, plan.plots[where].area.grown(-0.7), (0.4, 0.4), 0.5)
    return (*place, 0.012, 0.0) if place else None
