"""Soft light for things that move: a grid of points 1.1 m above the ground that know how bright it is around them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from embrace3k.simulator.worlds.lighting.bounces import SampleFinder, gather
from embrace3k.simulator.worlds.lighting.rays import Tracer
from embrace3k.simulator.worlds.surfaces import Floats
from embrace3k.simulator.worlds.weather import Weather

_SPACING_M = 0.5
_HEIGHT_M = 1.1
"""Lower probes would lie inside tables."""
_RAYS = 32
_INSIDE_SHARE = 0.25
_SIDES = ((1.0, 0.0, 0.0), (-1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, -1.0, 0.0), (0.0, 0.0, 1.0))


@dataclass(frozen=True)
class ProbeGrid:
    """`values` (rows north, columns east, 4): light without sun and lamps, and 1 where the probe stands in the open."""

    west_m: float
    south_m: float
    values: npt.NDArray[np.float32]

    def at(self, points: Floats) -> Floats:
        """(points, 3) light, blended from the four probes around each point, but for those inside walls."""
        rows, columns = self.values.shape[:2]
        x = np.clip((points[:, 0] - self.west_m) / _SPACING_M, 0, columns - 1.001)
        y = np.clip((points[:, 1] - self.south_m) / _SPACING_M, 0, rows - 1.001)
        column, row = x.astype(np.int64), y.astype(np.int64)
        total, weights = np.zeros((len(points), 3)), np.full(len(points), 1e-6)
        for right in (0, 1):
            for up in (0, 1):
                probe = self.values[row + up, column + right].astype(np.float64)
                share = np.abs(1 - right - (x - column)) * np.abs(1 - up - (y - row)) * probe[:, 3]
                total += share[:, None] * probe[:, :3]
                weights += share
        return np.asarray(total / weights[:, None], np.float64)

    def nearest_open(self, x_m: float, y_m: float) -> Floats:
        """(1, 3) light of the nearest probe that is not inside a wall, looking half a metre around."""
        rows, columns = self.values.shape[:2]
        column = int(np.clip(round((x_m - self.west_m) / _SPACING_M), 0, columns - 1))
        row = int(np.clip(round((y_m - self.south_m) / _SPACING_M), 0, rows - 1))
        best, best_distance = self.values[row, column], np.inf
        for r in range(max(0, row - 1), min(rows, row + 2)):
            for c in range(max(0, column - 1), min(columns, column + 2)):
                away = np.hypot(self.west_m + c * _SPACING_M - x_m, self.south_m + r * _SPACING_M - y_m)
                if self.values[r, c, 3] > 0 and away < best_distance - 1e-9:
                    best, best_distance = self.values[r, c], float(away)
        return np.asarray(best[None, :3], np.float64)


def bake_probes(
    tracer: Tracer,
    finder: SampleFinder,
    weather: Weather,
    shining: Floats,
    bounds_m: tuple[float, float, float, float],
) -> ProbeGrid:
    """`bounds_m`: west, south, east, north. `shining`: light that each sample sends out."""
    west, south, east, north = bounds_m
    columns, rows = int((east - west) / _SPACING_M) + 1, int((north - south) / _SPACING_M) + 1
    x, y = np.meshgrid(west + _SPACING_M * np.arange(columns), south + _SPACING_M * np.arange(rows))
    points = np.stack([x.ravel(), y.ravel(), np.full(x.size, _HEIGHT_M)], 1)
    light, behind = np.zeros((len(points), 3)), np.zeros(len(points))
    for side in _SIDES:
        found = gather(tracer, finder, weather, points, np.tile(side, (len(points), 1)), _RAYS)
        light += (found.sky + found.reflected(shining)) / len(_SIDES)
        behind += found.behind / len(_SIDES)
    is_open = (behind < _INSIDE_SHARE).astype(np.float64)
    values = np.concatenate([light, is_open[:, None]], 1)
    return ProbeGrid(west, south, values.reshape(rows, columns, 4).astype(np.float32))
