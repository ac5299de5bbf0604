"""What people left behind in a park. Metres."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from embrace3k.simulator.worlds.choosing import one, shuffled
from embrace3k.simulator.worlds.construction.scattering import Spot, surface_spots
from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.construction.spots import Spots
from embrace3k.simulator.worlds.families.park.plan import Plan
from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.model import Kind
from embrace3k.simulator.worlds.props import outing_things, small_things

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
    # Long things lie along a bench, across where it looks.
    order = shuffled(rng, [replace(spot, yaw_deg=spot.yaw_deg + 90.0) for spot in surface_spots(site, _SLOTS)])
    lawns = _lawns(site, plan)
    chosen = shuffled(rng, _THINGS)[: 7 + int(rng.integers(3))]
    doubled = one(rng, chosen)
    used: set[tuple[str, str]] = set()
    for category, build in (*chosen, doubled):
        free = [colour for colour in _BRIGHT if (category, colour) not in used]
        colour = one(rng, free)
        used.add((category, colour))
        spot = (_on_lawn(plan, lawns, rng) if category in _OUTDOORS else None) or order.pop()
        name = f"{colour}_{category}".replace(" ", "_")
        yaw_deg = spot.yaw_deg + (16.0 * rng.random() - 8.0 if category in _LONG else 360.0 * rng.random())
        site.put(
            name,
            category,
            build(_BRIGHT[colour]),
            spot.east,
            spot.north,
            up=spot.up,
            yaw_deg=yaw_deg,
            kind=Kind.CARRIED,
            solid=False,
            colour=colour,
        )


def _lawns(site: Site, plan: Plan) -> Spots:
    spots = Spots()
    for thing in site.objects:
        box = thing.footprint(thing.pose)
        half = max(box.half_x_cm, box.half_y_cm) / 100
        north, east = box.x_cm / 100, box.y_cm / 100
        spots.keep(Area(east - half, north - half, east + half, north + half))
    return spots


def _on_lawn(plan: Plan, spots: Spots, rng: np.random.Generator) -> Spot | None:
    where = one(rng, ("picnic", "water", "garden"))
    place = spots.draw(rng, plan.plots[where].area.grown(-0.7), (0.4, 0.4), 0.5)
    return Spot(*place, 0.012) if place else None
