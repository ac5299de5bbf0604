"""How bright every sample of a world is: direct light, and what several bounces add."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from embrace3k.simulator.worlds.lighting.bounces import Gathered, SampleFinder, gather
from embrace3k.simulator.worlds.lighting.encoding import decode, encode
from embrace3k.simulator.worlds.lighting.grids import ChartGrids, spaced
from embrace3k.simulator.worlds.lighting.lamps import LampLight, lamplight
from embrace3k.simulator.worlds.lighting.rays import Tracer
from embrace3k.simulator.worlds.lighting.samples import LitScene
from embrace3k.simulator.worlds.lighting.sources import sunlight
from embrace3k.simulator.worlds.surfaces import Floats
from embrace3k.simulator.worlds.weather import Weather

RAYS = 72
_BOUNCES = 3
_COARSER = 2.4
"""Indirect light is soft: its grid is this much coarser than the luxels."""
_INSIDE_SHARE = 0.2
"""Samples of which more rays than this see the inside of something lie within a wall themselves."""
_LARGEST_GRID, _MOST_SAMPLES = 160, 120_000
"""Along one side of a chart, and in one world: a large one gets wider grids, so that its bake takes no longer."""


@dataclass(frozen=True)
class Solution:
    """Samples: those of the charts' grids first, then the vertices."""

    scene: LitScene
    weather: Weather
    lamps: Sequence[LampLight]
    tracer: Tracer
    grids: ChartGrids
    finder: SampleFinder
    points: Floats
    normals: Floats
    albedo: Floats
    gathered: Gathered
    soft: Floats
    """Lamps, sky and bounces."""
    lamp: Floats
    """Straight from lamps; a part of `soft`."""
    sun: Floats

    @cached_property
    def light(self) -> Floats:
        """All that arrives; samples that shine by themselves as they shine."""
        return mended(self, self.sun + self.soft)

    @cached_property
    def is_open(self) -> npt.NDArray[np.bool_]:
        """Samples that do not lie within a wall."""
        return np.asarray(self.gathered.behind < _INSIDE_SHARE, np.bool_)

    @property
    def on_charts(self) -> slice:
        return slice(0, int(self.grids.starts[-1]))

    @property
    def on_vertices(self) -> slice:
        return slice(int(self.grids.starts[-1]), None)


def solve(scene: LitScene, lamps: Sequence[LampLight], weather: Weather) -> Solution:
    tracer = Tracer(scene.corners())
    for_charts = max(_MOST_SAMPLES - scene.vertex_count, _MOST_SAMPLES // 2)
    grids = spaced(scene.charts, _COARSER, _LARGEST_GRID, for_charts)
    finder = SampleFinder(scene, grids)
    points, normals, albedo = _samples(scene, grids)
    sun, lamp = sunlight(tracer, weather, points, normals), lamplight(tracer, points, normals, lamps)
    gathered = gather(tracer, finder, weather, points, normals, RAYS)
    soft = lamp + _settled(gathered, sun + lamp, albedo)
    return Solution(scene, weather, lamps, tracer, grids, finder, points, normals, albedo, gathered, soft, lamp, sun)


def mended(solution: Solution, light: Floats) -> Floats:
    """Hidden vertices as their neighbours, flat faces even, shining vertices as they shine. `light` is used up."""
    on_vertices = light[solution.on_vertices]
    visible = solution.scene.open_vertex_light(on_vertices, solution.is_open[solution.on_vertices])
    on_vertices[:] = decode(solution.scene.flat_faces.evened(encode(visible)))
    for vertices, brightness in solution.scene.shining:
        on_vertices[vertices] = brightness
    return light


def _samples(scene: LitScene, grids: ChartGrids) -> tuple[Floats, Floats, Floats]:
    points, normals, albedo = scene.vertices()
    return (
        np.concatenate([grids.points, points]),
        np.concatenate([grids.normals, normals]),
        np.concatenate([grids.albedo, albedo]),
    )


def _settled(gathered: Gathered, direct: Floats, albedo: Floats) -> Floats:
    """Indirect light after some bounces."""
    light = direct + gathered.sky
    reflected = np.zeros_like(light)
    for _ in range(_BOUNCES):
        reflected = gathered.reflected(albedo * light)
        light = direct + gathered.sky + reflected
    return np.asarray(gathered.sky + reflected, np.float64)
