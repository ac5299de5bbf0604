"""What a person could say about a step's view: names, sides and distances in words, never in numbers."""

import re

from embrace3k.schema.goals import AllOf, Goal, Holding, InRegion, Near, Opened, Placed, Sequence, Visible
from embrace3k.schema.tasks import Task, TaskType
from embrace3k.schema.trajectories import Step, TargetView, Trajectory

AHEAD_DEG = 8.0
SLIGHTLY_DEG = 25.0
BEHIND_DEG = 120.0
CLOSE_CM = 300.0
FAR_CM = 900.0


def label(name: str) -> str:
    """`red_car` -> "red car", `chair_2` -> "chair", `tv` -> "TV", `SM_Bin2` -> "SM Bin2"."""
    words = re.sub(r"_\d+$", "", name).replace("_", " ").strip() or name
    return re.sub(r"\btv\b", "TV", words)


def side(bearing_deg: float) -> str | None:
    """ "left", "right", or None when it is straight ahead."""
    if abs(bearing_deg) < AHEAD_DEG:
        return None
    return "right" if bearing_deg > 0 else "left"


def place(view: TargetView) -> str:
    """Where in the view it is: "straight ahead", "slightly to my left", "on my right", "behind me"."""
    hand = side(view.bearing_deg)
    if hand is None:
        return "straight ahead"
    if abs(view.bearing_deg) < SLIGHTLY_DEG:
        return f"slightly to my {hand}"
    return f"on my {hand}" if abs(view.bearing_deg) < BEHIND_DEG else "behind me"


def distance(view: TargetView) -> str:
    if view.distance_cm < CLOSE_CM:
        return "close by"
    return "some way off" if view.distance_cm < FAR_CM else "far away"


def target_view(step: Step, name: str) -> TargetView | None:
    if step.evidence is None:
        return None
    return next((view for view in step.evidence.targets if view.object == name), None)


def pursued(task: Task, trajectory: Trajectory, index: int) -> str | None:
    """The object or door that matters at a step, by the goal's stage and by what is in the agent's hands."""
    step = trajectory.steps[index]
    holding = step.state.holding if step.state else None
    if task.type is TaskType.PICK_DROP and task.pick_drop:
        return _destination(task, holding) if holding else task.pick_drop.object
    stages = task.goal.goals if isinstance(task.goal, Sequence) else [task.goal]
    done = sum(earlier.action == "MidwayTarget" for earlier in trajectory.steps[:index])
    goal = stages[min(done, len(stages) - 1)]
    return _subject(goal) if goal else next(iter(task.targets), task.door)


def _subject(goal: Goal) -> str | None:
    match goal:
        case Near(object=name) | Visible(object=name) | Holding(object=name) | Opened(door=name):
            return name
        case Placed(object=name):
            return name
        case AllOf(goals=goals) | Sequence(goals=goals):
            return next((found for part in goals if (found := _subject(part))), None)
        case InRegion():
            return None


def _destination(task: Task, held: str) -> str | None:
    """What the held object is to be put next to: the last target that is not the object itself."""
    return next((name for name in reversed(task.targets) if name != held), None)
