"""What only a real Unreal Engine needs: a level made ready, time for each atomic, a nudge before each picture."""

import time
from collections.abc import Sequence
from functools import partial

from embrace3k.schema.actions import Action, ActionProfile
from embrace3k.schema.poses import Pose, distance_xy_cm, wrap_deg
from embrace3k.schema.tasks import PickDrop, Scene
from embrace3k.schema.trajectories import WorldState
from embrace3k.simulator import placing, replies, unreal_level
from embrace3k.simulator.carrying import Carried
from embrace3k.simulator.interfaces import Tolerance
from embrace3k.simulator.line import Line
from embrace3k.simulator.recipes import Atomic, number, recipe
from embrace3k.simulator.scenes import Scenes, SceneSettings

_NUDGE_CM = 1.0
_HEAD_DIGITS = 2
"""Two replies of three decimals each lie behind the pitch of the head."""
_ANY_DOOR = "door"
"""Unreal tells the state of the door at hand without naming it."""


class UnrealEngine:
    """Speaks through a line, which it does not own. `agent` and `camera` are known once a level was entered."""

    def __init__(self, line: Line, profile: ActionProfile, scenes: Scenes, formats: dict[str, str]) -> None:
        """`formats` tells of each kind of picture that is recorded in which format it is asked for."""
        self._line, self._profile, self._scenes, self._formats = line, profile, scenes, formats
        self._send = partial(replies.send, line.batch)
        self._scene = SceneSettings()
        self._carried: Carried | None = None
        self._cameras: list[str] = []
        self.agent, self.camera = "", 0
        self.settings = ""
        """A fingerprint of the settings that the level was entered with."""

    @property
    def tolerance(self) -> Tolerance:
        own = self._scene.tolerance
        return Tolerance(own.position_cm, own.rotation_deg, frames=False)

    def enter(self, scene: Scene, start_pose: Pose, pick_drop: PickDrop | None, exposure: float | None) -> None:
        """Everything up to the first frame; the world stands still afterwards."""
        self._cameras = []
        self._scene = self._scenes.of(scene.map_name)
        self.settings = self._scenes.fingerprint(scene.map_name, pick_drop.object_id if pick_drop else None)
        names = unreal_level.load(self._line, scene.map_name, self._scene.waits.ready_s)
        unreal_level.furnish(self._line, self._scene, names)
        self.agent = unreal_level.enter(self._line, self._scene, names, start_pose)
        self._find_camera()
        offset = self._scene.exposure_offset if exposure is None else exposure
        unreal_level.set_camera(self._line, self._scene, self.agent, self.camera, offset)
        self._send(placing.put(f"/object/{self.agent}", start_pose))
        self._carried = self._carry(pick_drop, scene.map_name)
        self._find_camera()
        self._send(["vset /action/game/pause"])
        self._warm_up()

    def act(self, action: Action, *, holding: bool) -> None:
        """Raises SimulatorError for an action without a recipe, before anything is sent."""
        atomics = self._recipe(action, holding=holding)
        carried = self._carried
        if carried is None or not carried.spawned or action not in (Action.PICK, Action.DROP):
            self._perform(atomics)
            return
        if action is Action.PICK and not holding:
            carried.pick(self._pose(), self._profile)
        # The hands work by respawning, so the rest of the recipe is that of hands with nothing to do.
        self._perform(self._recipe(action, holding=action is Action.PICK))
        if action is Action.DROP and holding:
            carried.drop(self._pose())
        self._find_camera()

    def resume(self) -> None:
        self._send(["vset /action/game/resume"])

    def pause(self) -> None:
        self._send(["vset /action/game/pause"])

    def refresh_pictures(self) -> None:
        """While the world stands still it hands out the frame before the last change, unless the camera moved.

        Of a running world this would leave the camera behind: there, pictures are taken as they come.
        """
        command = f"vget /camera/{self.camera}/location"
        place = replies.numbers(self._line.batch([command])[0], 3, command)
        for offset_cm in (_NUDGE_CM, 0.0):
            words = " ".join(number(part + offset_cm) for part in place)
            self._send([f"vset /camera/{self.camera}/location {words}"])
            self._take_pictures()

    def fov_deg(self) -> float:
        command = f"vget /camera/{self.camera}/fov"
        return replies.numbers(self._line.batch([command])[0], 1, command)[0]

    def state(self, pose: Pose, camera_pose: Pose) -> WorldState:
        """What it tells: the door at hand, the object that it was told about, under the task's name for it, and the
        head, whose pitch is that of the camera: an engine that does not turn the head is not believed to have done so.
        """
        is_open = replies.door_state(self._line.batch([f"vbp {self.agent} get_door_state"])[0])
        doors = {} if is_open is None else {_ANY_DOOR: is_open}
        head_pitch_deg = round(wrap_deg(camera_pose.pitch_deg - pose.pitch_deg), _HEAD_DIGITS) + 0.0
        if self._carried is None:
            return WorldState(doors=doors, head_pitch_deg=head_pitch_deg)
        name, there = self._carried.name, self._carried.pose()
        holding = name if distance_xy_cm(pose, there) < self._profile.held_within_cm else None
        return WorldState(doors=doors, objects={name: there}, holding=holding, head_pitch_deg=head_pitch_deg)

    def _carry(self, pick_drop: PickDrop | None, map_name: str) -> Carried | None:
        if pick_drop is None:
            return None
        kind = self._scenes.pickable_with(pick_drop.object_id, map_name)
        carried = Carried(self._line.batch, pick_drop, kind, self.agent, self._scene.waits)
        carried.provide(unreal_level.object_names(self._line.batch))
        return carried

    def _warm_up(self) -> None:
        self._perform(self._recipe(Action.IDLE, holding=False))
        self.resume()
        for _ in range(self._scene.warm_up_frames):
            self._take_pictures()
        self.pause()

    def _find_camera(self) -> None:
        """Cameras are numbered anew whenever an actor that has one comes or goes."""
        names = placing.camera_names(self._line.batch)
        if names != self._cameras:
            own = self._scene.camera.id
            self.camera = placing.nearest_camera(self._line.batch, self._pose(), len(names)) if own is None else own
            self._cameras = names

    def _pose(self) -> Pose:
        return placing.pose_of(self._line.batch, f"/object/{self.agent}")

    def _take_pictures(self) -> None:
        self._line.batch([f"vget /camera/{self.camera}/{kind} {each}" for kind, each in self._formats.items()])

    def _recipe(self, action: Action, *, holding: bool) -> tuple[Atomic, ...]:
        return recipe(action, self._profile, holding=holding, head_offset=self._scene.camera.offset_cm)

    def _perform(self, atomics: Sequence[Atomic]) -> None:
        """Each between resume and pause, with time to happen."""
        for atomic in atomics:
            self.resume()
            self._send([command.format(agent=self.agent) for command in atomic])
            time.sleep(self._scene.waits.atomic_s)
            self.pause()
