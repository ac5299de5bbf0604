"""Benches to work at and the tools one carries from them. Origin = centre of the base, front = north (+y), metres.

Tools are drawn a little larger than life and lit per vertex, because they move.
"""

import numpy as np

from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.surfaces import rotation_z

_BLACK: Color = (0.08, 0.08, 0.09)
_STEEL: Color = (0.66, 0.67, 0.69)


def tool_bench(color: Color = (0.2, 0.36, 0.56)) -> Mesh:
    """A workbench with a vice, drawers in `color` and a board of tools behind it; one stands at its north side."""
    mesh = Mesh().box((0, 0, 0.84), (2.0, 0.7, 0.06), "wood")
    for x in (-0.94, 0.94):
        mesh.box((x, 0, 0), (0.08, 0.62, 0.84), color=color)
    mesh.box((0.56, 0.02, 0.1), (0.62, 0.6, 0.74), color=color)
    for z in (0.14, 0.38, 0.62):
        mesh.box((0.56, 0.325, z), (0.56, 0.02, 0.2), color=tuple(1.25 * channel for channel in color), luxel_m=0)
        mesh.box((0.56, 0.345, z + 0.13), (0.24, 0.025, 0.025), color=_STEEL, luxel_m=0)
    mesh.box((-0.3, 0, 0.22), (1.1, 0.56, 0.04), "wood")
    mesh.box((-0.76, 0.18, 0.9), (0.16, 0.3, 0.08), color=(0.2, 0.34, 0.5), luxel_m=0)
    for y in (0.12, 0.28):
        mesh.box((-0.76, y, 0.98), (0.2, 0.06, 0.12), color=(0.2, 0.34, 0.5), luxel_m=0)
    mesh.cylinder((-0.76, 0.3, 1.02), 0.016, 0.12, color=_STEEL, segments=8, axis="y")
    mesh.box((0, -0.33, 0.9), (2.0, 0.03, 0.95), color=(0.8, 0.8, 0.78))
    return _hang_tools(mesh)


def _hang_tools(mesh: Mesh) -> Mesh:
    """Hammers, spanners, screwdrivers and a saw on the board."""
    y = -0.295
    for x, handle in ((-0.8, (0.75, 0.2, 0.12)), (-0.6, (0.5, 0.32, 0.18))):
        mesh.box((x, y, 1.2), (0.035, 0.03, 0.36), color=handle, luxel_m=0)
        mesh.box((x, y, 1.54), (0.17, 0.045, 0.06), color=_BLACK, luxel_m=0)
    for number in range(4):
        x, long = -0.36 + 0.11 * number, 0.2 + 0.06 * number
        mesh.box((x, y, 1.6 - long), (0.03, 0.016, long), color=_STEEL, luxel_m=0)
        mesh.cylinder((x, y - 0.008, 1.6), 0.036, 0.018, color=_STEEL, segments=10, axis="y")
    for number, color in enumerate(((0.85, 0.15, 0.1), (0.95, 0.75, 0.1), (0.15, 0.4, 0.75), (0.15, 0.55, 0.25))):
        x = 0.16 + 0.1 * number
        mesh.cylinder((x, y, 1.46), 0.02, 0.14, color=color, segments=8)
        mesh.cylinder((x, y, 1.28), 0.008, 0.18, color=_STEEL, segments=6)
    mesh.box((0.78, y, 1.34), (0.3, 0.012, 0.1), color=_STEEL, luxel_m=0)
    return mesh.rounded_box((0.6, y, 1.32), (0.1, 0.03, 0.16), 0.014, color=(0.9, 0.5, 0.1), rings=2)


def packing_table() -> Mesh:
    """A table with rolls of paper on an axle at its back; things are put on its front half."""
    mesh = Mesh().box((0, 0, 0.82), (1.8, 0.85, 0.04), "wood", (1.05, 1.02, 0.98))
    for x in (-0.84, 0.84):
        for y in (-0.36, 0.36):
            mesh.box((x, y, 0), (0.06, 0.06, 0.82), color=(0.3, 0.4, 0.5), luxel_m=0)
        mesh.box((x, -0.36, 0.86), (0.06, 0.06, 0.5), color=(0.3, 0.4, 0.5), luxel_m=0)
    mesh.box((0, 0, 0.25), (1.7, 0.7, 0.03), color=(0.3, 0.4, 0.5), luxel_m=0)
    mesh.cylinder((-0.86, -0.36, 1.2), 0.02, 1.72, color=_STEEL, segments=8, axis="x")
    for x, wide, color in ((-0.7, 0.6, (0.74, 0.56, 0.36)), (0.1, 0.5, (0.86, 0.9, 0.93))):
        mesh.cylinder((x, -0.36, 1.2), 0.13, wide, color=color, segments=18, axis="x")
    for x in (-0.5, -0.1):
        mesh.box((x, 0.05, 0.28), (0.36, 0.5, 0.06), "cardboard", luxel_m=0)
    return mesh


def hard_hat(color: Color = (0.95, 0.76, 0.1)) -> Mesh:
    """A safety helmet with its peak to the north."""
    shell = [(0.15, 0), (0.16, 0.0), (0.155, 0.03), (0.14, 0.09), (0.1, 0.14), (0.05, 0.165), (0, 0.17)]
    mesh = Mesh().lathe((0, 0, 0.012), shell, color=color, segments=22)
    mesh.lathe(
        (0, 0, 0), [(0, 0.004), (0.16, 0.0), (0.185, 0.004), (0.185, 0.014), (0.15, 0.02)], color=color, segments=22
    )
    mesh.rounded_box((0, 0.16, 0.0), (0.2, 0.12, 0.022), 0.01, color=color, rings=2)
    return mesh.rounded_box((0, -0.01, 0.13), (0.035, 0.24, 0.06), 0.015, color=color, rings=2)


def drill(color: Color = (0.12, 0.42, 0.55)) -> Mesh:
    """A cordless drill standing on its battery, pointing north."""
    mesh = Mesh().rounded_box((0, -0.02, 0), (0.1, 0.13, 0.07), 0.015, color=_BLACK, rings=2)
    mesh.rounded_box((0, -0.03, 0.06), (0.055, 0.07, 0.14), 0.02, color=color, rings=3)
    mesh.rounded_box((0, 0.01, 0.18), (0.085, 0.2, 0.09), 0.035, color=color, rings=3)
    mesh.lathe(
        (0, 0.1, 0.225), [(0.035, 0), (0.035, 0.03), (0.02, 0.07), (0, 0.07)], color=_BLACK, segments=12, axis="y"
    )
    return mesh.cylinder((0, 0.17, 0.225), 0.009, 0.09, color=_STEEL, segments=8, axis="y")


def tape_roll(color: Color = (0.78, 0.6, 0.34)) -> Mesh:
    """Packing tape lying flat; one sees through the middle."""
    ring = [(0.06, 0), (0.1, 0), (0.1, 0.07)]
    mesh = Mesh().lathe((0, 0, 0), ring, color=color, segments=24)
    mesh.lathe((0, 0, 0.07), [(0.1, 0), (0.06, 0.0005)], color=tuple(0.85 * channel for channel in color), segments=24)
    return mesh.lathe((0, 0, 0), [(0.06, 0.07), (0.06, 0.0)], color=(0.86, 0.8, 0.66), segments=24)


def spray_can(color: Color = (0.85, 0.12, 0.1)) -> Mesh:
    body = [(0, 0), (0.04, 0), (0.042, 0.006), (0.042, 0.19)]
    mesh = Mesh().lathe((0, 0, 0), body, color=color, segments=18)
    mesh.lathe((0, 0, 0), [(0.042, 0.19), (0.026, 0.215), (0.026, 0.22)], color=_STEEL, segments=18)
    mesh.lathe((0, 0, 0), [(0.03, 0.218), (0.03, 0.27), (0, 0.272)], color=(0.95, 0.95, 0.94), segments=16)
    label = [(0.042, 0.058), (0.0445, 0.06), (0.0445, 0.13), (0.042, 0.132)]
    return mesh.lathe((0, 0, 0), label, color=(0.95, 0.95, 0.94), segments=18)


def torch(color: Color = (0.95, 0.78, 0.1)) -> Mesh:
    """A hand lamp with a handle on top; it shines north."""
    mesh = Mesh().rounded_box((0, -0.03, 0), (0.13, 0.16, 0.13), 0.025, color=color, rings=3)
    mesh.cylinder((0, 0.04, 0.07), 0.08, 0.07, color=_BLACK, segments=18, axis="y")
    mesh.cylinder((0, 0.11, 0.07), 0.066, 0.006, color=(0.96, 0.95, 0.86), segments=18, axis="y")
    for y in (-0.08, 0.03):
        mesh.box((0, y, 0.125), (0.03, 0.03, 0.06), color=_BLACK, luxel_m=0)
    return mesh.rounded_box((0, -0.025, 0.175), (0.036, 0.17, 0.034), 0.014, color=_BLACK, rings=2)


def thermos(color: Color = (0.2, 0.42, 0.3)) -> Mesh:
    mesh = Mesh().lathe(
        (0, 0, 0), [(0, 0), (0.05, 0), (0.052, 0.01), (0.052, 0.2), (0.04, 0.225)], color=color, segments=20
    )
    mesh.lathe((0, 0, 0), [(0.045, 0.225), (0.045, 0.3), (0.04, 0.31), (0, 0.31)], color=_STEEL, segments=20)
    return mesh.rounded_box((0.07, 0, 0.07), (0.02, 0.03, 0.11), 0.008, color=_BLACK, rings=2)


def parcel(color: Color, ribbon: Color = (0.92, 0.86, 0.7)) -> Mesh:
    """A small coloured box with a band of tape both ways and a label."""
    mesh = Mesh().box((0, 0, 0), (0.32, 0.24, 0.18), color=color, luxel_m=0)
    for turn, long in ((0.0, (0.05, 0.252, 0.186)), (90.0, (0.05, 0.332, 0.186))):
        mesh.merge(
            Mesh().box((0, 0, 0), long, color=ribbon, luxel_m=0, faces="nst").transform(rotation_z(turn), np.zeros(3))
        )
    return mesh.box((0.09, 0.05, 0.18), (0.1, 0.08, 0.008), color=(0.97, 0.97, 0.95), luxel_m=0, faces="nsewt")
