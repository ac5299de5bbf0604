"""What the lints know of a step besides its text; built once per trajectory, so that a key press costs little."""

import re
from dataclasses import dataclass

from embrace3k.annotator.views import label, seen
from embrace3k.schema.actions import Action
from embrace3k.schema.tasks import Task
from embrace3k.schema.trajectories import Trajectory


@dataclass(frozen=True)
class StepContext:
    action: Action
    unseen: tuple[str, ...] = ()
    """What people call the things whose place in the view was measured and that were never in it, up to this step."""
    told_where: bool = False
    """The instruction says where things are from where the agent stands, so that a side may be known unseen."""


_TOLD_WHERE = re.compile(r"\b(?:you|your)\b", re.IGNORECASE)


def step_contexts(task: Task, trajectory: Trajectory) -> list[StepContext]:
    """One for each step."""
    told_where = bool(_TOLD_WHERE.search(task.instruction))
    contexts, seen_so_far = [], set[str]()
    for step in trajectory.steps:
        views = step.evidence.targets if step.evidence else []
        seen_so_far |= {label(view.object) for view in views if seen(view)}
        # Two chairs are both "the chair": one that was seen stands for both.
        unseen = {label(view.object): None for view in views}.keys() - seen_so_far
        contexts.append(StepContext(step.action, tuple(sorted(unseen)), told_where))
    return contexts
