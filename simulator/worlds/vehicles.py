"""Cars with lofted bodies. Origin = centre between the wheels on the road, front = north (+y), metres.

The materials `paint` and `glass` get a mirrored sky on top when they are drawn.
"""

import math
from collections.abc import Sequence

import numpy as np

from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.surfaces import Floats

_RIM_POINTS = 20
_TYRE: Color = (0.07, 0.07, 0.075)
_RUBBER: Color = (0.05, 0.05, 0.055)
_GLASS: Color = (0.10, 0.12, 0.13)
_ALLOY: Color = (0.52, 0.53, 0.55)
_PLATE: Color = (0.88, 0.88, 0.86)
_CABIN_FOOT, _CABIN_HEAD = 0.86, 1.42


def car(color: Color) -> Mesh:
    """A family hatchback, 4.4 m long and 1.8 m wide."""
    mesh = Mesh()
    _body(mesh, color)
    _cabin(mesh, color)
    for side in (-1, 1):
        for y in (1.32, -1.34):
            _wheel(mesh, side, y)
        mesh.rounded_box((side * 0.88, 0.82, 0.91), (0.26, 0.10, 0.12), 0.04, "paint", color, rings=3)
        mesh.rounded_box((side * 0.58, 2.03, 0.56), (0.32, 0.15, 0.10), 0.045, "glass", (0.80, 0.82, 0.84), rings=3)
        mesh.rounded_box((side * 0.62, -2.12, 0.66), (0.28, 0.12, 0.13), 0.05, "glass", (0.42, 0.05, 0.05), rings=3)
        for y in (0.28, -0.62):
            mesh.rounded_box((side * 0.895, y, 0.78), (0.03, 0.16, 0.025), 0.01, color=(0.16, 0.16, 0.17), rings=2)
    _bumpers(mesh)
    return mesh


def _body(mesh: Mesh, color: Color) -> None:
    along = [-2.18, -2.16, -2.1, -2.0, -1.8, -1.5, -1.1, -0.6, 0, 0.5, 0.9, 1.1, 1.4, 1.7, 1.92, 2.06, 2.13, 2.16]
    top = np.interp(
        along,
        [-2.2, -2.12, -1.9, -1.5, 0, 1.0, 1.6, 2.05, 2.16],
        [0.74, 0.84, 0.92, 0.95, 0.93, 0.90, 0.82, 0.72, 0.62],
    )
    bottom = np.interp(along, [-2.2, -2.0, -1.6, 1.6, 2.0, 2.2], [0.42, 0.30, 0.22, 0.22, 0.26, 0.36])
    half_width = np.interp(
        along,
        [-2.18, -2.1, -1.8, -1.2, 0.8, 1.6, 2.0, 2.12, 2.16],
        [0.62, 0.76, 0.85, 0.89, 0.89, 0.86, 0.78, 0.68, 0.60],
    )
    across, upward = _squircle(0.42)
    across = across * (1 - 0.07 * np.clip(upward, 0, 1) ** 2)
    sections = []
    for y, low, high, width in zip(along, bottom, top, half_width, strict=True):
        ring = [width * across, np.full(_RIM_POINTS, y), (low + high) / 2 + (high - low) / 2 * upward]
        sections.append(np.stack(ring, 1)[::-1])
    mesh.loft(sections, "paint", color)
    mesh.lid(sections[0][::-1], "paint", color)
    mesh.lid(sections[-1], "paint", color)


def _cabin(mesh: Mesh, color: Color) -> None:
    levels = (_CABIN_FOOT, 0.99, 1.16, 1.34)
    mesh.loft([_cabin_ring(z) for z in levels], "glass", _GLASS)
    roof_levels = ((1.335, 0.006), (1.37, 0.005), (1.40, -0.005), (1.43, -0.05), (1.45, -0.14), (1.46, -0.3))
    roof = [_cabin_ring(z, margin) for z, margin in roof_levels]
    mesh.loft(roof, "paint", color)
    mesh.lid(roof[-1], "paint", color)
    for corner in (2, 7, 12, 17):
        mesh.loft([_cabin_ring(z, 0.008)[[corner, corner + 1]] for z in levels], "paint", color, closed=False)
    for first, second in ((19, 0), (9, 10)):
        _middle_pillar(mesh, [_cabin_ring(z, 0.009)[[first, second]] for z in levels], color)


def _middle_pillar(mesh: Mesh, strips: Sequence[Floats], color: Color) -> None:
    narrow = [np.stack([0.62 * strip[0] + 0.38 * strip[1], strip[1]]) for strip in strips]
    mesh.loft(narrow, "paint", color, closed=False)


def _cabin_ring(height: float, margin: float = 0.0) -> Floats:
    """The cabin's outline at a height: windscreen and rear window lean inwards as it climbs."""
    rise = (height - _CABIN_FOOT) / (_CABIN_HEAD - _CABIN_FOOT)
    lean = rise**1.25
    rear, front = -1.78 + 0.85 * lean, 1.12 - 0.98 * lean
    half_width = 0.80 - 0.19 * rise
    across, along = _squircle(0.5)
    x = (half_width + margin) * across
    y = (rear + front) / 2 + ((front - rear) / 2 + margin) * along
    return np.stack([x, y, np.full(_RIM_POINTS, height)], 1)


def _wheel(mesh: Mesh, side: int, y: float) -> None:
    inner = side * 0.79
    mesh.cylinder((side * 0.885 - 0.012, y, 0.365), 0.36, 0.024, color=(0.03, 0.03, 0.03), segments=18, axis="x")
    tyre = [(0.18, 0), (0.27, 0), (0.312, 0.04), (0.312, 0.18), (0.27, 0.22), (0.18, 0.22)]
    mesh.lathe((inner - 0.11, y, 0.315), tyre, color=_TYRE, segments=18, axis="x")
    rim = [(0, 0), (0.19, 0), (0.215, 0.02), (0.215, 0.21), (0.19, 0.23), (0, 0.23)]
    mesh.lathe((inner - 0.115, y, 0.315), rim, "paint", _ALLOY, segments=16, axis="x")
    for spoke in range(5):
        angle = spoke * 2 * math.pi / 5 + 0.3
        middle = (side * 0.906, y + 0.12 * math.cos(angle), 0.285 + 0.12 * math.sin(angle))
        mesh.rounded_box(middle, (0.012, 0.05, 0.06), 0.005, color=(0.12, 0.12, 0.13), rings=2)


def _bumpers(mesh: Mesh) -> None:
    mesh.rounded_box((0, 2.10, 0.36), (1.0, 0.12, 0.15), 0.03, color=_RUBBER, rings=2)
    mesh.rounded_box((0, 2.17, 0.42), (0.46, 0.012, 0.10), 0.005, color=_PLATE, rings=2)
    mesh.rounded_box((0, -2.19, 0.58), (0.50, 0.012, 0.11), 0.005, color=_PLATE, rings=2)
    mesh.rounded_box((0, -2.14, 0.36), (1.2, 0.10, 0.14), 0.03, color=_RUBBER, rings=2)


def _squircle(power: float) -> tuple[Floats, Floats]:
    """Cosine and sine of one turn, swollen towards a square as `power` falls."""
    angles = np.linspace(0, 2 * np.pi, _RIM_POINTS, endpoint=False)
    cosine, sine = np.cos(angles), np.sin(angles)
    return np.sign(cosine) * np.abs(cosine) ** power, np.sign(sine) * np.abs(sine) ** power
