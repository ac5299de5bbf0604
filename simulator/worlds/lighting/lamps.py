"""Light straight from lamps. A point casts a fixed number of rays, shared out among lamps by how bright they would be.

So a hall with thirty lamps costs no more than a room with two.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from embrace3k.simulator.worlds.lighting.rays import Tracer, even_sequence, lifted, position_hash
from embrace3k.simulator.worlds.surfaces import Floats, Integers

_POINTS_AT_ONCE = 20_000
_FAINTEST = 0.004
"""A lamp that would add less than this to a point is left out."""
_LEAST_FACING = 0.05
_NEAR_M2 = 0.35
"""Added to the squared distance: what is close to a lamp does not burn out."""
_UPWARDS = 0.12
"""Share of a lamp's light that goes up: the ceiling is not black."""


class LampLight(NamedTuple):
    """A lamp in mesh axes, metres: a horizontal rectangle that shines mostly downwards."""

    position: tuple[float, float, float]
    light: tuple[float, float, float]
    along: tuple[float, float] = (0.17, 0.0)
    """From the middle to one end: east and north."""
    across: tuple[float, float] = (0.0, 0.17)


def lamplight(
    tracer: Tracer, points: Floats, normals: Floats, lamps: Sequence[LampLight], ray_count: int = 12
) -> Floats:
    light = np.zeros((len(points), 3))
    if not lamps:
        return light
    origins = lifted(points, normals)
    for start in range(0, len(points), _POINTS_AT_ONCE):
        some = slice(start, start + _POINTS_AT_ONCE)
        expected = _expected(origins[some], normals[some], lamps)
        lit = start + np.flatnonzero(expected.sum(1))
        if len(lit):
            light[lit] = _traced(tracer, origins[lit], normals[lit], lamps, expected[lit - start], ray_count)
    return light


def _expected(origins: Floats, normals: Floats, lamps: Sequence[LampLight]) -> Floats:
    """(points, lamps): brightness if nothing stood between and the lamps were points. It only steers the rays."""
    brightness = np.empty((len(origins), len(lamps)))
    for number, lamp in enumerate(lamps):
        towards = np.array(lamp.position) - origins
        distance2 = np.einsum("ij,ij->i", towards, towards)
        facing = np.einsum("ij,ij->i", towards, normals) / np.sqrt(distance2)
        reach = float(np.hypot(*lamp.along) + np.hypot(*lamp.across))
        is_behind = facing * np.sqrt(distance2) < -reach
        brightness[:, number] = _falloff(towards[:, 2], distance2) * np.clip(facing, _LEAST_FACING, 1)
        brightness[is_behind, number] = 0
        brightness[:, number] *= max(lamp.light)
    return np.where(brightness < _FAINTEST, 0.0, brightness)


def _traced(
    tracer: Tracer, origins: Floats, normals: Floats, lamps: Sequence[LampLight], expected: Floats, ray_count: int
) -> Floats:
    places, colors = (np.array([lamp[column] for lamp in lamps]) for column in (0, 1))
    sides = np.zeros((len(lamps), 2, 3))
    sides[:, 0, :2], sides[:, 1, :2] = [lamp.along for lamp in lamps], [lamp.across for lamp in lamps]
    first, second = position_hash(origins)
    total = expected.sum(1)
    light = np.zeros((len(origins), 3))
    for number, (a, b) in enumerate(even_sequence(ray_count, 0.3)):
        lamp = _picked(expected, total * (number + (first * 7.13 + second * 3.71) % 1) / ray_count)
        u, v = 2 * ((a + first) % 1) - 1, 2 * ((b + second) % 1) - 1
        towards = places[lamp] + u[:, None] * sides[lamp, 0] + v[:, None] * sides[lamp, 1] - origins
        distance2 = np.einsum("ij,ij->i", towards, towards)
        distance = np.sqrt(distance2)
        towards /= distance[:, None]
        facing = np.clip(np.einsum("ij,ij->i", towards, normals), 0, 1)
        free = tracer.distances(origins, towards) > distance - 0.1
        chance = expected[np.arange(len(lamp)), lamp] / total
        share = free * facing * _falloff(towards[:, 2] * distance, distance2) / chance / ray_count
        light += share[:, None] * colors[lamp]
    return light


def _picked(expected: Floats, at: Floats) -> Integers:
    """Per point the lamp at which the running sum of `expected` passes `at`."""
    running = np.cumsum(expected, axis=1)
    lamp = (running <= at[:, None]).sum(1)
    brightest = expected.argmax(1)
    lamp = np.minimum(lamp, expected.shape[1] - 1)
    picked: Integers = np.where(expected[np.arange(len(lamp)), lamp] > 0, lamp, brightest)
    return picked


def _falloff(rise: Floats, distance2: Floats) -> Floats:
    """`rise`: how far the lamp is above the point, metres."""
    downwards = np.sqrt(np.clip(rise, 0, None) / np.sqrt(distance2))
    return np.asarray((_UPWARDS + (1 - _UPWARDS) * downwards) / (_NEAR_M2 + distance2), np.float64)
