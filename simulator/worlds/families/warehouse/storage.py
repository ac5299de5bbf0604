"""What is stored and used in the hall. Metres; places are the plan's and turned by its mirror."""

import numpy as np

from embrace3k.simulator.worlds.choosing import one, shuffled
from embrace3k.simulator.worlds.construction.mirroring import Stage
from embrace3k.simulator.worlds.families.warehouse.plan import Plan
from embrace3k.simulator.worlds.mesh import WHITE, Color, Mesh
from embrace3k.simulator.worlds.props import hauling, office_things, signs, storage_things, street_goods, work_things
from embrace3k.simulator.worlds.surfaces import rotation_z

RACK_COLOURS: dict[str, Color] = {
    "blue": (0.1, 0.28, 0.66),
    "green": (0.12, 0.46, 0.26),
    "red": (0.7, 0.13, 0.11),
    "yellow": (0.9, 0.7, 0.08),
    "grey": (0.5, 0.52, 0.55),
}
_BEAMS: dict[str, Color] = {
    "blue": (0.92, 0.46, 0.1),
    "green": (0.9, 0.76, 0.2),
    "red": (0.86, 0.86, 0.84),
    "yellow": (0.2, 0.3, 0.5),
    "grey": (0.92, 0.46, 0.1),
}
_BARRELS: dict[str, Color] = {
    "blue": (0.1, 0.3, 0.66),
    "red": (0.7, 0.12, 0.1),
    "green": (0.14, 0.46, 0.24),
    "yellow": (0.92, 0.72, 0.1),
    "black": (0.12, 0.12, 0.13),
}
_FORKLIFTS: dict[str, Color] = {"yellow": (0.93, 0.7, 0.06), "orange": (0.9, 0.4, 0.06), "red": (0.7, 0.1, 0.08)}
_RACK_LENGTH, _RACK_DEPTH, _AISLE = 5.55, 1.06, 2.3


def store_goods(stage: Stage, plan: Plan, rng: np.random.Generator) -> None:
    _racks(stage, plan, rng)
    _floor_goods(stage, plan, rng)
    _machines(stage, plan, rng)
    _work_places(stage, plan, rng)
    _along_the_walls(stage, plan, rng)


def _racks(stage: Stage, plan: Plan, rng: np.random.Generator) -> None:
    """Three or four racks of different colours, with a letter at each end."""
    area = plan.storage
    colours = shuffled(rng, RACK_COLOURS)
    if plan.across:
        east = area.west + 0.9 + _RACK_LENGTH / 2
        north = area.north - _RACK_DEPTH / 2
        gap = _RACK_DEPTH + _AISLE
        places = [(east, north, 0.0), (east + _RACK_LENGTH + 0.1, north, 0.0), (east, north - gap, 0.0)]
        places.append((east + _RACK_LENGTH + 0.1, north - gap, 0.0))
    else:
        north = area.north - 1.2 - _RACK_LENGTH / 2
        gap = (area.width - 1.4 - _RACK_DEPTH) / 3
        places = [(area.west + 1.4 + _RACK_DEPTH / 2 + gap * number, north, 90.0) for number in range(4)]
    left_out = int(rng.integers(6))
    letters = iter("ABCD")
    for number, (east, north, yaw_deg) in enumerate(places):
        if number == left_out:
            _pallets_instead(stage, (east, north, yaw_deg), rng)
            continue
        colour = colours[number]
        rack = storage_things.pallet_rack(rng, 2, 3, RACK_COLOURS[colour], _BEAMS[colour], next(letters))
        stage.put(f"{colour}_rack", "rack", rack, east, north, yaw_deg, colour=colour)


def _pallets_instead(stage: Stage, place: tuple[float, float, float], rng: np.random.Generator) -> None:
    """Where no rack stands, two pallets do."""
    east, north, yaw_deg = place
    for number, aside in enumerate((-1.2, 1.2), 1):
        kind, color = (("film", (0.2, 0.5, 0.36)), ("boxes", WHITE))[number - 1]
        load = storage_things.loaded_pallet(rng, kind, 1.3, color)
        shift = (aside, 0.0) if yaw_deg == 0.0 else (0.0, aside)
        stage.put(f"tall_pallet_{number}", "pallet", load, east + shift[0], north + shift[1], yaw_deg)


def _floor_goods(stage: Stage, plan: Plan, rng: np.random.Generator) -> None:
    """Pallets and crates in the marked row between ramp and racks."""
    north = plan.bay.north + 0.55
    loads: tuple[tuple[str, float, Color], ...] = (
        ("boxes", 0.76, WHITE),
        ("film", 1.0, (0.75, 0.2, 0.16)),
        ("sacks", 0.5, (0.84, 0.76, 0.62)),
        ("drums", 0.88, (0.12, 0.36, 0.68)),
    )
    order = rng.permutation(len(loads))
    start = max(plan.bay.east, plan.stairs + 2.6) + 0.75
    for number in range(2):
        load, height, color = loads[int(order[number])]
        pallet = storage_things.loaded_pallet(rng, load, height, color)
        east = start + 1.5 * number
        stage.put(f"pallet_{number + 1}", "pallet", pallet, east, north + 0.1 * rng.random(), 0.0)
    crate = storage_things.wooden_crate(0.8, 0.6, 0.6)
    stage.put("wooden_crate", "crate", crate, start + 2.95, north, 6.0 * rng.random() - 3.0, surface=0.6)
    stack, high = storage_things.pallet_stack(5), 5 * storage_things.PALLET_HEIGHT
    stage.put("stack_of_pallets", "pallet stack", stack, start + 4.3, north, surface=high)


def _machines(stage: Stage, plan: Plan, rng: np.random.Generator) -> None:
    colour = one(rng, _FORKLIFTS)
    low = min(plan.office.south, plan.break_room.south)
    place = (plan.hall.east - 3.2, low - 1.85)
    yaw_deg = (90.0 if rng.random() < 0.5 else -90.0) + 10 * rng.random() - 5
    forklift = hauling.forklift(_FORKLIFTS[colour])
    stage.put(f"{colour}_forklift", "forklift", forklift, *place, yaw_deg, colour=colour)
    colour = one(rng, ("red", "blue", "yellow"))
    jack = hauling.pallet_jack(_BARRELS[colour])
    stage.put(f"{colour}_pallet_jack", "pallet jack", jack, plan.gate.start - 1.0, 2.75, 90.0, colour=colour)
    stage.put("hand_truck", "hand truck", storage_things.hand_truck(), plan.gate.end + 0.55, 0.42, 0.0, colour="red")


def _work_places(stage: Stage, plan: Plan, rng: np.random.Generator) -> None:
    """The tool bench by the eastern wall; the packing table in the west of the hall or by the rooms."""
    hall = plan.hall
    bench = work_things.tool_bench(one(rng, ((0.2, 0.36, 0.56), (0.56, 0.2, 0.16), (0.24, 0.42, 0.28))))
    stage.put("workbench", "workbench", bench, hall.east - 0.54, 2.55, -90.0, surface=0.901)
    sign = signs.board("WORKSHOP", 1.6)
    stage.put("workshop_sign", "sign", sign, hall.east - 0.1, 2.55, -90.0, up=2.3, solid=False)
    board = signs.board("SAFETY FIRST", 3.0)
    stage.put("safety_sign", "sign", board, plan.gate.start + 1.55, 0.1, 0.0, up=3.62, solid=False)
    _hang_boards(stage, plan)
    north = max(plan.office.south, plan.break_room.south)
    table = work_things.packing_table()
    east = plan.office.west - 0.74
    stage.put("packing_table", "table", table, east, north - 0.55, 90.0, surface=0.861)


def _hang_boards(stage: Stage, plan: Plan) -> None:
    """Boards that name places, on the western wall and on the outside of the rooms."""
    low, high = sorted((plan.office.south, plan.break_room.south))
    for text, width, east, north, up, yaw_deg in (
        ("PACKING", 1.2, plan.office.west - 0.1, high - 0.55, 2.24, -90.0),
        ("FORKLIFTS", 2.6, 0.1, plan.storage.south + 1.0, 2.24, 90.0),
        ("SAFETY FIRST", 2.0, plan.office.west + 1.7, low - 0.1, 1.8, 180.0),
    ):
        turn = rotation_z(-stage.mirror.yaw(yaw_deg))
        stage.site.static.merge(signs.board(text, width).transform(turn, (stage.mirror.east(east), north, up)))


def _along_the_walls(stage: Stage, plan: Plan, rng: np.random.Generator) -> None:
    """Barrels in the west, cones at the gate, ladder and extinguisher."""
    colours = shuffled(rng, _BARRELS)[:3]
    first = plan.storage.south + 0.2
    for number, colour in enumerate(colours):
        barrel = storage_things.barrel(_BARRELS[colour])
        stage.put(f"{colour}_barrel", "barrel", barrel, 0.42, first + 0.68 * number, colour=colour)
    for number, (east, north) in enumerate(
        ((plan.gate.start - 0.35, 3.75), (plan.gate.end + 0.4, 1.5), (plan.ramp.east + 0.1, 2.0)), 1
    ):
        stage.put(f"traffic_cone_{number}", "traffic cone", street_goods.traffic_cone(), east, north, colour="orange")
    ladder = storage_things.step_ladder()
    stage.put("step_ladder", "ladder", ladder, 0.6, first + 2.7, 90.0, colour="yellow")
    extinguisher = _hung(office_things.fire_extinguisher())
    wall = (plan.side_door - 0.35, 0.2)
    stage.put("fire_extinguisher", "fire extinguisher", extinguisher, *wall, up=0.7, colour="red", solid=False)


def _hung(mesh: Mesh) -> Mesh:
    return mesh.box((0, -0.1, 0.1), (0.3, 0.02, 0.5), color=(0.95, 0.95, 0.93), luxel_m=0)
