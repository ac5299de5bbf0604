"""What makes a flat a home: beds, chairs, lamps, a piano. Origin = centre of the base, front = north (+y), metres."""

from embrace3k.simulator.worlds.mesh import WHITE, Color, Mesh
from embrace3k.simulator.worlds.surfaces import rotation_z

_CHROME: Color = (0.74, 0.74, 0.76)
_CERAMIC: Color = (0.95, 0.95, 0.94)
_DARK: Color = (0.1, 0.1, 0.11)
_HEXAGON = ((1.0, 0.0), (0.5, 1.0), (-0.5, 1.0), (-1.0, 0.0), (-0.5, -1.0), (0.5, -1.0))


def single_bed(cover: Color = (0.3, 0.45, 0.7)) -> Mesh:
    """The head is south; a blanket covers all but the pillow."""
    mesh = Mesh().box((0, 0, 0.12), (0.94, 2.0, 0.16), "paintedwood")
    for x in (-0.42, 0.42):
        for y in (-0.92, 0.92):
            mesh.box((x, y, 0), (0.07, 0.07, 0.12), "paintedwood", luxel_m=0)
    mesh.rounded_box((0, 0.02, 0.26), (0.9, 1.92, 0.2), 0.05, "fabric", (0.97, 0.96, 0.93), rings=3)
    mesh.rounded_box((0, 0.27, 0.31), (0.99, 1.42, 0.19), 0.06, "quilt", cover, tile_m=0.9, rings=3)
    mesh.rounded_box((0, -0.42, 0.46), (0.97, 0.2, 0.055), 0.027, "fabric", (0.95, 0.95, 0.93), rings=3)
    mesh.rounded_box((0, -0.72, 0.44), (0.62, 0.4, 0.15), 0.07, "fabric", (1, 1, 0.98), rings=3)
    mesh.box((0, -1.02, 0), (0.98, 0.05, 0.82), "paintedwood")
    return mesh.box((0, 1.02, 0), (0.98, 0.05, 0.46), "paintedwood")


def chest_of_drawers(color: Color = WHITE, material: str = "paintedwood") -> Mesh:
    """Four drawers, waist-high."""
    mesh = Mesh().box((0, 0, 0.05), (0.9, 0.44, 0.85), material, color)
    mesh.box((0, -0.01, 0), (0.84, 0.38, 0.05), color=_DARK, luxel_m=0)
    front: Color = (0.92 * color[0], 0.92 * color[1], 0.92 * color[2])
    for z in (0.08, 0.285, 0.49, 0.695):
        mesh.box((0, 0.227, z), (0.86, 0.014, 0.19), material, front)
        for x in (-0.22, 0.22):
            mesh.sphere((x, 0.245, z + 0.1), 0.018, color=_CHROME, rings=5, segments=8)
    return mesh


def round_table(color: Color = WHITE, material: str = "wood") -> Mesh:
    mesh = Mesh().lathe((0, 0, 0), [(0, 0), (0.28, 0), (0.28, 0.02), (0.06, 0.05), (0.05, 0.71)], color=_DARK)
    rim = [(0, 0.71), (0.5, 0.71), (0.52, 0.72), (0.52, 0.745), (0.515, 0.75), (0, 0.75)]
    return mesh.lathe((0, 0, 0), rim, material, color, segments=32)


def upholstered_chair(color: Color = (0.3, 0.45, 0.6)) -> Mesh:
    """A dining chair with a cloth seat; who sits on it looks north."""
    mesh = Mesh().rounded_box((0, 0.01, 0.4), (0.46, 0.46, 0.09), 0.04, "fabric", color, rings=3)
    mesh.rounded_box((0, -0.2, 0.46), (0.44, 0.07, 0.46), 0.035, "fabric", color, rings=3)
    for x in (-0.18, 0.18):
        for y in (-0.17, 0.19):
            mesh.box((x, y, 0), (0.035, 0.035, 0.42), "wood", faces="nsew")
    return mesh


def stool(color: Color = WHITE, height: float = 0.46) -> Mesh:
    """Round and four-legged; 0.7 m and more makes a bar stool, with a ring to rest the feet on."""
    mesh = Mesh().cylinder((0, 0, height - 0.045), 0.19, 0.045, "paintedwood", color, segments=24)
    for x in (-0.11, 0.11):
        for y in (-0.11, 0.11):
            mesh.box((x, y, 0), (0.035, 0.035, height - 0.045), "wood", faces="nsew")
    if height > 0.6:
        for side in (-0.11, 0.11):
            mesh.box((side, 0, 0.24), (0.02, 0.22, 0.02), color=_CHROME, luxel_m=0)
            mesh.box((0, side, 0.24), (0.22, 0.02, 0.02), color=_CHROME, luxel_m=0)
    return mesh


def radiator(width: float = 1.0) -> Mesh:
    """A ribbed radiator; its back hangs a hand's breadth off the wall at y = -0.06."""
    mesh = Mesh()
    count = int(width / 0.08)
    for number in range(count):
        x = (number - (count - 1) / 2) * 0.08
        mesh.rounded_box((x, 0, 0.12), (0.062, 0.07, 0.56), 0.02, color=(0.93, 0.93, 0.92), rings=2)
    for z in (0.17, 0.6):
        mesh.box((0, 0, z), (count * 0.08 - 0.08, 0.04, 0.03), color=(0.9, 0.9, 0.89), luxel_m=0)
    return mesh.cylinder((count * 0.04 - 0.04, 0, 0), 0.012, 0.13, color=(0.9, 0.9, 0.89), segments=8)


def table_lamp(shade: Color = (0.95, 0.9, 0.78)) -> Mesh:
    mesh = Mesh().lathe(
        (0, 0, 0), [(0, 0), (0.08, 0), (0.09, 0.02), (0.05, 0.1), (0.02, 0.2), (0.015, 0.3)], color=shade
    )
    mesh.lathe((0, 0, 0.24), [(0.15, 0), (0.09, 0.19)], "fabric", shade)
    return mesh.lathe((0, 0, 0.24), [(0.0895, 0.19), (0.1495, 0)], color=(1, 0.95, 0.8))


def coat_stand(colors: tuple[Color, ...]) -> Mesh:
    """A wooden stand with up to four coats."""
    mesh = Mesh().cylinder((0, 0, 0.02), 0.024, 1.72, "darkwood", segments=10)
    for turn in ((0.26, 0.05), (0.05, 0.26)):
        mesh.box((0, 0, 0), (2 * turn[0], 2 * turn[1] * 0.5, 0.04), "darkwood", luxel_m=0)
    for x, y in ((0.13, 0.0), (-0.13, 0.0), (0.0, 0.13), (0.0, -0.13)):
        mesh.box((x * 0.6, y * 0.6, 1.6), (abs(x) * 1.2 + 0.025, abs(y) * 1.2 + 0.025, 0.025), "darkwood", luxel_m=0)
        mesh.sphere((x * 1.25, y * 1.25, 1.64), 0.024, "darkwood", rings=5, segments=8)
    for (x, y), color in zip(((0.14, 0.0), (-0.14, 0.0), (0.0, 0.14), (0.0, -0.14)), colors, strict=False):
        mesh.merge(_coat(color).transform(rotation_z(90.0 if x else 0.0), (x, y, 0)))
    return mesh


def _coat(color: Color) -> Mesh:
    """Hanging by its collar 1.6 m above the ground, shoulders east and west."""
    shade: Color = (0.8 * color[0], 0.8 * color[1], 0.8 * color[2])
    cut = ((0.165, 0.07, 0.7), (0.14, 0.055, 1.2), (0.15, 0.05, 1.42), (0.09, 0.045, 1.52), (0.035, 0.035, 1.6))
    rings = [[(x * u, y * v, z) for u, v in _HEXAGON] for x, y, z in cut]
    mesh = Mesh().loft(rings, "fabric", color).lid(rings[-1], "fabric", color).lid(rings[0][::-1], "fabric", shade)
    for side in (-1, 1):
        sleeve = [
            [(side * reach + 0.042 * u, 0.05 * v, z) for u, v in _HEXAGON]
            for reach, z in ((0.178, 0.84), (0.165, 1.2), (0.13, 1.45))
        ]
        mesh.loft(sleeve, "fabric", shade).lid(sleeve[0][::-1], "fabric", shade).lid(sleeve[-1], "fabric", shade)
    return mesh


def shoe_rack() -> Mesh:
    """A low shelf with four pairs of shoes; one can sit or put things on top."""
    mesh = Mesh().box((0, 0, 0.42), (0.9, 0.34, 0.04), "wood")
    for x in (-0.43, 0.43):
        mesh.box((x, 0, 0), (0.04, 0.34, 0.42), "wood")
    mesh.box((0, 0, 0.06), (0.82, 0.32, 0.02), "wood")
    mesh.box((0, 0, 0.24), (0.82, 0.32, 0.02), "wood")
    shoes: tuple[tuple[float, float, Color], ...] = (
        (-0.2, 0.08, (0.12, 0.1, 0.1)),
        (0.2, 0.08, (0.7, 0.2, 0.16)),
        (-0.2, 0.26, (0.24, 0.34, 0.6)),
        (0.2, 0.26, (0.5, 0.34, 0.2)),
    )
    for middle, z, color in shoes:
        for x in (middle - 0.055, middle + 0.055):
            mesh.rounded_box((x, 0.02, z), (0.09, 0.26, 0.05), 0.024, color=color, rings=2)
            mesh.rounded_box((x, -0.06, z + 0.03), (0.085, 0.11, 0.07), 0.024, color=color, rings=2)
    return mesh


def pedal_bin() -> Mesh:
    mesh = Mesh().cylinder((0, 0, 0.02), 0.15, 0.58, "steel", segments=24)
    mesh.cylinder((0, 0, 0), 0.155, 0.03, color=_DARK, segments=24)
    mesh.sphere((0, 0, 0.6), 0.15, color=(0.12, 0.12, 0.13), rings=9, segments=24, squash=0.4)
    return mesh.box((0, 0.17, 0.012), (0.1, 0.06, 0.015), color=_DARK, luxel_m=0)


def pouf(color: Color = (0.7, 0.5, 0.3)) -> Mesh:
    wall = [(0, 0), (0.2, 0), (0.27, 0.06), (0.29, 0.18), (0.27, 0.31), (0.2, 0.36), (0, 0.375)]
    return Mesh().lathe((0, 0, 0), wall, "fabric", color, segments=24)


def guitar() -> Mesh:
    """An acoustic guitar on a stand, strings to the north."""
    mesh = Mesh().box((0, -0.06, 0), (0.26, 0.28, 0.03), color=_DARK, luxel_m=0)
    mesh.box((0, -0.13, 0.02), (0.03, 0.03, 0.62), color=_DARK, luxel_m=0)
    front: Color = (0.8, 0.52, 0.24)
    side: Color = (0.42, 0.22, 0.1)
    for z, radius in ((0.26, 0.2), (0.5, 0.15)):
        mesh.cylinder((0, -0.07, z), radius, 0.1, color=side, segments=24, axis="y")
        mesh.cylinder((0, 0.03, z), radius - 0.008, 0.004, color=front, segments=24, axis="y")
    mesh.cylinder((0, 0.034, 0.44), 0.05, 0.002, color=(0.08, 0.05, 0.04), segments=18, axis="y")
    mesh.box((0, 0.035, 0.2), (0.16, 0.012, 0.025), "darkwood", luxel_m=0)
    mesh.box((0, 0.022, 0.6), (0.055, 0.035, 0.46), "darkwood", luxel_m=0)
    mesh.box((0, 0.015, 1.06), (0.085, 0.03, 0.16), "darkwood", luxel_m=0)
    for x in (-0.055, 0.055):
        for z in (1.09, 1.13, 1.17):
            mesh.box((x, 0.015, z), (0.03, 0.015, 0.018), color=_CHROME, luxel_m=0)
    return mesh.box((0, 0.044, 0.22), (0.03, 0.003, 0.84), color=(0.85, 0.84, 0.8), luxel_m=0)


def piano() -> Mesh:
    """An upright piano; one plays it from the north."""
    mesh = Mesh().box((0, -0.1, 0), (1.46, 0.36, 1.16), "darkwood")
    mesh.box((0, -0.09, 1.16), (1.5, 0.4, 0.03), "darkwood")
    mesh.box((0, 0.2, 0.6), (1.46, 0.26, 0.1), "darkwood")
    mesh.box((0, 0.21, 0.7), (1.32, 0.17, 0.02), color=(0.95, 0.94, 0.9), luxel_m=0)
    for number in range(35):
        if number % 7 not in (2, 6):
            x = (number - 17) * 1.3 / 36 + 0.018
            mesh.box((x, 0.17, 0.72), (0.018, 0.1, 0.012), color=(0.05, 0.05, 0.05), faces="tnew", luxel_m=0)
    for x in (-0.69, 0.69):
        mesh.box((x, 0.23, 0), (0.08, 0.08, 0.6), "darkwood")
        mesh.box((x, 0.2, 0.7), (0.07, 0.26, 0.06), "darkwood")
    mesh.box((0, 0.09, 0.82), (0.8, 0.02, 0.06), "darkwood", luxel_m=0)
    mesh.box((0, 0.088, 0.86), (0.46, 0.012, 0.26), color=(0.95, 0.94, 0.9), luxel_m=0)
    for x in (-0.06, 0.06):
        mesh.box((x, 0.11, 0.06), (0.05, 0.09, 0.02), color=(0.78, 0.64, 0.3), luxel_m=0)
    return mesh


def microwave() -> Mesh:
    mesh = Mesh().rounded_box((0, 0, 0), (0.5, 0.36, 0.29), 0.012, color=(0.8, 0.8, 0.81), rings=2)
    mesh.box((-0.06, 0.182, 0.03), (0.34, 0.01, 0.23), "glass", (0.07, 0.07, 0.08), luxel_m=0)
    mesh.box((0.18, 0.182, 0.03), (0.11, 0.008, 0.23), color=(0.16, 0.16, 0.17), luxel_m=0)
    mesh.box((0.18, 0.187, 0.21), (0.08, 0.004, 0.03), color=(0.2, 0.75, 0.5), luxel_m=0)
    return mesh.cylinder((0.18, 0.184, 0.1), 0.028, 0.02, color=_CHROME, segments=14, axis="y")


def aquarium() -> Mesh:
    """A fish tank on a cabinet: water, gravel, weed and four fish behind the front pane."""
    mesh = Mesh().box((0, 0, 0), (0.92, 0.4, 0.68), "darkwood")
    mesh.box((0, 0, 0.68), (0.9, 0.38, 0.44), color=(0.2, 0.5, 0.62), luxel_m=0)
    mesh.box((0, 0, 1.12), (0.94, 0.42, 0.05), color=_DARK, luxel_m=0)
    mesh.box((0, 0, 0.685), (0.904, 0.384, 0.07), color=(0.76, 0.66, 0.46), faces="nsew", luxel_m=0)
    for x, height in ((-0.36, 0.24), (-0.31, 0.3), (0.3, 0.26), (0.36, 0.2)):
        mesh.box((x, 0.192, 0.74), (0.025, 0.004, height), color=(0.14, 0.42, 0.16), faces="nsewt", luxel_m=0)
    for x, z in ((-0.15, 0.95), (0.08, 0.86), (0.2, 1.0), (-0.05, 1.03)):
        mesh.rounded_box((x, 0.193, z), (0.09, 0.008, 0.045), 0.004, color=(0.95, 0.45, 0.1), rings=2)
        mesh.box((x - 0.06, 0.193, z + 0.005), (0.03, 0.006, 0.035), color=(0.98, 0.62, 0.2), luxel_m=0)
    return mesh


def flower_box(colors: tuple[Color, ...]) -> Mesh:
    """A balcony box full of blossoms."""
    mesh = Mesh().box((0, 0, 0), (0.8, 0.22, 0.2), color=(0.6, 0.3, 0.2), luxel_m=0)
    for number in range(11):
        x, y = (number - 5) * 0.07, (-0.05, 0.05, 0.0)[number % 3]
        mesh.sphere((x, y, 0.24), 0.06, color=(0.18, 0.38, 0.14), rings=5, segments=8)
        mesh.sphere((x + 0.01, y, 0.31), 0.038, color=colors[number % len(colors)], rings=5, segments=8)
    return mesh


def garden_chair(color: Color = (0.9, 0.9, 0.88)) -> Mesh:
    """A folding chair of metal and slats; who sits on it looks north."""
    mesh = Mesh()
    for number in range(5):
        mesh.box((0, (number - 2) * 0.085, 0.44), (0.42, 0.07, 0.02), "paintedwood", color, luxel_m=0)
    for z in (0.56, 0.68, 0.8):
        mesh.box((0, -0.2, z), (0.42, 0.02, 0.09), "paintedwood", color, luxel_m=0)
    for x in (-0.2, 0.2):
        for y in (-0.2, 0.18):
            mesh.box((x, y, 0), (0.025, 0.025, 0.44), color=_DARK, faces="nsew")
        mesh.box((0.8 * x, -0.215, 0.44), (0.025, 0.025, 0.47), color=_DARK, faces="nsewt")
    return mesh


def wall_shelf(width: float = 0.9) -> Mesh:
    """A board with books, a little pot and a ball of wool; its back touches the wall at y = -0.11."""
    mesh = Mesh().box((0, 0, 0), (width, 0.22, 0.03), "wood")
    mesh.box((-width / 2 + 0.27, -0.01, 0.03), (0.46, 0.17, 0.24), "books", faces="nsewt", fit="n")
    mesh.lathe(
        (width / 2 - 0.14, 0, 0.03), [(0, 0), (0.05, 0), (0.07, 0.1), (0.06, 0.1), (0, 0.085)], color=(0.8, 0.42, 0.26)
    )
    return mesh.sphere((width / 2 - 0.14, 0, 0.17), 0.075, color=(0.24, 0.46, 0.2), rings=6, segments=10)


def lift() -> Mesh:
    """The steel doors of a lift with their frame and a button; its back touches the wall at y = -0.05."""
    mesh = Mesh().box((0, 0, 0), (1.16, 0.1, 2.2), color=(0.36, 0.37, 0.39))
    for x in (-0.24, 0.24):
        mesh.box((x, 0.056, 0.02), (0.475, 0.012, 2.06), "steel")
    mesh.box((0, 0.058, 2.1), (0.3, 0.01, 0.08), color=(0.05, 0.05, 0.06), luxel_m=0)
    mesh.box((0, 0.064, 2.115), (0.05, 0.004, 0.05), color=(0.95, 0.3, 0.15), luxel_m=0)
    return mesh.box((0.66, -0.03, 1.02), (0.09, 0.03, 0.2), "steel", luxel_m=0)
