"""What lies beyond the fences and is never reached: the street that goes on, and the neighbours' houses. Metres."""

import numpy as np

from embrace3k.simulator.worlds.choosing import one, shuffled
from embrace3k.simulator.worlds.construction.neighbours import Neighbour, neighbour
from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.families.house.plan import PAVEMENT_SOUTH, STREET_SOUTH, YARD_SOUTH, Plan
from embrace3k.simulator.worlds.families.house.style import FRONT_DOORS, ROOFS, SKINS
from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.props import plants
from embrace3k.simulator.worlds.surfaces import rotation_z

_REACH = 30.0
_SHUTTERS: tuple[Color, ...] = ((0.16, 0.2, 0.3), (0.3, 0.36, 0.3), (0.4, 0.16, 0.14), (0.9, 0.9, 0.88))


def build_beyond(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    """Only houses across the street have an upper storey: others would shade the garden."""
    _go_on_with_street(site.static, plan)
    area, skins = plan.site, shuffled(rng, SKINS)
    across = [(area.west + share * area.width, area.south - 6.0, 180.0) for share in (-0.1, 0.36, 0.82, 1.28)]
    beside = [(area.west - 9.0, 0.5, 0.0), (area.east + 9.0, 0.5, 0.0)]
    behind = [(area.west + share * area.width, area.north + 9.0, 0.0) for share in (0.1, 0.7)]
    for number, (east, north, turn) in enumerate((*across, *beside, *behind)):
        house = Neighbour(
            wall=skins[number % len(skins)],
            roof=one(rng, ROOFS),
            door=one(rng, FRONT_DOORS.values())[1],
            shutters=one(rng, _SHUTTERS) if rng.random() < 0.5 else None,
            storeys=1 + int(turn == 180.0 and rng.random() < 0.8),
            width=8.5 + 2.0 * rng.random(),
        )
        place = (east + 1.5 * rng.random(), north, -0.05)
        site.static.merge(neighbour(house).transform(rotation_z(turn), place))
        if number in (1, 4):
            tree = plants.tree(rng).transform(1.2 * np.eye(3), (place[0] + 7.0, north + 1.0, -0.05))
            site.static.merge(tree)


def _go_on_with_street(mesh: Mesh, plan: Plan) -> None:
    """Road and pavement beyond the barriers, lit from few points."""
    site = plan.site
    for west, east in ((site.west - _REACH, site.west), (site.east, site.east + _REACH)):
        for strip, material in (
            (Area(west, STREET_SOUTH, east, PAVEMENT_SOUTH), "asphalt"),
            (Area(west, PAVEMENT_SOUTH, east, YARD_SOUTH), "concrete"),
        ):
            corner = (strip.west, strip.south, -0.012)
            mesh.quad(corner, (strip.width, 0, 0), (0, strip.depth, 0), material, tile_m=3.2, luxel_m=0, step_m=6.0)
