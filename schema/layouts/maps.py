"""v2's `maps.json`: what the public evaluator must know of each map that it may load.

We write it for embedded worlds alone. What an Unreal map needs (its exposure, its warm-up) stands in the published
file, which `import` does not read and we do not guess.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from embrace3k.schema.layouts.documents import dump, javascript_number
from embrace3k.schema.tasks import Task

NAME = "maps.json"


def compose(tasks: Iterable[Task]) -> bytes | None:
    """Each embedded world once, in the order of names; it starts where its first task starts. None without any."""
    first: dict[str, Task] = {}
    for task in sorted(tasks, key=lambda task: task.id):
        if task.scene.seed is not None:
            first.setdefault(task.scene.map_name, task)
    maps = [_entry(name, first[name]) for name in sorted(first)]
    return dump({"maps": maps}, last_newline=True) if maps else None


def _entry(name: str, task: Task) -> Mapping[str, Any]:
    return {
        "name": name,
        "display": f"{task.scene.name} {task.scene.seed}",
        "exposure_offset": 0,
        "warm_up_frames": 0,
        "character_init_pose": [javascript_number(value) for value in task.start_pose],
    }
