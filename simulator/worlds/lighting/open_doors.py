"""What an open door lets in: the light of a world once more, for one door at a time and only where that differs.

A ray that met the shut leaf goes on through the doorway; all other rays stay as they were. The open leaf itself is left
out: it swings to either side.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from embrace3k.simulator.worlds.lighting.bounces import Gathered, cast
from embrace3k.simulator.worlds.lighting.encoding import encode
from embrace3k.simulator.worlds.lighting.lamps import lamplight
from embrace3k.simulator.worlds.lighting.lightmap import Lightmap
from embrace3k.simulator.worlds.lighting.rays import Tracer, hemisphere, lifted
from embrace3k.simulator.worlds.lighting.solution import RAYS, Solution, mended
from embrace3k.simulator.worlds.lighting.sources import sunlight
from embrace3k.simulator.worlds.lighting.sunpatches import sun_patches
from embrace3k.simulator.worlds.noise import Bytes
from embrace3k.simulator.worlds.surfaces import Floats, Integers

_REACH_M = 6.0
"""Farther from the middle of the door nothing changes."""
_BOUNCES = 2
_SEEN = 0.02
"""A change of encoded light that a person sees."""
_WIDER = 1.15


@dataclass(frozen=True)
class DoorLight:
    """Charts and vertices that look different while one door is open."""

    charts: npt.NDArray[np.int32]
    pixels: Bytes
    """(luxels, 3): the pictures of those charts in the lightmap, one after another, each row by row."""
    vertices: npt.NDArray[np.int32]
    vertex_light: Bytes


def door_light(solution: Solution, lightmap: Lightmap, door: int) -> DoorLight:
    """`door`: number of its mesh in the scene."""
    triangles, samples = solution.scene.triangles_of(door), _samples_of(solution, door)
    corners = solution.scene.corners()
    leaf = corners[triangles].copy()
    corners[triangles] = corners[triangles] * 0 + (0.0, 0.0, -500.0)
    tracer = Tracer(corners)
    middle = (leaf.reshape(-1, 3).min(0) + leaf.reshape(-1, 3).max(0)) / 2
    near = np.flatnonzero(((solution.points - middle) ** 2).sum(1) < _REACH_M**2)
    soft, light = _relit(solution, tracer, near, samples)
    sun = _sun_through(solution, lightmap, tracer, middle + (leaf - middle) * _WIDER)
    charts = _changed_charts(solution, lightmap, soft, sun)
    pictures = lightmap.charts(charts, soft, sun)
    pixels = np.concatenate([np.zeros((0, 3), np.uint8), *(picture.reshape(-1, 3) for picture in pictures)])
    vertices, vertex_light = _changed_vertices(solution, light)
    return DoorLight(charts.astype(np.int32), pixels, vertices.astype(np.int32), vertex_light)


def _samples_of(solution: Solution, door: int) -> npt.NDArray[np.bool_]:
    charts, vertices = solution.scene.charts_of(door), solution.scene.vertices_of(door)
    belongs = np.zeros(len(solution.points), np.bool_)
    belongs[solution.grids.starts[charts.start] : solution.grids.starts[charts.stop]] = True
    belongs[solution.on_vertices][vertices.start : vertices.stop] = True
    return belongs


def _relit(
    solution: Solution, tracer: Tracer, near: Integers, door_samples: npt.NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """Soft and all light of all samples with the door gone."""
    hit_samples = solution.gathered.hit_samples[near]
    met = door_samples[hit_samples] & (hit_samples >= 0)
    rows = np.flatnonzero(met.any(1))
    gathered = _through_doorway(solution, tracer, near, rows, met[rows])
    facing = near[rows]
    points, normals = solution.points[facing], solution.normals[facing]
    sun, lamps = solution.sun.copy(), solution.lamp.copy()
    sun[facing] = sunlight(tracer, solution.weather, points, normals)
    lamps[facing] = lamplight(tracer, points, normals, solution.lamps)
    light, soft = solution.light.copy(), solution.soft.copy()
    for _ in range(_BOUNCES):
        soft[near] = lamps[near] + gathered.sky + gathered.reflected(solution.albedo * light)
        light[near] = sun[near] + soft[near]
    return soft, mended(solution, light)


def _through_doorway(
    solution: Solution, tracer: Tracer, near: Integers, rows: Integers, met: npt.NDArray[np.bool_]
) -> Gathered:
    """What the near samples gather when the rays that met the door, of these rows of them, go on."""
    hit_samples = solution.gathered.hit_samples[near].copy()
    sky = solution.gathered.sky[near].copy()
    points, normals = solution.points[near[rows]], solution.normals[near[rows]]
    row, ray = np.nonzero(met)
    directions = hemisphere(points, normals, RAYS)[row, ray]
    found = cast(tracer, solution.finder, solution.weather, lifted(points, normals)[row], directions)
    hit_samples[rows[row], ray] = found.samples
    np.add.at(sky, rows[row], found.sky / RAYS)
    return Gathered(sky, hit_samples, solution.gathered.behind[near])


def _sun_through(solution: Solution, lightmap: Lightmap, tracer: Tracer, doorway: Floats) -> Floats:
    """Sunlight on all luxels; traced again where it may come through the doorway."""
    weather, luxels = solution.weather, lightmap.luxels
    if not weather.has_sun:
        return lightmap.sunlight
    points = luxels.points
    facing = np.flatnonzero(luxels.normals @ weather.sun > 0)
    behind = Tracer(doorway).distances(points[facing], np.tile(weather.sun, (len(facing), 1))) < _REACH_M
    some = facing[behind]
    sun = lightmap.sunlight.copy()
    sun[some] = sun_patches(tracer, weather, luxels, some)[some]
    return sun


def _changed_charts(solution: Solution, lightmap: Lightmap, soft: Floats, sun: Floats) -> Integers:
    on_charts = solution.on_charts
    softer = np.abs(encode(soft[on_charts]) - encode(solution.soft[on_charts])).max(1) > _SEEN
    sunnier = np.abs(sun - lightmap.sunlight).max(1) > _SEEN
    return np.union1d(solution.grids.charts_with(softer), lightmap.luxels.charts_with(sunnier))


def _changed_vertices(solution: Solution, light: Floats) -> tuple[Integers, Bytes]:
    before, after = (np.rint(encode(each[solution.on_vertices]) * 255) for each in (solution.light, light))
    changed = np.flatnonzero(np.abs(after - before).max(1) > _SEEN * 255)
    return changed, after[changed].astype(np.uint8)
