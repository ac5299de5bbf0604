"""Where an agent may start, and what it sees from there."""

import math
import random
from dataclasses import dataclass

from embrace3k.collector.tasks.eye import Eye
from embrace3k.schema.goals import Point
from embrace3k.schema.polygons import centroid
from embrace3k.schema.poses import Pose, wrap_deg
from embrace3k.simulator.worlds.collision import crosses, shape_of
from embrace3k.simulator.worlds.model import Kind, WorldObject
from embrace3k.simulator.worlds.motion import AgentState, Motion

VISIBLE_SHARE = 0.001
"""Less of the view than this does not count as visible; nothing at all counts as not visible."""
TARGET_SHARE = 0.002
"""Of what somebody is sent to at sight at least so much is in view: as 25 by 25 pixels of a recorded frame."""
_ELBOW_ROOM_CM = 30.0
_OPEN_VIEW_CM = 150.0
_YAW_STEP_DEG = 5
_TRIES = 40


@dataclass(frozen=True)
class View:
    """What the first frame shows. Shares are of all pixels; `across` runs from 0 (left) to 1."""

    state: AgentState
    shares: dict[str, float]
    across: dict[str, float]
    """Where the middle of what can be seen of a thing is."""

    @property
    def pose(self) -> Pose:
        return self.state.pose

    def shows(self, name: str) -> bool:
        return self.shares.get(name, 0.0) >= VISIBLE_SHARE

    def shows_well(self, name: str) -> bool:
        return self.shares.get(name, 0.0) >= TARGET_SHARE


def worth_seeing(view: View) -> bool:
    """Shows at least two things properly, and is not filled by one of them."""
    shown = [share for share in view.shares.values() if share >= 0.003]
    return len(shown) >= 2 and max(shown) < 0.6


class Lookout:
    """Takes start poses and views in one world."""

    def __init__(self, motion: Motion, eye: Eye, rng: random.Random) -> None:
        self.motion, self._eye, self._rng = motion, eye, rng
        doors = [thing.footprint(thing.pose) for thing in motion.world.objects if thing.kind is Kind.DOOR]
        self._opaque = [*motion.screens, *(shape_of(box) for box in doors)]
        self._seen: dict[Pose, View] = {}
        self.looks = 0
        """Views taken so far."""

    def look(self, pose: Pose) -> View:
        """What is seen at the start of an episode; looked at once."""
        if pose not in self._seen:
            self._seen[pose] = self.see(self.motion.start(pose))
        return self._seen[pose]

    def see(self, state: AgentState) -> View:
        """What is seen at any moment of one."""
        self.looks += 1
        return View(state, *self._eye.shares(state))

    def in_front_of(self, thing: WorldObject, nearest_cm: float, farthest_cm: float) -> Pose | None:
        """A free pose from which the thing is in the field of view and no wall or door before it."""
        target = middle(thing)
        for _ in range(_TRIES):
            distance_cm = self._rng.uniform(nearest_cm, farthest_cm)
            towards = math.radians(self._rng.uniform(0.0, 360.0))
            x_cm, y_cm = target[0] + distance_cm * math.cos(towards), target[1] + distance_cm * math.sin(towards)
            yaw_deg = math.degrees(towards) + 180.0 + self._rng.uniform(-32.0, 32.0)
            pose = self._usable(x_cm, y_cm, yaw_deg)
            if pose is not None and self._clear((pose.x_cm, pose.y_cm), thing):
                return pose
        return None

    def _clear(self, here: Point, thing: WorldObject) -> bool:
        """Whether nothing as high as the eye stands between, the thing itself left aside."""
        others = [shape for shape in self._opaque if shape.label != thing.name]
        return not any(crosses(shape, *here, *middle(thing)) for shape in others)

    def has_room(self, pose: Pose) -> bool:
        """Whether somebody can stand there with elbow room."""
        state = self.motion.start(pose)
        room = [(0, 0), (_ELBOW_ROOM_CM, 0), (-_ELBOW_ROOM_CM, 0), (0, _ELBOW_ROOM_CM), (0, -_ELBOW_ROOM_CM)]
        return all(self.motion.free(pose.x_cm + dx, pose.y_cm + dy, state) for dx, dy in room)

    def _usable(self, x_cm: float, y_cm: float, yaw_deg: float) -> Pose | None:
        """On whole centimetres and steps of 5 degrees, with elbow room, and not with the nose to a wall."""
        x_cm, y_cm = float(round(x_cm)), float(round(y_cm))
        yaw_deg = wrap_deg(float(round(yaw_deg / _YAW_STEP_DEG) * _YAW_STEP_DEG))
        pose = self.motion.start(Pose(x_cm, y_cm, 0.0, 0.0, yaw_deg, 0.0)).pose
        if not self.has_room(pose):
            return None
        yaw = math.radians(yaw_deg)
        ahead = x_cm + _OPEN_VIEW_CM * math.cos(yaw), y_cm + _OPEN_VIEW_CM * math.sin(yaw)
        return pose if not any(crosses(shape, x_cm, y_cm, *ahead) for shape in self._opaque) else None


def middle(thing: WorldObject) -> Point:
    """Of its footprint at the start; a door's leaf is closed then."""
    return centroid(thing.footprint(thing.pose).corners())
