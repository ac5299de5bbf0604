"""Rules K: a task that a person can read and a machine can judge."""

from collections.abc import Iterator

from embrace3k.schema.catalogue import found
from embrace3k.schema.goals import AllOf, Goal, InRegion, Polygon, Ring, Sequence, objects_of
from embrace3k.schema.layouts.v1 import FAMILIES
from embrace3k.schema.problems import Problem, pointer_to
from embrace3k.schema.regions import SuccessRegion
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
    rings = [*_rings(task.goal, "/task/goal")] if task.goal else []
    for pointer, ring in [*rings, *_success_rings(task.success)]:
        if abs(_area_cm2(ring)) < SMALLEST_AREA_CM2:
            yield found("K004", pointer, f"the ring of {len(ring)} points encloses no area")
    yield from _check_stages(task)
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


def _check_stages(task: Task) -> Iterator[Problem]:
    success = task.success
    if success is None:
        return
    if (success.midway is not None) != (task.type is TaskType.MULTI_STAGE):
        state = "is there" if success.midway else "is missing"
        yield found("K006", "/task/success/midway", f"{state} in a {task.type} task; multi_stage tasks alone have it")
    if task.type is not TaskType.PICK_DROP and any(stage.object_regions for stage in success.stages()):
        yield found("K006", "/task/success", f"holds object regions in a {task.type} task; pick_drop tasks have them")


def _success_rings(success: SuccessRegion | None) -> Iterator[tuple[str, Ring]]:
    stages = {"final": success.final, "midway": success.midway} if success else {}
    for name, stage in stages.items():
        if stage is None:
            continue
        at = f"/task/success/{name}"
        yield from _polygon_rings(stage.character_regions, f"{at}/character_regions")
        yield from _polygon_rings(stage.object_regions, f"{at}/object_regions")
        for place, ring in enumerate(stage.target_footprints):
            yield at + pointer_to("target_footprints", place), ring


def _polygon_rings(polygons: list[Polygon], pointer: str) -> Iterator[tuple[str, Ring]]:
    for place, polygon in enumerate(polygons):
        at = pointer + pointer_to(place)
        yield f"{at}/outer", polygon.outer
        yield from ((at + pointer_to("holes", number), hole) for number, hole in enumerate(polygon.holes))


def _rings(goal: Goal, pointer: str) -> Iterator[tuple[str, Ring]]:
    match goal:
        case InRegion(region=polygons):
            yield from _polygon_rings(polygons, f"{pointer}/region")
        case AllOf(goals=parts) | Sequence(goals=parts):
            for place, part in enumerate(parts):
                yield from _rings(part, pointer + pointer_to("goals", place))


def _area_cm2(ring: Ring) -> float:
    """Signed, by the shoelace formula."""
    pairs = zip(ring, [*ring[1:], *ring[:1]], strict=True)
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs) / 2
