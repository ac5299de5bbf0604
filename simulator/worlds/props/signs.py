"""Boards with words on them. Metres; the front looks north (+y), the back (y = -0.02) touches what it hangs on."""

from embrace3k.simulator.worlds.mesh import WHITE, Color, Mesh
from embrace3k.simulator.worlds.surfaces import Vector, rectangle
from embrace3k.simulator.worlds.textures.halls import HALL_SIGNS, SHOP_SIGNS, SIGN_COLUMNS, SIGN_ROWS

_CELLS = {
    sign.text: (material, *divmod(number, SIGN_COLUMNS))
    for material, signs in (("shopsigns", SHOP_SIGNS), ("hallsigns", HALL_SIGNS))
    for number, sign in enumerate(signs)
}
_INSET = 0.004
"""Keeps the neighbouring board of the texture out of the picture."""


def lettering(mesh: Mesh, text: str, origin: Vector, u: Vector, v: Vector) -> Mesh:
    """A rectangle facing u x v that shows one of the texts in `textures/halls.py`. KeyError for others."""
    material, row, column = _CELLS[text]
    surface, at = rectangle(origin, u, v, 0.6, 0.0)
    left, low = column / SIGN_COLUMNS + _INSET, 1 - (row + 1) / SIGN_ROWS + _INSET
    size = (1 / SIGN_COLUMNS - 2 * _INSET, 1 / SIGN_ROWS - 2 * _INSET)
    return mesh.add(surface._replace(uvs=(left, low) + at * size), material)


def board(text: str, width: float, *, edge: Color = (0.85, 0.85, 0.85), two_sided: bool = False) -> Mesh:
    """Four times as wide as high. Origin: the middle of the lower edge."""
    height = width / 4
    mesh = Mesh().box((0, 0, 0), (width, 0.04, height), color=edge, luxel_m=0, faces="ewtb" + "s" * (not two_sided))
    lettering(mesh, text, (width / 2, 0.02, 0), (-width, 0, 0), (0, 0, height))
    if two_sided:
        lettering(mesh, text, (-width / 2, -0.02, 0), (width, 0, 0), (0, 0, height))
    return mesh


def hanging_board(text: str, width: float, drop: float = 0.5) -> Mesh:
    """A board read from both sides, on two rods that end `drop` above it. Origin: the middle of its lower edge."""
    mesh = board(text, width, two_sided=True)
    for x in (-width * 0.4, width * 0.4):
        mesh.cylinder((x, 0, width / 4), 0.008, drop, color=(0.6, 0.6, 0.62), segments=6)
    return mesh


def pavement_board(text: str, colour: Color = WHITE) -> Mesh:
    """An A-board of 0.6 by 0.95 m: two leaning panels with the text at the top and a chalked list below."""
    mesh = Mesh().box((0, 0, 0.06), (0.6, 0.06, 0.88), color=(0.12, 0.13, 0.13), luxel_m=0)
    for x in (-0.28, 0.28):
        mesh.box((x, 0, 0), (0.05, 0.5, 0.05), "wood", luxel_m=0)
        mesh.box((x, 0, 0.05), (0.05, 0.08, 0.93), "wood", luxel_m=0)
    mesh.box((0, 0, 0.93), (0.66, 0.08, 0.05), "wood", luxel_m=0)
    for side in (1, -1):
        lettering(mesh, text, (side * 0.25, side * 0.04, 0.72), (-side * 0.5, 0, 0), (0, 0, 0.16))
        for row, share in enumerate((0.8, 0.6, 0.7, 0.5)):
            size = (0.46 * share, 0.012, 0.035)
            mesh.box((side * (0.23 - size[0] / 2), side * 0.034, 0.56 - 0.12 * row), size, color=colour, luxel_m=0)
    return mesh
