"""A public park: six plots between winding paths, a bank and a terrace with a bandstand. The seed draws which plot is
what, the season, how the park is closed, pond or fountain, toys, trees, colours and what was left behind."""

import numpy as np

from embrace3k.schema.poses import Pose
from embrace3k.simulator.worlds.construction.lawns import Cover
from embrace3k.simulator.worlds.construction.site import Site
from embrace3k.simulator.worlds.families.park import buildings, grounds, plots
from embrace3k.simulator.worlds.families.park.plan import Plan, draw_plan
from embrace3k.simulator.worlds.families.park.things import scatter
from embrace3k.simulator.worlds.model import World
from embrace3k.simulator.worlds.weather import draw_weather

NAME = "park"
SUMMARY = "a park with paths, a playground, a kiosk, a pond or fountain and a terrace up a bank"
_LABELS = {
    "playground": "playground",
    "kiosk": "kiosk yard",
    "service": "bicycle yard",
    "picnic": "picnic lawn",
    "garden": "flower garden",
}
_POND_RADIUS = 1.9


def build(seed: int) -> World:
    """Everything is drawn from one generator in a fixed order: the same seed builds the same world."""
    rng = np.random.default_rng(seed)
    plan = draw_plan(rng)
    site = Site()
    site.weather = draw_weather(rng)
    _name_regions(site, plan)
    ground = grounds.Ground(plan, rng)
    _lay_ground(site, plan, ground)
    buildings.build_kiosk(site, plan.plots["kiosk"], rng)
    buildings.build_service(site, plan.plots["service"], rng)
    buildings.build_bandstand(site, plan, rng)
    plots.fill_playground(site, plan.plots["playground"], rng)
    plots.fill_water(site, plan, plan.plots["water"], rng, _POND_RADIUS)
    plots.fill_picnic(site, plan.plots["picnic"], rng)
    plots.fill_garden(site, plan.plots["garden"], rng)
    plots.fill_kiosk_yard(site, plan.plots["kiosk"], rng)
    plots.furnish_paths(site, plan, rng)
    plots.furnish_terrace(site, plan, rng)
    rooms = [buildings.kiosk_room(plan.plots["kiosk"]), *buildings.service_rooms(plan.plots["service"])]
    plots.plant_trees(site, plan, rng, [room.grown(1.4) for room in rooms])
    grounds.strew(site, plan, rng, rooms)
    grounds.enclose(site, plan, rng)
    scatter(site, plan, rng)
    start = Pose(round(plan.middle * 100, 3), round(plan.columns[0] * 100, 3), 88.0, 0.0, 90.0, 0.0)
    return site.world(NAME, seed, plan.site, start)


def _name_regions(site: Site, plan: Plan) -> None:
    kiosk = buildings.kiosk_room(plan.plots["kiosk"])
    toilet, shed = buildings.service_rooms(plan.plots["service"])
    site.region("kiosk", "kiosk", kiosk, indoor=True, floor=0.0)
    site.region("toilet_room", "toilet", toilet, indoor=True)
    site.region("tool_shed", "tool shed", shed, indoor=True)
    rooms = {"kiosk": (kiosk,), "service": (toilet, shed)}
    for name, plot in plan.plots.items():
        label = _LABELS.get(name) or ("pond lawn" if plan.has_pond else "fountain square")
        site.region(label.replace(" ", "_"), label, plot.area, indoor=False, without=rooms.get(name, ()))
    areas = tuple(plot.area for plot in plan.plots.values())
    site.region("path", "path", plan.lower, indoor=False, without=areas)
    site.region("slope", "grassy slope", plan.bank, indoor=False, floor=plan.rise / 2)
    site.region("terrace", "terrace", plan.terrace, indoor=False, floor=plan.rise)


def _lay_ground(site: Site, plan: Plan, ground: grounds.Ground) -> None:
    kiosk, service, water = plan.plots["kiosk"], plan.plots["service"], plan.plots["water"]
    rooms = [buildings.kiosk_room(kiosk), *buildings.service_rooms(service), buildings.bandstand_floor(plan)]
    bark = ground.shaded((1.0, 0.88, 0.72))
    stone = ground.shaded((1.0, 0.98, 0.94))
    special = [
        Cover("earth", 1.8, bark, grounds.yard(plan.plots["playground"].area)),
        Cover("cobbles", 1.5, stone, grounds.yard(kiosk.strip(-0.4, 3.3))),
        Cover("gravel", 2.2, ground.shaded((0.92, 0.9, 0.86)), grounds.yard(service.strip(-0.4, 3.6))),
    ]
    east, north = water.area.middle
    if not plan.has_pond:
        special.append(Cover("cobbles", 1.5, stone, grounds.pool(east, north, 2.9, ground)))
    grounds.lay_ground(site, plan, ground, rooms, special)
