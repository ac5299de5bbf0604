"""Which goals are known to hold at a step's own state: what a draft may claim to have reached.

Distances are to middles, goals count from edges; what lies between is left to the verdict on this very state.
"""

import math

from embrace3k.annotator.views import marked, target_view
from embrace3k.schema.actions import Action
from embrace3k.schema.goals import (
    AGENT,
    AllOf,
    Goal,
    Holding,
    InRegion,
    Near,
    Opened,
    Placed,
    Sequence,
    Visible,
)
from embrace3k.schema.polygons import contains
from embrace3k.schema.poses import Pose, distance_xy_cm
from embrace3k.schema.trajectories import Step, Trajectory

EXTENT_CM = 250.0
"""From the middle of the longest things, cars, to their ends."""


def known_to_hold(goal: Goal, trajectory: Trajectory, index: int) -> bool:
    """False also where the step's records cannot tell."""
    step = trajectory.steps[index]
    state = step.state
    match goal:
        case AllOf(goals=parts):
            return all(known_to_hold(part, trajectory, index) for part in parts)
        case Near(object=name, radius_cm=radius_cm):
            return _near(step.pose, place_of(step, name), radius_cm, _judged_reached(trajectory, index))
        case Opened(door=name):
            return state is not None and state.doors.get(name) is True
        case Holding(object=name):
            return state is not None and state.holding == name
        case Placed(object=name, near=other, radius_cm=radius_cm):
            spots, reached = (place_of(step, name), place_of(step, other)), _judged_reached(trajectory, index)
            return _put_down(trajectory, index, name) and _near(*spots, radius_cm, reached)
        case InRegion(subject=name):
            return in_region(step, goal) and (name == AGENT or _put_down(trajectory, index, name))
        case Visible(object=name):
            view = target_view(step, name)
            return view is not None and view.visible
        case Sequence():
            return False


def place_of(step: Step, name: str) -> Pose | None:
    """Where an object is before a step: by the state if it can move, else by where the step's view has it."""
    if step.state and name in step.state.objects:
        return step.state.objects[name]
    view = target_view(step, name)
    if view is None:
        return None
    towards = math.radians(step.pose.yaw_deg + view.bearing_deg)
    x_cm, y_cm = view.distance_cm * math.cos(towards), view.distance_cm * math.sin(towards)
    return step.pose._replace(x_cm=step.pose.x_cm + x_cm, y_cm=step.pose.y_cm + y_cm)


def in_region(step: Step, goal: InRegion) -> bool:
    """Whether the subject is inside, held or not."""
    pose = step.pose if goal.subject == AGENT else place_of(step, goal.subject)
    if pose is None:
        return False
    if goal.reference_z_cm is not None and abs(pose.z_cm - goal.reference_z_cm) > goal.z_tolerance_cm:
        return False
    return any(contains(polygon, (pose.x_cm, pose.y_cm)) for polygon in goal.region)


def _near(one: Pose | None, other: Pose | None, radius_cm: float, judged_reached: bool) -> bool:
    if one is None or other is None:
        return False
    return distance_xy_cm(one, other) <= radius_cm + (EXTENT_CM if judged_reached else 0.0)


def _put_down(trajectory: Trajectory, index: int, name: str) -> bool:
    """Held before, and no longer."""
    states = [step.state for step in trajectory.steps[: index + 1] if step.state]
    return bool(states) and states[-1].holding != name and any(state.holding == name for state in states)


def _judged_reached(trajectory: Trajectory, index: int) -> bool:
    """What the result says of the state at this mark or Finish, neither of which changes anything."""
    action, stages = trajectory.steps[index].action, trajectory.result.stages
    if action is Action.FINISH:
        return bool(stages) and stages[-1]
    one_mark_each = marked(trajectory, len(trajectory.steps)) == len(stages) - 1
    return action is Action.MIDWAY_TARGET and one_mark_each and stages[marked(trajectory, index)]
