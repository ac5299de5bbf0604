"""How one moves in a world: pure functions from a state and an action to the next state.

The agent is an upright circle of `RADIUS_CM` that walks over the ground, up and down with
it; its pose is that of its body, `BODY_CM` up.
Doors swing away from whoever opens them. Things are carried at a fixed place beside the body; a car is towed.
Nothing is random, nothing is remembered between calls that could be seen from outside, and nothing is rounded.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from embrace3k.schema.actions import V1_ONLY, Action, ActionProfile
from embrace3k.schema.poses import Pose, distance_xy_cm, wrap_deg
from embrace3k.schema.trajectories import WorldState
from embrace3k.simulator.errors import SimulatorError
from embrace3k.simulator.recipes import DROP_SPEED, FULL_SPEED, SLOW_SPEED
from embrace3k.simulator.worlds.collision import Shape, nearest, point_gap, shape_of
from embrace3k.simulator.worlds.doors import (
    REACH_CM,
    hinge_of,
    leaf_pose,
    leaf_shape,
    swing_away_deg,
    swing_is_free,
    way_back_is_free,
    within_reach,
)
from embrace3k.simulator.worlds.hands import held_pose, pick_distance_cm, put_down
from embrace3k.simulator.worlds.model import Box, Kind, World, WorldObject
from embrace3k.simulator.worlds.obstacles import Obstacles
from embrace3k.simulator.worlds.towing import Car, Ground, haul, held_by_front
from embrace3k.simulator.worlds.walking import Line, walk

RADIUS_CM = 25.0
"""Half the width of an adult's shoulders: doors and walkways of 90 cm leave 20 cm on both sides, and the eye, in the
middle, never comes so near a wall that the picture shows what is behind it."""
BODY_CM = 88.0
"""Height of the body's pose above the ground."""
EYE_CM = 158.0


@dataclass(frozen=True, slots=True)
class AgentState:
    """Everything that can differ between two moments of one world. Treat the mappings as frozen."""

    pose: Pose
    head_pitch_deg: float
    holding: str | None
    doors: Mapping[str, bool]
    """Door name -> open?"""
    objects: Mapping[str, Pose]
    """Poses of all carried and towed objects."""
    swings: Mapping[str, float] = field(default_factory=dict)
    """How far an open door's leaf is turned; one that is not named stands as its hinge opens by itself."""

    def world_state(self) -> WorldState:
        return WorldState(
            doors=dict(self.doors),
            objects=dict(self.objects),
            holding=self.holding,
            head_pitch_deg=self.head_pitch_deg,
        )


@dataclass(frozen=True, slots=True)
class Effect:
    """What an action ended in."""

    state: AgentState
    blocked_by: str | None = None
    """The first thing in the way: an object's name, or the label of a wall or fence."""
    changed: str | None = None
    """The door opened or the object picked up or put down."""


def stride_cm(speed: float, profile: ActionProfile) -> float:
    """How far one `set_move` of that speed goes, backwards if negative.

    A backward step is two moves of 60 and slow speeds are in proportion; nothing is faster than half a forward step.
    """
    half_forward = profile.forward_cm / 2
    if abs(speed) >= FULL_SPEED:
        return math.copysign(half_forward, speed)
    return math.copysign(min(abs(speed) * profile.backward_cm / 2 / SLOW_SPEED, half_forward), speed)


class Motion:
    """The ways of one world. It keeps precomputed geometry only."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._obstacles = Obstacles(world)
        self._doors = [thing for thing in world.objects if thing.kind is Kind.DOOR]
        self._movable = [thing for thing in world.objects if thing.kind in (Kind.CARRIED, Kind.TOWED)]

    @cached_property
    def screens(self) -> tuple[Shape, ...]:
        """Walls that rise through the height of a walker's eye beside them."""
        level = [(box, self.world.ground_cm(box.x_cm, box.y_cm) + EYE_CM) for box in self.world.solids]
        return tuple(shape_of(box) for box, eye_cm in level if box.low_cm < eye_cm < box.high_cm)

    def start(self, pose: Pose | None = None) -> AgentState:
        """The world as its seed makes it, all doors closed, with the agent upright on the floor at `pose`."""
        place = pose or self.world.start
        return AgentState(
            pose=self._upright(Pose(place.x_cm, place.y_cm, 0.0, 0.0, wrap_deg(place.yaw_deg), 0.0)),
            head_pitch_deg=0.0,
            holding=None,
            doors={door.name: False for door in self._doors},
            objects={thing.name: thing.pose for thing in self._movable},
        )

    def advance(self, state: AgentState, turn_deg: float, distance_cm: float) -> tuple[AgentState, str | None]:
        """Turn, then walk (backwards if negative), looking straight ahead. Also tells what was in the way."""
        body = state.pose._replace(yaw_deg=wrap_deg(state.pose.yaw_deg + turn_deg)) if turn_deg else state.pose
        if not distance_cm and not state.holding:
            return AgentState(body, 0.0, None, state.doors, state.objects, state.swings), None
        line = Line(body.x_cm, body.y_cm, body.yaw_deg, distance_cm)
        if state.holding and self.world.object(state.holding).kind is Kind.TOWED:
            return self._haul(state, body, line)
        extra = self._obstacles.around(state, body.x_cm, body.y_cm, RADIUS_CM + abs(distance_cm))
        walked = walk(self._obstacles.feet, extra, body.x_cm, body.y_cm, line, RADIUS_CM)
        body = self._upright(body._replace(x_cm=walked.x_cm, y_cm=walked.y_cm))
        objects = state.objects
        if state.holding:
            objects = {**objects, state.holding: held_pose(body)}
        moved = AgentState(body, 0.0, state.holding, state.doors, objects, state.swings)
        return moved, walked.blocked_by

    def look(self, state: AgentState, pitch_deg: float) -> AgentState:
        """Tilt the head to `pitch_deg`, up if positive, until the next move or turn."""
        return replace(state, head_pitch_deg=pitch_deg)

    def open_door(self, state: AgentState) -> tuple[AgentState, str | None]:
        """Push the nearest closed door at hand; None if there is none or something stands where it would swing."""
        name = self.door_within_reach(state, is_open=False)
        if name is None:
            return state, None
        door = self.world.object(name)
        swing_deg = swing_away_deg(door, state.pose)
        if not swing_is_free(door, swing_deg, self._obstacles.in_the_room(state, name), state.pose, RADIUS_CM):
            return state, None
        doors, swings = {**state.doors, name: True}, {**state.swings, name: swing_deg}
        return replace(state, doors=doors, swings=swings), name

    def close_door(self, state: AgentState) -> tuple[AgentState, str | None]:
        """Push the nearest open door at hand shut; None if there is none or something stands where it would swing."""
        name = self.door_within_reach(state, is_open=True)
        if name is None:
            return state, None
        door = self.world.object(name)
        others = self._obstacles.in_the_room(state, name)
        if not way_back_is_free(door, self._obstacles.swing_deg(door, state), others, state.pose, RADIUS_CM):
            return state, None
        kept = {other: swing_deg for other, swing_deg in state.swings.items() if other != name}
        return replace(state, doors={**state.doors, name: False}, swings=kept), name

    def door_within_reach(self, state: AgentState, *, is_open: bool | None = None) -> str | None:
        """The nearest door, as its leaf stands, that can be pushed from here; with `is_open` of those that are so."""
        gaps = [
            (gap_cm, door.name)
            for door in self._doors
            if is_open in (None, state.doors[door.name]) and (gap_cm := self._push_distance_cm(door, state)) is not None
        ]
        return min(gaps)[1] if gaps else None

    def door_at_hand(self, state: AgentState) -> str | None:
        """The door that is spoken of where none is named: within reach, else the one whose leaf is nearest."""
        gaps = [
            (point_gap(self._leaf(door, state), state.pose.x_cm, state.pose.y_cm), door.name) for door in self._doors
        ]
        return self.door_within_reach(state) or (min(gaps)[1] if gaps else None)

    def is_door_near(self, name: str, state: AgentState) -> bool:
        """Could its leaf be within reach somewhere on its way? Walls are not asked."""
        door = self.world.object(name)
        hinge = hinge_of(door)
        return distance_xy_cm(state.pose, door.pose) <= REACH_CM + hinge.leaf_cm + hinge.thickness_cm

    def pick(self, state: AgentState, profile: ActionProfile) -> tuple[AgentState, str | None]:
        """Take hold of the nearest thing at hand: a small one is carried then, a car towed. Needs free hands."""
        if state.holding:
            return state, None
        walls = [*self._obstacles.walls, *self._obstacles.leaves(state)]
        at_hand = [
            (distance_cm, thing.name)
            for thing in self._movable
            if (distance_cm := pick_distance_cm(thing, state.objects[thing.name], state.pose, walls, profile))
            is not None
        ]
        if not at_hand:
            return state, None
        name = min(at_hand)[1]
        if self.world.object(name).kind is Kind.TOWED:
            return replace(state, holding=name), name
        return replace(state, holding=name, objects={**state.objects, name: held_pose(state.pose)}), name

    def drop(self, state: AgentState, profile: ActionProfile) -> tuple[AgentState, str | None]:
        """Put down what is held: ahead, on the floor or a surface that is there. A car is let go where it stands.

        None if nothing is held or there is no room for it.
        """
        name = state.holding
        if name is None:
            return state, None
        thing = self.world.object(name)
        if thing.kind is Kind.TOWED:
            return replace(state, holding=None), name
        walls = (*self._obstacles.walls, *self._obstacles.leaves(state))
        pose = put_down(self.world, thing, state.pose, profile.drop_ahead_cm, walls)
        if pose is None or not self._obstacles.has_room(thing, pose, state):
            return state, None
        if thing.solid and thing.footprint(pose).distance_cm(state.pose.x_cm, state.pose.y_cm) < RADIUS_CM:
            return state, None
        return replace(state, holding=None, objects={**state.objects, name: pose}), name

    def apply(self, state: AgentState, action: Action, profile: ActionProfile) -> Effect:
        """What the recipe of the action ends in: exactly what the simulator does when it is sent over the wire."""
        match action:
            case Action.MOVE_FORWARD:
                return self._walk(state, profile, FULL_SPEED, FULL_SPEED)
            case Action.MOVE_BACKWARD:
                return self._walk(state, profile, -SLOW_SPEED, -SLOW_SPEED)
            case Action.TURN_LEFT | Action.TURN_RIGHT:
                turn_deg = profile.turn_deg if action is Action.TURN_RIGHT else -profile.turn_deg
                return Effect(*self.advance(state, turn_deg, 0.0))
            case Action.LOOK_UP:
                return Effect(self.look(state, profile.look_deg))
            case Action.LOOK_DOWN:
                return Effect(self.look(state, -profile.look_deg))
            case Action.OPEN_DOOR:
                stepped = self._walk(state, profile, -SLOW_SPEED, SLOW_SPEED)
                opened, door = self.open_door(stepped.state)
                return Effect(opened, stepped.blocked_by, door)
            case Action.PICK:
                picked, name = self.pick(state, profile)
                return Effect(self.look(picked, 0.0), None, name)
            case Action.DROP:
                stepped = self._walk(state, profile, -DROP_SPEED, -DROP_SPEED)
                dropped, name = self.drop(stepped.state, profile)
                return Effect(dropped, stepped.blocked_by, name)
            case Action.IDLE:
                return Effect(self.look(state, 0.0))
            case Action.MIDWAY_TARGET | Action.FINISH:
                return Effect(state)
        known = ", ".join(sorted(set(Action) - V1_ONLY))
        raise SimulatorError(f"embedded worlds have no {action}", hint=f"they have {known}")

    def object_pose(self, name: str, state: AgentState) -> Pose:
        """Where the object is now; of a door, the hinge with the yaw of its leaf."""
        thing = self.world.object(name)
        if thing.kind is Kind.DOOR:
            return leaf_pose(thing, self._obstacles.swing_deg(thing, state))
        return state.objects.get(name, thing.pose)

    def footprint(self, name: str, state: AgentState) -> Box:
        """The box that the object fills now."""
        return self.world.object(name).footprint(self.object_pose(name, state))

    def free(self, x_cm: float, y_cm: float, state: AgentState) -> bool:
        """Could the agent stand there, whatever the way? What it holds is left out."""
        x0, y0, x1, y1 = self.world.bounds_cm
        if not (x0 + RADIUS_CM <= x_cm <= x1 - RADIUS_CM and y0 + RADIUS_CM <= y_cm <= y1 - RADIUS_CM):
            return False
        shapes = (*self._obstacles.feet.near(x_cm, y_cm), *self._obstacles.around(state, x_cm, y_cm, RADIUS_CM))
        return nearest(shapes, x_cm, y_cm, RADIUS_CM)[1] is None

    def camera_pose(self, state: AgentState) -> Pose:
        """The eye, above the body, looking where the head is tilted."""
        body = state.pose
        return body._replace(z_cm=body.z_cm - BODY_CM + EYE_CM, pitch_deg=state.head_pitch_deg)

    def _push_distance_cm(self, door: WorldObject, state: AgentState) -> float | None:
        return within_reach(door, state.pose, self._obstacles.walls, self._obstacles.swing_deg(door, state))

    def _leaf(self, door: WorldObject, state: AgentState) -> Shape:
        return leaf_shape(door, self._obstacles.swing_deg(door, state))

    def _upright(self, body: Pose) -> Pose:
        """The body on its feet, where it is."""
        return body._replace(z_cm=self.world.ground_cm(body.x_cm, body.y_cm) + BODY_CM)

    def _walk(self, state: AgentState, profile: ActionProfile, *speeds: float) -> Effect:
        blocked_by: str | None = None
        for speed in speeds:
            state, hit = self.advance(state, 0.0, stride_cm(speed, profile))
            blocked_by = blocked_by or hit
        return Effect(state, blocked_by)

    def _haul(self, state: AgentState, body: Pose, line: Line) -> tuple[AgentState, str | None]:
        name = state.holding or ""
        pose, (length, width, _) = state.objects[name], self.world.object(name).size_cm
        forwards = held_by_front(pose, length, body.x_cm, body.y_cm)
        towards = math.radians(pose.yaw_deg if forwards else pose.yaw_deg + 180.0)
        car = Car(pose.x_cm, pose.y_cm, math.cos(towards), math.sin(towards), length / 2, width / 2, name)
        ground = Ground(self._obstacles.feet, self._obstacles.wheels, self._obstacles.moving(state))
        walked, pulled = haul(ground, car, body.x_cm, body.y_cm, line, RADIUS_CM)
        objects = state.objects
        if pulled is not car:
            yaw_deg = math.degrees(math.atan2(pulled.ahead_y, pulled.ahead_x)) + (0.0 if forwards else 180.0)
            z_cm = self.world.ground_cm(pulled.x_cm, pulled.y_cm)
            objects = {**objects, name: Pose(pulled.x_cm, pulled.y_cm, z_cm, 0.0, wrap_deg(yaw_deg), 0.0)}
        body = self._upright(body._replace(x_cm=walked.x_cm, y_cm=walked.y_cm))
        return AgentState(body, 0.0, name, state.doors, objects, state.swings), walked.blocked_by
