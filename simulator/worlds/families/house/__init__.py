"""The family house: rooms with doors, front yard and back garden, a shed, a street with two cars, an open garage.

The seed varies sizes, walls, roofs, floors, colours, some of the furniture, trees and cars, where things stand and lie,
and the weather. The red car, the garage and the front door are always there."""

import numpy as np

from embrace3k.schema.poses import Pose
from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.families.house.beyond import build_beyond
from embrace3k.simulator.worlds.families.house.garden import build_deck, build_shed, furnish_deck, furnish_shed
from embrace3k.simulator.worlds.families.house.plan import (
    PAVEMENT_SOUTH,
    SHED_FLOOR,
    YARD_SOUTH,
    Plan,
    clipped,
    draw_plan,
)
from embrace3k.simulator.worlds.families.house.rooms import build_shell, furnish
from embrace3k.simulator.worlds.families.house.style import draw_style
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
SUMMARY = "a house with four rooms, a garden with a shed, a street with two cars and an open garage"


def build(seed: int) -> World:
    """Everything is drawn from one generator in a fixed order: the same seed builds the same world."""
    rng = np.random.default_rng(seed)
    plan, style = draw_plan(rng), draw_style(np.random.default_rng([seed, 1]))
    site = Site()
    _name_regions(site, plan)
    build_shell(site, plan, style)
    build_garage(site, plan, style)
    lay_ground(site, plan)
    fence_in(site, plan)
    build_beyond(site, plan, np.random.default_rng([seed, 2]))
    build_shed(site, plan, style)
    build_deck(site, plan)
    furnish(site, plan, style, rng)
    plant_and_place(site, plan, style, rng)
    park_cars(site, plan, style, rng)
    furnish_shed(site, plan, rng)
    furnish_deck(site, plan, style, rng)
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
    site.region("shed", "shed", plan.shed, indoor=True, floor=SHED_FLOOR)
    site.region("yard", "front yard", plan.front_yard, indoor=False, without=clipped(taken, plan.front_yard))
    behind = (plan.house, plan.garage, plan.shed)
    site.region("back_garden", "back garden", plan.back_garden, indoor=False, without=clipped(behind, plan.back_garden))
    pavement = Area(plan.site.west, PAVEMENT_SOUTH, plan.site.east, YARD_SOUTH)
    site.region("pavement", "pavement", pavement, indoor=False)
    site.region("street", "street", plan.street, indoor=False)
    verge = Area(plan.site.west, plan.site.south, plan.site.east, plan.street.south)
    site.region("verge", "grass verge", verge, indoor=False)
