"""What a world is made of. Unreal axes: x north (forward), y east (right), z up; centimetres; yaw clockwise from above.

Meshes alone are in metres with x east and y north, as `mesh.py` builds them: mesh +y is an object's front (local x)
and mesh +x its right (local y). An object's mesh has its origin where its pose is, the centre of the base; a door's has
it at the foot of the hinge, with the leaf reaching to the right.
"""

import hashlib
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import numpy as np

from embrace3k.schema.goals import Polygon
from embrace3k.schema.polygons import contains
from embrace3k.schema.poses import Pose
from embrace3k.simulator.errors import SimulatorError
from embrace3k.simulator.worlds.mesh import Mesh
from embrace3k.simulator.worlds.terrain import Ground, Slope
from embrace3k.simulator.worlds.weather import FAIR, Weather

_RESTS_WITHIN_CM = 3.0


class Kind(StrEnum):
    """What an agent can do with an object."""

    FIXED = "fixed"
    CARRIED = "carried"
    TOWED = "towed"
    DOOR = "door"
    PLACED = "placed"
    """Nothing: it stands where a client puts it. No world has one; see `session/spawned.py`."""


@dataclass(frozen=True, slots=True)
class Box:
    """An upright box: `half_x_cm` along its heading `yaw_deg`, `half_y_cm` across it, from `low_cm` to `high_cm`.

    `label` says what one runs into when the box is no object of its own: "wall", "fence".
    """

    x_cm: float
    y_cm: float
    half_x_cm: float
    half_y_cm: float
    yaw_deg: float
    low_cm: float
    high_cm: float
    label: str = "wall"

    def corners(self) -> list[tuple[float, float]]:
        """The four corners of the footprint, in order around it."""
        cosine, sine = math.cos(math.radians(self.yaw_deg)), math.sin(math.radians(self.yaw_deg))
        signs = ((1, 1), (-1, 1), (-1, -1), (1, -1))
        along = [(a * self.half_x_cm, b * self.half_y_cm) for a, b in signs]
        return [(self.x_cm + u * cosine - v * sine, self.y_cm + u * sine + v * cosine) for u, v in along]

    def distance_cm(self, x_cm: float, y_cm: float) -> float:
        """XY distance of a point from the footprint, 0 inside."""
        cosine, sine = math.cos(math.radians(self.yaw_deg)), math.sin(math.radians(self.yaw_deg))
        east, north = y_cm - self.y_cm, x_cm - self.x_cm
        along = abs(north * cosine + east * sine) - self.half_x_cm
        across = abs(east * cosine - north * sine) - self.half_y_cm
        return math.hypot(max(along, 0.0), max(across, 0.0))


@dataclass(frozen=True, slots=True)
class Hinge:
    """A door's leaf: it reaches `leaf_cm` to the right of the door's pose and swings about that pose.

    `opens_deg` is how far it swings; positive is clockwise. Who pushes from the other side swings it the other way.
    """

    leaf_cm: float
    thickness_cm: float
    opens_deg: float = 100.0


@dataclass(frozen=True)
class WorldObject:
    """A thing with a name. `name` is unique and has no space ("red_car"); `label` is what a person says ("red car")."""

    name: str
    category: str
    label: str
    colour: str | None
    kind: Kind
    pose: Pose
    """At the start: centre of the base (a door: foot of the hinge), yaw where the front looks."""
    size_cm: tuple[float, float, float]
    """Length along its heading, width, height: what blocks and what `near` is measured to (a tree: its trunk)."""
    solid: bool
    mesh: Mesh = field(compare=False, repr=False)
    region: str
    hinge: Hinge | None = None
    surface_cm: float | None = None
    """Height above the base at which things can stand on it, if they can."""

    def footprint(self, pose: Pose) -> Box:
        """The box it fills when it stands at `pose` (a door: the leaf, turned to `pose.yaw_deg`)."""
        length, width, height = self.size_cm
        x_cm, y_cm = pose.x_cm, pose.y_cm
        if self.hinge:
            yaw = math.radians(pose.yaw_deg)
            x_cm, y_cm = x_cm - self.hinge.leaf_cm / 2 * math.sin(yaw), y_cm + self.hinge.leaf_cm / 2 * math.cos(yaw)
        return Box(x_cm, y_cm, length / 2, width / 2, pose.yaw_deg, pose.z_cm, pose.z_cm + height, self.name)


@dataclass(frozen=True, slots=True)
class Region:
    """A room or a piece of ground. Regions do not overlap, but for shared borders."""

    name: str
    label: str
    polygon: Polygon
    floor_cm: float
    """Height of the ground in its middle."""
    indoor: bool

    def contains(self, x_cm: float, y_cm: float) -> bool:
        """The outer border counts as inside, holes with their border as outside."""
        return contains(self.polygon, (x_cm, y_cm))


@dataclass(frozen=True, slots=True)
class Lamp:
    """A lamp that shines downwards: the middle of its shining face, and how much red, green and blue light it gives.

    A metre below it arrives about 0.7 of `light`, three metres below 0.1. A bulb in a room has 1.5, an office's panel
    2.5, a tube 6 m above a hall's floor 14.
    """

    x_cm: float
    y_cm: float
    z_cm: float
    light: tuple[float, float, float] = (1.5, 1.3, 1.02)
    size_cm: tuple[float, float] = (34.0, 34.0)
    """Length along `yaw_deg` and width: large faces throw soft shadows."""
    yaw_deg: float = 0.0


@dataclass(frozen=True, eq=False)
class World:
    """One world as its seed makes it. It never changes; what moves is in `motion.AgentState`."""

    family: str
    seed: int
    objects: tuple[WorldObject, ...]
    static: Mesh = field(repr=False)
    solids: tuple[Box, ...] = field(repr=False)
    """Walls and fences: what blocks and is no object."""
    regions: tuple[Region, ...]
    bounds_cm: tuple[float, float, float, float]
    """x0, y0, x1, y1: nothing that moves ever leaves it."""
    lamps: tuple[Lamp, ...]
    start: Pose
    """A pose of the agent's body from which every place can be reached."""
    slopes: tuple[Slope, ...] = ()
    """Where the ground is not at height 0."""
    weather: Weather = FAIR

    @cached_property
    def version(self) -> str:
        """16 hex digits that change when anything that can be seen or bumped into changes by 0.1 mm."""
        digest = hashlib.sha256()
        for piece in self._described():
            digest.update(piece)
        return digest.hexdigest()[:16]

    @cached_property
    def _ground(self) -> Ground:
        return Ground(self.slopes)

    def ground_cm(self, x_cm: float, y_cm: float) -> float:
        """Height of the ground there."""
        return self._ground.height_cm(x_cm, y_cm) if self.slopes else 0.0

    @cached_property
    def _by_name(self) -> dict[str, WorldObject]:
        return {thing.name: thing for thing in self.objects}

    def object(self, name: str) -> WorldObject:
        """Raises SimulatorError when there is none."""
        if name not in self._by_name:
            known = ", ".join(self._by_name)
            raise SimulatorError(f"no object {name!r} in {self.family} {self.seed}", hint=f"it has {known}")
        return self._by_name[name]

    def region(self, name: str) -> Region:
        """Raises SimulatorError when there is none."""
        for region in self.regions:
            if region.name == name:
                return region
        known = ", ".join(region.name for region in self.regions)
        raise SimulatorError(f"no region {name!r} in {self.family} {self.seed}", hint=f"it has {known}")

    def regions_at(self, x_cm: float, y_cm: float) -> list[Region]:
        """Every region that holds the point: two on a shared border, none outside the world."""
        return [region for region in self.regions if region.contains(x_cm, y_cm)]

    def objects_in(self, region: Region, poses: Mapping[str, Pose] | None = None) -> list[WorldObject]:
        """Objects whose pose lies in the region; `poses` (as in AgentState.objects) replaces the starting poses."""
        current = poses or {}
        places = [(thing, current.get(thing.name, thing.pose)) for thing in self.objects]
        return [thing for thing, pose in places if region.contains(pose.x_cm, pose.y_cm)]

    def surface_under(self, pose: Pose) -> WorldObject | None:
        """The table, bench … on which something with its base at `pose` stands, or None: it stands on the floor."""
        for thing in self.objects:
            if thing.surface_cm is None or abs(pose.z_cm - thing.pose.z_cm - thing.surface_cm) > _RESTS_WITHIN_CM:
                continue
            if thing.footprint(thing.pose).distance_cm(pose.x_cm, pose.y_cm) == 0.0:
                return thing
        return None

    def _described(self) -> Iterator[bytes]:
        yield repr((self.solids, self.regions, self.bounds_cm, self.lamps, self.start)).encode()
        yield repr((self.slopes, self.weather)).encode()
        yield from _mesh_bytes(self.static)
        for thing in self.objects:
            yield repr(thing).encode()
            yield from _mesh_bytes(thing.mesh)


def _mesh_bytes(mesh: Mesh) -> Iterator[bytes]:
    """Coordinates are rounded, so that another processor's last digit does not make another world."""
    for material, parts in sorted(mesh.parts.items()):
        yield material.encode()
        for part in parts:
            yield np.round(part.surface.points * 10_000).astype("<i4").tobytes()
            yield np.round(part.surface.uvs * 1_000).astype("<i4").tobytes()
            yield np.round(part.colors * 1_000).astype("<i4").tobytes()
            yield np.asarray(part.surface.triangles, "<i4").tobytes()
