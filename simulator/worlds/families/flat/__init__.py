"""A city flat on an upper floor: hallway, living room, kitchen, bedroom, bathroom, sometimes one room more, a balcony
one step lower, and the landing with the lift. The seed chooses among three kinds of ground plan and draws the rest."""

import numpy as np

from embrace3k.schema.poses import Pose
from embrace3k.simulator.worlds.construction.furnishing import Furnisher, Tops
from embrace3k.simulator.worlds.construction.placing import Floor, walls_of
from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.construction.townscape import build_town
from embrace3k.simulator.worlds.construction.walls import WALL
from embrace3k.simulator.worlds.families.flat.decorating import Decorator
from embrace3k.simulator.worlds.families.flat.plan import Plan, draw_plan
from embrace3k.simulator.worlds.families.flat.rooms import furnish
from embrace3k.simulator.worlds.families.flat.shell import STEP_DOWN, balcony_area, build_shell
from embrace3k.simulator.worlds.families.flat.style import draw_style
from embrace3k.simulator.worlds.families.flat.things import scatter
from embrace3k.simulator.worlds.model import World
from embrace3k.simulator.worlds.weather import draw_weather

NAME = "flat"
SUMMARY = "a city flat on an upper floor, furnished throughout, with a balcony above the street"


def build(seed: int) -> World:
    """Everything is drawn from one generator in a fixed order: the same seed builds the same world."""
    rng = np.random.default_rng(seed)
    site = Site()
    site.weather = draw_weather(rng)
    style = draw_style(rng)
    plan = draw_plan(rng, style)
    balcony = balcony_area(plan)
    _name_regions(site, plan, balcony)
    build_shell(site, plan, style)
    build_town(site, plan.whole, style.facade, rng, street_side=plan.street_side)
    floor = _floor(site, plan, balcony, rng)
    furnisher = Furnisher(site, floor)
    furnish(Decorator(furnisher, plan, style, rng), balcony)
    furnisher.finish()
    dry = [room.inside for room in plan.storey.rooms if room.name not in ("bathroom", "landing")]
    scatter(furnisher, Tops(site, floor, rng), dry, rng)
    furnisher.finish()
    east, north = floor.free_spot(plan.storey.room("hall").inside)
    start = Pose(round(north * 100, 3), round(east * 100, 3), 88.0, 0.0, 0.0, 0.0)
    return site.world(NAME, seed, _bounds(plan, balcony), start)


def _name_regions(site: Site, plan: Plan, balcony: Area) -> None:
    for room in plan.storey.rooms:
        site.region(room.name, room.label, room.area, indoor=True)
    half = WALL / 2
    if plan.street_side == "south":
        outside = Area(balcony.west, balcony.south, balcony.east, balcony.north + half)
    else:
        outside = Area(balcony.west, balcony.south - half, balcony.east, balcony.north)
    site.region("balcony", "balcony", outside, indoor=False, floor=-STEP_DOWN)


def _floor(site: Site, plan: Plan, balcony: Area, rng: np.random.Generator) -> Floor:
    rooms = [*(room.area for room in plan.storey.rooms), balcony.grown(WALL / 2)]
    return Floor(rooms, walls_of(site), plan.storey.kept_clear(), plan.storey.windows(), rng, plan.storey.open_leaves())


def _bounds(plan: Plan, balcony: Area) -> Area:
    whole = plan.whole
    south, north = min(whole.south, balcony.south), max(whole.north, balcony.north)
    return Area(whole.west, south, whole.east, north)
