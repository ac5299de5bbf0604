"""About how far things are on foot: good enough to guess a task's length before its plan is searched for."""

import math
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from embrace3k.schema.poses import Pose
from embrace3k.simulator.worlds.model import WorldObject
from embrace3k.simulator.worlds.motion import Motion

Floats = npt.NDArray[np.float32]

REACHED_CM = 170.0
"""Somebody this near has arrived, most of the time."""
_FINEST_CM, _MOST_CELLS = 30.0, 110
"""Size of a cell, and how many the longer side of a world has at most."""
_DOOR_CM, _DOORWAY_CM = 750.0, 56.0
"""To line up with a door, open it and go through takes as long as this way; and how deep the doorway is."""
_NEIGHBOURS = [(dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if (dx, dy) != (0, 0)]


class Walks:
    """One world's ways on a coarse grid, through doors at a toll; fields of distances are kept."""

    def __init__(self, motion: Motion) -> None:
        self.world = motion.world
        x0, y0, x1, y1 = motion.world.bounds_cm
        self._cell_cm = max(_FINEST_CM, max(x1 - x0, y1 - y0) / _MOST_CELLS)
        self._x0, self._y0 = x0, y0
        nx, ny = (math.ceil((high - low) / self._cell_cm) for low, high in ((x0, x1), (y0, y1)))
        start = motion.start()
        opened = replace(start, doors={name: True for name in start.doors})
        centres = [[self._centre(ix, iy) for iy in range(ny)] for ix in range(nx)]
        self._free = np.array([[motion.free(*centre, opened) for centre in row] for row in centres])
        shut = np.array([[not motion.free(*centre, start) for centre in row] for row in centres])
        self._toll_cm = np.where(shut, np.float32(_DOOR_CM * self._cell_cm / _DOORWAY_CM), np.float32(0.0))
        self._fields: dict[str, Floats] = {}

    def to_cm(self, pose: Pose, thing: WorldObject) -> float:
        """From the pose to arms' length of the thing, infinite where no way is found."""
        field = self._field(thing)
        ix, iy = self._cell(pose.x_cm, pose.y_cm)
        around = field[max(ix - 1, 0) : ix + 2, max(iy - 1, 0) : iy + 2]
        return float(around.min())

    def between_cm(self, one: WorldObject, other: WorldObject) -> float:
        """From where one has arrived at one thing to where one arrives at the other."""
        field, there = self._field(other), self._field(one) == 0.0
        return float(field[there].min()) if there.any() else math.inf

    def _field(self, thing: WorldObject) -> Floats:
        if thing.name not in self._fields:
            self._fields[thing.name] = self._spread(thing)
        return self._fields[thing.name]

    def _spread(self, thing: WorldObject) -> Floats:
        """Distances by waves that run outwards from the thing, eight ways from each cell."""
        field = np.full(self._free.shape, np.inf, np.float32)
        box = thing.footprint(thing.pose)
        reach_cm = math.hypot(box.half_x_cm, box.half_y_cm) + REACHED_CM
        x0, y0 = self._cell(box.x_cm - reach_cm, box.y_cm - reach_cm)
        x1, y1 = self._cell(box.x_cm + reach_cm, box.y_cm + reach_cm)
        for ix in range(max(x0, 0), min(x1 + 1, len(field))):
            for iy in range(max(y0, 0), min(y1 + 1, len(field[ix]))):
                if self._free[ix, iy] and box.distance_cm(*self._centre(ix, iy)) <= REACHED_CM:
                    field[ix, iy] = 0.0
        while True:
            before = field.copy()
            for dx, dy in _NEIGHBOURS:
                here, there = _shifted(field, dx, dy)
                toll_cm, _ = _shifted(self._toll_cm, dx, dy)
                np.minimum(here, there + toll_cm + np.float32(self._cell_cm * math.hypot(dx, dy)), out=here)
            field[~self._free] = np.inf
            if np.array_equal(before, field):
                return field

    def _cell(self, x_cm: float, y_cm: float) -> tuple[int, int]:
        return int((x_cm - self._x0) // self._cell_cm), int((y_cm - self._y0) // self._cell_cm)

    def _centre(self, ix: int, iy: int) -> tuple[float, float]:
        return self._x0 + (ix + 0.5) * self._cell_cm, self._y0 + (iy + 0.5) * self._cell_cm


def _shifted(field: Floats, dx: int, dy: int) -> tuple[Floats, Floats]:
    """The cells that have a neighbour in that direction, and those neighbours."""
    nx, ny = field.shape
    here = field[max(0, -dx) : nx - max(0, dx), max(0, -dy) : ny - max(0, dy)]
    there = field[max(0, dx) : nx - max(0, -dx), max(0, dy) : ny - max(0, -dy)]
    return here, there
