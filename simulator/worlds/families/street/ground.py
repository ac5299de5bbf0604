"""Road, kerbs, pavement, yards and what closes the street off. Metres."""

import numpy as np

from embrace3k.simulator.worlds.choosing import one
from embrace3k.simulator.worlds.construction.doors import hang_door
from embrace3k.simulator.worlds.construction.fences import put_barrier
from embrace3k.simulator.worlds.construction.grounds import lay_ramp, pave, surround
from embrace3k.simulator.worlds.construction.neighbours import Neighbour, neighbour
from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.construction.walls import Opening, Wall, put_box
from embrace3k.simulator.worlds.families.street.houses import DOORS, WALLS, Style, build_house, glaze
from embrace3k.simulator.worlds.families.street.plan import (
    CROSSING,
    FRONT,
    GARAGE_DEPTH,
    KERB,
    KERB_NORTH,
    PAVEMENT_NORTH,
    ROAD_SOUTH,
    VERGE_SOUTH,
    Plan,
)
from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.props import plants
from embrace3k.simulator.worlds.surfaces import rotation_z

_GATE = 1.1
_WALL_HEIGHT = 0.85
_BEYOND = 16.0
_KERBSTONE: Color = (0.86, 0.86, 0.85)


def lay_ground(site: Site, plan: Plan) -> None:
    """Levels first: pavement, lots and verge lie a kerb's height over the road, but not before the garages."""
    mesh, crossing = site.static, plan.crossing
    pave(mesh, Area(0.0, ROAD_SOUTH, plan.length, 0.0), "asphalt", 3.2, 0.12)
    for end in (0.0, plan.length):
        beyond = (end - _BEYOND, end) if end == 0.0 else (end, end + _BEYOND)
        pave(mesh, Area(beyond[0], ROAD_SOUTH, beyond[1], 0.0), "asphalt", 3.2, 0.3)
        for low, high in ((0.0, PAVEMENT_NORTH), (VERGE_SOUTH, ROAD_SOUTH)):
            put_box(mesh, Area(beyond[0], low, beyond[1], high), -0.05, KERB, "concrete", faces="nst", luxel_m=0.3)
    middle = (ROAD_SOUTH + 0.0) / 2
    for dash in range(int(plan.length / 3.0)):
        corner = (0.8 + 3.0 * dash, middle - 0.06, 0.01)
        mesh.quad(corner, (1.4, 0, 0), (0, 0.12, 0), color=(0.9, 0.9, 0.86), luxel_m=0, step_m=2.0)
    _raise_strip(site, Area(0.0, VERGE_SOUTH, plan.length, ROAD_SOUTH), "grass", 2.4, kerb="n")
    for west, east in ((0.0, crossing.west - CROSSING), (crossing.east + CROSSING, plan.length)):
        _raise_strip(site, Area(west, 0.0, east, PAVEMENT_NORTH), "slabs", 2.0, kerb="s")
    for low, high, towards in (
        (crossing.west - CROSSING, crossing.west, "west"),
        (crossing.east, crossing.east + CROSSING, "east"),
    ):
        lay_ramp(
            site, Area(low, 0.0, high, PAVEMENT_NORTH), "west" if towards == "west" else "east", 0.0, KERB, "slabs"
        )
        _ramp_side(mesh, low, high, rises_west=towards == "west")
    pave(mesh, Area(crossing.west, 0.0, crossing.east, PAVEMENT_NORTH), "slabs", 2.0, 0.09, color=(0.86, 0.84, 0.82))
    surround(mesh, plan.site.middle)


def _ramp_side(mesh: Mesh, west: float, east: float, *, rises_west: bool) -> None:
    """The wedges of kerbstone along a ramp: up to it from the road, and up from it to the lots."""
    foot, head = (east, west) if rises_west else (west, east)
    corners = [(foot, 0.0, 0.0), (head, 0.0, 0.0), (head, 0.0, KERB)]
    above = [(foot, PAVEMENT_NORTH, 0.0), (head, PAVEMENT_NORTH, KERB), (foot, PAVEMENT_NORTH, KERB)]
    for wedge in (corners, above):
        mesh.lid(wedge[::-1] if rises_west else wedge, "concrete", _KERBSTONE)


def _raise_strip(site: Site, area: Area, material: str, tile_m: float, *, kerb: str) -> None:
    """Raised ground with a kerbstone along its edge to the road."""
    site.slope(area, KERB, KERB)
    stone = KERB_NORTH
    if kerb == "s":
        edge = Area(area.west, area.south, area.east, area.south + stone)
        rest = Area(area.west, area.south + stone, area.east, area.north)
    else:
        edge = Area(area.west, area.north - stone, area.east, area.north)
        rest = Area(area.west, area.south, area.east, area.north - stone)
    put_box(site.static, edge, 0.0, KERB, "concrete", _KERBSTONE, faces=kerb + "t", luxel_m=0.1)
    pave(site.static, rest, material, tile_m, 0.1, up=KERB)


def lay_lots(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    """Yards and forecourts, and low walls between them."""
    color: Color = one(rng, ((0.62, 0.42, 0.34), (0.82, 0.8, 0.74), (0.66, 0.66, 0.68)))
    for lot in plan.lots:
        if lot.use == "garages":
            pave(site.static, Area(lot.area.west, PAVEMENT_NORTH, lot.area.east, FRONT), "concrete", 2.0, 0.09)
            continue
        site.slope(lot.area, KERB, KERB)
        if lot.use == "garden house":
            _lay_garden(site.static, lot.yard, plan.gate)
        else:
            pave(site.static, lot.yard, "setts", 1.6, 0.09, up=KERB)
    for first, second in zip(plan.lots, plan.lots[1:], strict=False):
        edge = first.area.east
        low = 0.0 if "garages" in (first.use, second.use) else KERB
        _low_wall(site, Area(edge - 0.1, PAVEMENT_NORTH, edge + 0.1, FRONT), low, color)
    for edge, inner in ((0.0, plan.lots[0].area.west), (plan.length, plan.lots[-1].area.east)):
        strip = Area(min(edge, inner), PAVEMENT_NORTH, max(edge, inner), FRONT)
        put_box(site.static, strip, 0.0, KERB + 1.6, "palebrick", color, faces="sewt", luxel_m=0.1)
        site.block(strip, 0.0, KERB + 1.6, "wall")
    _wall_in_garden(site, plan, color)


def _lay_garden(mesh: Mesh, yard: Area, gate: float) -> None:
    """Lawn, and slabs from the gate to the steps."""
    west, east, north = min(gate, yard.middle[0]) - 0.7, max(gate, yard.middle[0]) + 0.75, yard.south + 1.1
    pave(mesh, Area(west, yard.south, east, north), "slabs", 2.0, 0.09, up=KERB)
    for lawn in (
        Area(yard.west, yard.south, west, north),
        Area(east, yard.south, yard.east, north),
        Area(yard.west, north, yard.east, yard.north),
    ):
        pave(mesh, lawn, "grass", 2.4, 0.1, up=KERB)


def _low_wall(site: Site, line: Area, low: float, color: Color, height: float = _WALL_HEIGHT) -> None:
    top = KERB + height
    put_box(site.static, line, low, top, "palebrick", color, faces="nsew", luxel_m=0.08)
    put_box(site.static, line.grown(0.03), top, top + 0.06, "concrete", faces="nsewtb", luxel_m=0.08)
    site.block(line, low, top + 0.06, "garden wall")


def _wall_in_garden(site: Site, plan: Plan, color: Color) -> None:
    """A low wall along the pavement with a wooden gate before the house's door."""
    yard = plan.lot("garden house").yard
    east = plan.gate
    for west, end in ((yard.west + 0.1, east - _GATE / 2), (east + _GATE / 2, yard.east - 0.1)):
        _low_wall(site, Area(west, PAVEMENT_NORTH + 0.12, end, PAVEMENT_NORTH + 0.32), KERB, color, 0.8)
    hole = Opening(east - _GATE / 2, east + _GATE / 2, 0.0, 1.0)
    wall = Wall(True, PAVEMENT_NORTH + 0.22, yard.west, yard.east, "palebrick", "palebrick", (hole,), base=KERB)
    leaf = _gate(_GATE).transform(np.eye(3), (0.0, 0.0, 0.0))
    hang_door(site, "garden_gate", wall, hole, leaf=leaf, colour="white")


def _gate(width: float) -> Mesh:
    """White pickets on two rails. Origin: foot of the hinge; it reaches east."""
    mesh = Mesh()
    for low in (0.25, 0.75):
        mesh.box((width / 2, 0, low), (width - 0.04, 0.03, 0.08), "white", luxel_m=0, step_m=2.0)
    count = 7
    for number in range(count):
        east = 0.08 + (width - 0.16) * number / (count - 1)
        mesh.box((east, 0.03, 0.06), (0.09, 0.025, 0.92 + 0.06 * (number % 2)), "white", luxel_m=0, step_m=2.0)
    return mesh


def close_off(site: Site, plan: Plan, styles: list[Style], rng: np.random.Generator) -> None:
    """Barriers across the road, walls and a hedge, and houses beyond them that nobody reaches."""
    for end in (0.0, plan.length):
        put_barrier(site, Area(end, ROAD_SOUTH, end, 0.0))
        outside = Area(end - 0.1, 0.0, end + 0.1, PAVEMENT_NORTH)
        _low_wall(site, outside, KERB, (0.82, 0.8, 0.74))
        _low_wall(site, Area(end - 0.1, VERGE_SOUTH, end + 0.1, ROAD_SOUTH), KERB, (0.82, 0.8, 0.74))
    pieces = round(plan.length / 6.0)
    for number in range(pieces):
        middle = plan.length * (number + 0.5) / pieces
        hedge = plants.hedge(rng, plan.length / pieces, 1.5, 0.6)
        site.static.merge(hedge.transform(np.eye(3), (middle, VERGE_SOUTH - 0.3, KERB)))
    site.block(Area(0.0, VERGE_SOUTH - 0.6, plan.length, VERGE_SOUTH), 0.0, KERB + 1.5, "hedge")
    _neighbours(site, plan, styles)


def _neighbours(site: Site, plan: Plan, styles: list[Style]) -> None:
    """Across the road and at both ends of the row; they show what the street goes on with."""
    mesh = site.static
    for west, style in ((-9.2, styles[2]), (plan.length + 0.7, styles[3])):
        area = Area(west, FRONT, west + 8.5, FRONT + GARAGE_DEPTH)
        build_house(site, area, style)
        glaze(mesh, area, style, door=None)
    west = -6.0
    for style in styles[4:]:
        if west > plan.length + 2:
            break
        house = Neighbour(WALLS[style.wall], style.roof, DOORS[style.door], style.shutters, style.storeys, style.flat)
        mesh.merge(neighbour(house).transform(rotation_z(180.0), (west + house.width / 2, -18.5, 0.0)))
        west += 10.0
