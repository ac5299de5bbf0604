"""The looks of the public tasks' one object to carry, by the evaluator's numbers. Origin = centre of the base.

Where the props of our worlds have such a thing, it is that. All are of life size or a little more, metres.
"""

import math
from collections.abc import Callable

from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.props.outing_things import bucket
from embrace3k.simulator.worlds.props.rods import rod, tube

_LEAF: Color = (0.2, 0.42, 0.12)
_CLAY: Color = (0.66, 0.36, 0.24)
_BRASS: Color = (0.78, 0.6, 0.26)


def tomato(color: Color = (0.82, 0.1, 0.06)) -> Mesh:
    skin = [(0, 0.01), (0.03, 0.002), (0.055, 0.014), (0.072, 0.045), (0.07, 0.075), (0.045, 0.096), (0.015, 0.092)]
    mesh = Mesh().lathe((0, 0, 0), [*skin, (0, 0.086)], color=color, segments=22)
    for number in range(5):
        turn = 2 * math.pi * number / 5
        tip = (0.045 * math.cos(turn), 0.045 * math.sin(turn), 0.102)
        rod(mesh, (0, 0, 0.094), tip, 0.007, color=_LEAF, end_radius=0.002)
    return rod(mesh, (0, 0, 0.088), (0.006, 0, 0.12), 0.005, color=_LEAF)


def bell_pepper(color: Color = (0.18, 0.5, 0.12)) -> Mesh:
    """Four lobes that meet at the stalk."""
    mesh = Mesh()
    for x, y in ((1, 1), (-1, 1), (-1, -1), (1, -1)):
        lobe = [(0, 0), (0.022, 0.004), (0.034, 0.03), (0.043, 0.08), (0.036, 0.115), (0.012, 0.122), (0, 0.118)]
        mesh.lathe((0.026 * x, 0.026 * y, 0), lobe, color=color, segments=16)
    rod(mesh, (0, 0, 0.1), (0, 0, 0.122), 0.02, color=_LEAF, end_radius=0.012)
    return rod(mesh, (0, 0, 0.118), (0.014, 0, 0.155), 0.008, color=_LEAF)


def wicker_basket(color: Color = (0.72, 0.52, 0.3)) -> Mesh:
    """Empty, with a handle from west to east."""
    wall = [(0, 0), (0.16, 0), (0.18, 0.02), (0.21, 0.18), (0.225, 0.2), (0.195, 0.2), (0.165, 0.05), (0, 0.05)]
    mesh = Mesh().lathe((0, 0, 0), wall, "hay", color, segments=20)
    arc = [
        (0.21 * math.cos(turn), 0.0, 0.19 + 0.22 * math.sin(turn)) for turn in (0, 0.5, 1.05, 1.57, 2.09, 2.64, 3.14)
    ]
    return tube(mesh, arc, 0.014, "hay", color)


def ceramic_pot(color: Color = _CLAY) -> Mesh:
    """A flower pot, open and with a collar."""
    wall = [
        (0, 0),
        (0.085, 0),
        (0.09, 0.008),
        (0.125, 0.17),
        (0.14, 0.172),
        (0.145, 0.215),
        (0.13, 0.215),
        (0.11, 0.15),
    ]
    return Mesh().lathe((0, 0, 0), [*wall, (0, 0.15)], color=color, segments=26)


def jerry_can(color: Color = (0.28, 0.34, 0.2)) -> Mesh:
    """Its spout looks north; three bars make the handle."""
    mesh = Mesh().rounded_box((0, 0, 0), (0.16, 0.34, 0.4), 0.035, color=color, rings=3)
    for side in (-1, 1):
        for y, z in ((-0.1, 0.09), (0.1, 0.29)):
            rod(mesh, (side * 0.08, y, z), (side * 0.08, -y, 0.38 - z), 0.012, color=color)
    for x in (-0.05, 0.0, 0.05):
        tube(mesh, [(x, -0.1, 0.39), (x, -0.08, 0.455), (x, 0.04, 0.455), (x, 0.06, 0.39)], 0.011, color=color)
    return rod(mesh, (0, 0.11, 0.38), (0, 0.17, 0.46), 0.032, color=(0.16, 0.16, 0.15), sides=10)


def ceramic_vase(color: Color = (0.3, 0.46, 0.62)) -> Mesh:
    """Empty, with a white band about its belly."""
    wall = [(0, 0), (0.06, 0), (0.066, 0.012), (0.115, 0.13), (0.12, 0.19), (0.085, 0.28), (0.048, 0.34), (0.05, 0.37)]
    lip = [(0.07, 0.4), (0.058, 0.4), (0.04, 0.35), (0, 0.33)]
    mesh = Mesh().lathe((0, 0, 0), [*wall, *lip], color=color, segments=26)
    return mesh.lathe((0, 0, 0.15), [(0.1205, 0), (0.1225, 0.03)], color=(0.94, 0.93, 0.88), segments=26)


def plate(color: Color = (0.93, 0.93, 0.9)) -> Mesh:
    rim = [(0, 0), (0.08, 0), (0.085, 0.004), (0.15, 0.026), (0.151, 0.031), (0.147, 0.032), (0.095, 0.014), (0, 0.011)]
    mesh = Mesh().lathe((0, 0, 0), rim, color=color, segments=32)
    return mesh.lathe((0, 0, 0), [(0.138, 0.0296), (0.125, 0.0252)], color=(0.2, 0.32, 0.62), segments=32)


def candelabra(color: Color = _BRASS) -> Mesh:
    """Three arms in a row from west to east, with candles."""
    foot = [(0, 0), (0.1, 0), (0.1, 0.012), (0.05, 0.03), (0.018, 0.06), (0.014, 0.26), (0.024, 0.28), (0, 0.29)]
    mesh = Mesh().lathe((0, 0, 0), foot, color=color, segments=18)
    for side in (-1, 1):
        arm = [(0, 0, 0.22), (side * 0.06, 0, 0.18), (side * 0.12, 0, 0.2), (side * 0.14, 0, 0.27)]
        tube(mesh, arm, 0.01, color=color)
    for x, height in ((-0.14, 0.26), (0.0, 0.28), (0.14, 0.26)):
        cup = [(0, 0), (0.016, 0), (0.032, 0.018), (0.032, 0.024), (0, 0.02)]
        mesh.lathe((x, 0, height), cup, color=color, segments=14)
        mesh.cylinder((x, 0, height + 0.018), 0.014, 0.14, color=(0.95, 0.93, 0.84), segments=12)
        rod(mesh, (x, 0, height + 0.156), (x, 0, height + 0.17), 0.002, color=(0.15, 0.13, 0.12))
    return mesh


def trash_bag(color: Color = (0.09, 0.09, 0.1)) -> Mesh:
    """Full and tied up."""
    body = [(0, 0), (0.17, 0.005), (0.225, 0.06), (0.24, 0.15), (0.2, 0.27), (0.1, 0.36), (0.03, 0.4), (0.026, 0.42)]
    mesh = Mesh().lathe((0, 0, 0), [*body, (0.075, 0.5), (0.05, 0.5), (0, 0.45)], color=color, segments=14)
    return mesh.cylinder((0, 0, 0.402), 0.034, 0.018, color=(0.8, 0.16, 0.12), segments=12)


LOOKS: dict[int, tuple[str, Callable[[], Mesh]]] = {
    0: ("tomato", tomato),
    2: ("green bell pepper", bell_pepper),
    7: ("wicker basket", wicker_basket),
    8: ("ceramic pot", ceramic_pot),
    13: ("jerry can", jerry_can),
    14: ("ceramic vase", ceramic_vase),
    16: ("plate", plate),
    17: ("candelabra", candelabra),
    18: ("metal bucket", bucket),
    20: ("trash bag", trash_bag),
}
"""What `set_app` of `BP_GrabMoveDrop_C` means: the ten looks that the public tasks use."""
