"""The one simulator that the closed loop drives: any server that speaks UnrealCV, ours or a real Unreal Engine's.

Against an embedded world one action is one round trip: the server carries out every command as it comes. A real engine
needs more, which is in `unreal.py`: time for each atomic, and a nudge of the camera before each picture.
"""

import logging
import re
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Protocol

import msgspec
import numpy as np

from embrace3k.schema.actions import Action, ActionProfile
from embrace3k.schema.poses import Pose
from embrace3k.schema.tasks import PickDrop, Scene
from embrace3k.schema.trajectories import Simulator as SimulatorFacts
from embrace3k.schema.trajectories import WorldState
from embrace3k.simulator import placing, replies
from embrace3k.simulator.capabilities import OURS, WHO, Capabilities, decode_picture, probe, require_essentials
from embrace3k.simulator.connection import Connection, Reply
from embrace3k.simulator.errors import SimulatorError, SimulatorLost, WorldNotFound
from embrace3k.simulator.images import MaskPalette, Pixels, encode_jpeg
from embrace3k.simulator.interfaces import EXACT, Observation, Tolerance
from embrace3k.simulator.line import EFFECT, Line, Patience
from embrace3k.simulator.recipes import IDLE, Atomic, recipe
from embrace3k.simulator.scenes import Scenes
from embrace3k.simulator.stopwatch import Stopwatch
from embrace3k.simulator.unreal import UnrealEngine

AGENT = "spawned_char_0"
_CHARACTER_PATH = "/Game/SmartLocomotion/Blueprints/BP_Character.BP_Character_C"
_STATE = "vget /embrace3k/state"
_SECONDS = "vget /embrace3k/seconds"
_ONE_WORD = re.compile("[!-~]+")
_log = logging.getLogger(__name__)


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
        scenes: Scenes | None = None,
        with_mask: bool = True,
        child: Child | None = None,
        redial: Callable[[], Connection] | None = None,
        patience: Patience | None = None,
    ) -> None:
        """Takes over `connection` and `child` and closes them, also when the first words with the server go wrong.

        `scenes` counts only for a real Unreal Engine. With `redial`, questions may go on over a new connection.
        """
        self.profile = profile
        self._send = partial(replies.send, self._batch)
        self._line, self._child = Line(connection, redial, patience or Patience()), child
        try:
            self._embedded = self._introduce()
            self.capabilities = OURS if self._embedded else self._probe(connection.name)
            self._facts = self._first_facts()
        except BaseException:
            self.close()
            raise
        kinds = ("lit", "object_mask") if with_mask and self.capabilities.has_mask else ("lit",)
        self._formats = {kind: self.capabilities.pictures.get(kind) or "bmp" for kind in kinds}
        self._with_mask = len(kinds) == 2
        self._unreal = UnrealEngine(self._line, profile, scenes or Scenes(), self._formats)
        self._agent = AGENT
        self._objects: tuple[str, ...] = ()
        self._colours: list[tuple[int, int, int]] = []
        self._palette = MaskPalette([])
        self._camera = 0
        self._state = WorldState()
        self._stopwatch = Stopwatch()

    def facts(self) -> SimulatorFacts:
        """Of a real Unreal Engine they are those of the level that was loaded last, and nothing of pictures before."""
        return self._facts

    @property
    def tolerance(self) -> Tolerance:
        return EXACT if self._embedded else self._unreal.tolerance

    def objects(self) -> tuple[str, ...]:
        return self._objects

    def reset(
        self, scene: Scene, start_pose: Pose, pick_drop: PickDrop | None = None, exposure: float | None = None
    ) -> Observation:
        """Also raises SimulatorError when the scene's geometry is not the one that `scene.version` names, or when a
        real Unreal Engine's level lacks what the scene's settings or the task need.
        """
        if not _ONE_WORD.fullmatch(scene.map_name):
            raise WorldNotFound(f"a map's name is one word, not {scene.map_name!r}")
        self._line.mark = None
        if self._embedded:
            self._enter(scene, start_pose, pick_drop)
        else:
            self._unreal.enter(scene, start_pose, pick_drop, exposure)
            self._agent, self._camera = self._unreal.agent, self._unreal.camera
            self._unreal.refresh_pictures()
        self._learn_objects()
        observation = self._look()
        if self._embedded is None:
            settings = f"settings {self._unreal.settings}"
            self._facts = msgspec.structs.replace(self._facts, fov_deg=self._unreal.fov_deg(), renderer=settings)
        return observation

    def act(self, action: Action) -> Observation:
        """Also raises SimulatorError for actions without a recipe, before anything is sent."""
        holding = self._state.holding is not None
        atomics = recipe(action, self.profile, holding=holding)
        if self._embedded:
            return self._look(self._as_commands(atomics))
        if not atomics:
            return self._look_while_it_runs()
        self._unreal.act(action, holding=holding)
        self._camera = self._unreal.camera
        self._unreal.refresh_pictures()
        return self._look()

    def seconds(self) -> dict[str, float]:
        told = {}
        if self._embedded:
            told = replies.record(self._batch([_SECONDS])[0], dict[str, float], _SECONDS)
        return told | self._stopwatch.seconds

    def close(self) -> None:
        self._line.close()
        if self._child is not None:
            self._child.close()

    def _introduce(self) -> _Embedded | None:
        reply = self._batch([WHO])[0]
        if replies.is_error(reply):
            return None
        facts = replies.record(reply, _Embedded, WHO)
        if facts.profile != self.profile.name:
            raise SimulatorError(
                f"the simulator moves by action profile {facts.profile}, not {self.profile.name}",
                hint="ask for the same profile on both sides",
            )
        return facts

    def _probe(self, where: str) -> Capabilities:
        found = probe(self._line)
        require_essentials(found, where)
        for each in found.lacking:
            _tell(f"{where}: {each}")
        return found

    def _first_facts(self) -> SimulatorFacts:
        mine = self._embedded
        if mine is None:
            return SimulatorFacts(backend="unreal", version=self.capabilities.version)
        return SimulatorFacts(
            backend="embedded",
            version=mine.version,
            renderer=f"{mine.renderer}, {mine.supersample:g}x{mine.supersample:g} samples",
            width_px=mine.width_px,
            height_px=mine.height_px,
            fov_deg=mine.fov_deg,
        )

    def _enter(self, scene: Scene, start_pose: Pose, pick_drop: PickDrop | None) -> None:
        """An embedded world, up to the first frame."""
        self._load(scene)
        self._spawn(start_pose)
        if pick_drop is not None:
            self._send(placing.put(f"/object/{pick_drop.object}", pick_drop.start_pose))
        self._camera = placing.nearest_camera(self._batch, start_pose, len(placing.camera_names(self._batch)))
        settings = ("lit_source ldr", "reflection none", "illumination none")
        self._send([f"vset /camera/{self._camera}/{setting}" for setting in settings])
        self._send(self._as_commands((IDLE,)))

    def _load(self, scene: Scene) -> None:
        command = f"vset /action/game/level {scene.map_name}"
        reply = self._batch([command], timeout_s=self._line.patience.level_s)[0]
        if replies.is_error(reply):
            raise WorldNotFound(f"the simulator answered: {str(reply)[:300]}", where=scene.map_name)
        loaded = replies.record(self._batch([WHO])[0], _Embedded, WHO).world
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

    def _learn_objects(self) -> None:
        """Names and mask colours. Ground and walls of an embedded world come last, after the objects."""
        names = replies.text(self._batch(["vget /objects"])[0], "vget /objects").split()
        structure = [self._embedded.structure] if self._embedded else []
        self._objects = tuple(name for name in names if name != self._agent and name not in structure)
        if len(self._objects) + 1 > np.iinfo(np.uint16).max:
            raise SimulatorError(
                f"{len(self._objects)} objects", where="vget /objects", hint="a mask has 65535 at most"
            )
        if self._with_mask:
            commands = [f"vget /object/{name}/color" for name in (*self._objects, *structure)]
            answers = zip(self._batch(commands), commands, strict=True)
            colours = [self._colour(reply, command) for reply, command in answers]
            if colours != self._colours:
                self._colours, self._palette = colours, MaskPalette(colours)

    def _colour(self, reply: Reply, command: str) -> tuple[int, int, int]:
        """Of an actor that ended since the list was made, a real engine answers an error: it is in no picture."""
        return (0, 0, 0) if self._embedded is None and replies.is_error(reply) else replies.colour(reply, command)

    def _as_commands(self, atomics: Sequence[Atomic]) -> list[str]:
        """All atomics between one resume and one pause, for a server that acts on arrival."""
        if not atomics:
            return []
        commands = [command.format(agent=AGENT) for atomic in atomics for command in atomic]
        return ["vset /action/game/resume", *commands, "vset /action/game/pause"]

    def _look_while_it_runs(self) -> Observation:
        """As published for actions that move nothing: the pictures are new by themselves."""
        self._unreal.resume()
        observation = self._look()
        self._unreal.pause()
        return observation

    def _look(self, first: Sequence[str] = ()) -> Observation:
        """Carry out `first`, then read poses, state and pictures, in one round trip where pictures are never stale."""
        body, camera = f"/object/{self._agent}", f"/camera/{self._camera}"
        pictures = [f"vget {camera}/{kind} {each}" for kind, each in self._formats.items()]
        told = [_STATE, EFFECT] if self._embedded else []
        wanted = [*placing.ask(body), *placing.ask(camera), *told, *pictures]
        answers = self._batch([*first, *wanted])
        replies.require_ok(answers[: len(first)], first)
        seen = dict(zip(wanted, answers[len(first) :], strict=True))
        pose, camera_pose = placing.told(seen, body), placing.told(seen, camera)
        if told:
            self._state = replies.record(seen[_STATE], WorldState, _STATE)
        else:
            self._state = self._unreal.state(pose, camera_pose)
        lit, *mask = [decode_picture(replies.picture(seen[command], command), where=command) for command in pictures]
        self._check_size(lit, *mask, where=pictures[0])
        with self._stopwatch.measure("encode"):
            jpeg = encode_jpeg(lit)
        return Observation(
            jpeg=jpeg,
            pose=pose,
            camera_pose=camera_pose,
            state=self._state,
            blocked_by=replies.record(seen[EFFECT], _Effect, EFFECT).blocked_by if told else None,
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

    def _batch(self, commands: list[str], *, timeout_s: float | None = None) -> list[Reply]:
        try:
            return self._line.batch(commands, timeout_s=timeout_s)
        except SimulatorLost as error:
            if self._child is None:
                raise
            raise SimulatorLost(error.what, where=error.where, hint=self._child.last_words()) from error


@cache
def _tell(what: str) -> None:
    """Once, however often a simulator is met again."""
    _log.warning(what)
