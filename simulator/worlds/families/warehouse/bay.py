"""The raised loading bay with its dock gates, reached by stairs and a ramp. Metres."""

import numpy as np

from embrace3k.simulator.worlds.choosing import one, shuffled
from embrace3k.simulator.worlds.construction.grounds import guard, lay_ramp, lay_stairs, pave, raise_platform
from embrace3k.simulator.worlds.construction.mirroring import Stage
from embrace3k.simulator.worlds.construction.railings import put_railing
from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.construction.walls import put_box
from embrace3k.simulator.worlds.families.warehouse.plan import (
    DOCK_HEIGHT,
    DOCK_WIDTH,
    RAMP_LENGTH,
    STAIRS_LENGTH,
    STAIRS_WIDTH,
    Plan,
)
from embrace3k.simulator.worlds.mesh import Color
from embrace3k.simulator.worlds.props import hauling, signs, storage_things
from embrace3k.simulator.worlds.surfaces import lofted, rotation_z

_RAIL = 0.95
_YELLOW: Color = (0.9, 0.72, 0.08)
_LORRIES: dict[str, tuple[Color, str]] = {
    "blue": ((0.12, 0.26, 0.56), "NORTH CARGO"),
    "red": ((0.6, 0.1, 0.09), "EXPRESS"),
    "green": ((0.12, 0.4, 0.22), "NORTH CARGO"),
    "yellow": ((0.86, 0.62, 0.06), "BLUE LINE"),
}
_GATES: tuple[Color, ...] = ((0.9, 0.92, 0.94), (0.6, 0.74, 0.92), (0.96, 0.86, 0.56))


def build_bay(stage: Stage, plan: Plan, rng: np.random.Generator) -> None:
    site, flip, bay, up = stage.site, plan.mirror, plan.bay, plan.bay_height
    site.slope(flip.area(bay), up, up)
    floor = Area(bay.west, 0.081, bay.east, bay.north)
    raise_platform(site, flip.area(floor), up, "concrete", tile_m=2.2)
    stairs = Area(plan.stairs, bay.north, plan.stairs + STAIRS_WIDTH, bay.north + STAIRS_LENGTH)
    lay_stairs(site, flip.area(stairs), "south", 0.0, up, "concrete", color=(0.9, 0.9, 0.88))
    lay_ramp(site, flip.area(plan.ramp), flip.towards("west"), 0.0, up, "concrete", tile_m=2.2)
    _close_ramp(site, plan)
    _rail_off(site, plan, stairs)
    edge = flip.area(Area(0.08, bay.north - 0.16, plan.stairs, bay.north - 0.02))
    rest = flip.area(Area(plan.stairs + STAIRS_WIDTH, bay.north - 0.16, bay.east, bay.north - 0.02))
    for strip in (edge, rest):
        pave(site.static, strip, "hazard", 0.4, 0.1, up=up + 0.012)
    color = one(rng, _GATES)
    _equip_docks(stage, plan, color, rng)
    _fill_bay(stage, plan, rng)


def _close_ramp(site: Site, plan: Plan) -> None:
    """The wedge of concrete below the ramp's open side."""
    flip, ramp = plan.mirror, plan.ramp
    shares = np.linspace(0.0, 0.998, 12)
    easts = [flip.east(ramp.west + share * RAMP_LENGTH) for share in shares]
    high = [(east, ramp.north, plan.bay_height * (1 - share)) for east, share in zip(easts, shares, strict=True)]
    low = [(east, ramp.north, 0.0) for east in easts]
    rows = [low, high] if flip.on else [high, low]
    site.static.add(lofted(rows, closed=False), "concrete")


def _rail_off(site: Site, plan: Plan, stairs: Area) -> None:
    """Railings along every edge of the bay that is not a way up, and beside stairs and ramp."""
    bay, up, flip, color = plan.bay, plan.bay_height, plan.mirror, _YELLOW
    level = (
        Area(0.1, bay.north - 0.05, stairs.west, bay.north),
        Area(stairs.east, bay.north - 0.05, bay.east, bay.north),
        Area(bay.east - 0.05, plan.ramp.north, bay.east, bay.north - 0.05),
    )
    for line in level:
        if max(line.width, line.depth) > 0.3:
            put_railing(site.static, flip.area(line), up, up + _RAIL, color)
        guard(site, flip.area(line), 0.0, up + _RAIL)
    for line in (
        Area(stairs.west, stairs.south, stairs.west + 0.05, stairs.north),
        Area(stairs.east - 0.05, stairs.south, stairs.east, stairs.north),
    ):
        put_railing(site.static, flip.area(line), up, up + _RAIL, color, end=0.1)
        guard(site, flip.area(line), 0.0, up + _RAIL)
    side = Area(plan.ramp.west, plan.ramp.north - 0.05, plan.ramp.east, plan.ramp.north)
    ends = (0.0, up) if flip.on else (up, 0.0)
    put_railing(site.static, flip.area(side), ends[0], ends[0] + _RAIL, color, end=ends[1])
    pieces = 6
    for number in range(pieces):
        start = side.west + side.width * number / pieces
        piece = Area(start, side.south, start + side.width / pieces, side.north)
        guard(site, flip.area(piece), 0.0, up * (1 - (number + 0.5) / pieces) + _RAIL)


def _equip_docks(stage: Stage, plan: Plan, color: Color, rng: np.random.Generator) -> None:
    """At one gate a lorry shows its open back, the other gate is shut."""
    up, static = plan.bay_height, stage.site.static
    colour = one(rng, _LORRIES)
    cab, title = _LORRIES[colour]
    lorry = hauling.lorry(cab, title)
    stage.put(f"{colour}_lorry", "lorry", lorry, plan.docks[plan.lorry_at], -4.15, 180.0, colour=colour)
    gate = hauling.roller_gate(DOCK_WIDTH - 0.01, DOCK_HEIGHT, color)
    stage.put("dock_gate", "gate", gate, plan.docks[1 - plan.lorry_at], 0.0, up=up)
    docked = plan.mirror.east(plan.docks[plan.lorry_at])
    plate, level = Area(docked - 1.0, -0.3, docked + 1.0, 0.25), max(up, 1.0) + 0.015
    put_box(static, plate, level - 0.012, level, "steel", (0.7, 0.72, 0.74))
    stage.site.lamp(docked, -2.2, 3.3, light=(2.0, 1.95, 1.8))
    for number, middle in enumerate(plan.docks, 1):
        east = plan.mirror.east(middle)
        board = signs.board(f"DOCK {number}", 1.4)
        static.merge(board.transform(np.eye(3), (east, 0.115, up + DOCK_HEIGHT + 0.36)))
        board = signs.board(f"DOCK {number}", 1.8)
        static.merge(board.transform(rotation_z(180.0), (east, -0.1, up + DOCK_HEIGHT + 0.12)))
        for side in (-1, 1):
            post = east + side * (DOCK_WIDTH / 2 + 0.09)
            put_box(static, Area(post - 0.09, 0.08, post + 0.09, 0.13), up, up + DOCK_HEIGHT, "hazard", tile_m=0.5)
            cushion = Area(post - 0.16, -0.19, post + 0.16, -0.081)
            put_box(static, cushion, up - 0.1, up + DOCK_HEIGHT - 0.3, "flat", (0.1, 0.1, 0.11), luxel_m=0.2)
        hood = Area(east - DOCK_WIDTH / 2 - 0.25, -0.19, east + DOCK_WIDTH / 2 + 0.25, -0.081)
        put_box(static, hood, up + DOCK_HEIGHT - 0.3, up + DOCK_HEIGHT + 0.1, "flat", (0.1, 0.1, 0.11), luxel_m=0.2)
        header = Area(east - DOCK_WIDTH / 2, 0.09, east + DOCK_WIDTH / 2, 0.32)
        put_box(static, header, up + DOCK_HEIGHT - 0.05, up + DOCK_HEIGHT + 0.1, "steel", (0.8, 0.82, 0.84))


def _fill_bay(stage: Stage, plan: Plan, rng: np.random.Generator) -> None:
    """Goods that wait along the bay's railing, clear of the gates, the stairs and the ramp."""
    bay, up = plan.bay, plan.bay_height
    free = [place for place in (0.8, 2.3, 3.8, 5.3, 6.7) if not plan.stairs - 1.1 < place < plan.stairs + 2.5]
    order = shuffled(rng, free)
    boxes = storage_things.stacked_boxes(rng, 4 + int(rng.integers(2)))
    stage.put("stack_of_boxes", "boxes", boxes, order[0], bay.north - 0.48, 0.0, up=up, colour="brown")
    if len(order) > 1:
        crate = storage_things.wooden_crate(0.7, 0.5, 0.55)
        stage.put("dock_crate", "crate", crate, order[1], bay.north - 0.5, 0.0, up=up, surface=0.55)
