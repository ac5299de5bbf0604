"""Light from outside: the sun, as far as it arrives at a surface directly, and the sky."""

import numpy as np

from embrace3k.simulator.worlds.lighting.rays import Singles, Tracer, even_sequence, lifted, position_hash, tangents
from embrace3k.simulator.worlds.surfaces import Floats
from embrace3k.simulator.worlds.weather import Weather

_OUTSIDE_M = 200.0


def sky_radiance(weather: Weather, directions: Singles) -> Singles:
    rise = np.clip(directions[..., 2], 0, 1)[..., None] ** np.float32(0.6)
    horizon, zenith = np.array(weather.horizon, np.float32), np.array(weather.zenith, np.float32)
    return np.asarray(horizon * (1 - rise) + zenith * rise, np.float32)


def sunlight(tracer: Tracer, weather: Weather, points: Floats, normals: Floats, ray_count: int = 9) -> Floats:
    facing = normals @ weather.sun
    light = np.zeros((len(points), 3))
    lit = np.flatnonzero(facing > 0.001)
    if not weather.has_sun or not len(lit):
        return light
    origins = lifted(points[lit], normals[lit])
    first, second = position_hash(points[lit])
    free = np.zeros(len(lit))
    for a, b in even_sequence(ray_count):
        free += sun_is_free(tracer, origins, sun_directions(weather, (a + first) % 1, (b + second) % 1))
    light[lit] = (free / ray_count * facing[lit])[:, None] * weather.sun_light
    return light


def sun_directions(weather: Weather, a: Floats, b: Floats) -> Floats:
    """Towards places on the sun's disc, spread evenly for `a` and `b` in 0 to 1."""
    across_x, across_y = tangents(weather.sun[None])
    radius, angle = weather.sun_radius * np.sqrt(a), 2 * np.pi * b
    aside = np.cos(angle)[:, None] * across_x + np.sin(angle)[:, None] * across_y
    return np.asarray(weather.sun + radius[:, None] * aside, np.float64)


def sun_is_free(tracer: Tracer, origins: Floats, directions: Floats) -> Floats:
    """1.0 where nothing stands in the way, else 0.0."""
    free = tracer.distances(origins, directions) > _OUTSIDE_M
    return free.astype(np.float64)


def sees_sun(tracer: Tracer, weather: Weather, points: Floats) -> Floats:
    """1.0 where the middle of the sun is seen, else 0.0."""
    if not weather.has_sun:
        return np.zeros(len(points))
    return sun_is_free(tracer, points, np.tile(weather.sun, (len(points), 1)))
