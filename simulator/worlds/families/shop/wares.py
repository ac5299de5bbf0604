"""The small things of a shop that one can carry: which ones and where they lie depends on the seed. Metres."""

import numpy as np

from embrace3k.simulator.worlds.choosing import shuffled
from embrace3k.simulator.worlds.construction.scattering import SmallThing, Spot, lay, lay_all, surface_spots
from embrace3k.simulator.worlds.construction.site import Site
from embrace3k.simulator.worlds.families.shop.plan import FLOOR, Plan
from embrace3k.simulator.worlds.model import Kind
from embrace3k.simulator.worlds.props import groceries, small_things

_WARES = (
    SmallThing("blue_milk_carton", "milk carton", "blue", lambda: groceries.milk_carton((0.16, 0.42, 0.8))),
    SmallThing("green_milk_carton", "milk carton", "green", lambda: groceries.milk_carton((0.2, 0.58, 0.26))),
    SmallThing("yellow_cereal_box", "cereal box", "yellow", lambda: groceries.cereal_box((0.92, 0.7, 0.12))),
    SmallThing("purple_cereal_box", "cereal box", "purple", lambda: groceries.cereal_box((0.46, 0.22, 0.6))),
    SmallThing("loaf_of_bread", "bread", "brown", groceries.loaf),
    SmallThing("bananas", "bananas", "yellow", groceries.banana_bunch),
    SmallThing("watermelon", "melon", "green", groceries.melon),
    SmallThing("red_tin", "tin", "red", lambda: groceries.tin((0.8, 0.14, 0.1))),
    SmallThing("green_tin", "tin", "green", lambda: groceries.tin((0.16, 0.5, 0.24))),
    SmallThing("pineapple", "pineapple", None, groceries.pineapple),
    SmallThing("eggs", "eggs", "brown", groceries.egg_box),
    SmallThing("juice_bottle", "bottle", "orange", groceries.juice_bottle),
    SmallThing("bag_of_crisps", "crisps", "red", groceries.crisp_bag),
    SmallThing("apple", "apple", "red", small_things.apple),
    SmallThing("blue_mug", "mug", "blue", lambda: small_things.mug((0.15, 0.4, 0.75))),
)
_PLACES = {
    "counter": ((-0.75, 0.02), (-0.35, 0.0), (0.08, 0.03)),
    "shelf": ((-1.2, 0.15), (-0.45, -0.15), (0.4, 0.15), (1.2, -0.15)),
    "table": ((-0.22, 0.12), (0.2, -0.12)),
    "freezer": ((-0.28, 0.05), (0.28, -0.05)),
    "crate": ((0.0, 0.0),),
    "bench": ((-0.4, 0.03), (0.35, 0.03)),
}
_COUNT = 6


def scatter(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    """Most lie on what has a surface; a basket, a box and a watering can stand on floors."""
    things = shuffled(rng, _WARES)[:_COUNT]
    lay_all(site, things, list(surface_spots(site, _PLACES)), rng)
    flip = plan.mirror.east
    store = plan.store
    box = small_things.cardboard_box()
    place = (flip(store.west + 1.75), store.middle[1] + 0.4 * rng.random())
    site.put(
        "cardboard_box", "box", box, *place, up=FLOOR, yaw_deg=20 * rng.random() - 10, kind=Kind.CARRIED, colour="brown"
    )
    basket = SmallThing("shopping_basket", "basket", "red", groceries.shopping_basket)
    lay(site, basket, Spot(flip(plan.hall.east - 1.1 - 0.3 * rng.random()), plan.hall.north - 1.3, FLOOR), rng)
    can = SmallThing("watering_can", "watering can", "green", small_things.watering_can)
    lay(site, can, Spot(flip(0.1 + 0.3 * rng.random()), -1.3, 0.0), rng)
