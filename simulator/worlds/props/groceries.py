"""What one carries out of a shop. Origin = centre of the base, front = north (+y), metres; a little larger than life.

Lit per vertex, because they move.
"""

import math

import numpy as np

from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.props.rods import rod
from embrace3k.simulator.worlds.surfaces import rotation_z

_PAPER: Color = (0.95, 0.95, 0.93)


def milk_carton(color: Color = (0.16, 0.42, 0.8)) -> Mesh:
    """White with a coloured foot and band, a folded top and a cap."""
    mesh = Mesh()
    for low, high, shade in ((0, 0.05, color), (0.05, 0.11, _PAPER), (0.11, 0.17, color), (0.17, 0.23, _PAPER)):
        mesh.box((0, 0, low), (0.11, 0.11, high - low), color=shade, luxel_m=0, faces="nsewb"[: 5 if low == 0 else 4])
    mesh.prism((0, 0, 0.23), [(-0.055, 0), (0.055, 0), (0.008, 0.06), (-0.008, 0.06)], 0.11, color=_PAPER)
    mesh.box((0, 0, 0.29), (0.11, 0.014, 0.03), color=color, luxel_m=0)
    return mesh.cylinder((0, 0.04, 0.245), 0.018, 0.02, color=(0.85, 0.15, 0.12), segments=10)


def cereal_box(color: Color = (0.92, 0.7, 0.12)) -> Mesh:
    """A flat upright box with a bowl pictured on its front and back."""
    mesh = Mesh().box((0, 0, 0), (0.22, 0.08, 0.32), color=color, luxel_m=0)
    for side in (1, -1):
        mesh.box((0, side * 0.04, 0.22), (0.18, 0.004, 0.06), color=(0.8, 0.16, 0.12), luxel_m=0)
        mesh.cylinder((0, side * 0.041 - 0.002, 0.11), 0.07, 0.004, color=_PAPER, segments=18, axis="y")
        mesh.cylinder((0, side * 0.043 - 0.002, 0.12), 0.048, 0.004, color=(0.78, 0.5, 0.2), segments=14, axis="y")
    return mesh


def loaf() -> Mesh:
    """Bread with three cuts across its crust."""
    mesh = Mesh().rounded_box((0, 0, 0), (0.16, 0.32, 0.14), 0.065, color=(0.68, 0.42, 0.19))
    for y in (-0.08, 0.0, 0.08):
        mesh.rounded_box((0, y, 0.115), (0.11, 0.022, 0.03), 0.01, color=(0.92, 0.76, 0.5), rings=2)
    return mesh


def banana_bunch() -> Mesh:
    mesh = Mesh()
    yellow: Color = (0.95, 0.8, 0.18)
    for number in range(4):
        rings = []
        for step in range(7):
            angle = (-0.85 + 1.7 * step / 6) * 1.15
            radius = (0.008, 0.024, 0.03, 0.031, 0.029, 0.021, 0.011)[step]
            middle = np.array([0.0, 0.15 * math.sin(angle), 0.2 - 0.15 * math.cos(angle)])
            along = np.array([0.0, math.cos(angle), math.sin(angle)])
            side, up = np.array([1.0, 0, 0]), np.cross([1.0, 0, 0], along)
            turn = [k * math.pi / 3 for k in range(6)]
            rings.append([middle + radius * (math.cos(a) * side - math.sin(a) * up) for a in turn])
        fruit = Mesh().loft(rings, color=yellow).lid(rings[-1], color=(0.3, 0.24, 0.1))
        fruit.lid(rings[0][::-1], color=(0.3, 0.24, 0.1))
        lean = math.radians(14.0 * (number - 1.5))
        stalk = (0.124 * math.sin(lean) + 0.018 * (number - 1.5), 0.124 * (1 - math.cos(lean)), -0.018)
        mesh.merge(fruit.transform(rotation_z(math.degrees(lean)), stalk))
    return mesh.rounded_box((0, 0.127, 0.085), (0.085, 0.03, 0.04), 0.014, color=(0.5, 0.42, 0.14), rings=2)


def melon() -> Mesh:
    """A water melon, striped along its length."""
    segments = 24
    dark, pale = np.array((0.16, 0.38, 0.14)), np.array((0.62, 0.76, 0.36))
    stripes = np.array([pale if number % 3 == 0 else dark for number in range(segments + 1)])
    rings = 11
    return Mesh().sphere((0, 0, 0.13), 0.13, color=np.tile(stripes, (rings, 1)), rings=rings, segments=segments)


def tin(color: Color = (0.8, 0.16, 0.12)) -> Mesh:
    steel: Color = (0.74, 0.75, 0.77)
    mesh = Mesh().lathe((0, 0, 0), [(0, 0), (0.058, 0), (0.06, 0.006), (0.056, 0.012)], color=steel, segments=20)
    for low, high, shade in ((0.012, 0.055, color), (0.055, 0.095, _PAPER), (0.095, 0.138, color)):
        mesh.lathe((0, 0, 0), [(0.056, low), (0.056, high)], color=shade, segments=20)
    lid = [(0.056, 0.138), (0.06, 0.144), (0.058, 0.15), (0, 0.148)]
    return mesh.lathe((0, 0, 0), lid, color=steel, segments=20)


def pineapple() -> Mesh:
    fruit = [(0, 0), (0.05, 0.005), (0.078, 0.05), (0.082, 0.11), (0.066, 0.175), (0.03, 0.2), (0, 0.2)]
    mesh = Mesh().lathe((0, 0, 0), fruit, "produce", (0.92, 0.66, 0.2), segments=20)
    for number in range(9):
        out, up = 0.05 + 0.03 * (number % 3), 0.33 - 0.03 * (number % 3)
        across, along = math.cos(0.7 * number), math.sin(0.7 * number)
        foot, tip = (0.012 * across, 0.012 * along, 0.19), (out * across, out * along, up)
        rod(mesh, foot, tip, 0.017, color=(0.24, 0.44, 0.2), sides=4, end_radius=0.003)
    return mesh


def egg_box() -> Mesh:
    """An open tray of ten brown eggs."""
    grey: Color = (0.6, 0.54, 0.46)
    mesh = Mesh().rounded_box((0, 0, 0), (0.32, 0.15, 0.06), 0.02, color=grey, rings=2)
    for column in range(5):
        for y in (-0.034, 0.034):
            mesh.sphere((-0.12 + 0.06 * column, y, 0.07), 0.031, color=(0.82, 0.6, 0.42), rings=5, segments=8)
    return mesh


def shopping_basket(color: Color = (0.75, 0.14, 0.12)) -> Mesh:
    """Open, with the two handles folded down on its long sides."""
    mesh = Mesh().box((0, 0, 0.004), (0.36, 0.22, 0.01), color=color, luxel_m=0)
    dark = tuple(0.6 * channel for channel in color)
    low, high = [(0.18, 0.11), (-0.18, 0.11), (-0.18, -0.11), (0.18, -0.11)], 1.2
    for (x0, y0), (x1, y1) in zip(low, [*low[1:], low[0]], strict=True):
        for scale, reverse in ((1.0, False), (0.97, True)):
            corners = [(x0, y0, 0.005), (x1, y1, 0.005), (x1 * high, y1 * high, 0.22), (x0 * high, y0 * high, 0.22)]
            ring = [(x * scale, y * scale, z) for x, y, z in corners]
            shade = dark if reverse else color
            mesh.lid(ring[::-1] if reverse else ring, color=shade)
    for x in (-0.216, 0.216):
        mesh.rounded_box((x, 0, 0.205), (0.028, 0.29, 0.024), 0.01, color=color, rings=2)
    for y in (-0.132, 0.132):
        mesh.rounded_box((0, y, 0.205), (0.44, 0.028, 0.024), 0.01, color=color, rings=2)
        mesh.rounded_box((0, y * 1.02, 0.225), (0.24, 0.024, 0.02), 0.009, color=(0.12, 0.12, 0.13), rings=2)
    return mesh


def juice_bottle(color: Color = (0.95, 0.55, 0.1)) -> Mesh:
    foot = [(0, 0), (0.05, 0), (0.054, 0.01), (0.054, 0.05)]
    neck = [(0.054, 0.14), (0.054, 0.17), (0.03, 0.22), (0.022, 0.24), (0.022, 0.25), (0, 0.25)]
    mesh = Mesh().lathe((0, 0, 0), foot, color=color, segments=20).lathe((0, 0, 0), neck, color=color, segments=20)
    mesh.lathe((0, 0, 0), [(0.054, 0.05), (0.055, 0.052), (0.055, 0.138), (0.054, 0.14)], color=_PAPER, segments=20)
    return mesh.cylinder((0, 0, 0.25), 0.028, 0.03, color=(0.16, 0.45, 0.2), segments=14)


def crisp_bag(color: Color = (0.86, 0.2, 0.16)) -> Mesh:
    """A filled bag that lies on its back."""
    mesh = Mesh().rounded_box((0, 0, 0), (0.2, 0.28, 0.08), 0.04, color=color)
    for y in (-0.145, 0.145):
        mesh.box((0, y, 0.036), (0.2, 0.03, 0.008), color=tuple(0.75 * channel for channel in color), luxel_m=0)
    mesh.cylinder((0, 0, 0.079), 0.06, 0.004, color=(0.95, 0.82, 0.3), segments=18)
    return mesh.cylinder((0, 0, 0.081), 0.035, 0.004, color=(0.86, 0.58, 0.2), segments=14)
