"""Office and break room. Metres; places are the plan's and turned by its mirror."""

import numpy as np

from embrace3k.simulator.worlds.choosing import one, shuffled
from embrace3k.simulator.worlds.construction.mirroring import Stage
from embrace3k.simulator.worlds.construction.walls import WALL
from embrace3k.simulator.worlds.families.warehouse.plan import Plan
from embrace3k.simulator.worlds.mesh import Color
from embrace3k.simulator.worlds.props import furniture, office_things
from embrace3k.simulator.worlds.surfaces import rotation_z

_CHAIRS: dict[str, Color] = {
    "red": (0.75, 0.22, 0.2),
    "blue": (0.3, 0.45, 0.75),
    "green": (0.4, 0.62, 0.36),
    "white": (1.25, 1.25, 1.25),
    "brown": (0.62, 0.46, 0.36),
}
_INSIDE = WALL / 2 + 0.02


def furnish_rooms(stage: Stage, plan: Plan, rng: np.random.Generator) -> None:
    _office(stage, plan, rng)
    _break_room(stage, plan, rng)


def _office(stage: Stage, plan: Plan, rng: np.random.Generator) -> None:
    office = plan.office
    east, south = office.east - _INSIDE, office.south + _INSIDE
    screen = office_things.monitor("chart").transform(np.eye(3), (0, -0.2, 0.74))
    stage.put(
        "desk",
        "desk",
        office_things.office_desk().merge(screen),
        east - 0.42,
        office.middle[1] + 0.1,
        -90.0,
        surface=0.741,
    )
    colour = one(rng, ("black", "red", "blue"))
    seats: dict[str, Color] = {"black": (0.12, 0.12, 0.13), "red": (0.6, 0.14, 0.12), "blue": (0.14, 0.26, 0.5)}
    chair = office_things.office_chair(seats[colour])
    stage.put("office_chair", "chair", chair, east - 1.22, office.middle[1] + 0.1, 90.0, colour=colour)
    cabinet = office_things.filing_cabinet()
    stage.put("filing_cabinet", "filing cabinet", cabinet, east - 0.3, south + 0.36, -90.0)
    board = (office.west + 1.9, office.north - WALL / 2 - 0.03)
    stage.put("whiteboard", "whiteboard", office_things.whiteboard(1.5, 1.0), *board, 180.0, up=1.0, solid=False)


def _break_room(stage: Stage, plan: Plan, rng: np.random.Generator) -> None:
    room = plan.break_room
    east, south, north = room.east - _INSIDE, room.south + _INSIDE, room.north - _INSIDE
    table = (room.east - 1.25, room.middle[1] - 0.15)
    stage.put("table", "table", furniture.table(0.9, 0.8), *table, surface=0.75)
    names = shuffled(rng, _CHAIRS)[:2]
    for name, ahead in zip(names, (-0.74, 0.74), strict=True):
        place = (table[0] - 0.05 + 0.1 * rng.random(), table[1] + ahead)
        chair = furniture.chair(_CHAIRS[name])
        stage.put(f"{name}_chair", "chair", chair, *place, 0.0 if ahead < 0 else 180.0, colour=name)
    machine = office_things.vending_machine(one(rng, ((0.7, 0.12, 0.12), (0.12, 0.28, 0.6))))
    stage.put("vending_machine", "vending machine", machine, room.west + 1.75, north - 0.45, 180.0)
    _hang_notices(stage, room.east - WALL / 2 - 0.03, room.middle[1] + 0.2)
    stage.put("water_dispenser", "water dispenser", office_things.water_dispenser(), east - 0.25, south + 0.25, -90.0)


def _hang_notices(stage: Stage, east: float, north: float) -> None:
    at = (stage.mirror.east(east), north, 1.15)
    board = office_things.notice_board()
    stage.site.static.merge(board.transform(rotation_z(-90.0 if stage.mirror.on else 90.0), at))
