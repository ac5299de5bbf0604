"""The shortest way on foot, as a length: what an episode's path is measured against (SPL).

Everything that blocks a walker is grown by the body's radius, so that the body becomes a point; the shortest way of a
point bends only at corners of what was grown. A* runs over those corners and looks along each straight piece once.
Arcs are drawn as polylines inside the true arc, which makes the length too short by at most half a centimetre a corner
and never too long. Doors count as open. Movable things stand where they stood at the start.
"""

import heapq
import math
from collections.abc import Sequence
from functools import cached_property, lru_cache
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
_SAMPLE_CM = 10.0
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

    def length_cm(self, start: Point, areas: Sequence[BaseGeometry]) -> float | None:
        """XY length of a shortest way from `start` into each area in turn; None where there is no way."""
        standing = [area.difference(self._blocked) for area in areas]
        if any(area.is_empty for area in standing):
            return None
        return _Search(self._blocked, self._corners, start, standing).length_cm()

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
    def _corners(self) -> Floats:
        """Where a taut string could bend: convex corners in the world's bounds."""
        x0, y0, x1, y1 = self._world.bounds_cm
        corners: list[Floats] = []
        for polygon in shapely.get_parts(self._grown(RADIUS_CM - _CORNERS_OFF_CM)):
            oriented = shapely.orient_polygons(polygon)
            for ring in (oriented.exterior, *oriented.interiors):
                points = shapely.get_coordinates(ring)[:-1]
                before, after = points - np.roll(points, 1, axis=0), np.roll(points, -1, axis=0) - points
                corners.append(points[before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0] > 0.0])
        found = np.concatenate(corners) if corners else np.empty((0, 2))
        low, high = np.array([x0, y0]) + RADIUS_CM - 1.0, np.array([x1, y1]) - RADIUS_CM + 1.0
        inside: Floats = found[((found >= low) & (found <= high)).all(axis=1)]
        return inside

    def _grown(self, by_cm: float) -> Any:
        return shapely.union_all(shapely.buffer(self._rings, by_cm, quad_segs=_ARC_SEGMENTS))


class _Search:
    """One way: nodes are corners and samples of the areas' borders, and a node counts once per area reached so far."""

    def __init__(self, blocked: BaseGeometry, corners: Floats, start: Point, areas: list[BaseGeometry]) -> None:
        self._blocked, self._areas = blocked, areas
        samples = [shapely.get_coordinates(shapely.segmentize(area, _SAMPLE_CM)) for area in areas]
        self._nodes = np.concatenate([np.array([start], np.float64), corners, *samples])
        points = shapely.points(self._nodes)
        between = [shapely.distance(one, other) for one, other in zip(areas, areas[1:], strict=False)]
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
        best = np.full((len(self._areas) + 1, len(self._nodes)), math.inf)
        best[0, 0] = 0.0
        queue = [(float(self._left[0][0]), 0.0, 0, 0)]
        while queue:
            _, so_far, stage, node = heapq.heappop(queue)
            if stage == len(self._areas):
                return so_far
            if so_far > best[stage, node]:
                continue
            if self._gaps[stage][node] <= 1e-6:
                after = self._left[stage + 1][node] if stage + 1 < len(self._areas) else 0.0
                if so_far < best[stage + 1, node]:
                    best[stage + 1, node] = so_far
                    heapq.heappush(queue, (so_far + float(after), so_far, stage + 1, node))
                continue
            self._straight_in(queue, so_far, stage, node)
            lengths = so_far + np.hypot(*(self._nodes - self._nodes[node]).T)
            totals = lengths + self._left[stage]
            worth = np.flatnonzero((totals <= limit_cm) & (lengths < best[stage] - 1e-9))
            for other in worth[self._sees(node, self._nodes[worth])]:
                best[stage, other] = lengths[other]
                heapq.heappush(queue, (float(totals[other]), float(lengths[other]), stage, int(other)))
        return None

    def _straight_in(self, queue: list[tuple[float, float, int, int]], so_far: float, stage: int, node: int) -> None:
        """The last piece may end anywhere on the border, not at a sample only."""
        if stage + 1 < len(self._areas):
            return
        line = shapely.shortest_line(shapely.Point(self._nodes[node]), self._areas[stage])
        if self._sees(node, shapely.get_coordinates(line)[1:])[0]:
            length = so_far + float(self._gaps[stage][node])
            heapq.heappush(queue, (length, length, stage + 1, node))

    def _sees(self, node: int, points: Floats) -> npt.NDArray[np.bool_]:
        ends = np.stack([np.broadcast_to(self._nodes[node], points.shape), points], axis=1)
        return ~np.asarray(shapely.intersects(self._blocked, shapely.linestrings(ends)), np.bool_)
