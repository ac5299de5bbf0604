"""Walls with openings and what trims them. Metres."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.mesh import WHITE, Color, Mesh
from embrace3k.simulator.worlds.surfaces import Vector

WALL = 0.16
ROOM_HEIGHT = 2.6
DOOR_HEIGHT = 2.1
DOOR_WIDTH = 1.0
SILL, WINDOW_HEAD = 0.9, 2.0
_CURTAIN_WHITE = (0.93, 0.92, 0.9)


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
    west face, `far` the other one; colours tint them. It stands from `base` to `base + height`, and openings are
    counted from its base."""

    eastward: bool
    at: float
    start: float
    end: float
    near: str
    far: str
    openings: tuple[Opening, ...] = ()
    near_color: Color = WHITE
    far_color: Color = WHITE
    height: float = ROOM_HEIGHT
    thickness: float = WALL
    base: float = 0.0
    tile_m: float = 1.2
    luxel_m: float = 0.05
    """How finely light is stored on its two faces."""
    marks: tuple[float, ...] = ()
    """Heights above the base at which faces have points too, where a wall that goes on in line has openings."""

    def area(self, start: float, end: float, thickness: float | None = None) -> Area:
        half = (self.thickness if thickness is None else thickness) / 2
        low, high = self.at - half, self.at + half
        return Area(start, low, end, high) if self.eastward else Area(low, start, high, end)

    def shifted(self, by: float) -> "Wall":
        return replace(self, at=self.at + by)

    def raise_on(self, site: Site) -> None:
        """Faces, what is in the way, and the sides of openings; frames and panes are put in apart."""
        stations = [self.start, *(edge for hole in self.openings for edge in (hole.start, hole.end)), self.end]
        for start, end in zip(stations[::2], stations[1::2], strict=True):
            self._piece(site, start, end, 0.0, self.height)
        for hole in self.openings:
            self._piece(site, hole.start, hole.end, 0.0, hole.low)
            self._piece(site, hole.start, hole.end, hole.high, self.height)
            if hole.low > 0.0:
                self._reveal(site.static, hole)

    def _piece(self, site: Site, start: float, end: float, low: float, high: float) -> None:
        if end - start < 0.01 or high - low < 0.01:
            return
        area = self.area(start, end)
        site.block(area, self.base + low, self.base + high, "wall")
        self._face(site.static, area, low, high)
        over_window = any(hole.low > 0.0 and low == hole.high for hole in self.openings)
        seen = "t" * (high < self.height) + "b" * over_window
        put_box(site.static, area, self.base + low, self.base + high, "white", tile_m=1.2, faces=seen)

    def _reveal(self, mesh: Mesh, hole: Opening) -> None:
        """The wall's thickness on both sides of a window. Ends of pieces are never seen but here."""
        behind, ahead = ("w", "e") if self.eastward else ("s", "n")
        low, high = self.base + hole.low, self.base + hole.high
        for area, face in (
            (self.area(hole.start - 0.1, hole.start), ahead),
            (self.area(hole.end, hole.end + 0.1), behind),
        ):
            put_box(mesh, area, low, high, "white", tile_m=1.2, faces=face)

    def _face(self, mesh: Mesh, area: Area, low: float, high: float) -> None:
        """Both sides, with points wherever the piece beside may end."""
        edges = sorted({*self.marks, *(edge for hole in self.openings for edge in (hole.low, hole.high))})
        cuts = tuple((edge - low) / (high - low) for edge in edges if low < edge < high)
        bottom, up = self.base + low, (0, 0, high - low)
        along: tuple[Vector, Vector]
        if self.eastward:
            corners = (area.west, area.south, bottom), (area.east, area.north, bottom)
            along = (area.width, 0, 0), (-area.width, 0, 0)
        else:
            corners = (area.west, area.north, bottom), (area.east, area.south, bottom)
            along = (0, -area.depth, 0), (0, area.depth, 0)
        covers = (self.near, self.near_color), (self.far, self.far_color)
        for corner, side, (material, color) in zip(corners, along, covers, strict=True):
            mesh.quad(
                corner, side, up, material, color, tile_m=self.tile_m, luxel_m=self.luxel_m, cuts=cuts, aligned=True
            )


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
        along = [wall for wall in walls if wall.eastward == eastward and abs(wall.at - at) < 1e-6]
        if not along:
            continue
        wall, holes = along[0], (hole for wall in along for hole in wall.openings)
        doors = sorted(
            (hole for hole in holes if hole.low == 0.0 and start < hole.start < end), key=lambda hole: hole.start
        )
        stations = [start, *(edge for hole in doors for edge in (hole.start, hole.end)), end]
        face = at + inwards * (wall.thickness / 2 + 0.008)
        board = Wall(eastward, face, start, end, "white", "white")
        for begin, stop in zip(stations[::2], stations[1::2], strict=True):
            put_box(mesh, board.area(begin, stop, 0.016), wall.base, wall.base + 0.09, "white", faces="nsewt")


def frame_door(mesh: Mesh, wall: Wall, hole: Opening) -> None:
    """In two halves that meet within the shut leaf, so that daylight on one does not blend into the other."""
    half = wall.thickness / 2 + 0.015
    for side, inner in zip((-1, 1), "ns" if wall.eastward else "ew", strict=True):
        layer, faces = wall.shifted(side * half / 2), "nsewtb".replace(inner, "")
        for start, end, low in (
            (hole.start - 0.06, hole.start, 0.0),
            (hole.end, hole.end + 0.06, 0.0),
            (hole.start - 0.06, hole.end + 0.06, hole.high),
        ):
            high = hole.high + (0.06 if low else 0.03)
            put_box(mesh, layer.area(start, end, half), wall.base + low, wall.base + high, "white", faces=faces)


def frame_window(
    mesh: Mesh, wall: Wall, hole: Opening, inwards: int, *, curtains: bool = True, cloth: Color = _CURTAIN_WHITE
) -> None:
    """Bars, a sill and, unless it is over a worktop, curtains on the inner side (`inwards` 1: far face, -1: near)."""
    middle = (hole.start + hole.end) / 2
    low, high, into = wall.base + hole.low, wall.base + hole.high, 0.002
    for upright in (hole.start + 0.025 - into, middle, hole.end - 0.025 + into):
        bar = wall.area(upright - 0.025, upright + 0.025, 0.06)
        put_box(mesh, bar, low - into, high + into, "white", faces="nsew")
    for foot in (low - into, high - 0.05 + into):
        put_box(mesh, wall.area(hole.start, hole.end, 0.057), foot, foot + 0.05, "white")
    inner = wall.shifted(inwards * (wall.thickness / 2 + 0.05))
    put_box(mesh, inner.area(hole.start - 0.1, hole.end + 0.1, 0.14), low - 0.031, low + 0.004, "white")
    if not curtains:
        return
    seen = {(True, 1): "n", (True, -1): "s", (False, 1): "e", (False, -1): "w"}[(wall.eastward, inwards)]
    for side in (hole.start - 0.12, hole.end + 0.12):
        curtain = inner.area(side - 0.18, side + 0.18, 0.05)
        put_box(mesh, curtain, low - 0.35, high + 0.17, "curtain", cloth, fit=seen)
    rail = wall.shifted(inwards * (wall.thickness / 2 + 0.06)).area(hole.start - 0.37, hole.end + 0.37, 0.025)
    put_box(mesh, rail, high + 0.19, high + 0.215, "darkwood")


def put_corner_posts(
    mesh: Mesh,
    house: Area,
    material: str,
    *,
    color: Color = WHITE,
    height: float = ROOM_HEIGHT,
    thickness: float = WALL,
) -> None:
    """Outer corners, which the walls leave open: each wall ends in the middle of the next."""
    for east, face in ((house.west, "w"), (house.east, "e")):
        for north, other in ((house.south, "s"), (house.north, "n")):
            size = (thickness + 0.006, thickness + 0.006, height)
            mesh.box((east, north, 0.0), size, material, color, tile_m=1.2, faces=face + other, aligned=True)
