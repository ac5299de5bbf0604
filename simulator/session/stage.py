"""The world behind the commands: one level, at most one character, cameras, and the renderer that draws them."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from embrace3k.schema.actions import PROFILES, ActionProfile
from embrace3k.schema.poses import Pose
from embrace3k.simulator.dispatcher import CommandError
from embrace3k.simulator.errors import WorldNotFound
from embrace3k.simulator.images import flat_colours
from embrace3k.simulator.session.cameras import LEVEL, Camera
from embrace3k.simulator.worlds.catalogue import build_world
from embrace3k.simulator.worlds.model import Kind, World, WorldObject
from embrace3k.simulator.worlds.motion import AgentState, Motion
from embrace3k.simulator.worlds.renderer import Renderer, View

STRUCTURE = "structure"
"""The name under which ground and walls have a mask colour."""
PAWN_CAMERA, PAWN_CAMERA_Z_CM = "pawn_camera", 2000.0
_LEVEL_NAME = re.compile(r"([a-z][a-z0-9-]*)_(\d{4,9})")


@dataclass(frozen=True, kw_only=True)
class StageSettings:
    cache_dir: Path
    """Where baked light is kept."""
    width_px: int = 640
    height_px: int = 480
    fov_deg: float = 90.0
    supersample: float = 2.0
    profile: ActionProfile = PROFILES["v2"]
    """Reach of the character's hands."""


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
        self.level: str | None = None
        self.paused = False
        self.character: Character | None = None
        self.cameras: list[Camera] = []
        self.colours: dict[str, tuple[int, int, int]] = {}
        self._world: World | None = None
        self._motion: Motion | None = None
        self._resting: AgentState | None = None
        self._renderer: Renderer | None = None
        self._drawn_as: tuple[int, int, float] | None = None
        self._drawn_world: World | None = None
        self._placed: dict[str, Pose] = {}
        self._views: dict[str, tuple[tuple[Pose, int], View]] = {}
        self._revision = 0

    @property
    def world(self) -> World:
        if self._world is None:
            raise CommandError("No level is loaded, send vset /action/game/level NAME first")
        return self._world

    @property
    def motion(self) -> Motion:
        if self._motion is None:
            raise CommandError("No level is loaded, send vset /action/game/level NAME first")
        return self._motion

    def load(self, level: str) -> None:
        """Everything as it was made: objects in their places, no character, the pawn's camera alone."""
        match = _LEVEL_NAME.fullmatch(level)
        if match is None:
            raise CommandError(f"Can not find level '{level}', a level is called FAMILY_SEED such as family-house_0000")
        try:
            world = build_world(match[1], int(match[2]))
        except WorldNotFound as error:
            raise CommandError(f"Can not find level '{level}': {error}") from error
        self._world, self._motion = world, Motion(world)
        self._resting = self._motion.start(world.start)
        self.level, self.paused, self.character = level, False, None
        above = world.start._replace(z_cm=PAWN_CAMERA_Z_CM)
        self.cameras = [self._new_camera(PAWN_CAMERA, pose=above)]
        names = [thing.name for thing in world.objects] + [STRUCTURE]
        self.colours = dict(zip(names, flat_colours(len(names)), strict=True))
        self._prepare_renderer(self.cameras[0])

    @property
    def state(self) -> AgentState:
        """The character's state, or where things rest while there is none."""
        if self.character is not None:
            return self.character.state
        if self._resting is None:
            raise CommandError("No level is loaded, send vset /action/game/level NAME first")
        return self._resting

    def set_state(self, state: AgentState) -> None:
        if self.character is not None:
            self.character.state = state
        else:
            self._resting = state

    def spawn_character(self, name: str) -> None:
        """It stands where the world begins, its camera comes last. Raises CommandError when there is one already."""
        if self.character is not None or name in self.colours:
            raise CommandError(f"Failed to spawn {name}, object exists.")
        fresh = self.motion.start(self.world.start)
        self.character = Character(name, replace(self.state, pose=fresh.pose, head_pitch_deg=0.0, holding=None))
        self.cameras.append(self._new_camera(f"{name}_camera", mounted=True))

    def destroy_character(self) -> None:
        """What it held stays where it was held; a character spawned again gets the same camera id."""
        if self.character is not None:
            self._resting = replace(self.character.state, holding=None)
            self.cameras = [camera for camera in self.cameras if not camera.mounted]
            self.character = None

    def spawn_camera(self) -> Camera:
        camera = self._new_camera(f"camera_{len(self.cameras)}", pose=self.world.start)
        self.cameras.append(camera)
        return camera

    def camera_pose(self, camera: Camera) -> Pose:
        return camera.world_pose(self.head_view())

    def head_view(self) -> Pose | None:
        return self.motion.camera_pose(self.character.state) if self.character else None

    def thing(self, name: str) -> WorldObject:
        """Raises CommandError for names of no world object."""
        for thing in self.world.objects:
            if thing.name == name:
                return thing
        raise CommandError("Cannot find object")

    def thing_pose(self, thing: WorldObject) -> Pose:
        """Where it is now; of a door, the hinge with the yaw of its leaf."""
        return self.motion.object_pose(thing.name, self.state)

    def view(self, camera: Camera, kind: str) -> View:
        """`kind` is rgb, mask or depth. Nothing is drawn twice while nothing has moved."""
        self._prepare_renderer(camera)
        self._place_things()
        pose = self.camera_pose(camera)
        key = (pose, self._revision)
        if kind not in self._views or self._views[kind][0] != key:
            assert self._renderer is not None
            drawn = self._renderer.render(pose, rgb=kind == "rgb", mask=kind == "mask", depth=kind == "depth")
            self._views[kind] = (key, drawn)
        return self._views[kind][1]

    def mask_colours(self) -> npt.NDArray[np.uint32]:
        """0xAARRGGBB words for the renderer's mask values: sky, each object, ground and walls."""
        triples = [(0, 0, 0), *self.colours.values()]
        return np.array([0xFF << 24 | red << 16 | green << 8 | blue for red, green, blue in triples], np.uint32)

    def close(self) -> None:
        if self._renderer is not None:
            self._renderer.close()
            self._renderer = None

    def _new_camera(self, name: str, *, pose: Pose = LEVEL, mounted: bool = False) -> Camera:
        settings = self.settings
        return Camera(name, settings.width_px, settings.height_px, settings.fov_deg, pose, mounted)

    def _prepare_renderer(self, camera: Camera) -> None:
        """One renderer at a time, made anew when a camera with another picture is asked for."""
        wanted = (camera.width_px, camera.height_px, camera.fov_deg)
        if self._renderer is None or self._drawn_as != wanted:
            self.close()
            settings = self.settings
            self._renderer = Renderer(
                camera.width_px, camera.height_px,
                fov_deg=camera.fov_deg, supersample=settings.supersample, cache_dir=settings.cache_dir,
            )  # fmt: skip
            self._drawn_as, self._drawn_world = wanted, None
        if self._drawn_world is not self.world:
            self._renderer.load(self.world)
            self._drawn_world, self._placed = self.world, {}
            self._revision += 1

    def _place_things(self) -> None:
        """Move in the drawing what has moved in the world since the last picture."""
        assert self._renderer is not None
        for thing in self.world.objects:
            if thing.kind is Kind.FIXED:
                continue
            pose = self.thing_pose(thing)
            if self._placed.get(thing.name) != pose:
                self._renderer.place(thing.name, pose)
                self._placed[thing.name] = pose
                self._revision += 1
