"""The world behind the commands: one level, at most one character, and the cameras that look at them."""

import re
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import numpy as np
import numpy.typing as npt

from embrace3k.schema.actions import PROFILES, ActionProfile
from embrace3k.schema.poses import Pose
from embrace3k.simulator.dispatcher import CommandError
from embrace3k.simulator.errors import WorldNotFound
from embrace3k.simulator.images import flat_colours
from embrace3k.simulator.picture_format import PUBLISHED, SUPERSAMPLE, PictureFormat
from embrace3k.simulator.rasterizers import Rasterizer
from embrace3k.simulator.session.cameras import LEVEL, Camera
from embrace3k.simulator.session.pictures import Pictures
from embrace3k.simulator.worlds.catalogue import build_world
from embrace3k.simulator.worlds.model import Kind, World, WorldObject
from embrace3k.simulator.worlds.motion import AgentState, Motion
from embrace3k.simulator.worlds.renderer import View

STRUCTURE = "structure"
"""The name under which ground and walls have a mask colour."""
PAWN_CAMERA, PAWN_CAMERA_Z_CM = "pawn_camera", 2000.0
_LEVEL_NAME = re.compile(r"([a-z][a-z0-9-]*)_(\d{4,9})")


@dataclass(frozen=True, kw_only=True)
class StageSettings:
    cache_dir: Path
    """Where baked light is kept."""
    picture: PictureFormat = PUBLISHED
    supersample: float = SUPERSAMPLE
    rasterizer: Rasterizer = Rasterizer.SOFTWARE
    profile: ActionProfile = PROFILES["v2"]
    """How far a move goes and hands reach."""


@dataclass
class Level:
    name: str
    world: World
    motion: Motion
    resting: AgentState
    """Where things are while no character is there."""


@dataclass
class Character:
    """`blocker` and `changed` gather what happened since somebody last asked for the effect."""

    name: str
    state: AgentState
    blocker: str | None = None
    changed: str | None = None


class Stage:
    """Starts without a level: until `load`, everything that needs one raises CommandError."""

    def __init__(self, settings: StageSettings) -> None:
        self.settings = settings
        self.paused = False
        self.character: Character | None = None
        self.cameras: list[Camera] = []
        """A camera's place in the list is its id."""
        self._character_camera_id: int | None = None
        """The id that the level's first character got, and every one after it gets."""
        self.colours: dict[str, tuple[int, int, int]] = {}
        self._level: Level | None = None
        self._pictures = Pictures(settings.cache_dir, settings.supersample, settings.rasterizer)

    @property
    def level(self) -> Level:
        if self._level is None:
            raise CommandError("No level is loaded, send vset /action/game/level NAME first")
        return self._level

    @property
    def has_level(self) -> bool:
        return self._level is not None

    def load(self, name: str) -> None:
        """Everything as it was made: objects in their places, no character, the pawn's camera alone.

        Whatever is raised, the level before stays as it was.
        """
        match = _LEVEL_NAME.fullmatch(name)
        if match is None:
            raise CommandError(f"Can not find level '{name}', a level is called FAMILY_SEED such as family-house_0000")
        try:
            world = build_world(match[1], int(match[2]))
        except WorldNotFound as error:
            raise CommandError(f"Can not find level '{name}': {error}") from error
        motion = Motion(world)
        level = Level(name, world, motion, motion.start(world.start))
        camera = self._new_camera(PAWN_CAMERA, pose=world.start._replace(z_cm=PAWN_CAMERA_Z_CM))
        names = [thing.name for thing in world.objects] + [STRUCTURE]
        colours = dict(zip(names, flat_colours(len(names)), strict=True))
        self._pictures.show(world, camera)
        self._level, self.cameras, self.colours = level, [camera], colours
        self.paused, self.character, self._character_camera_id = False, None, None

    @property
    def state(self) -> AgentState:
        """The character's state, or where things rest while there is none."""
        return self.character.state if self.character else self.level.resting

    def set_state(self, state: AgentState) -> None:
        if self.character is not None:
            self.character.state = state
        else:
            self.level.resting = state

    def spawn_character(self, name: str) -> None:
        """It stands where the world begins. Raises CommandError when there is one already.

        Its camera comes last, or where the level's character before had its own: cameras from there on move up by one.
        """
        level = self.level
        if self.character is not None or name in self.colours:
            raise CommandError(f"Failed to spawn {name}, object exists.")
        pose = level.motion.start(level.world.start).pose
        self.character = Character(name, replace(level.resting, pose=pose, head_pitch_deg=0.0, holding=None))
        if self._character_camera_id is None:
            self._character_camera_id = len(self.cameras)
        self.cameras.insert(self._character_camera_id, self._new_camera(f"{name}_camera", mounted=True))

    def destroy_character(self) -> None:
        """What it held stays where it was held. Its camera goes, and those behind it move down by one, as in Unreal."""
        if self.character is not None:
            self.level.resting = replace(self.character.state, holding=None)
            self.cameras = [camera for camera in self.cameras if not camera.mounted]
            self.character = None

    def spawn_camera(self) -> Camera:
        taken = {camera.name for camera in self.cameras}
        name = next(name for number in count(len(taken)) if (name := f"camera_{number}") not in taken)
        camera = self._new_camera(name, pose=self.level.world.start)
        self.cameras.append(camera)
        return camera

    def camera_pose(self, camera: Camera) -> Pose:
        return camera.world_pose(self.head_view())

    def head_view(self) -> Pose | None:
        return self.level.motion.camera_pose(self.character.state) if self.character else None

    def thing(self, name: str) -> WorldObject:
        """Raises CommandError for names of no world object."""
        for thing in self.level.world.objects:
            if thing.name == name:
                return thing
        raise CommandError("Cannot find object")

    def thing_pose(self, name: str) -> Pose:
        """Where it is now; of a door, the hinge with the yaw of its leaf."""
        return self.level.motion.object_pose(name, self.state)

    def view(self, camera: Camera, kind: str) -> View:
        """`kind` is rgb, mask or depth."""
        world = self.level.world
        movable = [thing.name for thing in world.objects if thing.kind is not Kind.FIXED]
        places = [(name, self.thing_pose(name)) for name in movable]
        return self._pictures.view(world, places, camera, self.camera_pose(camera), kind)

    def mask_colours(self) -> npt.NDArray[np.uint32]:
        """0xAARRGGBB words for the renderer's mask values: sky, each object, ground and walls."""
        triples = [(0, 0, 0), *self.colours.values()]
        return np.array([0xFF << 24 | red << 16 | green << 8 | blue for red, green, blue in triples], np.uint32)

    def close(self) -> None:
        self._pictures.close()

    def _new_camera(self, name: str, *, pose: Pose = LEVEL, mounted: bool = False) -> Camera:
        settings = self.settings
        return Camera(name, *settings.picture, pose, mounted)
