"""What is fixed to a building: door leaves, rugs, pictures, lamps under the ceiling. Metres, front = north (+y)."""

from embrace3k.simulator.worlds.mesh import WHITE, Color, Mesh

_BRASS: Color = (0.78, 0.64, 0.3)


def door_leaf(width_m: float, height_m: float, material: str = "wood", color: Color = WHITE) -> Mesh:
    """A panelled leaf. Origin: the foot of the hinge line; the closed leaf reaches east from there."""
    middle, thickness = width_m / 2, 0.045
    leaf = (width_m - 0.006, thickness, height_m - 0.016)
    mesh = Mesh().box((middle, 0, 0.01), leaf, material, color, luxel_m=0, step_m=0.42)
    panel = (0.9 * color[0], 0.88 * color[1], 0.86 * color[2])
    low, gap = 0.22, 0.14
    panel_height = (height_m - 2 * low - gap) / 2
    for z in (low, low + panel_height + gap):
        size = (width_m - 0.34, thickness + 0.016, panel_height)
        mesh.box((middle, 0, z), size, material, panel, faces="ns", luxel_m=0, step_m=0.42)
    for side in (1, -1):
        mesh.sphere((width_m - 0.09, side * 0.065, 1.02), 0.032, color=_BRASS, rings=5, segments=12)
        mesh.box((width_m - 0.09, side * 0.027, 0.93), (0.045, 0.012, 0.2), color=_BRASS, luxel_m=0)
    return mesh


def rug(width: float, depth: float, material: str = "carpet", color: Color = WHITE) -> Mesh:
    return Mesh().box((0, 0, 0), (width, depth, 0.012), material, color, faces="tnsew", fit="t")


def doormat() -> Mesh:
    return Mesh().box((0, 0, 0), (0.8, 0.5, 0.015), "carpet", (0.5, 0.42, 0.34), faces="tnsew", tile_m=0.8)


def painting(width: float, height: float, picture: str = "painting") -> Mesh:
    """A framed picture of one of the materials that are pictures; its back (y = -0.02) touches the wall."""
    mesh = Mesh().box((0, -0.003, 0), (width, 0.034, height), "darkwood", faces="nsewtb")
    return mesh.quad((width / 2 - 0.04, 0.0175, 0.04), (0.08 - width, 0, 0), (0, 0, height - 0.08), picture, fit=True)


def mirror(width: float, height: float) -> Mesh:
    """Glass in a thin frame; its back (y = -0.02) touches the wall."""
    mesh = Mesh().box((0, -0.003, 0), (width, 0.034, height), "white")
    corner = (width / 2 - 0.03, 0.0175, 0.03)
    return mesh.quad(corner, (0.06 - width, 0, 0), (0, 0, height - 0.06), "silvered", fit=True)


def wall_clock() -> Mesh:
    """Half past ten; its back (y = 0) touches the wall, its foot is the lowest point."""
    mesh = Mesh().cylinder((0, 0, 0.16), 0.16, 0.022, color=(0.12, 0.12, 0.13), segments=28, axis="y")
    mesh.cylinder((0, 0.02, 0.16), 0.145, 0.012, color=(0.96, 0.95, 0.92), segments=28, axis="y")
    mesh.box((0, 0.035, 0.06), (0.012, 0.005, 0.1), color=(0.1, 0.1, 0.1), luxel_m=0)
    return mesh.box((0.03, 0.037, 0.155), (0.07, 0.005, 0.014), color=(0.1, 0.1, 0.1), luxel_m=0)


def ceiling_lamp() -> Mesh:
    """A flat shining bowl, 0.11 m high; its top touches the ceiling."""
    bowl = [(0, 0), (0.14, 0.012), (0.19, 0.05), (0.2, 0.108), (0.2, 0.11), (0, 0.11)]
    return Mesh().lathe((0, 0, 0), bowl, "glow", (1, 0.97, 0.9), segments=24)
