"""Consistency rules: what JSON Schema cannot say. Every rule has a code that stays; see `schema/catalogue.py`."""

from collections.abc import Sequence

from embrace3k.schema.annotations import Annotation
from embrace3k.schema.catalogue import CATALOGUE, Rule
from embrace3k.schema.problems import Problem
from embrace3k.schema.rules.motion import check_motion
from embrace3k.schema.rules.states import check_states
from embrace3k.schema.rules.structure import check_links, check_structure
from embrace3k.schema.rules.tasks import check_task
from embrace3k.schema.rules.texts import check_annotations
from embrace3k.schema.tasks import Task
from embrace3k.schema.trajectories import Trajectory

__all__ = ["CATALOGUE", "Rule", "check_task", "check_trajectory"]


def check_trajectory(
    trajectory: Trajectory, task: Task | None = None, annotations: Sequence[Annotation] = ()
) -> list[Problem]:
    """Every rule that these records break. Pointers start with `/trajectory`, `/task` or `/annotations/<place>`.

    `annotations` are the current ones, at most one per step. Without a task, rules that need one are left out.
    """
    problems = [*check_structure(trajectory), *check_motion(trajectory), *check_states(trajectory)]
    if task is not None:
        problems += [*check_task(task), *check_links(trajectory, task)]
    return [*problems, *check_annotations(trajectory, annotations)]
