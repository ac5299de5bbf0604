"""What a hand can carry. Origin = centre of the base, front = north (+y), metres.

Small objects are drawn a little larger than life and in clear colours, so that a frame shows what they are from two
metres away. They are lit per vertex, because they move.
"""

import math

import numpy as np

from embrace3k.simulator.worlds.mesh import Color, Mesh

_PORCELAIN: Color = (0.95, 0.94, 0.9)


def mug(color: Color = (0.15, 0.4, 0.75)) -> Mesh:
    """Coloured outside, white inside, with coffee in it; the handle is east."""
    wall = [(0, 0), (0.046, 0), (0.052, 0.008), (0.055, 0.116), (0.055, 0.119)]
    mesh = Mesh().lathe((0, 0, 0), wall, color=color, segments=24)
    lining = [(0.055, 0.119), (0.053, 0.122), (0.049, 0.12), (0.047, 0.094)]
    mesh.lathe((0, 0, 0), lining, color=_PORCELAIN, segments=24)
    mesh.lathe((0, 0, 0.095), [(0.0485, 0), (0, 0.001)], color=(0.2, 0.11, 0.06), segments=24)
    rings = []
    for turn in np.linspace(-0.5 * math.pi, 0.5 * math.pi, 9):
        middle = np.array([0.05 + 0.042 * math.cos(turn), 0.0, 0.062 + 0.036 * math.sin(turn)])
        outward = np.array([math.cos(turn), 0.0, math.sin(turn)])
        around = ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))
        rings.append([middle + 0.009 * out * outward + np.array([0.0, 0.011 * side, 0.0]) for out, side in around])
    return mesh.loft(rings, color=color)


def apple(color: Color = (0.72, 0.09, 0.07)) -> Mesh:
    skin = [(0, 0.012), (0.022, 0.002), (0.04, 0.01), (0.054, 0.036), (0.058, 0.064), (0.05, 0.092), (0.03, 0.106)]
    mesh = Mesh().lathe((0, 0, 0), [*skin, (0.012, 0.1), (0, 0.092)], color=color, segments=22)
    mesh.cylinder((0, 0, 0.09), 0.004, 0.035, color=(0.28, 0.18, 0.1), segments=6)
    return mesh.rounded_box((0.018, 0, 0.112), (0.034, 0.016, 0.004), 0.002, color=(0.25, 0.5, 0.14), rings=2)


def book(color: Color = (0.15, 0.45, 0.25)) -> Mesh:
    """A closed book lying on its back, spine to the west; a title and a picture on the cover."""
    mesh = Mesh().box((0, 0, 0), (0.18, 0.25, 0.005), color=color, luxel_m=0)
    mesh.box((0.002, 0, 0.005), (0.17, 0.238, 0.026), color=(0.93, 0.91, 0.84), luxel_m=0, faces="nse")
    mesh.box((0, 0, 0.031), (0.18, 0.25, 0.005), color=color, luxel_m=0)
    mesh.box((-0.087, 0, 0.005), (0.006, 0.25, 0.026), color=color, luxel_m=0, faces="nswe")
    stripe: Color = (0.95, 0.9, 0.72)
    for y, width, depth in ((0.085, 0.13, 0.022), (0.052, 0.09, 0.014), (-0.105, 0.06, 0.01)):
        mesh.box((0.008, y, 0.036), (width, depth, 0.0015), color=stripe, faces="tnsew", luxel_m=0)
    mesh.cylinder((0.008, -0.03, 0.036), 0.045, 0.0015, color=stripe, segments=20)
    for z in (0.009, 0.021):
        mesh.box((-0.0905, 0, z), (0.003, 0.2, 0.006), color=stripe, faces="wtb", luxel_m=0)
    return mesh


def ball(color: Color = (1.0, 0.5, 0.06), radius: float = 0.12) -> Mesh:
    mesh = Mesh().sphere((0, 0, radius), radius, color=color, rings=15, segments=28)
    band = [(radius * 1.004, -radius * 0.09), (radius * 1.004, radius * 0.09)]
    return mesh.lathe((0, 0, radius), band, color=(0.96, 0.95, 0.92), segments=28)


def cardboard_box() -> Mesh:
    mesh = Mesh().box((0, 0, 0), (0.45, 0.35, 0.32), color=(0.74, 0.56, 0.36), luxel_m=0, step_m=0.12)
    tape: Color = (0.87, 0.79, 0.6)
    mesh.box((0, 0, 0.32), (0.06, 0.354, 0.003), color=tape, luxel_m=0, step_m=0.12)
    mesh.box((0, 0, 0.2), (0.06, 0.356, 0.12), color=tape, faces="ns", luxel_m=0, step_m=0.12)
    return mesh.box((0, 0, 0.06), (0.2, 0.354, 0.1), color=(0.94, 0.93, 0.9), faces="n", luxel_m=0)


def bottle(color: Color = (0.12, 0.42, 0.2)) -> Mesh:
    """Of coloured glass, with a label and a screw cap."""
    wall = [(0, 0), (0.036, 0), (0.039, 0.008), (0.039, 0.15), (0.034, 0.172), (0.018, 0.205), (0.014, 0.225)]
    mesh = Mesh().lathe((0, 0, 0), [*wall, (0.014, 0.25), (0, 0.25)], "glass", color, segments=20)
    mesh.lathe((0, 0, 0.045), [(0.0398, 0), (0.0398, 0.09)], color=(0.95, 0.93, 0.86), segments=20)
    mesh.lathe((0, 0, 0.075), [(0.0402, 0), (0.0402, 0.03)], color=(0.78, 0.2, 0.16), segments=20)
    return mesh.cylinder((0, 0, 0.245), 0.018, 0.03, color=(0.8, 0.12, 0.1), segments=14)


def teddy_bear(color: Color = (0.58, 0.38, 0.2)) -> Mesh:
    """Sitting, looking north, with a red bow."""
    pale: Color = (0.9, 0.76, 0.56)
    mesh = Mesh().sphere((0, 0, 0.11), 0.1, "fabric", color, segments=16, squash=1.1)
    mesh.sphere((0, 0.032, 0.11), 0.074, "fabric", pale, rings=7, segments=12, squash=1.1)
    mesh.sphere((0, 0.01, 0.27), 0.08, "fabric", color, segments=16)
    mesh.sphere((0, 0.072, 0.252), 0.038, "fabric", pale, rings=7, segments=12, squash=0.8)
    mesh.sphere((0, 0.106, 0.265), 0.014, color=(0.08, 0.06, 0.05), rings=5, segments=8, squash=0.8)
    for x in (-1, 1):
        mesh.sphere((x * 0.065, 0, 0.34), 0.03, "fabric", color, rings=7, segments=12)
        mesh.sphere((x * 0.065, 0.014, 0.342), 0.02, "fabric", pale, rings=5, segments=8)
        mesh.sphere((x * 0.03, 0.078, 0.29), 0.012, color=(0.05, 0.04, 0.04), rings=5, segments=8)
        mesh.sphere((x * 0.065, 0.1, 0.045), 0.045, "fabric", color, rings=7, segments=12)
        mesh.sphere((x * 0.068, 0.122, 0.05), 0.03, "fabric", pale, rings=5, segments=8)
        mesh.sphere((x * 0.105, 0.045, 0.15), 0.038, "fabric", color, rings=7, segments=12)
        mesh.sphere((x * 0.034, 0.085, 0.205), 0.024, color=(0.78, 0.1, 0.12), rings=5, segments=8, squash=0.75)
    return mesh.sphere((0, 0.092, 0.205), 0.013, color=(0.6, 0.06, 0.08), rings=5, segments=8)


def watering_can(color: Color = (0.2, 0.5, 0.34)) -> Mesh:
    """The spout points north."""
    wall = [(0, 0), (0.1, 0), (0.105, 0.01), (0.09, 0.2), (0.08, 0.2), (0.08, 0.17), (0, 0.17)]
    mesh = Mesh().lathe((0, 0, 0), wall, color=color)
    low, high = (0.0, 0.08, 0.06), (0.0, 0.26, 0.22)
    mesh.loft([_ring(low, 0.022), _ring(high, 0.014)], color=color)
    mesh.lathe((0, 0.262, 0.212), [(0.012, 0), (0.036, 0.03), (0, 0.032)], color=color, segments=14)
    mesh.rounded_box((0, -0.14, 0.06), (0.024, 0.02, 0.16), 0.008, color=color, rings=2)
    for z in (0.06, 0.2):
        mesh.rounded_box((0, -0.11, z), (0.024, 0.08, 0.02), 0.008, color=color, rings=2)
    return mesh


def _ring(center: tuple[float, float, float], radius: float) -> list[tuple[float, float, float]]:
    """Counter-clockwise seen from where the spout points."""
    x, y, z = center
    forward, across = 0.7 * radius, radius
    return [(x + radius, y, z), (x, y + forward, z - across), (x - radius, y, z), (x, y - forward, z + across)]
