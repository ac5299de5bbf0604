"""The world behind the commands: one level, at most one character, and the cameras that look at them."""

import math
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from embrace3k.schema.actions import PROFILES, ActionProfile
from embrace3k.schema.poses import Pose
from embrace3k.simulator.dispatcher import CommandError
from embrace3k.simulator.errors import WorldNotFound
from embrace3k.simulator.images import MOST_COLOURS, flat_colours
from embrace3k.simulator.picture_format import PUBLISHED, SUPERSAMPLE, PictureFormat
from embrace3k.simulator.rasterizers import Rasterizer
from embrace3k.simulator.session.actor_classes import GREY_CAR, UNREALZOO_AGENTS, ActorClass
from embrace3k.simulator.session.camera_list import CameraList
from embrace3k.simulator.session.cameras import LEVEL, Camera
from embrace3k.simulator.session.game_clock import GameClock
from embrace3k.simulator.session.level import Character, Level
from embrace3k.simulator.session.pictures import Pictures
from embrace3k.simulator.session.spawned import Spawned, first_place, settled
from embrace3k.simulator.stopwatch import Stopwatch
from embrace3k.simulator.worlds.catalogue import build_world
from embrace3k.simulator.worlds.hands import held_pose
from embrace3k.simulator.worlds.model import Kind, WorldObject
from embrace3k.simulator.worlds.motion import AgentState, Motion
from embrace3k.simulator.worlds.renderer import View

STRUCTURE = "structure"
"""The name under which ground and walls have a mask colour."""
LEVEL_NAME = re.compile(r"([a-z][a-z0-9-]*)_(\d{4,9})", re.ASCII)
FIRST_VIEW_MODE = "lit"
_MOST_SPAWNED = 64


@dataclass(frozen=True, kw_only=True)
class StageSettings:
    cache_dir: Path
    """Where baked light is kept."""
    picture: PictureFormat = PUBLISHED
    supersample: float = SUPERSAMPLE
    rasterizer: Rasterizer = Rasterizer.SOFTWARE
    profile: ActionProfile = PROFILES["v2"]
    """How far a move goes and hands reach."""
    other_names: Mapping[str, str] = field(default_factory=dict)
    """Map names of others -> the level that they stand for, such as family-house_0000."""
    most_worlds: int | None = None
    """So many different ones are loaded at most: each that is new leaves a file in `cache_dir`. None: without end."""
    unrealzoo: bool = False
    """Whether a level starts with UnrealZoo's agents in it."""


class Stage:
    """Starts without a level: until `load`, everything that needs one raises CommandError."""

    def __init__(self, settings: StageSettings, wall_ns: Callable[[], int] = time.monotonic_ns) -> None:
        """`wall_ns` is the clock on the wall, in nanoseconds, by which characters go on moving."""
        self.settings = settings
        self.clock = GameClock(wall_ns)
        self.character: Character | None = None
        self.cameras = CameraList(settings.picture)
        self.colours: dict[str, tuple[int, int, int]] = {}
        self.view_mode = FIRST_VIEW_MODE
        """What was last set. It changes nothing."""
        self.stopwatch = Stopwatch()
        """`load` of levels, `draw` of pictures with what has to be lit for them."""
        self._level: Level | None = None
        self._loaded: set[tuple[str, int]] = set()
        """Families and seeds."""
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
        match = LEVEL_NAME.fullmatch(self.settings.other_names.get(name, name))
        if match is None:
            others = "".join(f" or {other}" for other in self.settings.other_names)
            known = f"a level is called FAMILY_SEED such as family-house_0000{others}"
            raise CommandError(f"Can not find level '{name}', {known}")
        try:
            family, seed = match[1], int(match[2])
            world = build_world(family, seed)
        except WorldNotFound as error:
            raise CommandError(f"Can not find level '{name}': {error}") from error
        if len(self._loaded | {(family, seed)}) > (self.settings.most_worlds or math.inf):
            raise CommandError(f"Can not load level '{name}', {len(self._loaded)} worlds were loaded already.")
        self._loaded.add((family, seed))
        motion = Motion(world)
        level = Level(name, world, motion, motion.start(world.start))
        cameras = CameraList(self.settings.picture, world.start)
        names = [thing.name for thing in world.objects] + [STRUCTURE]
        colours = dict(zip(names, flat_colours(len(names)), strict=True))
        self._pictures.show(world, cameras[0])
        self._level, self.cameras, self.colours = level, cameras, colours
        self.character = None
        self.clock.restart()
        self.view_mode = FIRST_VIEW_MODE
        if self.settings.unrealzoo:
            self._bring_unrealzoo_agents()

    def catch_up(self) -> None:
        """Let the time pass that has passed since this was last called, for whoever moves by itself."""
        for _ in range(self.clock.ticks()):
            character = self.character
            if character is None or not character.locomotion.moves:
                return
            character.state, blocker = character.locomotion.tick(self.level.motion, character.state)
            character.met(blocker)

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
        if self.character is not None or self.is_taken(name):
            raise CommandError(f"Failed to spawn {name}, object exists.")
        pose = level.motion.start(level.world.start).pose
        self.character = Character(name, replace(level.resting, pose=pose, head_pitch_deg=0.0, holding=None))
        self.cameras.mount(f"{name}_camera")

    def destroy_character(self) -> None:
        """What it held stays where it was held. Its camera goes, and those behind it move down by one, as in Unreal."""
        if self.character is not None:
            self.level.resting = replace(self.character.state, holding=None)
            self.cameras.unmount()
            self.character = None

    def spawn(self, name: str, actor_class: ActorClass, pose: Pose = LEVEL) -> None:
        """Raises CommandError where something has that name, or too much is there already."""
        level = self.level
        if self.is_taken(name):
            raise CommandError(f"Failed to spawn {name}, object exists.")
        free = next((colour for colour in flat_colours(MOST_COLOURS) if colour not in self.colours.values()), None)
        if free is None or len(level.spawned) == _MOST_SPAWNED:
            raise CommandError(f"Failed to spawn {name}, {len(level.spawned)} things were spawned already.")
        camera = None if actor_class.eye_cm is None else self.cameras.add(f"{name}_camera")
        self.colours[name] = free
        level.now_with({**level.spawned, name: Spawned.make(name, actor_class, camera)}, level.hidden)
        self.place(name, pose)

    def destroy(self, name: str) -> None:
        """Takes away what was spawned, out of the character's hand if need be."""
        level, state = self.level, self.state
        camera = level.spawned[name].camera
        if camera is not None:
            self.cameras.remove(camera)
        del self.colours[name]
        objects = {other: pose for other, pose in state.objects.items() if other != name}
        self.set_state(replace(state, objects=objects, holding=None if state.holding == name else state.holding))
        level.now_with({other: each for other, each in level.spawned.items() if other != name}, level.hidden - {name})

    def rename(self, name: str, new_name: str) -> None:
        """Of what was spawned, or the character. Raises CommandError where something has the new name."""
        level, state = self.level, self.state
        if self.is_taken(new_name):
            raise CommandError(f"Failed to rename {name}, {new_name} exists.")
        if self.character is not None and self.character.name == name:
            self.character.name = new_name
            return

        def renamed(each: str) -> str:
            return new_name if each == name else each

        self.colours = {renamed(each): colour for each, colour in self.colours.items()}
        objects = {renamed(each): pose for each, pose in state.objects.items()}
        holding = None if state.holding is None else renamed(state.holding)
        self.set_state(replace(state, objects=objects, holding=holding))
        spawned = {renamed(each): one.with_name(renamed(each)) for each, one in level.spawned.items()}
        level.now_with(spawned, frozenset(renamed(each) for each in level.hidden))

    def reshape(self, name: str, spawned: Spawned) -> None:
        """Replaces what was spawned under that name by itself with another look or scale."""
        self.level.now_with({**self.level.spawned, name: spawned}, self.level.hidden)
        self.place(name, self.thing_pose(name))

    def show(self, name: str, shown: bool) -> None:
        """In pictures and masks; what is hidden is still in the way."""
        level = self.level
        level.now_with(level.spawned, level.hidden - {name} if shown else level.hidden | {name})

    def place(self, name: str, pose: Pose) -> None:
        """Puts something that moves where `pose` says; what lands by its class, on what is below."""
        state, spawned = self.state, self.level.spawned.get(name)
        if spawned is not None and spawned.actor_class.lands:
            pose = settled(self.level.world, pose)
        self.set_state(replace(state, objects={**state.objects, name: pose}))
        if spawned is not None and spawned.camera is not None:
            spawned.camera.pose = spawned.eye(pose)

    def teleport(self, name: str, pose: Pose) -> None:
        """As `place`, and out of the hand that holds it."""
        if self.state.holding == name:
            self.set_state(replace(self.state, holding=None))
        self.place(name, pose)

    def teleport_character(self, pose: Pose) -> None:
        """On its feet, upright, the head as it was. What it carries comes along; a car that it tows stays behind."""
        state, body = self.state, self.level.motion.start(pose).pose
        holding, objects = state.holding, state.objects
        if holding is not None and self.thing(holding).kind is Kind.TOWED:
            holding = None
        elif holding is not None:
            objects = {**objects, holding: held_pose(body)}
        self.set_state(replace(state, pose=body, holding=holding, objects=objects))

    def is_character(self, name: str) -> bool:
        return self.character is not None and self.character.name == name

    def is_taken(self, name: str) -> bool:
        """By the character, a thing, or ground and walls."""
        return name in self.colours or self.is_character(name)

    def has_thing(self, name: str) -> bool:
        return name in self.colours and name != STRUCTURE

    def require(self, name: str) -> None:
        """Raises CommandError where nothing has that name."""
        if not self.is_taken(name):
            raise CommandError("Cannot find object")

    def spawn_camera(self) -> Camera:
        """A free one, where the world begins. Raises CommandError where there are too many."""
        return self.cameras.spawn(self.level.world.start)

    def camera_pose(self, camera: Camera) -> Pose:
        return camera.world_pose(self.head_view())

    def head_view(self) -> Pose | None:
        if self.character is None:
            return None
        view = self.level.motion.camera_pose(self.character.state)
        lift_cm = self.character.locomotion.leap_cm - self.character.eye_drop_cm
        return view._replace(z_cm=view.z_cm + lift_cm) if lift_cm else view

    def thing(self, name: str) -> WorldObject:
        """Raises CommandError for names of nothing that the world has or a client spawned."""
        for thing in self.level.motion.world.objects:
            if thing.name == name:
                return thing
        raise CommandError("Cannot find object")

    def thing_pose(self, name: str) -> Pose:
        """Where it is now; of a door, the hinge with the yaw of its leaf."""
        return self.level.motion.object_pose(name, self.state)

    def view(self, camera: Camera, kind: str) -> View:
        """`kind` is rgb, mask, depth or normals."""
        level = self.level
        movable = [thing.name for thing in level.motion.world.objects if thing.kind is not Kind.FIXED]
        places = [(name, self.thing_pose(name)) for name in movable]
        with self.stopwatch.measure("draw"):
            return self._pictures.view(level.world, places, camera, self.camera_pose(camera), kind, level.changes)

    def mask_colours(self) -> npt.NDArray[np.uint32]:
        """0xAARRGGBB words for the renderer's mask values: sky, each object, ground and walls, what was spawned."""
        triples = [(0, 0, 0), *self.colours.values()]
        return np.array([0xFF << 24 | red << 16 | green << 8 | blue for red, green, blue in triples], np.uint32)

    def close(self) -> None:
        self._pictures.close()

    def _bring_unrealzoo_agents(self) -> None:
        """The character where the world begins, the others about it, and the car to go to a way off."""
        for name, actor_class in UNREALZOO_AGENTS:
            if actor_class is None:
                self.spawn_character(name)
                continue
            self.spawn(name, actor_class)
            far = actor_class is GREY_CAR
            self.place(name, first_place(self.level.motion, self.thing(name), self.state, far=far))
