"""What stands in parks and playgrounds. Origin = centre of the base, front = north (+y), metres."""

import math

import numpy as np

from embrace3k.simulator.worlds.mesh import WHITE, Chart, Color, Mesh
from embrace3k.simulator.worlds.props.rods import rod, tube
from embrace3k.simulator.worlds.surfaces import Surface

_IRON: Color = (0.13, 0.15, 0.14)
_STEEL: Color = (0.62, 0.64, 0.66)
_ROPE: Color = (0.42, 0.4, 0.36)
_STONE: Color = (0.86, 0.84, 0.8)
_BRONZE: Color = (0.3, 0.36, 0.3)


def park_bench(color: Color) -> Mesh:
    """Painted slats on iron feet; who sits on it looks north."""
    mesh = Mesh()
    for row in range(4):
        mesh.box((0, -0.16 + row * 0.115, 0.43), (1.6, 0.095, 0.035), "paintedwood", color, luxel_m=0)
    for step, z in enumerate((0.56, 0.69, 0.82)):
        mesh.box((0, -0.25 - 0.02 * step, z), (1.6, 0.03, 0.1), "paintedwood", color, luxel_m=0)
    for x in (-0.66, 0.66):
        tube(mesh, [(x, -0.25, 0), (x, -0.22, 0.43), (x, -0.31, 0.92)], 0.025, color=_IRON)
        tube(mesh, [(x, 0.22, 0), (x, 0.2, 0.4), (x, -0.2, 0.41)], 0.025, color=_IRON)
        tube(mesh, [(x, 0.2, 0.4), (x, 0.2, 0.62), (x, -0.26, 0.64)], 0.02, color=_IRON)
    return mesh


def park_lamp() -> Mesh:
    """An old-fashioned lantern on a fluted post, 3.4 m high."""
    post = [(0, 0), (0.16, 0), (0.16, 0.1), (0.1, 0.16), (0.1, 0.5), (0.055, 0.6), (0.045, 2.7), (0.09, 2.74), (0, 2.8)]
    mesh = Mesh().lathe((0, 0, 0), post, color=_IRON, segments=10)
    mesh.lathe((0, 0, 2.78), [(0, 0), (0.1, 0), (0.17, 0.36), (0, 0.36)], "glow", (0.95, 0.92, 0.8), segments=6)
    return mesh.lathe((0, 0, 3.14), [(0, 0), (0.22, 0), (0.1, 0.16), (0.03, 0.2), (0, 0.28)], color=_IRON, segments=6)


def swing(color: Color) -> Mesh:
    """Two seats on ropes from a frame along east, 3 m wide."""
    mesh = Mesh()
    for x in (-1.5, 1.5):
        for y in (-0.7, 0.7):
            rod(mesh, (x, y, 0), (x * 0.96, 0, 2.25), 0.05, color=color, sides=8)
    rod(mesh, (-1.56, 0, 2.25), (1.56, 0, 2.25), 0.055, color=color, sides=8)
    for x in (-0.65, 0.65):
        for side in (-0.21, 0.21):
            rod(mesh, (x + side, 0, 0.46), (x + side, 0, 2.22), 0.012, color=_ROPE, sides=4)
        mesh.box((x, 0, 0.43), (0.5, 0.2, 0.035), color=(0.1, 0.1, 0.11), luxel_m=0)
    return mesh


def slide(color: Color) -> Mesh:
    """A ladder in the south, a platform 1.5 m up, a chute that runs out in the north; 3.4 m long."""
    mesh = Mesh()
    for x in (-0.26, 0.26):
        rod(mesh, (x, -1.62, 0), (x, -1.12, 2.15), 0.03, color=_STEEL, sides=6)
        rod(mesh, (x, -0.62, 0), (x, -0.62, 2.15), 0.03, color=_STEEL, sides=6)
        rod(mesh, (x, -1.12, 2.15), (x, -0.62, 2.15), 0.025, color=_STEEL, sides=6)
    for step in range(5):
        height = 0.25 + 0.27 * step
        mesh.box((0, -1.62 + height * 0.233, height), (0.5, 0.1, 0.03), color=_STEEL, luxel_m=0)
    mesh.box((0, -0.87, 1.46), (0.56, 0.56, 0.06), color=_STEEL, luxel_m=0)
    course = [(-0.6, 1.5), (-0.35, 1.42), (0.9, 0.42), (1.3, 0.26), (1.75, 0.24)]
    profile = (
        (-0.3, 0.2),
        (-0.27, 0.2),
        (-0.25, 0.0),
        (0.25, 0.0),
        (0.27, 0.2),
        (0.3, 0.2),
        (0.28, -0.05),
        (-0.28, -0.05),
    )
    mesh.loft([[(x, y, z + up) for x, up in profile] for y, z in course], color=color)
    for end, outward in ((course[0], False), (course[-1], True)):
        base = [(x, end[0], end[1] + up) for x, up in ((-0.28, -0.05), (0.28, -0.05), (0.25, 0.0), (-0.25, 0.0))]
        mesh.lid(base[::-1] if outward else base, color=color)
    for y, height in ((0.3, 0.86), (1.5, 0.2)):
        for x in (-0.22, 0.22):
            rod(mesh, (x, y, 0), (x, y, height), 0.03, color=_STEEL, sides=6)
    return mesh


def climbing_frame(color: Color, second: Color) -> Mesh:
    """A dome of bars, 1.7 m high and 2.8 m across."""
    mesh, sides = Mesh(), 8
    rings = ((1.4, 0.0), (1.22, 0.75), (0.8, 1.35), (0.25, 1.68))
    for ring, (radius, height) in enumerate(rings):
        corners = [_around(radius, number / sides, height) for number in range(sides + 1)]
        for first, following in zip(corners, corners[1:], strict=False):
            if height:
                rod(mesh, first, following, 0.026, color=second, sides=5)
        if ring + 1 < len(rings):
            for number, corner in enumerate(corners[:-1]):
                rod(
                    mesh,
                    corner,
                    _around(rings[ring + 1][0], number / sides, rings[ring + 1][1]),
                    0.03,
                    color=color,
                    sides=5,
                )
    return mesh


def seesaw(color: Color) -> Mesh:
    """A beam along east, its west end down."""
    mesh = Mesh().prism((0, 0, 0), [(-0.25, 0), (0.25, 0), (0.06, 0.52), (-0.06, 0.52)], 0.24, color=_STEEL)
    tilt = math.radians(12.0)
    beam = Mesh().box((0, 0, 0), (2.8, 0.2, 0.06), color=color, luxel_m=0)
    for x in (-1.2, 1.2):
        beam.box((x, 0, 0.06), (0.34, 0.28, 0.035), color=(0.12, 0.12, 0.13), luxel_m=0)
        inner = x - math.copysign(0.28, x)
        rod(beam, (inner, 0, 0.05), (inner, 0, 0.3), 0.018, color=_STEEL)
        rod(beam, (inner, -0.16, 0.3), (inner, 0.16, 0.3), 0.018, color=_STEEL)
    turn = np.array([[math.cos(tilt), 0, -math.sin(tilt)], [0, 1, 0], [math.sin(tilt), 0, math.cos(tilt)]])
    return mesh.merge(beam.transform(turn, (0, 0, 0.53)))


def sandbox(width: float = 2.4, depth: float = 2.0) -> Mesh:
    """A frame of beams 0.24 m high, filled with sand."""
    mesh = Mesh()
    for y in (-depth / 2 + 0.08, depth / 2 - 0.08):
        mesh.box((0, y, 0), (width, 0.16, 0.24), "wood", faces="nsewt", luxel_m=0.1)
    for x in (-width / 2 + 0.08, width / 2 - 0.08):
        mesh.box((x, 0, 0), (0.16, depth - 0.32, 0.24), "wood", faces="ewt", luxel_m=0.1)
    corner = (-width / 2 + 0.16, -depth / 2 + 0.16, 0.15)
    mesh.quad(corner, (width - 0.32, 0, 0), (0, depth - 0.32, 0), "sand", tile_m=1.2, luxel_m=0.08)
    mesh.lathe((0.3, 0.15, 0.15), [(0.3, 0), (0.2, 0.1), (0.07, 0.17), (0, 0.19)], "sand", segments=14)
    return mesh


def fountain() -> Mesh:
    """Two basins of stone, water in both, jets falling from the upper one; 3 m across."""
    basin = [(1.5, 0), (1.5, 0.42), (1.56, 0.46), (1.56, 0.52), (1.3, 0.52), (1.3, 0.34)]
    mesh = Mesh().lathe((0, 0, 0), basin, "concrete", _STONE, segments=28)
    _disc(mesh, 1.3, 0.36, "water", 28)
    bowl = [(0.3, 0.3), (0.16, 0.5), (0.13, 1.0), (0.2, 1.08), (0.62, 1.26), (0.68, 1.3), (0.62, 1.32), (0.56, 1.28)]
    mesh.lathe((0, 0, 0), bowl, "concrete", _STONE, segments=20)
    _disc(mesh, 0.57, 1.285, "water", 20)
    mesh.lathe(
        (0, 0, 1.28), [(0.12, 0), (0.07, 0.3), (0.1, 0.36), (0.03, 0.42), (0, 0.44)], "concrete", _STONE, segments=12
    )
    for jet in range(8):
        arc = [
            _around(0.6 + 0.42 * share, jet / 8, 1.27 + 0.22 * share - 1.12 * share * share)
            for share in (0, 0.3, 0.6, 0.85, 1.0)
        ]
        tube(mesh, arc, 0.014, color=(0.86, 0.92, 0.96), sides=4)
    return mesh


def statue() -> Mesh:
    """A bronze figure in a long coat, its arm raised, on a stone plinth; 2.9 m high."""
    mesh = Mesh().box((0, 0, 0), (1.1, 1.1, 0.16), "concrete", _STONE, faces="nsewt", luxel_m=0.1)
    mesh.box((0, 0, 0.16), (0.8, 0.8, 0.94), "concrete", _STONE, faces="nsew", luxel_m=0.1)
    mesh.box((0, 0, 1.1), (0.94, 0.94, 0.1), "concrete", _STONE, luxel_m=0.1)
    mesh.box((0, 0.403, 0.5), (0.5, 0.012, 0.3), color=(0.42, 0.34, 0.2), luxel_m=0)
    coat = [
        (0.27, 1.2),
        (0.24, 1.3),
        (0.19, 1.75),
        (0.16, 2.0),
        (0.2, 2.25),
        (0.22, 2.42),
        (0.13, 2.52),
        (0.06, 2.56),
        (0.055, 2.62),
    ]
    mesh.lathe((0, 0, 0), [(0, 1.2), *coat, (0, 2.64)], color=_BRONZE, segments=14)
    mesh.sphere((0, 0.01, 2.75), 0.115, color=_BRONZE, rings=8, segments=12, squash=1.2)
    mesh.lathe(
        (0, 0.01, 2.82),
        [(0, 0), (0.17, 0), (0.17, 0.02), (0.1, 0.04), (0.09, 0.12), (0, 0.13)],
        color=_BRONZE,
        segments=12,
    )
    tube(mesh, [(0.2, 0, 2.4), (0.4, 0.12, 2.35), (0.52, 0.36, 2.62)], 0.06, color=_BRONZE)
    return tube(mesh, [(-0.2, 0, 2.4), (-0.3, 0.05, 2.1), (-0.2, 0.2, 1.95)], 0.06, color=_BRONZE)


def bicycle_stand() -> Mesh:
    """Two steel hoops side by side along east."""
    mesh = Mesh()
    for x in (-0.45, 0.45):
        arc = [(x, -0.35, 0), (x, -0.35, 0.7), (x, -0.2, 0.82), (x, 0.2, 0.82), (x, 0.35, 0.7), (x, 0.35, 0)]
        tube(mesh, arc, 0.025, color=_STEEL)
    return mesh


def parasol_table(color: Color) -> Mesh:
    """A round café table under a striped parasol, 2.5 m high; the top is at 0.74 m."""
    mesh = Mesh().cylinder((0, 0, 0), 0.3, 0.05, "concrete", segments=16)
    mesh.cylinder((0, 0, 0.05), 0.03, 2.4, color=(0.9, 0.88, 0.84), segments=8)
    mesh.cylinder((0, 0, 0.71), 0.48, 0.03, color=(0.93, 0.92, 0.9), segments=24)
    for gore in range(8):
        shade = color if gore % 2 else (0.95, 0.94, 0.9)
        low, high = 2.05, 2.48
        corners = [_around(1.15, gore / 8, low), _around(1.15, (gore + 1) / 8, low), (0.0, 0.0, high)]
        mesh.lid(corners, "flat", shade)
        inner = [(x, y, z - 0.015) for x, y, z in corners[::-1]]
        mesh.lid(inner, "flat", (0.7 * shade[0], 0.7 * shade[1], 0.7 * shade[2]))
    return mesh


def garden_chair(color: Color) -> Mesh:
    """A folding chair of steel and slats; who sits on it looks north."""
    mesh = Mesh()
    for x in (-0.2, 0.2):
        rod(mesh, (x, 0.2, 0), (x, -0.2, 0.46), 0.014, color=_IRON)
        tube(mesh, [(x, -0.22, 0), (x, 0.18, 0.44), (x, 0.19, 0.45)], 0.014, color=_IRON)
        rod(mesh, (x, -0.18, 0.44), (x, -0.27, 0.9), 0.014, color=_IRON)
    for row in range(4):
        mesh.box((0, -0.16 + row * 0.11, 0.44), (0.42, 0.085, 0.022), color=color, luxel_m=0)
    for step, z in enumerate((0.6, 0.72, 0.84)):
        mesh.box((0, -0.215 - 0.025 * step, z), (0.42, 0.02, 0.075), color=color, luxel_m=0)
    return mesh


def notice_board(color: Color) -> Mesh:
    """A board with papers under a small roof, 1.9 m high; it is read from the north."""
    mesh = Mesh()
    for x in (-0.6, 0.6):
        mesh.box((x, 0, 0), (0.09, 0.09, 1.75), "wood", luxel_m=0)
    mesh.box((0, 0, 0.75), (1.12, 0.06, 0.9), "boards", color, luxel_m=0)
    for x, z, width, height, paper in _PAPERS:
        mesh.box((x, 0.034, z), (width, 0.008, height), color=paper, faces="nsewtb", luxel_m=0)
    for side in (-1, 1):
        corner = (side * 0.75, side * 0.26, 1.69)
        mesh.quad(corner, (-side * 1.5, 0, 0), (0, -side * 0.26, 0.18), "roof", tile_m=0.8, luxel_m=0)
        under = (-side * 0.75, side * 0.26, 1.675)
        mesh.quad(under, (side * 1.5, 0, 0), (0, -side * 0.26, 0.18), "wood", luxel_m=0)
    return mesh


def litter_bin(color: Color) -> Mesh:
    """A slatted round bin with a domed lid, 0.95 m high."""
    mesh = Mesh().cylinder((0, 0, 0.02), 0.2, 0.66, color=(0.12, 0.12, 0.12), segments=14)
    for slat in range(12):
        angle = slat / 12
        x, y, _ = _around(0.225, angle, 0.0)
        rod(mesh, (x, y, 0.0), (x * 1.08, y * 1.08, 0.7), 0.024, color=color, sides=4)
    return mesh.lathe((0, 0, 0.76), [(0, 0), (0.27, 0), (0.24, 0.1), (0.12, 0.18), (0, 0.2)], color=color, segments=16)


def _disc(mesh: Mesh, radius: float, height: float, material: str, segments: int) -> None:
    """A level surface with a texture laid from above and light from a chart: its middle may lie under something."""
    rim = np.array([_around(radius, number / segments, height) for number in range(segments)])
    number = np.arange(1, segments - 1)
    triangles = np.stack([np.zeros_like(number), number, number + 1], 1)
    surface = Surface(rim, np.tile((0.0, 0.0, 1.0), (segments, 1)), rim[:, :2] / 1.5, triangles)
    corner, across = np.array((-radius, -radius, height)), 2 * radius
    at = (rim[:, :2] + radius) / across
    mesh.add(surface, material, WHITE, Chart(corner, np.array((across, 0, 0)), np.array((0, across, 0)), at, 0.1))


def _around(radius: float, share: float, height: float) -> tuple[float, float, float]:
    return radius * math.cos(2 * math.pi * share), radius * math.sin(2 * math.pi * share), height


_PAPERS: tuple[tuple[float, float, float, float, Color], ...] = (
    (-0.34, 1.0, 0.3, 0.42, (0.96, 0.95, 0.9)),
    (0.02, 1.1, 0.26, 0.36, (0.98, 0.86, 0.4)),
    (0.36, 0.95, 0.28, 0.5, (0.74, 0.88, 0.95)),
    (0.0, 0.82, 0.3, 0.2, (0.95, 0.75, 0.75)),
)
