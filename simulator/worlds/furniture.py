"""What stands in rooms. Origin = centre of the base, front = north (+y), metres.

Vehicles, plants, street furniture, fittings and small things have modules of their own beside this one.
"""

from embrace3k.simulator.worlds.mesh import WHITE, Color, Mesh

_BLACK: Color = (0.06, 0.06, 0.07)
_CHROME: Color = (0.74, 0.74, 0.76)
_BED_WOOD: Color = (0.8, 0.78, 0.76)
_CERAMIC: Color = (0.95, 0.95, 0.94)


def table(width: float = 1.6, depth: float = 0.9, height: float = 0.75) -> Mesh:
    mesh = Mesh().box((0, 0, height - 0.05), (width, depth, 0.05), "wood")
    for x in (-width / 2 + 0.1, width / 2 - 0.1):
        for y in (-depth / 2 + 0.09, depth / 2 - 0.09):
            mesh.box((x, y, 0), (0.07, 0.07, height - 0.05), "wood")
    return mesh


def coffee_table() -> Mesh:
    return table(1.0, 0.6, 0.42).box((0, 0, 0.14), (0.84, 0.44, 0.02), "wood")


def chair(color: Color = WHITE) -> Mesh:
    """A wooden chair; who sits on it looks north."""
    mesh = Mesh().box((0, 0, 0.43), (0.45, 0.45, 0.05), "wood", color)
    for x in (-0.19, 0.19):
        for y in (-0.19, 0.19):
            mesh.box((x, y, 0), (0.045, 0.045, 0.43), "wood", color)
        mesh.box((x, -0.2, 0.48), (0.045, 0.045, 0.5), "wood", color)
    for z in (0.6, 0.75, 0.9):
        mesh.box((0, -0.2, z), (0.34, 0.03, 0.08), "wood", color)
    return mesh


def sofa(color: Color = (0.40, 0.45, 0.56)) -> Mesh:
    shade = tuple(0.9 * channel for channel in color)
    mesh = Mesh().rounded_box((0, 0, 0.06), (1.98, 0.84, 0.30), 0.04, "fabric", shade)
    mesh.rounded_box((0, -0.33, 0.1), (1.98, 0.22, 0.72), 0.07, "fabric", color)
    for x in (-0.9, 0.9):
        mesh.rounded_box((x, 0, 0.06), (0.22, 0.88, 0.56), 0.08, "fabric", shade)
        for y in (-0.36, 0.36):
            mesh.box((x * 0.97, y, 0), (0.06, 0.06, 0.07), "darkwood", luxel_m=0)
    for x in (-0.4, 0.4):
        mesh.rounded_box((x, 0.08, 0.34), (0.78, 0.66, 0.17), 0.06, "fabric", color)
        mesh.rounded_box((x, -0.19, 0.48), (0.74, 0.2, 0.38), 0.09, "fabric", color)
    return mesh.rounded_box((-0.66, -0.08, 0.50), (0.36, 0.16, 0.34), 0.075, "fabric", (0.78, 0.62, 0.42))


def armchair(color: Color = (0.62, 0.40, 0.30)) -> Mesh:
    shade = tuple(0.9 * channel for channel in color)
    mesh = Mesh().rounded_box((0, 0, 0.06), (0.9, 0.82, 0.30), 0.04, "fabric", shade)
    mesh.rounded_box((0, -0.32, 0.1), (0.9, 0.22, 0.78), 0.07, "fabric", color)
    for x in (-0.36, 0.36):
        mesh.rounded_box((x, 0, 0.06), (0.2, 0.86, 0.54), 0.08, "fabric", shade)
        for y in (-0.34, 0.34):
            mesh.box((x, y, 0), (0.06, 0.06, 0.07), "darkwood", luxel_m=0)
    return mesh.rounded_box((0, 0.08, 0.34), (0.54, 0.64, 0.17), 0.06, "fabric", color)


def bed(cover: Color = (0.62, 0.68, 0.64)) -> Mesh:
    """A double bed; the head is south."""
    mesh = Mesh().box((0, 0, 0.1), (1.6, 2.05, 0.2), "wood", _BED_WOOD)
    for x in (-0.7, 0.7):
        for y in (-0.9, 0.9):
            mesh.box((x, y, 0), (0.08, 0.08, 0.1), "wood", _BED_WOOD, luxel_m=0)
    mesh.rounded_box((0, 0.02, 0.28), (1.54, 1.98, 0.24), 0.06, "fabric", (0.97, 0.96, 0.93))
    mesh.rounded_box((0, 0.30, 0.34), (1.66, 1.46, 0.22), 0.07, "fabric", cover)
    mesh.rounded_box((0, -0.36, 0.42), (1.64, 0.26, 0.165), 0.07, "fabric", (0.90, 0.90, 0.86))
    mesh.rounded_box((0, -1.03, 0), (1.66, 0.09, 0.85), 0.03, "wood", _BED_WOOD)
    for x in (-0.4, 0.4):
        mesh.rounded_box((x, -0.76, 0.50), (0.66, 0.42, 0.17), 0.08, "fabric", (1, 1, 0.98))
    return mesh


def nightstand() -> Mesh:
    mesh = Mesh().box((0, 0, 0.06), (0.44, 0.38, 0.46), "wood", _BED_WOOD)
    mesh.box((0, 0, 0), (0.38, 0.32, 0.06), "darkwood", luxel_m=0)
    for z in (0.1, 0.32):
        mesh.box((0, 0.195, z), (0.4, 0.012, 0.18), "wood", WHITE)
        mesh.box((0, 0.21, z + 0.08), (0.1, 0.02, 0.02), color=_CHROME, luxel_m=0)
    return mesh


def wardrobe() -> Mesh:
    mesh = Mesh().box((0, 0, 0.06), (1.2, 0.58, 1.94), "wood", (0.9, 0.84, 0.76))
    mesh.box((0, 0, 0), (1.14, 0.52, 0.06), "darkwood", luxel_m=0)
    for x in (-0.3, 0.3):
        mesh.box((x, 0.297, 0.09), (0.58, 0.014, 1.88), "wood", WHITE, tile_m=1.6)
        mesh.box((x * 0.14, 0.315, 0.9), (0.02, 0.022, 0.3), color=_CHROME, luxel_m=0)
    return mesh


def desk() -> Mesh:
    """A writing desk with a drawer block; one sits at its north side."""
    mesh = Mesh().box((0, 0, 0.71), (1.3, 0.65, 0.04), "wood")
    mesh.box((-0.6, 0, 0), (0.04, 0.6, 0.71), "wood")
    mesh.box((0.42, 0, 0), (0.42, 0.6, 0.71), "wood", (0.92, 0.9, 0.88))
    for z in (0.06, 0.27, 0.48):
        mesh.box((0.42, 0.307, z), (0.39, 0.014, 0.19), "wood")
        mesh.box((0.42, 0.324, z + 0.12), (0.12, 0.02, 0.02), color=_CHROME, luxel_m=0)
    return mesh.box((-0.08, -0.27, 0.3), (1.0, 0.02, 0.41), "wood")


def sideboard() -> Mesh:
    """Cupboards on feet with a bowl of fruit at one end."""
    mesh = Mesh().box((0, 0, 0.12), (1.1, 0.4, 0.72), "wood", (0.92, 0.88, 0.84))
    for x in (-0.48, 0.48):
        for y in (-0.14, 0.14):
            mesh.box((x, y, 0), (0.05, 0.05, 0.12), "darkwood", luxel_m=0)
    for x in (-0.36, 0.0, 0.36):
        mesh.box((x, 0.205, 0.16), (0.34, 0.012, 0.64), "wood", WHITE)
        mesh.box((x + 0.12, 0.22, 0.46), (0.02, 0.02, 0.1), color=_CHROME, luxel_m=0)
    bowl = [(0, 0), (0.07, 0), (0.085, 0.015), (0.155, 0.075), (0.16, 0.08), (0.15, 0.08), (0.14, 0.07), (0, 0.03)]
    mesh.lathe((0.33, 0, 0.84), bowl, color=_CERAMIC)
    for x, y, color in (
        (0.28, 0.03, (0.85, 0.45, 0.1)),
        (0.37, 0.04, (0.5, 0.62, 0.2)),
        (0.33, -0.05, (0.9, 0.75, 0.2)),
    ):
        mesh.sphere((x, y, 0.905), 0.042, color=color, rings=7, segments=12)
    return mesh


def bookshelf() -> Mesh:
    mesh = Mesh()
    for x in (-0.48, 0.48):
        mesh.box((x, 0, 0), (0.04, 0.3, 1.9), "darkwood")
    mesh.box((0, -0.14, 0), (0.92, 0.02, 1.9), "darkwood")
    for z in (0.05, 0.42, 0.79, 1.16, 1.53, 1.86):
        mesh.box((0, 0.01, z), (0.92, 0.28, 0.03), "darkwood")
    for z in (0.08, 0.45, 0.82, 1.19):
        mesh.box((0, -0.02, z), (0.9, 0.2, 0.28), "books", faces="nt", fit="n")
    return mesh


def tv_stand() -> Mesh:
    """A low cabinet with a television; the screen faces north."""
    mesh = Mesh().box((0, 0, 0.05), (1.6, 0.42, 0.4), "wood")
    mesh.box((0, -0.02, 0), (1.5, 0.34, 0.05), "darkwood", luxel_m=0)
    for x in (-0.53, 0, 0.53):
        mesh.box((x, 0.215, 0.08), (0.5, 0.012, 0.34), "wood", (0.92, 0.88, 0.84))
    mesh.rounded_box((0, -0.02, 0.45), (0.62, 0.24, 0.02), 0.008, color=_BLACK)
    mesh.box((0, -0.06, 0.47), (0.2, 0.05, 0.1), color=_BLACK)
    mesh.rounded_box((0, -0.07, 0.6), (0.8, 0.09, 0.4), 0.04, color=(0.1, 0.1, 0.11))
    mesh.rounded_box((0, 0, 0.53), (1.24, 0.07, 0.74), 0.012, color=_BLACK)
    return mesh.quad((0.59, 0.037, 0.57), (-1.18, 0, 0), (0, 0, 0.66), "glass", (0.05, 0.07, 0.10), luxel_m=0)


def floor_lamp() -> Mesh:
    mesh = Mesh().cylinder((0, 0, 0), 0.16, 0.03, color=(0.2, 0.2, 0.2))
    mesh.cylinder((0, 0, 0.03), 0.015, 1.4, color=(0.6, 0.55, 0.4), segments=10)
    mesh.lathe((0, 0, 1.35), [(0.24, 0), (0.14, 0.3)], color=(1, 0.95, 0.75))
    return mesh.lathe((0, 0, 1.35), [(0.136, 0.3), (0.236, 0)], color=(1, 0.9, 0.6))


def fridge() -> Mesh:
    mesh = Mesh().rounded_box((0, -0.02, 0.02), (0.7, 0.62, 1.8), 0.02, "steel", tile_m=0.7)
    mesh.rounded_box((0, 0.31, 0.04), (0.69, 0.07, 1.12), 0.025, "steel", tile_m=0.7)
    mesh.rounded_box((0, 0.31, 1.18), (0.69, 0.07, 0.62), 0.025, "steel", tile_m=0.7)
    mesh.box((0, 0, 0), (0.62, 0.54, 0.03), color=(0.15, 0.15, 0.16), luxel_m=0)
    for z, height in ((0.66, 0.42), (1.25, 0.3)):
        mesh.rounded_box((-0.28, 0.36, z), (0.03, 0.06, height), 0.012, color=(0.6, 0.6, 0.62))
    return mesh


def kitchen_counter() -> Mesh:
    """Cupboards with a worktop, a sink and a tap; one stands at its north side."""
    mesh = _cupboards(2.0, (-0.75, -0.25, 0.25, 0.75))
    mesh.box((0.45, 0.0, 0.9), (0.5, 0.38, 0.006), color=(0.35, 0.37, 0.4))
    mesh.cylinder((0.45, -0.24, 0.9), 0.018, 0.3, color=(0.8, 0.8, 0.82), segments=10)
    return mesh.box((0.45, -0.16, 1.19), (0.03, 0.18, 0.03), color=(0.8, 0.8, 0.82), luxel_m=0)


def stove() -> Mesh:
    mesh = Mesh().box((0, 0, 0), (0.6, 0.6, 0.88), "white")
    mesh.box((0, 0.01, 0.88), (0.6, 0.62, 0.02), color=(0.07, 0.07, 0.08))
    for x in (-0.14, 0.14):
        for y, radius in ((-0.13, 0.07), (0.14, 0.09)):
            mesh.cylinder((x, y, 0.9), radius, 0.006, color=(0.2, 0.2, 0.21), segments=18)
    mesh.box((0, 0.305, 0.14), (0.5, 0.012, 0.5), "glass", (0.08, 0.08, 0.09), luxel_m=0)
    mesh.rounded_box((0, 0.32, 0.66), (0.46, 0.03, 0.025), 0.01, color=_CHROME)
    for x in (-0.2, -0.07, 0.07, 0.2):
        mesh.cylinder((x, 0.3, 0.79), 0.025, 0.03, color=(0.2, 0.2, 0.2), segments=12, axis="y")
    return mesh


def toilet() -> Mesh:
    """The cistern is south."""
    bowl = [(0.12, 0), (0.13, 0.06), (0.11, 0.16), (0.17, 0.3), (0.2, 0.38), (0.2, 0.42), (0, 0.43)]
    mesh = Mesh().lathe((0, 0.12, 0), bowl, color=_CERAMIC, segments=24)
    mesh.rounded_box((0, -0.1, 0), (0.26, 0.3, 0.4), 0.05, color=_CERAMIC)
    mesh.rounded_box((0, -0.25, 0.4), (0.4, 0.18, 0.4), 0.04, color=_CERAMIC)
    return mesh.rounded_box((0, -0.25, 0.8), (0.42, 0.2, 0.03), 0.012, color=(0.9, 0.9, 0.9))


def washbasin() -> Mesh:
    """A basin on a cabinet; one stands at its north side."""
    mesh = Mesh().box((0, 0, 0), (0.7, 0.44, 0.76), "wood", (0.9, 0.88, 0.84))
    mesh.box((0, 0.226, 0.08), (0.64, 0.012, 0.62), "white")
    mesh.rounded_box((0, 0, 0.76), (0.74, 0.48, 0.1), 0.03, color=_CERAMIC)
    mesh.rounded_box((0, 0.02, 0.852), (0.5, 0.3, 0.012), 0.005, color=(0.72, 0.75, 0.77))
    mesh.cylinder((0, -0.18, 0.86), 0.016, 0.16, color=_CHROME, segments=10)
    return mesh.box((0, -0.12, 1.0), (0.026, 0.14, 0.024), color=_CHROME, luxel_m=0)


def _cupboards(width: float, door_middles: tuple[float, ...]) -> Mesh:
    mesh = Mesh().box((0, 0, 0), (width, 0.6, 0.86), "white")
    mesh.box((0, 0.01, 0.86), (width + 0.04, 0.64, 0.04), "concrete", (0.5, 0.5, 0.55))
    for x in door_middles:
        mesh.box((x, 0.305, 0.1), (0.46, 0.012, 0.68), "wood", (1.1, 1, 0.9))
        mesh.box((x + 0.16, 0.32, 0.66), (0.1, 0.02, 0.02), color=_CHROME, luxel_m=0)
    return mesh
