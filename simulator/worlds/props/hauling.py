"""What moves goods: forklift, pallet jack, lorry, container. Origin = centre of the base, front north (+y), metres."""

from embrace3k.simulator.worlds.mesh import WHITE, Color, Mesh
from embrace3k.simulator.worlds.props.signs import lettering
from embrace3k.simulator.worlds.surfaces import rotation_z

_BLACK: Color = (0.07, 0.07, 0.08)
_GREY: Color = (0.36, 0.37, 0.39)
_STEEL: Color = (0.66, 0.67, 0.69)
_GLASS: Color = (0.12, 0.15, 0.17)
_LORRY_BED = 1.0
"""Height of the loading area's floor, that of a dock."""


def forklift(color: Color) -> Mesh:
    """The forks reach north; 3.0 m long with them, 2.1 m high."""
    mesh = Mesh().rounded_box((0, -0.95, 0.22), (1.1, 0.75, 0.85), 0.1, "paint", color, rings=3)
    mesh.rounded_box((0, -0.2, 0.2), (1.06, 1.15, 0.42), 0.05, "paint", color, rings=3)
    mesh.box((0, -0.5, 0.62), (0.9, 0.6, 0.3), color=color, luxel_m=0)
    mesh.rounded_box((0, -0.5, 0.9), (0.5, 0.46, 0.12), 0.04, color=_BLACK)
    mesh.rounded_box((0, -0.72, 0.98), (0.48, 0.12, 0.46), 0.05, color=_BLACK)
    for x in (-0.47, 0.47):
        for y in (-0.85, 0.3):
            mesh.box((x, y, 0.6 if y > 0 else 1.05), (0.06, 0.07, 1.46 if y > 0 else 1.01), color=_BLACK, luxel_m=0)
        for y, radius in ((-0.95, 0.22), (0.22, 0.28)):
            _wheel(mesh, x * 1.15, y, radius)
        mesh.box((x * 0.5, 0.58, 0.06), (0.1, 0.1, 2.0), color=_GREY, luxel_m=0)
        mesh.box((x * 0.55, 1.12, 0.05), (0.11, 1.0, 0.045), color=_STEEL, luxel_m=0)
        mesh.box((x * 0.55, 0.645, 0.05), (0.11, 0.05, 0.6), color=_STEEL, luxel_m=0)
        mesh.rounded_box((x * 0.86, -1.31, 0.8), (0.16, 0.03, 0.1), 0.012, color=(0.8, 0.1, 0.08), rings=2)
    for z in (0.3, 0.62, 1.2, 2.0):
        mesh.box((0, 0.6, z), (0.6, 0.05, 0.08), color=_GREY, luxel_m=0)
    mesh.box((0, -0.28, 2.06), (1.02, 1.26, 0.06), color=_BLACK, luxel_m=0)
    mesh.cylinder((0, 0.12, 0.62), 0.03, 0.4, color=_BLACK, segments=8)
    mesh.lathe((0, 0.1, 1.02), [(0.13, 0), (0.17, 0.0), (0.17, 0.03), (0.13, 0.03)], color=_BLACK, segments=14)
    return mesh.cylinder((0, -0.7, 2.12), 0.06, 0.1, color=(0.95, 0.5, 0.08), segments=10)


def _wheel(mesh: Mesh, x: float, y: float, radius: float, width: float = 0.2) -> None:
    mesh.cylinder((x - width / 2, y, radius), radius, width, color=_BLACK, segments=16, axis="x")
    mesh.cylinder((x - width / 2 - 0.01, y, radius), radius * 0.55, width + 0.02, color=_STEEL, segments=10, axis="x")


def pallet_jack(color: Color) -> Mesh:
    """The forks reach north, the handle stands up in the south."""
    mesh = Mesh()
    for x in (-0.19, 0.19):
        mesh.box((x, 0.2, 0.08), (0.16, 1.15, 0.06), color=color, luxel_m=0)
        mesh.cylinder((x - 0.04, 0.66, 0.04), 0.04, 0.08, color=_BLACK, segments=10, axis="x")
    mesh.box((0, -0.42, 0.1), (0.54, 0.16, 0.32), color=color, luxel_m=0)
    mesh.cylinder((-0.1, -0.55, 0.1), 0.1, 0.2, color=_BLACK, segments=14, axis="x")
    mesh.cylinder((0, -0.52, 0.2), 0.05, 0.3, color=_GREY, segments=10)
    mesh.box((0, -0.55, 0.45), (0.05, 0.05, 0.68), color=_BLACK, luxel_m=0)
    for x in (-0.13, 0.13):
        mesh.box((x, -0.55, 1.02), (0.035, 0.04, 0.2), color=color, luxel_m=0)
    for z in (1.0, 1.2):
        mesh.box((0, -0.55, z), (0.285, 0.045, 0.035), color=_BLACK, luxel_m=0)
    return mesh


def lorry(color: Color, title: str, box: Color = (0.9, 0.91, 0.92)) -> Mesh:
    """A cab and a tall box on three axles, 8.0 m long. The box is open to the south and half full."""
    mesh = Mesh()
    _cab(mesh, color)
    _cargo_box(mesh, box, title)
    mesh.box((0, -0.6, 0.62), (0.9, 6.6, 0.3), color=_BLACK, luxel_m=0)
    for x in (-1.0, 1.0):
        for y in (2.75, -1.9, -2.95):
            _wheel(mesh, x, y, 0.48, 0.3)
        mesh.box((x * 1.15, 0.4, 0.5), (0.06, 2.6, 0.42), color=_GREY, luxel_m=0)
        mesh.box((x * 0.95, -3.93, 0.6), (0.3, 0.06, 0.14), color=(0.75, 0.08, 0.06), luxel_m=0)
    return mesh.box((0, -3.9, 0.55), (2.3, 0.1, 0.16), color=_BLACK, luxel_m=0)


def _cab(mesh: Mesh, color: Color) -> None:
    low, high = 0.55, 2.75
    mesh.rounded_box((0, 3.05, low), (2.36, 1.86, high - low), 0.14, "paint", color, rings=3)
    mesh.rounded_box((0, 3.955, 1.55), (2.06, 0.06, 0.86), 0.03, "glass", _GLASS, rings=3)
    mesh.rounded_box((0, 3.975, 0.82), (1.3, 0.05, 0.36), 0.02, color=_BLACK, rings=2)
    mesh.rounded_box((0, 3.99, 0.4), (2.36, 0.12, 0.3), 0.04, color=_GREY, rings=2)
    mesh.rounded_box((0, 3.2, high - 0.06), (2.0, 1.3, 0.42), 0.12, "paint", color, rings=3)
    for x in (-1, 1):
        mesh.rounded_box((x * 1.175, 3.3, 1.55), (0.04, 0.86, 0.74), 0.02, "glass", _GLASS, rings=2)
        mesh.rounded_box((x * 0.85, 4.0, 0.78), (0.34, 0.06, 0.18), 0.025, "glass", (0.85, 0.87, 0.88), rings=2)
        mesh.rounded_box((x * 1.32, 3.88, 1.6), (0.14, 0.12, 0.5), 0.04, color=_BLACK, rings=2)
        mesh.box((x * 1.18, 2.66, 1.3), (0.04, 0.2, 0.05), color=_BLACK, luxel_m=0)


def _cargo_box(mesh: Mesh, color: Color, title: str) -> None:
    south, north, half, top = -3.95, 1.95, 1.22, 3.5
    middle, length, tall = (south + north) / 2, north - south, top - _LORRY_BED
    outer = (2 * half, length, tall + 0.08)
    mesh.box((0, middle, _LORRY_BED - 0.08), outer, "flat", color, faces="newtb", luxel_m=0.15)
    inner, floor = half - 0.06, _LORRY_BED
    shade: Color = (0.8, 0.8, 0.78)
    up = (0, 0, tall - 0.08)
    mesh.quad((inner, north - 0.1, floor), (0, 0.1 - length, 0), up, "cladding", shade, luxel_m=0, tile_m=0.8)
    mesh.quad((-inner, south, floor), (0, length - 0.1, 0), up, "cladding", shade, luxel_m=0, tile_m=0.8)
    end = (-inner, north - 0.1, floor)
    mesh.quad(end, (2 * inner, 0, 0), up, "cladding", shade, luxel_m=0, tile_m=0.8)
    mesh.quad((-inner, south, floor), (2 * inner, 0, 0), (0, length - 0.1, 0), "planks", luxel_m=0)
    ceiling = (inner, south, floor + tall - 0.08)
    mesh.quad(ceiling, (-2 * inner, 0, 0), (0, length - 0.1, 0), color=shade, luxel_m=0)
    for x in (-half + 0.03, half - 0.03):
        mesh.box((x, south - 0.005, _LORRY_BED - 0.08), (0.06, 0.01, tall + 0.08), color=_GREY, luxel_m=0, faces="s")
    for z, thick in ((_LORRY_BED - 0.08, 0.08), (top - 0.08, 0.08)):
        mesh.box((0, south - 0.004, z), (2 * half, 0.01, thick), color=_GREY, luxel_m=0, faces="s")
    for x in (-0.55, 0.55):
        for y, high in ((0.9, 1.5), (-0.4, 1.2), (-1.7, 0.9)):
            material = "boxstack" if (x > 0) == (y > 0) else "slats"
            mesh.box((x, y, floor), (1.0, 1.1, high), material, fit="nsew", faces="nsewt", luxel_m=0)
    for side in (1, -1):
        corner = (side * (half + 0.015), middle - side * 2.4, 1.7)
        lettering(mesh, title, corner, (0, side * 4.8, 0), (0, 0, 1.2))


def container(color: Color, title: str) -> Mesh:
    """A shipping container of 20 feet; its doors look north."""
    mesh = Mesh().box((0, 0, 0.1), (2.4, 6.0, 2.4), "cladding", color, faces="nsew", tile_m=1.1, luxel_m=0.15)
    mesh.box((0, 0, 2.5), (2.44, 6.06, 0.09), "cladding", color, faces="nsewt", tile_m=1.1, luxel_m=0.15)
    mesh.box((0, 0, 0), (2.44, 6.06, 0.12), color=color, luxel_m=0.3)
    dark = tuple(0.7 * channel for channel in color)
    for x in (-1.19, 1.19):
        for y in (-3.0, 3.0):
            mesh.box((x, y, 0.12), (0.1, 0.1, 2.38), color=dark, luxel_m=0)
    for x in (-0.85, -0.35, 0.35, 0.85):
        mesh.cylinder((x, 3.05, 0.2), 0.022, 2.25, color=_STEEL, segments=8)
        mesh.box((x + 0.06, 3.06, 1.1), (0.18, 0.03, 0.05), color=_STEEL, luxel_m=0)
    mesh.box((0, 3.005, 0.15), (0.03, 0.02, 2.34), color=_BLACK, luxel_m=0)
    for side in (1, -1):
        mesh.merge(_side_title(title).transform(rotation_z(-90.0 * side), (side * 1.23, 0, 1.1)))
    return mesh


def _side_title(title: str) -> Mesh:
    return lettering(Mesh(), title, (1.4, 0.0, 0), (-2.8, 0, 0), (0, 0, 0.7))


def roller_gate(width: float, height: float, color: Color = WHITE) -> Mesh:
    """Shut; slats to both sides, a black rubber foot, a yellow and black edge."""
    mesh = Mesh().box((0, 0, 0.12), (width, 0.07, height - 0.12), "garagedoor", color, faces="nsewt", tile_m=1.3)
    mesh.box((0, 0, 0.06), (width, 0.072, 0.06), "hazard", faces="nsew", luxel_m=0, tile_m=0.5)
    return mesh.box((0, 0, 0), (width, 0.07, 0.06), color=_BLACK, faces="nsew", luxel_m=0)
