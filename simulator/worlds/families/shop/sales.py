"""What stands in the sales room. Metres; places are the plan's and turned by its mirror."""

import numpy as np

from embrace3k.simulator.worlds.choosing import one, shuffled
from embrace3k.simulator.worlds.construction.mirroring import Stage
from embrace3k.simulator.worlds.construction.site import Site
from embrace3k.simulator.worlds.construction.walls import WALL
from embrace3k.simulator.worlds.families.shop.plan import ENTRANCE_WIDTH, FLOOR, FRONT_ZONE, HEIGHT, Plan
from embrace3k.simulator.worlds.mesh import Color
from embrace3k.simulator.worlds.props import chillers, shop_things, signs
from embrace3k.simulator.worlds.surfaces import rotation_z

SHELF_COLOURS: dict[str, Color] = {
    "red": (0.76, 0.16, 0.14),
    "blue": (0.16, 0.36, 0.7),
    "green": (0.2, 0.54, 0.28),
    "yellow": (0.92, 0.74, 0.16),
    "white": (0.93, 0.93, 0.92),
    "orange": (0.92, 0.48, 0.12),
    "purple": (0.46, 0.26, 0.58),
}
_FRUITS: tuple[tuple[Color, ...], ...] = (
    ((0.78, 0.12, 0.1), (0.96, 0.56, 0.1), (0.95, 0.85, 0.22), (0.5, 0.68, 0.22), (0.86, 0.3, 0.14), (0.9, 0.72, 0.5)),
    ((0.3, 0.52, 0.2), (0.86, 0.16, 0.12), (0.93, 0.5, 0.14), (0.56, 0.38, 0.22), (0.42, 0.16, 0.34), (0.8, 0.8, 0.6)),
)  # fmt: skip
_GOODS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("SNACKS", ("bags", "packets", "bags", "tins")),
    ("DRINKS", ("bottles", "cartons", "bottles", "tins")),
    ("BREAD", ("packets", "bags", "tins")),
    ("MILK & JUICE", ("cartons", "bottles", "packets")),
)
_COOLED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("DRINKS", ("bottles",)),
    ("MILK & JUICE", ("cartons", "cartons", "bottles")),
)
_BODIES: dict[str, Color] = {
    "white": (0.93, 0.94, 0.95),
    "blue": (0.14, 0.3, 0.6),
    "red": (0.7, 0.12, 0.12),
    "grey": (0.5, 0.52, 0.54),
    "green": (0.15, 0.42, 0.26),
}
_MIXED = ("packets", "tins", "bottles", "bags", "cartons")
_LOW, _HIGH = 0.92, 1.56
_INSIDE = WALL / 2 + 0.02


class SalesRoom(Stage):
    """The shop's floor, with the plan and what is still to be drawn."""

    def __init__(self, site: Site, plan: Plan, rng: np.random.Generator) -> None:
        super().__init__(site, plan.mirror, FLOOR)
        self.plan, self.rng = plan, rng
        self.colours = shuffled(rng, SHELF_COLOURS)


def furnish_sales_room(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    room = SalesRoom(site, plan, rng)
    _front(room)
    _aisles(room)
    _west_wall(room)
    _north_wall(room)


def _front(room: SalesRoom) -> None:
    plan, rng = room.plan, room.rng
    hall, door = plan.hall, plan.entrance
    stand = shop_things.produce_stand(rng, _FRUITS[0])
    room.put("fruit_stand", "fruit stand", stand, _INSIDE + 0.48, 1.3, 90.0)
    stand = shop_things.produce_stand(rng, _FRUITS[1])
    room.put("vegetable_stand", "vegetable stand", stand, _INSIDE + 0.48, 3.05, 90.0)
    room.put("magazine_rack", "magazine rack", shop_things.magazine_rack(), door - 0.62, _INSIDE + 0.24)
    counter = hall.east - 2.35
    room.put(
        "checkout_counter", "counter", shop_things.checkout(plan.color), counter, 2.3, colour=plan.brand, surface=0.902
    )
    east_end = counter + (-0.75 if plan.mirror.on else 0.75)
    room.put("cash_register", "cash register", shop_things.till(), east_end, 2.25, 180.0, up=0.891, solid=False)
    colour = one(rng, ("red", "blue", "green", "yellow"))
    stack = shop_things.basket_stack(SHELF_COLOURS[colour], 5 + int(rng.integers(3)))
    place = (door + ENTRANCE_WIDTH + 0.45, _INSIDE + 0.25)
    room.put(f"{colour}_baskets", "basket stack", stack, *place, colour=colour)
    sign = signs.hanging_board("CHECKOUT", 1.4, HEIGHT - 2.65)
    room.put("checkout_sign", "sign", sign, counter, 2.3, up=2.3, solid=False)
    poster = signs.board(one(rng, ("SALE  -20%", "FRESH FOOD")), 1.9)
    at = (plan.mirror.east(hall.east - WALL / 2 - 0.02), 1.5, FLOOR + 1.55)
    room.site.static.merge(poster.transform(rotation_z(-plan.mirror.yaw(-90.0)), at))
    if plan.aisles == 3:
        colour = room.colours[-1]
        table = shop_things.display_table(SHELF_COLOURS[colour])
        middle = (_INSIDE + 0.96 + counter - 1.0) / 2
        room.put("display_table", "table", table, middle, 2.85, colour=colour, surface=0.8)


def _aisles(room: SalesRoom) -> None:
    """Rows of shelves: one is low enough to put things on."""
    plan, rng = room.plan, room.rng
    hall, low = plan.hall, int(rng.integers(plan.aisles))
    goods = shuffled(rng, _GOODS)
    for number in range(plan.aisles):
        colour, height = room.colours[number], _LOW if number == low else _HIGH
        title, wares = goods[number]
        if plan.across:
            length = hall.width - 2.1 - 1.95
            east, north, yaw = 1.95 + length / 2, FRONT_ZONE + 0.95 + 2.35 * number, 0.0
        else:
            length = hall.north - FRONT_ZONE - 2.3
            east, north, yaw = 2.45 + 2.3 * number, FRONT_ZONE + 0.2 + length / 2, 90.0
        shelf = shop_things.aisle_shelf(rng, length, height, wares, SHELF_COLOURS[colour], title=title)
        surface = height if number == low else None
        room.put(f"{colour}_shelf", "shelf", shelf, east, north, yaw, colour=colour, surface=surface)
        sign = signs.hanging_board(title, 1.2, HEIGHT - 2.6)
        name = title.split(" ")[0].lower()
        room.put(f"{name}_sign", "sign", sign, east, north, 0.0 if not plan.across else 90.0, up=2.3, solid=False)


def _west_wall(room: SalesRoom) -> None:
    """Tall shelves along the wall, from the vegetables to the fridges."""
    plan, rng = room.plan, room.rng
    space = plan.hall.north - 1.0 - FRONT_ZONE - 0.15
    count = max(1, int(space / 4.2))
    for number in range(count):
        length = space / count - 0.06
        north = FRONT_ZONE + 0.15 + space / count * (number + 0.5)
        colour = room.colours[plan.aisles + number]
        shelf = shop_things.shelf_row(rng, length, 1.9, _MIXED, SHELF_COLOURS[colour])
        room.put(f"{colour}_shelf", "shelf", shelf, _INSIDE + 0.225, north, 90.0, colour=colour)


def _north_wall(room: SalesRoom) -> None:
    """Fridges side by side, bread, and a freezer by the wall of the small rooms."""
    plan, rng = room.plan, room.rng
    back, edge = plan.hall.north - _INSIDE, _INSIDE + 0.65
    width = plan.hall.east - _INSIDE - 0.15 - edge - 1.3
    doors = 2 if width < 6.2 else 3
    count = int(width / (0.7 * doors + 0.06))
    order = rng.permutation(len(_BODIES))
    for number in range(count):
        colour, body = list(_BODIES.items())[int(order[number])]
        title, wares = _COOLED[number % len(_COOLED)]
        fridge = chillers.glass_fridge(rng, wares, title, body, doors=doors)
        room.put(f"{colour}_fridge", "fridge", fridge, edge + 0.35 * doors, back - 0.34, 180.0, colour=colour)
        edge += 0.7 * doors + 0.06
    room.put("bread_shelf", "bread shelf", shop_things.bread_shelf(), edge + 0.66, back - 0.24, 180.0)
    wall = plan.hall.east - _INSIDE - 0.38
    lower = min(plan.staff.south, plan.toilet.south)
    upper = max(plan.staff.south, plan.toilet.south)
    space = (lower + 1.6 + upper + 0.6) / 2
    room.put("freezer", "freezer", chillers.chest_freezer(width=1.1), wall, space, -90.0, colour="white", surface=0.874)
