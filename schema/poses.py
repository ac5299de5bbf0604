"""Poses in Unreal axes: x forward, y right, z up; yaw grows to the right (clockwise seen from above)."""

import math
from typing import NamedTuple


class Pose(NamedTuple):
    """Position in centimetres and rotation in degrees, written to JSON as `[x, y, z, pitch, yaw, roll]`.

    It is the pose of the agent's *body* (or of an object), not of the camera: looking up or down leaves it unchanged.
    """

    x_cm: float
    y_cm: float
    z_cm: float
    pitch_deg: float
    yaw_deg: float
    roll_deg: float


def wrap_deg(angle_deg: float) -> float:
    """The same angle in (-180, 180], as UnrealCV replies it."""
    wrapped = math.fmod(angle_deg, 360.0)
    if wrapped > 180.0:
        return wrapped - 360.0
    return wrapped + 360.0 if wrapped <= -180.0 else wrapped


def distance_xy_cm(a: Pose, b: Pose) -> float:
    return math.hypot(b.x_cm - a.x_cm, b.y_cm - a.y_cm)


def bearing_deg(viewer: Pose, target: Pose) -> float:
    """Where `target` lies as seen from `viewer`: 0 straight ahead, positive to the right, in (-180, 180]."""
    towards = math.degrees(math.atan2(target.y_cm - viewer.y_cm, target.x_cm - viewer.x_cm))
    return wrap_deg(towards - viewer.yaw_deg)
