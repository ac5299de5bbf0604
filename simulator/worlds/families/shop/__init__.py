"""A small supermarket with its store rooms, the pavement before it and a car park. The seed decides its size, the way
its shelves run, what they hold, its colours and its name, how one climbs to the entrance and which side is which."""

import numpy as np

from embrace3k.schema.poses import Pose
from embrace3k.simulator.worlds.construction.site import Site
from embrace3k.simulator.worlds.families.shop.forecourt import build_entrance, lay_forecourt, place_outdoors
from embrace3k.simulator.worlds.families.shop.plan import FLOOR, Plan, draw_plan
from embrace3k.simulator.worlds.families.shop.sales import furnish_sales_room
from embrace3k.simulator.worlds.families.shop.shell import build_shell
from embrace3k.simulator.worlds.families.shop.staff import furnish_staff_rooms
from embrace3k.simulator.worlds.families.shop.wares import scatter
from embrace3k.simulator.worlds.model import World
from embrace3k.simulator.worlds.weather import draw_weather

NAME = "shop"
SUMMARY = "a small supermarket: aisles, checkout, store room, pavement and car park"


def build(seed: int) -> World:
    """Everything is drawn from one generator in a fixed order: the same seed builds the same world."""
    rng = np.random.default_rng(seed)
    plan = draw_plan(rng)
    site = Site()
    site.weather = draw_weather(rng)
    _name_regions(site, plan)
    build_shell(site, plan)
    build_entrance(site, plan)
    lay_forecourt(site, plan, rng)
    furnish_sales_room(site, plan, rng)
    furnish_staff_rooms(site, plan, rng)
    place_outdoors(site, plan, rng)
    scatter(site, plan, rng)
    east = plan.mirror.east(plan.entrance + 0.55)
    start = Pose(-350.0, round(east * 100, 3), 88.0, 0.0, 0.0, 0.0)
    return site.world(NAME, seed, plan.site, start)


def _name_regions(site: Site, plan: Plan) -> None:
    flip = plan.mirror.area
    front, aisles = plan.halves()
    site.region("checkout_area", "checkout area", flip(front), indoor=True, floor=FLOOR)
    site.region("aisles", "aisles", flip(aisles), indoor=True, floor=FLOOR)
    site.region("store_room", "store room", flip(plan.store), indoor=True, floor=FLOOR)
    site.region("staff_room", "staff room", flip(plan.staff), indoor=True, floor=FLOOR)
    site.region("toilet", "toilet", flip(plan.toilet), indoor=True, floor=FLOOR)
    site.region("pavement", "pavement", plan.pavement, indoor=False)
    site.region("car_park", "car park", plan.car_park, indoor=False)
