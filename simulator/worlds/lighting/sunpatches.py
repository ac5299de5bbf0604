"""Sunlight for every luxel: a few rays for each, and many where the edge of a shadow runs."""

import numpy as np

from embrace3k.simulator.worlds.lighting.grids import ChartGrids
from embrace3k.simulator.worlds.lighting.rays import Tracer, lifted, position_hash
from embrace3k.simulator.worlds.lighting.sources import sun_directions, sun_is_free
from embrace3k.simulator.worlds.surfaces import Floats, Integers
from embrace3k.simulator.worlds.weather import Weather

_FIRST_RAYS, _ALL_RAYS = 4, 16
_SPREAD = 1.1673039782614187 ** -np.arange(1.0, 5.0)
"""Steps of an even sequence in four dimensions: two on the sun's disc, two on the luxel, which are the same for all
luxels, so that straight edges come out straight."""
_FACING = 0.001


def sun_patches(tracer: Tracer, weather: Weather, grids: ChartGrids, only: Integers | None = None) -> Floats:
    """(points, 3). The rays of a luxel start all over the patch it stands for, so that thin shadows do not break.

    With `only` all other luxels stay dark.
    """
    facing = grids.normals @ weather.sun
    light = np.zeros((len(facing), 3))
    lit = np.flatnonzero(facing > _FACING) if only is None else only[facing[only] > _FACING]
    if not weather.has_sun or not len(lit):
        return light
    share = np.zeros(len(facing))
    share[lit] = _free_rays(tracer, weather, grids, lit, 0, _FIRST_RAYS) / _FIRST_RAYS
    edges = lit[grids.uneven(share)[lit]]
    more = _free_rays(tracer, weather, grids, edges, _FIRST_RAYS, _ALL_RAYS)
    share[edges] = (share[edges] * _FIRST_RAYS + more) / _ALL_RAYS
    light[lit] = (share * facing)[lit, None] * weather.sun_light
    return light


def _free_rays(
    tracer: Tracer, weather: Weather, grids: ChartGrids, luxels: Integers, first_ray: int, last_ray: int
) -> Floats:
    """How many of these rays reach the sun, per luxel."""
    points, normals = grids.points[luxels], grids.normals[luxels]
    origins = lifted(points, normals)
    turn, other_turn = position_hash(points)
    free = np.zeros(len(luxels))
    for a, b, u, v in (0.5 + np.arange(first_ray, last_ray)[:, None] * _SPREAD) % 1:
        directions = sun_directions(weather, (a + turn) % 1, (b + other_turn) % 1)
        starts = origins + grids.within_luxels(luxels, np.full(len(luxels), u), np.full(len(luxels), v))
        free += sun_is_free(tracer, starts, directions)
    return free
