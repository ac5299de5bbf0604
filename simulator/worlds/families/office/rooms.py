"""Furniture and machines of an office, room by room, the most important first: what finds no place is left out."""

from typing import Any

import numpy as np

from embrace3k.simulator.worlds.choosing import shuffled, some
from embrace3k.simulator.worlds.construction.furnishing import Furnisher
from embrace3k.simulator.worlds.construction.placing import Stand
from embrace3k.simulator.worlds.construction.site import Area
from embrace3k.simulator.worlds.families.office.plan import Plan
from embrace3k.simulator.worlds.families.office.style import SEATS, Style
from embrace3k.simulator.worlds.mesh import WHITE, Color
from embrace3k.simulator.worlds.props import fittings, furniture, home_things, office_things, plants

_PLANT = (0.42, 0.42, 1.2)
"""What of a pot plant is in the way."""
_SCREENS = ("code", "sheet", "chart")
_PICTURES = ("abstract", "seascape", "flowers", "painting")
_DESK_WIDE, _DESK_DEEP = 1.4, 0.72


class Fitter:
    """One office's style and the tools to fit it out."""

    def __init__(self, furnisher: Furnisher, plan: Plan, style: Style, rng: np.random.Generator) -> None:
        self.put, self.plan, self.style, self.rng = furnisher, plan, style, rng
        self._seats = 0
        self._pictures = shuffled(rng, _PICTURES)

    def seat(self) -> tuple[str, Color]:
        """The office's colours of chairs, one after another."""
        self._seats += 1
        return self.style.seats[self._seats % len(self.style.seats)]

    def chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def plant(self, room: Area, **options: Any) -> None:
        mesh = plants.potted_plant(self.rng)
        self.put.back_to_wall("plant", mesh, room, where="corner", front=0.3, off=0.14, size=_PLANT, **options)

    def picture(self, room: Area) -> None:
        self.put.hang("painting", fittings.painting(1.1, 0.8, self._pictures.pop()), room, 1.3)

    def cabinet(self, room: Area, drawers: int) -> None:
        colour, tint = self.style.cabinet
        surface = 0.33 * drawers + 0.03 if drawers < 4 else None
        mesh = office_things.filing_cabinet(tint, drawers)
        self.put.back_to_wall(f"{colour} filing cabinet", mesh, room, front=0.7, colour=colour, surface=surface)

    def workplace(self, east: float, north: float, yaw_deg: float) -> None:
        """A desk with a computer, and the chair before it, a little turned."""
        place = Stand(east, north, yaw_deg, Area(east, north, east, north))
        material = "wood" if self.style.desk == WHITE else "paintedwood"
        desk = office_things.office_desk(self.style.desk, material)
        self.put.put("desk", desk, east, north, yaw_deg=yaw_deg, surface=0.74)
        screen = office_things.monitor(_SCREENS[int(self.rng.integers(3))])
        self.put.put("monitor", screen, *place.beside(0.0, -0.16), yaw_deg=yaw_deg, up=0.74, solid=False)
        colour, tint = self.seat()
        turn = float(self.rng.uniform(-14.0, 14.0))
        chair = office_things.office_chair(tint)
        seat = place.beside(float(self.rng.uniform(-0.08, 0.08)), 0.74)
        self.put.put(
            f"{colour} chair", chair, *seat, yaw_deg=yaw_deg + 180.0 + turn, colour=colour, size=(0.6, 0.6, 1.1)
        )


def fit_out(to: Fitter) -> None:
    rooms = {
        "office": _office,
        "meeting_room": _meeting_room,
        "kitchen": _kitchen,
        "lounge": _lounge,
        "copy_room": _copy_room,
        "managers_office": _managers_office,
        "lobby": _lobby,
    }
    for room in to.plan.storey.rooms:
        rooms[room.name](to, room.inside)


def _office(to: Fitter, room: Area) -> None:
    free = 6
    for columns in (2, 2, 1, 1, 1) if to.chance(0.7) else (1, 1, 1, 1):
        if 2 * columns <= free:
            free -= _put_cluster(to, room, columns)
    to.put.back_to_wall("water dispenser", office_things.water_dispenser(), room, front=0.6)
    to.put.back_to_wall("bookshelf", furniture.bookshelf((0.94, 0.94, 0.93), "binders"), room)
    to.cabinet(room, 3)
    if to.chance(0.5):
        to.put.back_to_wall("recycling bins", office_things.recycling_station(), room, front=0.6)
    to.plant(room)
    to.plant(room)
    to.put.hang("notice board", office_things.notice_board(), room, 1.1, off=0.02)
    if to.chance(0.5):
        to.put.hang("clock", fittings.wall_clock(), room, 1.9, off=0.005)
    coats = tuple(tint for _, tint in some(to.rng, SEATS, 3))
    to.put.back_to_wall("coat stand", home_things.coat_stand(coats), room, where="corner", front=0.3, off=0.04)


def _put_cluster(to: Fitter, room: Area, columns: int) -> int:
    """Desks face to face with a cloth screen between. How many found a place."""
    deep = 2 * _DESK_DEEP + 0.06
    stand = to.put.floor.in_the_open(room, columns * _DESK_WIDE + 0.04, deep + 2.1, 1.1, around=0.4)
    if stand is None:
        return 0
    for column in range(columns):
        right = (column - (columns - 1) / 2) * (_DESK_WIDE + 0.01)
        for side in (1, -1):
            east, north = stand.beside(right, side * (_DESK_DEEP / 2 + 0.03))
            to.workplace(east, north, stand.yaw_deg + (0.0 if side > 0 else 180.0))
        screen = office_things.divider(to.style.accents["meeting_room"], _DESK_WIDE - 0.04)
        to.put.fixture(screen, *stand.beside(right, 0.0), yaw_deg=stand.yaw_deg)
    return 2 * columns


def _meeting_room(to: Fitter, room: Area) -> None:
    put = to.put
    length = min(2.6, max(room.width, room.depth) - 2.2)
    stand = put.floor.in_the_open(room, length + 0.1, 1.1 + 1.3, 0.75, around=0.4)
    if stand:
        top = to.style.desk if to.style.desk != (0.95, 0.95, 0.94) else WHITE
        table = office_things.conference_table(length, 1.1, top)
        put.put(
            "conference table", table, stand.east, stand.north, yaw_deg=stand.yaw_deg, category="table", surface=0.75
        )
        colour, tint = to.seat()
        for side in (1, -1):
            for right in (-0.27 * length, 0.27 * length):
                place = stand.beside(right, side * 0.88)
                yaw = stand.yaw_deg + (180.0 if side > 0 else 0.0)
                chair = office_things.office_chair(tint)
                put.put(f"{colour} chair", chair, *place, yaw_deg=yaw, colour=colour, size=(0.6, 0.6, 1.1))
    put.hang("whiteboard", office_things.whiteboard(), room, 0.9, off=0.02)
    put.hang("screen", office_things.wall_screen("chart"), room, 1.1, off=0.045)
    if to.chance(0.6):
        put.back_to_wall("flip chart", office_things.flip_chart(), room, where="corner", off=0.1)


def _kitchen(to: Fitter, room: Area) -> None:
    put = to.put
    line = put.floor.against_wall(room, 2.8, 0.68, 0.88, front=0.9)
    if line:
        side, yaw = (1.0 if to.chance(0.5) else -1.0), line.yaw_deg
        counter = furniture.kitchen_counter(to.style.kitchen)
        middle = line.beside(side * -0.38, -0.02)
        put.put("kitchen counter", counter, *middle, yaw_deg=yaw, category="counter", surface=0.9)
        put.put("fridge", furniture.fridge(), *line.beside(side * 1.04, 0.06), yaw_deg=yaw)
        coffee = office_things.coffee_machine()
        put.put("coffee machine", coffee, *line.beside(side * -0.38 - 0.72, -0.1), yaw_deg=yaw, up=0.901, solid=False)
    colour, tint = some(to.rng, SEATS, 1)[0]
    group = put.floor.in_the_open(room, 1.9, 1.04, 0.75, around=0.5)
    if group:
        table = home_things.round_table((0.95, 0.95, 0.94), "paintedwood")
        put.put("round table", table, group.east, group.north, category="table", surface=0.75)
        for right, turn in ((-0.74, 90.0), (0.74, -90.0)):
            stool = home_things.stool(tint)
            put.put(f"{colour} stool", stool, *group.beside(right, 0.0), yaw_deg=group.yaw_deg + turn, colour=colour)
    machine = some(to.rng, {name: SEATS[name] for name in ("red", "blue", "green")}, 1)[0]
    body = office_things.vending_machine(machine[1])
    put.back_to_wall(f"{machine[0]} vending machine", body, room, front=0.8, colour=machine[0])


def _lounge(to: Fitter, room: Area) -> None:
    put = to.put
    (first, cloth), (second, other) = some(to.rng, SEATS, 2)
    stand = put.floor.against_wall(room, 2.1, 2.1, 0.86, front=0.4)
    if stand:
        yaw = stand.yaw_deg
        put.put(f"{first} sofa", furniture.sofa(cloth, other), *stand.beside(0.0, -0.58), yaw_deg=yaw, colour=first)
        table = furniture.coffee_table(to.style.desk)
        put.put("coffee table", table, *stand.beside(0.0, 0.6), yaw_deg=yaw, category="table", surface=0.42)
    put.back_to_wall(f"{second} armchair", furniture.armchair(other), room, off=0.1, colour=second)
    if to.chance(0.5):
        put.back_to_wall(f"{first} pouf", home_things.pouf(cloth), room, front=0.3, colour=first, surface=0.375)
    else:
        put.back_to_wall("floor lamp", furniture.floor_lamp(), room, where="corner", front=0.3, category="lamp")
    to.plant(room)
    to.picture(room)


def _copy_room(to: Fitter, room: Area) -> None:
    put = to.put
    put.back_to_wall("printer", office_things.copier(), room, front=0.8)
    doors = tuple(tint for _, tint in to.style.seats)
    put.back_to_wall("lockers", office_things.lockers(doors), room, front=0.7)
    to.cabinet(room, 4)
    put.back_to_wall("packing table", furniture.table(1.2, 0.6, 0.85), room, category="table", surface=0.85)


def _managers_office(to: Fitter, room: Area) -> None:
    stand = to.put.floor.in_the_open(room, _DESK_WIDE, 1.8, 1.1, around=0.55)
    if stand:
        to.workplace(*stand.beside(0.0, -0.54), stand.yaw_deg)
    to.put.back_to_wall("sideboard", furniture.sideboard(), room, surface=0.84)
    to.picture(room)


def _lobby(to: Fitter, room: Area) -> None:
    put = to.put
    put.back_to_wall("lift", home_things.lift(), room, front=0.7, off=0.06)
    put.back_to_wall("fire extinguisher", office_things.fire_extinguisher(), room, front=0.3)
    colour, cloth = some(to.rng, SEATS, 1)[0]
    put.back_to_wall(f"{colour} armchair", furniture.armchair(cloth), room, off=0.1, colour=colour)
    to.plant(room)
    to.picture(room)
