"""Which regions are one room in fact: nothing but furniture is in the way, so that being near means being there.

A stone's throw through a wall is not near. So a goal beside a wall also says in which space it is to be reached.
"""

import math
from functools import cached_property

from embrace3k.schema.goals import AGENT, AllOf, Goal, InRegion, Near, Placed, Point
from embrace3k.schema.polygons import centroid, contains
from embrace3k.simulator.worlds.collision import crosses, shape_of
from embrace3k.simulator.worlds.model import Region, World, WorldObject
from embrace3k.simulator.worlds.motion import BODY_CM

SMALL_CM = 60.0
BESIDE_CM = 100.0
"""What is put next to something ends at most this far from it."""
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
        radius_cm = 150.0 if max(thing.size_cm) < SMALL_CM else 200.0
        goal = Near(object=thing.name, radius_cm=radius_cm)
        return self._on_this_side(goal, AGENT, thing, radius_cm, BODY_CM)

    def beside(self, name: str, thing: WorldObject) -> Goal:
        """To have put an object next to a thing."""
        goal = Placed(object=name, near=thing.name, radius_cm=BESIDE_CM)
        return self._on_this_side(goal, name, thing, BESIDE_CM, 0.0)

    def _on_this_side(self, goal: Goal, subject: str, thing: WorldObject, radius_cm: float, up_cm: float) -> Goal:
        space = self.of(thing)
        if not space or not self._reaches_elsewhere(thing, radius_cm, space):
            return goal
        reference_z_cm = space[0].floor_cm + up_cm
        region = InRegion(subject=subject, region=[part.polygon for part in space], reference_z_cm=reference_z_cm)
        return AllOf(goals=[goal, region])

    def _reaches_elsewhere(self, thing: WorldObject, radius_cm: float, space: list[Region]) -> bool:
        """Whether points within the radius lie in another space: sampled on circles about the footprint's corners."""
        others = [region.polygon for other in self.all if other is not space for region in other]
        for x, y in thing.footprint(thing.pose).corners():
            for angle in range(0, 360, 15):
                for share in (0.25, 0.5, 0.75, 1.0):
                    reach = radius_cm * share
                    point = x + reach * math.cos(math.radians(angle)), y + reach * math.sin(math.radians(angle))
                    if any(contains(polygon, point) for polygon in others):
                        return True
        return False

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
