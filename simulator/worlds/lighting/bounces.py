"""Light that arrives from the sky and, over several bounces, from other surfaces."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from embrace3k.simulator.worlds.lighting.grids import ChartGrids
from embrace3k.simulator.worlds.lighting.rays import Hits, Singles, Tracer, hemisphere, lifted
from embrace3k.simulator.worlds.lighting.samples import ChartSample, LitScene
from embrace3k.simulator.worlds.lighting.sources import sky_radiance
from embrace3k.simulator.worlds.surfaces import Floats, Integers
from embrace3k.simulator.worlds.weather import Weather

_RAYS_AT_ONCE = 150_000
_ROWS_AT_ONCE = 8192
_BELOW_HORIZON = -0.02
_FAR_M = np.float32(1e4)


@dataclass(frozen=True)
class Gathered:
    """What the rays of each point met: sky light, and per ray the number of the sample that was hit (-1: none)."""

    sky: Floats
    hit_samples: npt.NDArray[np.int32]
    behind: Floats
    """Share of rays that met a surface from its inside: near 0.5 for a point within a wall."""

    def reflected(self, shining: Floats) -> Floats:
        """Light that arrives when the samples send out `shining`. The last row stands for rays that met none: -1."""
        count, rays = self.hit_samples.shape
        arrived = np.empty((count, 3))
        channels = np.zeros((3, len(shining) + 1), np.float32)
        channels[:, :-1] = shining.T
        for start in range(0, count, _ROWS_AT_ONCE):
            some = slice(start, start + _ROWS_AT_ONCE)
            for channel in range(3):
                met = channels[channel].take(self.hit_samples[some], mode="wrap")
                arrived[some, channel] = np.einsum("pr->p", met) / rays
        return arrived


class SampleFinder:
    """From a point where a ray met a triangle to the nearest sample of that surface."""

    def __init__(self, scene: LitScene, grids: ChartGrids) -> None:
        self._two_sided = scene.have_two_sides()
        per_vertex, owner = scene.are_lit_per_vertex(), scene.owners()
        self._first = np.where(per_vertex, grids.starts[-1] + owner, 0)
        self._first[~per_vertex] = grids.starts[owner[~per_vertex]]
        self._columns = np.ones(len(owner), np.int64)
        self._columns[~per_vertex] = grids.sizes[owner[~per_vertex], 0]
        self._axes = np.zeros((len(owner), 8), np.float32)
        """Per triangle: a point's column is its product with the first three less the fourth; its row, the others."""
        for side, axis in (("u", 0), ("v", 1)):
            steps = _steps_along(scene.charts, side, grids.sizes[:, axis])
            self._axes[~per_vertex, 4 * axis : 4 * axis + 4] = steps[owner[~per_vertex]]

    def are_inside(self, hits: Hits, directions: Singles) -> npt.NDArray[np.bool_]:
        """Which rays met a surface from behind."""
        return from_inside(hits, directions, self._two_sided)

    def find(self, triangles: npt.NDArray[np.int32], points: Singles) -> npt.NDArray[np.int32]:
        """-1 where no triangle was met. A triangle that is lit per vertex has one sample: its first vertex."""
        hit = np.maximum(triangles, 0)
        axes, columns = self._axes.take(hit, 0), self._columns.take(hit)
        column = np.rint(np.einsum("ij,ij->i", points, axes[:, :3]) - axes[:, 3]).astype(np.int64)
        row = np.rint(np.einsum("ij,ij->i", points, axes[:, 4:7]) - axes[:, 7]).astype(np.int64)
        sample = self._first.take(hit) + row * columns + column
        return np.where(triangles < 0, -1, sample).astype(np.int32)


def from_inside(hits: Hits, directions: Singles, two_sided: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Which rays met a triangle from behind that has no second side: what they see is the inside of something."""
    turned_away = np.einsum("ij,ij->i", hits.normals, directions) > 0
    inside: npt.NDArray[np.bool_] = (hits.triangles >= 0) & turned_away & ~two_sided[np.maximum(hits.triangles, 0)]
    return inside


class Cast(NamedTuple):
    """Per ray: the sample that was met (-1: none), the sky that was seen, whether it met something from inside."""

    samples: npt.NDArray[np.int32]
    sky: Singles
    inside: npt.NDArray[np.bool_]


def cast(
    tracer: Tracer, finder: SampleFinder, weather: Weather, origins: Floats | Singles, directions: Singles
) -> Cast:
    starts = origins.astype(np.float32)
    hits = tracer.first_hits(starts, directions)
    places = starts + directions * np.minimum(hits.distances, _FAR_M)[:, None]
    inside = finder.are_inside(hits, directions)
    samples = np.where(inside, -1, finder.find(hits.triangles, places))
    return Cast(samples, sky_seen(weather, hits, directions), inside)


def gather(
    tracer: Tracer, finder: SampleFinder, weather: Weather, points: Floats, normals: Floats, ray_count: int
) -> Gathered:
    count = len(points)
    sky, behind = np.zeros((count, 3)), np.zeros(count)
    hit_samples = np.full((count, ray_count), -1, np.int32)
    step = max(1, _RAYS_AT_ONCE // ray_count)
    for start in range(0, count, step):
        some = slice(start, min(count, start + step))
        directions = hemisphere(points[some], normals[some], ray_count).reshape(-1, 3)
        origins = np.repeat(lifted(points[some], normals[some]).astype(np.float32), ray_count, 0)
        found = cast(tracer, finder, weather, origins, directions)
        hit_samples[some] = found.samples.reshape(-1, ray_count)
        sky[some] = found.sky.reshape(-1, ray_count, 3).mean(1)
        behind[some] = found.inside.reshape(-1, ray_count).mean(1)
    return Gathered(sky, hit_samples, behind)


def sky_seen(weather: Weather, hits: Hits, directions: Singles) -> Singles:
    open_sky = (hits.triangles < 0) & (directions[:, 2] > _BELOW_HORIZON)
    seen = np.zeros(directions.shape, np.float32)
    seen[open_sky] = sky_radiance(weather, directions[open_sky])
    return seen


def _steps_along(charts: Sequence[ChartSample], side: str, counts: Integers) -> Floats:
    """(charts, 4): what turns a point into its place among `counts` samples along a side. The ends stay in the grid."""
    sides = np.array([getattr(sample.chart, side) for sample in charts]).reshape(-1, 3)
    origins = np.array([sample.chart.origin for sample in charts]).reshape(-1, 3)
    scaled = sides / (sides**2).sum(1, keepdims=True) * (counts - 1)[:, None]
    return np.concatenate([scaled, (scaled * origins).sum(1, keepdims=True)], 1)
