"""Places in the house from which something can be done, found by asking the model."""

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

from embrace3k.schema.actions import PROFILES, Action
from embrace3k.schema.poses import Pose
from embrace3k.simulator.worlds.catalogue import build_world
from embrace3k.simulator.worlds.model import Kind
from embrace3k.simulator.worlds.motion import AgentState, Motion

V2 = PROFILES["v2"]
WORLD = build_world("family-house", 0)
MOTION = Motion(WORLD)


def opens(state: AgentState) -> str | None:
    return MOTION.open_door(state)[1]


def picks(state: AgentState) -> str | None:
    return MOTION.pick(state, V2)[1]


def looking_at(x_cm: float, y_cm: float, distance_cm: float) -> Iterator[Pose]:
    """Free poses on a circle about a place, turned towards it."""
    for yaw_deg in range(0, 360, 15):
        angle = math.radians(yaw_deg)
        x, y = x_cm - distance_cm * math.cos(angle), y_cm - distance_cm * math.sin(angle)
        if MOTION.free(x, y, MOTION.start()):
            yield Pose(round(x, 3), round(y, 3), 88.0, 0.0, float(yaw_deg), 0.0)


def place_before(name: str, hand: Callable[[AgentState], str | None], distance_cm: float) -> Pose:
    """Where `hand` reaches the object from. Raises LookupError where it does from nowhere."""
    box = MOTION.footprint(name, MOTION.start())
    for pose in looking_at(box.x_cm, box.y_cm, distance_cm):
        if hand(MOTION.start(pose)) == name:
            return pose
    raise LookupError(name)


def first_thing_at_hand() -> tuple[str, Pose]:
    for thing in WORLD.objects:
        if thing.kind is Kind.CARRIED:
            try:
                return thing.name, place_before(thing.name, picks, 100.0)
            except LookupError:
                continue
    raise LookupError("nothing in this world can be carried")


def stops_at(label: str) -> Pose:
    """Where one step forward runs into the wall, the fence or the object of that name. Raises LookupError."""
    x_low, y_low, x_high, y_high = (int(bound) for bound in WORLD.bounds_cm)
    for x_cm in range(x_low, x_high, 50):
        for y_cm in range(y_low, y_high, 50):
            for yaw_deg in (0.0, 90.0, 180.0, -90.0):
                start = MOTION.start(Pose(float(x_cm), float(y_cm), 88.0, 0.0, yaw_deg, 0.0))
                free = MOTION.free(float(x_cm), float(y_cm), start)
                if free and MOTION.apply(start, Action.MOVE_FORWARD, V2).blocked_by == label:
                    return start.pose
    raise LookupError(label)


def towing_into_something() -> tuple[list[Action], str]:
    """Actions from BEFORE_CAR on, in the last of which the towed car runs into what the agent itself would pass."""
    right, forward = Action.TURN_RIGHT, Action.MOVE_FORWARD
    for turns in range(5, 12):
        for moves in range(1, 8):
            actions = [Action.PICK, *[right] * turns, *[forward] * moves, *[right] * 4, *[forward] * 10]
            state = MOTION.start(BEFORE_CAR)
            for index, action in enumerate(actions):
                before, effect = state, MOTION.apply(state, action, V2)
                state = effect.state
                if effect.blocked_by:
                    alone = MOTION.apply(replace(before, holding=None), action, V2)
                    if effect.blocked_by != "red_car" and alone.blocked_by is None:
                        return actions[: index + 1], effect.blocked_by
                    break
    raise LookupError("the car runs into nothing")


ROAD = Pose(-1590.0, -670.0, 88.0, 0.0, 90.0, 0.0)
"""From here 28 m are free."""
BEFORE_DOOR = place_before("front_door", opens, 150.0)
BEFORE_CAR = place_before("red_car", picks, 320.0)
THING, BEFORE_THING = first_thing_at_hand()
