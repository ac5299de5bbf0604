"""What is asked of a whole set of tasks, answered from its records; demonstrations are judged again."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from statistics import mean, median

from embrace3k.collector.goals import Instant, holds, judge, stages_of
from embrace3k.collector.ground_truth import footprints_of
from embrace3k.collector.scoring import succeeds
from embrace3k.collector.tasks.allocation import PRESETS
from embrace3k.collector.tasks.difficulty import path_length_cm
from embrace3k.collector.tasks.language import forms
from embrace3k.collector.tasks.language.reasons import WHY
from embrace3k.collector.tasks.lengths import LONGEST, MEAN_ACTIONS
from embrace3k.collector.tasks.making import alike
from embrace3k.schema.tasks import Task, TaskType
from embrace3k.schema.trajectories import TargetView, Trajectory, WorldState

_PUBLISHED_TASKS = sum(PRESETS["v2"].values())
_PUBLISHED_ACTIONS = round(MEAN_ACTIONS["v2"] * _PUBLISHED_TASKS)
_NOT_AT_SIGHT = (TaskType.EXPLORATION, TaskType.PICK_DROP)
_FORMS = {
    TaskType.BASIC: [*forms.GO, *forms.GO_PLAIN],
    TaskType.EXPLORATION: forms.FIND,
    TaskType.DYNAMIC_SPATIAL_SEMANTIC: [*forms.GO, *forms.GO_ONE],
    TaskType.MULTI_STAGE: forms.STAGES,
    TaskType.OPEN_DOOR: forms.DOOR,
    TaskType.PICK_DROP: [*forms.PICK, *forms.PUT],
}
_CLOSED_SLOTS = {"it": "it|them", "they": "it|they", "is": "is|are", "belongs": "belongs?"}

Row = tuple[str, str, str]
"""What is asked, what was found, and what would be right."""


@dataclass(frozen=True)
class Take:
    """One task with what is kept of its demonstration."""

    task: Task
    first_frame: str | None
    actions: int
    path_cm: float
    solved: bool
    solved_as_published: bool
    done_at_start: bool
    at_start: TargetView | None
    """The first target in the first frame; None where nobody measured it."""


def take_of(task: Task, trajectory: Trajectory) -> Take:
    """A stage that holds in the first state counts as done, and what a task has carried as having been held."""
    states = [(step.pose, step.state) for step in trajectory.steps]
    states += [(trajectory.final.pose, trajectory.final.state)] if trajectory.final else []
    instants = [Instant(pose, state or WorldState()) for pose, state in states]
    assert task.goal is not None
    footprints = footprints_of(trajectory.scene, trajectory.simulator)
    held = frozenset([task.pick_drop.object] if task.pick_drop else [])
    first = trajectory.steps[0]
    actions = [step.action for step in trajectory.steps]
    views = {view.object: view for view in first.evidence.targets} if first.evidence else {}
    return Take(
        task=task,
        first_frame=first.frame.sha256 if first.frame else None,
        actions=len(actions),
        path_cm=path_length_cm(trajectory.poses()),
        solved=judge(task.goal, instants, actions, footprints).success is True,
        solved_as_published=succeeds(task, instants, actions),
        done_at_start=any(holds(stage, instants[0], footprints, held) for stage in stages_of(task.goal)),
        at_start=views.get(task.targets[0]),
    )


def checks(tasks: Sequence[Task], takes: Sequence[Take]) -> list[Row]:
    return [*_of_tasks(tasks), *_of_demonstrations(takes), *_of_lengths(takes)]


def _of_tasks(tasks: Sequence[Task]) -> list[Row]:
    words = Counter(task.instruction for task in tasks)
    [(template, used)] = Counter(template_of(task.instruction, task.type) for task in tasks).most_common(1)
    worlds, families = {task.scene.map_name for task in tasks}, {task.scene.name for task in tasks}
    return [
        ("Tasks", f"{len(tasks):,}", f"{_PUBLISHED_TASKS:,} are published"),
        ("Worlds", f"{len(worlds)} of {len(families)} families", "at least 40"),
        ("Told twice in a world, in words or matter", str(twice_told(tasks)), "0"),
        ("Instructions worded as one in another world", str(sum(words.values()) - len(words)), "few"),
        ("Most frequent template sentence", f"{used / len(tasks):.2%}: “{template}”", "at most 2 %"),
    ]


def _of_demonstrations(takes: Sequence[Take]) -> list[Row]:
    sought = [take.at_start for take in takes if take.task.type is TaskType.EXPLORATION]
    shown = [take.at_start for take in takes if take.task.type not in _NOT_AT_SIGHT]
    return [
        ("Recorded in closed loop", f"{len(takes):,}", "all"),
        ("Solved, as the goal tree judges", f"{sum(take.solved for take in takes):,}", "all"),
        ("Solved, as the published scorer judges", f"{sum(take.solved_as_published for take in takes):,}", "all"),
        ("Solved at the start, or a stage of it", str(sum(take.done_at_start for take in takes)), "0"),
        ("Exploration: no pixel of the target in the first frame", _of(sought, lambda view: not view.pixels), "all"),
        ("Others but pick and drop: (first) target visible in it", _of(shown, lambda view: view.visible), "all"),
    ]


def _of(views: Sequence[TargetView | None], test: Callable[[TargetView], bool]) -> str:
    """What nobody measured does not pass."""
    return f"{sum(view is not None and test(view) for view in views):,} of {len(views):,}"


def _of_lengths(takes: Sequence[Take]) -> list[Row]:
    lengths = [take.actions for take in takes]
    staged = [take.actions for take in takes if take.task.type is TaskType.MULTI_STAGE]
    ways = [(way, take.path_cm) for take in takes if (way := shortest_way_cm(take.task)) is not None]
    spl = [way / max(path, way) for way, path in ways if max(path, way) > 1.0]
    metres = [way / 100.0 for way, _ in ways]
    not_as_planned = sum(take.actions != take.task.shortest_actions for take in takes)
    return [
        ("Actions", f"{sum(lengths):,}", f"{_PUBLISHED_ACTIONS:,} are published"),
        ("Actions of a task: mean", f"{mean(lengths):.1f}", f"{MEAN_ACTIONS['v2']:.1f} is published"),
        ("Actions of a task: median · most", f"{median(lengths):g} · {max(lengths)}", "at most 60"),
        ("Longest multi-stage task", str(max(staged, default=0)), f"{LONGEST} is published"),
        ("Of another length than the shortest plan", str(not_as_planned), "0"),
        ("Tasks with a shortest way on foot", f"{len(ways):,}", "all"),
        ("Shortest way: mean · longest", f"{mean(metres):.1f} m · {max(metres):.1f} m", ""),
        ("SPL of the demonstrations", f"{mean(spl):.3f}", "below 1: steps are 126 cm long"),
    ]


def shortest_way_cm(task: Task) -> float | None:
    return task.success.shortest_path_cm if task.success else None


def twice_told(tasks: Sequence[Task]) -> int:
    """Pairs within a world in the same words, or of one type about the same things from nearly the same start."""
    worlds = defaultdict(list)
    for task in tasks:
        worlds[task.scene.map_name].append(task)
    return sum(
        one.instruction == other.instruction
        or (one.type is other.type and one.targets == other.targets and alike(one.start_pose, other.start_pose))
        for there in worlds.values()
        for one, other in combinations(there, 2)
    )


def template_of(text: str, kind: TaskType) -> str:
    """The instruction with everything left open that names or places a thing, or says why, as `{}`.

    "Pick up the mug." and "Pick up the mug on the desk." are one: "Pick up {}." Of several forms that fit it is the one
    that leaves least open; where none fits, the text itself.
    """
    best, least_open = text, len(text) + 1
    for found in (pattern.fullmatch(text) for pattern in _patterns(kind)):
        spans = [found.span(group) for group in range(1, len(found.groups()) + 1) if found[group]] if found else []
        is_open = sum(end - start for start, end in spans)
        if found and is_open < least_open:
            least_open, best = is_open, text
            for start, end in sorted(spans, reverse=True):
                best = f"{best[:start]}{{}}{best[end:]}"
    return re.sub(r"\{\}( \{\})+", "{}", best)


@lru_cache
def _patterns(kind: TaskType) -> list[re.Pattern[str]]:
    return [re.compile(_spelled_out(form), re.I) for form in _FORMS[kind]]


def _spelled_out(form: str) -> str:
    """As a regular expression: rules are alternatives, and what is open is a group."""
    pattern = ""
    for text, rule, slot in re.findall(r"([^<{]+)|<(\w+)>|\{(\w+)\}", form):
        if rule:
            pattern += f"(?:{'|'.join(map(_spelled_out, forms.RULES[rule]))})"
        elif slot == "reason":
            pattern += f"({'|'.join(re.escape(why) for reasons in WHY.values() for why in reasons)})"
        else:
            pattern += re.escape(text) if text else f"({_CLOSED_SLOTS.get(slot, '.+?')})"
    return pattern


def lengths_by_type(takes: Sequence[Take]) -> Mapping[TaskType, list[int]]:
    return {kind: [take.actions for take in takes if take.task.type is kind] for kind in TaskType}
