"""What stands in gardens and streets. Origin = centre of the base, front = north (+y), metres."""

from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.surfaces import rotation_z

_IRON: Color = (0.15, 0.15, 0.16)
_POST: Color = (0.25, 0.27, 0.28)


def bench() -> Mesh:
    """Who sits on it looks north."""
    mesh = Mesh()
    for row in range(4):
        mesh.box((0, -0.15 + row * 0.12, 0.44), (1.5, 0.1, 0.04), "wood")
    for z in (0.6, 0.74):
        mesh.box((0, -0.245, z), (1.5, 0.035, 0.1), "wood")
    for x in (-0.6, 0.6):
        mesh.box((x, 0, 0), (0.06, 0.45, 0.44), color=_IRON)
        mesh.box((x, -0.2, 0.44), (0.06, 0.055, 0.42), color=_IRON)
    return mesh


def mailbox(color: Color = (0.15, 0.28, 0.6)) -> Mesh:
    mesh = Mesh().box((0, 0, 0), (0.09, 0.09, 1.0), "wood")
    mesh.box((0, 0, 1.0), (0.2, 0.42, 0.13), color=color)
    roof = [(0.1, 0), (0.087, 0.05), (0.05, 0.087), (0.0, 0.1), (-0.05, 0.087), (-0.087, 0.05), (-0.1, 0)]
    arch = Mesh().prism((0, 0, 0), roof, 0.42, color=color)
    mesh.merge(arch.transform(rotation_z(90.0), (0, 0, 1.13)))
    mesh.box((0, 0.212, 1.04), (0.14, 0.006, 0.02), color=(0.05, 0.06, 0.1), luxel_m=0)
    return mesh.box((0.108, 0.05, 1.08), (0.012, 0.05, 0.18), color=(0.8, 0.1, 0.1), luxel_m=0)


def street_light() -> Mesh:
    """The arm reaches north."""
    mesh = Mesh().cylinder((0, 0, 0), 0.07, 4.2, color=_POST)
    mesh.box((0, 0.35, 4.1), (0.09, 0.8, 0.07), color=_POST, luxel_m=0)
    return mesh.box((0, 0.7, 4.02), (0.2, 0.35, 0.08), color=(1, 0.98, 0.9), luxel_m=0)


def trash_bin(color: Color = (0.25, 0.42, 0.3)) -> Mesh:
    wall = [(0, 0), (0.2, 0), (0.205, 0.02), (0.25, 0.6), (0.27, 0.6), (0.27, 0.64), (0.2, 0.69), (0, 0.71)]
    mesh = Mesh().lathe((0, 0, 0), wall, color=color, segments=24)
    return mesh.rounded_box((0, 0, 0.7), (0.14, 0.04, 0.04), 0.015, color=_IRON)


def picnic_table() -> Mesh:
    mesh = Mesh()
    for row in range(5):
        mesh.box((0, -0.3 + row * 0.15, 0.72), (1.6, 0.13, 0.04), "wood")
    for side in (-1, 1):
        for row in range(2):
            mesh.box((0, side * (0.58 + row * 0.14), 0.42), (1.6, 0.12, 0.04), "wood")
    for x in (-0.55, 0.55):
        mesh.box((x, 0, 0), (0.09, 0.5, 0.72), "wood", (0.8, 0.78, 0.76))
        mesh.box((x, 0, 0.36), (0.06, 1.4, 0.06), "wood", (0.8, 0.78, 0.76))
    return mesh
