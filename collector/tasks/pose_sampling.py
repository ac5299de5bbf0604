"""Stage 1 of the published pipeline: start poses that differ, each with a view that something can be asked about.

How different two poses are is measured in centimetres: `hypot(distance, CM_PER_DEG * turn)`, so that facing the other
way (180 degrees) counts as much as standing nine metres away. From a pool of useful poses the next one taken is always
the one farthest from all those taken (Gonzalez 1985: its spread and its covering radius are within a factor of two of
the best possible). Regions take turns by the square root of their area, or a big garden would leave the rooms one each,
while they have a pose that differs half as much as the one farthest anywhere; so both factors are four at most.

Useful is a view that shows enough things, is not filled by one, and has its middle clear of what is close by; where
the pose leaves elbow room.
"""

import math
import random
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from embrace3k.schema.poses import Pose, wrap_deg
from embrace3k.simulator.worlds.model import Region, World
from embrace3k.simulator.worlds.motion import Motion
from embrace3k.simulator.worlds.renderer import Renderer
from embrace3k.simulator.worlds.renderer import View as Picture

CM_PER_DEG = 5.0
MEASURE = "hypot(XY distance in cm, 5 cm per degree of turn)"
POOL, POOL_PER_POSE = 120, 4
_TRIES_PER_POSE = 15
_FRESH_SHARE = 0.5
_ELBOW_ROOM_CM = 30.0
_YAW_STEP_DEG = 5
_PROPER_SHARE, _FEWEST_THINGS, _LEAST_SHARE = 0.003, 2, 0.03
"""So many things fill so much of the view each, and so much together."""
_FULLEST_SHARE = 0.45
"""More of the view than this is filled by one thing."""
_CLOSE_CM, _CLOSEST_SHARE = 120.0, 0.35
"""Nose to a wall: more than this share of the view's middle is closer than this."""
Floats = npt.NDArray[np.float64]


class StartPose(Struct, frozen=True, kw_only=True):
    pose: Pose
    region: str
    things: list[str]
    """Names of the things that fill at least 0.3 % of the view, the largest first."""


class Spread(Struct, frozen=True, kw_only=True):
    """How well some poses are spread over all useful ones of the pool; centimetres by `MEASURE`."""

    min_distance_cm: float
    """Of the two poses that are most alike."""
    coverage_cm: float
    """No useful pose of the pool is farther than this from the nearest pose taken."""
    median_nearest_cm: float
    useful: int
    """Poses in the pool, ..."""
    looked_at: int
    """... of so many views that were looked at."""


class PosePool:
    """The useful start poses of one world. Equal arguments give equal poses, and the first k of n are those of k.

    `for start in PosePool(world, renderer, seed=7): ...` yields them from the most to the least different; a task
    generator takes as many as it can use. `renderer` may be of any size and shows the world as it is at the start.
    """

    def __init__(self, world: World, renderer: Renderer, *, seed: int, size: int = POOL) -> None:
        """Looks until it has `size` useful poses, or gives up looking; that is where the time goes."""
        self._world, self._motion, self._renderer = world, Motion(world), renderer
        self._rng = random.Random(f"poses/{world.family}/{world.seed}/{world.version}/{seed}")
        self.looked_at = 0
        self.useful: list[StartPose] = []
        renderer.load(world)
        for _ in range(size * _TRIES_PER_POSE):
            if len(self.useful) == size:
                break
            start = self._look(*self._candidate())
            self.useful += [start] if start else []
        self._order: list[int] = []
        self._nearest_cm = np.full(len(self.useful), math.inf)

    def __len__(self) -> int:
        return len(self.useful)

    def __iter__(self) -> Iterator[StartPose]:
        for place in range(len(self)):
            while len(self._order) <= place:
                self._take_next()
            yield self.useful[self._order[place]]

    def spread(self, count: int) -> Spread:
        """Of the first `count` poses; 0 where there are not two."""
        taken = [start.pose for start, _ in zip(self, range(count), strict=False)]
        if len(taken) < 2:
            return Spread(
                min_distance_cm=0, coverage_cm=0, median_nearest_cm=0, useful=len(self), looked_at=self.looked_at
            )
        among = np.array([_differences_cm(pose, taken) for pose in taken])
        nearest = (among + np.diag(np.full(len(taken), math.inf))).min(axis=1)
        covered = [_differences_cm(start.pose, taken).min() for start in self.useful]
        return Spread(
            min_distance_cm=round(float(nearest.min()), 1),
            coverage_cm=round(float(max(covered)), 1),
            median_nearest_cm=round(float(np.median(nearest)), 1),
            useful=len(self),
            looked_at=self.looked_at,
        )

    def _take_next(self) -> None:
        """Of the region whose turn it is, the useful pose that differs most from all that were taken.

        A region has to wait where it has nothing half as different as there is elsewhere.
        """
        taken = set(self._order)
        left = [place for place in range(len(self)) if place not in taken]
        farthest_cm = max(self._nearest_cm[place] for place in left)
        fresh = [place for place in left if self._nearest_cm[place] >= farthest_cm * _FRESH_SHARE]
        region = min({self.useful[place].region for place in fresh}, key=self._turn)
        here = [place for place in fresh if self.useful[place].region == region]
        best = max(here, key=lambda place: (self._nearest_cm[place], -place))
        self._order.append(best)
        distances = _differences_cm(self.useful[best].pose, [start.pose for start in self.useful])
        self._nearest_cm = np.minimum(self._nearest_cm, distances)

    def _turn(self, name: str) -> tuple[float, str]:
        """Smallest for the region that has least of what its size asks for."""
        taken = sum(self.useful[place].region == name for place in self._order)
        return (taken + 0.5) / math.sqrt(_area_cm2(self._world.region(name))), name

    def _candidate(self) -> tuple[Region, Pose]:
        """Anywhere in a region, on whole centimetres and steps of 5 degrees, free or not."""
        regions = self._world.regions
        (region,) = self._rng.choices(regions, [math.sqrt(_area_cm2(region)) for region in regions])
        xs, ys = zip(*region.polygon.outer, strict=True)
        x_cm, y_cm = round(self._rng.uniform(min(xs), max(xs))), round(self._rng.uniform(min(ys), max(ys)))
        yaw_deg = wrap_deg(float(self._rng.randrange(0, 360, _YAW_STEP_DEG)))
        return region, Pose(float(x_cm), float(y_cm), 0.0, 0.0, yaw_deg, 0.0)

    def _look(self, region: Region, pose: Pose) -> StartPose | None:
        state = self._motion.start(pose)
        offsets = (
            (0.0, 0.0),
            (_ELBOW_ROOM_CM, 0.0),
            (-_ELBOW_ROOM_CM, 0.0),
            (0.0, _ELBOW_ROOM_CM),
            (0.0, -_ELBOW_ROOM_CM),
        )
        room = all(self._motion.free(pose.x_cm + dx, pose.y_cm + dy, state) for dx, dy in offsets)
        if not room or not region.contains(pose.x_cm, pose.y_cm):
            return None
        self.looked_at += 1
        seen = self._renderer.render(self._motion.camera_pose(state), rgb=False, mask=True, depth=True)
        shares = shares_of(seen, self._world)
        if not is_useful(seen, shares):
            return None
        things = sorted(shares, key=lambda name: (-shares[name], name))
        return StartPose(pose=state.pose, region=region.name, things=[n for n in things if shares[n] >= _PROPER_SHARE])


def shares_of(seen: Picture, world: World) -> dict[str, float]:
    """Things in view and their shares of all pixels."""
    assert seen.mask is not None
    counts = np.bincount(seen.mask.ravel(), minlength=len(world.objects) + 2)
    return {thing.name: float(counts[n]) / seen.mask.size for n, thing in enumerate(world.objects, 1) if counts[n]}


def is_useful(seen: Picture, shares: dict[str, float]) -> bool:
    assert seen.depth_cm is not None
    height, width = seen.depth_cm.shape
    middle = seen.depth_cm[height // 4 : height * 3 // 4, width // 4 : width * 3 // 4]
    proper = [share for share in shares.values() if share >= _PROPER_SHARE]
    enough = len(proper) >= _FEWEST_THINGS and sum(proper) >= _LEAST_SHARE
    return enough and max(proper) <= _FULLEST_SHARE and float((middle < _CLOSE_CM).mean()) <= _CLOSEST_SHARE


def _differences_cm(pose: Pose, others: list[Pose]) -> Floats:
    there = np.array([(other.x_cm, other.y_cm, other.yaw_deg) for other in others])
    turn_deg = np.abs((there[:, 2] - pose.yaw_deg + 180.0) % 360.0 - 180.0)
    apart: Floats = np.hypot(np.hypot(there[:, 0] - pose.x_cm, there[:, 1] - pose.y_cm), CM_PER_DEG * turn_deg)
    return apart


def _area_cm2(region: Region) -> float:
    """By the shoelace formula; holes are left aside."""
    ring = region.polygon.outer
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], *ring[:1]], strict=True))) / 2
