"""The one simulator that the closed loop drives: any server that speaks UnrealCV, ours or a real Unreal Engine's.

Against an embedded world one action is one round trip: the server carries out every command as it comes. A real engine
needs time: each atomic is sent between resume and pause with `settle_s` of wall clock for it, and each picture is taken
after the camera was nudged, because Unreal otherwise hands out a stale frame.
"""

import math
from collections.abc import Sequence
from typing import Protocol

import msgspec
import numpy as np

from embrace3k.schema.actions import Action, ActionProfile
from embrace3k.schema.poses import Pose
from embrace3k.schema.tasks import PickDrop, Scene
from embrace3k.schema.trajectories import Simulator as SimulatorFacts
from embrace3k.schema.trajectories import WorldState
from embrace3k.simulator import placing, replies
from embrace3k.simulator.connection import Connection, Reply
from embrace3k.simulator.errors import SimulatorError, SimulatorLost, WorldNotFound
from embrace3k.simulator.images import MaskPalette, Pixels, decode_bmp, encode_jpeg
from embrace3k.simulator.interfaces import EXACT, Observation, Tolerance
from embrace3k.simulator.recipes import IDLE, Atomic, recipe
from embrace3k.simulator.unreal import UnrealEngine

AGENT = "spawned_char_0"
_CHARACTER_PATH = "/Game/SmartLocomotion/Blueprints/BP_Character.BP_Character_C"
_STATE = "vget /embrace3k/state"
_EFFECT = "vget /embrace3k/effect"
_WHO = "vget /embrace3k/simulator"
_UNREAL_TOLERANCE = Tolerance(1.0, 1.0, False)
_LEVEL_TIMEOUT_S = 300.0
"""Loading a world bakes its light when nobody did before; an Unreal map may take a minute."""


class Child(Protocol):
    """The server process that belongs to a simulator."""

    def last_words(self) -> str: ...

    def close(self) -> None: ...


class _Embedded(msgspec.Struct, frozen=True):
    """What `vget /embrace3k/simulator` answers; a real Unreal answers with an error."""

    backend: str
    version: str
    renderer: str
    supersample: float
    profile: str
    structure: str
    width_px: int
    height_px: int
    fov_deg: float
    level: str | None
    world: str | None


class _Effect(msgspec.Struct, frozen=True):
    """What `vget /embrace3k/effect` answers: what has happened since it was last asked."""

    blocked_by: str | None


class UnrealCVSimulator:
    """See `interfaces.Simulator`. Every method may raise SimulatorLost, and SimulatorError for a reply that is none."""

    def __init__(
        self,
        connection: Connection,
        profile: ActionProfile,
        *,
        settle_s: float = 0.25,
        with_mask: bool = True,
        child: Child | None = None,
    ) -> None:
        """Takes over `connection` and `child` and closes them, also when the first words with the server go wrong.

        `settle_s` counts only for a real Unreal Engine.
        """
        self.profile = profile
        self._connection, self._child, self._with_mask = connection, child, with_mask
        try:
            self._embedded = self._introduce()
            self._facts = self._first_facts()
        except BaseException:
            self.close()
            raise
        self._unreal = UnrealEngine(self._batch, AGENT, profile, settle_s)
        self._objects: tuple[str, ...] = ()
        self._colours: list[tuple[int, int, int]] = []
        self._palette = MaskPalette([])
        self._camera = 0
        self._state = WorldState()
        self._head_pitch_deg = 0.0

    @property
    def tolerance(self) -> Tolerance:
        return EXACT if self._embedded else _UNREAL_TOLERANCE

    def facts(self) -> SimulatorFacts:
        """Of a real Unreal Engine the picture's size is known only after the first reset."""
        return self._facts

    def objects(self) -> tuple[str, ...]:
        return self._objects

    def reset(self, scene: Scene, start_pose: Pose, pick_drop: PickDrop | None = None) -> Observation:
        """Also raises SimulatorError when the scene's geometry is not the one that `scene.version` names, or when the
        object to carry is neither in a real Unreal Engine's level nor can be spawned.
        """
        self._load(scene)
        self._head_pitch_deg = 0.0
        self._spawn(start_pose)
        if self._embedded is None:
            self._unreal.provide(pick_drop)
        elif pick_drop is not None:
            self._send(placing.put(f"/object/{pick_drop.object}", pick_drop.start_pose))
        self._camera = self._nearest_camera(start_pose)
        self._learn_objects()
        camera = f"/camera/{self._camera}"
        settings = ("lit_source ldr", "reflection none", "illumination none")
        self._send([f"vset {camera}/{setting}" for setting in settings])
        self._perform((IDLE,))
        observation = self._look()
        fov_deg = replies.numbers(self._batch([f"vget {camera}/fov"])[0], 1, "fov")[0]
        self._facts = msgspec.structs.replace(self._facts, fov_deg=fov_deg)
        return observation

    def act(self, action: Action) -> Observation:
        """Also raises SimulatorError for actions without a recipe, before anything is sent."""
        atomics = recipe(action, self.profile, holding=self._state.holding is not None)
        if action in (Action.LOOK_UP, Action.LOOK_DOWN):
            self._head_pitch_deg = self.profile.look_deg if action is Action.LOOK_UP else -self.profile.look_deg
        elif atomics:
            self._head_pitch_deg = 0.0
        if self._embedded:
            return self._look(self._as_commands(atomics))
        self._perform(atomics)
        return self._look()

    def close(self) -> None:
        self._connection.close()
        if self._child is not None:
            self._child.close()

    def _introduce(self) -> _Embedded | None:
        reply = self._batch([_WHO])[0]
        if replies.is_error(reply):
            return None
        facts = replies.record(reply, _Embedded, _WHO)
        if facts.profile != self.profile.name:
            raise SimulatorError(
                f"the simulator moves by action profile {facts.profile}, not {self.profile.name}",
                hint="ask for the same profile on both sides",
            )
        return facts

    def _first_facts(self) -> SimulatorFacts:
        mine = self._embedded
        if mine is None:
            version = replies.text(self._batch(["vget /unrealcv/version"])[0], "vget /unrealcv/version")
            return SimulatorFacts(backend="unreal", version=version.strip()[:100])
        return SimulatorFacts(
            backend="embedded",
            version=mine.version,
            renderer=f"{mine.renderer}, {mine.supersample:g}x{mine.supersample:g} samples",
            width_px=mine.width_px,
            height_px=mine.height_px,
            fov_deg=mine.fov_deg,
        )

    def _load(self, scene: Scene) -> None:
        command = f"vset /action/game/level {scene.map_name}"
        reply = self._batch([command], timeout_s=_LEVEL_TIMEOUT_S)[0]
        if replies.is_error(reply):
            raise WorldNotFound(f"the simulator answered: {str(reply)[:300]}", where=scene.map_name)
        if self._embedded is None:
            self._unreal.wait_until_ready()
            return
        loaded = replies.record(self._batch([_WHO])[0], _Embedded, _WHO).world
        if scene.version is not None and scene.version != loaded:
            raise SimulatorError(
                f"its geometry has version {loaded}, not {scene.version}",
                where=scene.map_name,
                hint="replay it with the program version that recorded it",
            )

    def _spawn(self, start_pose: Pose) -> None:
        place = placing.put(f"/object/{AGENT}", start_pose)
        self._send([f"vset /objects/spawn_from_path {_CHARACTER_PATH} {AGENT}", *place])
        self._send([f"vbp {AGENT} set_interval 1000", f"vbp {AGENT} set_app 4", f"vrun ViewActor {AGENT}"])

    def _nearest_camera(self, pose: Pose) -> int:
        """The camera on the character: its id is nowhere told. The pawn's own camera, 0, never counts."""
        count = len(replies.text(self._batch(["vget /cameras"])[0], "vget /cameras").split())
        commands = [f"vget /camera/{camera}/location" for camera in range(1, count)]
        if not commands:
            raise SimulatorError("the character has no camera", where="vget /cameras")
        answers = zip(self._batch(commands), commands, strict=True)
        distances = [math.dist(pose[:3], replies.numbers(reply, 3, command)) for reply, command in answers]
        return 1 + distances.index(min(distances))

    def _learn_objects(self) -> None:
        """Names and mask colours. Ground and walls of an embedded world come last, after the objects."""
        names = replies.text(self._batch(["vget /objects"])[0], "vget /objects").split()
        structure = [self._embedded.structure] if self._embedded else []
        self._objects = tuple(name for name in names if name != AGENT and name not in structure)
        if len(self._objects) + 1 > np.iinfo(np.uint16).max:
            raise SimulatorError(
                f"{len(self._objects)} objects", where="vget /objects", hint="a mask has 65535 at most"
            )
        if self._with_mask:
            commands = [f"vget /object/{name}/color" for name in (*self._objects, *structure)]
            answers = zip(self._batch(commands), commands, strict=True)
            colours = [replies.colour(reply, command) for reply, command in answers]
            if colours != self._colours:
                self._colours, self._palette = colours, MaskPalette(colours)

    def _as_commands(self, atomics: Sequence[Atomic]) -> list[str]:
        """All atomics between one resume and one pause, for a server that acts on arrival."""
        if not atomics:
            return []
        commands = [command.format(agent=AGENT) for atomic in atomics for command in atomic]
        return ["vset /action/game/resume", *commands, "vset /action/game/pause"]

    def _perform(self, atomics: Sequence[Atomic]) -> None:
        if self._embedded:
            self._send(self._as_commands(atomics))
        else:
            self._unreal.perform(atomics)

    def _look(self, first: Sequence[str] = ()) -> Observation:
        """Carry out `first`, then read poses, state and pictures, in one round trip where pictures are never stale."""
        body, camera = f"/object/{AGENT}", f"/camera/{self._camera}"
        kinds = ("lit", "object_mask") if self._with_mask else ("lit",)
        pictures = [f"vget {camera}/{kind} bmp" for kind in kinds]
        told = [_STATE, _EFFECT] if self._embedded else []
        if not self._embedded:
            self._unreal.refresh_picture(self._camera)
        wanted = [*placing.ask(body), *placing.ask(camera), *told, *pictures]
        answers = self._batch([*first, *wanted])
        replies.require_ok(answers[: len(first)], first)
        seen = dict(zip(wanted, answers[len(first) :], strict=True))
        pose, camera_pose = placing.told(seen, body), placing.told(seen, camera)
        if told:
            self._state = replies.record(seen[_STATE], WorldState, _STATE)
        else:
            self._state = self._unreal.state(pose, self._head_pitch_deg)
        lit, *mask = [decode_bmp(replies.picture(seen[command], command), where=command) for command in pictures]
        self._check_size(lit, *mask, where=pictures[0])
        return Observation(
            jpeg=encode_jpeg(lit),
            pose=pose,
            camera_pose=camera_pose,
            state=self._state,
            blocked_by=replies.record(seen[_EFFECT], _Effect, _EFFECT).blocked_by if told else None,
            mask=self._palette.decode(mask[0]) if mask else None,
        )

    def _check_size(self, lit: Pixels, *mask: Pixels, where: str) -> None:
        """Pictures keep the size that the facts name; a real engine's facts take it from its first picture."""
        height, width = lit.shape[:2]
        known = (self._facts.width_px, self._facts.height_px)
        if known == (None, None):
            known = (width, height)
            self._facts = msgspec.structs.replace(self._facts, width_px=width, height_px=height)
        if known != (width, height) or any(picture.shape != lit.shape for picture in mask):
            raise SimulatorError(f"a picture of {width}x{height} pixels, not of {known[0]}x{known[1]}", where=where)

    def _send(self, commands: list[str]) -> None:
        """Raises SimulatorError when any of them is answered with an error."""
        replies.require_ok(self._batch(commands), commands)

    def _batch(self, commands: list[str], *, timeout_s: float | None = None) -> list[Reply]:
        try:
            return self._connection.batch(commands, timeout_s=timeout_s)
        except SimulatorLost as error:
            if self._child is None:
                raise
            raise SimulatorLost(error.what, where=error.where, hint=self._child.last_words()) from error
