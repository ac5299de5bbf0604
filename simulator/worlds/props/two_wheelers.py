"""Bicycles and scooters on their stands. Origin = centre between the wheels on the road, front = north (+y), metres."""

import numpy as np

from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.props.car_bodies import LENS, TAIL_LIGHT
from embrace3k.simulator.worlds.props.rods import rod
from embrace3k.simulator.worlds.surfaces import Surface

_BLACK: Color = (0.05, 0.05, 0.055)
_STEEL: Color = (0.6, 0.61, 0.63)
_LEATHER: Color = (0.2, 0.13, 0.09)
_SPOKED = 20


def bicycle(color: Color) -> Mesh:
    """A city bicycle with mudguards, a rack and a lamp, 1.8 m long."""
    mesh = Mesh()
    rear, front, radius = -0.54, 0.56, 0.33
    for y in (rear, front):
        _spoked_wheel(mesh, y, radius)
    pedals, seat, head = (0.0, -0.1, 0.3), (0.0, -0.27, 0.82), (0.0, 0.36, 0.86)
    low_head = (0.0, 0.4, 0.72)
    for start, end in ((pedals, seat), (seat, head), (pedals, low_head)):
        rod(mesh, start, end, 0.02, color=color)
    for x in (-0.05, 0.05):
        rod(mesh, (x, rear, radius), (x / 2, -0.1, 0.3), 0.011, color=color)
        rod(mesh, (x, rear, radius), (x / 2, -0.26, 0.78), 0.011, color=color)
        rod(mesh, (x, front, radius), (x, 0.42, 0.68), 0.014, color=color)
        rod(mesh, (x, rear, radius), (x, rear - 0.06, 0.7), 0.009, color=_BLACK)
    mesh.box((0, 0.42, 0.66), (0.13, 0.05, 0.04), color=color, luxel_m=0)
    rod(mesh, (0, 0.43, 0.66), (0, 0.33, 1.02), 0.02, color=color)
    rod(mesh, (-0.29, 0.24, 1.04), (0.29, 0.24, 1.04), 0.013, color=_STEEL)
    rod(mesh, (0, 0.35, 1.0), (0, 0.24, 1.04), 0.014, color=_STEEL)
    for x in (-0.25, 0.25):
        rod(mesh, (x - 0.05, 0.235, 1.04), (x + 0.05, 0.235, 1.04), 0.02, color=_BLACK)
    rod(mesh, seat, (0, -0.31, 0.94), 0.015, color=_STEEL)
    mesh.rounded_box((0, -0.33, 0.94), (0.16, 0.27, 0.07), 0.03, color=_LEATHER, rings=2)
    mesh.box((0, rear - 0.02, 0.7), (0.14, 0.4, 0.025), color=_BLACK, luxel_m=0)
    mesh.box((0, 0.47, 0.8), (0.09, 0.07, 0.09), "glass", LENS, luxel_m=0)
    mesh.box((0, rear - 0.23, 0.66), (0.08, 0.02, 0.06), "glass", TAIL_LIGHT, luxel_m=0)
    mesh.cylinder((0.045, -0.1, 0.3), 0.09, 0.012, color=_STEEL, segments=12, axis="x")
    for side in (-1, 1):
        rod(mesh, (side * 0.07, -0.1, 0.3), (side * 0.09, -0.1 + side * 0.17, 0.3), 0.011, color=_STEEL)
        mesh.box((side * 0.13, -0.1 + side * 0.17, 0.285), (0.1, 0.08, 0.025), color=_BLACK, luxel_m=0)
    rod(mesh, (-0.05, -0.14, 0.3), (-0.16, -0.2, 0.0), 0.011, color=_BLACK)
    return mesh


def scooter(color: Color) -> Mesh:
    """A motor scooter with a leg shield and a long seat, 1.8 m long."""
    mesh = Mesh()
    for y in (-0.6, 0.66):
        mesh.cylinder((-0.06, y, 0.23), 0.23, 0.12, color=_BLACK, segments=16, axis="x")
        mesh.cylinder((-0.066, y, 0.23), 0.13, 0.132, color=_STEEL, segments=12, axis="x")
    mesh.box((0, 0.0, 0.24), (0.34, 0.62, 0.07), color=_BLACK, luxel_m=0)
    shield = [(0.24, 0.28), (0.32, 0.28), (0.5, 0.95), (0.43, 0.97)]
    mesh.prism((0, 0, 0), shield, 0.4, "paint", color)
    tail = [(-0.95, 0.5), (-0.85, 0.36), (-0.3, 0.24), (-0.22, 0.36), (-0.26, 0.7), (-0.9, 0.68)]
    mesh.prism((0, 0, 0), tail, 0.34, "paint", color)
    mesh.rounded_box((0, -0.57, 0.68), (0.3, 0.68, 0.1), 0.045, color=_BLACK, rings=2)
    guard = [(0.42, 0.42), (0.42, 0.36), (0.92, 0.3), (0.88, 0.42), (0.68, 0.5)]
    mesh.prism((0, 0, 0), guard, 0.16, "paint", color)
    for x in (-0.075, 0.075):
        rod(mesh, (x, 0.66, 0.23), (x * 0.6, 0.48, 0.9), 0.02, color=_STEEL)
    mesh.rounded_box((0, 0.44, 0.94), (0.2, 0.2, 0.18), 0.06, "paint", color, rings=2)
    mesh.box((0, 0.53, 0.97), (0.14, 0.04, 0.12), "glass", LENS, luxel_m=0)
    rod(mesh, (-0.34, 0.38, 1.08), (0.34, 0.38, 1.08), 0.016, color=_BLACK)
    for side in (-1, 1):
        rod(mesh, (side * 0.2, 0.39, 1.08), (side * 0.3, 0.42, 1.28), 0.008, color=_BLACK)
        mesh.box((side * 0.3, 0.42, 1.24), (0.13, 0.02, 0.09), color=_BLACK, luxel_m=0)
        mesh.box((side * 0.12, -0.935, 0.56), (0.08, 0.04, 0.06), "glass", TAIL_LIGHT, luxel_m=0)
    return mesh.quad((-0.12, -0.965, 0.36), (0.24, 0, 0), (0, 0, 0.14), "numberplate", fit=True, luxel_m=0)


def _spoked_wheel(mesh: Mesh, y: float, radius: float) -> None:
    tyre = [(radius, -0.012), (radius, 0.012)]
    mesh.lathe((0, y, radius), tyre, color=_BLACK, segments=_SPOKED, axis="x")
    mesh.lathe(
        (0, y, radius), [(radius - 0.035, 0.012), (radius - 0.035, -0.012)], color=_STEEL, segments=_SPOKED, axis="x"
    )
    angles = np.linspace(0, 2 * np.pi, _SPOKED, endpoint=False)
    circle = np.stack([np.cos(angles), np.sin(angles)], 1)
    rim = np.stack([np.zeros(_SPOKED), y + radius * circle[:, 0], radius + radius * circle[:, 1]], 1)
    triangles = np.array([(0, i, i + 1) for i in range(1, _SPOKED - 1)])
    mesh.add(Surface(rim, np.tile((1.0, 0.0, 0.0), (_SPOKED, 1)), 0.5 + 0.49 * circle, triangles), "spokes")
    mesh.cylinder((-0.04, y, radius), 0.025, 0.08, color=_STEEL, segments=8, axis="x")
