"""Rules K: a task that a person can read and a machine can judge."""

from collections.abc import Iterator

from embrace3k.schema.catalogue import found
from embrace3k.schema.goals import AllOf, Goal, InRegion, Ring, Sequence, objects_of
from embrace3k.schema.layouts.v1 import FAMILIES
from embrace3k.schema.problems import Problem, pointer_to
from embrace3k.schema.rules.structure import check_numbers
from embrace3k.schema.rules.texts import placeholder_in
from embrace3k.schema.tasks import Task, TaskType

SMALLEST_AREA_CM2 = 1e-6


def check_task(task: Task) -> Iterator[Problem]:
    """Every rule that a task breaks by itself; pointers start with `/task`."""
    yield from check_numbers(task, "/task")
    token = placeholder_in(task.instruction)
    if token or not task.instruction.strip():
        problem = f"holds the placeholder token {token}" if token else "is empty"
        yield found("K001", "/task/instruction", f"the instruction {problem}; plain words would be right")
    yield from _check_belongings(task)
    if task.goal is None and task.source is None:
        yield found("K003", "/task/goal", "there is no goal; only imported tasks may lack one")
    if task.goal is not None:
        for pointer, ring in _rings(task.goal, "/task/goal"):
            if abs(_area_cm2(ring)) < SMALLEST_AREA_CM2:
                yield found("K004", pointer, f"the ring of {len(ring)} points encloses no area")
    if task.source is not None and task.source.layout == "embrace-v1":
        family = task.source.path.partition("/")[0]
        if family != FAMILIES[task.type]:
            yield found("K005", "/task/source/path", f"lies under {family}; {task.type} is {FAMILIES[task.type]}")


def _check_belongings(task: Task) -> Iterator[Problem]:
    named = objects_of(task.goal) if task.goal else []
    if task.type is TaskType.PICK_DROP and task.pick_drop is None:
        yield found("K002", "/task/pick_drop", "is missing; a pick_drop task names its object")
    if task.pick_drop and task.type is not TaskType.PICK_DROP and task.pick_drop.object not in named:
        yield found("K002", "/task/pick_drop", f"is there, but neither {task.type} nor the goal speak of it")
    if task.door and task.type is not TaskType.OPEN_DOOR and task.door not in named:
        yield found("K002", "/task/door", f"is {task.door!r}, but neither {task.type} nor the goal speak of it")


def _rings(goal: Goal, pointer: str) -> Iterator[tuple[str, Ring]]:
    match goal:
        case InRegion(region=polygons):
            for place, polygon in enumerate(polygons):
                at = pointer + pointer_to("region", place)
                yield f"{at}/outer", polygon.outer
                yield from ((at + pointer_to("holes", number), hole) for number, hole in enumerate(polygon.holes))
        case AllOf(goals=parts) | Sequence(goals=parts):
            for place, part in enumerate(parts):
                yield from _rings(part, pointer + pointer_to("goals", place))


def _area_cm2(ring: Ring) -> float:
    """Signed, by the shoelace formula."""
    pairs = zip(ring, [*ring[1:], *ring[:1]], strict=True)
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs) / 2
