"""Light that arrives from the sky and, over several bounces, from other surfaces."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from embrace3k.simulator.worlds.lighting.rays import Hits, Singles, Tracer, hemisphere, lifted
from embrace3k.simulator.worlds.lighting.samples import LitScene
from embrace3k.simulator.worlds.lighting.sources import sky_radiance
from embrace3k.simulator.worlds.surfaces import Floats, Integers

_RAYS_AT_ONCE = 600_000
_ROWS_AT_ONCE = 8192
_BELOW_HORIZON = -0.02
_FAR_M = np.float32(1e4)

Sizes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Gathered:
    """What the rays of each point met: sky light, and per ray the number of the sample that was hit (-1: none)."""

    sky: Floats
    hit_samples: npt.NDArray[np.int32]
    behind: Floats
    """Share of rays that met a surface from its inside: near 0.5 for a point within a wall."""

    def reflected(self, shining: Floats) -> Floats:
        """Light that arrives when the samples send out `shining`."""
        count, rays = self.hit_samples.shape
        arrived = np.empty((count, 3))
        single = shining.astype(np.float32)
        for start in range(0, count, _ROWS_AT_ONCE):
            hits = self.hit_samples[start : start + _ROWS_AT_ONCE]
            found = (hits >= 0)[..., None]
            arrived[start : start + _ROWS_AT_ONCE] = (single[np.maximum(hits, 0)] * found).sum(1) / rays
        return arrived


class SampleFinder:
    """From a point where a ray met a triangle to the nearest sample of that surface."""

    def __init__(self, scene: LitScene, grid_sizes: Sizes) -> None:
        self._per_vertex, self._owner = scene.are_lit_per_vertex(), scene.owners()
        self._two_sided = scene.have_two_sides()
        self._grid_sizes = grid_sizes
        counts = grid_sizes.prod(1)
        self.chart_starts: Integers = np.concatenate([[0], np.cumsum(counts)])
        self._origin = np.array([sample.chart.origin for sample in scene.charts], np.float32).reshape(-1, 3)
        self._u = _inverse_lengths(np.array([sample.chart.u for sample in scene.charts]).reshape(-1, 3))
        self._v = _inverse_lengths(np.array([sample.chart.v for sample in scene.charts]).reshape(-1, 3))

    def are_inside(self, hits: Hits, directions: Singles) -> npt.NDArray[np.bool_]:
        """Which rays met a surface from behind."""
        turned_away = (hits.normals * directions).sum(1) > 0
        inside: npt.NDArray[np.bool_] = (
            (hits.triangles >= 0) & turned_away & ~self._two_sided[np.maximum(hits.triangles, 0)]
        )
        return inside

    def find(self, triangles: npt.NDArray[np.int32], points: Singles) -> npt.NDArray[np.int32]:
        hit = np.maximum(triangles, 0)
        owner, per_vertex = self._owner[hit], self._per_vertex[hit]
        chart = np.where(per_vertex, 0, owner)
        offset = points - self._origin[chart]
        columns, rows = self._grid_sizes[chart, 0], self._grid_sizes[chart, 1]
        column = np.rint(np.clip((offset * self._u[chart]).sum(1), 0, 1) * (columns - 1)).astype(np.int64)
        row = np.rint(np.clip((offset * self._v[chart]).sum(1), 0, 1) * (rows - 1)).astype(np.int64)
        on_chart = self.chart_starts[chart] + row * columns + column
        sample = np.where(per_vertex, self.chart_starts[-1] + owner, on_chart)
        return np.where(triangles < 0, -1, sample).astype(np.int32)


def gather(tracer: Tracer, finder: SampleFinder, points: Floats, normals: Floats, ray_count: int) -> Gathered:
    count = len(points)
    sky, behind = np.zeros((count, 3)), np.zeros(count)
    hit_samples = np.full((count, ray_count), -1, np.int32)
    step = max(1, _RAYS_AT_ONCE // ray_count)
    for start in range(0, count, step):
        some = slice(start, min(count, start + step))
        directions = hemisphere(points[some], normals[some], ray_count).reshape(-1, 3)
        origins = np.repeat(lifted(points[some], normals[some]).astype(np.float32), ray_count, 0)
        hits = tracer.first_hits(origins, directions)
        places = origins + directions * np.minimum(hits.distances, _FAR_M)[:, None]
        inside = finder.are_inside(hits, directions)
        samples = np.where(inside, -1, finder.find(hits.triangles, places))
        hit_samples[some] = samples.reshape(-1, ray_count)
        sky[some] = _sky_seen(hits, directions).reshape(-1, ray_count, 3).mean(1)
        behind[some] = inside.reshape(-1, ray_count).mean(1)
    return Gathered(sky, hit_samples, behind)


def _sky_seen(hits: Hits, directions: Singles) -> Singles:
    open_sky = (hits.triangles < 0) & (directions[:, 2] > _BELOW_HORIZON)
    return sky_radiance(directions) * open_sky[:, None]


def _inverse_lengths(sides: Floats) -> Singles:
    return np.asarray(sides / (sides**2).sum(1, keepdims=True), np.float32)
