"""Choices that a seed draws. A mapping is a choice among its keys."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

import numpy as np

Choice = TypeVar("Choice")
Name = TypeVar("Name")


def one(rng: np.random.Generator, choices: Iterable[Choice]) -> Choice:
    known = list(choices)
    return known[int(rng.integers(len(known)))]


def shuffled(rng: np.random.Generator, choices: Iterable[Choice]) -> list[Choice]:
    known = list(choices)
    return [known[int(index)] for index in rng.permutation(len(known))]


def some(rng: np.random.Generator, named: Mapping[Name, Choice], count: int) -> list[tuple[Name, Choice]]:
    """Different ones, as long as there are."""
    order = shuffled(rng, named.items())
    return [order[number % len(order)] for number in range(count)]
