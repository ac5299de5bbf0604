"""What is seen from an upper storey: the house it is in, the street before it, the courtyard behind, and the houses on
their other sides. Metres."""

import numpy as np

from embrace3k.simulator.worlds.construction.grounds import pave, surround
from embrace3k.simulator.worlds.construction.site import Area, Site
from embrace3k.simulator.worlds.construction.storeys import Side
from embrace3k.simulator.worlds.construction.walls import ROOM_HEIGHT, WALL, put_box
from embrace3k.simulator.worlds.mesh import Color, Mesh
from embrace3k.simulator.worlds.props import plants

_STOREY = 3.0
_SIDES: tuple[Side, ...] = ("south", "north", "west", "east")
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
    """`whole` is a storey of a free-standing house, two to five floors above the street; the courtyard is opposite to
    `street_side`."""
    street = -_STOREY * int(rng.integers(2, 6))
    _own_house(site.static, whole, facade, street, ceiling)
    away = {side: float(rng.uniform(13.0, 19.0)) for side in _SIDES}
    edges = Area(
        whole.west - away["west"], whole.south - away["south"], whole.east + away["east"], whole.north + away["north"]
    )
    for side in _SIDES:
        _row(site.static, rng, edges, side, street)
    _ground(site.static, whole, edges, street, street_side)
    for side in _SIDES:
        for _ in range(1 if side == street_side else 2):
            site.static.merge(
                plants.tree(rng).transform(1.3 * np.eye(3), (*_before(rng, whole, away[side], side), street))
            )
    far = Mesh()
    surround(far, whole.middle, "cityground")
    site.static.merge(far.transform(np.eye(3), (0.0, 0.0, street)))


def _before(rng: np.random.Generator, whole: Area, away: float, side: Side) -> tuple[float, float]:
    """A place in front of that side of the house, nearer to the houses opposite."""
    out = 0.7 * away
    along_east, along_north = (
        float(rng.uniform(*span)) for span in ((whole.west, whole.east), (whole.south, whole.north))
    )
    return {
        "south": (along_east, whole.south - out),
        "north": (along_east, whole.north + out),
        "west": (whole.west - out, along_north),
        "east": (whole.east + out, along_north),
    }[side]


def _own_house(mesh: Mesh, whole: Area, facade: Color, street: float, ceiling: float) -> None:
    """The storeys above and below: as much as a balcony shows of them."""
    house, top = whole.grown(WALL / 2), ceiling + 2 * _STOREY
    for low, high in ((street, 0.0), (ceiling, top)):
        put_box(mesh, house, low, high, "townfacade", facade, tile_m=_STOREY, faces="nsew", luxel_m=0.4)
    pave(mesh, house, "cityground", 3.0, 2.0, up=top)


def _row(mesh: Mesh, rng: np.random.Generator, edges: Area, side: Side, street: float) -> None:
    """Houses shoulder to shoulder beyond an edge, none as high or as coloured as the next."""
    eastward = side in ("south", "north")
    at, last = (edges.west - 12.0, edges.east + 12.0) if eastward else (edges.south, edges.north)
    tint, number = int(rng.integers(len(_TINTS))), _SIDES.index(side)
    while at < last:
        width = 3.0 * int(rng.integers(3, 6))
        width = width if eastward else min(width, last - at)
        height = street + _STOREY * int(rng.integers(3, 8))
        tint = (tint + 1 + int(rng.integers(len(_TINTS) - 1))) % len(_TINTS)
        house = {
            "south": Area(at, edges.south - 10.0, at + width, edges.south),
            "north": Area(at, edges.north, at + width, edges.north + 10.0),
            "west": Area(edges.west - 10.0, at, edges.west, at + width),
            "east": Area(edges.east, at, edges.east + 10.0, at + width),
        }[side]
        seen = {"south": "new", "north": "sew", "west": "ens", "east": "wns"}[side]
        put_box(mesh, house, street, height, "townfacade", _TINTS[tint], tile_m=_STOREY, faces=seen, luxel_m=0.5)
        number += 1
        apart = 0.03 * (number % 5) + 0.006 * _SIDES.index(side)
        eaves, sill = house.grown(0.2 + apart), height + apart
        put_box(mesh, eaves, sill, sill + 0.3, "concrete", faces="nsewb", luxel_m=1.0)
        pave(mesh, eaves, "roof", 2.0, 1.0, up=sill + 0.3)
        at += width


def _ground(mesh: Mesh, whole: Area, edges: Area, street: float, street_side: Side) -> None:
    """Pavement round the house, then a street on one side and grass on the others, and pavement again."""
    inner, outer = whole.grown(3.0), edges.grown(-3.0)
    up = street + 0.01
    for ring, cover in (((whole, inner), "concrete"), ((inner, outer), ""), ((outer, edges), "concrete")):
        small, large = ring
        strips: dict[Side, Area] = {
            "south": Area(large.west, large.south, large.east, small.south),
            "north": Area(large.west, small.north, large.east, large.north),
            "west": Area(large.west, small.south, small.west, small.north),
            "east": Area(small.east, small.south, large.east, small.north),
        }
        for side, strip in strips.items():
            material = cover or ("asphalt" if side == street_side else "grass")
            pave(mesh, strip, material, 3.0, 0.6, up=up)
