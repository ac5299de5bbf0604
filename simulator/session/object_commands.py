"""`/objects` and `/object/NAME/…`: world objects, the character, and the pseudo-object of ground and walls."""

from dataclasses import replace

from embrace3k.schema.poses import Pose, wrap_deg
from embrace3k.simulator.dispatcher import OK, CommandError, Dispatcher, Reply
from embrace3k.simulator.session.stage import STRUCTURE, Stage
from embrace3k.simulator.session.text import location, numbers, rotation
from embrace3k.simulator.worlds.model import Kind
from embrace3k.simulator.worlds.motion import BODY_CM, RADIUS_CM

_CHARACTER_CLASS = "bp_character"

Corners = tuple[tuple[float, float, float], tuple[float, float, float]]
"""Lowest and highest x y z."""


class ObjectCommands:
    def __init__(self, stage: Stage, dispatcher: Dispatcher) -> None:
        self._stage = stage
        at = "/object/[str]"
        for template, help_line, handler in (
            ("vget /objects", "Names of the objects", self.names),
            ("vset /objects/spawn [str]", "Spawn a character by its class", self.spawn),
            ("vset /objects/spawn [str] [str]", "Spawn a character by its class, under a name", self.spawn),
            ("vset /objects/spawn_from_path [str] [str]", "Spawn a character by its asset path", self.spawn),
            (f"vset {at}/destroy", "Take a character away", self.destroy),
            (f"vget {at}/location", "x y z in cm", self.get_location),
            (f"vset {at}/location [float] [float] [float]", "Teleport to x y z", self.set_location),
            (f"vget {at}/rotation", "pitch yaw roll in degrees", self.get_rotation),
            (f"vset {at}/rotation [float] [float] [float]", "Turn to pitch yaw roll", self.set_rotation),
            (f"vget {at}/scale", "Always one: things here have a size of their own", self.get_scale),
            (f"vset {at}/scale [float] [float] [float]", "Only 1 1 1 is taken", self.set_scale),
            (f"vget {at}/bounds", "Box in the world: x y z at least, then at most", self.bounds),
            (f"vget {at}/color", "Colour in the object mask", self.get_colour),
            (f"vset {at}/color [uint] [uint] [uint]", "Set the colour in the object mask", self.set_colour),
            (f"vget {at}/uclass_name", "Class of the object", self.class_name),
        ):
            dispatcher.register(template, help_line, handler)

    def names(self) -> Reply:
        """World objects in their own order, then ground and walls, then the character."""
        names = [thing.name for thing in self._stage.level.world.objects] + [STRUCTURE]
        if self._stage.character:
            names.append(self._stage.character.name)
        return " ".join(names)

    def spawn(self, kind: str, name: str | None = None) -> Reply:
        """`kind` is a class (`bp_character_C`) or an asset path that ends in one."""
        if not kind.rsplit("/", 1)[-1].lower().startswith(_CHARACTER_CLASS):
            raise CommandError(f"Can not find a class with name '{kind}'")
        name = name or f"{kind.rsplit('/', 1)[-1]}_0"
        self._stage.spawn_character(name)
        return name

    def destroy(self, name: str) -> Reply:
        if not self._is_character(name):
            self._stage.thing(name)
            raise CommandError(f"{name} belongs to the level and can not be destroyed")
        self._stage.destroy_character()
        return OK

    def get_location(self, name: str) -> Reply:
        return location(self._pose(name))

    def set_location(self, name: str, x_cm: float, y_cm: float, z_cm: float) -> Reply:
        return self._put(name, self._pose(name)._replace(x_cm=x_cm, y_cm=y_cm, z_cm=z_cm))

    def get_rotation(self, name: str) -> Reply:
        return rotation(self._pose(name))

    def set_rotation(self, name: str, pitch_deg: float, yaw_deg: float, roll_deg: float) -> Reply:
        angles = {"pitch_deg": wrap_deg(pitch_deg), "yaw_deg": wrap_deg(yaw_deg), "roll_deg": wrap_deg(roll_deg)}
        return self._put(name, self._pose(name)._replace(**angles))

    def get_scale(self, name: str) -> Reply:
        self._pose(name)
        return numbers(1.0, 1.0, 1.0)

    def set_scale(self, name: str, *scale: float) -> Reply:
        self._pose(name)
        if scale != (1.0, 1.0, 1.0):
            raise CommandError("Argument Invalid")
        return OK

    def bounds(self, name: str) -> Reply:
        low, high = self._character_box() if self._is_character(name) else self._thing_box(name)
        return " ".join(f"{value + 0.0:.2f}" for value in (*low, *high))

    def get_colour(self, name: str) -> Reply:
        if self._is_character(name):
            return "(R=0,G=0,B=0,A=255)"
        red, green, blue = self._colour_of(name)
        return f"(R={red},G={green},B={blue},A=255)"

    def set_colour(self, name: str, red: int, green: int, blue: int) -> Reply:
        if max(red, green, blue) > 255:
            raise CommandError("Argument Invalid")
        if not self._is_character(name):
            self._colour_of(name)
            self._stage.colours[name] = (red, green, blue)
        return OK

    def class_name(self, name: str) -> Reply:
        if self._is_character(name):
            return "bp_character_C"
        return "structure" if name == STRUCTURE else self._stage.thing(name).category

    def _is_character(self, name: str) -> bool:
        return self._stage.character is not None and self._stage.character.name == name

    def _colour_of(self, name: str) -> tuple[int, int, int]:
        if name not in self._stage.colours:
            raise CommandError("Cannot find object")
        return self._stage.colours[name]

    def _pose(self, name: str) -> Pose:
        if self._is_character(name):
            return self._stage.state.pose
        return self._stage.thing_pose(self._stage.thing(name).name)

    def _put(self, name: str, pose: Pose) -> Reply:
        """No sweep: a teleport goes through walls, as Unreal's does. The character lands on its feet, upright, and what
        it carries comes along.
        """
        if self._is_character(name):
            motion = self._stage.level.motion
            moved = replace(self._stage.state, pose=motion.start(pose).pose)
            self._stage.set_state(motion.advance(moved, 0.0, 0.0)[0] if moved.holding else moved)
            return OK
        if self._stage.thing(name).kind not in (Kind.CARRIED, Kind.TOWED):
            raise CommandError(f"{name} can not be moved")
        state = self._stage.state
        self._stage.set_state(replace(state, objects={**state.objects, name: pose}))
        return OK

    def _character_box(self) -> Corners:
        pose = self._stage.state.pose
        low = (pose.x_cm - RADIUS_CM, pose.y_cm - RADIUS_CM, pose.z_cm - BODY_CM)
        return low, (pose.x_cm + RADIUS_CM, pose.y_cm + RADIUS_CM, pose.z_cm + BODY_CM)

    def _thing_box(self, name: str) -> Corners:
        box = self._stage.level.motion.footprint(self._stage.thing(name).name, self._stage.state)
        along, across = zip(*box.corners(), strict=True)
        return (min(along), min(across), box.low_cm), (max(along), max(across), box.high_cm)
