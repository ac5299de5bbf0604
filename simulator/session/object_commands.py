"""`/objects` and `/object/NAME/…`: world objects, what was spawned, the character, and ground and walls as one."""

from itertools import product

import numpy as np

from embrace3k.schema.poses import Pose, wrap_deg
from embrace3k.simulator.dispatcher import OK, CommandError, Dispatcher, Reply
from embrace3k.simulator.session.actor_classes import CHARACTER_CLASS
from embrace3k.simulator.session.cameras import LEVEL
from embrace3k.simulator.session.stage import STRUCTURE, Stage
from embrace3k.simulator.session.text import location, numbers, rotation
from embrace3k.simulator.worlds.axes import CM_PER_M, placement
from embrace3k.simulator.worlds.model import Kind
from embrace3k.simulator.worlds.motion import BODY_CM, RADIUS_CM

Corners = tuple[tuple[float, float, float], tuple[float, float, float]]
"""Lowest and highest x y z."""


class ObjectCommands:
    def __init__(self, stage: Stage, dispatcher: Dispatcher) -> None:
        self._stage = stage
        at = "/object/[str]"
        for template, help_line, handler in (
            ("vget /objects", "Names of the objects", self.names),
            (f"vget {at}/location", "x y z in cm", self.get_location),
            (f"vset {at}/location [float] [float] [float]", "Teleport to x y z", self.set_location),
            (f"vget {at}/rotation", "pitch yaw roll in degrees", self.get_rotation),
            (f"vset {at}/rotation [float] [float] [float]", "Turn to pitch yaw roll", self.set_rotation),
            (f"vget {at}/bounds", "Box in the world: x y z at least, then at most", self.bounds),
            (f"vget {at}/color", "Colour in the object mask", self.get_colour),
            (f"vset {at}/color [uint] [uint] [uint]", "Set the colour in the object mask", self.set_colour),
            (f"vget {at}/uclass_name", "Class of the object", self.class_name),
            (f"vget {at}/mobility", "Movable or Static", self.mobility),
            (f"vget {at}/vertex_location", "Corners of the mesh in the world, x y z a line", self.vertices),
            (f"vset {at}/material [uint] [str]", "Accepted: materials stay as they are", self.accept),
        ):
            dispatcher.register(template, help_line, handler)

    def names(self) -> Reply:
        """World objects in their own order, ground and walls, what was spawned, the character."""
        names = [thing.name for thing in self._stage.level.world.objects] + [STRUCTURE, *self._stage.level.spawned]
        if self._stage.character:
            names.append(self._stage.character.name)
        return " ".join(names)

    def get_location(self, name: str) -> Reply:
        return location(self._pose(name))

    def set_location(self, name: str, x_cm: float, y_cm: float, z_cm: float) -> Reply:
        return self._put(name, self._pose(name)._replace(x_cm=x_cm, y_cm=y_cm, z_cm=z_cm))

    def get_rotation(self, name: str) -> Reply:
        return rotation(self._pose(name))

    def set_rotation(self, name: str, pitch_deg: float, yaw_deg: float, roll_deg: float) -> Reply:
        angles = {"pitch_deg": wrap_deg(pitch_deg), "yaw_deg": wrap_deg(yaw_deg), "roll_deg": wrap_deg(roll_deg)}
        return self._put(name, self._pose(name)._replace(**angles))

    def bounds(self, name: str) -> Reply:
        if name == STRUCTURE:
            low, high = self._structure_box()
        else:
            low, high = self._character_box() if self._stage.is_character(name) else self._thing_box(name)
        return " ".join(f"{round(value, 2) + 0.0:.2f}" for value in (*low, *high))

    def get_colour(self, name: str) -> Reply:
        if self._stage.is_character(name):
            return "(R=0,G=0,B=0,A=255)"
        red, green, blue = self._colour_of(name)
        return f"(R={red},G={green},B={blue},A=255)"

    def set_colour(self, name: str, red: int, green: int, blue: int) -> Reply:
        if max(red, green, blue) > 255:
            raise CommandError("Argument Invalid")
        if not self._stage.is_character(name):
            self._colour_of(name)
            self._stage.colours[name] = (red, green, blue)
        return OK

    def class_name(self, name: str) -> Reply:
        if self._stage.is_character(name):
            return CHARACTER_CLASS
        if name in self._stage.level.spawned:
            return self._stage.level.spawned[name].actor_class.name
        return "structure" if name == STRUCTURE else self._stage.thing(name).category

    def mobility(self, name: str) -> Reply:
        if self._stage.is_character(name):
            return "Movable"
        fixed = name == STRUCTURE or self._stage.thing(name).kind is Kind.FIXED
        return "Static" if fixed else "Movable"

    def vertices(self, name: str) -> Reply:
        """The character has no mesh: of it, the corners of its bounds."""
        if self._stage.is_character(name):
            return "\n".join(numbers(*corner) for corner in product(*zip(*self._character_box(), strict=True)))
        mesh = self._stage.level.world.static if name == STRUCTURE else self._stage.thing(name).mesh
        where = placement(LEVEL if name == STRUCTURE else self._stage.thing_pose(name))
        points = [part.surface.points for parts in mesh.parts.values() for part in parts]
        placed = np.concatenate(points) @ where.rotation().T + where.offset()
        return "\n".join(numbers(north * CM_PER_M, east * CM_PER_M, up * CM_PER_M) for east, north, up in placed)

    def accept(self, name: str, _slot: int, _path: str) -> Reply:
        self._stage.require(name)
        return OK

    def _colour_of(self, name: str) -> tuple[int, int, int]:
        if name not in self._stage.colours:
            raise CommandError("Cannot find object")
        return self._stage.colours[name]

    def _pose(self, name: str) -> Pose:
        if name == STRUCTURE:
            return LEVEL
        if self._stage.is_character(name):
            return self._stage.state.pose
        return self._stage.thing_pose(self._stage.thing(name).name)

    def _put(self, name: str, pose: Pose) -> Reply:
        """No sweep: a teleport goes through walls, as Unreal's does."""
        if self._stage.is_character(name):
            self._stage.teleport_character(pose)
            return OK
        if name == STRUCTURE or self._stage.thing(name).kind not in (Kind.CARRIED, Kind.TOWED, Kind.PLACED):
            raise CommandError(f"{name} can not be moved")
        self._stage.teleport(name, pose)
        return OK

    def _character_box(self) -> Corners:
        pose = self._stage.state.pose
        low = (pose.x_cm - RADIUS_CM, pose.y_cm - RADIUS_CM, pose.z_cm - BODY_CM)
        return low, (pose.x_cm + RADIUS_CM, pose.y_cm + RADIUS_CM, pose.z_cm + BODY_CM)

    def _structure_box(self) -> Corners:
        """All of the level's ground, up to the highest wall."""
        world = self._stage.level.world
        west, south, east, north = world.bounds_cm
        low_cm = min((box.low_cm for box in world.solids), default=0.0)
        high_cm = max((box.high_cm for box in world.solids), default=0.0)
        return (west, south, min(low_cm, 0.0)), (east, north, max(high_cm, 0.0))

    def _thing_box(self, name: str) -> Corners:
        box = self._stage.level.motion.footprint(self._stage.thing(name).name, self._stage.state)
        along, across = zip(*box.corners(), strict=True)
        return (min(along), min(across), box.low_cm), (max(along), max(across), box.high_cm)
