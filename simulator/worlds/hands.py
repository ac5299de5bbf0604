"""What an agent's hands can reach, how they hold it, and where they put it down."""

import math
from collections.abc import Iterable

from embrace3k.schema.actions import ActionProfile
from embrace3k.schema.poses import Pose, bearing_deg, distance_xy_cm
from embrace3k.simulator.worlds.collision import Shape, crosses
from embrace3k.simulator.worlds.model import Kind, World, WorldObject
from embrace3k.simulator.worlds.towing import bumpers

AHEAD_DEG = 40.0
"""How far to the side of the heading a thing can be picked up: within a view of 90 degrees, so nothing unseen is."""
# Measured on a published demonstration, in the body's frame.
_HELD_AHEAD_CM, _HELD_RIGHT_CM, _HELD_UP_CM = -0.61, 21.35, -29.89


def held_pose(body: Pose) -> Pose:
    """Where a carried thing is while the body is at `body`: beside it, turned with it."""
    x_cm, y_cm = _from_body(body, _HELD_AHEAD_CM, _HELD_RIGHT_CM)
    return Pose(x_cm, y_cm, body.z_cm + _HELD_UP_CM, 0.0, body.yaw_deg, 0.0)


def pick_distance_cm(
    thing: WorldObject, pose: Pose, body: Pose, walls: Iterable[Shape], profile: ActionProfile
) -> float | None:
    """XY distance to the thing's middle (a car: to its nearer bumper) if it can be picked up from here, else None."""
    grip = pose
    if thing.kind is Kind.TOWED:
        ends = [pose._replace(x_cm=x_cm, y_cm=y_cm) for x_cm, y_cm in bumpers(pose, thing.size_cm[0])]
        grip = min(ends, key=lambda end: distance_xy_cm(body, end))
    distance_cm = distance_xy_cm(body, grip)
    if not profile.pick_nearest_cm < distance_cm < profile.pick_farthest_cm:
        return None
    if abs(bearing_deg(body, grip)) > AHEAD_DEG:
        return None
    if any(crosses(wall, body.x_cm, body.y_cm, grip.x_cm, grip.y_cm) for wall in walls):
        return None
    return distance_cm


def put_down(world: World, thing: WorldObject, body: Pose, ahead_cm: float, walls: Iterable[Shape]) -> Pose | None:
    """The pose of the thing put down ahead: on the surface that is there, else on the ground. None behind a wall."""
    x_cm, y_cm = _from_body(body, ahead_cm, 0.0)
    if any(crosses(wall, body.x_cm, body.y_cm, x_cm, y_cm) for wall in walls):
        return None
    height_cm = world.ground_cm(x_cm, y_cm)
    for support in world.objects:
        if support.surface_cm is not None and support.footprint(support.pose).distance_cm(x_cm, y_cm) == 0.0:
            height_cm = max(height_cm, support.pose.z_cm + support.surface_cm)
    return Pose(x_cm, y_cm, height_cm, 0.0, body.yaw_deg, 0.0)


def _from_body(body: Pose, ahead_cm: float, right_cm: float) -> tuple[float, float]:
    yaw = math.radians(body.yaw_deg)
    cosine, sine = math.cos(yaw), math.sin(yaw)
    return body.x_cm + ahead_cm * cosine - right_cm * sine, body.y_cm + ahead_cm * sine + right_cm * cosine
