"""The back garden: a shed one can go into and a raised deck with a table. Metres."""

from dataclasses import replace

import numpy as np

from embrace3k.simulator.worlds.choosing import shuffled
from embrace3k.simulator.worlds.construction.doors import hang_door
from embrace3k.simulator.worlds.construction.grounds import raise_platform
from embrace3k.simulator.worlds.construction.roofs import lay_floor, put_saddle_roof
from embrace3k.simulator.worlds.construction.site import Site
from embrace3k.simulator.worlds.construction.walls import Opening, Wall, put_box, put_corner_posts
from embrace3k.simulator.worlds.families.house.plan import DECK_STEP, SHED_FLOOR, Plan
from embrace3k.simulator.worlds.families.house.style import Style
from embrace3k.simulator.worlds.mesh import WHITE, Color
from embrace3k.simulator.worlds.props import home_things, plants, street_things

_SHED_HEIGHT, _SHED_DOOR = 2.1, 1.95
_SHED_WALL = 0.1
_STEP_WIDTH = 0.35
_INSIDE: Color = (0.8, 0.78, 0.74)
GARDEN_CHAIRS: dict[str, Color] = {
    "white": (0.92, 0.92, 0.9),
    "green": (0.25, 0.5, 0.32),
    "blue": (0.24, 0.38, 0.62),
    "yellow": (0.9, 0.72, 0.2),
}


def build_shed(site: Site, plan: Plan, style: Style) -> None:
    """Boards all round, a door to the south, no window."""
    room, outside = plan.shed, ("weatherboard", style.shed)
    inside = ("weatherboard", _INSIDE)
    hole = Opening(room.middle[0] - 0.5, room.middle[0] + 0.5, 0.0, _SHED_DOOR)
    site.slope(room, SHED_FLOOR, SHED_FLOOR)
    south = Wall(True, room.south, room.west, room.east, outside[0], inside[0], (hole,), outside[1], inside[1])
    walls = (
        south,
        Wall(True, room.north, room.west, room.east, inside[0], outside[0], (), inside[1], outside[1]),
        Wall(False, room.west, room.south, room.north, outside[0], inside[0], (), outside[1], inside[1]),
        Wall(False, room.east, room.south, room.north, inside[0], outside[0], (), inside[1], outside[1]),
    )
    low, *others = (replace(wall, height=_SHED_HEIGHT, thickness=_SHED_WALL, base=SHED_FLOOR) for wall in walls)
    for wall in (low, *others):
        wall.raise_on(site)
    hang_door(site, "shed_door", low, hole, "wood", color=(0.86, 0.8, 0.74))
    put_box(site.static, room.grown(_SHED_WALL / 2 + 0.012), 0.0, SHED_FLOOR + 0.002, "concrete", faces="nsewt")
    lay_floor(site.static, room, "concrete", up=SHED_FLOOR + 0.005)
    head = SHED_FLOOR + _SHED_HEIGHT
    put_corner_posts(site.static, room, *outside[:1], color=style.shed, height=head, thickness=_SHED_WALL)
    put_saddle_roof(
        site.static, room.grown(-0.03), "weatherboard", height=head, material="slates", wall_color=style.shed
    )
    put_box(site.static, room, head - 0.02, head, "wood", faces="b")


def furnish_shed(site: Site, plan: Plan, rng: np.random.Generator) -> None:
    room = plan.shed
    shelf = street_things.metal_shelf(rng)
    site.put(
        "shed_shelf", "shelf", shelf, room.middle[0], room.north - _SHED_WALL / 2 - 0.24, up=SHED_FLOOR, yaw_deg=180
    )


def build_deck(site: Site, plan: Plan) -> None:
    """Two levels, each a step high, so that one walks up from every side."""
    raise_platform(site, plan.deck.grown(_STEP_WIDTH), DECK_STEP, "woodfloor", sides="wood")
    raise_platform(site, plan.deck, 2 * DECK_STEP, "woodfloor", sides="wood")


def furnish_deck(site: Site, plan: Plan, style: Style, rng: np.random.Generator) -> None:
    """A round table with chairs of different colours, and a flower bed at the fence."""
    (east, north), up = plan.deck.middle, 2 * DECK_STEP
    site.put("garden_table", "table", home_things.round_table(WHITE), east, north, up=up, surface=0.75)
    for colour, side in zip(shuffled(rng, GARDEN_CHAIRS)[:2], (-1, 1), strict=True):
        chair = home_things.garden_chair(GARDEN_CHAIRS[colour])
        place = (east + side * (0.85 + 0.1 * rng.random()), north + 0.3 * (rng.random() - 0.5))
        name = f"{colour}_garden_chair"
        site.put(name, "garden chair", chair, *place, up=up, yaw_deg=-90.0 * side, colour=colour)
    bed = plants.flower_bed(rng, 2.4, 0.7, style.flowers)
    west = plan.deck.middle[0]
    site.put("flower_bed", "flower bed", bed, west, plan.fence + 0.02 - 0.5, solid=False, size=(0.7, 2.4, 0.4))
