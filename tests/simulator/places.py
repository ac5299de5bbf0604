"""Places in the house from which something can be done, found by asking the model."""

import math
from collections.abc import Callable, Iterator

from embrace3k.schema.actions import PROFILES
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


BEFORE_DOOR = place_before("front_door", opens, 150.0)
BEFORE_CAR = place_before("red_car", picks, 320.0)
THING, BEFORE_THING = first_thing_at_hand()
