"""The shortest way on foot, as a length: what an episode's path is measured against (SPL).

Everything that blocks a walker is grown by the body's radius, so that the body becomes a point; the shortest way of a
point bends only at corners of what was grown. A* runs over those corners and looks along each straight piece once.
Arcs are drawn as polylines inside the true arc, which makes the length too short by at most half a centimetre a corner
and never too long. Doors count as open. Movable things stand where they stood at the start.
"""

import heapq
import math
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from embrace3k.schema.goals import Point
from embrace3k.simulator.worlds.model import Kind, World
from embrace3k.simulator.worlds.motion import RADIUS_CM
from embrace3k.simulator.worlds.obstacles import blocks

SOURCE = "embrace3k 1: visibility graph, walls and furniture grown by 25 cm, doors open"
"""What a length of this module says of itself."""
_CORNERS_OFF_CM, _BLOCKED_OFF_CM = 0.02, 0.05
"""Corners lie a hair outside what blocks, or every way around one would touch it."""
_ARC_SEGMENTS = 4
_SAMPLE_CM = 20.0
"""Half of it to the side costs a way of three metres a sixth of a millimetre."""
_HAIR_CM = 1e-6
_FIRST_DETOUR, _NEXT_DETOUR, _DETOURS = 1.15, 1.6, 9
_SLACK_CM = 50.0
Floats = npt.NDArray[np.float64]


@lru_cache(maxsize=8)
def walkways_of(world: World, without: frozenset[str] = frozenset()) -> "Walkways":
    """Growing all that blocks takes longer than most searches, so the last few worlds are remembered."""
    return Walkways(world, without)


class Walkways:
    """The ways of one world. `without` names movable things that are not in the way, because they move first."""

    def __init__(self, world: World, without: frozenset[str] = frozenset()) -> None:
        self._world, self._without = world, without
        self._from_corner: dict[int, npt.NDArray[np.intp]] = {}

    def length_cm(self, start: Point, areas: Sequence[BaseGeometry]) -> float | None:
        """XY length of a shortest way from `start` into each area in turn; None where there is no way."""
        standing = [area.difference(self._too_close) for area in areas]
        if any(area.is_empty for area in standing):
            return None
        return _Search(self, start, standing).length_cm()

    @cached_property
    def corners(self) -> Floats:
        """Where a taut string could bend: convex corners in the world's bounds."""
        (x0, y0, x1, y1), corners = self._world.bounds_cm, [np.empty((0, 2))]
        for polygon in shapely.get_parts(self._too_close):
            oriented = shapely.orient_polygons(polygon)
            for ring in (oriented.exterior, *oriented.interiors):
                points = shapely.get_coordinates(ring)[:-1]
                before, after = points - np.roll(points, 1, axis=0), np.roll(points, -1, axis=0) - points
                corners.append(points[before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0] > 0.0])
        found = np.concatenate(corners)
        low, high = np.array([x0, y0]) + RADIUS_CM - 1.0, np.array([x1, y1]) - RADIUS_CM + 1.0
        inside: Floats = found[((found >= low) & (found <= high)).all(axis=1)]
        return inside

    def from_corner(self, number: int) -> npt.NDArray[np.intp]:
        """Numbers of the corners in a straight line from one; looked at once per world."""
        if number not in self._from_corner:
            clear = self.clear(self.corners[number], self.corners)
            clear[number] = False
            self._from_corner[number] = np.flatnonzero(clear)
        return self._from_corner[number]

    def clear(self, start: Floats, ends: Floats) -> npt.NDArray[np.bool_]:
        """To which ends the straight line is free."""
        lines = shapely.linestrings(np.stack([np.broadcast_to(start, ends.shape), ends], axis=1))
        return ~np.asarray(shapely.intersects(self._blocked, lines), np.bool_)

    @cached_property
    def _rings(self) -> Any:
        boxes = [box for box in self._world.solids if blocks(self._world, box)]
        things = [thing for thing in self._world.objects if thing.solid and thing.kind is not Kind.DOOR]
        boxes += [thing.footprint(thing.pose) for thing in things if thing.name not in self._without]
        return shapely.polygons([box.corners() for box in boxes])

    @cached_property
    def _blocked(self) -> BaseGeometry:
        blocked: BaseGeometry = self._grown(RADIUS_CM - _BLOCKED_OFF_CM)
        shapely.prepare(blocked)
        return blocked

    @cached_property
    def _too_close(self) -> BaseGeometry:
        """Where nobody stands; a hair more than what blocks, so that a way may end at its border."""
        too_close: BaseGeometry = self._grown(RADIUS_CM - _CORNERS_OFF_CM)
        return too_close

    def _grown(self, by_cm: float) -> Any:
        return shapely.union_all(shapely.buffer(self._rings, by_cm, quad_segs=_ARC_SEGMENTS))


class _Search:
    """One way: nodes are the start, corners and samples of the areas' borders, each once per area reached so far."""

    def __init__(self, ways: Walkways, start: Point, areas: list[BaseGeometry]) -> None:
        self._ways, self._areas = ways, areas
        samples = [shapely.get_coordinates(shapely.segmentize(area, _SAMPLE_CM)) for area in areas[:-1]]
        self._nodes = np.concatenate([np.array([start], np.float64), ways.corners, *samples])
        ends = np.cumsum([1 + len(ways.corners), *map(len, samples)]).tolist()
        self._samples = [np.arange(first, last) for first, last in pairwise(ends)] + [np.arange(0)]
        """Per area the numbers of its samples; the last area needs none."""
        self._corners = np.arange(1, ends[0])
        points = shapely.points(self._nodes)
        between = [float(shapely.distance(one, other)) for one, other in pairwise(areas)]
        self._gaps: list[Floats] = [np.asarray(shapely.distance(points, area)) for area in areas]
        self._left: list[Floats] = [gap + sum(between[number:]) for number, gap in enumerate(self._gaps)]
        """Per area that comes next: at least so far is it from each node to the end."""

    def length_cm(self) -> float | None:
        """Looks no farther than a little detour at first: most ways are nearly straight."""
        limit_cm = float(self._left[0][0]) * _FIRST_DETOUR + _SLACK_CM
        for _ in range(_DETOURS):
            found = self._within(limit_cm)
            if found is not None:
                return found
            limit_cm *= _NEXT_DETOUR
        return None

    def _within(self, limit_cm: float) -> float | None:
        """A*. Anything longer than the limit is left aside, so a way that is found is the shortest."""
        best = np.full((len(self._areas), len(self._nodes)), math.inf)
        best[0, 0] = 0.0
        queue = [(float(self._left[0][0]), 0.0, 0, 0)]
        while queue:
            total, so_far, stage, node = heapq.heappop(queue)
            if stage == len(self._areas):
                return so_far
            if so_far > best[stage, node]:
                continue
            if self._gaps[stage][node] <= _HAIR_CM:
                if stage + 1 == len(self._areas):
                    return so_far
                onward_cm = so_far + float(self._left[stage + 1][node])
                if so_far < best[stage + 1, node] and onward_cm <= limit_cm:
                    best[stage + 1, node] = so_far
                    heapq.heappush(queue, (onward_cm, so_far, stage + 1, node))
            elif stage + 1 == len(self._areas) and self._straight_in(node):
                heapq.heappush(queue, (total, total, stage + 1, node))
            else:
                for other, length in self._steps(node, stage, so_far, best[stage], limit_cm):
                    best[stage, other] = length
                    heapq.heappush(queue, (length + float(self._left[stage][other]), length, stage, other))
        return None

    def _straight_in(self, node: int) -> bool:
        """Whether the shortest line into the last area is free; then there is no better way on from here."""
        line = shapely.shortest_line(shapely.Point(self._nodes[node]), self._areas[-1])
        return bool(self._ways.clear(self._nodes[node], shapely.get_coordinates(line)[1:])[0])

    def _steps(
        self, node: int, stage: int, so_far: float, best: Floats, limit_cm: float
    ) -> Iterator[tuple[int, float]]:
        """Nodes in a straight line from this one to which there was no way as short, and how long it is."""
        at_corner = 1 <= node <= len(self._corners)
        unseen = self._samples[stage] if at_corner else np.concatenate([self._corners, self._samples[stage]])
        seen = self._ways.from_corner(node - 1) + 1 if at_corner else np.arange(0)
        for others, looked in ((seen, True), (unseen, False)):
            lengths = so_far + np.hypot(*(self._nodes[others] - self._nodes[node]).T)
            worth = (lengths + self._left[stage][others] <= limit_cm) & (lengths < best[others] - _HAIR_CM)
            others, lengths = others[worth], lengths[worth]
            if not looked and len(others):
                clear = self._ways.clear(self._nodes[node], self._nodes[others])
                others, lengths = others[clear], lengths[clear]
            yield from zip(others.tolist(), lengths.tolist(), strict=True)
