"""Cameras of a level: free ones stand in the world, a mounted one sits on the character's head."""

import math
from dataclasses import dataclass

from embrace3k.schema.poses import Pose, wrap_deg
from embrace3k.simulator.recipes import HEAD_OFFSET

LEVEL = Pose(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass
class Camera:
    name: str
    width_px: int
    height_px: int
    fov_deg: float
    pose: Pose = LEVEL
    """Where a free camera stands. Of a mounted one: how it differs from the head's view, along the body's axes."""
    mounted: bool = False
    spawned: bool = False
    """By a client, for itself: it belongs neither to the level nor to anything in it."""
    exposure_bias: float = 0.0
    """In stops: its pictures are so many times twice as bright."""

    def world_pose(self, head: Pose | None) -> Pose:
        """`head` is the published head view of the character that carries a mounted camera."""
        if not self.mounted or head is None or self.pose == LEVEL:
            return head if self.mounted and head is not None else self.pose
        forward, right = _turned(self.pose.x_cm, self.pose.y_cm, head.yaw_deg)
        return Pose(
            head.x_cm + forward,
            head.y_cm + right,
            head.z_cm + self.pose.z_cm,
            head.pitch_deg + self.pose.pitch_deg,
            wrap_deg(head.yaw_deg + self.pose.yaw_deg),
            head.roll_deg + self.pose.roll_deg,
        )

    def put(self, target: Pose, head: Pose | None) -> None:
        """Put it at `target` in the world; a mounted camera keeps that place relative to the body until `set_cam`."""
        if not self.mounted or head is None:
            self.pose = target
            return
        along, across = _turned(target.x_cm - head.x_cm, target.y_cm - head.y_cm, -head.yaw_deg)
        self.pose = Pose(
            along,
            across,
            target.z_cm - head.z_cm,
            target.pitch_deg - head.pitch_deg,
            wrap_deg(target.yaw_deg - head.yaw_deg),
            target.roll_deg - head.roll_deg,
        )

    def mount(self, offset_cm: tuple[float, float, float], roll_deg: float, yaw_deg: float) -> None:
        """As `set_cam` says; its pitch is the head's own and does not come here."""
        x_cm, y_cm, z_cm = (part - head for part, head in zip(offset_cm, HEAD_OFFSET, strict=True))
        self.pose = Pose(x_cm, y_cm, z_cm, 0.0, yaw_deg, roll_deg)


def _turned(x_cm: float, y_cm: float, yaw_deg: float) -> tuple[float, float]:
    cosine, sine = math.cos(math.radians(yaw_deg)), math.sin(math.radians(yaw_deg))
    return x_cm * cosine - y_cm * sine, x_cm * sine + y_cm * cosine
