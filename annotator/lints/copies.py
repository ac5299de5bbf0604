"""A text that is its neighbour's again, or nearly so, once case, punctuation and spaces are put aside."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from embrace3k.annotator.lints.codes import Lint, LintCode, lint_at

_SAME_PAIRS = 0.85
"""Part of the pairs of words in a row that both texts share. One other word in ten leaves less, one in forty more."""
_ALMOST = 0.999
_WORD = re.compile(r"\w+")


def lint_copies(text: str, previous: str | None, following: str | None) -> Iterator[Lint]:
    words = _words(text)
    for neighbour, which in ((previous, "before"), (following, "after")):
        likeness = _likeness(words, _words(neighbour)) if words and neighbour else 0.0
        if likeness >= _SAME_PAIRS:
            same = "the same as" if likeness == 1.0 else "nearly the same as"
            message = f"This is {same} the text of the step {which}; say what is different now."
            yield lint_at(LintCode.COPY, message, len(text) - len(text.lstrip()), len(text.rstrip()))


# While somebody types, the texts around stay what they are.
@lru_cache(maxsize=256)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))


@lru_cache(maxsize=256)
def _pairs(words: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(words))


def _likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """1.0 is for equal words in equal order only; below that, the part of all pairs that both have."""
    if one == other:
        return 1.0
    mine, theirs = _pairs(one), _pairs(other)
    return min(len(mine & theirs) / len(mine | theirs), _ALMOST) if mine or theirs else 0.0
