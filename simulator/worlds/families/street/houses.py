"""House fronts: walls, windows, roofs, and steps up to the doors. Nobody goes in. Metres."""

from dataclasses import dataclass

import numpy as np

from embrace3k.simulator.worlds.choosing import one, shuffled
from embrace3k.simulator.worlds.construction.grounds import lay_stairs, raise_platform
from embrace3k.simulator.worlds.construction.roofs import put_flat_roof, put_saddle_roof
from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.construction.walls import WALL, put_box
from embrace3k.simulator.worlds.families.street.plan import FRONT, KERB
from embrace3k.simulator.worlds.mesh import WHITE, Color, Mesh
from embrace3k.simulator.worlds.props import fittings

WALLS: dict[str, tuple[str, Color]] = {
    "brick": ("brick", WHITE),
    "yellow": ("render", (0.95, 0.8, 0.5)),
    "white": ("render", (0.97, 0.96, 0.94)),
    "pink": ("render", (0.9, 0.66, 0.6)),
    "blue": ("weatherboard", (0.56, 0.7, 0.84)),
    "green": ("weatherboard", (0.62, 0.76, 0.6)),
    "grey": ("palebrick", (0.66, 0.66, 0.68)),
    "sandy": ("palebrick", (0.92, 0.78, 0.56)),
}
DOORS: dict[str, Color] = {
    "red": (0.62, 0.12, 0.1),
    "blue": (0.14, 0.28, 0.56),
    "green": (0.12, 0.36, 0.24),
    "black": (0.1, 0.1, 0.11),
    "yellow": (0.86, 0.66, 0.16),
    "white": (0.92, 0.92, 0.9),
}
_ROOFS: tuple[tuple[str, Color], ...] = (
    ("roof", WHITE),
    ("roof", (0.9, 0.72, 0.62)),
    ("slates", WHITE),
    ("slates", (0.72, 0.74, 0.8)),
)
_STOREY = 2.75
_STEPS = 3
_RISE, _TREAD = 0.17, 0.32
_LANDING = 1.1
_DOOR = (1.0, 2.1)
_STAIR_WIDTH = 1.5
_RAIL = 0.14


@dataclass(frozen=True)
class Style:
    wall: str
    door: str
    roof: tuple[str, Color]
    storeys: int
    flat: bool
    shutters: Color | None

    @property
    def height(self) -> float:
        return KERB + 0.4 + _STOREY * self.storeys


def draw_styles(rng: np.random.Generator, count: int) -> list[Style]:
    """No two of them share a colour of wall or door."""
    walls = shuffled(rng, WALLS)
    doors = shuffled(rng, DOORS)
    shutters = list(DOORS.values())
    styles = []
    for number in range(count):
        roof = one(rng, _ROOFS)
        storeys, flat = 1 + int(rng.random() < 0.7), bool(rng.random() < 0.25)
        shutter = one(rng, shutters) if rng.random() < 0.5 else None
        wall, door = walls[number % len(walls)], doors[number % len(doors)]
        styles.append(Style(wall, door, roof, storeys, flat, shutter))
    return styles


def build_house(site: Site, area: Area, style: Style) -> None:
    """A closed block with a roof; its front is south."""
    material, color = WALLS[style.wall]
    mesh = site.static
    put_box(mesh, area, 0.0, style.height, material, color, faces="sew", tile_m=1.2, luxel_m=0.08)
    plinth = Area(area.west, area.south - 0.03, area.east, area.south)
    put_box(mesh, plinth, 0.0, KERB + 0.35, "concrete", (0.8, 0.8, 0.8), faces="sewt", luxel_m=0.1)
    site.block(area, 0.0, style.height, "house")
    if style.flat:
        put_flat_roof(mesh, area.grown(0.12), style.height)
    else:
        roof, tint = style.roof
        inner = area.grown(-WALL / 2)
        put_saddle_roof(
            mesh, inner, material, height=style.height, color=tint, material=roof, wall_color=color, verge=WALL / 2
        )


def glaze(mesh: Mesh, area: Area, style: Style, *, door: float | None) -> None:
    """Windows on every floor, but not where the door is: its middle."""
    count = max(2, round(area.width / 2.6))
    places = [area.west + (number + 0.5) * area.width / count for number in range(count)]
    for storey in range(style.storeys):
        low = KERB + 0.4 + storey * _STOREY + 0.75
        for east in places:
            if storey == 0 and door is not None and abs(east - door) < 1.45:
                continue
            _put_window(mesh, east, area.south, low, style.shutters)


def add_entrance(site: Site, east: float, style: Style, name: str) -> None:
    """Steps between two low walls, a landing, and a door that is shut for good."""
    high = KERB + _STEPS * _RISE
    half = _STAIR_WIDTH / 2
    landing = Area(east - half, FRONT - _LANDING, east + half, FRONT)
    stairs = Area(landing.west, landing.south - _STEPS * _TREAD, landing.east, landing.south)
    lay_stairs(site, stairs, "north", KERB, high, "concrete")
    raise_platform(site, landing, high, "concrete")
    material, color = WALLS[style.wall]
    for west in (stairs.west - _RAIL, stairs.east):
        cheek = Area(west, stairs.south + _TREAD, west + _RAIL, FRONT)
        put_box(site.static, cheek, KERB, high + 0.5, material, color, faces="sewt", tile_m=1.2)
        put_box(site.static, cheek.grown(0.02), high + 0.5, high + 0.56, "concrete", faces="sewtb")
        site.block(cheek, 0.0, high + 0.56, "step wall")
    _put_door(site, east, high, style, name)


def _put_door(site: Site, east: float, foot: float, style: Style, name: str) -> None:
    width, height = _DOOR
    mesh = site.static
    for west in (east - width / 2 - 0.1, east + width / 2):
        put_box(mesh, Area(west, FRONT - 0.08, west + 0.1, FRONT), foot, foot + height + 0.1, "white", faces="sew")
    head = Area(east - width / 2, FRONT - 0.08, east + width / 2, FRONT)
    put_box(mesh, head, foot + height, foot + height + 0.1, "white", faces="sb")
    canopy = Area(east - 0.85, FRONT - 0.75, east + 0.85, FRONT)
    put_box(mesh, canopy, foot + height + 0.24, foot + height + 0.34, "concrete", (0.7, 0.7, 0.7), faces="sewtb")
    leaf = fittings.door_leaf(width, height, "white", DOORS[style.door]).transform(np.eye(3), (-width / 2, 0, 0))
    site.put(
        name, "front door", leaf, east, FRONT - 0.035, up=foot, yaw_deg=180, solid=False, colour=style.door,
        size=(0.06, width, height),
    )  # fmt: skip


def _put_window(mesh: Mesh, east: float, wall: float, low: float, shutters: Color | None) -> None:
    """Flush with the wall: a frame, panes with a bar, a sill, and shutters beside it."""
    width, height = 1.15, 1.35
    frame = Area(east - width / 2, wall - 0.05, east + width / 2, wall)
    put_box(mesh, frame, low, low + height, "white", faces="sewtb", luxel_m=0.1)
    for side in (-1, 1):
        pane = (width - 0.18) / 2
        west = east + side * (pane / 2 + 0.02) - pane / 2
        corner = (west, wall - 0.058, low + 0.06)
        mesh.quad(corner, (pane, 0, 0), (0, 0, height - 0.12), "pane", fit=True, luxel_m=0.1)
        if shutters:
            leaf = Area(0.0, wall - 0.04, 0.48, wall)
            shift = east + side * (width / 2 + 0.26) - 0.24
            board = Area(shift, leaf.south, shift + 0.48, leaf.north)
            put_box(mesh, board, low - 0.02, low + height + 0.02, "weatherboard", shutters, faces="sewtb", luxel_m=0.1)
    sill = Area(east - width / 2 - 0.08, wall - 0.14, east + width / 2 + 0.08, wall)
    put_box(mesh, sill, low - 0.07, low - 0.005, "concrete", faces="sewtb", luxel_m=0.1)
