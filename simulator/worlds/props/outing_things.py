"""What people take along to parks and use on farms, small enough to carry. Origin = centre of the base, metres.

Like `small_things`, a little larger than life and in clear colours.
"""

import math

import numpy as np

from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.props.rods import hoop, rod, tube
from embrace3k.simulator.worlds.surfaces import lofted

_WICKER: Color = (0.72, 0.52, 0.3)
_STRAW: Color = (0.92, 0.8, 0.5)
_TIN: Color = (0.72, 0.74, 0.76)


def basket(cloth: Color = (0.82, 0.16, 0.16)) -> Mesh:
    """A picnic basket with a handle, a cloth over its rim."""
    wall = [(0, 0), (0.17, 0), (0.19, 0.02), (0.22, 0.2), (0.23, 0.22), (0.2, 0.22), (0, 0.2)]
    mesh = Mesh().lathe((0, 0, 0), wall, "hay", _WICKER, segments=18)
    mesh.lathe((0, 0, 0.16), [(0.235, 0), (0.24, 0.065), (0.12, 0.1), (0, 0.09)], "fabric", cloth, segments=12)
    arc = [(0.22 * math.cos(turn), 0.0, 0.2 + 0.24 * math.sin(turn)) for turn in (0, 0.5, 1.05, 1.57, 2.09, 2.64, 3.14)]
    return tube(mesh, arc, 0.014, color=_WICKER)


def straw_hat(ribbon: Color = (0.16, 0.3, 0.62)) -> Mesh:
    brim = [(0, 0.006), (0.1, 0.004), (0.2, 0.0), (0.21, 0.006), (0.2, 0.014), (0.11, 0.02)]
    mesh = Mesh().lathe(
        (0, 0, 0), [*brim, (0.1, 0.1), (0.085, 0.13), (0.05, 0.145), (0, 0.148)], color=_STRAW, segments=18
    )
    return mesh.lathe((0, 0, 0.02), [(0.112, 0), (0.107, 0.05)], color=ribbon, segments=18)


def toy_bucket(color: Color = (0.9, 0.2, 0.16)) -> Mesh:
    """A bucket with a spade stuck in its sand."""
    mesh = Mesh().lathe(
        (0, 0, 0), [(0, 0), (0.085, 0), (0.12, 0.19), (0.128, 0.19), (0.128, 0.2), (0.11, 0.2), (0, 0.17)], color=color
    )
    mesh.lathe((0, 0, 0.17), [(0.108, 0), (0.05, 0.03), (0, 0.035)], color=(0.86, 0.74, 0.5), segments=14)
    rod(mesh, (0.03, 0, 0.15), (0.07, 0, 0.34), 0.012, color=(0.16, 0.4, 0.8))
    return mesh.rounded_box((0.075, 0, 0.32), (0.09, 0.025, 0.03), 0.01, color=(0.16, 0.4, 0.8), rings=2)


def frisbee(color: Color = (0.95, 0.35, 0.6)) -> Mesh:
    """A throwing disc, thicker than life so that it shows in grass."""
    rim = [(0, 0), (0.12, 0), (0.16, 0.008), (0.165, 0.03), (0.15, 0.052), (0.1, 0.06), (0, 0.062)]
    mesh = Mesh().lathe((0, 0, 0), rim, color=color, segments=26)
    return mesh.lathe((0, 0, 0.0625), [(0.07, 0), (0.05, 0.001)], color=(0.97, 0.96, 0.92), segments=22)


def umbrella(color: Color = (0.2, 0.32, 0.66)) -> Mesh:
    """Rolled up, lying along north with its crook in the south."""
    mesh = Mesh().lathe(
        (0, -0.26, 0.045),
        [(0, 0), (0.03, 0.01), (0.045, 0.12), (0.036, 0.5), (0.012, 0.66), (0, 0.67)],
        "fabric",
        color,
        segments=10,
        axis="y",
    )
    crook = [(0, -0.26, 0.045), (0, -0.38, 0.045), (0.03, -0.43, 0.045), (0.08, -0.43, 0.045), (0.1, -0.38, 0.045)]
    return tube(mesh, crook, 0.014, color=(0.45, 0.26, 0.12))


def lunch_box(color: Color = (0.16, 0.56, 0.6)) -> Mesh:
    mesh = Mesh().rounded_box((0, 0, 0), (0.28, 0.18, 0.14), 0.03, color=color, rings=3)
    mesh.box((0, 0, 0.095), (0.284, 0.184, 0.012), color=(0.95, 0.93, 0.88), luxel_m=0)
    return tube(
        mesh, [(-0.07, 0, 0.13), (-0.06, 0, 0.18), (0.06, 0, 0.18), (0.07, 0, 0.13)], 0.012, color=(0.95, 0.93, 0.88)
    )


def bucket(color: Color = _TIN) -> Mesh:
    """A stable pail with its bail up."""
    wall = [(0, 0), (0.12, 0), (0.122, 0.015), (0.165, 0.28), (0.175, 0.285), (0.175, 0.3), (0.155, 0.3), (0.15, 0.22)]
    mesh = Mesh().lathe((0, 0, 0), [*wall, (0, 0.22)], color=color, segments=20)
    arc = [(0.17 * math.cos(turn), 0.0, 0.28 + 0.19 * math.sin(turn)) for turn in (0, 0.6, 1.2, 1.57, 1.94, 2.54, 3.14)]
    return tube(mesh, arc, 0.009, color=(0.3, 0.3, 0.32))


def egg_basket() -> Mesh:
    wall = [(0, 0), (0.12, 0), (0.17, 0.09), (0.18, 0.11), (0.16, 0.11), (0, 0.08)]
    mesh = Mesh().lathe((0, 0, 0), wall, "hay", _WICKER, segments=18)
    for number in range(7):
        radius = 0.0 if number == 6 else 0.085
        turn = number * math.pi / 3
        center = (radius * math.cos(turn), radius * math.sin(turn), 0.125 if radius == 0.0 else 0.108)
        shell = (0.95, 0.88, 0.78) if number % 2 else (0.82, 0.6, 0.44)
        mesh.lathe(center, [(0.034, -0.02), (0.038, 0), (0.029, 0.028), (0, 0.044)], color=shell, segments=8)
    return mesh


def lantern(color: Color = (0.7, 0.14, 0.1)) -> Mesh:
    """A storm lantern."""
    mesh = Mesh().lathe((0, 0, 0), [(0, 0), (0.1, 0), (0.105, 0.07), (0.06, 0.1), (0, 0.1)], color=color, segments=16)
    mesh.lathe((0, 0, 0.1), [(0.055, 0), (0.075, 0.07), (0.05, 0.15)], "glass", (0.95, 0.86, 0.55), segments=14)
    mesh.lathe((0, 0, 0.25), [(0, 0), (0.07, 0), (0.06, 0.05), (0.03, 0.09), (0, 0.09)], color=color, segments=14)
    for x in (-0.1, 0.1):
        rod(mesh, (x, 0, 0.04), (x, 0, 0.28), 0.01, color=color, sides=5)
    return hoop(mesh, (0, 0, 0.36), 0.08, 0.007, color=(0.3, 0.3, 0.3), axis="y", segments=14, sides=4)


def pumpkin(color: Color = (0.92, 0.46, 0.1)) -> Mesh:
    """Eight lobes about a stem."""
    turn = np.linspace(0, 2 * math.pi, 24, endpoint=False)
    lobes = np.cos(8 * turn)
    outline = [(0.1, 0.0), (0.14, 0.02), (0.185, 0.08), (0.18, 0.13), (0.13, 0.185), (0.0, 0.165)]
    rings = []
    for radius, up in outline:
        away = radius * (1 + 0.09 * lobes)
        rings.append(np.stack([away * np.cos(turn), away * np.sin(turn), np.full(24, up)], 1))
    shade = np.tile(0.86 + 0.14 * lobes, len(outline))
    mesh = Mesh().add(lofted(rings, closed=True), "flat", np.outer(shade, color))
    return rod(mesh, (0, 0, 0.17), (0.02, 0, 0.25), 0.022, color=(0.36, 0.42, 0.18), end_radius=0.014)


def rubber_boots(color: Color = (0.16, 0.42, 0.22)) -> Mesh:
    """A pair side by side, toes north."""
    mesh = Mesh()
    for x in (-0.075, 0.075):
        mesh.lathe(
            (x, -0.05, 0.06),
            [(0.055, 0), (0.055, 0.1), (0.065, 0.28), (0.055, 0.28), (0, 0.24)],
            color=color,
            segments=12,
        )
        mesh.rounded_box((x, 0.02, 0.0), (0.11, 0.28, 0.11), 0.05, color=color, rings=3)
        mesh.box((x, 0.02, 0.0), (0.1, 0.25, 0.02), color=(0.1, 0.1, 0.1), luxel_m=0)
    return mesh


def rope_coil() -> Mesh:
    """Four turns on each other, one end lying out."""
    mesh = Mesh()
    for layer in range(4):
        place, radius = (0, 0, 0.02 + 0.036 * layer), 0.15 - 0.006 * (layer % 2)
        hoop(mesh, place, radius, 0.022, "hay", (0.86, 0.66, 0.5), axis="z", segments=14, sides=4)
    end = [(0.12, -0.07, 0.13), (0.175, -0.02, 0.09), (0.19, 0.03, 0.016), (0.15, 0.13, 0.016)]
    return tube(mesh, end, 0.016, color=(0.72, 0.54, 0.32), sides=5)
