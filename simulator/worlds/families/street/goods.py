"""What one can carry in a street: which things there are, and where they lie. Metres."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from embrace3k.simulator.worlds.choosing import one, shuffled
from embrace3k.simulator.worlds.construction.scattering import Spot, surface_spots
from embrace3k.simulator.worlds.construction.site import Site
from embrace3k.simulator.worlds.families.street.buildings import garage_rooms
from embrace3k.simulator.worlds.families.street.plan import FRONT, KERB, PAVEMENT_NORTH, ROAD_SOUTH, Plan
from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.model import Kind
from embrace3k.simulator.worlds.props import small_things, street_goods

COLOURS: dict[str, Color] = {
    "red": (0.76, 0.12, 0.1),
    "blue": (0.14, 0.32, 0.68),
    "green": (0.14, 0.48, 0.24),
    "yellow": (0.94, 0.76, 0.14),
    "purple": (0.42, 0.2, 0.5),
    "orange": (0.95, 0.45, 0.08),
}
_SLOTS: dict[str, tuple[tuple[float, float], ...]] = {
    "yard_bench": ((-0.42, 0.03), (0.42, 0.03)),
    "verge_bench": ((-0.42, 0.03), (0.42, 0.03)),
    "workbench": ((-0.55, -0.05), (0.25, -0.1)),
    "counter": ((0.5, 0.0),),
    "garden_table": ((0.0, 0.0),),
    "kiosk_table": ((0.0, 0.0),),
}
"""Places on each surface: right and ahead of its middle, in its own frame."""


class _Thing(NamedTuple):
    noun: str
    build: Callable[[Color], Mesh]
    tinted: bool = True


_ON_SURFACES = (
    _Thing("umbrella", street_goods.umbrella),
    _Thing("bag", street_goods.bag),
    _Thing("toolbox", street_goods.toolbox),
    _Thing("helmet", street_goods.helmet),
    _Thing("parcel", lambda _: street_goods.parcel(), tinted=False),
    _Thing("teddy bear", lambda _: small_things.teddy_bear(), tinted=False),
    _Thing("mug", small_things.mug),
)
_ON_THE_GROUND = (
    _Thing("ball", small_things.ball),
    _Thing("bucket", street_goods.bucket),
    _Thing("watering can", small_things.watering_can),
)


def scatter(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    """Which of the things there are, their colours and their places all depend on the seed."""
    spots = list(surface_spots(site, _SLOTS))
    free = shuffled(rng, spots)
    chosen = [_ON_SURFACES[number] for number in sorted(rng.permutation(len(_ON_SURFACES))[:6])]
    for thing in chosen:
        _lay(site, thing, free.pop(), rng)
    for thing, spot in zip(_ON_THE_GROUND, _ground_spots(plan, rng), strict=True):
        _lay(site, thing, spot, rng)
    west = float(rng.uniform(1.0, plan.length - 4.0))
    for number in range(3):
        place = (0.7 if west < plan.length / 2 else plan.length - 0.7, ROAD_SOUTH + 2.6 + 0.9 * number)
        site.put(
            f"traffic_cone_{number + 1}", "traffic cone", street_goods.traffic_cone(), *place, kind=Kind.CARRIED,
            solid=False, colour="orange",
        )  # fmt: skip


def _lay(site: Site, thing: _Thing, spot: Spot, rng: np.random.Generator) -> None:
    colour = one(rng, COLOURS)
    turned = spot.yaw_deg + float(rng.uniform(-15, 15)) + 180.0 * int(rng.integers(2))
    name = thing.noun.replace(" ", "_")
    site.put(
        f"{colour}_{name}" if thing.tinted else name, thing.noun, thing.build(COLOURS[colour]), spot.east,
        spot.north, up=spot.up, yaw_deg=turned, kind=Kind.CARRIED, solid=False, colour=colour if thing.tinted else None,
    )  # fmt: skip


def _ground_spots(plan: Plan, rng: np.random.Generator) -> list[Spot]:
    """Before the garages, in the open one, and by the gate; in an order that the seed draws."""
    garage = garage_rooms(plan)["garage"]
    forecourt = plan.lot("garages").yard
    garden = plan.lot("garden house").yard
    spots = [
        Spot(garage.middle[0] + float(rng.uniform(-1.2, 1.2)), FRONT + float(rng.uniform(3.5, 5.5)), 0.0, 40.0),
        Spot(forecourt.middle[0] + float(rng.uniform(-1.5, 1.5)), PAVEMENT_NORTH + 1.6, 0.0, 20.0),
        Spot(garden.middle[0] + (1.6 if plan.gate < garden.middle[0] else -1.6), PAVEMENT_NORTH + 0.75, KERB, 70.0),
    ]
    return shuffled(rng, spots)
