"""What several rooms of a flat share: its taste, its pictures and plants, and groups of furniture. Metres."""

from typing import Any

import numpy as np

from embrace3k.simulator.worlds.choosing import shuffled, some
from embrace3k.simulator.worlds.construction.furnishing import Furnisher
from embrace3k.simulator.worlds.construction.placing import Stand
from embrace3k.simulator.worlds.construction.site import Area
from embrace3k.simulator.worlds.construction.storeys import Side
from embrace3k.simulator.worlds.families.flat.plan import Plan
from embrace3k.simulator.worlds.families.flat.style import CHAIRS, CLOTHS, Style
from embrace3k.simulator.worlds.mesh import WHITE, Color
from embrace3k.simulator.worlds.props import fittings, furniture, home_things, plants

_PICTURES = ("painting", "abstract", "seascape", "flowers")
_PLANT = (0.42, 0.42, 1.2)
"""What of a pot plant is in the way."""
_SIDES: tuple[Side, ...] = ("south", "north", "west", "east")


class Decorator:
    """One flat's taste and the tools to furnish by it."""

    def __init__(self, furnisher: Furnisher, plan: Plan, style: Style, rng: np.random.Generator) -> None:
        self.put, self.plan, self.style, self.rng = furnisher, plan, style, rng
        self._pictures = shuffled(rng, _PICTURES)
        self.sofa, self.cushion = some(rng, CLOTHS, 2)
        self.wood = "wood" if style.wood == WHITE else "paintedwood"

    def area(self, name: str) -> Area | None:
        found = [room.inside for room in self.plan.storey.rooms if room.name == name]
        return found[0] if found else None

    def chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def picture(self, room: Area, width: float = 0.8, height: float = 0.6) -> None:
        if self._pictures:
            self.put.hang("painting", fittings.painting(width, height, self._pictures.pop()), room, 1.35)

    def plant(self, room: Area, **options: Any) -> None:
        mesh = plants.potted_plant(self.rng)
        self.put.back_to_wall("plant", mesh, room, where="corner", front=0.3, off=0.12, size=_PLANT, **options)

    def armchair(self, room: Area) -> None:
        colour, cloth = some(self.rng, CLOTHS, 1)[0]
        chair = furniture.armchair(cloth)
        self.put.back_to_wall(f"{colour} armchair", chair, room, where="corner", off=0.1, colour=colour)

    def desk(self, room: Area, colour: str, tint: Color) -> None:
        """With its back to the wall; who sits at it looks at the wall, a lamp at hand."""
        stand = self.put.floor.against_wall(room, 1.36, 1.3, 0.75, front=0.3)
        if stand:
            yaw = stand.yaw_deg
            self.put.put("desk", furniture.desk(self.style.wood), *stand.beside(0.0, -0.31), yaw_deg=yaw, surface=0.75)
            seat = stand.beside(-0.1, 0.34)
            self.put.put(f"{colour} chair", furniture.chair(tint), *seat, yaw_deg=yaw + 180, colour=colour)
            lamp = home_things.table_lamp((0.2, 0.4, 0.6))
            self.put.fixture(lamp, *stand.beside(0.5, -0.45), up=0.751)


def seating_group(to: Decorator, room: Area) -> None:
    """A television at a wall, and opposite to it, with a rug and a low table between, the sofa."""
    for index in to.rng.permutation(4):
        across = room.depth if index < 2 else room.width
        reach = min(across - 0.1, 3.3 + 0.3 * to.rng.random())
        stand = to.put.floor.against_wall(room, 2.1, reach, 0.5, front=0.0, sides=[_SIDES[index]])
        if stand:
            _seat(to, stand, reach / 2)
            return


def _seat(to: Decorator, stand: Stand, half: float) -> None:
    put, yaw, (colour, cloth) = to.put, stand.yaw_deg, to.sofa
    put.put("tv", furniture.tv_stand(), *stand.beside(0.0, 0.23 - half), yaw_deg=yaw)
    sofa = furniture.sofa(cloth, to.cushion[1])
    put.put(f"{colour} sofa", sofa, *stand.beside(0.0, half - 0.46), yaw_deg=yaw + 180, colour=colour)
    table = stand.beside(0.0, half - 1.51)
    low = furniture.coffee_table(to.style.wood)
    put.put("coffee table", low, *table, yaw_deg=yaw, category="table", surface=0.42)
    material = ("carpet", "stripedrug", "plainrug")[int(to.rng.integers(3))]
    tint = to.style.curtains if material == "plainrug" else WHITE
    put.put("rug", fittings.rug(2.5, 1.8, material, tint), *table, yaw_deg=yaw, up=0.006, solid=False)


def dining_group(to: Decorator, room: Area) -> bool:
    """A table with chairs of different colours round it. False if there is no room for them."""
    style, put = to.style, to.put
    width, depth = (1.04, 1.04) if style.round_table else (1.4, 0.85)
    around = width + 1.02 if style.round_table else width + 0.04
    stand = put.floor.in_the_open(room, around, depth + 1.02, 0.75, around=0.5)
    if stand is None:
        return False
    mesh = furniture.table(width, depth, color=style.wood)
    if style.round_table:
        mesh = home_things.round_table(style.wood, to.wood)
    yaw = stand.yaw_deg
    put.put("dining table", mesh, stand.east, stand.north, yaw_deg=yaw, category="table", surface=0.75)
    out = depth / 2 + 0.26
    seats = [(right, side * out, 90.0 + side * 90.0) for side in (-1, 1) for right in (-0.34, 0.34)]
    if style.round_table:
        seats = [(0.0, -out, 0.0), (0.0, out, 180.0), (-out, 0.0, 90.0), (out, 0.0, -90.0)]
    for (colour, tint), (right, ahead, turn) in zip(some(to.rng, CHAIRS, 4), seats, strict=True):
        chair = home_things.upholstered_chair(tint) if style.upholstered else furniture.chair(tint)
        put.put(f"{colour} chair", chair, *stand.beside(right, ahead), yaw_deg=yaw + turn, colour=colour)
    return True


def breakfast_group(to: Decorator, room: Area) -> None:
    """A small table at a wall with a chair at either end."""
    stand = to.put.floor.against_wall(room, 1.74, 0.7, 0.75, front=0.4)
    if stand:
        yaw = stand.yaw_deg
        table = furniture.table(0.7, 0.66, color=to.style.wood)
        to.put.put("kitchen table", table, stand.east, stand.north, yaw_deg=yaw, category="table", surface=0.75)
        for (colour, tint), right in zip(some(to.rng, CHAIRS, 2), (-0.61, 0.61), strict=True):
            turn = -90.0 if right > 0 else 90.0
            chair = furniture.chair(tint)
            to.put.put(f"{colour} chair", chair, *stand.beside(right, 0.0), yaw_deg=yaw + turn, colour=colour)
