"""A logistics hall with racks, a raised loading bay and two rooms, and the yard where lorries come. The seed decides
sizes and colours, how the racks run, which gates are open, what is stored, and which side is which."""

import numpy as np

from embrace3k.schema.poses import Pose
from embrace3k.simulator.worlds.construction.mirroring import Stage
from embrace3k.simulator.worlds.construction.site import Site
from embrace3k.simulator.worlds.families.warehouse.bay import build_bay
from embrace3k.simulator.worlds.families.warehouse.hall import build_hall
from embrace3k.simulator.worlds.families.warehouse.plan import Plan, draw_plan
from embrace3k.simulator.worlds.families.warehouse.rooms import furnish_rooms
from embrace3k.simulator.worlds.families.warehouse.storage import store_goods
from embrace3k.simulator.worlds.families.warehouse.tools import scatter
from embrace3k.simulator.worlds.families.warehouse.yard import build_yard
from embrace3k.simulator.worlds.model import World
from embrace3k.simulator.worlds.weather import draw_weather

NAME = "warehouse"
SUMMARY = "a logistics hall with racks, a raised loading bay, an office and a yard with a lorry"


def build(seed: int) -> World:
    """Everything is drawn from one generator in a fixed order: the same seed builds the same world."""
    rng = np.random.default_rng(seed)
    plan = draw_plan(rng)
    site = Site()
    site.weather = draw_weather(rng)
    stage = Stage(site, plan.mirror)
    _name_regions(site, plan)
    build_hall(site, plan)
    build_bay(stage, plan, rng)
    build_yard(stage, plan, rng)
    store_goods(stage, plan, rng)
    furnish_rooms(stage, plan, rng)
    scatter(stage, plan, rng)
    start = Pose(460.0, round(plan.mirror.east(plan.gate.start + 0.4) * 100, 3), 88.0, 0.0, 0.0, 0.0)
    return site.world(NAME, seed, plan.site, start)


def _name_regions(site: Site, plan: Plan) -> None:
    flip = plan.mirror.area
    site.region("loading_bay", "loading bay", flip(plan.bay), indoor=True, floor=plan.bay_height)
    site.region("office", "office", flip(plan.office), indoor=True)
    site.region("break_room", "break room", flip(plan.break_room), indoor=True)
    rooms = (flip(plan.bay), flip(plan.office), flip(plan.break_room))
    site.region("hall", "warehouse hall", flip(plan.hall), indoor=True, without=rooms)
    site.region("yard", "yard", plan.yard, indoor=False)
