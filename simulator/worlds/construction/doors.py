"""Doors in walls: where they hang, which way they swing. Metres."""

import numpy as np

from embrace3k.simulator.worlds.construction.site import Site
from embrace3k.simulator.worlds.construction.walls import DOOR_WIDTH, Opening, Wall
from embrace3k.simulator.worlds.mesh import WHITE, Color, Mesh
from embrace3k.simulator.worlds.model import Hinge, Kind, WorldObject
from embrace3k.simulator.worlds.props import fittings

_MARGIN = 0.03
_INTO_FRAME = 0.004
"""What is seen of a leaf fills its opening, also behind the hinge, letting no daylight in; what blocks is narrower."""


def doorway(start: float, width: float = DOOR_WIDTH) -> Opening:
    """An opening in a wall for a door that is hung with `hang_door`."""
    return Opening(start, start + width)


def hang_door(
    site: Site,
    name: str,
    wall: Wall,
    hole: Opening,
    material: str = "wood",
    *,
    color: Color = WHITE,
    colour: str | None = None,
    opens_deg: float = 95.0,
    leaf: Mesh | None = None,
) -> WorldObject:
    """A shut leaf in the opening, hinged at its start. It swings away from who opens it: keep both sides clear.

    `leaf` replaces the panelled one: origin at the foot of the hinge, reaching east, as wide as the opening.
    """
    width = hole.end - hole.start
    if leaf is None:
        panelled = fittings.door_leaf(width + 2 * _INTO_FRAME, hole.high + 2 * _INTO_FRAME, material, color)
        leaf = panelled.transform(np.eye(3), (-_MARGIN - _INTO_FRAME, 0, 0))
    else:
        leaf = leaf.transform(np.eye(3), (-_MARGIN, 0, 0))
    along = hole.start + _MARGIN
    place = (along, wall.at) if wall.eastward else (wall.at, along)
    blocking = width - 2 * _MARGIN
    return site.put(
        name,
        "door",
        leaf,
        *place,
        up=wall.base,
        yaw_deg=0.0 if wall.eastward else -90.0,
        kind=Kind.DOOR,
        colour=colour,
        size=(0.06, blocking, hole.high),
        hinge=Hinge(leaf_cm=round(blocking * 100, 3), thickness_cm=6.0, opens_deg=opens_deg),
    )
