"""Roofs and what is below them: floors, ceilings and the lamps that hang there. Metres."""

import numpy as np

from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.construction.walls import ROOM_HEIGHT, WALL, put_box
from embrace3k.simulator.worlds.mesh import WHITE, Color, Mesh
from embrace3k.simulator.worlds.props.fittings import ceiling_lamp
from embrace3k.simulator.worlds.surfaces import Floats, Surface, grid_triangles

_EAVES, _BOARD = 0.45, 0.06


def lay_floor(
    mesh: Mesh, room: Area, material: str, color: Color = WHITE, *, tile_m: float = 1.6, up: float = 0.005
) -> None:
    corner = (room.west, room.south, up)
    mesh.quad(corner, (room.width, 0, 0), (0, room.depth, 0), material, color, tile_m=tile_m, luxel_m=0.05)


def put_ceiling(mesh: Mesh, room: Area, height: float = ROOM_HEIGHT, material: str = "white") -> None:
    corner = (room.west, room.north, height)
    mesh.quad(corner, (room.width, 0, 0), (0, -room.depth, 0), material, luxel_m=0.12)


def put_lamp(site: Site, east: float, north: float, ceiling: float = ROOM_HEIGHT) -> None:
    """A round lamp under the ceiling, and its light."""
    site.lamp(east, north, ceiling - 0.2)
    site.static.merge(ceiling_lamp().transform(np.eye(3), (east, north, ceiling - 0.11)))


def put_flat_roof(
    mesh: Mesh, area: Area, height: float, color: Color = (0.6, 0.6, 0.62), *, below_luxel_m: float = 0.05
) -> None:
    """`below_luxel_m`: how finely light is stored on its underside, of which little is seen above a ceiling."""
    put_box(mesh, area, height, height + 0.15, "white", faces="b", luxel_m=below_luxel_m)
    put_box(mesh, area, height, height + 0.15, "concrete", color, faces="nsewt", luxel_m=0.2)


def put_saddle_roof(
    mesh: Mesh,
    house: Area,
    walls: str = "brick",
    *,
    height: float = ROOM_HEIGHT,
    color: Color = WHITE,
    material: str = "roof",
    wall_color: Color = WHITE,
    verge: float = 0.4,
    gable_rows: int = 6,
) -> None:
    """A tiled roof with its ridge along east and gables below it that go on from `walls`, tinted `wall_color`.

    `verge`: how far it reaches beyond the middle of the gables' walls: half a wall in a row, or roofs overlap.
    `gable_rows`: how finely gables are lit.
    """
    half, width = house.depth / 2, house.width
    rise = 0.52 * half
    slope_rise = rise * (half + _EAVES) / half
    foot = height - rise * _EAVES / half + 0.12
    eaves = (house.west - verge, house.south - _EAVES, 1), (house.east + verge, house.north + _EAVES, -1)
    for east, north, ahead in eaves:
        corner, along = np.array((east, north, foot)), np.array((ahead * (width + 2 * verge), 0, 0))
        up = np.array((0, ahead * (half + _EAVES), slope_rise))
        mesh.quad(corner, along, up, material, color, tile_m=2.0, luxel_m=0.3)
        _board_up(mesh, corner, along, up)
    for east, direction in ((house.west - WALL / 2, 1), (house.east + WALL / 2, -1)):
        mesh.add(
            _gable(east, house.middle[1], half + WALL / 2, rise + 0.1, direction, height, gable_rows), walls, wall_color
        )


def _board_up(mesh: Mesh, corner: Floats, along: Floats, up: Floats) -> None:
    """What is seen of a slope from below and from its edges: boards, `_BOARD` thick."""
    down = np.array((0, 0, -_BOARD))
    mesh.quad(corner + down, up, along, "white", luxel_m=0.15)
    mesh.quad(corner + down, along, -down, "white", luxel_m=0.15)
    mesh.quad(corner + down + up, -up, -down, "white", luxel_m=0.15)
    mesh.quad(corner + down + along, up, -down, "white", luxel_m=0.15)


def _gable(east: float, middle: float, half: float, rise: float, direction: int, foot: float, rows: int) -> Surface:
    """A triangle on top of the wall, in small pieces: it is lit point by point. `direction` 1 faces west."""
    level, across = np.meshgrid(np.linspace(0, 0.995, rows + 1), np.linspace(1, -1, 2 * rows + 1), indexing="ij")
    north, up = middle + direction * across * half * (1 - level), foot + rise * level
    points = np.stack([np.full(level.size, east), north.ravel(), up.ravel()], 1)
    normals = np.tile((-float(direction), 0.0, 0.0), (len(points), 1))
    return Surface(points, normals, points[:, 1:] / 1.2, grid_triangles(np.arange(level.size).reshape(level.shape)))
