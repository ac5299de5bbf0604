"""How many tasks of each type a run makes."""

from collections.abc import Iterable

from embrace3k.schema.tasks import TaskType

PUBLISHED = {
    TaskType.BASIC: 646,
    TaskType.EXPLORATION: 591,
    TaskType.DYNAMIC_SPATIAL_SEMANTIC: 686,
    TaskType.MULTI_STAGE: 644,
    TaskType.OPEN_DOOR: 226,
    TaskType.PICK_DROP: 628,
}
"""Tasks of the published v2 data set: the default proportions."""


def allocate(count: int, types: Iterable[TaskType] | None = None) -> dict[TaskType, int]:
    """`count` tasks in the published proportions by largest remainders; each type once if `count` allows it."""
    wanted = set(TaskType if types is None else types)
    chosen = [kind for kind in TaskType if kind in wanted]
    total = sum(PUBLISHED[kind] for kind in chosen)
    shares = {kind: divmod(count * PUBLISHED[kind], total) for kind in chosen}
    numbers = {kind: whole for kind, (whole, _) in shares.items()}
    missing = count - sum(numbers.values())
    for kind in sorted(chosen, key=lambda kind: -shares[kind][1])[:missing]:
        numbers[kind] += 1
    for kind in chosen:
        richest = max(chosen, key=lambda kind: numbers[kind])
        if numbers[kind] == 0 and numbers[richest] > 1:
            numbers[richest] -= 1
            numbers[kind] = 1
    return numbers


def in_turn(numbers: dict[TaskType, int]) -> list[TaskType]:
    """One of each type, then the next round: a run that is cut short has a bit of everything."""
    rounds = range(max(numbers.values(), default=0))
    return [kind for turn in rounds for kind, number in numbers.items() if turn < number]
