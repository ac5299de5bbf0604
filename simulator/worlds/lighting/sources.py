"""Where light comes from: the sun, the sky and ceiling lamps; and how much of it arrives at a surface directly."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from embrace3k.simulator.worlds.lighting.rays import Singles, Tracer, even_sequence, lifted, position_hash, tangents
from embrace3k.simulator.worlds.surfaces import Floats, Integers

SUN: Floats = np.array([-0.62, -0.55, 0.56]) / np.linalg.norm([-0.62, -0.55, 0.56])
SUN_LIGHT: Floats = np.array([3.3, 2.84, 2.22])

_HORIZON, _ZENITH = np.array([1.02, 1.095, 1.18], np.float32), np.array([0.50, 0.716, 1.10], np.float32)
_SUN_RADIUS = 0.022
_LAMP_RADIUS_M = 0.17
_LAMP_REACH_M = 8.0
_OUTSIDE_M = 200.0


class LampLight(NamedTuple):
    """A ceiling lamp in mesh axes, metres."""

    position: tuple[float, float, float]
    light: tuple[float, float, float]


class Footprints(NamedTuple):
    """The patch of a chart that one luxel stands for: its rays start all over it, so that thin shadows do not break.

    `u` and `v` are one luxel long; `room` (points, 4) is how many luxels lie before and behind it along u, then v.
    """

    u: Floats
    v: Floats
    room: Floats


def sky_radiance(directions: Singles) -> Singles:
    rise = np.clip(directions[..., 2], 0, 1)[..., None] ** np.float32(0.6)
    return np.asarray(_HORIZON * (1 - rise) + _ZENITH * rise, np.float32)


def sunlight(
    tracer: Tracer, points: Floats, normals: Floats, ray_count: int = 9, footprints: Footprints | None = None
) -> Floats:
    facing = normals @ SUN
    lit = np.flatnonzero(facing > 0.001)
    light = np.zeros((len(points), 3))
    light[lit] = (_sun_share(tracer, points, normals, lit, ray_count, footprints) * facing[lit])[:, None] * SUN_LIGHT
    return light


def lamplight(
    tracer: Tracer, points: Floats, normals: Floats, lamps: Sequence[LampLight], ray_count: int = 6
) -> Floats:
    """Lamps are small discs that shine mostly downwards."""
    light = np.zeros((len(points), 3))
    for lamp in lamps:
        towards = np.array(lamp.position) - lifted(points, normals)
        near = (towards * towards).sum(1) < _LAMP_REACH_M**2
        reached = np.flatnonzero(near & ((towards * normals).sum(1) > -0.2))
        if len(reached):
            share = _lamp_share(tracer, points[reached], normals[reached], towards[reached], ray_count)
            light[reached] += share[:, None] * np.array(lamp.light)
    return light


def sees_sun(tracer: Tracer, points: Floats) -> Floats:
    """1.0 where the middle of the sun is seen, else 0.0."""
    free = tracer.distances(points, np.tile(SUN, (len(points), 1))) > _OUTSIDE_M
    return free.astype(np.float64)


def _sun_share(
    tracer: Tracer, points: Floats, normals: Floats, lit: Integers, ray_count: int, footprints: Footprints | None
) -> Floats:
    origins = lifted(points[lit], normals[lit])
    first, second = position_hash(points[lit])
    across_x, across_y = tangents(SUN[None])
    free = np.zeros(len(lit))
    for a, b in even_sequence(ray_count):
        radius, angle = _SUN_RADIUS * np.sqrt((a + first) % 1), 2 * np.pi * ((b + second) % 1)
        directions = SUN + radius[:, None] * (np.cos(angle)[:, None] * across_x + np.sin(angle)[:, None] * across_y)
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


def _lamp_share(tracer: Tracer, points: Floats, normals: Floats, towards: Floats, ray_count: int) -> Floats:
    first, second = position_hash(points)
    origins = lifted(points, normals)
    share = np.zeros(len(points))
    for a, b in even_sequence(ray_count, 0.3):
        radius, angle = _LAMP_RADIUS_M * np.sqrt((a + first) % 1), 2 * np.pi * ((b + second) % 1)
        aim = towards + np.stack([radius * np.cos(angle), radius * np.sin(angle), np.zeros_like(radius)], 1)
        distance = np.linalg.norm(aim, axis=1)
        aim /= distance[:, None]
        facing = np.clip((aim * normals).sum(1), 0, 1) * (0.12 + 0.88 * np.clip(aim[:, 2], 0, 1) ** 0.5)
        free = tracer.distances(origins, aim) > distance - 0.1
        share += free * facing / (0.35 + distance * distance) / ray_count
    return share
