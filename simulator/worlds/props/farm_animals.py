"""Animals of a farm, standing still. Origin = on the ground between the feet, front = north (+y), metres."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from embrace3k.simulator.worlds.mesh import WHITE, Color, Mesh
from embrace3k.simulator.worlds.props.rods import rod, tube
from embrace3k.simulator.worlds.surfaces import fan, lofted

Station = tuple[float, float, float, float]
"""A cross-section: north, height of its middle, half its width, half its height."""

_DARK: Color = (0.1, 0.08, 0.07)
_HORN: Color = (0.85, 0.8, 0.66)
_COMB: Color = (0.82, 0.12, 0.1)
_BEAK: Color = (0.92, 0.68, 0.16)
_POINTS = 12
_HIDE_TILE_M = 1.25


@dataclass(frozen=True)
class Hide:
    """Of a cow: what covers its body, and the colour of head and legs."""

    material: str
    tint: Color
    color: Color


HIDES: dict[str, Hide] = {
    "brown": Hide("brownhide", WHITE, (0.44, 0.25, 0.14)),
    "black": Hide("blackhide", WHITE, (0.11, 0.1, 0.1)),
    "white": Hide("flat", (0.93, 0.89, 0.8), (0.93, 0.89, 0.8)),
}


def cow(hide: Hide, *, seed: int = 0) -> Mesh:
    """2.3 m long, 1.5 m high. The seed moves its patches."""
    barrel = [
        (-0.98, 1.18, 0.1, 0.14), (-0.92, 1.12, 0.24, 0.28), (-0.7, 1.05, 0.33, 0.37), (-0.35, 0.98, 0.37, 0.42),
        (0.0, 0.96, 0.38, 0.44), (0.35, 0.98, 0.35, 0.42), (0.62, 1.04, 0.28, 0.36), (0.8, 1.12, 0.2, 0.28),
    ]  # fmt: skip
    neck = [(0.62, 1.12, 0.2, 0.28), (0.85, 1.24, 0.14, 0.2), (1.02, 1.34, 0.12, 0.16)]
    head = [(0.92, 1.4, 0.1, 0.11), (1.05, 1.38, 0.13, 0.14), (1.22, 1.28, 0.1, 0.12), (1.34, 1.2, 0.09, 0.09)]
    mesh = Mesh()
    _skin(mesh, barrel, hide.tint, hide.material, seed)
    _skin(mesh, neck, hide.color)
    _skin(mesh, head, hide.color)
    _skin(mesh, [(1.3, 1.21, 0.1, 0.095), (1.4, 1.16, 0.085, 0.075), (1.42, 1.155, 0.05, 0.05)], (0.86, 0.64, 0.58))
    for side in (-1, 1):
        for y in (-0.72, 0.52):
            rod(mesh, (side * 0.2, y, 0.85), (side * 0.19, y + 0.02, 0.08), 0.11, color=hide.color, end_radius=0.055)
            rod(mesh, (side * 0.19, y + 0.02, 0.09), (side * 0.19, y + 0.03, 0.0), 0.062, color=_DARK)
        tube(mesh, [(side * 0.09, 1.0, 1.5), (side * 0.19, 1.0, 1.54), (side * 0.22, 1.04, 1.63)], 0.022, color=_HORN)
        rod(mesh, (side * 0.11, 0.98, 1.45), (side * 0.28, 0.95, 1.42), 0.045, color=hide.color, end_radius=0.02)
        mesh.sphere((side * 0.115, 1.14, 1.39), 0.022, color=_DARK, rings=4, segments=6)
    mesh.sphere((0, -0.45, 0.58), 0.14, color=(0.9, 0.66, 0.62), rings=7, segments=10)
    tube(mesh, [(0, -0.98, 1.24), (0, -1.06, 1.1), (0, -1.05, 0.62)], 0.022, color=hide.color)
    return mesh.sphere((0, -1.05, 0.58), 0.05, color=_DARK, rings=5, segments=8, squash=1.8)


def horse(hide: Color = (0.42, 0.24, 0.13), mane: Color = (0.1, 0.08, 0.07)) -> Mesh:
    """A pony 2 m long, 1.65 m high."""
    barrel = [
        (-0.8, 1.08, 0.1, 0.12), (-0.74, 1.05, 0.22, 0.25), (-0.5, 1.0, 0.28, 0.32), (-0.1, 0.97, 0.28, 0.31),
        (0.3, 0.98, 0.27, 0.31), (0.52, 1.02, 0.22, 0.29), (0.64, 1.06, 0.15, 0.2),
    ]  # fmt: skip
    mesh = Mesh()
    _skin(mesh, barrel, hide)
    _skin(
        mesh,
        [(0.42, 1.1, 0.15, 0.25), (0.66, 1.28, 0.11, 0.2), (0.8, 1.44, 0.085, 0.15), (0.84, 1.54, 0.07, 0.1)],
        hide,
    )
    _skin(
        mesh,
        [(0.72, 1.56, 0.06, 0.07), (0.84, 1.53, 0.09, 0.11), (1.02, 1.4, 0.07, 0.085), (1.14, 1.31, 0.055, 0.06)],
        hide,
    )
    _skin(mesh, [(1.11, 1.33, 0.058, 0.062), (1.18, 1.28, 0.05, 0.05), (1.2, 1.27, 0.03, 0.03)], (0.16, 0.1, 0.08))
    for side in (-1, 1):
        for y in (-0.6, 0.42):
            rod(mesh, (side * 0.15, y, 0.88), (side * 0.15, y, 0.42), 0.095, color=hide, end_radius=0.055)
            rod(mesh, (side * 0.15, y, 0.44), (side * 0.15, y, 0.08), 0.05, color=hide, end_radius=0.04)
            rod(mesh, (side * 0.15, y, 0.1), (side * 0.15, y + 0.02, 0.0), 0.05, color=_DARK, end_radius=0.065)
        rod(mesh, (side * 0.05, 0.76, 1.6), (side * 0.06, 0.76, 1.72), 0.035, color=hide, end_radius=0.01)
        mesh.sphere((side * 0.085, 0.88, 1.53), 0.018, color=_DARK, rings=5, segments=8)
    tube(mesh, [(0, 0.78, 1.66), (0, 0.62, 1.5), (0, 0.46, 1.36)], 0.05, color=mane)
    return tube(mesh, [(0, -0.78, 1.15), (0, -0.92, 1.0), (0, -0.94, 0.6), (0, -0.9, 0.42)], 0.055, color=mane)


def hen(feathers: Color = (0.6, 0.34, 0.16)) -> Mesh:
    """0.45 m long and as high, a little larger than life."""
    tail = (0.6 * feathers[0], 0.6 * feathers[1], 0.6 * feathers[2])
    mesh = Mesh()
    body = [
        (-0.17, 0.3, 0.03, 0.04), (-0.12, 0.25, 0.09, 0.1), (0.0, 0.22, 0.115, 0.12), (0.1, 0.24, 0.09, 0.11),
        (0.15, 0.28, 0.05, 0.07),
    ]  # fmt: skip
    _skin(mesh, body, feathers)
    plumes = [(-0.06, 0.24), (-0.12, 0.38), (-0.19, 0.46), (-0.26, 0.45), (-0.25, 0.32), (-0.15, 0.21)]
    mesh.prism((0, 0, 0), plumes, 0.06, color=tail)
    rod(mesh, (0, 0.1, 0.27), (0, 0.14, 0.4), 0.06, color=feathers, sides=7, end_radius=0.045)
    mesh.sphere((0, 0.15, 0.41), 0.05, color=feathers, rings=6, segments=8)
    rod(mesh, (0, 0.19, 0.41), (0, 0.24, 0.4), 0.018, color=_BEAK, sides=5, end_radius=0.004)
    for y, top in ((0.12, 0.48), (0.15, 0.5), (0.18, 0.48)):
        rod(mesh, (0, y, 0.445), (0, y - 0.005, top), 0.02, color=_COMB, sides=4, end_radius=0.008)
    rod(mesh, (0, 0.195, 0.39), (0, 0.2, 0.34), 0.012, color=_COMB, sides=4, end_radius=0.018)
    for side in (-1, 1):
        mesh.sphere((side * 0.045, 0.175, 0.42), 0.01, color=_DARK, rings=4, segments=5)
        mesh.sphere((side * 0.085, -0.03, 0.24), 0.085, color=tail, rings=6, segments=8, squash=0.75)
        rod(mesh, (side * 0.045, 0.0, 0.13), (side * 0.045, 0.01, 0.0), 0.011, color=_BEAK, sides=4)
        mesh.box((side * 0.045, 0.03, 0.0), (0.05, 0.08, 0.012), color=_BEAK, faces="nsewt", luxel_m=0)
    return mesh


def dog(coat: Color = (0.75, 0.52, 0.28), *, patches: Color = (0.95, 0.93, 0.88)) -> Mesh:
    """Sitting, 0.75 m high."""
    ears = (0.5 * coat[0], 0.45 * coat[1], 0.4 * coat[2])
    mesh = Mesh()
    mesh.sphere((0, -0.14, 0.2), 0.19, color=coat, rings=7, segments=10, squash=0.95)
    rod(mesh, (0, -0.12, 0.24), (0, 0.1, 0.52), 0.17, color=coat, sides=10, end_radius=0.11)
    mesh.sphere((0, 0.12, 0.42), 0.1, color=patches, rings=6, segments=8, squash=1.3)
    mesh.sphere((0, 0.13, 0.62), 0.125, color=coat, rings=7, segments=11)
    rod(mesh, (0, 0.2, 0.6), (0, 0.35, 0.57), 0.065, color=patches, sides=8, end_radius=0.05)
    mesh.sphere((0, 0.36, 0.585), 0.03, color=_DARK, rings=5, segments=8)
    for side in (-1, 1):
        rod(mesh, (side * 0.08, 0.14, 0.4), (side * 0.085, 0.2, 0.04), 0.05, color=coat, end_radius=0.038)
        mesh.rounded_box((side * 0.085, 0.23, 0.0), (0.09, 0.14, 0.06), 0.025, color=patches, rings=2)
        mesh.sphere((side * 0.145, -0.1, 0.14), 0.12, color=coat, rings=6, segments=8, squash=1.15)
        mesh.rounded_box((side * 0.165, 0.05, 0.0), (0.09, 0.22, 0.075), 0.03, color=patches, rings=2)
        mesh.sphere((side * 0.055, 0.235, 0.655), 0.02, color=_DARK, rings=4, segments=6)
        rod(mesh, (side * 0.1, 0.1, 0.72), (side * 0.16, 0.13, 0.55), 0.045, color=ears, end_radius=0.03)
    rod(mesh, (0, -0.28, 0.12), (0.05, -0.42, 0.16), 0.045, color=coat, end_radius=0.036)
    return rod(mesh, (0.05, -0.41, 0.15), (0.13, -0.48, 0.28), 0.036, color=coat, end_radius=0.016)


def _skin(mesh: Mesh, stations: Sequence[Station], color: Color, material: str = "flat", seed: int = 0) -> None:
    """A closed body through the cross-sections, from south to north."""
    turn = np.linspace(0, 2 * np.pi, _POINTS, endpoint=False)
    rings = [
        np.stack([-half_width * np.cos(turn), np.full(_POINTS, y), up + half_height * np.sin(turn)], 1)
        for y, up, half_width, half_height in stations
    ]
    shift = np.random.default_rng(seed).random(2)
    for surface in (lofted(rings, closed=True), fan(rings[0][::-1]), fan(rings[-1])):
        east, north, up = surface.points.T
        # Laid on aslant, so that the two sides of a hide differ.
        places = np.stack([north, up + 0.45 * east], 1) / _HIDE_TILE_M + shift
        mesh.add(surface._replace(uvs=places), material, color)
