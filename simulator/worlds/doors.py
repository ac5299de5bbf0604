"""Hinged doors: where the leaf stands, which one is at hand, and whether there is room to swing it."""

import math
from collections.abc import Iterable

from embrace3k.schema.poses import Pose, bearing_deg
from embrace3k.simulator.worlds.collision import Shape, crosses, point_gap, separation, shape_of
from embrace3k.simulator.worlds.model import Hinge, WorldObject

REACH_CM = 200.0
"""From the agent's body to the leaf."""
AHEAD_DEG = 60.0
"""How far to the side of the heading the middle of the leaf may lie."""
_SWING_STEP_DEG = 5.0


def hinge_of(door: WorldObject) -> Hinge:
    if door.hinge is None:
        raise ValueError(f"{door.name} is a door without a hinge")
    return door.hinge


def leaf_pose(door: WorldObject, swing_deg: float) -> Pose:
    """The door's pose with its leaf turned by `swing_deg` from closed."""
    return door.pose._replace(yaw_deg=door.pose.yaw_deg + swing_deg)


def leaf_shape(door: WorldObject, swing_deg: float) -> Shape:
    return shape_of(door.footprint(leaf_pose(door, swing_deg)))


def within_reach(door: WorldObject, body: Pose, walls: Iterable[Shape], swing_deg: float = 0.0) -> float | None:
    """Distance to the leaf, turned by `swing_deg` from closed, if the agent can push it: near, roughly ahead, no wall
    between; else None.
    """
    leaf = leaf_shape(door, swing_deg)
    gap_cm = point_gap(leaf, body.x_cm, body.y_cm)
    middle = door.pose._replace(x_cm=leaf.x_cm, y_cm=leaf.y_cm)
    if gap_cm > REACH_CM or abs(bearing_deg(body, middle)) > AHEAD_DEG:
        return None
    if any(crosses(wall, body.x_cm, body.y_cm, leaf.x_cm, leaf.y_cm) for wall in walls):
        return None
    return gap_cm


def swing_away_deg(door: WorldObject, body: Pose) -> float:
    """How far the leaf turns when it is pushed from where the agent stands: away from the agent."""
    yaw = math.radians(door.pose.yaw_deg)
    before = (body.x_cm - door.pose.x_cm) * math.cos(yaw) + (body.y_cm - door.pose.y_cm) * math.sin(yaw)
    return math.copysign(hinge_of(door).opens_deg, before)


def swing_is_free(
    door: WorldObject, swing_deg: float, obstacles: Iterable[Shape], body: Pose, radius_cm: float
) -> bool:
    """Does the leaf sweep its whole arc without touching the agent or an obstacle?"""
    return _arc_is_free(door, _arc(door, swing_deg)[1:], obstacles, body, radius_cm)


def way_back_is_free(
    door: WorldObject, swing_deg: float, obstacles: Iterable[Shape], body: Pose, radius_cm: float
) -> bool:
    """The same of a leaf that is turned by `swing_deg` and falls shut."""
    return _arc_is_free(door, _arc(door, swing_deg)[:-1], obstacles, body, radius_cm)


def _arc(door: WorldObject, swing_deg: float) -> list[Shape]:
    """The leaf on its way, from closed."""
    steps = math.ceil(abs(swing_deg) / _SWING_STEP_DEG)
    return [leaf_shape(door, swing_deg * step / steps) for step in range(steps + 1)]


def _arc_is_free(door: WorldObject, arc: list[Shape], obstacles: Iterable[Shape], body: Pose, radius_cm: float) -> bool:
    if any(point_gap(leaf, body.x_cm, body.y_cm) < radius_cm for leaf in arc):
        return False
    nearby = [shape for shape in obstacles if _within_arc(door, shape)]
    return all(separation(leaf, shape) > 0.0 for leaf in arc for shape in nearby)


def _within_arc(door: WorldObject, shape: Shape) -> bool:
    return point_gap(shape, door.pose.x_cm, door.pose.y_cm) <= hinge_of(door).leaf_cm + hinge_of(door).thickness_cm
