"""What only a real Unreal Engine needs: time for each atomic, a nudge before each picture, an object to carry."""

import time
from collections.abc import Callable, Sequence

from embrace3k.schema.actions import ActionProfile
from embrace3k.schema.poses import Pose, distance_xy_cm
from embrace3k.schema.tasks import PickDrop
from embrace3k.schema.trajectories import WorldState
from embrace3k.simulator import placing, replies
from embrace3k.simulator.connection import Reply
from embrace3k.simulator.errors import SimulatorError, SimulatorLost
from embrace3k.simulator.recipes import Atomic, number

_READY_TIMEOUT_S, _READY_POLL_S = 60.0, 0.5
_NUDGE_CM = 1.0
_ANY_DOOR = "door"
"""Unreal tells the state of the door at hand without naming it."""
_CARRIED_CLASS, _CARRIED = "BP_GrabMoveDrop_C", "BP_GrabMoveDrop_C_1"
"""The published tasks have the one object that they carry spawned, and number its look."""
_OUT_OF_SIGHT = Pose(0.0, 0.0, -1000.0, 0.0, 0.0, 0.0)


class UnrealEngine:
    """Speaks through the `batch` of a connection, which it does not own. The character is called `agent`."""

    def __init__(
        self, batch: Callable[[list[str]], list[Reply]], agent: str, profile: ActionProfile, settle_s: float
    ) -> None:
        self._batch, self._agent, self._profile, self._settle_s = batch, agent, profile, settle_s
        self._pick_drop: PickDrop | None = None
        self._actor = ""

    def wait_until_ready(self) -> None:
        """It answers errors while it loads a level. Raises SimulatorLost."""
        command = "vget /camera/0/location"
        deadline = time.monotonic() + _READY_TIMEOUT_S
        while replies.is_error(self._batch([command])[0]):
            if time.monotonic() > deadline:
                raise SimulatorLost(f"the level is not ready after {_READY_TIMEOUT_S:g} s", where=command)
            time.sleep(_READY_POLL_S)

    def provide(self, pick_drop: PickDrop | None) -> None:
        """Put the task's object at its start: the level's own of that name, or else one spawned with the task's look.

        Raises SimulatorError where there is neither.
        """
        self._pick_drop = pick_drop
        if pick_drop is None:
            return
        names = replies.text(self._batch(["vget /objects"])[0], "vget /objects").split()
        self._actor = pick_drop.object if pick_drop.object in names else _CARRIED
        if self._actor == _CARRIED:
            self._spawn(pick_drop, names)
        self._send(placing.put(f"/object/{self._actor}", pick_drop.start_pose))

    def perform(self, atomics: Sequence[Atomic]) -> None:
        """Each between resume and pause, with time to happen."""
        for atomic in atomics:
            self._send(["vset /action/game/resume"])
            self._send([command.format(agent=self._agent) for command in atomic])
            time.sleep(self._settle_s)
            self._send(["vset /action/game/pause"])

    def refresh_picture(self, camera: int) -> None:
        """It hands out the frame before the last change unless the camera itself has moved."""
        command = f"vget /camera/{camera}/location"
        place = replies.numbers(self._batch([command])[0], 3, command)
        for offset_cm in (_NUDGE_CM, 0.0):
            words = " ".join(number(part + offset_cm) for part in place)
            self._send([f"vset /camera/{camera}/location {words}"])
            self._batch([f"vget /camera/{camera}/lit bmp"])

    def state(self, pose: Pose, head_pitch_deg: float) -> WorldState:
        """What it tells: the door at hand, and the object that it was told about, under the task's name for it."""
        command = f"vbp {self._agent} get_door_state"
        door = self._batch([command])[0]
        doors = {} if replies.is_error(door) else {_ANY_DOOR: replies.flag(door, command)}
        objects: dict[str, Pose] = {}
        holding = None
        if self._pick_drop is not None:
            name, thing = self._pick_drop.object, f"/object/{self._actor}"
            commands = placing.ask(thing)
            objects[name] = placing.told(dict(zip(commands, self._batch(commands), strict=True)), thing)
            holding = name if distance_xy_cm(pose, objects[name]) < self._profile.held_within_cm else None
        return WorldState(doors=doors, objects=objects, holding=holding, head_pitch_deg=head_pitch_deg)

    def _spawn(self, pick_drop: PickDrop, names: list[str]) -> None:
        """As the published evaluator does, which leaves what the actor's own functions answer unread."""
        if pick_drop.object_id is None:
            raise SimulatorError(
                f"the level has no object {pick_drop.object!r}", hint="with an object_id in the task, one is spawned"
            )
        thing = f"/object/{_CARRIED}"
        if _CARRIED in names:
            self._send([f"vset {thing}/destroy"])
        self._send([f"vset /objects/spawn {_CARRIED_CLASS} {_CARRIED}", *placing.put(thing, _OUT_OF_SIGHT)])
        self._batch([f"vbp {_CARRIED} set_phy 1", f"vbp {_CARRIED} set_app {pick_drop.object_id}"])
        if pick_drop.size is not None:
            self._send([f"vset {thing}/scale {' '.join([number(pick_drop.size)] * 3)}"])

    def _send(self, commands: list[str]) -> None:
        replies.require_ok(self._batch(commands), commands)
