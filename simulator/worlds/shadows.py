"""Soft dark patches under things that move: without them they seem to float."""

from functools import cache
from typing import Any

import numpy as np
from panda3d.core import DepthOffsetAttrib, GeomNode, NodePath

from embrace3k.simulator.worlds.axes import Placement
from embrace3k.simulator.worlds.drawing import NUMBERS, shadow_state
from embrace3k.simulator.worlds.noise import Bytes
from embrace3k.simulator.worlds.panda import hide_from, make_geometry
from embrace3k.simulator.worlds.surfaces import Floats
from embrace3k.simulator.worlds.weather import Weather

_IMAGE_SIZE = 64
_BIG_M = 1.0
_FADE_HEIGHT_M = 0.7
"""A thing held this high above what is below it has no shadow any more."""
_FAINTEST = 0.02
_DEPTH_OFFSET = 48


def shadow_root(parent: Any, sort: int) -> Any:
    """A node for shadows: they lie a hair above the ground, where depth alone is too coarse."""
    root = NodePath("shadows")
    root.set_attrib(DepthOffsetAttrib.make(_DEPTH_OFFSET))
    root.reparent_to(parent, sort)
    return root


class Shadow:
    """Two patches: one right below, for the sky's light, and one pushed away from the sun."""

    def __init__(self, low: Floats, high: Floats, root: Any) -> None:
        size = high - low
        self._height = float(high[2])
        self._is_big = float(size[:2].max()) > _BIG_M
        half = size[:2] / 2 * (1.0 if self._is_big else 1.45) + (0.16 if self._is_big else 0.02)
        middle = (low + high)[:2] / 2
        self._below = _patch(middle, half, self._is_big, root)
        self._cast = _patch(middle, half * 1.1, self._is_big, root)

    def place(self, where: Placement, ground_m: float, weather: Weather, sun: float) -> None:
        """`sun`: 0 in the shade to 1 in full sun. `ground_m`: the height of what is below."""
        x, y, z = where.position
        near = 1 - min(1.0, max(0.0, z - ground_m) / _FADE_HEIGHT_M)
        push = -weather.sun[:2] / weather.sun[2] * (self._height * 0.45 + max(0.0, z - ground_m))
        darkness = 0.85 if self._is_big else 0.7
        _put(self._below, (x, y, ground_m + 0.018), where.heading_deg, darkness * near)
        _put(self._cast, (x + push[0], y + push[1], ground_m + 0.014), where.heading_deg, 0.5 * sun * near)


def _put(node: Any, position: tuple[float, float, float], heading_deg: float, strength: float) -> None:
    if strength <= _FAINTEST:
        node.hide()
        return
    node.show()
    node.set_pos(*position)
    node.set_h(heading_deg)
    node.set_color_scale(1, 1, 1, strength)


def _patch(middle: Floats, half: Floats, boxy: bool, root: Any) -> Any:
    corners = np.array([(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)])
    points = np.column_stack([middle + corners * half, np.zeros(4)])
    normals = np.tile((0.0, 0.0, 1.0), (4, 1))
    black = np.zeros((4, 3))
    geometry = make_geometry(points, normals, (corners + 1) / 2, black, np.array([(0, 1, 2), (0, 2, 3)]))
    node = GeomNode("shadow")
    node.add_geom(geometry, shadow_state(_image(boxy)))
    path = NodePath(node)
    path.reparent_to(root)
    hide_from(path, NUMBERS)
    return path


@cache
def _image(boxy: bool) -> Bytes:
    """Black with soft alpha; big things get a rectangle with soft edges, small ones nearly a disc."""
    core, power = (20, 1.5) if boxy else (2, 1.2)
    middle = (_IMAGE_SIZE - 1) / 2
    offsets = np.abs(np.arange(_IMAGE_SIZE) - middle)
    beyond = np.maximum(offsets - core, 0) / (_IMAGE_SIZE / 2 - 2 - core)
    distance = np.hypot(beyond[:, None], beyond[None, :])
    image = np.zeros((_IMAGE_SIZE, _IMAGE_SIZE, 4), np.uint8)
    image[..., 3] = 255 * np.clip(1 - distance, 0, 1) ** power
    return image
