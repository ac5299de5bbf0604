"""Agents that only stand for others: nobody plays them. Origin = centre of the base, front = north (+y), metres."""

from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.props.rods import rod

_SKIN: Color = (0.78, 0.58, 0.46)
_SHOES: Color = (0.16, 0.14, 0.13)


def person(shirt: Color = (0.72, 0.2, 0.16), trousers: Color = (0.16, 0.2, 0.34)) -> Mesh:
    """An adult of 1.76 m who stands with hanging arms."""
    mesh = Mesh()
    for side in (-1, 1):
        rod(mesh, (0.1 * side, 0, 0.05), (0.09 * side, 0, 0.86), 0.065, color=trousers, sides=10, end_radius=0.09)
        mesh.rounded_box((0.1 * side, 0.05, 0), (0.1, 0.27, 0.09), 0.03, color=_SHOES, rings=2)
        rod(mesh, (0.21 * side, 0, 1.4), (0.27 * side, 0.02, 1.1), 0.055, color=shirt, sides=8, end_radius=0.045)
        rod(mesh, (0.27 * side, 0.02, 1.1), (0.27 * side, 0.1, 0.84), 0.04, color=_SKIN, sides=8, end_radius=0.032)
        mesh.sphere((0.27 * side, 0.11, 0.8), 0.05, color=_SKIN, rings=6, segments=10)
    mesh.rounded_box((0, 0, 0.8), (0.36, 0.22, 0.2), 0.09, color=trousers, rings=3)
    mesh.rounded_box((0, 0, 0.94), (0.42, 0.24, 0.54), 0.1, color=shirt, rings=4)
    rod(mesh, (0, 0, 1.44), (0, 0.01, 1.56), 0.055, color=_SKIN, sides=10)
    mesh.sphere((0, 0.02, 1.63), 0.105, color=_SKIN, rings=11, segments=18, squash=1.22)
    mesh.sphere((0, -0.005, 1.66), 0.11, color=(0.22, 0.14, 0.08), rings=9, segments=18, squash=0.98)
    return mesh.rounded_box((0, 0.12, 1.6), (0.025, 0.03, 0.04), 0.01, color=_SKIN, rings=2)


def drone(color: Color = (0.9, 0.9, 0.88)) -> Mesh:
    """Four rotors on crossed arms, a camera in the north."""
    mesh = Mesh().rounded_box((0, 0, 0.06), (0.16, 0.24, 0.09), 0.03, color=color, rings=3)
    mesh.sphere((0, 0.12, 0.07), 0.035, color=(0.12, 0.12, 0.13), rings=7, segments=12)
    for x, y in ((1, 1), (-1, 1), (-1, -1), (1, -1)):
        rod(mesh, (0.05 * x, 0.07 * y, 0.11), (0.24 * x, 0.24 * y, 0.13), 0.014, color=color)
        mesh.cylinder((0.24 * x, 0.24 * y, 0.12), 0.022, 0.045, color=(0.16, 0.16, 0.17), segments=10)
        mesh.cylinder((0.24 * x, 0.24 * y, 0.165), 0.13, 0.006, color=(0.3, 0.3, 0.32), segments=18)
        rod(mesh, (0.08 * x, 0.1 * y, 0.08), (0.1 * x, 0.12 * y, 0.0), 0.008, color=(0.16, 0.16, 0.17))
    return mesh
