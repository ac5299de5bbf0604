"""A grid of points on every chart, all in one row of numbers: chart by chart, each from its first row to its last."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from embrace3k.simulator.worlds.lighting.samples import ChartSample
from embrace3k.simulator.worlds.surfaces import Floats, Integers

_EDGE_M = 0.012

Sizes = npt.NDArray[np.int64]


def spaced(charts: Sequence[ChartSample], coarser: float, largest: int, most_points: int) -> "ChartGrids":
    """Grids whose points are `coarser` luxels apart, or further where that would make more than `most_points`."""
    sides = np.array([(np.linalg.norm(each.chart.u), np.linalg.norm(each.chart.v)) for each in charts]).reshape(-1, 2)
    spacing = np.array([each.chart.luxel_m for each in charts]).reshape(-1, 1) * coarser
    sizes = _sizes(sides, spacing, largest)
    while sizes.prod(1).sum() > most_points:
        spacing = spacing * max(1.05, float(np.sqrt(sizes.prod(1).sum() / most_points)))
        sizes = _sizes(sides, spacing, largest)
    return ChartGrids(charts, sizes)


class ChartGrids:
    """`sizes`: (charts, 2) columns along u and rows along v, two at least."""

    def __init__(self, charts: Sequence[ChartSample], sizes: Sizes) -> None:
        self.charts = charts
        self.sizes = sizes
        counts = sizes.prod(1)
        self.starts: Integers = np.concatenate([[0], np.cumsum(counts)])
        self._chart = np.repeat(np.arange(len(charts)), counts)
        place = np.arange(self.starts[-1]) - self.starts[self._chart]
        columns = sizes[self._chart, 0]
        self._row, self._column = place // columns, place % columns

    @cached_property
    def _corners(self) -> tuple[Floats, Floats, Floats]:
        """Origin, u and v per chart."""
        vectors = np.array([(each.chart.origin, each.chart.u, each.chart.v) for each in self.charts]).reshape(-1, 3, 3)
        return vectors[:, 0], vectors[:, 1], vectors[:, 2]

    @cached_property
    def points(self) -> Floats:
        """From edge to edge of each chart, the outermost just inside, so that neighbours need no padding."""
        origin, *sides = self._corners
        points = origin[self._chart]
        for side, index, count in zip(sides, (self._column, self._row), self.sizes.T, strict=True):
            margin = np.minimum(0.3, _EDGE_M / np.linalg.norm(side, axis=1))
            step = (1 - 2 * margin) / (count - 1)
            points += (margin[self._chart] + index * step[self._chart])[:, None] * side[self._chart]
        return points

    @cached_property
    def normals(self) -> Floats:
        return self._each("normal")

    @cached_property
    def albedo(self) -> Floats:
        return self._each("albedo")

    def within_luxels(self, some: Integers, share_u: Floats, share_v: Floats) -> Floats:
        """Steps from these points to places in the patches they stand for; 0.5 stays, 0 and 1 reach the borders."""
        chart = self._chart[some]
        steps = np.zeros((len(some), 3))
        for side, index, share, axis in zip(
            self._corners[1:], (self._column, self._row), (share_u, share_v), (0, 1), strict=True
        ):
            count = self.sizes[chart, axis]
            aside = np.clip(share - 0.5, -index[some], count - 1 - index[some]) / (count - 1)
            steps += aside[:, None] * side[chart]
        return steps

    def uneven(self, values: Floats) -> npt.NDArray[np.bool_]:
        """Which points differ from one beside, before or behind them in their grid."""
        differs = np.zeros(len(values), np.bool_)
        for index, step in ((self._column, 1), (self._row, self.sizes[self._chart, 0])):
            here = np.flatnonzero(index > 0)
            there = here - np.broadcast_to(step, index.shape)[here]
            apart = values[here] != values[there]
            differs[here[apart]] = differs[there[apart]] = True
        return differs

    def split(self, values: npt.NDArray[Any]) -> list[npt.NDArray[Any]]:
        """Rows of values as one (rows, columns, channels) grid per chart."""
        pieces = np.split(values, self.starts[1:-1])
        return [piece.reshape(rows, columns, -1) for piece, (columns, rows) in zip(pieces, self.sizes, strict=True)]

    def of_chart(self, values: npt.NDArray[Any], chart: int) -> npt.NDArray[Any]:
        """One chart's (rows, columns, channels) of rows of values; values beyond the charts do not matter."""
        columns, rows = self.sizes[chart]
        return values[self.starts[chart] : self.starts[chart + 1]].reshape(rows, columns, -1)

    def charts_with(self, marked: npt.NDArray[np.bool_]) -> Integers:
        """Numbers of the charts that have a marked point."""
        return np.asarray(np.unique(self._chart[marked]), np.int64)

    def _each(self, name: str) -> Floats:
        values: Floats = np.array([getattr(each, name) for each in self.charts]).reshape(-1, 3)
        return values[self._chart]


def _sizes(sides: Floats, spacing: Floats, largest: int) -> Sizes:
    return np.clip(np.ceil(sides / spacing).astype(np.int64) + 1, 2, largest)
