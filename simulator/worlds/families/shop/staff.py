"""Store room, staff room and toilet of a shop. Metres; places are the plan's and turned by its mirror."""

import numpy as np

from embrace3k.simulator.worlds.choosing import shuffled
from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.construction.walls import WALL, put_box
from embrace3k.simulator.worlds.families.shop.plan import FLOOR, Plan
from embrace3k.simulator.worlds.families.shop.sales import SalesRoom
from embrace3k.simulator.worlds.mesh import Color
from embrace3k.simulator.worlds.props import fittings, furniture, office_things, shop_things, storage_things

_INSIDE = WALL / 2 + 0.02
_CHAIRS: dict[str, Color] = {
    "red": (0.75, 0.22, 0.2),
    "blue": (0.3, 0.45, 0.75),
    "green": (0.4, 0.62, 0.36),
    "white": (1.25, 1.25, 1.25),
}
_CRATES: dict[str, Color] = {"red": (0.74, 0.16, 0.14), "blue": (0.15, 0.36, 0.7), "yellow": (0.9, 0.72, 0.15)}


def furnish_staff_rooms(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    room = SalesRoom(site, plan, rng)
    _store_room(room)
    _staff_room(room)
    _toilet(room)


def _store_room(room: SalesRoom) -> None:
    """Racks along the far wall, pallets and crates in the south, the ladder in a corner."""
    plan, rng = room.plan, room.rng
    store = plan.store
    east, south = store.east - _INSIDE, store.south + _INSIDE
    for number in range(1 if store.depth < 5.3 else 2):
        rack = storage_things.store_rack(rng)
        room.put(f"storage_rack_{number + 1}", "rack", rack, east - 0.25, south + 0.95 + 1.7 * number, -90.0)
    goods = storage_things.loaded_pallet(rng, "boxes", 0.72 + 0.4 * rng.random())
    room.put("pallet_of_boxes", "pallet", goods, store.west + _INSIDE + 0.45, south + 0.7, 90.0)
    colour = list(_CRATES)[int(rng.integers(3))]
    crates = [_CRATES[colour]] + [_CRATES[name] for name in _CRATES if name != colour]
    stack = shop_things.drinks_crates(crates[: 2 + int(rng.integers(2))])
    room.put("drinks_crates", "crate stack", stack, store.west + _INSIDE + 0.25, south + 1.75, 90.0)
    crate = storage_things.wooden_crate(0.7, 0.5, 0.55)
    room.put("wooden_crate", "crate", crate, store.west + 1.62, south + 0.27, surface=0.55)
    ladder = storage_things.step_ladder()
    room.put("step_ladder", "ladder", ladder, east - 0.3, store.north - _INSIDE - 0.5, 180.0, colour="yellow")


def _staff_room(room: SalesRoom) -> None:
    plan, rng = room.plan, room.rng
    staff = plan.staff
    east, south, north = staff.east - _INSIDE, staff.south + WALL / 2, staff.north - _INSIDE
    table = (east - 0.62, staff.south + 1.38)
    room.put("staff_table", "table", furniture.table(0.9, 0.8), *table, surface=0.75)
    names = shuffled(rng, _CHAIRS)[:2]
    for name, ahead in zip(names, (-0.72, 0.72), strict=True):
        place = (table[0] - 0.05 + 0.1 * rng.random(), table[1] + ahead)
        room.put(
            f"{name}_chair", "chair", furniture.chair(_CHAIRS[name]), *place, 0.0 if ahead < 0 else 180.0, colour=name
        )
    doors = ((0.3, 0.45, 0.62), (0.72, 0.3, 0.24), (0.36, 0.55, 0.4))
    lockers = office_things.lockers(doors, tiers=1)
    room.put("lockers", "locker", lockers, staff.west + _INSIDE + 0.6, north - 0.27, 180.0)
    site, flip = room.site, plan.mirror
    board = office_things.notice_board().transform(
        np.eye(3), (flip.east(staff.middle[0] + 0.3), south + 0.02, FLOOR + 1.1)
    )
    site.static.merge(board)


def _toilet(room: SalesRoom) -> None:
    toilet = room.plan.toilet
    _tile(room, toilet)
    east, north = toilet.east - _INSIDE, toilet.north - _INSIDE
    room.put("toilet", "toilet", furniture.toilet(), east - 0.36, toilet.south + 1.0, -90.0)
    basin = toilet.west + 1.75
    room.put("washbasin", "washbasin", furniture.washbasin(), basin, north - 0.26, 180.0)
    mirror = fittings.mirror(0.6, 0.8)
    room.put("mirror", "mirror", mirror, basin, toilet.north - WALL / 2 - 0.022, 180.0, up=1.2, solid=False)
    room.put("mop_bucket", "bucket", storage_things.mop_bucket(), east - 0.25, north - 0.3, colour="yellow")


def _tile(room: SalesRoom, toilet: Area) -> None:
    """Wall tiles up to the chest on the three walls without a door."""
    inner, thin = toilet.grown(-WALL / 2), 0.02
    for strip, face, mirrored in (
        (Area(inner.west, inner.north - thin, inner.east, inner.north), "s", "s"),
        (Area(inner.west, inner.south, inner.east, inner.south + thin), "n", "n"),
        (Area(inner.east - thin, inner.south + thin, inner.east, inner.north - thin), "w", "e"),
    ):
        faces = (mirrored if room.mirror.on else face) + "t"
        put_box(
            room.site.static, room.mirror.area(strip), FLOOR + 0.1, FLOOR + 1.3, "walltiles", faces=faces, tile_m=0.9
        )
