"""The world of the fake Unreal Engine: a flat yard with a wall, a door, a thing to carry and one colour per state."""

import hashlib
import io
import math
import random
import struct

import cv2
import numpy as np

from embrace3k.schema.poses import Pose, wrap_deg

WIDTH, HEIGHT = 32, 24
LEVEL, NARROW_LEVEL = "Yard", "Alley"
FOV_DEG = {LEVEL: 90.0, NARROW_LEVEL: 60.0}
"""Of each level's cameras."""
WALL_X_CM = 400.0
DOOR = Pose(0.0, 150.0, 0.0, 0.0, 0.0, 0.0)
THING, THING_CLASS = "BP_GrabMoveDrop_C_1", "BP_GrabMoveDrop_C"
STEPS_CM = {200.0: 62.9295, 60.0: 50.2325, 43.0: 36.0, 0.0: 0.0}
"""How far one `set_move` goes at each speed, when it acts once."""
_SLIDES = 0.3
"""Part of a blocked way that goes along the wall instead."""
_PAWN = Pose(0.0, 0.0, 500.0, 0.0, 0.0, 0.0)
_FURNITURE = {
    "SM_Bench_3": Pose(-200.0, 100.0, 0.0, 0.0, 90.0, 0.0),
    "BP_House_Door_1": DOOR,
    "Floor": Pose(0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
}


class World:
    """One loaded level. Cameras are kept in the order of their ids."""

    def __init__(
        self, chance: random.Random, *, own_character: bool = False, drone: bool = False, noise_cm: float = 0.0
    ) -> None:
        self.things = dict(_FURNITURE)
        self.colours: dict[str, tuple[int, int, int]] = {}
        self.paused, self.door_open, self.held = False, False, False
        self.agent: str | None = None
        self.interval = 0
        self.head_pitch_deg = 0.0
        self.camera_shift = (0.0, 0.0, 0.0)
        self.cameras = ["pawn_camera"]
        self._pawn = _PAWN
        self._chance, self._noise_cm = chance, noise_cm
        if drone:
            self.things["BP_Drone01_2"] = Pose(50.0, 50.0, 300.0, 0.0, 0.0, 0.0)
            self.cameras.append("BP_Drone01_2")
        if own_character:
            self.spawn_agent("BP_Character_2")

    def spawn_agent(self, name: str) -> None:
        self.agent, self.interval = name, 0
        self.things[name] = Pose(0.0, 0.0, 88.0, 0.0, 0.0, 0.0)
        self.cameras.append(name)

    def spawn_thing(self, *, camera: bool) -> None:
        self.things[THING] = Pose(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        if camera:
            self.cameras.insert(1, THING)

    def destroy(self, name: str) -> None:
        del self.things[name]
        self.held = self.held and name != THING
        if name in self.cameras:
            self.cameras.remove(name)

    def reported(self, name: str) -> Pose:
        """Engines are never quite at rest."""
        pose = self.pose(name)
        if name != self.agent or not self._noise_cm:
            return pose
        return pose._replace(x_cm=pose.x_cm + self._chance.uniform(-self._noise_cm, self._noise_cm))

    def pose(self, name: str) -> Pose:
        if name == THING and self.held and self.agent:
            return _beside(self.things[self.agent])
        return self.things[name]

    def camera_pose(self, camera: int) -> Pose:
        name = self.cameras[camera]
        if name == "pawn_camera":
            return self._pawn
        pose = self.pose(name)
        if name != self.agent:
            return pose
        moved = [part + shift for part, shift in zip(pose[:3], self.camera_shift, strict=True)]
        return Pose(moved[0], moved[1], moved[2] + 70.0, self.head_pitch_deg, pose.yaw_deg, 0.0)

    def put_camera(self, camera: int, place: tuple[float, float, float]) -> None:
        if self.cameras[camera] == "pawn_camera":
            self._pawn = Pose(*place, *self._pawn[3:])
            return
        was = self.camera_pose(camera)[:3]
        x, y, z = (shift + to - from_ for shift, to, from_ in zip(self.camera_shift, place, was, strict=True))
        self.camera_shift = (round(x, 6), round(y, 6), round(z, 6))

    def move(self, turn_deg: float, speed: float) -> None:
        """Once under `set_interval 1000`; without it nobody knows how far."""
        assert self.agent is not None and self.interval == 1000 and not self.paused
        pose = self.things[self.agent]
        pose = pose._replace(yaw_deg=wrap_deg(pose.yaw_deg + turn_deg))
        yaw, far_cm = math.radians(pose.yaw_deg), math.copysign(STEPS_CM[abs(speed)], speed)
        x_cm, y_cm = pose.x_cm + far_cm * math.cos(yaw), pose.y_cm + far_cm * math.sin(yaw)
        blocked_cm = max(0.0, x_cm - WALL_X_CM)
        self.things[self.agent] = pose._replace(x_cm=x_cm - blocked_cm, y_cm=y_cm + _SLIDES * blocked_cm)

    def near_door(self) -> bool:
        return self.agent is not None and math.dist(self.things[self.agent][:2], DOOR[:2]) < 250.0

    def toggle_hands(self) -> None:
        assert self.agent is not None
        if self.held:
            self.things[THING] = self.pose(THING)
            self.held = False
        elif THING in self.things:
            self.held = math.dist(self.things[THING][:2], self.things[self.agent][:2]) < 100.0

    def draw(self, camera: int, kind: str) -> np.ndarray:
        """(H, W, 4) BGRA: blocks of colour that only this view of this state has."""
        # A name is not seen in a picture.
        things = sorted(("agent" if name == self.agent else name, self.pose(name)) for name in self.things)
        seen = (kind, self.camera_pose(camera), self.door_open, things)
        digest = np.frombuffer(hashlib.sha256(repr(seen).encode()).digest(), np.uint8)
        tile = digest[:24].reshape(2, 3, 4).copy()
        tile[..., 3] = 255
        return np.repeat(np.repeat(tile, HEIGHT // 2, 0), WIDTH // 3 + 1, 1)[:, :WIDTH].copy()


def _beside(agent: Pose) -> Pose:
    """Where the release measured what is held: half behind, a hand to the right, a little below."""
    yaw = math.radians(agent.yaw_deg)
    behind, right = -0.61, 21.35
    return agent._replace(
        x_cm=agent.x_cm + behind * math.cos(yaw) - right * math.sin(yaw),
        y_cm=agent.y_cm + behind * math.sin(yaw) + right * math.cos(yaw),
        z_cm=agent.z_cm - 29.89,
    )


def bmp(pixels: np.ndarray, *, alpha: int = 255) -> bytes:
    """As the plug-in sends it: 54 bytes, 32 bits, top row first."""
    pixels = pixels.copy()
    pixels[..., 3] = alpha
    body = pixels.tobytes()
    head = struct.pack(
        "<2sIHHIIiiHHIIiiII", b"BM", 54 + len(body), 0, 0, 54, 40, WIDTH, -HEIGHT, 1, 32, 0, 0, 0, 0, 0, 0
    )
    return head + body


def png(pixels: np.ndarray) -> bytes:
    return cv2.imencode(".png", pixels)[1].tobytes()


def npy(depth_cm: float) -> bytes:
    out = io.BytesIO()
    np.save(out, np.full((HEIGHT, WIDTH), depth_cm, np.float32))
    return out.getvalue()
