"""Soft dark patches under things that move: without them they seem to float.

A patch is the outline of what throws it, rounded, dark in the middle and fading outwards from vertex to vertex: a
texture stretched so far would show stripes.
"""

from typing import Any

import numpy as np
from panda3d.core import DepthOffsetAttrib, GeomNode, NodePath

from embrace3k.simulator.worlds.axes import Placement
from embrace3k.simulator.worlds.drawing import NUMBERS, shadow_state
from embrace3k.simulator.worlds.panda import hide_from, make_geometry
from embrace3k.simulator.worlds.surfaces import Floats
from embrace3k.simulator.worlds.weather import Weather

_CORNERS = 20
_DIRECTIONS = 2 * np.pi * np.arange(_CORNERS) / _CORNERS
_OUTWARDS = np.stack([np.cos(_DIRECTIONS), np.sin(_DIRECTIONS)], 1)
_RINGS = ((0.0, 0.75, 1.0), (0.4, 1.0, 0.62), (1.0, 1.0, 0.0))
"""Per ring: share of the fading width outside the outline, how far the outline is scaled, darkness."""
_LOW_SHARE = 0.3
"""The lowest part of a thing, which darkens the ground right below."""
_FADE_HEIGHT_M = 0.7
"""A thing held this high above what is below it has no shadow any more."""
_LONGEST_M = 2.5
_FAINTEST = 0.02
_DEPTH_OFFSET = 48
_DARKNESS_BELOW, _DARKNESS_OF_SUN = 0.72, 0.55
_LEAF_DARKNESS, _LEAF_FADING_M = 0.5, 0.1


def shadow_root(parent: Any, sort: int) -> Any:
    """A node for shadows: they lie a hair above the ground, where depth alone is too coarse."""
    root = NodePath("shadows")
    root.set_attrib(DepthOffsetAttrib.make(_DEPTH_OFFSET))
    root.reparent_to(parent, sort)
    return root


class Shadow:
    """Two patches: one right below, for the sky's light, and one that points away from the sun."""

    def __init__(self, points: Floats, root: Any, is_leaf: bool) -> None:
        """`points` of the thing's mesh, its base at height 0. A door's leaf only has a faint line below."""
        self._points = points
        self._darkness = (_LEAF_DARKNESS, 0.0) if is_leaf else (_DARKNESS_BELOW, _DARKNESS_OF_SUN)
        height = float(points[:, 2].max())
        lowest = points[points[:, 2] <= _LOW_SHARE * height + 1e-6, :2]
        self._below, self._cast = _new_node(root), _new_node(root)
        _draw_patch(self._below, _outline(lowest), _LEAF_FADING_M if is_leaf else _fading_width(lowest))

    def place(self, where: Placement, ground_m: float, weather: Weather, sun: float) -> None:
        """`sun`: 0 in the shade to 1 in full sun. `ground_m`: the height of what is below."""
        x, y, z = where.position
        above = max(0.0, z - ground_m)
        near = 1 - min(1.0, above / _FADE_HEIGHT_M)
        _put(self._below, (x, y, ground_m + 0.018), where.heading_deg, self._darkness[0] * near)
        _put(self._cast, (x, y, ground_m + 0.014), 0.0, self._darkness[1] * sun * near)
        if self._darkness[1] * sun * near > 0:
            self._cast.node().remove_all_geoms()
            _draw_patch(self._cast, _outline(self._thrown(where, above, weather)), 0.04 + 2 * weather.sun_radius)

    def _thrown(self, where: Placement, above_m: float, weather: Weather) -> Floats:
        """Every point along the sun's rays down on the ground."""
        points = self._points @ where.rotation().T
        away = -weather.sun[:2] / weather.sun[2]
        length = np.minimum(points[:, 2] + above_m, _LONGEST_M / max(float(np.hypot(*away)), 0.1))
        return np.asarray(points[:, :2] + length[:, None] * away, np.float64)


def _outline(points: Floats) -> Floats:
    """The points' farthest reach in each of some directions: corners of a convex outline."""
    farthest: Floats = points[(points @ _OUTWARDS.T).argmax(0)]
    return farthest


def _fading_width(points: Floats) -> float:
    return float(np.clip(0.45 * np.ptp(points, axis=0).max(), 0.03, 0.2))


def _new_node(root: Any) -> Any:
    path = NodePath(GeomNode("shadow"))
    path.reparent_to(root)
    hide_from(path, NUMBERS)
    return path


def _draw_patch(node: Any, outline: Floats, fading_m: float) -> None:
    middle = (outline.min(0) + outline.max(0)) / 2
    rings = [middle[None]]
    for outside, scale, _ in _RINGS:
        rings.append(middle + (outline - middle) * scale + _OUTWARDS * outside * fading_m)
    flat = np.concatenate(rings)
    points = np.column_stack([flat, np.zeros(len(flat))])
    colors = np.zeros((len(points), 4))
    colors[:, 3] = 255 * np.concatenate([[1.0], *(np.full(_CORNERS, darkness) for _, _, darkness in _RINGS)])
    normals, uvs = np.tile((0.0, 0.0, 1.0), (len(points), 1)), np.zeros((len(points), 2))
    node.node().add_geom(make_geometry(points, normals, uvs, colors, _patch_triangles()), shadow_state())


def _patch_triangles() -> Any:
    """A fan in the middle and a band to every further ring."""
    here = np.arange(_CORNERS)
    following = (here + 1) % _CORNERS
    pieces = [np.stack([0 * here, 1 + here, 1 + following], 1)]
    for ring in range(len(_RINGS) - 1):
        inner, outer = 1 + ring * _CORNERS, 1 + (ring + 1) * _CORNERS
        pieces.append(np.stack([inner + here, outer + here, outer + following], 1))
        pieces.append(np.stack([inner + here, outer + following, inner + following], 1))
    return np.concatenate(pieces)


def _put(node: Any, position: tuple[float, float, float], heading_deg: float, strength: float) -> None:
    if strength <= _FAINTEST:
        node.hide()
        return
    node.show()
    node.set_pos(*position)
    node.set_h(heading_deg)
    node.set_color_scale(1, 1, 1, strength)
