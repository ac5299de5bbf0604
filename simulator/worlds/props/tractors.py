"""Tractor and trailer. Origin = on the ground below their middle, front = north (+y), metres."""

import math

from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.props.rods import rod

_TYRE: Color = (0.07, 0.07, 0.075)
_IRON: Color = (0.18, 0.18, 0.19)
_RIM: Color = (0.9, 0.82, 0.3)


def tractor(color: Color) -> Mesh:
    """With a cab and large rear wheels; 3.4 m long, 2.4 m high."""
    mesh = Mesh().rounded_box((0, 0.85, 0.72), (0.72, 1.7, 0.62), 0.1, "paint", color, rings=3)
    mesh.box((0, 0.4, 0.5), (0.5, 2.3, 0.26), color=_IRON, luxel_m=0)
    mesh.box((0, 1.703, 0.82), (0.52, 0.014, 0.4), color=(0.08, 0.08, 0.085), luxel_m=0)
    for side in (-1, 1):
        mesh.sphere((side * 0.24, 1.7, 1.1), 0.085, "glass", (0.9, 0.9, 0.84), rings=5, segments=8)
        _wheel(mesh, side, -0.75, 0.74, 0.42, 0.78, lugs=9)
        _wheel(mesh, side, 1.15, 0.44, 0.26, 0.66, lugs=6)
        fender = [(0.0, 0.0), (1.25, 0.0), (1.05, 0.3), (0.72, 0.46), (0.3, 0.4)]
        profile = [(y - 1.35, z + 1.12) for y, z in fender]
        mesh.prism((side * 0.72, 0, 0), profile, 0.3, "paint", color)
        for y in (-1.2, -0.05):
            rod(mesh, (side * 0.5, y, 1.2), (side * 0.46, y * 0.92 - 0.05, 2.3), 0.035, color=_IRON)
    mesh.box((0, -0.62, 0.85), (1.1, 1.2, 0.3), "paint", color, luxel_m=0)
    for y, width in ((-1.16, 0.92), (-0.14, 0.92)):
        mesh.box((0, y, 1.35), (width, 0.02, 0.86), "glass", (0.1, 0.13, 0.15), luxel_m=0)
    for x in (-0.47, 0.47):
        mesh.box((x, -0.65, 1.45), (0.02, 0.98, 0.76), "glass", (0.1, 0.13, 0.15), luxel_m=0)
    mesh.rounded_box((0, -0.65, 2.27), (1.2, 1.4, 0.14), 0.06, color=(0.93, 0.92, 0.88), rings=2)
    rod(mesh, (0.26, 0.9, 1.3), (0.26, 0.9, 2.0), 0.045, color=_IRON, sides=8)
    rod(mesh, (-0.6, -0.75, 0.74), (0.6, -0.75, 0.74), 0.12, color=_IRON, sides=8)
    return mesh.box((0, -1.2, 0.5), (0.2, 1.1, 0.12), color=_IRON, luxel_m=0)


def trailer(color: Color) -> Mesh:
    """A flat wagon with low sides and a drawbar in the north; its floor, 0.78 m up, is a surface."""
    mesh = Mesh().box((0, 0, 0.66), (1.7, 2.6, 0.12), "boards", (0.8, 0.64, 0.46), luxel_m=0.08)
    for x in (-0.83, 0.83):
        mesh.box((x, 0, 0.78), (0.04, 2.6, 0.26), "paint", color, luxel_m=0)
    mesh.box((0, 1.28, 0.78), (1.62, 0.04, 0.26), "paint", color, luxel_m=0)
    mesh.box((0, 0, 0.5), (0.8, 2.3, 0.16), color=_IRON, luxel_m=0)
    for side in (-1, 1):
        _wheel(mesh, side, -0.35, 0.32, 0.2, 0.68, lugs=0)
        mesh.rounded_box((side * 0.7, -1.32, 0.6), (0.2, 0.03, 0.1), 0.01, "glass", (0.6, 0.05, 0.05), rings=2)
    for x in (-0.35, 0.35):
        rod(mesh, (x, 1.2, 0.55), (0, 1.9, 0.5), 0.04, color=_IRON)
    return rod(mesh, (0, 1.7, 0.5), (0, 1.7, 0.0), 0.035, color=_IRON)


def _wheel(mesh: Mesh, side: int, y: float, radius: float, width: float, middle: float, *, lugs: int) -> None:
    """Lugs stand out of the tyre; the rim is yellow."""
    inner = side * middle - width / 2
    tyre = [(0.5 * radius, 0), (0.86 * radius, 0), (0.96 * radius, 0.2 * width), (0.96 * radius, 0.8 * width)]
    tyre += [(0.86 * radius, width), (0.5 * radius, width)]
    mesh.lathe((inner, y, radius), tyre, color=_TYRE, segments=14, axis="x")
    rim = [(0, 0.12 * width), (0.52 * radius, 0.06 * width), (0.52 * radius, 0.94 * width), (0, 0.88 * width)]
    mesh.lathe((inner, y, radius), rim, "paint", _RIM, segments=12, axis="x")
    for lug in range(lugs):
        turn = lug * 2 * math.pi / lugs
        across = 0.955 * radius
        place = (side * middle, y + across * math.cos(turn), radius + across * math.sin(turn))
        along = (0.5 * width, 0.06 * radius * -math.sin(turn), 0.06 * radius * math.cos(turn))
        start, end = ([p + sign * a for p, a in zip(place, along, strict=True)] for sign in (-0.9, 0.9))
        rod(mesh, start, end, 0.035 * radius / 0.74, color=_TYRE, sides=4)
