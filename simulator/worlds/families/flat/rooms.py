"""Furniture and pictures of each room of a flat, the most important first: what finds no place is left out. Metres."""

from embrace3k.simulator.worlds.choosing import some
from embrace3k.simulator.worlds.construction.placing import Stand
from embrace3k.simulator.worlds.construction.site import Area
from embrace3k.simulator.worlds.families.flat.decorating import Decorator, breakfast_group, dining_group, seating_group
from embrace3k.simulator.worlds.families.flat.style import CHAIRS, CLOTHS
from embrace3k.simulator.worlds.mesh import Color
from embrace3k.simulator.worlds.props import bath_things, fittings, furniture, home_things

_KITCHEN_LINE = 3.36
_BLOSSOMS: tuple[Color, ...] = ((0.85, 0.15, 0.2), (0.95, 0.75, 0.2), (0.9, 0.45, 0.65))


def furnish(to: Decorator, balcony: Area) -> None:
    rooms = {
        "kitchen": _kitchen,
        "living_room": _living_room,
        "bedroom": _bedroom,
        "childrens_room": _childrens_room,
        "study": _study,
        "bathroom": _bathroom,
        "hall": _hall,
        "landing": _landing,
    }
    living = to.area("living_room")
    if living:
        seating_group(to, living)
    for name, work in rooms.items():
        room = to.area(name)
        if room:
            work(to, room)
    _balcony(to, balcony.grown(-0.04))


def _living_room(to: Decorator, room: Area) -> None:
    put = to.put
    shelf = furniture.bookshelf(None if to.chance(0.4) else to.style.wood)
    put.back_to_wall("bookshelf", shelf, room, front=0.5)
    if to.chance(0.45):
        put.back_to_wall("piano", home_things.piano(), room, front=0.8)
    else:
        put.back_to_wall("sideboard", furniture.sideboard(), room, surface=0.84)
    if to.chance(0.3):
        put.back_to_wall("aquarium", home_things.aquarium(), room)
    if to.chance(0.3):
        put.back_to_wall("guitar", home_things.guitar(), room, where="corner", front=0.3)
    to.plant(room)
    put.back_to_wall("floor lamp", furniture.floor_lamp(), room, where="corner", front=0.3, category="lamp")
    if to.chance(0.5):
        colour, cloth = to.cushion
        put.back_to_wall(f"{colour} pouf", home_things.pouf(cloth), room, front=0.3, colour=colour, surface=0.375)
    to.picture(room, 1.1, 0.75)
    if to.chance(0.5):
        put.hang("clock", fittings.wall_clock(), room, 1.75, off=0.005)


def _kitchen(to: Decorator, room: Area) -> None:
    for front in (0.9, 0.7):
        line = to.put.floor.against_wall(room, _KITCHEN_LINE, 0.66, 0.88, front=front)
        if line:
            _put_kitchen_line(to, line)
            break
    living = to.area("living_room")
    if not dining_group(to, room) and not (living and dining_group(to, living)):
        breakfast_group(to, room)
    if to.chance(0.3):
        colour, tint = some(to.rng, CHAIRS, 1)[0]
        stool = home_things.stool(tint, 0.62)
        to.put.back_to_wall(f"{colour} stool", stool, room, front=0.3, colour=colour)
    to.put.hang("wall shelf", home_things.wall_shelf(0.8), room, 1.55, off=0.12, category="shelf")
    if to.chance(0.5):
        to.put.back_to_wall("kitchen bin", home_things.pedal_bin(), room, front=0.3, where="corner", category="bin")


def _put_kitchen_line(to: Decorator, line: Stand) -> None:
    """Counter, stove and fridge side by side, from the left or from the right, with a microwave on the counter."""
    put, style, yaw = to.put, to.style, line.yaw_deg
    side = 1.0 if to.chance(0.5) else -1.0
    counter = furniture.kitchen_counter(style.kitchen)
    place = line.beside(side * -0.66, -0.01)
    put.put("kitchen counter", counter, *place, yaw_deg=yaw, category="counter", surface=0.9)
    put.put("stove", furniture.stove(), *line.beside(side * 0.67, -0.01), yaw_deg=yaw)
    put.put("fridge", furniture.fridge(style.fridge), *line.beside(side * 1.33, 0.06), yaw_deg=yaw)
    east, north = line.beside(side * 1.33, 0.0)
    put.floor.mark_tall(Area(east, north, east, north).grown(0.42), 1.82)
    place = line.beside(side * -0.66 - 0.72, -0.12)
    put.put("microwave", home_things.microwave(), *place, yaw_deg=yaw, up=0.901, solid=False)


def _bedroom(to: Decorator, room: Area) -> None:
    put, style = to.put, to.style
    stand = put.floor.against_wall(room, 2.66, 2.16, 0.84, where="middle")
    stand = stand or put.floor.against_wall(room, 2.66, 2.16, 0.84, front=0.5)
    if stand:
        _put_double_bed(to, stand)
    put.back_to_wall("wardrobe", furniture.wardrobe(style.wood), room, front=0.7)
    chest = home_things.chest_of_drawers(style.wood, to.wood)
    put.back_to_wall("chest of drawers", chest, room, surface=0.9)
    put.hang("mirror", fittings.mirror(0.6, 1.4), room, 0.4)
    if to.area("childrens_room") is None and to.area("study") is None:
        to.armchair(room)
        to.picture(room)


def _put_double_bed(to: Decorator, stand: Stand) -> None:
    """With a nightstand on either side, a lamp on one of them, and a rug at its foot."""
    put, yaw = to.put, stand.yaw_deg
    colour, cloth = some(to.rng, CLOTHS, 1)[0]
    bed = furniture.bed(cloth, "quilt" if to.chance(0.5) else "fabric")
    put.put(f"{colour} bed", bed, *stand.beside(0.0, 0.0), yaw_deg=yaw, colour=colour, surface=0.56)
    for right in (-1.1, 1.1):
        chest = furniture.nightstand(to.style.wood)
        put.put("nightstand", chest, *stand.beside(right, -0.85), yaw_deg=yaw, surface=0.52)
    put.fixture(home_things.table_lamp(), *stand.beside(1.12, -0.93), up=0.521)
    put.fixture(fittings.rug(2.3, 1.1, "plainrug", cloth), *stand.beside(0.0, 0.85), up=0.006, yaw_deg=yaw)


def _childrens_room(to: Decorator, room: Area) -> None:
    put = to.put
    colour, cloth = some(to.rng, CLOTHS, 1)[0]
    bed = home_things.single_bed(cloth)
    put.back_to_wall(f"{colour} bed", bed, room, where="corner", colour=colour, surface=0.5)
    to.desk(room, *some(to.rng, CHAIRS, 1)[0])
    put.back_to_wall("toy shelf", furniture.bookshelf((0.95, 0.95, 0.94)), room, category="bookshelf")
    put.fixture(fittings.rug(1.6, 1.2, "stripedrug"), *room.middle, up=0.006)
    to.picture(room, 0.6, 0.6)


def _study(to: Decorator, room: Area) -> None:
    to.desk(room, *some(to.rng, CHAIRS, 1)[0])
    for filling in ("books", "binders"):
        to.put.back_to_wall("bookshelf", furniture.bookshelf(None, filling), room)
    to.armchair(room)
    to.picture(room)


def _bathroom(to: Decorator, room: Area) -> None:
    put = to.put
    put.back_to_wall("bathtub", bath_things.bathtub(), room, where="corner")
    put.back_to_wall("toilet", furniture.toilet(), room)
    stand = put.back_to_wall("washbasin", furniture.washbasin(), room, front=0.7)
    if stand:
        place = stand.beside(0.0, 0.005 - stand.depth / 2)
        mirror = fittings.mirror(0.6, 0.8)
        put.put("bathroom mirror", mirror, *place, yaw_deg=stand.yaw_deg, up=1.15, solid=False, category="mirror")
    put.back_to_wall("washing machine", bath_things.washing_machine(), room, surface=0.85)
    put.back_to_wall("laundry basket", bath_things.laundry_basket(), room, front=0.3, where="corner", category="basket")
    (_, first), (_, second) = some(to.rng, CLOTHS, 2)
    put.hang("towels", bath_things.towel_rail((first, second)), room, 0.75, off=0.005)
    put.fixture(fittings.rug(0.8, 0.5, "plainrug", first), *room.middle, up=0.006)


def _hall(to: Decorator, room: Area) -> None:
    put = to.put
    coats = tuple(cloth for _, cloth in some(to.rng, CLOTHS, 4))
    put.back_to_wall("coat stand", home_things.coat_stand(coats), room, front=0.3, where="corner", off=0.04)
    put.back_to_wall("shoe rack", home_things.shoe_rack(), room, front=0.5, surface=0.46)
    to.picture(room)
    long, across = max(room.width, room.depth), room.depth > room.width
    runner = fittings.rug(0.75, min(3.2, long - 1.0), "stripedrug" if to.chance(0.5) else "carpet")
    put.fixture(runner, *room.middle, up=0.006, yaw_deg=0.0 if across else 90.0)


def _landing(to: Decorator, room: Area) -> None:
    to.put.back_to_wall("lift", home_things.lift(), room, front=0.7, where="middle", off=0.06)


def _balcony(to: Decorator, balcony: Area) -> None:
    put = to.put
    table = home_things.round_table((0.94, 0.94, 0.93), "paintedwood")
    put.back_to_wall("balcony table", table, balcony, where="corner", front=0.0, category="table", surface=0.75)
    for colour, tint in some(to.rng, CHAIRS, 2):
        chair = home_things.garden_chair(tint)
        put.back_to_wall(f"{colour} chair", chair, balcony, front=0.2, off=0.06, colour=colour)
    put.back_to_wall("flower box", home_things.flower_box(_BLOSSOMS), balcony, front=0.2)
