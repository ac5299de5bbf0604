"""How many actions are left at least: a relaxed world that a breadth-first sweep can search whole.

Space is cut into square cells and headings into steps of 5 degrees (turns of 25 degrees reach all 72). A relaxed agent
in a cell may start its step from any point of that cell, so a step leads into up to four cells, and passes wherever
some start would. Every real plan is a relaxed plan too, so the relaxed length never exceeds the real one, and an A*
search guided by it returns shortest plans. Sweeping back from the goal, a layer per action, gives it for all states.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from embrace3k.schema.goals import Point, Polygon

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Window = tuple[slice, slice]
"""Some columns and rows of cells."""
WHOLE: Window = (slice(None), slice(None))
Bits = list[int]
"""For each heading one integer: bit `ix * row_bits + iy` is the cell (ix, iy). Shifting it moves all cells at once,
thirty times faster than arrays of booleans did."""

CELL_CM = 10.0
HALF_DIAGONAL_CM = CELL_CM * math.sqrt(0.5)
HEADINGS, TURN = 72, 5
"""Headings are 5 degrees apart, so a turn of 25 degrees is five of them."""
MOST_ACTIONS = 120
_NONE: Bits = [0] * HEADINGS
_SAMPLE_CM = 6.0


@dataclass(frozen=True)
class Cells:
    """A grid of square cells over a rectangle of the world; cell (0, 0) has the smallest x and y."""

    x0_cm: float
    y0_cm: float
    nx: int
    ny: int

    @staticmethod
    def over(bounds_cm: tuple[float, float, float, float]) -> "Cells":
        x0, y0, x1, y1 = bounds_cm
        return Cells(x0, y0, math.ceil((x1 - x0) / CELL_CM), math.ceil((y1 - y0) / CELL_CM))

    @property
    def row_bits(self) -> int:
        """One more than the cells of a row: the empty last bit keeps rows apart when all are shifted at once."""
        return self.ny + 1

    def bit(self, x_cm: float, y_cm: float) -> int:
        """Number of the cell that a point lies in; points outside belong to the cell at the rim."""
        ix, iy = int((x_cm - self.x0_cm) // CELL_CM), int((y_cm - self.y0_cm) // CELL_CM)
        return min(max(ix, 0), self.nx - 1) * self.row_bits + min(max(iy, 0), self.ny - 1)

    @cached_property
    def centres(self) -> tuple[Floats, Floats]:
        """x of the centres as a column and y as a row, so that they broadcast over the grid."""
        x = self.x0_cm + CELL_CM * (np.arange(self.nx, dtype=np.float32) + 0.5)
        y = self.y0_cm + CELL_CM * (np.arange(self.ny, dtype=np.float32) + 0.5)
        return x.astype(np.float32)[:, None], y.astype(np.float32)[None, :]

    def window(self, ring: Sequence[Point], margin_cm: float) -> Window:
        """Where the cells are that may be within that margin of a ring."""
        xs, ys = zip(*ring, strict=True)
        low = divmod(self.bit(min(xs) - margin_cm, min(ys) - margin_cm), self.row_bits)
        high = divmod(self.bit(max(xs) + margin_cm, max(ys) + margin_cm), self.row_bits)
        return slice(low[0], high[0] + 1), slice(low[1], high[1] + 1)

    def within(self, ring: Sequence[Point], margin_cm: float) -> Bools:
        """The cells whose centre is in a ring, or no further from it."""
        near = np.zeros((self.nx, self.ny), np.bool_)
        window = self.window(ring, margin_cm)
        near[window] = self.distance_to_ring(ring, window) <= margin_cm
        return near

    def distance_to_ring(self, ring: Sequence[Point], window: Window = WHOLE) -> Floats:
        """Distance of every centre, or of those in a window, to the area of a ring, 0 inside."""
        x, y = self.centres[0][window[0]], self.centres[1][:, window[1]]
        nearest = np.full((x.size, y.size), np.inf, np.float32)
        inside = np.zeros((x.size, y.size), np.bool_)
        for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
            dx, dy = bx - ax, by - ay
            share = np.clip(((x - ax) * dx + (y - ay) * dy) / max(dx * dx + dy * dy, 1e-9), 0.0, 1.0)
            nearest = np.minimum(nearest, np.hypot(x - ax - share * dx, y - ay - share * dy))
            if dy:
                inside ^= ((ay > y) != (by > y)) & (x < ax + (y - ay) * dx / dy)
        return np.where(inside, np.float32(0.0), nearest)

    def distance_to_polygon(self, polygon: Polygon) -> Floats:
        """As `distance_to_ring`; holes do not count, so that it is never too large."""
        return self.distance_to_ring(polygon.outer)

    def reach(self, beyond_cm: Floats, dx_cm: float, dy_cm: float) -> Bools:
        """Cells from some point of which (dx, dy) may lead to where `beyond_cm` is 0."""
        ix, iy = round(dx_cm / CELL_CM), round(dy_cm / CELL_CM)
        slack_cm = HALF_DIAGONAL_CM + math.hypot(dx_cm - ix * CELL_CM, dy_cm - iy * CELL_CM)
        here, there = _overlap(self, ix, iy)
        reaching = np.zeros((self.nx, self.ny), np.bool_)
        reaching[here] = beyond_cm[there] <= slack_cm
        return reaching


@dataclass(frozen=True)
class Gate:
    """A shut door's leaf: passing it costs one action more, the OpenDoor."""

    a: Point
    b: Point


class Steps:
    """Where a step forward may lead, for every cell and heading; heading number 0 is at `first_yaw_deg`.

    `clearance` is the distance from each centre to the nearest thing that never gives way.
    """

    def __init__(
        self, cells: Cells, clearance: Floats, *, radius_cm: float, forward_cm: float, first_yaw_deg: float
    ) -> None:
        self.cells, self._clearance, self._radius_cm = cells, clearance, radius_cm
        self.forward_cm, self._first_yaw_deg = forward_cm, first_yaw_deg
        self.yaws_deg = [first_yaw_deg + 360.0 / HEADINGS * heading for heading in range(HEADINGS)]
        self.directions = [(math.cos(math.radians(yaw)), math.sin(math.radians(yaw))) for yaw in self.yaws_deg]
        self.open: Bits = [as_bits(self._passes(direction)) for direction in self.directions]
        """Cells from some point of which a step passes."""
        self._gates: dict[Gate, Bits] = {}

    def heading(self, yaw_deg: float) -> int:
        return round((yaw_deg - self._first_yaw_deg) * HEADINGS / 360.0) % HEADINGS

    def through(self, gates: Sequence[Gate]) -> Bits:
        """Cells from every point of which a step goes through one of the gates."""
        crossing = [0] * HEADINGS
        for gate in gates:
            if gate not in self._gates:
                self._gates[gate] = [as_bits(self._crosses(direction, gate)) for direction in self.directions]
            crossing = [one | other for one, other in zip(crossing, self._gates[gate], strict=True)]
        return [both & may for both, may in zip(crossing, self.open, strict=True)]

    @cached_property
    def shifts(self) -> list[int]:
        """For each heading how far one step moves the bits, rounded down in x and in y."""
        cells = [[math.floor(part * self.forward_cm / CELL_CM) for part in parts] for parts in self.directions]
        return [dx * self.cells.row_bits + dy for dx, dy in cells]

    def _passes(self, direction: Point) -> Bools:
        """Samples the way from the centre. Whoever starts elsewhere in the cell is at most half a diagonal off it."""
        passes = np.ones((self.cells.nx, self.cells.ny), np.bool_)
        samples = math.ceil(self.forward_cm / _SAMPLE_CM)
        for sample in range(samples + 1):
            dx, dy = (part * self.forward_cm * sample / samples / CELL_CM for part in direction)
            ix, iy = round(dx), round(dy)
            slack_cm = HALF_DIAGONAL_CM + CELL_CM * math.hypot(dx - ix, dy - iy)
            here, there = _overlap(self.cells, ix, iy)
            free = np.zeros_like(passes)
            free[here] = self._clearance[there] >= self._radius_cm - slack_cm
            passes &= free
        return passes

    def _crosses(self, direction: Point, gate: Gate) -> Bools:
        x, y = self.cells.centres
        (ax, ay), (bx, by) = gate.a, gate.b
        length = math.hypot(bx - ax, by - ay)
        ux, uy = (bx - ax) / length, (by - ay) / length
        step_x, step_y = direction[0] * self.forward_cm, direction[1] * self.forward_cm
        before = (x - ax) * uy - (y - ay) * ux
        after = before + step_x * uy - step_y * ux
        apart = (before * after < 0) & (np.minimum(abs(before), abs(after)) > HALF_DIAGONAL_CM)
        share = before / np.where(apart, before - after, 1.0)
        along = (x - ax + share * step_x) * ux + (y - ay + share * step_y) * uy
        crosses: Bools = apart & (along > 0) & (along < length)
        return crosses


class LowerBound:
    """Least number of actions from every cell and heading to one stage's end, and from there to the end of the plan.

    `ends` are the states in which the stage may end: doing so costs `end_cost` actions, and `after` counts on. `gates`
    are those that this stage has yet to open.

    Each number is kept as its binary digits: one integer per heading holds one digit of all cells. A search asks dozens
    of bounds, as each set of doors that are still shut has its own, and whole layers of them took 600 MB.
    """

    def __init__(
        self, steps: Steps, ends: Bits, end_cost: int, after: "LowerBound | None", gates: Sequence[Gate] = ()
    ) -> None:
        self._steps, self._ends, self._end_cost, self._after = steps, ends, end_cost, after
        self._dear = steps.through(gates)
        self._plain = [may & ~dear for may, dear in zip(steps.open, self._dear, strict=True)]
        self._counted = 0
        """All numbers below this one are found."""
        self._found, self._digits = _NONE, [_NONE] * MOST_ACTIONS.bit_length()
        """The states with a number, and their digits, the lowest first."""
        self._newest, self._into_older = _NONE, _NONE
        """States that got the last number; and where a step leads into those that got the one before."""

    def least(self, heading: int, bit: int) -> int:
        """The bound for one state; `MOST_ACTIONS` + 1 stands for any larger one."""
        while not self._found[heading] >> bit & 1:
            if self._counted > MOST_ACTIONS:
                return MOST_ACTIONS + 1
            self._count_on()
        return sum((digit[heading] >> bit & 1) << place for place, digit in enumerate(self._digits))

    def exactly(self, count: int, among: Bits) -> Bits:
        """Those of some states whose number is `count`."""
        while self._counted <= count:
            self._count_on()
        exact = []
        for heading, some in enumerate(among):
            bits = some & self._found[heading]
            for place, digit in enumerate(self._digits):
                if not bits:
                    break
                with_it = bits & digit[heading]
                bits = with_it if count >> place & 1 else bits ^ with_it
            exact.append(bits)
        return exact

    def _count_on(self) -> None:
        """Finds the states with the next number: those from which one action leads to the states found last."""
        ending, newest = self._ending_with(self._counted), self._newest
        into = [self._stepping_into(heading, newest[heading]) for heading in range(HEADINGS)]
        found, fresh = [], []
        for heading, before in enumerate(self._found):
            now = before | ending[heading] | newest[heading - TURN] | newest[(heading + TURN) % HEADINGS]
            now |= self._plain[heading] & into[heading] | self._dear[heading] & self._into_older[heading]
            found.append(now)
            fresh.append(now ^ before)
        for place, digit in enumerate(self._digits):
            if self._counted >> place & 1:
                self._digits[place] = [one | other for one, other in zip(digit, fresh, strict=True)]
        self._found, self._newest, self._into_older = found, fresh, into
        self._counted += 1

    def _ending_with(self, count: int) -> Bits:
        left = count - self._end_cost
        if self._after is None:
            return self._ends if left == 0 else _NONE
        return self._after.exactly(left, self._ends) if left >= 0 else _NONE

    def _stepping_into(self, heading: int, goal: int) -> int:
        """Cells some point of which one step takes into a cell of `goal`; what runs off the grid, `open` cuts."""
        wide = goal | goal >> self._steps.cells.row_bits
        wide |= wide >> 1
        shift = self._steps.shifts[heading]
        return wide >> shift if shift >= 0 else wide << -shift


def as_bits(mask: Bools) -> int:
    """One heading's cells [x, y]."""
    padded = np.pad(mask, ((0, 0), (0, 1)))
    return int.from_bytes(np.packbits(padded, bitorder="little").tobytes(), "little")


def as_bytes(bits: Bits, cells: Cells) -> list[bytes]:
    """For looking up single cells: bit `b` is bit `b & 7` of byte `b >> 3`."""
    size = cells.nx * cells.row_bits // 8 + 1
    return [layer.to_bytes(size, "little") for layer in bits]


def _overlap(cells: Cells, ix: int, iy: int) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """Slices of the cells whose neighbour (ix, iy) further on exists, and of those neighbours."""
    here = slice(max(0, -ix), cells.nx - max(0, ix)), slice(max(0, -iy), cells.ny - max(0, iy))
    there = slice(max(0, ix), cells.nx - max(0, -ix)), slice(max(0, iy), cells.ny - max(0, -iy))
    return here, there
