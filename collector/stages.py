"""A goal taken apart into what an agent does one after the other, each with one closing action.

near, in_region(agent)     arrive there, target ahead and in view: MidwayTarget, or Finish at the last
opened                     OpenDoor within reach of it, then arrive
holding                    Pick within reach, then arrive
placed, in_region(object)  Pick within reach, carry or tow it, Drop, then arrive
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from embrace3k.collector.errors import GoalUndecidable
from embrace3k.collector.footprints import WorldFootprints
from embrace3k.collector.goals import Instant, holds, stages_of
from embrace3k.collector.lower_bounds import HALF_DIAGONAL_CM, HEADINGS, Bits, Bools, Floats, Steps, as_bits
from embrace3k.schema.actions import Action, ActionProfile
from embrace3k.schema.goals import AGENT, AllOf, Goal, Holding, InRegion, Near, Opened, Placed, Point
from embrace3k.schema.polygons import centroid
from embrace3k.schema.poses import Pose, bearing_deg
from embrace3k.simulator.worlds import doors, hands
from embrace3k.simulator.worlds.collision import crosses, shape_of
from embrace3k.simulator.worlds.model import Kind
from embrace3k.simulator.worlds.motion import BODY_CM, EYE_CM, AgentState, Motion, stride_cm
from embrace3k.simulator.worlds.towing import STRAP_CM, bumpers

FACING_DEG = 30.0
"""Who arrives at something has its middle at most this far to the side: well inside a view of 90 degrees."""
SEEN_BELOW_DEG = 33.0
"""How far below the middle of a view its lower part shows a thing: a view of 90 by 74 degrees, less a margin."""
_EYE_LEVEL_CM = 150.0
_DROP_SPEED = 43.0


@dataclass(frozen=True)
class Stage:
    """`ends` holds every state from which `action` may reach `done`, and some from which it does not."""

    action: Action
    ends: Bits
    done: Callable[[AgentState], bool]
    """Asked of the state after the action."""
    low: bool = False
    """Whether a LookDown may be needed to see what one has arrived at."""
    proven: bool = True
    """False where `ends` is a good guess only, so that a plan that uses it is not proven shortest."""


class Stages:
    """Builds the stages of one plan; `start` says what is already held and open."""

    def __init__(self, motion: Motion, start: AgentState, steps: Steps, profile: ActionProfile) -> None:
        self._motion, self._start, self._steps, self._profile = motion, start, steps, profile
        self._world = motion.world
        self._footprints = WorldFootprints(motion.world)

    def of(self, goal: Goal) -> list[Stage]:
        """Raises GoalUndecidable for a goal that no action can be planned for."""
        parts = stages_of(goal)
        stages: list[Stage] = []
        for index, part in enumerate(parts):
            action = Action.FINISH if index == len(parts) - 1 else Action.MIDWAY_TARGET
            stages += [*self._hands_on(part), self._arrive(part, action)]
        return stages

    def _hands_on(self, goal: Goal) -> list[Stage]:
        """What has to be opened, picked up or put down before a goal can hold."""
        stages: list[Stage] = []
        put: dict[str, list[Goal]] = {}
        for part in _parts(goal):
            match part:
                case Opened(door=name):
                    stages += [] if self._start.doors.get(name) else [self._open(name)]
                case Holding(object=name):
                    stages += self._take(name)
                case Placed(object=name) | InRegion(subject=name) if name != AGENT:
                    put.setdefault(name, []).append(part)
                case Near() | InRegion():
                    pass
                case _:
                    what = f"the oracle cannot plan for {type(part).__name__}"
                    raise GoalUndecidable(what, hint="it plans for what has a place")
        for name, parts in put.items():
            stages += [*self._take(name), self._put(name, AllOf(goals=parts))]
        return stages

    def _arrive(self, goal: Goal, action: Action) -> Stage:
        region = np.ones((self._steps.cells.nx, self._steps.cells.ny), np.bool_)
        for part in _parts(goal):
            region &= self._where(part)
        names = [part.object for part in _parts(goal) if isinstance(part, Near)]
        targets = [(self._middle(name), self._top_cm(name)) for name in names]
        ends = [as_bits(region)] * HEADINGS
        for middle, _ in targets:
            facing = self._facing(region, middle, FACING_DEG)
            ends = [one & other for one, other in zip(ends, facing, strict=True)]

        def done(state: AgentState) -> bool:
            seen = all(in_view(state, *target) for target in targets) and self._holds(goal, state)
            return seen and all(self._nothing_before(state, name) for name in names)

        return Stage(action, ends, done, low=any(top_cm < _EYE_LEVEL_CM for _, top_cm in targets))

    def _where(self, goal: Goal) -> Bools:
        """Cells in which the agent can be when a goal holds."""
        cells = self._steps.cells
        if isinstance(goal, Near):
            return cells.within(self._ring(goal.object), goal.radius_cm + HALF_DIAGONAL_CM)
        if isinstance(goal, InRegion) and goal.subject == AGENT:
            near = [cells.within(polygon.outer, HALF_DIAGONAL_CM) for polygon in goal.region]
            return np.asarray(np.logical_or.reduce(near), np.bool_)
        return np.ones((cells.nx, cells.ny), np.bool_)

    def _open(self, name: str) -> Stage:
        door = self._world.object(name)
        region = self._steps.cells.within(self._ring(name), doors.REACH_CM + HALF_DIAGONAL_CM)
        ends = self._facing(region, self._middle(name), doors.AHEAD_DEG)
        return Stage(Action.OPEN_DOOR, ends, lambda state: state.doors[door.name])

    def _take(self, name: str) -> list[Stage]:
        if self._start.holding == name:
            return []
        thing, pose = self._world.object(name), self._start.objects[name]
        grips = bumpers(pose, thing.size_cm[0]) if thing.kind is Kind.TOWED else [(pose.x_cm, pose.y_cm)]
        ends = [0] * HEADINGS
        for grip in grips:
            distance = self._distance(grip)
            region = distance < self._profile.pick_farthest_cm + HALF_DIAGONAL_CM
            region &= distance > self._profile.pick_nearest_cm - HALF_DIAGONAL_CM
            ends = [one | other for one, other in zip(ends, self._facing(region, grip, hands.AHEAD_DEG), strict=True)]
        return [Stage(Action.PICK, ends, lambda state: state.holding == name)]

    def _put(self, name: str, goal: Goal) -> Stage:
        """A carried thing lands at a known place ahead. A towed one is guessed to follow in a straight line."""
        thing = self._world.object(name)
        towed = thing.kind is Kind.TOWED
        back = 2 * stride_cm(_DROP_SPEED, self._profile)
        ahead_cm = -(STRAP_CM + thing.size_cm[0] / 2) if towed else self._profile.drop_ahead_cm - back
        beyond = self._beyond(goal)
        ends = [as_bits(self._steps.cells.reach(beyond, x * ahead_cm, y * ahead_cm)) for x, y in self._steps.directions]
        return Stage(Action.DROP, ends, lambda state: self._holds(goal, state, name), proven=not towed)

    def _beyond(self, goal: Goal) -> Floats:
        """How far each cell's centre is from where the goal wants the thing, 0 there."""
        cells = self._steps.cells
        beyond = np.zeros((cells.nx, cells.ny), np.float32)
        for part in _parts(goal):
            if isinstance(part, Placed):
                beyond = np.maximum(beyond, cells.distance_to_ring(self._ring(part.near)) - part.radius_cm)
            elif isinstance(part, InRegion):
                beyond = np.maximum(beyond, _nearest([cells.distance_to_polygon(each) for each in part.region]))
        return beyond

    def _facing(self, region: Bools, target: Point, within_deg: float) -> Bits:
        """The cells of a region, each with the headings that have the target ahead from some point of the cell."""
        shape = self._steps.cells.nx, self._steps.cells.ny
        ix, iy = np.nonzero(region)
        x, y = self._steps.cells.centres
        dx, dy = target[0] - x[ix, 0], target[1] - y[0, iy]
        bearing = np.degrees(np.arctan2(dy, dx))
        slack = np.degrees(np.arcsin(np.minimum(1.0, HALF_DIAGONAL_CM / np.maximum(np.hypot(dx, dy), 1e-3))))
        within = np.where(np.hypot(dx, dy) <= HALF_DIAGONAL_CM, 180.0, within_deg + slack + 0.01)
        bits = []
        for yaw_deg in self._steps.yaws_deg:
            cells = np.zeros(shape, np.bool_)
            cells[ix, iy] = abs((bearing - yaw_deg + 180.0) % 360.0 - 180.0) <= within
            bits.append(as_bits(cells))
        return bits

    def _holds(self, goal: Goal, state: AgentState, *held: str) -> bool:
        names = frozenset({*held, *_put_down(goal)})
        return holds(goal, Instant(state.pose, state.world_state()), self._footprints, names)

    def _ring(self, name: str) -> list[Point]:
        return list(self._footprints(name, self._start.objects.get(name)))

    def _middle(self, name: str) -> Point:
        return centroid(self._ring(name))

    def _nothing_before(self, state: AgentState, name: str) -> bool:
        """Whether no wall and no door, as its leaf stands then, is in the line of sight."""
        leaves = [thing.name for thing in self._world.objects if thing.kind is Kind.DOOR and thing.name != name]
        shapes = [*self._motion.screens, *(shape_of(self._motion.footprint(leaf, state)) for leaf in leaves)]
        sight = (state.pose.x_cm, state.pose.y_cm, *self._middle(name))
        return not any(crosses(shape, *sight) for shape in shapes)

    def _top_cm(self, name: str) -> float:
        thing = self._world.object(name)
        return self._start.objects.get(name, thing.pose).z_cm + thing.size_cm[2]

    def _distance(self, point: Point) -> Floats:
        x, y = self._steps.cells.centres
        distance: Floats = np.hypot(x - np.float32(point[0]), y - np.float32(point[1]))
        return distance


def in_view(state: AgentState, middle: Point, top_cm: float) -> bool:
    """Whether somebody who stands there looks at a thing: ahead, and no lower than the view reaches."""
    if abs(bearing_deg(state.pose, _at(middle))) > FACING_DEG:
        return False
    away_cm = math.dist((state.pose.x_cm, state.pose.y_cm), middle)
    eye_cm = state.pose.z_cm - BODY_CM + EYE_CM
    below_deg = math.degrees(math.atan2(eye_cm - top_cm, away_cm))
    return below_deg <= SEEN_BELOW_DEG - state.head_pitch_deg


def _nearest(distances: list[Floats]) -> Floats:
    nearest: Floats = np.minimum.reduce(distances)
    return nearest


def _parts(goal: Goal) -> list[Goal]:
    return [leaf for part in goal.goals for leaf in _parts(part)] if isinstance(goal, AllOf) else [goal]


def _put_down(goal: Goal) -> list[str]:
    """What must have been held: the stages before `arrive` see to it."""
    objects = [part.object for part in _parts(goal) if isinstance(part, Placed)]
    return objects + [part.subject for part in _parts(goal) if isinstance(part, InRegion)]


def _at(point: Point) -> Pose:
    return Pose(*point, 0.0, 0.0, 0.0, 0.0)
