"""One world's light, from its fixed meshes and lamps to 8-bit arrays. Seconds of ray casting; see cache.py."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from embrace3k.simulator.worlds.lighting import atlas
from embrace3k.simulator.worlds.lighting.bounces import Gathered, SampleFinder, gather
from embrace3k.simulator.worlds.lighting.encoding import encode
from embrace3k.simulator.worlds.lighting.filling import filled
from embrace3k.simulator.worlds.lighting.grids import ChartGrids, spaced
from embrace3k.simulator.worlds.lighting.lamps import LampLight, lamplight
from embrace3k.simulator.worlds.lighting.probes import ProbeGrid, bake_probes
from embrace3k.simulator.worlds.lighting.rays import Tracer, own_occlusion, triangle_corners
from embrace3k.simulator.worlds.lighting.samples import LitScene
from embrace3k.simulator.worlds.lighting.sources import sunlight
from embrace3k.simulator.worlds.lighting.sunpatches import sun_patches
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
"""Along one side of a chart."""
_MOST_COARSE, _MOST_FINE = 120_000, 700_000
"""In one world: a large one gets wider grids, so that its bake takes no longer."""


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
    coarse = spaced(scene.charts, _COARSER, _LARGEST_COARSE, _MOST_COARSE)
    finder = SampleFinder(scene, coarse)
    points, normals, albedo = _sample_points(scene, coarse)
    sun, lamp = sunlight(tracer, weather, points, normals), lamplight(tracer, points, normals, lamps)
    gathered = gather(tracer, finder, weather, points, normals, _RAYS)
    soft = lamp + _settle(gathered, sun + lamp, albedo)
    light = sun + soft
    on_vertices, on_charts = slice(coarse.starts[-1], None), slice(0, coarse.starts[-1])
    is_open = gathered.behind < _INSIDE_SHARE
    light[on_vertices] = scene.open_vertex_light(light[on_vertices], is_open[on_vertices])
    for vertices, brightness in scene.shining:
        light[on_vertices][vertices] = brightness
    pairs = zip(coarse.split(soft[on_charts]), coarse.split(is_open[on_charts]), strict=True)
    picture, places = _lightmap(scene, tracer, weather, [filled(*pair) for pair in pairs])
    vertex_light = np.clip(np.rint(encode(light[on_vertices]) * 255), 0, 255).astype(np.uint8)
    probes = bake_probes(tracer, finder, weather, albedo * light, bounds_m)
    return BakedLight(picture, places, vertex_light, probes, _own_occlusion(moving))


def _own_occlusion(meshes: Sequence[Mesh]) -> Bytes:
    shares = [np.zeros(0)]
    for mesh in meshes:
        whole = joined([part for parts in mesh.parts.values() for part in parts]).surface
        shares.append(own_occlusion(triangle_corners(whole.points, whole.triangles), whole.points, whole.normals))
    return np.rint(np.concatenate(shares) * 255).astype(np.uint8)


def _sample_points(scene: LitScene, grids: ChartGrids) -> tuple[Floats, Floats, Floats]:
    """Points, normals and albedo of all samples: charts first, then vertices."""
    points, normals, albedo = scene.vertices()
    return (
        np.concatenate([grids.points(), points]),
        np.concatenate([grids.normals(), normals]),
        np.concatenate([grids.albedo(), albedo]),
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
    fine = spaced(scene.charts, 1.0, _LARGEST_FINE, _MOST_FINE)
    grids = fine.split(sun_patches(tracer, weather, fine))
    places, height = atlas.laid_out(grids)
    whole = np.zeros((height, atlas.WIDTH, 3), np.uint8)
    for sample, place, soft, sharp in zip(scene.charts, places, soft_grids, grids, strict=True):
        x, y, columns, rows = place
        picture = atlas.chart_picture(soft, sharp, columns, rows)
        texture = prelit_texture(sample.material)
        if texture is not None:
            picture = atlas.fold_texture(picture, texture, sample.repeats)
        whole[y : y + rows, x : x + columns] = atlas.quantised(picture)
    return whole, places
