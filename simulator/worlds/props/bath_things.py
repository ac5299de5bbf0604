"""What stands in bathrooms. Origin = centre of the base, front = north (+y), metres."""

from embrace3k.simulator.worlds.mesh import Color, Mesh

_CHROME: Color = (0.74, 0.74, 0.76)
_CERAMIC: Color = (0.95, 0.95, 0.94)
_DARK: Color = (0.1, 0.1, 0.11)


def washing_machine() -> Mesh:
    mesh = Mesh().rounded_box((0, -0.01, 0.01), (0.6, 0.56, 0.84), 0.015, color=(0.94, 0.94, 0.94), rings=2)
    mesh.box((0, 0.272, 0.72), (0.56, 0.008, 0.1), color=(0.84, 0.85, 0.87), luxel_m=0)
    mesh.box((-0.17, 0.277, 0.735), (0.16, 0.006, 0.07), color=(0.75, 0.76, 0.79), luxel_m=0)
    mesh.cylinder((0.02, 0.27, 0.77), 0.032, 0.03, color=_CHROME, segments=16, axis="y")
    mesh.box((0.18, 0.277, 0.75), (0.1, 0.004, 0.04), color=(0.1, 0.16, 0.12), luxel_m=0)
    mesh.cylinder((0, 0.265, 0.4), 0.2, 0.03, color=(0.68, 0.69, 0.71), segments=28, axis="y")
    mesh.lathe(
        (0, 0.29, 0.4), [(0.16, 0), (0.155, 0.02), (0.1, 0.008), (0, 0.005)], "glass", (0.12, 0.15, 0.19), axis="y"
    )
    return mesh.box((0, -0.01, 0), (0.54, 0.5, 0.01), color=_DARK, luxel_m=0)


def bathtub() -> Mesh:
    """Built in, its long sides east to west."""
    length, width, height, rim = 1.7, 0.75, 0.57, 0.07
    mesh = Mesh().box((0, 0, 0), (length, width, height), "white", faces="nsew", luxel_m=0.08)
    floor, half_x, half_y = 0.16, length / 2, width / 2
    outer = [(half_x, half_y), (-half_x, half_y), (-half_x, -half_y), (half_x, -half_y)]
    edge = [(half_x - rim, half_y - rim), (rim - half_x, half_y - rim), (rim - half_x, rim - half_y)]
    inner = [*edge, (half_x - rim, rim - half_y)]
    low = [(0.86 * x, 0.8 * y) for x, y in inner]
    for (x0, y0), (x1, y1), (x2, y2), (x3, y3), (x4, y4), (x5, y5) in zip(
        outer, [*outer[1:], outer[0]], [*inner[1:], inner[0]], inner, [*low[1:], low[0]], low, strict=True
    ):
        mesh.lid([(x0, y0, height), (x1, y1, height), (x2, y2, height), (x3, y3, height)], color=_CERAMIC)
        mesh.lid([(x3, y3, height), (x2, y2, height), (x4, y4, floor), (x5, y5, floor)], color=(0.9, 0.91, 0.92))
    mesh.lid([(x, y, floor) for x, y in low], color=(0.88, 0.89, 0.9))
    mesh.cylinder((0.45, 0, floor), 0.03, 0.004, color=_CHROME, segments=12)
    mesh.cylinder((-0.5, -0.34, height), 0.016, 0.14, color=_CHROME, segments=10)
    return mesh.box((-0.5, -0.28, height + 0.12), (0.03, 0.15, 0.024), color=_CHROME, luxel_m=0)


def towel_rail(colors: tuple[Color, Color]) -> Mesh:
    """Two towels on a rail; its back touches the wall, its foot is the hems of the towels."""
    mesh = Mesh().box((0, 0.06, 0.68), (0.84, 0.02, 0.02), color=_CHROME, luxel_m=0)
    for x in (-0.4, 0.4):
        mesh.box((x, 0.025, 0.68), (0.02, 0.05, 0.02), color=_CHROME, luxel_m=0)
    for x, low, color in ((-0.2, 0.0, colors[0]), (0.2, 0.12, colors[1])):
        mesh.rounded_box((x, 0.062, low), (0.34, 0.045, 0.71 - low), 0.015, "fabric", color, rings=2)
    return mesh


def laundry_basket(color: Color = (0.82, 0.7, 0.5)) -> Mesh:
    wall = [(0, 0), (0.19, 0), (0.24, 0.56), (0.225, 0.56), (0.2, 0.5), (0, 0.5)]
    mesh = Mesh().lathe((0, 0, 0), wall, "fabric", color, segments=20)
    heap: tuple[tuple[float, float, float, Color], ...] = (
        (0.05, 0.03, 0.13, (0.9, 0.9, 0.88)),
        (-0.08, 0.05, 0.11, (0.35, 0.5, 0.72)),
        (0.0, -0.08, 0.12, (0.76, 0.36, 0.34)),
    )
    for x, y, radius, cloth in heap:
        mesh.sphere((x, y, 0.51), radius, "fabric", cloth, rings=6, segments=10, squash=0.7)
    return mesh
