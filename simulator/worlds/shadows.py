"""Soft dark patches under things that move: without them they seem to float.

A patch follows the outline of what throws it and fades from vertex to vertex: a texture stretched so far would show
stripes. It lies on what is below, uphill and downhill, and ends where that does: at the edge of a table.
"""

from typing import Any, NamedTuple

import numpy as np
from panda3d.core import DepthOffsetAttrib, GeomNode, NodePath

from embrace3k.simulator.worlds.axes import Placement
from embrace3k.simulator.worlds.drawing import NUMBERS, shadow_state
from embrace3k.simulator.worlds.lighting.encoding import GAMMA
from embrace3k.simulator.worlds.lighting.rays import Tracer, hemisphere
from embrace3k.simulator.worlds.panda import hide_from, make_geometry
from embrace3k.simulator.worlds.surfaces import Floats, Integers
from embrace3k.simulator.worlds.surroundings import Surroundings
from embrace3k.simulator.worlds.weather import Weather

_CORNERS = 20
_ANGLES = np.linspace(0, 2 * np.pi, 4 * _CORNERS, endpoint=False)
_SIDES = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], 1)
_OUTWARDS = _SIDES[::4]
_FACING = _OUTWARDS @ _SIDES.T
_INSIDE = 0.8
"""The ring within the outline: how far the outline is scaled."""
_OUTSIDE = np.array([0.02, 0.12, 0.4, 1.0])
"""Rings from the outline outwards: shares of the width of the fading."""
_SUN_OUTSIDE = np.array([0.0, 0.5, 1.0])
_LOW_SHARE = 0.3
"""The lowest part of a thing, which darkens the ground right below."""
_FADE_HEIGHT_M = 0.7
"""A thing held this high above what is below it has no shadow any more."""
_NARROWEST_M, _WIDEST_M = 0.03, 0.6
_LONGEST_M = 2.5
_FAINTEST = 0.01
_DEPTH_OFFSET = 8
_ABOVE_SHARE, _SUN_ABOVE_SHARE = 0.035, 0.025
"""How high above the ground the patches lie, of the width of the fading: large ones need more, as depth is coarse."""
_OCCLUSION_RAYS, _MOST_OCCLUDED = 64, 0.92
_CONTRAST = 1.3
"""Of what a thing keeps from the ground, encoded; 1 / GAMMA would be right if light came evenly from everywhere."""
_STEPS = 40
_SLOPE, _STEP_M, _GAP_M = 0.45, 0.02, 0.04
"""Ground that rises or falls more than this, or so much at once, is another surface; gaps between boards are not."""


def shadow_root(parent: Any, sort: int) -> Any:
    """A node for shadows: they lie a hair above the ground, where depth alone is too coarse."""
    root = NodePath("shadows")
    root.set_attrib(DepthOffsetAttrib.make(_DEPTH_OFFSET))
    root.reparent_to(parent, sort)
    return root


class Falling(NamedTuple):
    """Light that falls on what is below a thing."""

    soft: float
    sun: float


class Shadow:
    """Two patches: one right below, for soft light, and one that points away from the sun."""

    def __init__(self, points: Floats, shape: Tracer, root: Any) -> None:
        """`points` of the thing's mesh, its base at height 0."""
        self._points = points
        height = float(points[:, 2].max())
        lowest = points[points[:, 2] <= _LOW_SHARE * height + 1e-6, :2]
        self._width = float(np.clip(height, _NARROWEST_M, _WIDEST_M))
        self._rings = _rings(_outline(lowest), _OUTSIDE * self._width)
        self._occluded = _occluded(shape, self._rings) * _MOST_OCCLUDED
        # What is drawn later lies higher: where both are, both show.
        self._cast, self._below = _new_node(root), _new_node(root)

    def place(self, where: Placement, around: Surroundings, light: Falling) -> None:
        ground_m = around.ground_below(where)
        above = max(0.0, where.position[2] - ground_m)
        near = 1 - min(1.0, above / _FADE_HEIGHT_M)
        position = np.array((*where.position[:2], ground_m))
        total = max(light.soft + light.sun, 1e-6)
        soft = self._occluded * near * light.soft / total
        rings = self._rings @ where.rotation()[:2, :2].T
        _draw(self._below, position, rings, 1 - (1 - soft) ** _CONTRAST, around, _ABOVE_SHARE * self._width)
        sun = near * light.sun / total
        if sun <= _FAINTEST:
            self._cast.hide()
            return
        thrown = _outline(self._thrown(where, above, around.weather))
        width = min(0.04 + 2 * around.weather.sun_radius, 0.6 * float(np.ptp(thrown, axis=0).min()))
        rings = _rings(thrown - _OUTWARDS * width / 2, _SUN_OUTSIDE * width)
        darkness = np.concatenate([np.ones(1 + _CORNERS), np.repeat(1 - _SUN_OUTSIDE, _CORNERS)])
        _draw(
            self._cast, position, rings, 1 - (1 - darkness * sun) ** (1 / GAMMA), around, _SUN_ABOVE_SHARE * self._width
        )

    def _thrown(self, where: Placement, above_m: float, weather: Weather) -> Floats:
        """Every point along the sun's rays down on the ground."""
        points = self._points @ where.rotation().T
        away = -weather.sun[:2] / weather.sun[2]
        length = np.minimum(points[:, 2] + above_m, _LONGEST_M / max(float(np.hypot(*away)), 0.1))
        return np.asarray(points[:, :2] + length[:, None] * away, np.float64)


def _outline(points: Floats) -> Floats:
    """The corners of a convex outline about the middle of the points, one in each of some directions."""
    middle = (points.min(0) + points.max(0)) / 2
    support = ((points - middle) @ _SIDES.T).max(0)
    reach = np.where(_FACING > 0.05, support / np.maximum(_FACING, 0.05), np.inf).min(1)
    return np.asarray(middle + _OUTWARDS * reach[:, None], np.float64)


def _rings(outline: Floats, outside_m: Floats) -> Floats:
    """The middle, then ring after ring from within the outline to beyond it."""
    middle = (outline.min(0) + outline.max(0)) / 2
    outer = [outline + _OUTWARDS * outside for outside in outside_m]
    return np.concatenate([middle[None], middle + (outline - middle) * _INSIDE, *outer])


def _occluded(shape: Tracer, rings: Floats) -> Floats:
    """What share of the light from above the thing keeps from the ground at these places; none at the last ring."""
    places = np.column_stack([rings, np.full(len(rings), 0.002)])
    upwards = np.tile((0.0, 0.0, 1.0), (len(places), 1))
    directions = hemisphere(places, upwards, _OCCLUSION_RAYS).reshape(-1, 3)
    distances = shape.distances(np.repeat(places, _OCCLUSION_RAYS, 0), directions)
    stopped = (distances < 1e6).reshape(len(places), -1).mean(1)
    by_ring = stopped[1:].reshape(-1, _CORNERS)
    by_ring[-len(_OUTSIDE) :] *= (1 - _OUTSIDE**2)[:, None]
    # Directions beside each other see the same, but for the noise of the rays.
    by_ring[:] = (np.roll(by_ring, 1, 1) + 2 * by_ring + np.roll(by_ring, -1, 1)) / 4
    return np.asarray(stopped, np.float64)


def _new_node(root: Any) -> Any:
    path = NodePath(GeomNode("shadow"))
    path.reparent_to(root)
    hide_from(path, NUMBERS)
    return path


def _draw(node: Any, position: Floats, rings: Floats, alpha: Floats, around: Surroundings, above_m: float) -> None:
    """`rings` about a position, drawn on the ground that is there."""
    node.node().remove_all_geoms()
    if alpha.max() <= _FAINTEST:
        node.hide()
        return
    node.show()
    points = _on_ground(position, rings, around)
    points[:, 2] += above_m
    colors = np.zeros((len(points), 4))
    colors[:, 3] = np.rint(255 * alpha)
    normals, uvs = np.tile((0.0, 0.0, 1.0), (len(points), 1)), np.zeros((len(points), 2))
    triangles = _patch_triangles(len(rings) // _CORNERS)
    node.node().add_geom(make_geometry(points, normals, uvs, colors, triangles), shadow_state())


def _patch_triangles(rings: int) -> Integers:
    """A fan in the middle and a band to every further ring."""
    here = np.arange(_CORNERS)
    following = (here + 1) % _CORNERS
    pieces = [np.stack([0 * here, 1 + here, 1 + following], 1)]
    for ring in range(rings - 1):
        inner, outer = 1 + ring * _CORNERS, 1 + (ring + 1) * _CORNERS
        pieces.append(np.stack([inner + here, outer + here, outer + following], 1))
        pieces.append(np.stack([inner + here, outer + following, inner + following], 1))
    return np.concatenate(pieces)


def _on_ground(position: Floats, rings: Floats, around: Surroundings) -> Floats:
    """The rings' points in the world. What would lie beyond the edge of the ground is pulled back to it."""
    middle, outwards = rings[0], rings[-_CORNERS:] - rings[0]
    lengths = np.linalg.norm(outwards, axis=1)
    shares = np.linspace(0, 1, _STEPS)
    distances, ways = lengths[:, None] * shares, middle + outwards[:, None] * shares[:, None]
    rises = _rises(position, ways, distances, around)
    rises, farthest = _up_to_the_edge(rises, distances)
    points = np.zeros((len(rings), 3))
    points[0, :2] = middle
    for first in range(1, len(rings), _CORNERS):
        away = rings[first : first + _CORNERS] - middle
        reach = np.maximum(np.linalg.norm(away, axis=1), 1e-9)
        points[first : first + _CORNERS, :2] = middle + away * np.minimum(1, farthest / reach)[:, None]
        step = np.clip(np.rint(reach / lengths * (_STEPS - 1)), 0, _STEPS - 1).astype(np.int64)
        points[first : first + _CORNERS, 2] = rises[np.arange(_CORNERS), step]
    return np.asarray(points + position, np.float64)


def _rises(position: Floats, ways: Floats, distances: Floats, around: Surroundings) -> Floats:
    """How much higher than at the position the ground is along each way."""
    starts = np.concatenate([ways, (_SLOPE * distances)[..., None]], 2) + position
    heights = around.heights_below(starts.reshape(-1, 3)).reshape(distances.shape)
    return np.asarray(heights - position[2], np.float64)


def _up_to_the_edge(rises: Floats, distances: Floats) -> tuple[Floats, Floats]:
    """Rises without gaps, and per way how far the ground reaches."""
    is_ground = np.abs(rises) <= _STEP_M + _SLOPE * distances
    is_ground[:, 0] = True
    last = np.maximum.accumulate(np.where(is_ground, np.arange(_STEPS), 0), axis=1)
    filled = np.where(last > 0, np.take_along_axis(rises, last, 1), 0.0)
    reached = np.take_along_axis(distances, last, 1)
    ended = np.logical_or.accumulate(~is_ground & (distances - reached > _GAP_M), axis=1)
    farthest = np.where(ended, 0.0, reached).max(1)
    return filled, np.where(ended.any(1), farthest, np.inf)
