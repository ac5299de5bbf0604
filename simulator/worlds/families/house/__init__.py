"""The family house: rooms with doors, a yard, a street with two cars, an open garage. The seed varies sizes, colours,
where furniture and trees stand, where the small things lie, and the weather; what there is stays the same."""

import numpy as np

from embrace3k.schema.poses import Pose
from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.families.house.plan import PAVEMENT_SOUTH, YARD_SOUTH, Plan, draw_plan
from embrace3k.simulator.worlds.families.house.rooms import build_shell, furnish
from embrace3k.simulator.worlds.families.house.things import scatter
from embrace3k.simulator.worlds.families.house.yard import (
    build_garage,
    fence_in,
    lay_ground,
    park_cars,
    plant_and_place,
)
from embrace3k.simulator.worlds.model import World
from embrace3k.simulator.worlds.weather import draw_weather

NAME = "family-house"
SUMMARY = "a house with four rooms, a yard, a street with two cars and an open garage"


def build(seed: int) -> World:
    """Everything is drawn from one generator in a fixed order: the same seed builds the same world."""
    rng = np.random.default_rng(seed)
    plan = draw_plan(rng)
    site = Site()
    _name_regions(site, plan)
    build_shell(site, plan)
    build_garage(site, plan)
    lay_ground(site, plan)
    fence_in(site, plan)
    furnish(site, plan, rng)
    plant_and_place(site, plan, rng)
    park_cars(site, plan, rng)
    scatter(site, plan, rng)
    site.weather = draw_weather(rng)
    start = Pose(200.0, round(plan.front_door * 100 + 60.0, 3), 88.0, 0.0, 180.0, 0.0)
    return site.world(NAME, seed, plan.site, start)


def _name_regions(site: Site, plan: Plan) -> None:
    site.region("living_room", "living room", plan.living, indoor=True)
    site.region("kitchen", "kitchen", plan.kitchen, indoor=True)
    site.region("study", "study", plan.study, indoor=True)
    site.region("bedroom", "bedroom", plan.bedroom, indoor=True)
    site.region("garage", "garage", plan.garage, indoor=True)
    site.region("driveway", "driveway", plan.drive, indoor=False)
    taken = (plan.house, plan.garage, plan.drive)
    site.region("yard", "yard", plan.yard, indoor=False, without=taken)
    pavement = Area(plan.site.west, PAVEMENT_SOUTH, plan.site.east, YARD_SOUTH)
    site.region("pavement", "pavement", pavement, indoor=False)
    site.region("street", "street", plan.street, indoor=False)
