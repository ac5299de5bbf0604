"""The house itself and what stands in its rooms. Metres east and north of the house's south-west corner."""

import numpy as np

from embrace3k.simulator.worlds.choosing import shuffled
from embrace3k.simulator.worlds.construction.doors import doorway, hang_door
from embrace3k.simulator.worlds.construction.roofs import lay_floor, put_ceiling, put_lamp, put_saddle_roof
from embrace3k.simulator.worlds.construction.site import Area, Site, extent
from embrace3k.simulator.worlds.construction.walls import (
    WALL,
    Opening,
    Wall,
    frame_door,
    frame_window,
    put_corner_posts,
    skirt,
    window,
)
from embrace3k.simulator.worlds.families.house.plan import Plan
from embrace3k.simulator.worlds.families.house.style import CORNER_PIECES, EXTRAS, FRONT_DOORS, Cover, Style
from embrace3k.simulator.worlds.mesh import Color
from embrace3k.simulator.worlds.props import fittings, furniture, home_things, plants

CHAIR_COLOURS: dict[str, Color] = {
    "red": (0.75, 0.22, 0.2),
    "blue": (0.3, 0.45, 0.75),
    "green": (0.4, 0.62, 0.36),
    "white": (1.25, 1.25, 1.25),
    "brown": (0.62, 0.46, 0.36),
}
SOFA_COLOURS: dict[str, Color] = {
    "blue": (0.40, 0.45, 0.56),
    "green": (0.42, 0.52, 0.40),
    "grey": (0.56, 0.55, 0.54),
    "red": (0.62, 0.30, 0.27),
}
_INSIDE = WALL / 2


def build_shell(site: Site, plan: Plan, style: Style) -> None:
    """Walls, doors, windows, floors, ceiling, roof and lamps."""
    walls = _walls(plan, style)
    for wall in walls:
        wall.raise_on(site)
        for hole in wall.openings:
            if hole.low == 0.0:
                frame_door(site.static, wall, hole)
            else:
                outer_near = wall.at in (plan.house.west, plan.house.south)
                over_worktop = wall.eastward and wall.at == plan.house.north and hole.end < plan.living.east
                inwards = 1 if outer_near else -1
                frame_window(site.static, wall, hole, inwards, curtains=not over_worktop, cloth=style.curtain)
    rooms = (Area(0.0, 0.0, plan.living.east, plan.house.north), plan.study, plan.bedroom)
    for room, material in zip(rooms, style.floors, strict=True):
        skirt(site.static, room, walls)
        lay_floor(site.static, room, material)
        put_ceiling(site.static, room)
    skin, color = style.skin
    put_corner_posts(site.static, plan.house, skin, color=color)
    roof, tint = style.roof
    put_saddle_roof(site.static, plan.house, skin, color=tint, material=roof, wall_color=color)
    for room in (plan.living, plan.kitchen, plan.study, plan.bedroom):
        put_lamp(site, *room.middle)
    _hang_doors(site, walls, style)


def _hang_doors(site: Site, walls: list[Wall], style: Style) -> None:
    south, north = walls[0], walls[2]
    material, color = FRONT_DOORS[style.front_door]
    front, back = (next(hole for hole in wall.openings if hole.low == 0.0) for wall in (south, north))
    hang_door(site, "front_door", south, front, material, color=color, colour=style.front_door)
    hang_door(site, "back_door", north, back, "white")
    for name, wall in (("study_door", walls[7]), ("bedroom_door", walls[8])):
        hang_door(site, name, wall, wall.openings[0])


def _walls(plan: Plan, style: Style) -> list[Wall]:
    """Outer walls in two pieces each, because the rooms on both sides of the divide have colours of their own."""
    house, divide, shelf = plan.house, plan.living.east, plan.study.north
    living, study, bedroom = (("plaster", tint) for tint in style.tints)
    skin = style.skin
    front = (window(1.0, 2.9), doorway(plan.front_door))
    back = (window(1.3, 2.9), doorway(plan.back_door))
    return [
        _wall(True, house.south, (house.west, divide), skin, living, front),
        _wall(True, house.south, (divide, house.east), skin, study, (window(divide + 1.2, divide + 2.8),)),
        _wall(True, house.north, (house.west, divide), living, skin, back),
        _wall(True, house.north, (divide, house.east), bedroom, skin, (window(divide + 2.4, house.east - 0.6),)),
        _wall(False, house.west, (house.south, house.north), skin, living, (window(4.6, 6.2),)),
        _wall(False, house.east, (house.south, shelf), study, skin, (window(0.7, 1.8),)),
        _wall(False, house.east, (shelf, house.north), bedroom, skin, (window(shelf + 0.9, shelf + 2.3),)),
        _wall(False, divide, (house.south, shelf), living, study, (doorway(plan.study_door),)),
        _wall(False, divide, (shelf, house.north), living, bedroom, (doorway(plan.bedroom_door),)),
        _wall(True, shelf, (divide, house.east), study, bedroom),
    ]


def _wall(
    eastward: bool, at: float, span: tuple[float, float], near: Cover, far: Cover, openings: tuple[Opening, ...] = ()
) -> Wall:
    (near_material, near_color), (far_material, far_color) = near, far
    return Wall(eastward, at, *span, near_material, far_material, openings, near_color, far_color)


def furnish(site: Site, plan: Plan, style: Style, rng: np.random.Generator) -> None:
    _living_room(site, plan, style, rng)
    _kitchen(site, plan, style, rng)
    _study(site, plan, style, rng)
    _bedroom(site, plan, style, rng)


def _living_room(site: Site, plan: Plan, style: Style, rng: np.random.Generator) -> None:
    north, east = 1.65 + 0.2 * rng.random(), 3.0 + 0.15 * rng.random()
    colour = shuffled(rng, SOFA_COLOURS)[0]
    site.put("rug", "rug", fittings.rug(2.4, 1.7, *style.rug), 1.75, north, up=0.006, solid=False)
    site.put("tv", "tv", furniture.tv_stand(), _INSIDE + 0.28, north, yaw_deg=90)
    site.put("coffee_table", "table", furniture.coffee_table(style.wood), 1.75, north, yaw_deg=90, surface=0.42)
    site.put("sofa", "sofa", furniture.sofa(SOFA_COLOURS[colour]), east, north, yaw_deg=-90, colour=colour)
    wall = plan.living.east - _INSIDE - 0.025
    site.put(
        "painting", "painting", fittings.painting(0.9, 0.6, style.painting), wall, 3.3, up=1.4, yaw_deg=-90, solid=False
    )
    _put_corner_piece(site, style.corner, rng)
    site.put("floor_lamp", "lamp", furniture.floor_lamp(), _INSIDE + 0.35, 0.4)
    site.put("doormat", "doormat", fittings.doormat(), plan.front_door + 0.5, 0.42, up=0.006, solid=False)


def _put_corner_piece(site: Site, what: str, rng: np.random.Generator) -> None:
    """At the west wall, between television and kitchen."""
    if what == "plant":
        site.put("plant", "plant", plants.potted_plant(rng), _INSIDE + 0.5, 3.45, size=(0.4, 0.4, 1.2))
        return
    mesh = CORNER_PIECES[what]()
    surface = 0.9 if what == "chest_of_drawers" else None
    category = what.replace("_", " ")
    site.put(what, category, mesh, _INSIDE + 0.04 + extent(mesh)[0] / 2, 3.45, yaw_deg=90, surface=surface)


def _kitchen(site: Site, plan: Plan, style: Style, rng: np.random.Generator) -> None:
    back = plan.kitchen.north - _INSIDE
    site.put(
        "kitchen_counter", "counter", furniture.kitchen_counter(style.units), 2.1, back - 0.35, yaw_deg=180, surface=0.9
    )
    stove, fridge = (0.72, 3.52) if style.stove_first else (3.5, 0.6)
    site.put("stove", "stove", furniture.stove(), stove, back - 0.35, yaw_deg=180)
    site.put("fridge", "fridge", furniture.fridge(), fridge, back - 0.42, yaw_deg=180)
    east, north = 2.4 + 0.3 * rng.random(), plan.kitchen.north - 2.75 + 0.1 * rng.random()
    site.put("dining_table", "table", furniture.table(color=style.wood), east, north, surface=0.75)
    colours = shuffled(rng, CHAIR_COLOURS)[:4]
    seats = [(-0.42, -0.82, 0.0), (0.42, -0.82, 0.0), (0.0, 0.82, 180.0), (-1.2, 0.0, 90.0)]
    for colour, (right, ahead, yaw_deg) in zip(colours, seats, strict=True):
        chair = (home_things.upholstered_chair if style.soft_chairs else furniture.chair)(CHAIR_COLOURS[colour])
        place = (east + right + 0.04 * rng.random(), north + ahead)
        site.put(f"{colour}_chair", "chair", chair, *place, yaw_deg=yaw_deg, colour=colour)
    wall = plan.kitchen.east - _INSIDE - 0.02
    site.put("sideboard", "sideboard", furniture.sideboard(), wall - 0.22, back - 0.7, yaw_deg=-90, surface=0.84)
    clock = plan.kitchen.east - _INSIDE - 0.005
    site.put("wall_clock", "clock", fittings.wall_clock(), clock, back - 0.7, up=1.75, yaw_deg=-90, solid=False)


def _study(site: Site, plan: Plan, style: Style, rng: np.random.Generator) -> None:
    desk = plan.study.east - 1.1 - 0.3 * rng.random()
    site.put("desk", "desk", furniture.desk(style.wood), desk, _INSIDE + 0.36, surface=0.75)
    site.put("office_chair", "chair", furniture.chair((0.3, 0.3, 0.32)), desk, 1.05, yaw_deg=180, colour="black")
    shelf = plan.study.east - _INSIDE - 0.17
    site.put("bookshelf", "bookshelf", furniture.bookshelf(), shelf, plan.study.north - 1.2, yaw_deg=-90)
    colour = shuffled(rng, SOFA_COLOURS)[0]
    corner = (plan.study.west + 1.9, plan.study.north - _INSIDE - 0.5)
    armchair = furniture.armchair(SOFA_COLOURS[colour])
    site.put("armchair", "armchair", armchair, *corner, yaw_deg=180, colour=colour)
    _put_extra(site, style.extras[0], (plan.study.west + _INSIDE + 0.48, _INSIDE + 0.48), 30.0)


def _bedroom(site: Site, plan: Plan, style: Style, rng: np.random.Generator) -> None:
    room = plan.bedroom
    bed, back = room.east - 1.35 - 0.1 * rng.random(), room.north - _INSIDE
    clear_of_curtains = back - 1.165
    site.put("bed", "bed", furniture.bed(style.bedcover), bed, clear_of_curtains, yaw_deg=180, surface=0.56)
    site.put(
        "nightstand", "nightstand", furniture.nightstand(style.wood), bed - 1.12, back - 0.28, yaw_deg=180, surface=0.52
    )
    site.put("wardrobe", "wardrobe", furniture.wardrobe(style.wood), room.east - 1.0, room.south + _INSIDE + 0.34)
    wall = room.west + _INSIDE + 0.025
    site.put("mirror", "mirror", fittings.mirror(0.6, 1.4), wall, room.north - 1.0, up=0.4, yaw_deg=90, solid=False)
    _put_extra(site, style.extras[1], (room.west + _INSIDE + 0.48, back - 0.48), 150.0)


def _put_extra(site: Site, what: str, place: tuple[float, float], yaw_deg: float) -> None:
    site.put(what, what.replace("_", " "), EXTRAS[what](), *place, yaw_deg=yaw_deg)
