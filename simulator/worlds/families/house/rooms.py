"""The house itself and what stands in its rooms. Metres east and north of the house's south-west corner."""

import numpy as np

from embrace3k.simulator.worlds import fittings, furniture, plants
from embrace3k.simulator.worlds.construction.doors import doorway, hang_door
from embrace3k.simulator.worlds.construction.roofs import lay_floor, put_ceiling, put_lamp, put_saddle_roof
from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.construction.walls import (
    WALL,
    Wall,
    frame_door,
    frame_window,
    put_corner_posts,
    skirt,
    window,
)
from embrace3k.simulator.worlds.families.house.plan import Plan
from embrace3k.simulator.worlds.mesh import Color

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


def build_shell(site: Site, plan: Plan) -> None:
    """Walls, doors, windows, floors, ceiling, roof and lamps."""
    walls = _walls(plan)
    for wall in walls:
        wall.raise_on(site)
        for hole in wall.openings:
            if hole.low == 0.0:
                frame_door(site.static, wall, hole)
            else:
                outer_near = wall.at in (plan.house.west, plan.house.south)
                over_worktop = wall.eastward and wall.at == plan.house.north and hole.end < plan.living.east
                frame_window(site.static, wall, hole, 1 if outer_near else -1, curtains=not over_worktop)
    rooms = (Area(0.0, 0.0, plan.living.east, plan.house.north), plan.study, plan.bedroom)
    for room, material in zip(rooms, ("woodfloor", "woodfloor", "tiles"), strict=True):
        skirt(site.static, room, walls)
        lay_floor(site.static, room, material)
        put_ceiling(site.static, room)
    put_corner_posts(site.static, plan.house, "brick")
    put_saddle_roof(site.static, plan.house)
    for room in (plan.living, plan.kitchen, plan.study, plan.bedroom):
        put_lamp(site, *room.middle)
    _hang_doors(site, walls)


def _hang_doors(site: Site, walls: list[Wall]) -> None:
    south, divide = walls[0], walls[4]
    front = next(hole for hole in south.openings if hole.low == 0.0)
    hang_door(site, "front_door", south, front, "darkwood")
    for name, hole in zip(("study_door", "bedroom_door"), divide.openings, strict=True):
        hang_door(site, name, divide, hole)


def _walls(plan: Plan) -> list[Wall]:
    house, divide, shelf = plan.house, plan.living.east, plan.study.north
    front = plan.front_door
    south = (
        window(1.0, 2.9),
        doorway(front),
        window(divide + 1.2, divide + 2.8),
    )
    north = (window(1.3, 2.9), window(divide + 2.4, house.east - 0.6))
    return [
        Wall(True, house.south, house.west, house.east, "brick", "plaster", south),
        Wall(True, house.north, house.west, house.east, "plaster", "brick", north),
        Wall(False, house.west, house.south, house.north, "brick", "plaster", (window(4.6, 6.2),)),
        Wall(
            False, house.east, house.south, house.north, "plaster2", "brick",
            (window(0.7, 1.8), window(shelf + 0.9, shelf + 2.3)),
        ),
        Wall(
            False, divide, house.south, house.north, "plaster", "plaster2",
            (
                doorway(plan.study_door),
                doorway(plan.bedroom_door),
            ),
        ),
        Wall(True, shelf, divide, house.east, "plaster2", "plaster2"),
    ]  # fmt: skip


def furnish(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    _living_room(site, plan, rng)
    _kitchen(site, plan, rng)
    _study(site, plan, rng)
    _bedroom(site, plan, rng)


def _pick(rng: np.random.Generator, colours: dict[str, Color], count: int = 1) -> list[str]:
    return [list(colours)[index] for index in rng.permutation(len(colours))[:count]]


def _living_room(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    north, east = 1.65 + 0.2 * rng.random(), 3.0 + 0.15 * rng.random()
    colour = _pick(rng, SOFA_COLOURS)[0]
    site.put("rug", "rug", fittings.rug(2.4, 1.7), 1.75, north, up=0.006, solid=False)
    site.put("tv", "tv", furniture.tv_stand(), _INSIDE + 0.28, north, yaw_deg=90)
    site.put("coffee_table", "table", furniture.coffee_table(), 1.75, north, yaw_deg=90, surface=0.42)
    site.put("sofa", "sofa", furniture.sofa(SOFA_COLOURS[colour]), east, north, yaw_deg=-90, colour=colour)
    wall = plan.living.east - _INSIDE - 0.025
    site.put("painting", "painting", fittings.painting(0.9, 0.6), wall, 3.3, up=1.4, yaw_deg=-90, solid=False)
    site.put("plant", "plant", plants.potted_plant(rng), _INSIDE + 0.5, 3.45, size=(0.4, 0.4, 1.2))
    site.put("floor_lamp", "lamp", furniture.floor_lamp(), _INSIDE + 0.35, 0.4)
    site.put("doormat", "doormat", fittings.doormat(), plan.front_door + 0.5, 0.42, up=0.006, solid=False)


def _kitchen(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    back = plan.kitchen.north - _INSIDE
    site.put("kitchen_counter", "counter", furniture.kitchen_counter(), 2.1, back - 0.35, yaw_deg=180, surface=0.9)
    site.put("stove", "stove", furniture.stove(), 3.5, back - 0.35, yaw_deg=180)
    site.put("fridge", "fridge", furniture.fridge(), 0.6, back - 0.42, yaw_deg=180)
    east, north = 2.4 + 0.3 * rng.random(), plan.kitchen.north - 2.75 + 0.1 * rng.random()
    site.put("dining_table", "table", furniture.table(), east, north, surface=0.75)
    colours = _pick(rng, CHAIR_COLOURS, 4)
    seats = [(-0.42, -0.82, 0.0), (0.42, -0.82, 0.0), (0.0, 0.82, 180.0), (-1.2, 0.0, 90.0)]
    for colour, (right, ahead, yaw_deg) in zip(colours, seats, strict=True):
        chair = furniture.chair(CHAIR_COLOURS[colour])
        place = (east + right + 0.04 * rng.random(), north + ahead)
        site.put(f"{colour}_chair", "chair", chair, *place, yaw_deg=yaw_deg, colour=colour)
    wall = plan.kitchen.east - _INSIDE - 0.02
    site.put("sideboard", "sideboard", furniture.sideboard(), wall - 0.22, back - 0.7, yaw_deg=-90, surface=0.84)
    clock = plan.kitchen.east - _INSIDE - 0.005
    site.put("wall_clock", "clock", fittings.wall_clock(), clock, back - 0.7, up=1.75, yaw_deg=-90, solid=False)


def _study(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    desk = plan.study.east - 1.1 - 0.3 * rng.random()
    site.put("desk", "desk", furniture.desk(), desk, _INSIDE + 0.36, surface=0.75)
    site.put("office_chair", "chair", furniture.chair((0.3, 0.3, 0.32)), desk, 1.05, yaw_deg=180, colour="black")
    shelf = plan.study.east - _INSIDE - 0.17
    site.put("bookshelf", "bookshelf", furniture.bookshelf(), shelf, plan.study.north - 1.2, yaw_deg=-90)
    colour = _pick(rng, SOFA_COLOURS)[0]
    corner = (plan.study.west + 1.9, plan.study.north - _INSIDE - 0.5)
    armchair = furniture.armchair(SOFA_COLOURS[colour])
    site.put("armchair", "armchair", armchair, *corner, yaw_deg=180, colour=colour)


def _bedroom(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    room = plan.bedroom
    bed, back = room.east - 1.35 - 0.1 * rng.random(), room.north - _INSIDE
    clear_of_curtains = back - 1.165
    site.put("bed", "bed", furniture.bed(), bed, clear_of_curtains, yaw_deg=180, surface=0.56)
    site.put("nightstand", "nightstand", furniture.nightstand(), bed - 1.12, back - 0.28, yaw_deg=180, surface=0.52)
    site.put("wardrobe", "wardrobe", furniture.wardrobe(), room.east - 1.0, room.south + _INSIDE + 0.34)
    wall = room.west + _INSIDE + 0.025
    site.put("mirror", "mirror", fittings.mirror(0.6, 1.4), wall, room.north - 1.0, up=0.4, yaw_deg=90, solid=False)
