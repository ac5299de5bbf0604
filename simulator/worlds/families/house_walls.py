"""Walls with openings, what trims them, and the roof. Metres."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from embrace3k.simulator.worlds.families.house_plan import DOOR_HEIGHT, ROOM_HEIGHT, SILL, WALL, WINDOW_HEAD
from embrace3k.simulator.worlds.families.site import Area, Site
from embrace3k.simulator.worlds.fittings import ceiling_lamp
from embrace3k.simulator.worlds.mesh import WHITE, Color, Mesh
from embrace3k.simulator.worlds.surfaces import Surface, grid_triangles

_EAVES, _CURTAIN_WHITE = 0.45, (0.93, 0.92, 0.9)


@dataclass(frozen=True)
class Opening:
    """Along the wall, from its start; `low` 0 makes it a doorway."""

    start: float
    end: float
    low: float = 0.0
    high: float = DOOR_HEIGHT


def window(start: float, end: float) -> Opening:
    return Opening(start, end, SILL, WINDOW_HEAD)


@dataclass(frozen=True)
class Wall:
    """A straight wall: along east at north `at` (`eastward`), or along north at east `at`. `near` covers its south or
    west face, `far` the other one."""

    eastward: bool
    at: float
    start: float
    end: float
    near: str
    far: str
    openings: tuple[Opening, ...] = ()

    def area(self, start: float, end: float, thickness: float = WALL) -> Area:
        low, high = self.at - thickness / 2, self.at + thickness / 2
        return Area(start, low, end, high) if self.eastward else Area(low, start, high, end)

    def raise_on(self, site: Site, height: float = ROOM_HEIGHT) -> None:
        stations = [self.start, *(edge for hole in self.openings for edge in (hole.start, hole.end)), self.end]
        for start, end in zip(stations[::2], stations[1::2], strict=True):
            self._piece(site, start, end, 0.0, height)
        for hole in self.openings:
            self._piece(site, hole.start, hole.end, 0.0, hole.low)
            self._piece(site, hole.start, hole.end, hole.high, height)
            if hole.low > 0.0:
                self._reveal(site.static, hole)

    def _piece(self, site: Site, start: float, end: float, low: float, high: float) -> None:
        if end - start < 0.01 or high - low < 0.01:
            return
        area = self.area(start, end)
        site.block(area, low, high, "wall")
        self._face(site.static, area, low, high)
        hidden_but = "t" * (high < ROOM_HEIGHT) + "b" * (low == WINDOW_HEAD)
        put_box(site.static, area, low, high, "white", tile_m=1.2, faces=hidden_but)

    def _reveal(self, mesh: Mesh, hole: Opening) -> None:
        """The wall's thickness on both sides of a window. Ends of pieces are never seen but here."""
        behind, ahead = ("w", "e") if self.eastward else ("s", "n")
        for area, face in (
            (self.area(hole.start - 0.1, hole.start), ahead),
            (self.area(hole.end, hole.end + 0.1), behind),
        ):
            put_box(mesh, area, hole.low, hole.high, "white", tile_m=1.2, faces=face)

    def _face(self, mesh: Mesh, area: Area, low: float, high: float) -> None:
        """Both sides, with points wherever the piece beside may end."""
        cuts = tuple((edge - low) / (high - low) for edge in (SILL, WINDOW_HEAD, DOOR_HEIGHT) if low < edge < high)
        up = (0, 0, high - low)
        if self.eastward:
            mesh.quad((area.west, area.south, low), (area.width, 0, 0), up, self.near, tile_m=1.2, cuts=cuts)
            mesh.quad((area.east, area.north, low), (-area.width, 0, 0), up, self.far, tile_m=1.2, cuts=cuts)
        else:
            mesh.quad((area.west, area.north, low), (0, -area.depth, 0), up, self.near, tile_m=1.2, cuts=cuts)
            mesh.quad((area.east, area.south, low), (0, area.depth, 0), up, self.far, tile_m=1.2, cuts=cuts)


def put_box(
    mesh: Mesh,
    area: Area,
    low: float,
    high: float,
    material: str,
    color: Color = WHITE,
    *,
    tile_m: float = 1.0,
    faces: str = "nsewtb",
    fit: str = "",
    luxel_m: float = 0.05,
) -> None:
    east, north = area.middle
    size = (area.width, area.depth, high - low)
    mesh.box((east, north, low), size, material, color, tile_m=tile_m, faces=faces, fit=fit, luxel_m=luxel_m)


def skirt(mesh: Mesh, room: Area, walls: Sequence[Wall]) -> None:
    """A skirting board round the room, broken by the doorways of its walls."""
    sides = (
        (True, room.south, 1, room.west, room.east),
        (True, room.north, -1, room.west, room.east),
        (False, room.west, 1, room.south, room.north),
        (False, room.east, -1, room.south, room.north),
    )
    for eastward, at, inwards, start, end in sides:
        wall = next((wall for wall in walls if wall.eastward == eastward and abs(wall.at - at) < 1e-6), None)
        if wall is None:
            continue
        doors = [hole for hole in wall.openings if hole.low == 0.0 and start < hole.start < end]
        stations = [start, *(edge for hole in doors for edge in (hole.start, hole.end)), end]
        face = at + inwards * (WALL / 2 + 0.008)
        board = Wall(eastward, face, start, end, "white", "white")
        for begin, stop in zip(stations[::2], stations[1::2], strict=True):
            put_box(mesh, board.area(begin, stop, 0.016), 0.0, 0.09, "white", faces="nsewt")


def frame_door(mesh: Mesh, wall: Wall, hole: Opening) -> None:
    """In two halves that meet within the shut leaf, so that daylight on one does not blend into the other."""
    half = WALL / 2 + 0.015
    for side, inner in zip((-1, 1), "ns" if wall.eastward else "ew", strict=True):
        layer, faces = _shifted(wall, side * half / 2), "nsewtb".replace(inner, "")
        for start, end, low in (
            (hole.start - 0.06, hole.start, 0.0),
            (hole.end, hole.end + 0.06, 0.0),
            (hole.start - 0.06, hole.end + 0.06, hole.high),
        ):
            high = hole.high + (0.06 if low else 0.03)
            put_box(mesh, layer.area(start, end, half), low, high, "white", faces=faces)


def frame_window(mesh: Mesh, wall: Wall, hole: Opening, inwards: int, *, curtains: bool = True) -> None:
    """Bars, a sill and, unless it is over a worktop, curtains on the inner side (`inwards` 1: far face, -1: near)."""
    middle = (hole.start + hole.end) / 2
    into = 0.002
    for upright in (hole.start + 0.025 - into, middle, hole.end - 0.025 + into):
        bar = wall.area(upright - 0.025, upright + 0.025, 0.06)
        put_box(mesh, bar, hole.low - into, hole.high + into, "white", faces="nsew")
    for low in (hole.low - into, hole.high - 0.05 + into):
        put_box(mesh, wall.area(hole.start, hole.end, 0.057), low, low + 0.05, "white")
    inner = _shifted(wall, inwards * (WALL / 2 + 0.05))
    put_box(mesh, inner.area(hole.start - 0.1, hole.end + 0.1, 0.14), hole.low - 0.031, hole.low + 0.004, "white")
    if not curtains:
        return
    seen = {(True, 1): "n", (True, -1): "s", (False, 1): "e", (False, -1): "w"}[(wall.eastward, inwards)]
    for side in (hole.start - 0.12, hole.end + 0.12):
        curtain = inner.area(side - 0.18, side + 0.18, 0.05)
        put_box(mesh, curtain, 0.55, 2.17, "curtain", _CURTAIN_WHITE, fit=seen)
    rail = _shifted(wall, inwards * (WALL / 2 + 0.06)).area(hole.start - 0.37, hole.end + 0.37, 0.025)
    put_box(mesh, rail, 2.19, 2.215, "darkwood")


def put_lamp(site: Site, east: float, north: float, ceiling: float) -> None:
    site.lamp(east, north, ceiling - 0.2)
    site.static.merge(ceiling_lamp().transform(np.eye(3), (east, north, ceiling - 0.11)))


def put_roof(mesh: Mesh, house: Area) -> None:
    """A saddle roof with its ridge along east, brick gables below it."""
    half, width = house.depth / 2, house.width
    rise = 0.52 * half
    slope_rise = rise * (half + _EAVES) / half
    foot = ROOM_HEIGHT - rise * _EAVES / half + 0.12
    corner = (house.west - 0.4, house.south - _EAVES, foot)
    mesh.quad(corner, (width + 0.8, 0, 0), (0, half + _EAVES, slope_rise), "roof", tile_m=2.0, luxel_m=0.3)
    corner = (house.east + 0.4, house.north + _EAVES, foot)
    mesh.quad(corner, (-width - 0.8, 0, 0), (0, -half - _EAVES, slope_rise), "roof", tile_m=2.0, luxel_m=0.3)
    for east, direction in ((house.west - WALL / 2, 1), (house.east + WALL / 2, -1)):
        mesh.add(_gable(east, house.middle[1], half + WALL / 2, rise + 0.1, direction), "brick")


def _gable(east: float, middle: float, half: float, rise: float, direction: int) -> Surface:
    """A triangle on top of the wall, in small pieces: it is lit point by point. `direction` 1 faces west."""
    rows, columns = np.meshgrid(np.linspace(0, 0.995, 7), np.linspace(1, -1, 13), indexing="ij")
    north, up = middle + direction * columns * half * (1 - rows), ROOM_HEIGHT + rise * rows
    points = np.stack([np.full(rows.size, east), north.ravel(), up.ravel()], 1)
    normals = np.tile((-float(direction), 0.0, 0.0), (len(points), 1))
    return Surface(points, normals, points[:, 1:] / 1.2, grid_triangles(np.arange(rows.size).reshape(rows.shape)))


def put_corner_posts(mesh: Mesh, house: Area) -> None:
    """Outer corners, which the walls leave open: each wall ends in the middle of the next."""
    for east, face in ((house.west, "w"), (house.east, "e")):
        for north, other in ((house.south, "s"), (house.north, "n")):
            size = (WALL + 0.006, WALL + 0.006, ROOM_HEIGHT)
            mesh.box((east, north, 0.0), size, "brick", tile_m=1.2, faces=face + other)


def _shifted(wall: Wall, by: float) -> Wall:
    return Wall(wall.eastward, wall.at + by, wall.start, wall.end, wall.near, wall.far)
