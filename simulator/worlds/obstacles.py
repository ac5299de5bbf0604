"""What stands in the way in a state: what never moves in two grids, and the few things that do."""

from dataclasses import replace
from typing import TYPE_CHECKING

from embrace3k.schema.poses import Pose
from embrace3k.simulator.worlds.collision import Shape, ShapeGrid, separation, shape_of
from embrace3k.simulator.worlds.doors import hinge_of, leaf_shape
from embrace3k.simulator.worlds.model import Box, Kind, World, WorldObject

if TYPE_CHECKING:
    from embrace3k.simulator.worlds.motion import AgentState

_TALL_CM = 170.0
_STEP_CM = 15.0
"""Lower things one walks over, and what hangs higher than a head is walked under."""
_WALL_CM = 60.0
"""Solids from here on also stop an arm: window sills do, a flower bed would not."""
_RESTING_CM = 0.5
_REMEMBERED = 1000
_FEET_CELL_CM, _FEET_REACH_CM = 50.0, 90.0
_WHEELS_CELL_CM, _WHEELS_REACH_CM = 200.0, 330.0


def blocks(world: World, box: Box) -> bool:
    """Does it stop a walker? A height is counted from the ground in its middle."""
    ground_cm = world.ground_cm(box.x_cm, box.y_cm)
    return box.low_cm - ground_cm < _TALL_CM and box.high_cm - ground_cm > _STEP_CM


def _above_ground_cm(world: World, box: Box) -> float:
    return box.high_cm - world.ground_cm(box.x_cm, box.y_cm)


class Obstacles:
    """One world's. `feet` and `wheels` hold the same shapes, sorted for a walker and for a car."""

    def __init__(self, world: World) -> None:
        boxes = [box for box in world.solids if blocks(world, box)]
        fixed = [thing.footprint(thing.pose) for thing in world.objects if thing.solid and thing.kind is Kind.FIXED]
        self.walls = tuple(shape_of(box) for box in boxes if _above_ground_cm(world, box) >= _WALL_CM)
        self._solids = world.solids
        self._fixed = tuple(shape_of(box) for box in fixed)
        shapes = [*(shape_of(box) for box in boxes), *self._fixed]
        self.feet = ShapeGrid(shapes, cell_cm=_FEET_CELL_CM, reach_cm=_FEET_REACH_CM)
        self.wheels = ShapeGrid(shapes, cell_cm=_WHEELS_CELL_CM, reach_cm=_WHEELS_REACH_CM)
        self._doors = [thing for thing in world.objects if thing.kind is Kind.DOOR]
        self._things = [thing for thing in world.objects if _takes_room(thing)]
        self._movable = [thing for thing in world.objects if thing.solid and thing.kind in (Kind.CARRIED, Kind.TOWED)]
        self._placed = [thing for thing in world.objects if thing.solid and thing.kind is Kind.PLACED]
        self._world = world
        self._leaves: dict[tuple[str, float], Shape] = {}
        self._standings: dict[tuple[str, Pose], Shape] = {}
        self._known: tuple[AgentState, tuple[Shape, ...]] | None = None
        """The state asked about last, and its answer: most differ from the one before in the agent's pose only."""

    def swing_deg(self, door: WorldObject, state: "AgentState") -> float:
        if not state.doors[door.name]:
            return 0.0
        return state.swings.get(door.name, hinge_of(door).opens_deg)

    def leaves(self, state: "AgentState") -> tuple[Shape, ...]:
        """Door leaves as they stand."""
        return tuple(self._leaf(door, self.swing_deg(door, state)) for door in self._doors)

    def moving(self, state: "AgentState") -> tuple[Shape, ...]:
        """Door leaves, and solid things that are not held."""
        if self._known is None or not _same_surroundings(self._known[0], state):
            loose = [thing for thing in self._movable if thing.name != state.holding]
            loose += [
                thing for thing in self._placed if blocks(self._world, thing.footprint(state.objects[thing.name]))
            ]
            shapes = (*self.leaves(state), *(self._standing(thing, state.objects[thing.name]) for thing in loose))
            self._known = (state, shapes)
        return self._known[1]

    def around(self, state: "AgentState", x_cm: float, y_cm: float, within_cm: float) -> tuple[Shape, ...]:
        """Those of `moving` that a walk of that length can reach."""
        return tuple(shape for shape in self.moving(state) if _may_be_within(shape, x_cm, y_cm, within_cm))

    def in_the_room(self, state: "AgentState", door: str) -> tuple[Shape, ...]:
        """What a swinging leaf could hit: everything but walls, which it is hung in, and itself."""
        return (*self._fixed, *(shape for shape in self.moving(state) if shape.label != door))

    def has_room(self, thing: WorldObject, pose: Pose, state: "AgentState") -> bool:
        """Can the thing be put there, without cutting into a wall or into anything else?"""
        box = thing.footprint(pose)
        shape = shape_of(box)
        others = [other for other in self._things if other is not thing]
        boxes = [_below_surface(other, state.objects.get(other.name, other.pose)) for other in others]
        level = [other for other in (*self._solids, *boxes) if _same_height(box, other)]
        return all(separation(shape, other) > 0.0 for other in (*self.leaves(state), *map(shape_of, level)))

    def _leaf(self, door: WorldObject, swing_deg: float) -> Shape:
        key = (door.name, swing_deg)
        if key not in self._leaves:
            self._leaves[key] = leaf_shape(door, swing_deg)
        return self._leaves[key]

    def _standing(self, thing: WorldObject, pose: Pose) -> Shape:
        key = (thing.name, pose)
        if key not in self._standings:
            if len(self._standings) >= _REMEMBERED:
                self._standings.clear()
            self._standings[key] = shape_of(thing.footprint(pose))
        return self._standings[key]


def _same_surroundings(first: "AgentState", second: "AgentState") -> bool:
    """Do the states share what moving things look at? Mappings are never changed, so identity will do."""
    return (
        first.objects is second.objects
        and first.doors is second.doors
        and first.swings is second.swings
        and first.holding == second.holding
    )


def _may_be_within(shape: Shape, x_cm: float, y_cm: float, within_cm: float) -> bool:
    reach = within_cm + shape.half_x_cm + shape.half_y_cm
    return abs(shape.x_cm - x_cm) <= reach and abs(shape.y_cm - y_cm) <= reach


def _below_surface(thing: WorldObject, pose: Pose) -> Box:
    """The thing's box; of a table or bench only what is below the surface that things stand on."""
    box = thing.footprint(pose)
    return box if thing.surface_cm is None else replace(box, high_cm=pose.z_cm + thing.surface_cm)


def _same_height(first: Box, second: Box) -> bool:
    """Do the two overlap in height by more than what lies flat on the other's top?"""
    return first.low_cm < second.high_cm - _RESTING_CM and second.low_cm < first.high_cm - _RESTING_CM


def _takes_room(thing: WorldObject) -> bool:
    """Rugs and pictures do not."""
    return thing.kind in (Kind.CARRIED, Kind.PLACED) or (thing.solid and thing.kind is not Kind.DOOR)
