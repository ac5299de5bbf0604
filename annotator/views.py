"""What a person could say about a step's view: names, sides and distances in words, never in numbers."""

import re

from embrace3k.schema.actions import Action
from embrace3k.schema.goals import AllOf, Goal, Holding, InRegion, Near, Opened, Placed, Sequence, Visible
from embrace3k.schema.tasks import Task, TaskType
from embrace3k.schema.trajectories import Step, TargetView, Trajectory

AHEAD_DEG = 8.0
SLIGHTLY_DEG = 25.0
BEHIND_DEG = 120.0
NEXT_CM = 150.0
CLOSE_CM = 300.0
FAR_CM = 900.0
GLIMPSE_PX = 60
"""Fewer pixels of a thing that does not count as visible, and nobody would notice it."""


def label(name: str) -> str:
    """`red_car` -> "red car", `chair_2` -> "chair", `tv` -> "TV", `SM_WoodBox_58` -> "wood box"."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", re.sub(r"^(?:SM|SK|BP)_", "", name))
    words = re.sub(r"[\d_\s]+", " ", spaced).strip().lower() or "thing"
    return re.sub(r"\btv\b", "TV", words)


def start(text: str) -> str:
    """With a capital, to begin a sentence."""
    return text[0].upper() + text[1:]


def seen(view: TargetView | None) -> bool:
    """In view for somebody who looks well: visible, or a few pixels short of it."""
    return view is not None and (view.visible or view.pixels >= GLIMPSE_PX)


def side(bearing_deg: float) -> str | None:
    """ "left", "right", or None when it is straight ahead."""
    if abs(bearing_deg) < AHEAD_DEG:
        return None
    return "right" if bearing_deg > 0 else "left"


def quarter(bearing_deg: float) -> str:
    """Where that is for who reads along: "ahead", "slightly left", "right", "behind"."""
    hand = side(bearing_deg)
    if hand is None:
        return "ahead"
    if abs(bearing_deg) < SLIGHTLY_DEG:
        return f"slightly {hand}"
    return hand if abs(bearing_deg) < BEHIND_DEG else "behind"


_PLACES = {
    "ahead": "straight ahead",
    "slightly left": "slightly to my left",
    "slightly right": "slightly to my right",
    "left": "on my left",
    "right": "on my right",
    "behind": "behind me",
}


def place(view: TargetView) -> str:
    """The same for who stands there: "straight ahead", "slightly to my left", "on my right", "behind me"."""
    return _PLACES[quarter(view.bearing_deg)]


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
    stages = stages_of(task)
    goal = stages[min(marked(trajectory, index), len(stages) - 1)] if stages else None
    return _subject(goal) if goal else next(iter(task.targets), task.door)


def stages_of(task: Task) -> list[Goal]:
    """What is to be reached, in order. An imported task without a goal says it only for a pick or a door."""
    if task.goal:
        return _laid_out(task.goal)
    if task.pick_drop and task.pick_drop.kind == "p":
        return [Holding(object=task.pick_drop.object)]
    return [Opened(door=task.door)] if task.door else []


def _laid_out(goal: Goal) -> list[Goal]:
    return [stage for part in goal.goals for stage in _laid_out(part)] if isinstance(goal, Sequence) else [goal]


def marked(trajectory: Trajectory, index: int) -> int:
    """How many stages had been marked before a step."""
    return sum(earlier.action is Action.MIDWAY_TARGET for earlier in trajectory.steps[:index])


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
