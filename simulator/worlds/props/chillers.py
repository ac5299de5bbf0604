"""What keeps a shop's goods cold. Origin = centre of the base, front = north (+y), metres."""

from collections.abc import Sequence

import numpy as np

from embrace3k.simulator.worlds.choosing import one
from embrace3k.simulator.worlds.mesh import WHITE, Color, Mesh
from embrace3k.simulator.worlds.props.signs import lettering

_BLACK: Color = (0.09, 0.09, 0.1)
_STEEL: Color = (0.62, 0.63, 0.65)


def glass_fridge(
    rng: np.random.Generator, goods: Sequence[str], title: str, color: Color = WHITE, *, doors: int = 2
) -> Mesh:
    """A tall fridge with goods to be seen behind each of its doors."""
    width = 0.7 * doors
    mesh = Mesh().box((0, -0.03, 0), (width, 0.62, 2.0), color=color, faces="sewt")
    mesh.box((0, 0.02, 0), (width, 0.52, 0.22), color=_BLACK, faces="n")
    mesh.box((0, -0.01, 1.72), (width, 0.58, 0.28), color=color, faces="nb")
    wide = min(1.0, width - 0.06)
    lettering(mesh, title, (wide / 2, 0.292, 1.735), (-wide, 0, 0), (0, 0, 0.25))
    mesh.quad((width / 2, 0.16, 0.22), (-width, 0, 0), (0, 0, 1.5), color=(0.2, 0.22, 0.24), luxel_m=0)
    for level in range(4):
        up = 0.24 + level * 0.37
        mesh.box((0, 0.2, up - 0.02), (width - 0.04, 0.1, 0.015), color=(0.9, 0.92, 0.94), luxel_m=0, faces="nt")
        for door in range(doors):
            x = (door + 0.5) * 0.7 - width / 2
            material = one(rng, goods)
            face = (x + 0.31, 0.235, up)
            mesh.quad(face, (-0.62, 0, 0), (0, 0, 0.33), material, fit=True, luxel_m=0)
    for post in range(doors + 1):
        x = float(np.clip(post * 0.7 - width / 2, 0.03 - width / 2, width / 2 - 0.03))
        mesh.box((x, 0.25, 0.22), (0.05, 0.06, 1.5), color=(0.2, 0.21, 0.23), luxel_m=0)
    for up in (0.2, 1.68):
        mesh.box((0, 0.245, up), (width - 0.01, 0.06, 0.045), color=(0.2, 0.21, 0.23), luxel_m=0)
    for door in range(doors):
        x = (door + 0.5) * 0.7 - width / 2 + 0.27
        mesh.rounded_box((x, 0.3, 0.8), (0.03, 0.05, 0.5), 0.012, color=_STEEL, rings=2)
    return mesh


def chest_freezer(color: Color = (0.94, 0.95, 0.96), *, width: float = 1.5) -> Mesh:
    """A white chest under two sliding panes."""
    mesh = Mesh().box((0, 0, 0.08), (width, 0.74, 0.72), color=color)
    mesh.box((0, 0, 0), (width - 0.1, 0.64, 0.08), color=_BLACK, luxel_m=0, faces="nsew")
    mesh.box((0, 0, 0.8), (width + 0.02, 0.76, 0.07), color=(0.42, 0.56, 0.72), faces="nsewt", luxel_m=0)
    for x in (-width / 4, width / 4):
        corner = (x - width / 4 + 0.05, -0.32, 0.873)
        mesh.quad(corner, (width / 2 - 0.08, 0, 0), (0, 0.64, 0), "glass", (0.3, 0.42, 0.5), luxel_m=0)
    mesh.box((0, 0, 0.87), (0.05, 0.7, 0.015), color=_STEEL, luxel_m=0, faces="nsewt")
    return lettering(mesh, "FROZEN", (0.55, 0.384, 0.36), (-1.1, 0, 0), (0, 0, 0.275))
