"""From Unreal's axes (x north, y east, z up, centimetres, yaw clockwise) to those of meshes and of the drawing.

Meshes: x east, y north, z up, metres, angles counter-clockwise.
"""

import math
from typing import NamedTuple

import numpy as np

from embrace3k.schema.poses import Pose
from embrace3k.simulator.worlds.surfaces import Floats, rotation_z

CM_PER_M = 100.0


class Placement(NamedTuple):
    """Where an upright mesh stands: metres, and its turn counter-clockwise."""

    position: tuple[float, float, float]
    heading_deg: float

    def rotation(self) -> Floats:
        return rotation_z(self.heading_deg)

    def offset(self) -> Floats:
        return np.array(self.position)


def mesh_point(x_cm: float, y_cm: float, z_cm: float) -> tuple[float, float, float]:
    return (y_cm / CM_PER_M, x_cm / CM_PER_M, z_cm / CM_PER_M)


def placement(pose: Pose) -> Placement:
    """Of an upright object: pitch and roll are not drawn."""
    return Placement(mesh_point(pose.x_cm, pose.y_cm, pose.z_cm), -pose.yaw_deg)


def mesh_bounds(bounds_cm: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """x0, y0, x1, y1 in centimetres as west, south, east, north in metres."""
    x0, y0, x1, y1 = bounds_cm
    return (y0 / CM_PER_M, x0 / CM_PER_M, y1 / CM_PER_M, x1 / CM_PER_M)


def half_sides(yaw_deg: float, length_cm: float, width_cm: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """From the middle of a flat rectangle to its end and to its side: east and north, metres."""
    east, north = math.sin(math.radians(yaw_deg)), math.cos(math.radians(yaw_deg))
    length, width = length_cm / 2 / CM_PER_M, width_cm / 2 / CM_PER_M
    return (east * length, north * length), (north * width, -east * width)


def heading_pitch_roll(camera: Pose) -> tuple[float, float, float]:
    """The same orientation as Panda3D wants it, degrees."""
    return (-camera.yaw_deg, camera.pitch_deg, camera.roll_deg)
