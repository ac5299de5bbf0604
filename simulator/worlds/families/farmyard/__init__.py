"""A farmyard: barn, stable, farmhouse and shed about a yard of trodden earth, a vegetable garden and a paddock. The
seed draws what lies where, the season, what is built of what, the animals, the paints and what lies about."""

import numpy as np

from embrace3k.schema.poses import Pose
from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.families.farmyard import buildings, grounds, plots
from embrace3k.simulator.worlds.families.farmyard.plan import Plan, draw_plan
from embrace3k.simulator.worlds.families.farmyard.things import scatter
from embrace3k.simulator.worlds.model import World
from embrace3k.simulator.worlds.weather import draw_weather

NAME = "farmyard"
SUMMARY = "a farm with a barn up a ramp, a stable, a farmhouse, a garden, a paddock and a yard with a tractor"
_LABELS = {
    "barn": "barn front",
    "stable": "stable yard",
    "house": "front garden",
    "shed": "hen yard",
    "garden": "vegetable garden",
    "paddock": "paddock",
}


def build(seed: int) -> World:
    """Everything is drawn from one generator in a fixed order: the same seed builds the same world."""
    rng = np.random.default_rng(seed)
    plan = draw_plan(rng)
    site = Site()
    site.weather = draw_weather(rng)
    _name_regions(site, plan)
    grounds.lay_ground(site, plan, grounds.Ground(plan, rng), buildings.floors(plan))
    buildings.build_barn(site, plan)
    buildings.build_stable(site, plan, rng)
    buildings.build_house(site, plan, rng)
    buildings.build_shed(site, plan, rng)
    plots.fill_barn(site, plan.plots["barn"], rng)
    plots.fill_stable(site, plan.plots["stable"], rng)
    plots.fill_house(site, plan.plots["house"], rng)
    plots.fill_hen_yard(site, plan, plan.plots["shed"], rng)
    plots.fill_garden(site, plan.plots["garden"], rng)
    plots.fill_paddock(site, plan, plan.plots["paddock"], rng)
    east, north = plots.fill_yard(site, plan, rng)
    grounds.strew(site, plan, rng)
    grounds.enclose(site, plan, rng)
    scatter(site, plan, rng)
    start = Pose(round(north * 100, 3), round(east * 100, 3), 88.0, 0.0, 90.0, 0.0)
    return site.world(NAME, seed, plan.site, start)


def _name_regions(site: Site, plan: Plan) -> None:
    barn, stable, house, shed = (plan.plots[name] for name in ("barn", "stable", "house", "shed"))
    rooms: dict[str, tuple[tuple[str, Area, float], ...]] = {
        "barn": (("barn", buildings.barn_room(barn), buildings.BARN_FLOOR),),
        "stable": (("stable", buildings.stable_house(stable), 0.0),),
        "house": (("farm kitchen", buildings.house_room(house), buildings.HOUSE_FLOOR),),
        "shed": (("tool shed", buildings.shed_room(shed), 0.0),),
    }
    for name, plot in plan.plots.items():
        inside = rooms.get(name, ())
        for label, room, floor in inside:
            site.region(label.replace(" ", "_"), label, room, indoor=True, floor=floor)
        label, holes = _LABELS[name], tuple(room for _, room, _ in inside)
        site.region(label.replace(" ", "_"), label, plot.area, indoor=False, without=holes)
    areas = tuple(plot.area for plot in plan.plots.values())
    site.region("yard", "farmyard", plan.site, indoor=False, without=areas)
