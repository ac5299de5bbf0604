"""Where an agent may start, and what it sees from there."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from embrace3k.schema.actions import Action
from embrace3k.schema.goals import Point
from embrace3k.schema.polygons import centroid
from embrace3k.schema.poses import Pose, bearing_deg, wrap_deg
from embrace3k.schema.tasks import Scene
from embrace3k.simulator.interfaces import Simulator
from embrace3k.simulator.worlds.collision import crosses, shape_of
from embrace3k.simulator.worlds.model import Kind, Region, World, WorldObject
from embrace3k.simulator.worlds.motion import AgentState, Motion

VISIBLE_SHARE = 0.001
"""Less of the view than this does not count as visible; nothing at all counts as not visible."""
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


class Lookout:
    """Takes start poses and views in one world."""

    def __init__(self, motion: Motion, simulator: Simulator, scene: Scene, rng: random.Random) -> None:
        self._motion, self._simulator, self._scene, self._rng = motion, simulator, scene, rng
        doors = [thing.footprint(thing.pose) for thing in motion.world.objects if thing.kind is Kind.DOOR]
        self._opaque = [*motion.screens, *map(shape_of, doors)]
        self.looks = 0
        """Views taken from the simulator so far."""

    def look(self, pose: Pose) -> View:
        """What the simulator's mask shows at the start of an episode."""
        self.looks += 1
        mask = self._simulator.reset(self._scene, pose).mask
        assert mask is not None, "task generation needs a simulator with masks"
        names = self._simulator.objects()
        counts = np.bincount(mask.ravel(), minlength=len(names) + 1)
        columns = np.arange(mask.shape[1], dtype=np.float64) + 0.5
        sums = np.bincount(mask.ravel(), weights=np.broadcast_to(columns, mask.shape).ravel(), minlength=len(names) + 1)
        shown = {name: number for number, name in enumerate(names, 1) if counts[number]}
        return View(
            state=self._motion.start(pose),
            shares={name: float(counts[number]) / mask.size for name, number in shown.items()},
            across={name: float(sums[number] / counts[number]) / mask.shape[1] for name, number in shown.items()},
        )

    def shows_at_the_end(self, view: View, actions: Sequence[Action], end: AgentState, name: str) -> bool:
        """Whether a thing is in view when a plan is done. Only where doors were opened the whole plan is acted out."""
        self.looks += 1
        acted_out = Action.OPEN_DOOR in actions
        seen = self._simulator.reset(self._scene, view.pose if acted_out else end.pose)
        for action in actions if acted_out else [Action.LOOK_DOWN] if end.head_pitch_deg else []:
            seen = self._simulator.act(action)
        number = self._simulator.objects().index(name) + 1
        return seen.mask is not None and float((seen.mask == number).mean()) >= VISIBLE_SHARE

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

    def anywhere(self, regions: Sequence[Region]) -> Pose | None:
        """A free pose in one of the regions, looking anywhere but at a wall."""
        for _ in range(_TRIES):
            region = self._rng.choice(list(regions))
            xs, ys = zip(*region.polygon.outer, strict=True)
            x_cm, y_cm = self._rng.uniform(min(xs), max(xs)), self._rng.uniform(min(ys), max(ys))
            pose = self._usable(x_cm, y_cm, self._rng.uniform(-180.0, 180.0))
            if pose is not None and region.contains(pose.x_cm, pose.y_cm):
                return pose
        return None

    def hides(self, pose: Pose, thing: WorldObject) -> bool:
        """Whether the thing is out of the field of view, or behind a wall or a closed door: no proof, a first sieve."""
        target = middle(thing)
        aside = abs(bearing_deg(pose, Pose(*target, 0.0, 0.0, 0.0, 0.0)))
        return aside > 60.0 or not self._clear((pose.x_cm, pose.y_cm), thing)

    def _clear(self, here: Point, thing: WorldObject) -> bool:
        """Whether nothing as high as the eye stands between, the thing itself left aside."""
        others = [shape for shape in self._opaque if shape.label != thing.name]
        return not any(crosses(shape, *here, *middle(thing)) for shape in others)

    def _usable(self, x_cm: float, y_cm: float, yaw_deg: float) -> Pose | None:
        """On whole centimetres and steps of 5 degrees, with elbow room, and not with the nose to a wall."""
        x_cm, y_cm = round(x_cm), round(y_cm)
        yaw_deg = wrap_deg(float(round(yaw_deg / _YAW_STEP_DEG) * _YAW_STEP_DEG))
        state = self._motion.start(Pose(float(x_cm), float(y_cm), 0.0, 0.0, yaw_deg, 0.0))
        room = [
            (0.0, 0.0),
            (_ELBOW_ROOM_CM, 0.0),
            (-_ELBOW_ROOM_CM, 0.0),
            (0.0, _ELBOW_ROOM_CM),
            (0.0, -_ELBOW_ROOM_CM),
        ]
        if not all(self._motion.free(x_cm + dx, y_cm + dy, state) for dx, dy in room):
            return None
        yaw = math.radians(yaw_deg)
        ahead = x_cm + _OPEN_VIEW_CM * math.cos(yaw), y_cm + _OPEN_VIEW_CM * math.sin(yaw)
        return state.pose if not any(crosses(shape, x_cm, y_cm, *ahead) for shape in self._opaque) else None


def middle(thing: WorldObject) -> Point:
    """Of its footprint at the start; a door's leaf is closed then."""
    return centroid(thing.footprint(thing.pose).corners())


def side_of(pose: Pose, thing: WorldObject) -> str:
    """Where it is as seen at the start, in words."""
    aside = bearing_deg(pose, Pose(*middle(thing), 0.0, 0.0, 0.0, 0.0))
    if abs(aside) <= 10.0:
        return "straight ahead"
    return "on your right" if aside > 0 else "on your left"


def named(world: World, names: Sequence[str]) -> list[WorldObject]:
    return [world.object(name) for name in names]
