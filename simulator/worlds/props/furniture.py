"""What stands in rooms. Origin = centre of the base, front = north (+y), metres.

Vehicles, plants, street furniture, fittings and small things have modules of their own beside this one.
"""

from embrace3k.simulator.worlds.mesh import WHITE, Color, Mesh

_BLACK: Color = (0.06, 0.06, 0.07)
_CHROME: Color = (0.74, 0.74, 0.76)
_BED_WOOD: Color = (0.8, 0.78, 0.76)
_CERAMIC: Color = (0.95, 0.95, 0.94)


def table(width: float = 1.6, depth: float = 0.9, height: float = 0.75, color: Color = WHITE) -> Mesh:
    material = _wood(color)
    mesh = Mesh().box((0, 0, height - 0.05), (width, depth, 0.05), material, color)
    for x in (-width / 2 + 0.1, width / 2 - 0.1):
        for y in (-depth / 2 + 0.09, depth / 2 - 0.09):
            mesh.box((x, y, 0), (0.07, 0.07, height - 0.05), material, color, faces="nsew")
    return mesh


def coffee_table(color: Color = WHITE) -> Mesh:
    return table(1.0, 0.6, 0.42, color).box((0, 0, 0.14), (0.84, 0.44, 0.02), _wood(color), color)


def chair(color: Color = WHITE) -> Mesh:
    """A wooden chair, painted unless `color` is white; who sits on it looks north."""
    material = _wood(color)
    mesh = Mesh().box((0, 0, 0.43), (0.45, 0.45, 0.05), material, color)
    for x in (-0.19, 0.19):
        for y in (-0.19, 0.19):
            mesh.box((x, y, 0), (0.045, 0.045, 0.43), material, color, faces="nsew")
        mesh.box((x, -0.2, 0.48), (0.045, 0.045, 0.5), material, color, faces="nsewt")
    for z in (0.6, 0.75, 0.9):
        mesh.box((0, -0.2, z), (0.34, 0.03, 0.08), material, color, faces="nstb")
    return mesh


def _wood(color: Color) -> str:
    """Natural, or painted: tinted brown wood would be dark whatever its colour."""
    return "wood" if color == WHITE else "paintedwood"


def sofa(color: Color = (0.40, 0.45, 0.56), cushion: Color = (0.78, 0.62, 0.42)) -> Mesh:
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
    return mesh.rounded_box((-0.66, -0.08, 0.50), (0.36, 0.16, 0.34), 0.075, "fabric", cushion)


def armchair(color: Color = (0.62, 0.40, 0.30)) -> Mesh:
    shade = tuple(0.9 * channel for channel in color)
    mesh = Mesh().rounded_box((0, 0, 0.06), (0.9, 0.82, 0.30), 0.04, "fabric", shade)
    mesh.rounded_box((0, -0.32, 0.1), (0.9, 0.22, 0.78), 0.07, "fabric", color)
    for x in (-0.36, 0.36):
        mesh.rounded_box((x, 0, 0.06), (0.2, 0.86, 0.54), 0.08, "fabric", shade)
        for y in (-0.34, 0.34):
            mesh.box((x, y, 0), (0.06, 0.06, 0.07), "darkwood", luxel_m=0)
    return mesh.rounded_box((0, 0.08, 0.34), (0.54, 0.64, 0.17), 0.06, "fabric", color)


def bed(cover: Color = (0.62, 0.68, 0.64), pattern: str = "fabric") -> Mesh:
    """A double bed; the head is south."""
    mesh = Mesh().box((0, 0, 0.1), (1.6, 2.05, 0.2), "wood", _BED_WOOD)
    for x in (-0.7, 0.7):
        for y in (-0.9, 0.9):
            mesh.box((x, y, 0), (0.08, 0.08, 0.1), "wood", _BED_WOOD, luxel_m=0)
    mesh.rounded_box((0, 0.02, 0.28), (1.54, 1.98, 0.24), 0.06, "fabric", (0.97, 0.96, 0.93))
    mesh.rounded_box((0, 0.30, 0.34), (1.66, 1.46, 0.22), 0.07, pattern, cover)
    mesh.rounded_box((0, -0.36, 0.42), (1.64, 0.26, 0.165), 0.07, "fabric", (0.90, 0.90, 0.86))
    mesh.rounded_box((0, -1.03, 0), (1.66, 0.09, 0.85), 0.03, "wood", _BED_WOOD)
    for x in (-0.4, 0.4):
        mesh.rounded_box((x, -0.76, 0.50), (0.66, 0.42, 0.17), 0.08, "fabric", (1, 1, 0.98))
    return mesh


def nightstand(color: Color = WHITE) -> Mesh:
    body = _BED_WOOD if color == WHITE else color
    mesh = Mesh().box((0, 0, 0.06), (0.44, 0.38, 0.46), _wood(color), body)
    mesh.box((0, 0, 0), (0.38, 0.32, 0.06), "darkwood", luxel_m=0)
    for z in (0.1, 0.32):
        mesh.box((0, 0.195, z), (0.4, 0.012, 0.18), _wood(color), color)
        mesh.box((0, 0.21, z + 0.08), (0.1, 0.02, 0.02), color=_CHROME, luxel_m=0)
    return mesh


def wardrobe(color: Color = WHITE) -> Mesh:
    body = (0.9, 0.84, 0.76) if color == WHITE else color
    mesh = Mesh().box((0, 0, 0.06), (1.2, 0.58, 1.94), _wood(color), body)
    mesh.box((0, 0, 0), (1.14, 0.52, 0.06), "darkwood", luxel_m=0)
    for x in (-0.3, 0.3):
        mesh.box((x, 0.297, 0.09), (0.58, 0.014, 1.88), _wood(color), color, tile_m=1.6)
        mesh.box((x * 0.14, 0.315, 0.9), (0.02, 0.022, 0.3), color=_CHROME, luxel_m=0)
    return mesh


def desk(color: Color = WHITE) -> Mesh:
    """A writing desk with a drawer block; one sits at its north side."""
    material = _wood(color)
    block: Color = (0.92 * color[0], 0.9 * color[1], 0.88 * color[2])
    mesh = Mesh().box((0, 0, 0.71), (1.3, 0.65, 0.04), material, color)
    mesh.box((-0.6, 0, 0), (0.04, 0.6, 0.71), material, color, faces="nsew")
    mesh.box((0.42, 0, 0), (0.42, 0.6, 0.71), material, block, faces="nsew")
    for z in (0.06, 0.27, 0.48):
        mesh.box((0.42, 0.307, z), (0.39, 0.014, 0.19), material, color)
        mesh.box((0.42, 0.324, z + 0.12), (0.12, 0.02, 0.02), color=_CHROME, luxel_m=0)
    return mesh.box((-0.08, -0.27, 0.3), (1.0, 0.02, 0.41), material, color, faces="nsb")


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


def bookshelf(color: Color | None = None, filling: str = "books") -> Mesh:
    """Dark wood, or painted. `filling` is the picture of what stands in four of its five shelves."""
    material, tint = ("darkwood", WHITE) if color is None else ("paintedwood", color)
    mesh = Mesh()
    for x in (-0.48, 0.48):
        mesh.box((x, 0, 0), (0.04, 0.3, 1.9), material, tint)
    mesh.box((0, -0.14, 0), (0.92, 0.02, 1.9), material, tint)
    for z in (0.05, 0.42, 0.79, 1.16, 1.53, 1.86):
        mesh.box((0, 0.01, z), (0.92, 0.28, 0.03), material, tint)
    for z in (0.08, 0.45, 0.82, 1.19):
        mesh.box((0, -0.02, z), (0.9, 0.2, 0.28), filling, faces="nt", fit="n")
    mesh.box((-0.2, 0.02, 1.56), (0.34, 0.2, 0.2), color=(0.72, 0.56, 0.38), luxel_m=0)
    vase = [(0, 0), (0.05, 0), (0.08, 0.08), (0.04, 0.17), (0.05, 0.2), (0.03, 0.2), (0, 0.16)]
    return mesh.lathe((0.24, 0.02, 1.56), vase, color=(0.25, 0.45, 0.6), segments=16)


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


def fridge(color: Color = WHITE) -> Mesh:
    """Steel, or enamelled in `color`."""
    material = "steel" if color == WHITE else "flat"
    mesh = Mesh().rounded_box((0, -0.02, 0.02), (0.7, 0.62, 1.8), 0.02, material, color, tile_m=0.7)
    mesh.rounded_box((0, 0.31, 0.04), (0.69, 0.07, 1.12), 0.025, material, color, tile_m=0.7)
    mesh.rounded_box((0, 0.31, 1.18), (0.69, 0.07, 0.62), 0.025, material, color, tile_m=0.7)
    mesh.box((0, 0, 0), (0.62, 0.54, 0.03), color=(0.15, 0.15, 0.16), luxel_m=0)
    for z, height in ((0.66, 0.42), (1.25, 0.3)):
        mesh.rounded_box((-0.28, 0.36, z), (0.03, 0.06, height), 0.012, color=(0.6, 0.6, 0.62))
    return mesh


def kitchen_counter(color: Color = WHITE) -> Mesh:
    """Cupboards with a worktop, a sink and a tap; one stands at its north side."""
    mesh = _cupboards(2.0, (-0.75, -0.25, 0.25, 0.75), color)
    mesh.box((0.45, 0.0, 0.9), (0.5, 0.38, 0.006), color=(0.35, 0.37, 0.4))
    mesh.cylinder((0.45, -0.24, 0.9), 0.018, 0.3, color=(0.8, 0.8, 0.82), segments=10)
    return mesh.box((0.45, -0.16, 1.19), (0.03, 0.18, 0.03), color=(0.8, 0.8, 0.82), luxel_m=0)


def stove() -> Mesh:
    mesh = Mesh().box((0, 0, 0), (0.6, 0.6, 0.88), "white")
    mesh.box((0, 0.01, 0.88), (0.6, 0.62, 0.02), color=(0.07, 0.07, 0.08))
    for x in (-0.14, 0.14):
        for y, radius in ((-0.13, 0.07), (0.14, 0.09)):
            mesh.lathe((x, y, 0.9), [(radius, 0), (radius, 0.005), (0, 0.006)], color=(0.2, 0.2, 0.21), segments=18)
    mesh.box((0, 0.305, 0.14), (0.5, 0.012, 0.5), "glass", (0.08, 0.08, 0.09), luxel_m=0)
    mesh.rounded_box((0, 0.32, 0.66), (0.46, 0.03, 0.025), 0.01, color=_CHROME)
    for x in (-0.2, -0.07, 0.07, 0.2):
        mesh.lathe(
            (x, 0.3, 0.79), [(0.026, 0), (0.022, 0.028), (0, 0.03)], color=(0.2, 0.2, 0.2), axis="y", segments=12
        )
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


def _cupboards(width: float, door_middles: tuple[float, ...], color: Color) -> Mesh:
    mesh = Mesh().box((0, 0, 0), (width, 0.6, 0.86), "white")
    mesh.box((0, 0.01, 0.86), (width + 0.04, 0.64, 0.04), "concrete", (0.5, 0.5, 0.55))
    front = (1.1, 1, 0.9) if color == WHITE else color
    for x in door_middles:
        mesh.box((x, 0.305, 0.1), (0.46, 0.012, 0.68), _wood(color), front)
        mesh.box((x + 0.16, 0.32, 0.66), (0.1, 0.02, 0.02), color=_CHROME, luxel_m=0)
    return mesh
