"""A set of tasks over many worlds, to exact proportions over all of them.

Worlds differ in what they can give: some have no door, some nothing to carry. So tasks are dealt out by what each world
has, and what one cannot fill goes to the others in the next round. Equal arguments make equal sets, however many
processes work on them: a world's part depends on what it was dealt alone.
"""

import atexit
import math
import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from itertools import count as count_from
from pathlib import Path
from typing import NamedTuple

from embrace3k.collector.errors import TooFewTasks
from embrace3k.collector.plans import PlanShelf
from embrace3k.collector.tasks.allocation import allocate
from embrace3k.collector.tasks.eye import make_renderer
from embrace3k.collector.tasks.generator import Filled, Generator, Made, Slot
from embrace3k.collector.tasks.lengths import MEAN_ACTIONS, wanted_lengths
from embrace3k.jobs import run_jobs
from embrace3k.schema.actions import ActionProfile
from embrace3k.schema.tasks import Task, TaskType
from embrace3k.simulator.picture_format import PUBLISHED, PictureFormat
from embrace3k.simulator.worlds.catalogue import build_world
from embrace3k.simulator.worlds.model import Kind
from embrace3k.simulator.worlds.renderer import Renderer

WorldName = tuple[str, int]
"""Family and seed."""

_STRICT_ROUNDS = 3
"""Rounds in which lengths are kept to. After them a task of another length is better than none."""
_PER_DOOR, _PER_SMALL_THING, _PER_THING = 8, 8, 4
_STEPS_ACROSS = 1.5
"""How many times its own diagonal somebody walks at most in one task of a world."""


class Survey(NamedTuple):
    """What a world has to give."""

    most: dict[TaskType, int]
    longest: int
    """Tasks of more actions are better asked for elsewhere."""


class Part(NamedTuple):
    """One world's part in one round."""

    world: WorldName
    slots: tuple[Slot, ...]
    taken: tuple[Task, ...]
    any_length: bool


def generate_set(
    worlds: Sequence[WorldName],
    *,
    count: int,
    cache_dir: Path,
    profile: ActionProfile,
    picture: PictureFormat = PUBLISHED,
    preset: str = "v2",
    types: Iterable[TaskType] | None = None,
    seed: int = 0,
    workers: int = 1,
    on_made: Callable[[int], None] = lambda _: None,
) -> list[Made]:
    """`count` tasks over the worlds, in the order of the worlds. `on_made` hears how many more there are now.

    Their plans are kept in `cache_dir`, where the oracle that acts them out finds them.

    Raises TooFewTasks where the worlds cannot fill the set, ValueError for the same world twice.
    """
    if len(set(worlds)) != len(worlds):
        raise ValueError("a world is named twice")
    surveys = dict(zip(worlds, run_jobs(worlds, survey, workers=workers), strict=True))
    slots = wanted_lengths(allocate(count, types, preset), MEAN_ACTIONS[preset])
    fill = partial(_fill, seed=seed, cache_dir=cache_dir, picture=picture, profile=profile)

    def fill_all(parts: Sequence[Part]) -> list[Filled]:
        return run_jobs(parts, fill, workers=workers, on_done=lambda _, done: on_made(len(done.made)))

    made, left = fill_in_rounds(slots, surveys, fill_all, seed=seed)
    if left:
        raise _too_few(left, count, worlds)
    return [each for world in worlds for each in made[world]]


def fill_in_rounds(
    slots: Sequence[Slot],
    surveys: dict[WorldName, Survey],
    fill_all: Callable[[Sequence[Part]], list[Filled]],
    *,
    seed: int,
) -> tuple[dict[WorldName, list[Made]], list[Slot]]:
    """What each world gave, and the slots that are left when every world that has something of their type gave up."""
    made: dict[WorldName, list[Made]] = {world: [] for world in surveys}
    left = list(slots)
    for any_length in (False, True):
        spent: set[tuple[WorldName, TaskType]] = set()
        for turn in range(_STRICT_ROUNDS) if not any_length else count_from(_STRICT_ROUNDS):
            tasks = {world: [each.task for each in made[world]] for world in surveys}
            dealt, left = deal(left, surveys, tasks, spent, random.Random(f"{seed}/{turn}"))
            parts = [Part(world, tuple(part), tuple(tasks[world]), any_length) for world, part in dealt.items() if part]
            if not parts:
                break
            for part, done in zip(parts, fill_all(parts), strict=True):
                made[part.world] += done.made
                spent |= {(part.world, kind) for kind, _ in done.left}
                left += done.left
    return made, left


def survey(world: WorldName) -> Survey:
    built = build_world(*world)
    kinds = Counter(thing.kind for thing in built.objects)
    others = len(built.objects) - kinds[Kind.DOOR]
    most = {kind: _PER_THING * others for kind in TaskType}
    most[TaskType.OPEN_DOOR] = _PER_DOOR * kinds[Kind.DOOR]
    most[TaskType.PICK_DROP] = _PER_SMALL_THING * kinds[Kind.CARRIED]
    x0, y0, x1, y1 = built.bounds_cm
    return Survey(most, 4 + round(_STEPS_ACROSS * math.hypot(x1 - x0, y1 - y0) / 125.859))


def deal(
    slots: Sequence[Slot],
    surveys: dict[WorldName, Survey],
    made: dict[WorldName, list[Task]],
    spent: set[tuple[WorldName, TaskType]],
    rng: random.Random,
) -> tuple[dict[WorldName, list[Slot]], list[Slot]]:
    """Each slot to the world with the fewest tasks among those that can take it; scarce types first, then long tasks.

    Also those that no world can take.
    """
    dealt: dict[WorldName, list[Slot]] = {world: [] for world in surveys}
    totals = {world: len(made[world]) for world in surveys}
    numbers = {world: Counter(task.type for task in made[world]) for world in surveys}
    left: list[Slot] = []
    order = rng.sample(list(surveys), len(surveys))
    room = {kind: sum(survey.most[kind] > 0 for survey in surveys.values()) for kind in TaskType}
    for kind, length in sorted(slots, key=lambda slot: (room[slot[0]], slot[0], -slot[1])):
        able = [world for world in order
                if numbers[world][kind] < surveys[world].most[kind] and (world, kind) not in spent]  # fmt: skip
        if not able:
            left.append((kind, length))
            continue
        large = [world for world in able if surveys[world].longest >= length] or able
        world = min(large, key=lambda world: (totals[world], numbers[world][kind]))
        dealt[world].append((kind, length))
        totals[world] += 1
        numbers[world][kind] += 1
    return dealt, left


def _fill(part: Part, *, seed: int, cache_dir: Path, picture: PictureFormat, profile: ActionProfile) -> Filled:
    world = build_world(*part.world)
    generator = Generator(world, _renderer(cache_dir, picture), seed=seed, profile=profile, taken=part.taken)
    filled = generator.fill(part.slots, any_length=part.any_length)
    plans = PlanShelf(cache_dir)
    for each in filled.made:
        plans.keep(each.task, profile, each.plan)
    return filled


@lru_cache(maxsize=1)
def _renderer(cache_dir: Path, picture: PictureFormat) -> Renderer:
    """One for all worlds of this process, closed when it ends."""
    renderer = make_renderer(cache_dir, picture)
    atexit.register(renderer.close)
    return renderer


def _too_few(left: Sequence[Slot], count: int, worlds: Sequence[WorldName]) -> TooFewTasks:
    missing = Counter(kind for kind, _ in left)
    told = ", ".join(f"{number} {kind}" for kind, number in missing.items())
    return TooFewTasks(
        f"{len(worlds)} worlds yield {count - len(left)} of {count} tasks; missing are {told}",
        hint="take more worlds, or ask for fewer tasks",
    )
