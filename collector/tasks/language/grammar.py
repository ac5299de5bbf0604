"""A small generative grammar: `<rule>` is replaced by one of the rule's wordings, `{slot}` by a name.

A template is a sentence whose slots are still open; it is what is counted when sentences are compared.
"""

import random
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

Rules = Mapping[str, Sequence[str]]
Slots = Mapping[str, str]

_RULE = re.compile(r"<(\w+)>")
_SLOT = re.compile(r"\{(\w+)\}")
_SENTENCE_START = re.compile(r"(^|[.?!]\s+)([a-z])")


class Wording(NamedTuple):
    """A finished instruction, and the template that it was made from."""

    text: str
    template: str


class Grammar:
    """`forms` are the whole sentences of one task type; `rules` what they are put together from."""

    def __init__(self, forms: Sequence[str], rules: Rules) -> None:
        self._forms, self._rules = tuple(forms), rules
        for form in [*forms, *(wording for wordings in rules.values() for wording in wordings)]:
            unknown = [name for name in _RULE.findall(form) if name not in rules]
            if unknown:
                raise ValueError(f"{form!r} speaks of rules that do not exist: {unknown}")
        self._slots = {form: self._needs(form) for form in forms}

    def draw(self, slots: Slots, rng: random.Random) -> Wording:
        """One sentence of those whose slots can all be filled. Forms that can be told in more ways come more often."""
        forms = [form for form in self._forms if self._slots[form] <= slots.keys()]
        weights = [self._ways(form) ** 0.5 for form in forms]
        [form] = rng.choices(forms, weights)
        while found := _RULE.search(form):
            # Nobody says "first walk to the one, then walk to the other".
            others = [wording for wording in self._rules[found[1]] if wording not in form]
            form = form[: found.start()] + rng.choice(others or self._rules[found[1]]) + form[found.end() :]
        return Wording(sentence_case(form.format_map(slots)), sentence_case(form))

    def templates(self, slots: Sequence[str]) -> int:
        """How many templates there are for a task that can fill these slots."""
        return sum(self._ways(form) for form in self._forms if self._slots[form] <= set(slots))

    def _needs(self, form: str) -> frozenset[str]:
        """Slots of the form and of everything that it may be spelled out with."""
        wordings = (wording for name in _RULE.findall(form) for wording in self._rules[name])
        return frozenset(_SLOT.findall(form)).union(*(self._needs(wording) for wording in wordings))

    def _ways(self, form: str) -> int:
        return _ways(form, tuple((name, tuple(wordings)) for name, wordings in self._rules.items()))


@lru_cache(maxsize=4096)
def _ways(form: str, rules: tuple[tuple[str, tuple[str, ...]], ...]) -> int:
    ways = 1
    for name in _RULE.findall(form):
        ways *= sum(_ways(wording, rules) for wording in dict(rules)[name])
    return ways


def sentence_case(text: str) -> str:
    """Every sentence starts with a capital; nothing else changes."""
    return _SENTENCE_START.sub(lambda found: found[1] + found[2].upper(), text)
