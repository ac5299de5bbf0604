"""A residential street: houses, garages and a kiosk along a road with parked cars. The seed draws the order of the
lots, their widths, walls, roofs, doors and colours, which cars stand where, and what lies about."""

import numpy as np

from embrace3k.schema.poses import Pose
from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.families.street.buildings import (
    build_garages,
    build_kiosk,
    furnish_workshop,
    garage_rooms,
    kiosk_room,
)
from embrace3k.simulator.worlds.families.street.goods import scatter
from embrace3k.simulator.worlds.families.street.ground import close_off, lay_ground, lay_lots
from embrace3k.simulator.worlds.families.street.houses import Style, add_entrance, build_house, draw_styles, glaze
from embrace3k.simulator.worlds.families.street.plan import FRONT, PAVEMENT_NORTH, Plan, draw_plan
from embrace3k.simulator.worlds.families.street.things import (
    furnish_pavement,
    furnish_verge,
    furnish_yards,
    park_vehicles,
)
from embrace3k.simulator.worlds.model import World
from embrace3k.simulator.worlds.weather import draw_weather

NAME = "street"
SUMMARY = "a street of houses with a row of garages, a kiosk and parked cars, some of which can be towed"


def build(seed: int) -> World:
    """Everything is drawn from one generator in a fixed order: the same seed builds the same world."""
    rng = np.random.default_rng([seed, 5])
    plan = draw_plan(rng)
    site = Site()
    site.weather = draw_weather(rng)
    _name_regions(site, plan)
    lay_ground(site, plan)
    lay_lots(site, plan, rng)
    styles = draw_styles(rng, 10)
    _build_houses(site, plan, styles)
    build_garages(site, plan, rng)
    build_kiosk(site, plan.lot("kiosk"), rng)
    furnish_workshop(site, plan, rng)
    close_off(site, plan, styles, rng)
    park_vehicles(site, plan, rng)
    furnish_pavement(site, plan, rng)
    furnish_verge(site, plan, rng)
    furnish_yards(site, plan, rng)
    scatter(site, plan, rng)
    start = Pose(130.0, round(plan.crossing.middle[0] * 100, 3), 88.0, 0.0, 180.0, 0.0)
    return site.world(NAME, seed, plan.site, start)


def _build_houses(site: Site, plan: Plan, styles: list[Style]) -> None:
    for lot, style in zip((plan.lot("garden house"), plan.lot("yard house")), styles, strict=False):
        area = Area(lot.area.west, FRONT, lot.area.east, lot.area.north)
        door = area.middle[0]
        build_house(site, area, style)
        glaze(site.static, area, style, door=door)
        add_entrance(site, door, style, f"{style.door}_front_door")


def _name_regions(site: Site, plan: Plan) -> None:
    rooms = garage_rooms(plan)
    kiosk = kiosk_room(plan.lot("kiosk"))
    site.region("garage", "garage", rooms["garage"], indoor=True)
    site.region("workshop", "workshop", rooms["workshop"], indoor=True)
    site.region("kiosk", "kiosk", kiosk, indoor=True, floor=site.ground(*kiosk.middle))
    site.region("garden", "front garden", plan.lot("garden house").yard, indoor=False)
    site.region("yard", "front yard", plan.lot("yard house").yard, indoor=False)
    site.region("kiosk_forecourt", "forecourt of the kiosk", plan.lot("kiosk").yard, indoor=False)
    forecourt = plan.lot("garages").yard
    site.region("garage_forecourt", "forecourt of the garages", forecourt, indoor=False)
    site.region("pavement", "pavement", Area(0.0, 0.0, plan.length, PAVEMENT_NORTH), indoor=False)
    site.region("street", "street", plan.road, indoor=False)
    site.region("verge", "grass verge", plan.verge, indoor=False)
