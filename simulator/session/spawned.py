"""A thing that a client put into a level: an object like the world's own, with a class, a look and a scale."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Self

import numpy as np

from embrace3k.schema.poses import Pose, wrap_deg
from embrace3k.simulator.session.actor_classes import ActorClass
from embrace3k.simulator.session.cameras import Camera
from embrace3k.simulator.worlds.axes import CM_PER_M
from embrace3k.simulator.worlds.mesh import Mesh, Part
from embrace3k.simulator.worlds.model import World, WorldObject
from embrace3k.simulator.worlds.motion import AgentState, Motion
from embrace3k.simulator.worlds.obstacles import Obstacles

Scale = tuple[float, float, float]
SMALLEST_SCALE, LARGEST_SCALE = 0.001, 100.0
_ORIGIN = Pose(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
_NO_REGION = ""
_DISTANCES_CM, _TURN_DEG = range(400, 3001, 200), 30


@dataclass(frozen=True)
class Spawned:
    thing: WorldObject
    """With its mesh at its scale. Where it is now, the level's state says."""
    actor_class: ActorClass
    look: int
    scale: Scale
    camera: Camera | None = None
    """Follows the thing from place to place."""

    @classmethod
    def make(cls, name: str, actor_class: ActorClass, camera: Camera | None) -> Self:
        """As its class has it: the first look, at its own size, at the origin."""
        look, scale = next(iter(actor_class.looks)), (1.0, 1.0, 1.0)
        return cls(_thing(name, actor_class, look, scale), actor_class, look, scale, camera)

    def with_look(self, look: int) -> "Spawned":
        return replace(self, thing=_thing(self.thing.name, self.actor_class, look, self.scale), look=look)

    def with_scale(self, scale: Scale) -> "Spawned":
        return replace(self, thing=_thing(self.thing.name, self.actor_class, self.look, scale), scale=scale)

    def with_name(self, name: str) -> "Spawned":
        return replace(self, thing=replace(self.thing, name=name))

    def eye(self, pose: Pose) -> Pose:
        """Where its camera is when it stands there."""
        return pose._replace(z_cm=pose.z_cm + (self.actor_class.eye_cm or 0.0) * self.scale[2])


def settled(world: World, pose: Pose) -> Pose:
    """Where a thing at `pose` comes to rest when it is let fall. Below the ground it stays where it is."""
    heights = [world.ground_cm(pose.x_cm, pose.y_cm)]
    for support in world.objects:
        on_top = support.footprint(support.pose).distance_cm(pose.x_cm, pose.y_cm) == 0.0
        if support.surface_cm is not None and on_top:
            heights.append(support.pose.z_cm + support.surface_cm)
    below = [height for height in heights if height <= pose.z_cm]
    return pose._replace(z_cm=max(below)) if below else pose


def first_place(motion: Motion, thing: WorldObject, state: AgentState, *, far: bool) -> Pose:
    """On free ground near the agent or far from it, looking its way; where the agent is when there is no room."""
    body, obstacles = state.pose, Obstacles(motion.world)
    for distance_cm in reversed(_DISTANCES_CM) if far else _DISTANCES_CM:
        for turn_deg in range(0, 360, _TURN_DEG):
            angle = math.radians(turn_deg)
            x_cm, y_cm = body.x_cm + distance_cm * math.cos(angle), body.y_cm + distance_cm * math.sin(angle)
            pose = Pose(x_cm, y_cm, motion.world.ground_cm(x_cm, y_cm), 0.0, wrap_deg(turn_deg + 180.0), 0.0)
            if motion.free(x_cm, y_cm, state) and obstacles.has_room(thing, pose, state):
                return pose
    return Pose(body.x_cm, body.y_cm, motion.world.ground_cm(body.x_cm, body.y_cm), 0.0, body.yaw_deg, 0.0)


def _thing(name: str, actor_class: ActorClass, look: int, scale: Scale) -> WorldObject:
    label, mesh = actor_class.looks[look][0], _scaled_mesh(actor_class, look, scale)
    low, high = mesh.bounds()
    width, length = (float(side) * 2 * CM_PER_M for side in np.maximum(-low, high)[:2])
    return WorldObject(
        name=name,
        category=label,
        label=label,
        colour=None,
        kind=actor_class.kind,
        pose=_ORIGIN,
        size_cm=(length, width, float(high[2]) * CM_PER_M),
        solid=actor_class.solid,
        mesh=mesh,
        region=_NO_REGION,
    )


@cache
def _mesh(make: Callable[[], Mesh]) -> Mesh:
    return make()


def _scaled_mesh(actor_class: ActorClass, look: int, scale: Scale) -> Mesh:
    mesh = _mesh(actor_class.looks[look][1])
    if scale == (1.0, 1.0, 1.0):
        return mesh
    ahead, right, up = scale
    factors = np.array((right, ahead, up))
    scaled = Mesh()
    for material, parts in mesh.parts.items():
        for part in parts:
            points, normals = part.surface.points * factors, part.surface.normals / factors
            surface = part.surface._replace(points=points, normals=normals)
            scaled.parts.setdefault(material, []).append(Part(surface, part.colors))
    return scaled
