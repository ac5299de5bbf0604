"""What stands about on farms. Origin = centre of the base, front = north (+y), metres."""

import math

import numpy as np

from embrace3k.simulator.worlds.mesh import WHITE, Color, Mesh
from embrace3k.simulator.worlds.props.rods import hoop, rod, tube
from embrace3k.simulator.worlds.surfaces import rotation_z

_IRON: Color = (0.2, 0.2, 0.21)
_TIN: Color = (0.74, 0.76, 0.78)
_ASH: Color = (0.8, 0.64, 0.44)
_RUBBER: Color = (0.07, 0.07, 0.075)


def well() -> Mesh:
    """A round wall of stone under a little roof, a bucket on the rope; 2.3 m high."""
    ring = [(0.66, 0), (0.66, 0.78), (0.7, 0.8), (0.7, 0.88), (0.48, 0.88), (0.48, 0.35), (0, 0.34)]
    mesh = Mesh().lathe((0, 0, 0), ring[:3], "rubble", segments=20).lathe((0, 0, 0), ring[2:5], "concrete", segments=20)
    mesh.lathe((0, 0, 0), ring[4:], color=(0.16, 0.18, 0.2), segments=16)
    for x in (-0.58, 0.58):
        mesh.box((x, 0, 0.86), (0.1, 0.1, 1.06), "wood", luxel_m=0)
    rod(mesh, (-0.66, 0, 1.5), (0.72, 0, 1.5), 0.07, "wood", sides=10)
    tube(mesh, [(0.72, 0, 1.5), (0.82, 0, 1.5), (0.82, 0.0, 1.28), (0.94, 0, 1.28)], 0.018, color=_IRON)
    rod(mesh, (0, 0, 1.08), (0, 0, 1.45), 0.014, color=(0.75, 0.64, 0.42))
    mesh.lathe((0, 0, 0.84), [(0, 0), (0.1, 0), (0.14, 0.24), (0.12, 0.24), (0, 0.2)], color=_TIN, segments=14)
    return _saddle(mesh, 1.7, 0.72, 1.86, 0.44, "roof")


def hay_bale() -> Mesh:
    """A square bale, 0.5 m high: one can sit on it."""
    mesh = Mesh().rounded_box((0, 0, 0), (1.1, 0.6, 0.5), 0.05, "hay", tile_m=0.7, rings=3)
    for x in (-0.3, 0.3):
        mesh.box((x, 0, 0.0), (0.02, 0.606, 0.503), color=(0.72, 0.3, 0.2), faces="nst", luxel_m=0)
    return mesh


def round_bale() -> Mesh:
    """A rolled bale lying along east, 1.3 m high."""
    profile = [(0, -0.6), (0.4, -0.6), (0.61, -0.58), (0.65, -0.5), (0.65, 0.5), (0.61, 0.58), (0.4, 0.6), (0, 0.6)]
    return Mesh().lathe((0, 0, 0.65), profile, "hay", segments=22, axis="x")


def barrel(color: Color = (0.66, 0.44, 0.26)) -> Mesh:
    """A stave barrel with iron hoops, 0.9 m high, its lid a surface."""
    wall = [(0.24, 0), (0.29, 0.2), (0.31, 0.45), (0.29, 0.7), (0.25, 0.9), (0.23, 0.9), (0.22, 0.86), (0, 0.86)]
    mesh = Mesh().lathe((0, 0, 0), wall, "boards", color, segments=14)
    for height, radius in ((0.12, 0.275), (0.32, 0.308), (0.58, 0.308), (0.78, 0.28)):
        mesh.lathe((0, 0, height), [(radius, 0), (radius + 0.004, 0.05)], color=_IRON, segments=14)
    return mesh


def milk_can(color: Color = _TIN) -> Mesh:
    """0.7 m high, with a lid and two handles."""
    wall = [
        (0, 0),
        (0.18, 0),
        (0.185, 0.02),
        (0.185, 0.42),
        (0.1, 0.54),
        (0.1, 0.6),
        (0.13, 0.61),
        (0.13, 0.66),
        (0, 0.69),
    ]
    mesh = Mesh().lathe((0, 0, 0), wall, "paint", color, segments=12)
    for side in (-1, 1):
        tube(
            mesh,
            [(side * 0.12, 0, 0.5), (side * 0.2, 0, 0.55), (side * 0.2, 0, 0.45), (side * 0.17, 0, 0.42)],
            0.014,
            color=color,
        )
    return mesh


def apple_crate(fruit: Color = (0.76, 0.12, 0.1)) -> Mesh:
    """A slatted box full of fruit, 0.42 m high in all."""
    mesh = Mesh()
    for low in (0.0, 0.12, 0.24):
        for side in (-1, 1):
            mesh.box((0, side * 0.19, low), (0.6, 0.02, 0.1), "wood", faces="nsewt", luxel_m=0, step_m=1.0)
            mesh.box((side * 0.29, 0, low), (0.02, 0.36, 0.1), "wood", faces="ewt", luxel_m=0, step_m=1.0)
    mesh.box((0, 0, 0.02), (0.56, 0.36, 0.24), color=(0.3, 0.16, 0.1), faces="t", luxel_m=0, step_m=1.0)
    half = [(0.06, -0.01), (0.047, 0.038), (0, 0.06)]
    for number in range(15):
        column, row = number % 5, number // 5
        shade = 0.8 + 0.2 * math.sin(number * 2.3)
        up = 0.31 + 0.02 * math.sin(number * 1.9)
        place = (-0.22 + column * 0.11, -0.115 + row * 0.11 + 0.02 * (column % 2), up)
        mesh.lathe(place, half, color=(shade * fruit[0], shade * fruit[1], shade * fruit[2]), segments=7)
    return mesh


def wheelbarrow(color: Color = (0.2, 0.5, 0.28)) -> Mesh:
    """Its wheel in the north, its handles in the south; 1.5 m long."""
    mesh = Mesh()
    low = [(-0.22, -0.3, 0.34), (0.22, -0.3, 0.34), (0.2, 0.28, 0.34), (-0.2, 0.28, 0.34)]
    high = [(-0.33, -0.48, 0.62), (0.33, -0.48, 0.62), (0.31, 0.55, 0.64), (-0.31, 0.55, 0.64)]
    inner = [(0.96 * x, 0.97 * y, z - 0.005) for x, y, z in high]
    floor = [(0.95 * x, 0.95 * y, z + 0.015) for x, y, z in low]
    mesh.lid(low[::-1], color=color).lid(floor, color=color)
    for outer, upper, step in ((low, high, 1), (floor, inner, -1)):
        for number in range(4):
            first, second = (number, (number + 1) % 4)[::step]
            mesh.lid([outer[first], outer[second], upper[second], upper[first]], color=color)
    for number in range(4):
        first, second = number, (number + 1) % 4
        mesh.lid([high[first], high[second], inner[second], inner[first]], color=color)
    for side in (-1, 1):
        shaft = [(side * 0.06, 0.62, 0.22), (side * 0.2, 0.1, 0.3), (side * 0.27, -0.5, 0.33), (side * 0.3, -0.92, 0.6)]
        tube(mesh, shaft, 0.024, color=_ASH)
        rod(mesh, (side * 0.23, -0.25, 0.32), (side * 0.25, -0.36, 0.0), 0.02, color=_IRON)
    hoop(mesh, (0, 0.62, 0.22), 0.18, 0.04, color=_RUBBER, segments=18, sides=6)
    mesh.cylinder((-0.03, 0.62, 0.22), 0.15, 0.06, color=_TIN, segments=14, axis="x")
    return mesh


def ladder(length: float = 2.9) -> Mesh:
    """Leans to the south, where its wall is: 0.7 m deep at the foot."""
    mesh, lean = Mesh(), 0.62
    for x in (-0.23, 0.23):
        rod(mesh, (x, lean / 2, 0), (x, -lean / 2, length), 0.03, color=_ASH)
    count = int(length / 0.3)
    for rung in range(1, count):
        share = rung / count
        north, up = lean * (0.5 - share), length * share
        tube(mesh, [(-0.23, north, up), (0, north, up), (0.23, north, up)], 0.018, color=_ASH, sides=5)
    return mesh


def scarecrow(coat: Color = (0.3, 0.36, 0.6), hat: Color = (0.42, 0.28, 0.16)) -> Mesh:
    """A coat on a cross of poles, straw at the sleeves, a sack for a head; 1.9 m high."""
    mesh = rod(Mesh(), (0, -0.05, 0), (0, -0.05, 1.5), 0.035, color=(0.46, 0.34, 0.22))
    rod(mesh, (-0.72, 0, 1.32), (0.72, 0, 1.32), 0.03, color=(0.46, 0.34, 0.22))
    body = [(0, 0.58), (0.24, 0.58), (0.2, 0.9), (0.17, 1.1), (0.2, 1.3), (0.12, 1.42), (0, 1.44)]
    mesh.lathe((0, 0, 0), body, "fabric", coat, segments=12)
    for side in (-1, 1):
        rod(mesh, (side * 0.12, 0, 1.34), (side * 0.56, 0, 1.3), 0.085, "fabric", coat, sides=8, end_radius=0.1)
        for straw in range(5):
            turn = straw * 1.26
            tip = (side * 0.78, 0.09 * math.cos(turn), 1.3 + 0.09 * math.sin(turn))
            rod(mesh, (side * 0.56, 0.03 * math.cos(turn), 1.3), tip, 0.014, color=(0.86, 0.74, 0.42), sides=4)
    mesh.sphere((0, 0, 1.58), 0.145, "fabric", (0.8, 0.7, 0.5), rings=7, segments=12, squash=1.15)
    for x in (-0.055, 0.055):
        mesh.sphere((x, 0.13, 1.61), 0.022, color=(0.08, 0.07, 0.06), rings=4, segments=6)
    mesh.box((0, 0.128, 1.51), (0.1, 0.02, 0.016), color=(0.5, 0.14, 0.1), luxel_m=0)
    mesh.lathe(
        (0, 0, 1.66), [(0, 0), (0.27, 0.0), (0.27, 0.02), (0.14, 0.03), (0.12, 0.2), (0, 0.22)], color=hat, segments=16
    )
    for button in range(3):
        mesh.sphere((0, 0.19, 0.95 + button * 0.13), 0.022, color=(0.9, 0.8, 0.3), rings=4, segments=6)
    return mesh


def trough(length: float = 1.7) -> Mesh:
    """A stone trough of water along east, 0.55 m high."""
    mesh = Mesh()
    for y in (-0.27, 0.27):
        mesh.box((0, y, 0), (length, 0.1, 0.55), "rubble", faces="nsewt", tile_m=0.9, luxel_m=0.1)
    for x in (-length / 2 + 0.05, length / 2 - 0.05):
        mesh.box((x, 0, 0), (0.1, 0.44, 0.55), "rubble", faces="ewt", tile_m=0.9, luxel_m=0.1)
    corner = (-length / 2 + 0.1, -0.22, 0.46)
    return mesh.quad(corner, (length - 0.2, 0, 0), (0, 0.44, 0), "water", tile_m=0.9, luxel_m=0.1)


def chicken_coop(color: Color = (0.74, 0.3, 0.22)) -> Mesh:
    """A hut on legs with a pop-hole and a hen ladder in the north; 1.75 m high."""
    mesh = Mesh()
    for x in (-0.66, 0.66):
        for y in (-0.46, 0.46):
            mesh.box((x, y, 0), (0.08, 0.08, 0.5), "wood", luxel_m=0)
    mesh.box((0, 0, 0.45), (1.5, 1.1, 0.85), "boards", color, luxel_m=0.1)
    mesh.box((0.38, 0.556, 0.5), (0.36, 0.014, 0.42), color=(0.05, 0.045, 0.04), faces="nsewt", luxel_m=0)
    mesh.box((-0.34, 0.556, 0.72), (0.5, 0.014, 0.36), color=(0.95, 0.94, 0.9), faces="nsewtb", luxel_m=0)
    mesh.box((-0.34, 0.566, 0.76), (0.42, 0.012, 0.28), color=(0.12, 0.12, 0.13), faces="nsewtb", luxel_m=0)
    plank = Mesh().box((0, 0, 0), (0.26, 0.95, 0.03), "wood", luxel_m=0)
    for step in range(5):
        plank.box((0, -0.4 + 0.18 * step, 0.03), (0.26, 0.03, 0.02), "wood", luxel_m=0)
    tilt = math.radians(31.0)
    turn = np.array([[1, 0, 0], [0, math.cos(tilt), math.sin(tilt)], [0, -math.sin(tilt), math.cos(tilt)]])
    mesh.merge(plank.transform(turn, (0.38, 0.95, 0.24)))
    return _saddle(mesh, 1.75, 0.75, 1.22, 0.5, "roof")


def kennel(color: Color = (0.55, 0.36, 0.22)) -> Mesh:
    """A dog's hut, its entrance in the north; 0.95 m high."""
    mesh = Mesh().box((0, 0, 0), (0.8, 1.0, 0.62), "boards", color, faces="nsew", luxel_m=0.1)
    mesh.box((0, 0.505, 0.0), (0.42, 0.014, 0.46), color=(0.05, 0.045, 0.04), faces="nsewt", luxel_m=0)
    hut = _saddle(Mesh(), 1.2, 0.52, 0.6, 0.34, "roof")
    mesh.merge(hut.transform(rotation_z(90.0), (0, 0, 0)))
    for end in (-1, 1):
        gable = [(-0.4, end * 0.5, 0.62), (0.4, end * 0.5, 0.62), (0, end * 0.5, 0.88)]
        mesh.lid(gable if end < 0 else gable[::-1], "boards", color)
    return mesh


def pitchfork() -> Mesh:
    """Stuck upright in the ground or in hay, 1.5 m high."""
    mesh = rod(Mesh(), (0, 0, 0.35), (0, 0, 1.5), 0.022, color=_ASH)
    rod(mesh, (-0.15, 0, 0.37), (0.15, 0, 0.37), 0.016, color=_TIN, sides=5)
    for x in (-0.14, -0.047, 0.047, 0.14):
        rod(mesh, (x, 0, 0.37), (x, 0.03, 0.0), 0.013, color=_TIN, sides=4, end_radius=0.007)
    return mesh


def stacked_logs(length: float = 1.6) -> Mesh:
    """Firewood, 0.65 m high: three rows of cut ends that look north."""
    mesh = Mesh()
    for row in range(3):
        count = int(length / 0.24) - row % 2
        for number in range(count):
            east = (number - (count - 1) / 2) * 0.24
            radius = 0.105 + 0.015 * math.sin(7.0 * number + 3.0 * row)
            sides = [(0, 0), (radius, 0), (radius, 0.5)]
            mesh.lathe((east, -0.25, 0.12 + row * 0.2), sides, "bark", segments=8, axis="y")
            end = [(radius, 0), (0, 0.003)]
            mesh.lathe((east, 0.25, 0.12 + row * 0.2), end, "wood", (1.0, 0.86, 0.66), segments=8, axis="y")
    return mesh


def _saddle(
    mesh: Mesh, width: float, half: float, eaves: float, rise: float, material: str, color: Color = WHITE
) -> Mesh:
    """Two slopes with their ridge along east, boarded from below."""
    for side in (-1, 1):
        corner, along, up = (side * width / 2, side * half, eaves), (-side * width, 0, 0), (0, -side * half, rise)
        mesh.quad(corner, along, up, material, color, tile_m=1.0, luxel_m=0)
        under = (-side * width / 2, side * half, eaves - 0.03)
        mesh.quad(under, (side * width, 0, 0), up, "wood", luxel_m=0)
        edge = (side * width / 2, side * half, eaves - 0.03)
        mesh.quad(edge, (-side * width, 0, 0), (0, 0, 0.03), "wood", luxel_m=0)
    return mesh
