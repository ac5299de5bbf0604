"""More of what a hand can carry, beside `small_things`. Origin = centre of the base, front = north (+y), metres."""

import math

import numpy as np

from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.surfaces import Floats

_CHROME: Color = (0.74, 0.74, 0.76)
_PAPER: Color = (0.95, 0.94, 0.9)
_BLACK: Color = (0.06, 0.06, 0.06)


def backpack(color: Color = (0.16, 0.32, 0.6)) -> Mesh:
    """Standing, the front pocket to the north, the straps to the south."""
    shade: Color = (0.8 * color[0], 0.8 * color[1], 0.8 * color[2])
    mesh = Mesh().rounded_box((0, 0, 0), (0.32, 0.19, 0.45), 0.085, "fabric", color)
    mesh.rounded_box((0, 0.1, 0.04), (0.25, 0.1, 0.2), 0.045, "fabric", shade, rings=3)
    mesh.box((0, 0.152, 0.19), (0.2, 0.006, 0.012), color=_PAPER, luxel_m=0)
    mesh.box((0, 0.097, 0.31), (0.24, 0.006, 0.012), color=_PAPER, luxel_m=0)
    for x in (-0.09, 0.09):
        mesh.rounded_box((x, -0.105, 0.06), (0.05, 0.05, 0.34), 0.02, "fabric", shade, rings=2)
    return mesh.merge(_loop((0, -0.03, 0.44), 0.05, 0.009, shade))


def handbag(color: Color = (0.62, 0.16, 0.2)) -> Mesh:
    """Two handles over a bag with a gold clasp."""
    low = np.array([(0.17, 0.075, 0), (-0.17, 0.075, 0), (-0.17, -0.075, 0), (0.17, -0.075, 0)])
    high = np.array([(0.13, 0.03, 0.23), (-0.13, 0.03, 0.23), (-0.13, -0.03, 0.23), (0.13, -0.03, 0.23)])
    mesh = Mesh()
    for one in range(4):
        other = (one + 1) % 4
        mesh.lid([low[one], low[other], high[other], high[one]], color=color)
    mesh.lid(high, color=color)
    mesh.lid(low[::-1], color=color)
    mesh.box((0, 0.045, 0.17), (0.05, 0.03, 0.035), color=(0.85, 0.68, 0.25), luxel_m=0)
    for y in (-0.025, 0.025):
        mesh.merge(_loop((0, y, 0.22), 0.085, 0.01, (0.7 * color[0], 0.7 * color[1], 0.7 * color[2])))
    return mesh


def binder(color: Color = (0.2, 0.35, 0.65)) -> Mesh:
    """A lever-arch file standing upright, its labelled spine to the north."""
    mesh = Mesh().box((-0.034, 0, 0), (0.006, 0.28, 0.32), color=color, luxel_m=0)
    mesh.box((0.034, 0, 0), (0.006, 0.28, 0.32), color=color, luxel_m=0)
    mesh.box((0, 0.137, 0), (0.062, 0.006, 0.32), color=color, faces="nstb", luxel_m=0)
    mesh.box((0, -0.01, 0.008), (0.062, 0.24, 0.296), color=_PAPER, faces="stb", luxel_m=0)
    mesh.box((0, 0.141, 0.13), (0.05, 0.002, 0.15), color=_PAPER, luxel_m=0)
    for z in (0.16, 0.19, 0.22):
        mesh.box((0, 0.1425, z), (0.034, 0.001, 0.008), color=(0.3, 0.3, 0.32), faces="n", luxel_m=0)
    return mesh.cylinder((0, 0.139, 0.06), 0.018, 0.004, color=_BLACK, segments=12, axis="y")


def vase(color: Color = (0.16, 0.36, 0.62)) -> Mesh:
    """With five flowers."""
    wall = [(0, 0), (0.045, 0), (0.07, 0.07), (0.06, 0.14), (0.03, 0.19), (0.045, 0.22), (0.035, 0.22), (0, 0.18)]
    mesh = Mesh().lathe((0, 0, 0), wall, color=color, segments=20)
    petals: tuple[Color, ...] = (
        (0.85, 0.16, 0.2),
        (0.95, 0.75, 0.2),
        (0.9, 0.42, 0.6),
        (0.95, 0.5, 0.16),
        (0.96, 0.94, 0.9),
    )
    for number, petal in enumerate(petals):
        turn = number * 2 * math.pi / 5
        lean = 0.0 if number == 4 else 0.085
        tip = np.array([lean * math.cos(turn), lean * math.sin(turn), 0.36 + 0.02 * (number % 2)])
        foot = np.array([0.0, 0.0, 0.19])
        stem = [_square(foot + share * (tip - foot), 0.006) for share in (0.0, 0.3, 0.7, 1.0)]
        mesh.loft(stem, color=(0.2, 0.45, 0.16))
        mesh.sphere(tip, 0.042, color=petal, rings=6, segments=10, squash=0.8)
        mesh.sphere(tip + (0, 0, 0.026), 0.016, color=(0.5, 0.3, 0.08), rings=4, segments=6)
    return mesh


def alarm_clock(color: Color = (0.78, 0.14, 0.12)) -> Mesh:
    """A round clock with two bells, ten past ten; its face looks north."""
    mesh = Mesh().cylinder((0, -0.035, 0.09), 0.075, 0.07, color=color, segments=24, axis="y")
    mesh.cylinder((0, 0.034, 0.09), 0.064, 0.004, color=(0.97, 0.96, 0.92), segments=24, axis="y")
    for x, z, lean in ((-0.016, 0.102, -0.9), (0.02, 0.106, 0.95)):
        hand = Mesh().box((0, 0, -0.02), (0.008, 0.003, 0.044), color=_BLACK, luxel_m=0)
        turned = np.array([[math.cos(lean), 0, math.sin(lean)], [0, 1, 0], [-math.sin(lean), 0, math.cos(lean)]])
        mesh.merge(hand.transform(turned, (x, 0.0405, z)))
    for x in (-0.045, 0.045):
        mesh.sphere((x, 0, 0.17), 0.032, color=_CHROME, rings=7, segments=12, squash=0.8)
        mesh.box((x, 0, 0), (0.016, 0.04, 0.035), color=_CHROME, luxel_m=0)
    return mesh.box((0, 0, 0.16), (0.01, 0.02, 0.045), color=_CHROME, luxel_m=0)


def teapot(color: Color = (0.9, 0.9, 0.86)) -> Mesh:
    """The spout is east, the handle west."""
    body = [(0, 0), (0.06, 0), (0.095, 0.05), (0.095, 0.085), (0.06, 0.13), (0.045, 0.135), (0.04, 0.15), (0, 0.155)]
    mesh = Mesh().lathe((0, 0, 0), body, color=color, segments=24)
    mesh.sphere((0, 0, 0.168), 0.018, color=color, rings=5, segments=10)
    mesh.lathe((0, 0, 0.06), [(0.0975, 0), (0.0975, 0.016)], color=(0.16, 0.34, 0.66), segments=24)
    spout = [
        _upright_ring(np.array([x, 0.0, z]), r)
        for x, z, r in ((0.08, 0.05, 0.024), (0.13, 0.09, 0.016), (0.155, 0.14, 0.012))
    ]
    mesh.loft(spout, color=color).lid(spout[-1], color=(0.2, 0.2, 0.2))
    rings = []
    for turn in np.linspace(0.5 * math.pi, 1.5 * math.pi, 9):
        middle = np.array([-0.085 + 0.055 * math.cos(turn), 0.0, 0.075 + 0.042 * math.sin(turn)])
        outward = np.array([math.cos(turn), 0.0, math.sin(turn)])
        around = ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))
        rings.append([middle + 0.009 * out * outward + np.array([0.0, 0.011 * side, 0.0]) for out, side in around])
    return mesh.loft(rings, color=color)


def rubber_duck() -> Mesh:
    """Looking north; rather a large one."""
    yellow: Color = (0.96, 0.78, 0.1)
    mesh = Mesh().sphere((0, -0.02, 0.06), 0.08, color=yellow, segments=16, squash=0.75)
    mesh.sphere((0, 0.045, 0.145), 0.055, color=yellow, segments=16)
    mesh.sphere((0, -0.095, 0.085), 0.03, color=yellow, rings=6, segments=10)
    mesh.rounded_box((0, 0.105, 0.126), (0.05, 0.045, 0.018), 0.008, color=(0.95, 0.42, 0.06), rings=2)
    for x in (-0.027, 0.027):
        mesh.sphere((x, 0.087, 0.163), 0.01, color=_BLACK, rings=5, segments=8)
    for x in (-0.07, 0.07):
        mesh.sphere((x, -0.03, 0.075), 0.03, color=(0.9, 0.7, 0.08), rings=6, segments=8)
    return mesh


def toy_car(color: Color = (0.8, 0.1, 0.1)) -> Mesh:
    """As long as a hand, looking north."""
    mesh = Mesh().rounded_box((0, 0, 0.025), (0.13, 0.28, 0.055), 0.02, color=color, rings=3)
    mesh.rounded_box((0, -0.02, 0.07), (0.11, 0.14, 0.055), 0.022, color=color, rings=3)
    mesh.rounded_box((0, -0.02, 0.078), (0.113, 0.11, 0.032), 0.006, color=(0.35, 0.5, 0.6), rings=2)
    mesh.rounded_box((0, -0.02, 0.078), (0.09, 0.143, 0.032), 0.006, color=(0.35, 0.5, 0.6), rings=2)
    for x in (-0.065, 0.065):
        for y in (-0.085, 0.085):
            mesh.cylinder((x - 0.012, y, 0.03), 0.03, 0.024, color=_BLACK, segments=14, axis="x")
            mesh.cylinder((x - 0.014, y, 0.03), 0.014, 0.028, color=_CHROME, segments=10, axis="x")
    for x in (-0.045, 0.045):
        mesh.box((x, 0.14, 0.05), (0.025, 0.006, 0.018), color=(0.98, 0.95, 0.7), luxel_m=0)
    return mesh


def cactus(pot: Color = (0.75, 0.38, 0.24)) -> Mesh:
    """Two arms and a pink blossom, in a pot."""
    green: Color = (0.2, 0.46, 0.2)
    wall = [(0, 0), (0.055, 0), (0.075, 0.09), (0.08, 0.1), (0.07, 0.1), (0.065, 0.085), (0, 0.085)]
    mesh = Mesh().lathe((0, 0, 0), wall, color=pot, segments=18)
    mesh.lathe(
        (0, 0, 0.08), [(0.04, 0), (0.045, 0.05), (0.045, 0.17), (0.03, 0.2), (0, 0.212)], color=green, segments=14
    )
    for side, low, high in ((1, 0.15, 0.09), (-1, 0.18, 0.06)):
        mesh.rounded_box((side * 0.065, 0, low), (0.07, 0.04, 0.04), 0.019, color=green, rings=3)
        mesh.rounded_box((side * 0.09, 0, low), (0.04, 0.04, high + 0.03), 0.019, color=green, rings=3)
    return mesh.sphere((0, 0, 0.295), 0.022, color=(0.92, 0.35, 0.55), rings=5, segments=8)


def banana() -> Mesh:
    """Lying, a little bent."""
    rings = []
    for step, turn in enumerate(np.linspace(-0.9, 0.9, 9)):
        radius = (0.007, 0.018, 0.024, 0.026, 0.027, 0.026, 0.024, 0.017, 0.008)[step]
        middle = np.array([0.11 * math.sin(turn), 0.13 * (1 - math.cos(turn)) - 0.03, 0.027])
        along = np.array([math.cos(turn), math.sin(turn), 0.0])
        side, up = np.array([-along[1], along[0], 0.0]), np.array([0.0, 0.0, 1.0])
        angles = np.arange(6) * math.pi / 3
        rings.append([middle + radius * (math.cos(a) * side + math.sin(a) * up) for a in angles])
    mesh = Mesh().loft(rings, color=(0.95, 0.8, 0.14))
    mesh.lid(rings[-1], color=(0.35, 0.26, 0.1))
    return mesh.lid(rings[0][::-1], color=(0.35, 0.26, 0.1))


def _loop(foot: tuple[float, float, float], radius: float, thickness: float, color: Color) -> Mesh:
    """Half a ring standing up, from west to east: a handle."""
    rings = []
    for turn in np.linspace(0.0, math.pi, 9):
        outward = np.array([math.cos(turn), 0.0, math.sin(turn)])
        middle = np.array(foot) + radius * outward
        around = ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))
        rings.append([middle + thickness * (out * outward + np.array([0.0, side, 0.0])) for out, side in around])
    return Mesh().loft(rings, color=color)


def _square(middle: Floats, half: float) -> Floats:
    return middle + half * np.array([(1.0, 1.0, 0.0), (-1.0, 1.0, 0.0), (-1.0, -1.0, 0.0), (1.0, -1.0, 0.0)])


def _upright_ring(middle: Floats, radius: float) -> Floats:
    angles = np.arange(8) * math.pi / 4
    return middle + radius * np.stack([0.6 * np.cos(angles), np.sin(angles), -0.6 * np.cos(angles)], 1)
