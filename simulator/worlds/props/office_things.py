"""What stands in offices. Origin = centre of the base, front = north (+y), metres."""

from collections.abc import Sequence

import numpy as np

from embrace3k.simulator.worlds.mesh import WHITE, Color, Mesh
from embrace3k.simulator.worlds.surfaces import Floats

_CHROME: Color = (0.74, 0.74, 0.76)
_DARK: Color = (0.09, 0.09, 0.1)
_LIGHT_GREY: Color = (0.8, 0.81, 0.82)


def office_chair(color: Color = (0.12, 0.12, 0.13)) -> Mesh:
    """A swivel chair on castors; who sits on it looks north."""
    mesh = Mesh().cylinder((0, 0, 0.08), 0.03, 0.36, color=_CHROME, segments=10)
    for x, y in ((0.0, 0.29), (0.276, 0.09), (0.17, -0.235), (-0.17, -0.235), (-0.276, 0.09)):
        mesh.loft([_bar(0.1 * x, 0.1 * y, 0.13, x, y), _bar(x, y, 0.085, x, y)], color=_DARK)
        mesh.sphere((x, y, 0.035), 0.035, color=(0.05, 0.05, 0.05), rings=5, segments=8)
    mesh.rounded_box((0, 0.01, 0.43), (0.5, 0.5, 0.1), 0.045, "fabric", color, rings=3)
    mesh.box((0, -0.25, 0.42), (0.07, 0.03, 0.22), color=_DARK, luxel_m=0)
    mesh.rounded_box((0, -0.24, 0.58), (0.46, 0.09, 0.54), 0.045, "fabric", color, rings=3)
    for x in (-0.28, 0.28):
        mesh.box((x, -0.02, 0.46), (0.03, 0.05, 0.2), color=_DARK, luxel_m=0)
        mesh.rounded_box((x, -0.01, 0.65), (0.06, 0.28, 0.035), 0.015, color=_DARK, rings=2)
    return mesh


def _bar(x: float, y: float, z: float, along_x: float, along_y: float) -> Floats:
    """A 4 cm square across the way from the middle to (along_x, along_y), counter-clockwise seen from outside."""
    side = 0.02 * np.array([-along_y, along_x, 0.0]) / float(np.hypot(along_x, along_y))
    middle, up = np.array([x, y, z]), np.array([0.0, 0.0, 0.018])
    return np.array([middle - side - up, middle + side - up, middle + side + up, middle - side + up])


def office_desk(top: Color = WHITE, material: str = "paintedwood") -> Mesh:
    """A desk of 1.4 m on metal legs with keyboard, mouse and a drawer block; one sits at its north side."""
    mesh = Mesh().box((0, 0, 0.71), (1.4, 0.72, 0.03), material, top)
    for x in (-0.66, 0.66):
        for y in (-0.32, 0.32):
            mesh.box((x, y, 0), (0.05, 0.05, 0.71), color=_LIGHT_GREY, faces="nsew", luxel_m=0)
        mesh.box((x, 0, 0.66), (0.04, 0.6, 0.05), color=_LIGHT_GREY, luxel_m=0)
    mesh.box((0.42, -0.02, 0.04), (0.4, 0.56, 0.58), color=_LIGHT_GREY, luxel_m=0)
    for z in (0.06, 0.25, 0.44):
        mesh.box((0.42, 0.265, z), (0.38, 0.012, 0.175), color=(0.9, 0.9, 0.9), luxel_m=0)
        mesh.box((0.42, 0.276, z + 0.12), (0.14, 0.012, 0.016), color=_DARK, luxel_m=0)
    mesh.box((0, 0.14, 0.74), (0.42, 0.14, 0.018), color=_DARK, faces="nsew", luxel_m=0)
    mesh.quad((0.21, 0.21, 0.758), (-0.42, 0, 0), (0, -0.14, 0), "keys", fit=True, luxel_m=0)
    return mesh.rounded_box((-0.3, 0.14, 0.74), (0.06, 0.1, 0.03), 0.014, color=_DARK, rings=2)


def divider(color: Color, width: float = 1.4) -> Mesh:
    """A cloth screen to stand between desks."""
    mesh = Mesh().rounded_box((0, 0, 0.3), (width, 0.05, 0.85), 0.02, "fabric", color, rings=2)
    for x in (-width / 2 + 0.12, width / 2 - 0.12):
        mesh.box((x, 0, 0), (0.05, 0.04, 0.31), color=_LIGHT_GREY, luxel_m=0)
    return mesh


def monitor(picture: str, width: float = 0.56) -> Mesh:
    """A computer screen on a foot; it is read from the north."""
    mesh = Mesh().rounded_box((0, 0, 0), (0.26, 0.18, 0.014), 0.006, color=_DARK, rings=2)
    mesh.box((0, -0.04, 0.01), (0.06, 0.03, 0.2), color=_DARK, luxel_m=0)
    mesh.box((0, -0.008, 0.12), (width, 0.036, 0.36), color=_DARK, luxel_m=0)
    mesh.quad((width / 2 - 0.012, 0.0135, 0.135), (0.024 - width, 0, 0), (0, 0, 0.333), picture, fit=True, luxel_m=0)
    return mesh


def laptop(color: Color = (0.62, 0.64, 0.67), picture: str = "sheet") -> Mesh:
    """Open, read from the north."""
    mesh = Mesh().rounded_box((0, 0.03, 0), (0.36, 0.25, 0.02), 0.008, color=color, rings=2)
    mesh.quad((0.15, 0.07, 0.0205), (-0.3, 0, 0), (0, -0.12, 0), "keys", fit=True, luxel_m=0)
    mesh.quad((0.05, 0.14, 0.0205), (-0.1, 0, 0), (0, -0.05, 0), color=(0.4, 0.41, 0.43), luxel_m=0)
    lid = [(-0.095, 0.02), (-0.16, 0.25), (-0.172, 0.247), (-0.108, 0.016)]
    mesh.prism((0, 0, 0), lid, 0.36, color=color)
    return mesh.quad((0.168, -0.099, 0.038), (-0.336, 0, 0), (0, -0.055, 0.195), picture, fit=True, luxel_m=0)


def filing_cabinet(color: Color = (0.55, 0.58, 0.6), drawers: int = 4) -> Mesh:
    """Drawers with labels, 0.33 m each."""
    height = 0.33 * drawers
    mesh = Mesh().box((0, -0.01, 0), (0.46, 0.58, height + 0.03), "paintedwood", color)
    front: Color = (0.92 * color[0], 0.92 * color[1], 0.92 * color[2])
    for number in range(drawers):
        z = 0.02 + 0.33 * number
        mesh.box((0, 0.286, z), (0.43, 0.014, 0.31), "paintedwood", front)
        mesh.box((0, 0.302, z + 0.22), (0.16, 0.02, 0.02), color=_CHROME, luxel_m=0)
        mesh.box((0, 0.294, z + 0.12), (0.1, 0.004, 0.05), color=(0.95, 0.94, 0.9), luxel_m=0)
    return mesh


def copier() -> Mesh:
    """A floor-standing printer and copier with a tray of paper."""
    mesh = Mesh().rounded_box((0, 0, 0.02), (0.62, 0.6, 0.62), 0.02, color=(0.84, 0.85, 0.86), rings=2)
    for z in (0.08, 0.26, 0.44):
        mesh.box((0, 0.302, z), (0.54, 0.012, 0.16), color=(0.76, 0.77, 0.79), luxel_m=0)
        mesh.box((0, 0.31, z + 0.11), (0.2, 0.012, 0.02), color=_DARK, luxel_m=0)
    mesh.box((-0.05, -0.04, 0.64), (0.5, 0.5, 0.12), color=(0.2, 0.2, 0.22), luxel_m=0)
    mesh.box((-0.05, 0.02, 0.655), (0.3, 0.42, 0.02), color=(0.98, 0.98, 0.96), faces="nsewt", luxel_m=0)
    mesh.rounded_box((0, -0.03, 0.76), (0.62, 0.54, 0.16), 0.02, color=(0.84, 0.85, 0.86), rings=2)
    mesh.rounded_box((-0.04, -0.06, 0.92), (0.52, 0.44, 0.1), 0.025, color=(0.3, 0.31, 0.33), rings=2)
    panel = [(0.25, 0.86), (0.35, 0.86), (0.35, 0.88), (0.25, 0.94)]
    mesh.prism((0.12, 0, 0), panel, 0.34, color=(0.16, 0.16, 0.18))
    mesh.quad((0.24, 0.332, 0.8925), (-0.14, 0, 0), (0, -0.06, 0.036), "chart", fit=True, luxel_m=0)
    return mesh.box((0, 0, 0), (0.54, 0.5, 0.03), color=_DARK, luxel_m=0)


def water_dispenser() -> Mesh:
    mesh = Mesh().rounded_box((0, 0, 0.01), (0.34, 0.34, 0.98), 0.02, color=(0.92, 0.93, 0.94), rings=2)
    mesh.box((0, 0.172, 0.62), (0.28, 0.006, 0.28), color=(0.24, 0.26, 0.29), luxel_m=0)
    for x, color in ((-0.06, (0.2, 0.35, 0.8)), (0.06, (0.8, 0.16, 0.14))):
        mesh.box((x, 0.195, 0.8), (0.035, 0.045, 0.05), color=color, luxel_m=0)
    mesh.box((0, 0.2, 0.6), (0.24, 0.07, 0.025), color=(0.6, 0.62, 0.64), luxel_m=0)
    bottle = [
        (0.05, 0.98),
        (0.06, 1.02),
        (0.135, 1.08),
        (0.14, 1.1),
        (0.135, 1.2),
        (0.14, 1.3),
        (0.13, 1.36),
        (0, 1.38),
    ]
    mesh.lathe((0, 0, 0), bottle, "glass", (0.35, 0.6, 0.82), segments=20)
    return mesh.box((0, 0, 0), (0.3, 0.3, 0.012), color=_DARK, luxel_m=0)


def whiteboard(width: float = 1.8, height: float = 1.1) -> Mesh:
    """For the wall: its back (y = -0.015) touches it. Pens and a sponge lie on the ledge."""
    mesh = Mesh().box((0, 0, 0), (width, 0.03, height), color=(0.7, 0.71, 0.73), luxel_m=0)
    corner = (width / 2 - 0.03, 0.019, 0.04)
    mesh.quad(corner, (0.06 - width, 0, 0), (0, 0, height - 0.08), "whiteboard", fit=True)
    mesh.box((0, 0.05, 0.0), (width * 0.6, 0.07, 0.015), color=(0.7, 0.71, 0.73), luxel_m=0)
    for x, color in ((-0.2, (0.8, 0.1, 0.1)), (-0.02, (0.1, 0.2, 0.7)), (0.16, (0.1, 0.5, 0.2))):
        mesh.box((x, 0.055, 0.015), (0.13, 0.02, 0.02), color=color, luxel_m=0)
    return mesh.box((0.34, 0.055, 0.015), (0.12, 0.05, 0.03), color=(0.25, 0.35, 0.7), luxel_m=0)


def notice_board(width: float = 1.2, height: float = 0.9) -> Mesh:
    """For the wall: its back (y = -0.015) touches it."""
    mesh = Mesh().box((0, 0, 0), (width, 0.03, height), "darkwood")
    return mesh.quad((width / 2, 0.019, 0), (-width, 0, 0), (0, 0, height), "notices", fit=True)


def flip_chart() -> Mesh:
    """On three legs; it is read from the north."""
    board = [(-0.05, 0.72), (-0.08, 0.72), (-0.28, 1.78), (-0.25, 1.78)]
    mesh = Mesh().prism((0, 0, 0), [(y + 0.16, z) for y, z in reversed(board)], 0.74, color=(0.86, 0.87, 0.88))
    mesh.quad((0.34, 0.108, 0.76), (-0.68, 0, 0), (0, -0.1755, 0.93), "whiteboard", fit=True, luxel_m=0)
    mesh.box((0, 0.12, 0.7), (0.74, 0.1, 0.02), color=_LIGHT_GREY, luxel_m=0)
    for x, y in ((-0.32, 0.26), (0.32, 0.26), (0.0, -0.36)):
        foot, head = (
            np.array([x, y, 0.0]),
            np.array([0.75 * x, -0.15, 1.6]) if y < 0 else np.array([0.75 * x, 0.02, 0.8]),
        )
        square = 0.014 * np.array([(1.0, 1.0, 0.0), (-1.0, 1.0, 0.0), (-1.0, -1.0, 0.0), (1.0, -1.0, 0.0)])
        mesh.loft([foot + square, head + square], color=_DARK)
    return mesh


def conference_table(length: float = 2.6, width: float = 1.1, color: Color = WHITE) -> Mesh:
    """Long from east to west, on two broad feet."""
    material = "wood" if color == WHITE else "paintedwood"
    mesh = Mesh().rounded_box((0, 0, 0.7), (length, width, 0.05), 0.02, material, color, rings=2)
    for x in (-length / 2 + 0.5, length / 2 - 0.5):
        mesh.box((x, 0, 0.03), (0.12, width * 0.5, 0.67), color=_DARK, luxel_m=0)
        mesh.box((x, 0, 0), (0.16, width * 0.75, 0.03), color=_DARK, luxel_m=0)
    return mesh.box((0, 0, 0.75), (0.3, 0.12, 0.006), color=_DARK, luxel_m=0)


def wall_screen(picture: str = "chart", width: float = 1.5) -> Mesh:
    """A large screen for the wall: its back (y = -0.04) touches it."""
    height = 0.58 * width
    mesh = Mesh().box((0, 0, 0), (width, 0.08, height), color=_DARK, luxel_m=0)
    corner = (width / 2 - 0.02, 0.045, 0.02)
    return mesh.quad(corner, (0.04 - width, 0, 0), (0, 0, height - 0.04), picture, fit=True, luxel_m=0)


def vending_machine(color: Color = (0.7, 0.12, 0.12)) -> Mesh:
    """Rows of bottles and snacks behind glass, with a slot for coins."""
    mesh = Mesh().box((0, -0.03, 0.04), (0.9, 0.72, 1.8), "paintedwood", color, luxel_m=0.1)
    mesh.box((0, -0.03, 0), (0.84, 0.66, 0.04), color=_DARK, luxel_m=0)
    mesh.box((-0.12, 0.332, 0.52), (0.6, 0.006, 1.22), color=(0.12, 0.13, 0.15), luxel_m=0)
    goods: tuple[Color, ...] = (
        (0.9, 0.3, 0.2),
        (0.2, 0.5, 0.8),
        (0.95, 0.8, 0.25),
        (0.3, 0.65, 0.35),
        (0.9, 0.9, 0.92),
    )
    for row in range(5):
        z = 0.56 + row * 0.235
        mesh.box((-0.12, 0.339, z - 0.025), (0.58, 0.012, 0.02), color=_LIGHT_GREY, luxel_m=0)
        for column in range(6):
            shade = goods[(row * 2 + column // 2) % 5]
            mesh.box((-0.36 + column * 0.096, 0.342, z), (0.064, 0.014, 0.15), color=shade, faces="newt", luxel_m=0)
    mesh.box((0.32, 0.334, 1.0), (0.18, 0.01, 0.5), color=(0.2, 0.21, 0.23), luxel_m=0)
    mesh.box((0.32, 0.341, 1.38), (0.12, 0.004, 0.06), color=(0.3, 0.85, 0.5), luxel_m=0)
    for row in range(4):
        for column in range(3):
            mesh.box(
                (0.28 + column * 0.04, 0.341, 1.12 + row * 0.05), (0.028, 0.006, 0.034), color=_LIGHT_GREY, luxel_m=0
            )
    return mesh.box((-0.12, 0.334, 0.16), (0.54, 0.01, 0.22), color=(0.05, 0.05, 0.06), luxel_m=0)


def lockers(colors: Sequence[Color], tiers: int = 2) -> Mesh:
    """For every colour a column of `tiers` doors, side by side."""
    mesh, pitch = Mesh(), 1.76 / tiers
    for number, color in enumerate(colors):
        x = (number - (len(colors) - 1) / 2) * 0.4
        mesh.box((x, 0, 0), (0.4, 0.48, 1.8), "paintedwood", (0.6, 0.62, 0.64), luxel_m=0.1)
        for tier in range(tiers):
            z = 0.05 + tier * pitch
            mesh.box((x, 0.247, z), (0.37, 0.014, pitch - 0.04), "paintedwood", color, luxel_m=0.1)
            for slit in (0.1, 0.15, 0.2):
                mesh.box((x, 0.255, z + pitch - 0.04 - slit), (0.2, 0.004, 0.018), color=_DARK, luxel_m=0)
            mesh.box((x + 0.13, 0.262, z + pitch / 2 - 0.04), (0.025, 0.02, 0.09), color=_CHROME, luxel_m=0)
    return mesh


def recycling_station() -> Mesh:
    """Three bins in a row: blue, yellow and green lids."""
    mesh = Mesh()
    lids: tuple[Color, ...] = ((0.15, 0.35, 0.72), (0.92, 0.76, 0.16), (0.2, 0.55, 0.26))
    for x, color in zip((-0.42, 0.0, 0.42), lids, strict=True):
        mesh.rounded_box((x, 0, 0), (0.4, 0.4, 0.74), 0.03, color=(0.42, 0.44, 0.46), rings=2)
        mesh.rounded_box((x, 0, 0.74), (0.41, 0.41, 0.1), 0.03, color=color, rings=2)
        mesh.box((x, 0.2, 0.76), (0.22, 0.015, 0.06), color=(0.05, 0.05, 0.05), luxel_m=0)
    return mesh


def coffee_machine() -> Mesh:
    mesh = Mesh().rounded_box((0, -0.06, 0), (0.32, 0.28, 0.42), 0.02, color=_DARK, rings=2)
    mesh.rounded_box((0, 0.1, 0.28), (0.32, 0.16, 0.14), 0.02, color=(0.16, 0.16, 0.17), rings=2)
    mesh.box((0, 0.1, 0), (0.3, 0.16, 0.035), "steel", luxel_m=0)
    for x in (-0.04, 0.04):
        mesh.cylinder((x, 0.12, 0.23), 0.014, 0.05, color=_CHROME, segments=8)
    mesh.box((0, 0.183, 0.33), (0.16, 0.006, 0.06), color=(0.25, 0.6, 0.9), luxel_m=0)
    cup = [(0, 0), (0.035, 0), (0.045, 0.075), (0.04, 0.075), (0, 0.06)]
    return mesh.lathe((0, 0.11, 0.035), cup, color=(0.95, 0.94, 0.92), segments=14)


def fire_extinguisher() -> Mesh:
    """On the floor, its label to the north."""
    wall = [(0, 0), (0.08, 0), (0.085, 0.02), (0.085, 0.4), (0.06, 0.46), (0.02, 0.49), (0, 0.5)]
    mesh = Mesh().lathe((0, 0, 0), wall, color=(0.8, 0.06, 0.05), segments=20)
    mesh.cylinder((0, 0, 0.48), 0.025, 0.06, color=_DARK, segments=10)
    mesh.box((0, 0.03, 0.53), (0.03, 0.14, 0.03), color=_DARK, luxel_m=0)
    mesh.box((0, 0.086, 0.16), (0.09, 0.006, 0.14), color=(0.95, 0.94, 0.9), luxel_m=0)
    mesh.rounded_box((0.1, 0, 0.12), (0.03, 0.03, 0.36), 0.012, color=_DARK, rings=2)
    return mesh.box((0.06, 0, 0.47), (0.1, 0.025, 0.025), color=_DARK, luxel_m=0)


def panel_lamp(size: float = 1.2) -> Mesh:
    """A square of light for the ceiling, 3 cm high."""
    mesh = Mesh().box((0, 0, 0), (size, size, 0.03), color=(0.86, 0.86, 0.86), faces="nsew", luxel_m=0)
    corner = (-size / 2, size / 2, 0.0)
    return mesh.quad(corner, (size, 0, 0), (0, -size, 0), "glow", (1, 0.99, 0.96), luxel_m=0)
