"""What is seen from an upper storey: the house it is in, the street before it, the courtyard behind, and the houses on
their other sides. Metres."""

import numpy as np

from embrace3k.simulator.worlds import plants
from embrace3k.simulator.worlds.construction.grounds import pave, surround
from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.construction.storeys import Side
from embrace3k.simulator.worlds.construction.walls import ROOM_HEIGHT, WALL, put_box
from embrace3k.simulator.worlds.mesh import Color, Mesh

_STOREY = 3.0
_BESIDE = 12.0
_TINTS: tuple[Color, ...] = (
    (1.0, 0.96, 0.88), (1.0, 0.84, 0.64), (0.8, 0.88, 0.94), (0.94, 0.72, 0.6), (0.84, 0.92, 0.78), (0.9, 0.9, 0.92),
)  # fmt: skip


def build_town(
    site: Site,
    whole: Area,
    facade: Color,
    rng: np.random.Generator,
    *,
    street_side: Side = "south",
    ceiling: float = ROOM_HEIGHT,
) -> None:
    """`whole` is a storey two to five floors above the street, which runs along its south or north."""
    street = -_STOREY * int(rng.integers(2, 6))
    _own_house(site.static, whole, facade, street, ceiling)
    for side in (1, -1):
        before = (side == -1) == (street_side == "south")
        edge = whole.north if side == 1 else whole.south
        away = float(rng.uniform(13.0, 17.0) if before else rng.uniform(17.0, 24.0))
        _row(site.static, rng, whole, edge + side * away, side, street)
        _ground(site.static, whole, edge, side, away, street, paved=before)
        for _ in range(2):
            east = float(rng.uniform(whole.west - 4.0, whole.east + 4.0))
            tree = plants.tree(rng).transform(1.35 * np.eye(3), (east, edge + side * away * 0.72, street))
            site.static.merge(tree)
    far = Mesh()
    surround(far, whole.middle, "cityground")
    site.static.merge(far.transform(np.eye(3), (0.0, 0.0, street)))


def _own_house(mesh: Mesh, whole: Area, facade: Color, street: float, ceiling: float) -> None:
    """The storeys above and below, and the neighbours on either hand, as far as a balcony shows them."""
    half, top = WALL / 2, ceiling + 2 * _STOREY
    for north, heading in ((whole.south - half, 1.0), (whole.north + half, -1.0)):
        first = whole.west - _BESIDE if heading > 0 else whole.east + _BESIDE
        spans = (
            (0.0, _BESIDE - half, street, top),
            (_BESIDE + whole.width + half, _BESIDE - half, street, top),
        )
        own = (
            (_BESIDE - half, whole.width + WALL, street, 0.0),
            (_BESIDE - half, whole.width + WALL, ceiling, top),
        )
        for start, width, low, high in (*spans, *own):
            corner = (first + heading * start, north, low)
            mesh.quad(
                corner, (heading * width, 0, 0), (0, 0, high - low), "townfacade", facade, tile_m=_STOREY, luxel_m=0.4
            )
    for east, faces in ((whole.west - _BESIDE, "w"), (whole.east + _BESIDE, "e")):
        wall = Area(east, whole.south - half, east, whole.north + half)
        put_box(mesh, wall, street, top, "townfacade", facade, tile_m=_STOREY, faces=faces, luxel_m=1.0)
    roof = Area(whole.west - _BESIDE, whole.south - half, whole.east + _BESIDE, whole.north + half)
    pave(mesh, roof, "cityground", 3.0, 2.0, up=top)


def _row(mesh: Mesh, rng: np.random.Generator, whole: Area, north: float, side: int, street: float) -> None:
    """Houses shoulder to shoulder, none as high or as coloured as the next."""
    east, last = whole.west - 24.0, -1
    while east < whole.east + 24.0:
        width = 3.0 * int(rng.integers(3, 6))
        height = street + _STOREY * int(rng.integers(3, 8))
        tint = (last + 1 + int(rng.integers(len(_TINTS) - 1))) % len(_TINTS)
        last = tint
        back = north + side * 10.0
        house = Area(east, min(north, back), east + width, max(north, back))
        seen = ("s" if side == 1 else "n") + "ew"
        put_box(mesh, house, street, height, "townfacade", _TINTS[tint], tile_m=_STOREY, faces=seen, luxel_m=0.5)
        put_box(mesh, house.grown(0.25), height, height + 0.3, "concrete", faces="nsewb", luxel_m=1.0)
        pave(mesh, house.grown(0.25), "roof", 2.0, 1.0, up=height + 0.3)
        east += width


def _ground(mesh: Mesh, whole: Area, edge: float, side: int, away: float, street: float, *, paved: bool) -> None:
    """A street with pavements, or a courtyard with grass and a path."""
    stops = (0.0, 3.0, away - 3.0, away) if paved else (0.0, 2.0, away - 6.0, away)
    covers = ("concrete", "asphalt", "concrete") if paved else ("concrete", "grass", "concrete")
    for start, end, cover in zip(stops[:-1], stops[1:], covers, strict=True):
        one, other = edge + side * start, edge + side * end
        strip = Area(whole.west - 30.0, min(one, other), whole.east + 30.0, max(one, other))
        pave(mesh, strip, cover, 3.0, 0.6, up=street + 0.01)
