"""One world's light, from its fixed meshes and lamps to 8-bit arrays. Seconds of ray casting; see cache.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from embrace3k.simulator.worlds.lighting import atlas
from embrace3k.simulator.worlds.lighting.bounces import Gathered, SampleFinder, gather
from embrace3k.simulator.worlds.lighting.encoding import encode
from embrace3k.simulator.worlds.lighting.filling import filled
from embrace3k.simulator.worlds.lighting.lamps import LampLight, lamplight
from embrace3k.simulator.worlds.lighting.probes import ProbeGrid, bake_probes
from embrace3k.simulator.worlds.lighting.rays import Tracer, own_occlusion, triangle_corners
from embrace3k.simulator.worlds.lighting.samples import LitScene
from embrace3k.simulator.worlds.lighting.sources import Footprints, sunlight
from embrace3k.simulator.worlds.materials import mean_albedo, prelit_texture
from embrace3k.simulator.worlds.mesh import Mesh, joined
from embrace3k.simulator.worlds.noise import Bytes
from embrace3k.simulator.worlds.surfaces import Floats
from embrace3k.simulator.worlds.weather import Weather

_RAYS = 72
_BOUNCES = 3
_COARSER = 2.4
"""Indirect light is soft: its grid is this much coarser than the luxels."""
_INSIDE_SHARE = 0.2
"""Samples of which more rays than this see the inside of something lie within a wall themselves."""
_LARGEST_COARSE, _LARGEST_FINE = 160, 512

Sizes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class BakedLight:
    """Charts and vertices are in the order of the meshes' parts."""

    atlas: Bytes
    places: npt.NDArray[np.int32]
    """(charts, 4): x, y, width, height in the atlas."""
    vertex_light: Bytes
    probes: ProbeGrid
    occlusion: Bytes
    """Per vertex of the moving meshes: what share of its surroundings it sees past its own mesh."""


def bake(
    fixed: Sequence[Mesh],
    moving: Sequence[Mesh],
    lamps: Sequence[LampLight],
    bounds_m: tuple[float, float, float, float],
    weather: Weather,
) -> BakedLight:
    """`fixed` meshes stand where they belong in the world; bounds are west, south, east, north."""
    scene = LitScene(fixed, mean_albedo)
    tracer = Tracer(scene.corners())
    coarse = _grid_sizes(scene, _COARSER, _LARGEST_COARSE)
    finder = SampleFinder(scene, coarse)
    points, normals, albedo = _sample_points(scene, coarse)
    sun, lamp = sunlight(tracer, weather, points, normals), lamplight(tracer, points, normals, lamps)
    gathered = gather(tracer, finder, weather, points, normals, _RAYS)
    soft = lamp + _settle(gathered, sun + lamp, albedo)
    light = sun + soft
    on_vertices = slice(finder.chart_starts[-1], None)
    light[on_vertices] = scene.open_vertex_light(light[on_vertices], gathered.behind[on_vertices] < _INSIDE_SHARE)
    for vertices, brightness in scene.shining:
        light[on_vertices][vertices] = brightness
    on_charts = slice(0, finder.chart_starts[-1])
    soft_grids = _split(soft[on_charts], coarse)
    open_grids = _split(gathered.behind[on_charts, None] < _INSIDE_SHARE, coarse)
    soft_grids = [filled(*pair) for pair in zip(soft_grids, open_grids, strict=True)]
    picture, places = _lightmap(scene, tracer, weather, soft_grids)
    vertex_light = np.clip(np.rint(encode(light[on_vertices]) * 255), 0, 255).astype(np.uint8)
    probes = bake_probes(tracer, finder, weather, albedo * light, bounds_m)
    return BakedLight(picture, places, vertex_light, probes, _own_occlusion(moving))


def _own_occlusion(meshes: Sequence[Mesh]) -> Bytes:
    shares = [np.zeros(0)]
    for mesh in meshes:
        whole = joined([part for parts in mesh.parts.values() for part in parts]).surface
        shares.append(own_occlusion(triangle_corners(whole.points, whole.triangles), whole.points, whole.normals))
    return np.rint(np.concatenate(shares) * 255).astype(np.uint8)


def _grid_sizes(scene: LitScene, coarser: float, largest: int) -> Sizes:
    sizes = [sample.grid_size(sample.chart.luxel_m * coarser, largest) for sample in scene.charts]
    return np.array(sizes, np.int64).reshape(-1, 2)


def _sample_points(scene: LitScene, sizes: Sizes) -> tuple[Floats, Floats, Floats]:
    """Points, normals and albedo of all samples: charts first, then vertices."""
    vertex_points, vertex_normals, vertex_albedo = scene.vertices()
    counts = sizes.prod(1)
    grids = [sample.grid(*size) for sample, size in zip(scene.charts, sizes, strict=True)]
    normals = np.repeat(np.array([sample.normal for sample in scene.charts]).reshape(-1, 3), counts, 0)
    albedo = np.repeat(np.array([sample.albedo for sample in scene.charts]).reshape(-1, 3), counts, 0)
    return (
        np.concatenate([*grids, vertex_points]),
        np.concatenate([normals, vertex_normals]),
        np.concatenate([albedo, vertex_albedo]),
    )


def _settle(gathered: Gathered, direct: Floats, albedo: Floats) -> Floats:
    """Indirect light after some bounces."""
    light = direct + gathered.sky
    reflected = np.zeros_like(light)
    for _ in range(_BOUNCES):
        reflected = gathered.reflected(albedo * light)
        light = direct + gathered.sky + reflected
    return np.asarray(gathered.sky + reflected, np.float64)


def _lightmap(
    scene: LitScene, tracer: Tracer, weather: Weather, soft_grids: Sequence[Floats]
) -> tuple[Bytes, npt.NDArray[np.int32]]:
    """Sunlight is sharp and traced per luxel; all other light comes from the coarse grids."""
    fine = _grid_sizes(scene, 1.0, _LARGEST_FINE)
    grids = _split(_fine_sunlight(scene, tracer, weather, fine), fine)
    stored = [atlas.stored_size(grid) for grid in grids]
    places, height = atlas.pack(np.array(stored, np.int64).reshape(-1, 2))
    whole = np.zeros((height, atlas.WIDTH, 3), np.uint8)
    for sample, place, soft, sharp in zip(scene.charts, places, soft_grids, grids, strict=True):
        x, y, columns, rows = place
        picture = atlas.chart_picture(soft, sharp, columns, rows)
        texture = prelit_texture(sample.material)
        if texture is not None:
            picture = atlas.fold_texture(picture, texture, sample.repeats)
        whole[y : y + rows, x : x + columns] = atlas.quantised(picture)
    return whole, places


def _split(values: npt.NDArray[Any], sizes: Sizes) -> list[npt.NDArray[Any]]:
    """Rows of values as one (rows, columns, channels) grid per chart."""
    pieces = np.split(values, np.cumsum(sizes.prod(1))[:-1])
    return [piece.reshape(rows, columns, -1) for piece, (columns, rows) in zip(pieces, sizes, strict=True)]


def _fine_sunlight(scene: LitScene, tracer: Tracer, weather: Weather, sizes: Sizes) -> Floats:
    if not scene.charts:
        return np.zeros((0, 3))
    pairs = list(zip(scene.charts, sizes, strict=True))
    points = np.concatenate([sample.grid(*size) for sample, size in pairs])
    normals = np.repeat(np.array([sample.normal for sample in scene.charts]), sizes.prod(1), 0)
    patches = [sample.footprints(*size) for sample, size in pairs]
    u, v, room = (np.concatenate([patch[column] for patch in patches]) for column in range(3))
    return sunlight(tracer, weather, points, normals, footprints=Footprints(u, v, room))
