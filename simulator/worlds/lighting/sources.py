"""Light from outside: the sun, as far as it arrives at a surface directly, and the sky."""

from typing import NamedTuple

import numpy as np

from embrace3k.simulator.worlds.lighting.rays import Singles, Tracer, even_sequence, lifted, position_hash, tangents
from embrace3k.simulator.worlds.surfaces import Floats, Integers
from embrace3k.simulator.worlds.weather import Weather

_OUTSIDE_M = 200.0


class Footprints(NamedTuple):
    """The patch of a chart that one luxel stands for: its rays start all over it, so that thin shadows do not break.

    `u` and `v` are one luxel long; `room` (points, 4) is how many luxels lie before and behind it along u, then v.
    """

    u: Floats
    v: Floats
    room: Floats


def sky_radiance(weather: Weather, directions: Singles) -> Singles:
    rise = np.clip(directions[..., 2], 0, 1)[..., None] ** np.float32(0.6)
    horizon, zenith = np.array(weather.horizon, np.float32), np.array(weather.zenith, np.float32)
    return np.asarray(horizon * (1 - rise) + zenith * rise, np.float32)


def sunlight(
    tracer: Tracer,
    weather: Weather,
    points: Floats,
    normals: Floats,
    ray_count: int = 9,
    footprints: Footprints | None = None,
) -> Floats:
    facing = normals @ weather.sun
    light = np.zeros((len(points), 3))
    lit = np.flatnonzero(facing > 0.001)
    if weather.has_sun and len(lit):
        share = _sun_share(tracer, weather, points, normals, lit, ray_count, footprints)
        light[lit] = (share * facing[lit])[:, None] * weather.sun_light
    return light


def sees_sun(tracer: Tracer, weather: Weather, points: Floats) -> Floats:
    """1.0 where the middle of the sun is seen, else 0.0."""
    if not weather.has_sun:
        return np.zeros(len(points))
    free = tracer.distances(points, np.tile(weather.sun, (len(points), 1))) > _OUTSIDE_M
    return free.astype(np.float64)


def _sun_share(
    tracer: Tracer,
    weather: Weather,
    points: Floats,
    normals: Floats,
    lit: Integers,
    ray_count: int,
    footprints: Footprints | None,
) -> Floats:
    origins = lifted(points[lit], normals[lit])
    first, second = position_hash(points[lit])
    across_x, across_y = tangents(weather.sun[None])
    free = np.zeros(len(lit))
    for a, b in even_sequence(ray_count):
        radius, angle = weather.sun_radius * np.sqrt((a + first) % 1), 2 * np.pi * ((b + second) % 1)
        aside = np.cos(angle)[:, None] * across_x + np.sin(angle)[:, None] * across_y
        directions = weather.sun + radius[:, None] * aside
        starts = origins
        if footprints is not None:
            starts = origins + _within_luxel(footprints, lit, (a + 0.37 + second) % 1, (b * 7 + first) % 1)
        free += tracer.distances(starts, directions) > _OUTSIDE_M
    return free / ray_count


def _within_luxel(footprints: Footprints, lit: Integers, share_u: Floats, share_v: Floats) -> Floats:
    room = footprints.room[lit]
    along_u = np.clip(share_u - 0.5, -room[:, 0], room[:, 1])
    along_v = np.clip(share_v - 0.5, -room[:, 2], room[:, 3])
    return np.asarray(along_u[:, None] * footprints.u[lit] + along_v[:, None] * footprints.v[lit], np.float64)
