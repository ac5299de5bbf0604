"""What people leave lying in streets and garages. Origin = centre of the base, front = north (+y), metres.

A little larger than life and in clear colours; lit per vertex, because they move.
"""

import numpy as np

from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.props.rods import rod
from embrace3k.simulator.worlds.surfaces import rotation_z

_STEEL: Color = (0.6, 0.61, 0.63)
_DARK: Color = (0.08, 0.08, 0.09)


def traffic_cone() -> Mesh:
    mesh = Mesh().rounded_box((0, 0, 0), (0.36, 0.36, 0.04), 0.015, color=(0.8, 0.26, 0.06), rings=2)
    orange, white = (0.95, 0.32, 0.06), (0.95, 0.95, 0.93)
    for low, high, color in ((0.04, 0.2, orange), (0.2, 0.32, white), (0.32, 0.42, orange), (0.42, 0.48, white)):
        mesh.lathe((0, 0, 0), [(0.15 - 0.25 * low, low), (0.15 - 0.25 * high, high)], color=color, segments=16)
    return mesh.lathe((0, 0, 0), [(0.03, 0.48), (0.018, 0.54), (0, 0.54)], color=orange, segments=16)


def toolbox(color: Color = (0.72, 0.12, 0.1)) -> Mesh:
    mesh = Mesh().box((0, 0, 0), (0.44, 0.22, 0.16), color=color, luxel_m=0)
    ridge = [(0.115, 0.0), (0.06, 0.08), (-0.06, 0.08), (-0.115, 0.0)]
    mesh.prism((0, 0, 0.165), ridge, 0.45, color=color)
    for x in (-0.13, 0.13):
        mesh.box((x, 0.112, 0.12), (0.05, 0.015, 0.08), color=_STEEL, luxel_m=0)
        rod(mesh, (x, 0, 0.24), (x, 0, 0.31), 0.012, color=_DARK)
    return mesh.box((0, 0, 0.3), (0.3, 0.035, 0.03), color=_DARK, luxel_m=0)


def parcel() -> Mesh:
    """Brown paper, a white label and red string."""
    paper: Color = (0.68, 0.5, 0.32)
    mesh = Mesh().box((0, 0, 0), (0.38, 0.28, 0.2), color=paper, luxel_m=0)
    for size in ((0.03, 0.284, 0.204), (0.384, 0.03, 0.204)):
        mesh.box((0, 0, 0), size, color=(0.75, 0.1, 0.1), faces="nsewt", luxel_m=0)
    return mesh.box((0.1, 0.08, 0.2), (0.14, 0.09, 0.003), color=(0.95, 0.94, 0.9), faces="nsewt", luxel_m=0)


def bag(color: Color) -> Mesh:
    """A bulging travel bag with two handles."""
    mesh = Mesh().rounded_box((0, 0, 0), (0.5, 0.26, 0.28), 0.09, "fabric", color, rings=3)
    for y in (-0.09, 0.09):
        for x in (-0.1, 0.1):
            rod(mesh, (x, y, 0.2), (x * 0.8, y * 0.4, 0.38), 0.012, color=_DARK)
        rod(mesh, (-0.085, y * 0.4, 0.375), (0.085, y * 0.4, 0.375), 0.014, color=_DARK)
    return mesh.box((0, 0, 0.277), (0.4, 0.02, 0.008), color=_STEEL, luxel_m=0)


def umbrella(color: Color) -> Mesh:
    """Rolled up and lying along east, with a hooked handle."""
    cloth = [(0, 0), (0.012, 0.02), (0.05, 0.4), (0.055, 0.55), (0.03, 0.6), (0, 0.6)]
    mesh = Mesh().lathe((0, 0.42, 0.06), [(r, -z) for r, z in cloth[::-1]], color=color, segments=10, axis="y")
    rod(mesh, (0, -0.17, 0.06), (0, -0.34, 0.06), 0.016, color=(0.35, 0.2, 0.1))
    bend = [(0.0, -0.34), (0.025, -0.4), (0.08, -0.41), (0.11, -0.36)]
    for (x, y), (to_x, to_y) in zip(bend, bend[1:], strict=False):
        rod(mesh, (x, y, 0.06), (to_x, to_y, 0.06), 0.02, color=(0.35, 0.2, 0.1))
    strap = tuple(0.6 * channel for channel in color)
    mesh.lathe((0, 0.02, 0.06), [(0.058, -0.03), (0.06, 0.0), (0.058, 0.03)], color=strap, segments=10, axis="y")
    return mesh.transform(rotation_z(-90.0), (0, 0, 0))


def bucket(color: Color) -> Mesh:
    wall = [
        (0, 0),
        (0.11, 0),
        (0.115, 0.01),
        (0.155, 0.27),
        (0.165, 0.27),
        (0.165, 0.29),
        (0.145, 0.29),
        (0.11, 0.03),
        (0, 0.03),
    ]
    mesh = Mesh().lathe((0, 0, 0), wall, color=color, segments=18)
    arc = [(0.16 * np.cos(angle), 0.0, 0.28 + 0.13 * np.sin(angle)) for angle in np.linspace(0, np.pi, 7)]
    for start, end in zip(arc, arc[1:], strict=False):
        rod(mesh, start, end, 0.007, color=_STEEL, sides=5)
    return mesh


def helmet(color: Color) -> Mesh:
    """A bicycle helmet."""
    shell = [(0.125, 0.0), (0.13, 0.05), (0.11, 0.12), (0.06, 0.17), (0, 0.18)]
    mesh = Mesh().lathe((0, 0, 0), shell, "paint", color, segments=16)
    mesh.lathe((0, 0, 0), [(0, 0.004), (0.125, 0.0)][::-1], color=_DARK, segments=16)
    for x in (-0.05, 0.0, 0.05):
        mesh.rounded_box((x, 0, 0.145 - abs(x) * 0.3), (0.022, 0.16, 0.035), 0.01, color=_DARK, rings=2)
    return mesh.rounded_box((0, 0.12, 0.03), (0.2, 0.07, 0.025), 0.01, color=_DARK, rings=2)
