"""The object of a pick-and-drop task in a real engine: the level's own, or one that is spawned as the evaluator does.

A spawned one is never moved while it lies there: to be picked up or put down it is destroyed, and another of its name
and look is spawned where it should be.
"""

import math
import time
from collections.abc import Callable, Sequence
from functools import partial

from embrace3k.schema.actions import ActionProfile
from embrace3k.schema.poses import Pose, distance_xy_cm
from embrace3k.schema.tasks import PickDrop
from embrace3k.simulator import placing, replies
from embrace3k.simulator.connection import Reply
from embrace3k.simulator.errors import SimulatorError
from embrace3k.simulator.recipes import IDLE, Atomic, number
from embrace3k.simulator.scenes import Pickable, Waits

CLASS, ACTOR = "BP_GrabMoveDrop_C", "BP_GrabMoveDrop_C_1"
"""The published tasks have the one object that they carry spawned, and number its look."""
OUT_OF_SIGHT = Pose(0.0, 0.0, -1000.0, 0.0, 0.0, 0.0)
_PICKED_AHEAD_CM = 60.0


class Carried:
    """`kind` holds what the scene file says of the task's object; where it says nothing, the published values count."""

    def __init__(
        self, batch: Callable[[list[str]], list[Reply]], task: PickDrop, kind: Pickable | None, agent: str, waits: Waits
    ) -> None:
        self._send = partial(replies.send, batch)
        self._batch, self._task, self._agent, self._waits = batch, task, agent, waits
        self._drop = (kind or Pickable(id=0, name="")).drop
        self._size = task.size if task.size is not None or kind is None else kind.size
        self.name = task.object
        self.spawned = False
        self._actor = task.object

    def provide(self, names: Sequence[str]) -> None:
        """Put it at its start. `names` are the level's objects. Raises SimulatorError where it can not be had."""
        self.spawned = self._task.object not in names
        if not self.spawned:
            self._send(placing.put(f"/object/{self._actor}", self._task.start_pose))
            return
        if self._task.object_id is None:
            raise SimulatorError(
                f"the level has no object {self._task.object!r}", hint="with an object_id in the task, one is spawned"
            )
        self._actor = ACTOR
        if ACTOR in names:
            self._destroy()
        self._spawn()
        self._scale()
        self._send(placing.put(f"/object/{ACTOR}", self._task.start_pose))

    def pose(self) -> Pose:
        return placing.pose_of(self._batch, f"/object/{self._actor}")

    def pick(self, agent: Pose, profile: ActionProfile) -> None:
        """Of a spawned one within reach. The world runs on while this happens."""
        there = self.pose()
        if not profile.pick_nearest_cm < distance_xy_cm(agent, there) < profile.pick_farthest_cm:
            return
        self._send(["vset /action/game/resume"])
        self._destroy()
        self._spawn()
        self._send(placing.put(f"/object/{ACTOR}", _ahead(agent, _PICKED_AHEAD_CM, there)))
        self._let_happen((f"vbp {self._agent} set_pickup",))
        for _ in range(3):
            self._let_happen(tuple(command.format(agent=self._agent) for command in IDLE))
        self._scale()
        self._send(["vset /action/game/pause"])

    def drop(self, agent: Pose) -> None:
        """Of a spawned one that is held."""
        pitch, yaw, roll = self._drop.relative_rotation
        turned = Pose(0.0, 0.0, agent.z_cm - self._drop.height_offset_cm, pitch, agent.yaw_deg + yaw, roll)
        self._send(["vset /action/game/resume"])
        self._destroy()
        self._spawn()
        self._scale()
        self._send(placing.put(f"/object/{ACTOR}", _ahead(agent, self._drop.forward_distance_cm, turned)))
        time.sleep(self._waits.atomic_s)
        self._send(["vset /action/game/pause"])

    def _spawn(self) -> None:
        """What the actor's own functions answer is left unread, as by the published evaluator."""
        self._send([f"vset /objects/spawn {CLASS} {ACTOR}", *placing.put(f"/object/{ACTOR}", OUT_OF_SIGHT)])
        self._batch([f"vbp {ACTOR} set_phy 1", f"vbp {ACTOR} set_app {self._task.object_id}"])

    def _scale(self) -> None:
        if self._size is not None:
            self._send([f"vset /object/{ACTOR}/scale {' '.join([number(self._size)] * 3)}"])

    def _destroy(self) -> None:
        self._send([f"vset /object/{ACTOR}/destroy"])
        time.sleep(self._waits.destroyed_s)

    def _let_happen(self, atomic: Atomic) -> None:
        self._send(list(atomic))
        time.sleep(self._waits.atomic_s)


def _ahead(agent: Pose, distance_cm: float, other: Pose) -> Pose:
    """`other`, moved over the ground to a place in front of the agent."""
    yaw = math.radians(agent.yaw_deg)
    return other._replace(x_cm=agent.x_cm + distance_cm * math.cos(yaw), y_cm=agent.y_cm + distance_cm * math.sin(yaw))
