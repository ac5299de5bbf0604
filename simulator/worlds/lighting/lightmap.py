"""From solved light to the pictures of charts in the lightmap."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from embrace3k.simulator.worlds.lighting import atlas
from embrace3k.simulator.worlds.lighting.filling import filled
from embrace3k.simulator.worlds.lighting.grids import ChartGrids, spaced
from embrace3k.simulator.worlds.lighting.samples import ChartSample
from embrace3k.simulator.worlds.lighting.solution import Solution
from embrace3k.simulator.worlds.lighting.sunpatches import sun_patches
from embrace3k.simulator.worlds.materials import prelit_texture
from embrace3k.simulator.worlds.noise import Bytes
from embrace3k.simulator.worlds.surfaces import Floats

_LARGEST_GRID, _MOST_LUXELS = 512, 700_000
"""Along one side of a chart, and in one world."""


class Lightmap:
    """Sunlight is sharp and traced per luxel; all other light comes from the solution's coarse grids."""

    def __init__(self, solution: Solution) -> None:
        self._solution = solution
        self.luxels: ChartGrids = spaced(solution.scene.charts, 1.0, _LARGEST_GRID, _MOST_LUXELS)
        self.sunlight = sun_patches(solution.tracer, solution.weather, self.luxels)
        self.places, self._height = atlas.laid_out(self.luxels.split(self.sunlight))

    def picture(self) -> Bytes:
        whole = np.zeros((self._height, atlas.WIDTH, 3), np.uint8)
        charts = range(len(self.places))
        for place, chart in zip(self.places, self.charts(charts, self._solution.soft, self.sunlight), strict=True):
            x, y, columns, rows = place
            whole[y : y + rows, x : x + columns] = chart
        return whole

    def charts(self, numbers: Sequence[int] | npt.NDArray[np.int64], soft: Floats, sunlight: Floats) -> list[Bytes]:
        """What the lightmap holds for some charts, with this light on all samples and this sunlight on all luxels."""
        solution = self._solution
        grids, luxels = solution.grids, self.luxels
        pictures = []
        for number in numbers:
            grid = filled(grids.of_chart(soft, number), grids.of_chart(solution.is_open, number))
            sharp = luxels.of_chart(sunlight, number)
            pictures.append(_chart(solution.scene.charts[number], grid, sharp, *self.places[number][2:]))
        return pictures


def _chart(sample: ChartSample, soft: Floats, sharp: Floats, columns: int, rows: int) -> Bytes:
    picture = atlas.chart_picture(soft, sharp, columns, rows)
    texture = prelit_texture(sample.material)
    if texture is not None:
        picture = atlas.fold_texture(picture, texture, sample.texture)
    return atlas.quantised(picture)
