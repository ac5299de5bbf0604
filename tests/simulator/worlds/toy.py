"""A bare yard of 20 m by 20 m for tests of motion: boards round it and one wall, and whatever a test puts there."""

from embrace3k.schema.actions import PROFILES
from embrace3k.schema.poses import Pose
from embrace3k.simulator.worlds.collision import point_gap, separation, shape_of
from embrace3k.simulator.worlds.mesh import Mesh
from embrace3k.simulator.worlds.model import Box, Hinge, Kind, World, WorldObject
from embrace3k.simulator.worlds.motion import RADIUS_CM, AgentState, Motion

V2 = PROFILES["v2"]
BOARDS = (
    Box(0, 1000, 1, 1000, 0, 0, 100, "fence"),
    Box(2000, 1000, 1, 1000, 0, 0, 100, "fence"),
    Box(1000, 0, 1000, 1, 0, 0, 100, "fence"),
    Box(1000, 2000, 1000, 1, 0, 0, 100, "fence"),
)
WALL = Box(1000, 1000, 8, 300, 0, 0, 250, "wall")
"""From west to east across the middle."""


def at(x_cm: float, y_cm: float, yaw_deg: float = 0.0, z_cm: float = 0.0) -> Pose:
    return Pose(x_cm, y_cm, z_cm, 0.0, yaw_deg, 0.0)


def thing(
    name: str, kind: Kind, pose: Pose, size: tuple[float, float, float], solid: bool = True, **more
) -> WorldObject:
    return WorldObject(name, name, name, None, kind, pose, size, solid, Mesh(), "yard", **more)


def apple(x_cm: float, y_cm: float, name: str = "apple", z_cm: float = 0.0) -> WorldObject:
    return thing(name, Kind.CARRIED, at(x_cm, y_cm, 0, z_cm), (12, 12, 12), solid=False)


def crate(x_cm: float, y_cm: float) -> WorldObject:
    return thing("crate", Kind.CARRIED, at(x_cm, y_cm), (40, 40, 40))


def table(x_cm: float, y_cm: float) -> WorldObject:
    return thing("table", Kind.FIXED, at(x_cm, y_cm), (80, 120, 75), surface_cm=75.0)


def car(x_cm: float, y_cm: float, yaw_deg: float = 0.0) -> WorldObject:
    return thing("car", Kind.TOWED, at(x_cm, y_cm, yaw_deg), (430, 190, 146))


def door(x_cm: float, y_cm: float) -> WorldObject:
    """Its leaf reaches 95 cm east; its front looks north."""
    return thing("door", Kind.DOOR, at(x_cm, y_cm), (6, 95, 210), hinge=Hinge(95.0, 6.0, 95.0))


def yard(*objects: WorldObject, walls: tuple[Box, ...] = ()) -> Motion:
    return Motion(World("toy", 0, objects, Mesh(), (*BOARDS, *walls), (), (0, 0, 2000, 2000), (), at(500, 500)))


def overlap_cm(motion: Motion, state: AgentState) -> float:
    """How deep the agent, or a car it tows, is in anything solid; 0 if nowhere."""
    things = [one for one in motion.world.objects if one.solid and one.name != state.holding]
    boxes = [*motion.world.solids, *(motion.footprint(one.name, state) for one in things)]
    shapes = [shape_of(box) for box in boxes if box.low_cm < 170 and box.high_cm > 15]
    x_cm, y_cm = state.pose.x_cm, state.pose.y_cm
    depths = [RADIUS_CM - point_gap(shape, x_cm, y_cm) for shape in shapes]
    if state.holding and motion.world.object(state.holding).kind is Kind.TOWED:
        towed = shape_of(motion.footprint(state.holding, state))
        depths += [-separation(towed, shape) for shape in shapes]
        depths.append(RADIUS_CM - point_gap(towed, x_cm, y_cm))
    return max(0.0, *depths)
