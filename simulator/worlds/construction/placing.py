"""Finding places for furniture: against walls or in the middle of rooms, never where somebody has to pass. Metres.

Every place is tried against what stands there already, against what has to stay free, and against a picture of the
floor in which all free ground must stay one piece.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from embrace3k.simulator.worlds.choosing import shuffled
from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.construction.storeys import Side, Storey

_CELL = 0.08
_ELBOW_ROOM = 0.4
"""From the middle of who passes to what stands beside: more than the 25 cm that a walker needs."""
_HEAD_CM, _STEP_CM = 170.0, 15.0
_LOST_CELLS = 14
_STEP = 0.05
_TRIES = 500
_YAW_DEG: dict[Side, float] = {"south": 0.0, "west": 90.0, "north": 180.0, "east": -90.0}
"""Where the front of a thing looks that stands at this side of a room."""


@dataclass(frozen=True)
class Stand:
    """A place for a thing, and the floor that it takes."""

    east: float
    north: float
    yaw_deg: float
    area: Area

    @property
    def depth(self) -> float:
        """From back to front."""
        return self.area.depth if self.yaw_deg in (0.0, 180.0) else self.area.width

    def beside(self, right: float, ahead: float) -> tuple[float, float]:
        """A place in the stand's own frame, as east and north."""
        yaw = np.radians(self.yaw_deg)
        north = self.north + ahead * np.cos(yaw) - right * np.sin(yaw)
        east = self.east + ahead * np.sin(yaw) + right * np.cos(yaw)
        return float(east), float(north)


def walls_of(site: Site, higher_than_cm: float = 0.0) -> list[Area]:
    """Ground plans of what is in the way and no object of its own. All of it lies along the axes."""
    plans = []
    for box in site.solids:
        if box.low_cm < _HEAD_CM and box.high_cm > max(_STEP_CM, higher_than_cm):
            north, east = ([corner[axis] / 100 for corner in box.corners()] for axis in (0, 1))
            plans.append(Area(min(east), min(north), max(east), max(north)))
    return plans


def is_passable(storey: Storey) -> bool:
    """Can somebody get into every room when all doors stand open, to whichever side?"""
    rooms = [room.area for room in storey.rooms]
    bare = Floor(rooms, storey.standing_walls(), (), (), np.random.default_rng(0), storey.open_leaves())
    return bare.lost == 0


class Floor:
    """What of a storey's floor is taken. Asks for places come in a fixed order and draw from one generator."""

    def __init__(
        self,
        rooms: Sequence[Area],
        walls: Iterable[Area],
        clear: Iterable[Area],
        windows: Iterable[Area],
        rng: np.random.Generator,
        leaves: Iterable[Sequence[Area]] = (),
        low_walls: Iterable[Area] = (),
    ) -> None:
        """`rooms` is where somebody can be: all of it but `walls`. `clear` stays free of everything, `windows` of what
        is tall; low things keep off curtains there. `leaves`: ways in which doors can stand open, all at once.
        Nothing hangs on `low_walls`, but furniture may lean on them."""
        whole = Area(
            min(room.west for room in rooms), min(room.south for room in rooms),
            max(room.east for room in rooms), max(room.north for room in rooms),
        )  # fmt: skip
        self._whole, self._rng = whole, rng
        self._high_walls, self._clear, self._windows = list(walls), list(clear), list(windows)
        self._walls = [*self._high_walls, *low_walls]
        self._taken: list[tuple[Area, float]] = []
        self._fronts: list[Area] = []
        self._shut = np.ones((int(whole.depth / _CELL) + 1, int(whole.width / _CELL) + 1), np.bool_)
        for room in rooms:
            self._shut &= ~self._near(room, 0.0)
        for wall in self._walls:
            self._shut |= self._near(wall)
        self._open_doors = [self._any_near(group) for group in leaves]
        self.lost = self._lost_cells(self._shut)

    def against_wall(
        self,
        room: Area,
        width: float,
        depth: float,
        height: float,
        *,
        front: float = 0.6,
        sides: Sequence[Side] = ("north", "east", "south", "west"),
        where: str = "anywhere",
        off: float = 0.02,
    ) -> Stand | None:
        """Back to a wall with `front` metres free before it, or None. `where`: anywhere, in a corner, in the middle."""
        for side, along in self._tries(room, width, sides, where):
            stand = _at_wall(room, side, along, width, depth, off)
            if not _is_backed(room, side, stand.area, self._walls):
                continue
            if any(_overlap(stand.area, window) for window in self._windows):
                if height > 0.88:
                    continue
                stand = _at_wall(room, side, along, width, depth, 0.16)
                if any(_overlap(stand.area, window) for window in self._windows):
                    continue
            before = _at_wall(room, side, along, width, front, depth + off).area
            if self._takes(stand.area, room, height, before):
                return stand
        return None

    def in_the_open(
        self, room: Area, width: float, depth: float, height: float, *, around: float = 0.7, turned: bool | None = None
    ) -> Stand | None:
        """Free on all sides by `around` metres, or None. `turned`: looks east, north, or either way."""
        ways = [False, True] if turned is None else [turned]
        ways = shuffled(self._rng, ways)
        for sideways in ways:
            wide, deep = (depth, width) if sideways else (width, depth)
            east = np.arange(room.west + around + wide / 2, room.east - around - wide / 2 + 1e-9, 0.1)
            north = np.arange(room.south + around + deep / 2, room.north - around - deep / 2 + 1e-9, 0.1)
            places = [(x, y) for x in east for y in north]
            for index in self._rng.permutation(len(places))[:_TRIES]:
                x, y = (float(number) for number in places[index])
                area = Area(x - wide / 2, y - deep / 2, x + wide / 2, y + deep / 2)
                if self._takes(area, room, height, area.grown(around)):
                    return Stand(x, y, 90.0 if sideways else 0.0, area)
        return None

    def on_wall(
        self,
        room: Area,
        width: float,
        low: float,
        *,
        depth: float = 0.1,
        sides: Sequence[Side] = ("north", "east", "south", "west"),
    ) -> Stand | None:
        """A place for what hangs `low` above the floor: clear of doors, windows and whatever is taller, or None."""
        for side, along in self._tries(room, width + 0.2, sides, "anywhere"):
            stand = _at_wall(room, side, along, width + 0.2, depth, 0.0)
            tall = [area for area, height in self._taken if height > low - 0.05]
            if _is_backed(room, side, stand.area, self._high_walls) and not any(
                _overlap(stand.area, other) for other in (*self._clear, *self._windows, *tall)
            ):
                self._taken.append((stand.area, 0.0))
                self._windows.append(stand.area.grown(0.12))
                return stand
        return None

    def mark_tall(self, area: Area, height: float) -> None:
        """A part of what stands there is taller than the rest: nothing hangs behind it."""
        self._taken.append((area, height))

    def standing_room(self, east: float, north: float) -> float:
        """Distance to the nearest place where somebody can stand."""
        rows, columns = np.nonzero(~self._shut)
        away = np.hypot(self._whole.west + columns * _CELL - east, self._whole.south + rows * _CELL - north)
        return float(away.min())

    def free_spot(self, room: Area) -> tuple[float, float]:
        """Where in the room somebody stands with most space around, whichever way doors are open."""
        shut = np.logical_or.reduce([self._shut, *self._open_doors])
        space = cv2.distanceTransform((~shut).astype(np.uint8), cv2.DIST_L2, 5)
        rows, columns = np.indices(space.shape)
        east, north = self._whole.west + columns * _CELL, self._whole.south + rows * _CELL
        here = (east > room.west) & (east < room.east) & (north > room.south) & (north < room.north)
        best = int(np.argmax(np.where(here, space, -1.0)))
        return float(east.ravel()[best]), float(north.ravel()[best])

    def _takes(self, area: Area, room: Area, height: float, before: Area) -> bool:
        if not _inside(area, room.grown(1e-6)) or not _inside(before, room.grown(0.02)):
            return False
        if any(_overlap(area, other) for other in (*self._clear, *self._fronts)):
            return False
        solid = [other for other, tall in self._taken if tall > 0.0]
        if any(_overlap(area.grown(0.01), other) or _overlap(before, other) for other in solid):
            return False
        shut = self._shut | self._near(area)
        lost = self._lost_cells(shut)
        if lost > self.lost + _LOST_CELLS:
            return False
        self._shut, self.lost = shut, lost
        self._taken.append((area, height))
        self._fronts.append(before)
        return True

    def _tries(self, room: Area, width: float, sides: Sequence[Side], where: str) -> Iterator[tuple[Side, float]]:
        """Side and middle along it; corners are the two ends of every side."""
        tries: list[tuple[Side, float]] = []
        for side in sides:
            start, end = (room.west, room.east) if side in ("north", "south") else (room.south, room.north)
            first, last = start + width / 2 + 0.03, end - width / 2 - 0.03
            if last < first:
                continue
            if where == "corner":
                tries += [(side, first), (side, last)]
            elif where == "middle":
                tries += [
                    (side, (first + last) / 2 + shift) for shift in (0.0, -0.25, 0.25, -0.5, 0.5) if first <= last
                ]
            else:
                tries += [(side, float(along)) for along in np.arange(first, last + 1e-9, _STEP)]
        order = range(len(tries)) if where == "middle" and len(sides) == 1 else self._rng.permutation(len(tries))
        return (tries[index] for index in order)

    def _near(self, area: Area, within: float = _ELBOW_ROOM) -> npt.NDArray[np.bool_]:
        """Cells within so much of it: by default too near for somebody's middle."""
        east = self._whole.west + np.arange(self._shut.shape[1]) * _CELL
        north = self._whole.south + np.arange(self._shut.shape[0]) * _CELL
        across = np.maximum(np.maximum(area.west - east, east - area.east), 0.0)
        along = np.maximum(np.maximum(area.south - north, north - area.north), 0.0)
        return np.asarray(np.hypot(across[None, :], along[:, None]) <= within, np.bool_)

    def _any_near(self, areas: Sequence[Area]) -> npt.NDArray[np.bool_]:
        found = np.zeros_like(self._shut)
        for area in areas:
            found |= self._near(area)
        return found

    def _lost_cells(self, shut: npt.NDArray[np.bool_]) -> int:
        """Free cells that are no part of the largest piece, with doors away and with doors standing open."""
        return _outside_largest(shut) + sum(_outside_largest(shut | leaves) for leaves in self._open_doors)


def _outside_largest(shut: npt.NDArray[np.bool_]) -> int:
    _, _, stats, _ = cv2.connectedComponentsWithStats((~shut).astype(np.uint8), connectivity=4)
    sizes = stats[1:, cv2.CC_STAT_AREA]
    return int(sizes.sum() - sizes.max()) if len(sizes) else 0


def _at_wall(room: Area, side: Side, along: float, width: float, depth: float, off: float) -> Stand:
    start, end, middle = along - width / 2, along + width / 2, off + depth / 2
    if side == "south":
        place, area = (along, room.south + middle), Area(start, room.south + off, end, room.south + off + depth)
    elif side == "north":
        place, area = (along, room.north - middle), Area(start, room.north - off - depth, end, room.north - off)
    elif side == "west":
        place, area = (room.west + middle, along), Area(room.west + off, start, room.west + off + depth, end)
    else:
        place, area = (room.east - middle, along), Area(room.east - off - depth, start, room.east - off, end)
    return Stand(*place, _YAW_DEG[side], area)


def _is_backed(room: Area, side: Side, area: Area, walls: Sequence[Area]) -> bool:
    """Is there a wall behind? A room may be open to the next one."""
    behind = 0.04
    if side in ("south", "north"):
        north = room.south - behind if side == "south" else room.north + behind
        points = [(east, north) for east in (area.west, (area.west + area.east) / 2, area.east)]
    else:
        east = room.west - behind if side == "west" else room.east + behind
        points = [(east, north) for north in (area.south, (area.south + area.north) / 2, area.north)]
    return all(any(_holds(wall, *point) for wall in walls) for point in points)


def _overlap(first: Area, second: Area) -> bool:
    return (
        first.west < second.east - 1e-6
        and second.west < first.east - 1e-6
        and first.south < second.north - 1e-6
        and second.south < first.north - 1e-6
    )


def _holds(area: Area, east: float, north: float) -> bool:
    return area.west <= east <= area.east and area.south <= north <= area.north


def _inside(inner: Area, outer: Area) -> bool:
    return (
        inner.west >= outer.west
        and inner.south >= outer.south
        and inner.east <= outer.east
        and inner.north <= outer.north
    )
