"""Houses that are only seen from afar: closed blocks of few triangles with flat windows and doors. Metres."""

from dataclasses import dataclass

from embrace3k.simulator.worlds.construction.roofs import put_flat_roof, put_saddle_roof
from embrace3k.simulator.worlds.construction.site import Area
from embrace3k.simulator.worlds.construction.walls import WALL, put_box
from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.surfaces import Vector

_STOREY, _PLINTH = 2.75, 0.5
_WINDOW = (1.15, 1.35)
_WHITE: Color = (0.95, 0.95, 0.93)
_LUXEL = 0.4


@dataclass(frozen=True)
class Neighbour:
    wall: tuple[str, Color]
    roof: tuple[str, Color]
    door: Color
    shutters: Color | None = None
    storeys: int = 2
    flat: bool = False
    width: float = 8.5
    depth: float = 7.5

    @property
    def height(self) -> float:
        return _PLINTH + _STOREY * self.storeys


def neighbour(house: Neighbour) -> Mesh:
    """Its front looks south; origin: the middle of the front's foot."""
    mesh, half = Mesh(), house.width / 2
    material, color = house.wall
    area = Area(-half, 0.0, half, house.depth)
    put_box(mesh, area, 0.0, house.height, material, color, faces="nsew", tile_m=1.2, luxel_m=_LUXEL)
    if house.flat:
        put_flat_roof(mesh, area.grown(0.12), house.height, below_luxel_m=_LUXEL)
    else:
        roof, tint = house.roof
        put_saddle_roof(
            mesh, area.grown(-WALL / 2), material, height=house.height, color=tint, material=roof, wall_color=color,
            verge=WALL / 2, gable_rows=2,
        )  # fmt: skip
    _put_openings(mesh, house)
    return mesh


def _put_openings(mesh: Mesh, house: Neighbour) -> None:
    """A door amid the front, windows beside and above it, and one to each side on every storey."""
    count = max(3, round(house.width / 2.6) // 2 * 2 + 1)
    for storey in range(house.storeys):
        low = _PLINTH + storey * _STOREY + 0.75
        for number in range(count):
            east = house.width * ((number + 0.5) / count - 0.5)
            if storey == 0 and number == count // 2:
                _put_door(mesh, east, house.door)
            else:
                _put_window(mesh, (east, 0.0), (1, 0), low, house.shutters)
        for side in (-1, 1):
            _put_window(mesh, (side * house.width / 2, house.depth / 2), (0, side), low, None)


def _put_door(mesh: Mesh, east: float, color: Color) -> None:
    mesh.box((east, -0.5, 0), (1.6, 1.0, _PLINTH), "concrete", faces="sewt", luxel_m=0, step_m=2.0)
    for width, height, out, tint in ((1.2, 2.2, 0.03, _WHITE), (1.0, 2.1, 0.05, color)):
        corner = (east - width / 2, -out, _PLINTH)
        mesh.quad(corner, (width, 0, 0), (0, 0, height), color=tint, luxel_m=0, step_m=2.5)


def _put_window(
    mesh: Mesh, middle: tuple[float, float], along: tuple[int, int], low: float, shutters: Color | None
) -> None:
    """Flat on a wall that runs `along` (east, north) with the outside to its right."""
    width, height = _WINDOW
    pane = width / 2 - 0.09
    _stick(mesh, middle, along, (-width / 2, width / 2, low, low + height), 0.03, "flat", _WHITE)
    for start in (-pane - 0.02, 0.02):
        span = (start, start + pane, low + 0.07, low + height - 0.07)
        _stick(mesh, middle, along, span, 0.05, "pane", (1.0, 1.0, 1.0))
    if shutters:
        for start in (-width / 2 - 0.5, width / 2 + 0.02):
            _stick(mesh, middle, along, (start, start + 0.48, low, low + height), 0.03, "flat", shutters)


def _stick(
    mesh: Mesh,
    middle: tuple[float, float],
    along: tuple[int, int],
    span: tuple[float, float, float, float],
    out: float,
    material: str,
    color: Color,
) -> None:
    """A rectangle `out` before the wall; `span`: where it starts and ends along the wall and in height."""
    start, end, low, high = span
    (east, north), (right, ahead) = middle, along
    corner: Vector = (east + right * start + ahead * out, north + ahead * start - right * out, low)
    side: Vector = (right * (end - start), ahead * (end - start), 0)
    mesh.quad(corner, side, (0, 0, high - low), material, color, fit=True, luxel_m=0, step_m=2.5)
