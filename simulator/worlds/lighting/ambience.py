"""Soft light at any place: what things that move get from all around, wherever they stand, lie or are held."""

from typing import NamedTuple

import numpy as np

from embrace3k.simulator.worlds.lighting.bounces import from_inside, sky_seen
from embrace3k.simulator.worlds.lighting.encoding import decode, encode
from embrace3k.simulator.worlds.lighting.rays import Tracer, hemisphere
from embrace3k.simulator.worlds.lighting.solution import Solution
from embrace3k.simulator.worlds.noise import Bytes
from embrace3k.simulator.worlds.surfaces import Floats
from embrace3k.simulator.worlds.weather import Weather

_RAYS = 48
_SIDES = np.array([(1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1)], np.float64)
_INSIDE_SHARE, _HARDLY = 0.25, 1e-3
_PLACES_ON_TRIANGLE = np.array([(1, 1, 1), (4, 1, 1), (1, 4, 1), (1, 1, 4)]) / ((3,), (6,), (6,), (6,))


class Ambient(NamedTuple):
    """Light that arrives at some places from six sides: east, west, north, south, above, below."""

    sides: Floats
    """(places, 6, 3)."""
    trust: Floats
    """Per place: 1 in the open, next to nothing within a wall."""

    def on(self, normals: Floats, shares: Floats) -> Floats:
        """(points, 3): what surfaces with these unit normals get. `shares`: (points, places) of each place's light."""
        trusted = shares * self.trust
        trusted /= np.maximum(trusted.sum(1, keepdims=True), 1e-12)
        facing = np.concatenate([np.maximum(normals, 0) ** 2, np.minimum(normals, 0) ** 2], 1)[:, (0, 3, 1, 4, 2, 5)]
        return np.asarray(np.einsum("vp,vs,psc->vc", trusted, facing, self.sides), np.float64)


class Ambience:
    """`shining`: what `shining_triangles` made of the very triangles that the tracer has, in their order."""

    def __init__(self, tracer: Tracer, shining: Bytes, weather: Weather) -> None:
        self._tracer = tracer
        self._light = decode(shining[:, :3] / 255.0)
        self._two_sided = shining[:, 3] > 0
        self._weather = weather

    def at(self, places: Floats) -> Ambient:
        """Rays that meet something from its inside do not count."""
        count = len(places)
        starts, normals = np.repeat(places, 6, 0), np.tile(_SIDES, (count, 1))
        directions = hemisphere(starts, normals, _RAYS).reshape(-1, 3)
        hits = self._tracer.first_hits(np.repeat(starts, _RAYS, 0), directions)
        inside = from_inside(hits, directions, self._two_sided)
        met = (hits.triangles >= 0) & ~inside
        light = sky_seen(self._weather, hits, directions).astype(np.float64)
        light[met] = self._light[hits.triangles[met]]
        counting = np.maximum((~inside).reshape(count, 6, _RAYS).sum(2), 1)
        sides = light.reshape(count, 6, _RAYS, 3).sum(2) / counting[..., None]
        return Ambient(sides, np.where(inside.reshape(count, -1).mean(1) < _INSIDE_SHARE, 1.0, _HARDLY))


def shining_triangles(solution: Solution) -> Bytes:
    """(triangles, 4): the encoded light that each sends out, and 255 where it does so from its back too."""
    corners = solution.scene.corners().astype(np.float32)
    numbers = np.arange(len(corners), dtype=np.int32)
    sent = solution.albedo * solution.light
    light = np.zeros((len(corners), 3))
    for shares in _PLACES_ON_TRIANGLE.astype(np.float32):
        places = np.einsum("c,tcx->tx", shares, corners)
        light += sent[solution.finder.find(numbers, places)] / len(_PLACES_ON_TRIANGLE)
    two_sided = np.where(solution.scene.have_two_sides(), 255, 0)
    return np.column_stack([np.rint(encode(light) * 255), two_sided]).astype(np.uint8)
