"""Which regions are one room in fact: nothing but furniture is in the way, so that being near means being there.

A stone's throw through a wall is not near. So a goal says in which part of which space it is to be reached.
"""

import math
from functools import cached_property

from embrace3k.collector.tasks.success import Surroundings, region_about
from embrace3k.schema.goals import AGENT, AllOf, Goal, Holding, InRegion, Near, Opened, Placed, Point, Ring
from embrace3k.schema.polygons import centroid, contains
from embrace3k.schema.regions import DILATION_CM
from embrace3k.simulator.worlds.collision import crosses, shape_of
from embrace3k.simulator.worlds.model import Kind, Region, World, WorldObject
from embrace3k.simulator.worlds.motion import BODY_CM
from embrace3k.simulator.worlds.obstacles import blocks

BESIDE_CM = 100.0
"""What is put next to something ends at most this far from it."""
_WALL_CM = 80.0
"""Lower borders, of flower beds or steps, do not part what is on their two sides."""
_WIDE_OPEN_CM = 150.0
_STEP_CM = 20.0
_ACROSS_CM = 25.0
_IN_FRONT_CM, _BEFORE_DOOR_CM = 30.0, 50.0


class Spaces:
    """The spaces of one world: sets of regions that are wide open to each other."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._walls = [shape_of(box) for box in world.solids]

    @cached_property
    def all(self) -> list[list[Region]]:
        left, spaces = list(self._world.regions), []
        while left:
            space = [left.pop(0)]
            for region in space:
                joined = [other for other in left if self._open_between(region, other)]
                space += joined
                left = [other for other in left if other not in joined]
            spaces.append(space)
        return spaces

    def at(self, point: Point) -> list[Region]:
        """The space that a point lies in; empty outside all regions."""
        for space in self.all:
            if any(contains(region.polygon, point) for region in space):
                return space
        return []

    def of(self, thing: WorldObject) -> list[Region]:
        """What hangs on a wall belongs to the space before it."""
        yaw = math.radians(thing.pose.yaw_deg)
        front = thing.pose.x_cm + _IN_FRONT_CM * math.cos(yaw), thing.pose.y_cm + _IN_FRONT_CM * math.sin(yaw)
        return self.at((thing.pose.x_cm, thing.pose.y_cm) if thing.solid or thing.surface_cm else front)

    def on_both_sides(self, door: WorldObject) -> list[list[Region]]:
        """The spaces that a door joins."""
        yaw, middle = math.radians(door.pose.yaw_deg), centroid(door.footprint(door.pose).corners())
        ahead = _BEFORE_DOOR_CM * math.cos(yaw), _BEFORE_DOOR_CM * math.sin(yaw)
        return [self.at((middle[0] + sign * ahead[0], middle[1] + sign * ahead[1])) for sign in (1, -1)]

    def near(self, thing: WorldObject) -> Goal:
        """To be where a person would say that they are at the thing."""
        return AllOf(goals=[Near(object=thing.name, radius_cm=DILATION_CM), self._standing_at(thing)])

    def at_open_door(self, door: WorldObject) -> Goal:
        """To be on either side of a door that was opened."""
        near = Near(object=door.name, radius_cm=DILATION_CM)
        return AllOf(goals=[near, Opened(door=door.name), self._standing_at(door)])

    def holding(self, thing: WorldObject) -> Goal:
        """To have taken a thing, and to be still where it was."""
        return AllOf(goals=[Holding(object=thing.name), self._standing_at(thing)])

    def beside(self, name: str, thing: WorldObject) -> Goal:
        """To have put an object next to a thing, and to be there."""
        region = region_about(thing.footprint(thing.pose).corners(), BESIDE_CM, self._surroundings(thing))
        lying = InRegion(subject=name, region=region, reference_z_cm=self._ground_cm(thing))
        return AllOf(goals=[Placed(object=name, near=thing.name, radius_cm=BESIDE_CM), lying, self._standing_at(thing)])

    def _standing_at(self, thing: WorldObject) -> InRegion:
        """The published rule: the footprint grown by 220 cm; a body's height is measured from the ground there."""
        region = region_about(thing.footprint(thing.pose).corners(), DILATION_CM, self._surroundings(thing))
        return InRegion(subject=AGENT, region=region, reference_z_cm=self._ground_cm(thing) + BODY_CM)

    def _ground_cm(self, thing: WorldObject) -> float:
        return round(self._world.ground_cm(thing.pose.x_cm, thing.pose.y_cm), 2)

    def _surroundings(self, thing: WorldObject) -> Surroundings:
        is_door = thing.kind is Kind.DOOR
        spaces = self.on_both_sides(thing) if is_door else [self.of(thing)]
        rooms = {region.name: region.polygon for space in spaces for region in space} if all(spaces) else {}
        return Surroundings(list(rooms.values()), [ring for name, ring in self._tall if name != thing.name], is_door)

    @cached_property
    def _tall(self) -> list[tuple[str, Ring]]:
        """Footprints of what one does not reach across: walls, fences, and shut doors with their names."""
        walls = [box for box in self._world.solids if blocks(self._world, box)]
        high = [box for box in walls if box.high_cm - self._world.ground_cm(box.x_cm, box.y_cm) >= _WALL_CM]
        doors = [thing for thing in self._world.objects if thing.kind is Kind.DOOR]
        leaves = [(door.name, door.footprint(door.pose).corners()) for door in doors]
        return [("", box.corners()) for box in high] + leaves

    def _open_between(self, one: Region, other: Region) -> bool:
        """Whether a stretch of their border, wider than a door, has no wall on it."""
        ring = one.polygon.outer
        open_cm = 0.0
        for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
            length = math.hypot(bx - ax, by - ay)
            across = (-(by - ay) / length * _ACROSS_CM, (bx - ax) / length * _ACROSS_CM)
            for step in range(int(length / _STEP_CM)):
                share = (step + 0.5) * _STEP_CM / length
                x, y = ax + (bx - ax) * share, ay + (by - ay) * share
                sides = (x + across[0], y + across[1]), (x - across[0], y - across[1])
                joined = any(
                    contains(one.polygon, here) and contains(other.polygon, there)
                    for here, there in (sides, sides[::-1])
                )
                if joined and not any(crosses(wall, *sides[0], *sides[1]) for wall in self._walls):
                    open_cm += _STEP_CM
        return open_cm > _WIDE_OPEN_CM
