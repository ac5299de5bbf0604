"""Ways over the floor of one world: where one can walk to from here, and along which corners.

A grid of cells is asked of the world's own motion, so a way leads through open doors and around what stands about;
closed doors are walls. Goals drawn at random follow from the world and from how many were drawn since it was loaded.
"""

import heapq
import math
import random
from collections.abc import Callable, Iterator

from embrace3k.simulator.worlds.motion import AgentState, Motion

CELL_CM = 25.0
"""A doorway of 90 cm leaves a strip of 40 cm for the middle of a walker: at least one row of cells."""
_GLANCE_CM = 10.0
_ROUND_ABOUT = [(dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if dx or dy]

Cell = tuple[int, int]
Point = tuple[float, float]


def route(motion: Motion, state: AgentState, goal: Point) -> list[Point]:
    """Corners of a short way to the goal, or to the place nearest to it that can be reached. Empty where one is."""
    floor = _Floor(motion, state)
    came_from: dict[Cell, Cell] = {}
    nearest, left_cm = None, math.dist(place_of(state), goal)
    for cell, before in floor.search(lambda place: math.dist(place, goal)):
        came_from[cell] = before
        gap_cm = math.dist(_middle(cell), goal)
        if gap_cm < left_cm:
            nearest, left_cm = cell, gap_cm
        if gap_cm < CELL_CM and floor.clear(_middle(cell), goal):
            return floor.straightened([*_trace(came_from, cell), goal])
    return floor.straightened(_trace(came_from, nearest))


class GoalsAtRandom:
    """Of one loaded world."""

    def __init__(self) -> None:
        self._drawn = 0
        self._known: tuple[Motion, AgentState, list[Point]] | None = None
        """The places that could be reached last time: the same ones while nothing but the walker moves."""

    def draw(self, motion: Motion, state: AgentState, farthest_cm: float, nearest_cm: float = 0.0) -> Point:
        """A place one can walk to, between the two distances as the crow flies, or else as little beside as there is.

        Where one can not walk at all it is where one stands.
        """
        self._drawn += 1
        here = place_of(state)

        def missed_cm(place: Point) -> float:
            gap_cm = math.dist(place, here)
            return max(0.0, nearest_cm - gap_cm, gap_cm - farthest_cm)

        places = self._reachable(motion, state) or [here]
        least_cm = min(map(missed_cm, places))
        chance = random.Random(f"{motion.world.family} {motion.world.seed} {self._drawn}")
        return chance.choice([place for place in places if missed_cm(place) <= least_cm])

    def _reachable(self, motion: Motion, state: AgentState) -> list[Point]:
        """In an order that does not depend on where in them one stands."""
        floor = _Floor(motion, state)
        known_motion, known, places = self._known or (None, None, [])
        if known is None or known_motion is not motion or not _only_walked(known, state) or not floor.reaches(places):
            places = sorted(_middle(cell) for cell, _ in floor.search(lambda _place: 0.0))
            self._known = motion, state, places
        return places


def _only_walked(before: AgentState, now: AgentState) -> bool:
    """Mappings of states are never changed, so identity will do."""
    return before.doors is now.doors and before.objects is now.objects


def place_of(state: AgentState) -> Point:
    return state.pose.x_cm, state.pose.y_cm


class _Floor:
    """What is free around a walker now. What was asked once is remembered."""

    def __init__(self, motion: Motion, state: AgentState) -> None:
        self._motion, self._state, self._here = motion, state, place_of(state)
        self._free: dict[Cell, bool] = {}

    def search(self, left_cm: Callable[[Point], float]) -> Iterator[tuple[Cell, Cell]]:
        """A* over all that can be reached, with where each cell was come to from: the first ones, from themselves.

        `left_cm` never says too much.
        """
        done: set[Cell] = set()
        border: list[tuple[float, float, Cell, Cell]] = []
        for cell in self._first_cells():
            gone_cm = math.dist(self._here, _middle(cell))
            border.append((gone_cm + left_cm(_middle(cell)), gone_cm, cell, cell))
        heapq.heapify(border)
        while border:
            _, gone_cm, cell, before = heapq.heappop(border)
            if cell in done:
                continue
            done.add(cell)
            yield cell, before
            for beside in self._beside(cell):
                if beside not in done:
                    there_cm = gone_cm + math.dist(cell, beside) * CELL_CM
                    heapq.heappush(border, (there_cm + left_cm(_middle(beside)), there_cm, beside, cell))

    def reaches(self, places: list[Point]) -> bool:
        """Is one of them at the walker's feet?"""
        return any(_middle(cell) in places for cell in self._first_cells()[:1])

    def clear(self, start: Point, end: Point) -> bool:
        """Can one walk straight on? Where one starts from is not asked about."""
        glances = math.ceil(math.dist(start, end) / _GLANCE_CM)
        shares = [glance / glances for glance in range(1, glances + 1)]
        dx, dy = end[0] - start[0], end[1] - start[1]
        return all(self._motion.free(start[0] + dx * share, start[1] + dy * share, self._state) for share in shares)

    def straightened(self, way: list[Point]) -> list[Point]:
        """Without the corners that one need not turn at."""
        corners, at = [], self._here
        for point, after in zip(way, way[1:], strict=False):
            if not self.clear(at, after):
                corners.append(point)
                at = point
        return [*corners, *way[-1:]]

    def _first_cells(self) -> list[Cell]:
        """Those around the walker that it reaches in a straight line: its own may lie half in a wall."""
        x, y = (math.floor(part / CELL_CM) for part in self._here)
        around = [(x + dx, y + dy) for dx in range(-2, 3) for dy in range(-2, 3)]
        return [cell for cell in around if self._is_free(cell) and self.clear(self._here, _middle(cell))]

    def _beside(self, cell: Cell) -> Iterator[Cell]:
        """No corner is cut: a step across needs both cells along it."""
        x, y = cell
        for dx, dy in _ROUND_ABOUT:
            along = [(x + dx, y), (x, y + dy)] if dx and dy else []
            if all(self._is_free(side) for side in (*along, (x + dx, y + dy))):
                yield x + dx, y + dy

    def _is_free(self, cell: Cell) -> bool:
        if cell not in self._free:
            self._free[cell] = self._motion.free(*_middle(cell), self._state)
        return self._free[cell]


def _middle(cell: Cell) -> Point:
    return (cell[0] + 0.5) * CELL_CM, (cell[1] + 0.5) * CELL_CM


def _trace(came_from: dict[Cell, Cell], cell: Cell | None) -> list[Point]:
    way: list[Point] = []
    while cell is not None:
        way.append(_middle(cell))
        cell = came_from[cell] if came_from[cell] != cell else None
    return way[::-1]
