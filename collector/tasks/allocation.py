"""How many tasks of each type a run makes."""

from collections.abc import Iterable

from embrace3k.schema.tasks import TaskType

PRESETS = {
    "v2": dict(zip(TaskType, (646, 591, 686, 644, 226, 628), strict=True)),
    "v1": dict(zip(TaskType, (50, 12, 13, 8, 5, 12), strict=True)),
}
"""Tasks of each type in the published v2 data set; per cent of them in v1's."""


def allocate(count: int, types: Iterable[TaskType] | None = None, preset: str = "v2") -> dict[TaskType, int]:
    """`count` tasks in the published proportions by largest remainders; each type once if `count` allows it."""
    published = PRESETS[preset]
    wanted = set(TaskType if types is None else types)
    chosen = [kind for kind in TaskType if kind in wanted]
    total = sum(published[kind] for kind in chosen)
    shares = {kind: divmod(count * published[kind], total) for kind in chosen}
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
