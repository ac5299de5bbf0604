"""What an export did, and what its format could not carry."""

import re
from collections import Counter
from collections.abc import Callable, Iterable

from msgspec import Struct

OnProgress = Callable[[int, int], None]
"""Episodes done, and in all."""
_COUNT_OF_ONE = re.compile(r" \(\d+ steps?\)$")
"""What a layout says of one episode, and what would be wrong of all of them."""


class ExportLoss(Struct, frozen=True, kw_only=True):
    code: str
    message: str
    episodes: int
    """In how many this got lost."""


class ExportSummary(Struct, frozen=True, kw_only=True):
    format: str
    episodes: int
    steps: int
    frames: int
    losses: list[ExportLoss]


def sum_up(losses: Iterable[tuple[str, str]]) -> list[ExportLoss]:
    """From one (code, message) per episode and kind to one entry per kind, sorted by code."""
    messages, episodes = dict[str, str](), Counter[str]()
    for code, message in losses:
        messages.setdefault(code, _COUNT_OF_ONE.sub("", message))
        episodes[code] += 1
    return [ExportLoss(code=code, message=messages[code], episodes=episodes[code]) for code in sorted(messages)]
