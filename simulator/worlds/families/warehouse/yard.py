"""The yard before the hall: containers, fence, what stands about, and other halls beyond. Metres."""

import numpy as np

from embrace3k.simulator.worlds.choosing import one, shuffled
from embrace3k.simulator.worlds.construction.grounds import pave, surround
from embrace3k.simulator.worlds.construction.mirroring import Stage
from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.construction.walls import put_box
from embrace3k.simulator.worlds.families.warehouse.plan import CLADDINGS, Plan
from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.props import hauling, plants, signs, storage_things, street, street_things, vehicles
from embrace3k.simulator.worlds.surfaces import rotation_z

_CONTAINERS: dict[str, Color] = {
    "red": (0.74, 0.22, 0.16),
    "blue": (0.2, 0.36, 0.66),
    "green": (0.2, 0.5, 0.34),
    "orange": (0.9, 0.46, 0.14),
}
_VANS: dict[str, Color] = {"white": (0.8, 0.8, 0.79), "red": (0.5, 0.08, 0.07), "blue": (0.14, 0.26, 0.5)}
_POST: Color = (0.22, 0.42, 0.32)
_FENCE = 1.9


def build_yard(stage: Stage, plan: Plan, rng: np.random.Generator) -> None:
    site, yard = stage.site, plan.site
    pave(site.static, Area(yard.west, yard.south, yard.middle[0], 0.0), "asphalt", 3.2, 0.14)
    pave(site.static, Area(yard.middle[0], yard.south, yard.east, 0.0), "asphalt", 3.2, 0.14)
    for at in plan.docks:
        for side in (-1.6, 1.6):
            east = plan.mirror.east(at + side)
            line = Area(east - 0.06, -9.0, east + 0.06, -0.6)
            pave(site.static, line, "flat", 1.0, 0.0, color=(0.93, 0.9, 0.82), up=0.012)
    _fence_in(site, plan)
    _build_beyond(site, plan, rng)
    _hang_gate(stage, plan, rng)
    _place(stage, plan, rng)


def _fence_in(site: Site, plan: Plan) -> None:
    """Wire between green posts; it joins the hall on both sides. A shut gate in its south."""
    area, hall = plan.site, plan.mirror.area(plan.hall)
    for line in (
        Area(area.west, area.south, area.east, area.south),
        Area(area.west, area.south, area.west, 0.0),
        Area(area.east, area.south, area.east, 0.0),
        Area(area.west, 0.0, hall.west - 0.08, 0.0),
        Area(hall.east + 0.08, 0.0, area.east, 0.0),
    ):
        _wire(site.static, line)
        site.block(line.grown(0.05), 0.0, _FENCE, "fence")


def _wire(mesh: Mesh, line: Area) -> None:
    eastward = line.width > line.depth
    length = max(line.width, line.depth)
    count = max(1, round(length / 2.6))
    for number in range(count + 1):
        at = number * length / count
        place = (line.west + at, line.south) if eastward else (line.west, line.south + at)
        mesh.box((*place, 0), (0.07, 0.07, _FENCE + 0.05), color=_POST, faces="nsewt", luxel_m=0, step_m=1.2)
    along = (length, 0, 0) if eastward else (0, length, 0)
    mesh.quad((line.west, line.south, 0.05), along, (0, 0, _FENCE - 0.05), "wire", _POST, tile_m=0.7, luxel_m=0)
    for up in (0.05, _FENCE - 0.04):
        size = (length, 0.04, 0.05) if eastward else (0.04, length, 0.05)
        mesh.box((*line.middle, up), size, color=_POST, luxel_m=0, step_m=2.0)


def _build_beyond(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    """A road behind the fence and clad halls in other colours on all sides."""
    area, mesh = plan.site, site.static
    south = area.south
    pave(mesh, Area(area.west - 30, south - 9.0, area.east + 30, south - 2.0), "asphalt", 3.2, 0.5, up=-0.03)
    tints = shuffled(rng, CLADDINGS.values())
    west = area.west - 24.0
    for number in range(3):
        width = 17.0 + 7.0 * rng.random()
        hall = Area(west, south - 34.0, west + width, south - 14.0)
        height = 6.0 + 3.0 * rng.random()
        put_box(mesh, hall, 0.0, height, "cladding", tints[number], faces="nsew", tile_m=1.4, luxel_m=0.8)
        put_box(mesh, hall.grown(0.2), height, height + 0.4, "flat", (0.4, 0.42, 0.44), luxel_m=0.8)
        for gate in np.arange(hall.west + 2.5, hall.east - 4.0, 5.0):
            door = Area(float(gate), hall.north, float(gate) + 3.0, hall.north + 0.05)
            put_box(mesh, door, 0.0, 3.6, "garagedoor", faces="new", tile_m=1.6, luxel_m=0.8)
        west += width + 5.0
    for number, start in enumerate((area.west - 16.0, area.east + 4.0), 3):
        hall = Area(start, area.south + 3.0, start + 12.0, area.north)
        put_box(mesh, hall, 0.0, 7.0, "cladding", tints[number], faces="nsew", tile_m=1.4, luxel_m=0.8)
        put_box(mesh, hall.grown(0.2), 7.0, 7.4, "flat", (0.4, 0.42, 0.44), luxel_m=0.8)
    surround(mesh, area.middle)


def _hang_gate(stage: Stage, plan: Plan, rng: np.random.Generator) -> None:
    """The big gate on the ground: shut, or rolled up above its opening. The exit sign is over the side door."""
    gate, static, flip = plan.gate, stage.site.static, plan.mirror
    middle, width = (gate.start + gate.end) / 2, gate.end - gate.start
    if not plan.gate_open:
        color = one(rng, ((0.9, 0.92, 0.94), (0.96, 0.7, 0.4), (0.62, 0.76, 0.9)))
        leaf = hauling.roller_gate(width - 0.01, gate.high, color)
        stage.put("roller_gate", "gate", leaf, middle, 0.0)
    drum = flip.area(Area(gate.start - 0.1, 0.085, gate.end + 0.1, 0.42))
    put_box(static, drum, gate.high - 0.03, gate.high + 0.2, "steel", (0.8, 0.82, 0.84))
    for edge in (gate.start - 0.09, gate.end + 0.09):
        for low, high in ((0.08, 0.13), (-0.13, -0.08)):
            post = flip.area(Area(edge - 0.09, low, edge + 0.09, high))
            put_box(static, post, 0.0, gate.high, "hazard", tile_m=0.5)
    for north, turn in ((0.1, 0.0), (-0.1, 180.0)):
        at = (flip.east(plan.side_door + 0.5), north, 2.24)
        static.merge(signs.board("EXIT", 0.8).transform(rotation_z(turn), at))
    name = signs.board("NORTH CARGO", 5.2).transform(rotation_z(180.0), (flip.east(middle - 0.4), -0.13, 3.55))
    static.merge(name)


def _place(stage: Stage, plan: Plan, rng: np.random.Generator) -> None:
    area, hall = plan.site, plan.hall
    names = shuffled(rng, _CONTAINERS)[:2]
    title = one(rng, ("BLUE LINE", "EXPRESS", "NORTH CARGO"))
    container = hauling.container(_CONTAINERS[names[0]], title)
    east = hall.east - 2.6 - 0.8 * rng.random()
    stage.put(f"{names[0]}_container", "container", container, east, area.south + 1.7, 90.0, colour=names[0])
    other = hauling.container(_CONTAINERS[names[1]], "EXPRESS")
    stage.put(f"{names[1]}_container", "container", other, hall.east + 0.7, -5.2, 0.0, colour=names[1])
    colour = one(rng, _VANS)
    van = vehicles.van(_VANS[colour])
    stage.put(f"{colour}_van", "van", van, 10.3 + 0.5 * rng.random(), -6.4, 180.0 + 8 * rng.random() - 4, colour=colour)
    stack = storage_things.pallet_stack(4 + int(rng.integers(2)))
    count = round(stack.bounds()[1][2] / storage_things.PALLET_HEIGHT)
    stage.put("yard_pallets", "pallet stack", stack, 8.6, -1.1, 0.0, surface=count * storage_things.PALLET_HEIGHT)
    bins = ("green", (0.16, 0.4, 0.22)), ("blue", (0.12, 0.28, 0.6))
    for number, (name, color) in enumerate(bins):
        wheelie_bin = street_things.wheelie_bin(color)
        stage.put(f"{name}_bin", "bin", wheelie_bin, 10.2 + 0.75 * number, -0.6, 180.0, colour=name)
    for east in (plan.gate.start - 0.42, plan.gate.end + 0.42):
        _stand_bollard(stage, east)
    stage.put("bench", "bench", street.bench(), -1.1, -2.6, 90.0, surface=0.48)
    for number, (east, north) in enumerate(((-1.3, -6.0), (-1.2, area.south + 1.3), (9.0, area.south + 1.1)), 1):
        stage.put(f"tree_{number}", "tree", plants.tree(rng), east, north, size=(0.5, 0.5, 4.2))


def _stand_bollard(stage: Stage, east: float) -> None:
    """Beside the gate, so that no lorry touches the wall."""
    place = (stage.mirror.east(east), -0.7)
    post = Area(*place, *place).grown(0.11)
    stage.site.static.merge(street_things.bollard((0.92, 0.72, 0.08)).transform(np.eye(3), (*place, 0)))
    stage.site.block(post, 0.0, 0.95, "bollard")
