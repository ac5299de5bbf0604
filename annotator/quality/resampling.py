"""Measures over tables of verdict against verdict, and how sure they are.

The tables of whole trajectories are drawn again with replacement: the steps of one trajectory are judged in one go and
are not independent, so that drawing steps would give intervals that are too narrow. An interval is that of percentiles
(Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import isnan
from typing import Self

import numpy as np
from msgspec import Struct

from embrace3k.annotator.quality.pairs import Floats, Ints

RESAMPLES = 1000
LEVEL = 0.95
_SEED = 3
_BLOCK = 2_000_000
"""Trajectories drawn at once: 16 MB for their numbers, however many there are."""
_MOST_UNDEFINED = 0.05

Measure = Callable[[Floats], Floats]
"""From tables (..., N, N) to values (...); NaN where a value does not exist."""


class Gap(StrEnum):
    """Why a value, or only its interval, does not exist."""

    NOT_ANSWERED = "not_answered"
    ONE_ANNOTATOR = "one_annotator"
    NO_OVERLAP = "no_overlap"
    ONE_VERDICT = "one_verdict"
    NEVER_GIVEN = "never_given"
    ONE_TRAJECTORY = "one_trajectory"
    RARE = "rare"


GAP_WORDS = {
    Gap.NOT_ANSWERED: "nobody answered",
    Gap.ONE_ANNOTATOR: "only one annotator",
    Gap.NO_OVERLAP: "no step in common",
    Gap.ONE_VERDICT: "one and the same verdict everywhere",
    Gap.NEVER_GIVEN: "nobody gave this verdict",
    Gap.ONE_TRAJECTORY: "no interval from one trajectory",
    Gap.RARE: "no interval: what tells agreement from chance is in too few trajectories",
}


class Estimate(Struct, frozen=True, kw_only=True):
    """A value with its interval at LEVEL. Where value or interval is None, `gap` says why."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    gap: Gap | None = None


@dataclass(frozen=True)
class Sums:
    """Tables (Q, N, N) summed over all trajectories and over each resample of them: all questions in one draw."""

    total: Floats
    draws: Floats
    trajectories: Ints
    """By question, those that have a pair."""

    @classmethod
    def of(cls, tables: Floats) -> Self:
        """Tables (trajectories, Q, N, N)."""
        return cls(tables.sum(axis=0), resampled(tables), tables.any(axis=(2, 3)).sum(axis=0))

    def estimate(
        self,
        question: int,
        measure: Measure,
        no_pairs: Gap,
        undefined: Gap | None = None,
        by_library: Callable[[Floats], float] | None = None,
    ) -> Estimate:
        """The gaps say why there would be no value. A value that a library can give is the library's."""
        table = self.total[question]
        if not self.trajectories[question]:
            return Estimate(gap=no_pairs)
        value = float(measure(table))
        if isnan(value):
            return Estimate(gap=undefined)
        if by_library:
            value = by_library(table)
        if self.trajectories[question] < 2:
            return Estimate(value=value, gap=Gap.ONE_TRAJECTORY)
        found = interval(measure(self.draws[:, question]))
        return Estimate(value=value, low=found[0], high=found[1]) if found else Estimate(value=value, gap=Gap.RARE)


def shares_alike(tables: Floats) -> Floats:
    """Raw agreement: the share of pairs in which both say the same."""
    return _divide(np.trace(tables, axis1=-2, axis2=-1), tables.sum(axis=(-2, -1)))


def shares_alike_on(code: int) -> Measure:
    """Where one gave this verdict, the share of the others who gave it too; for tables with pairs both ways round."""
    return lambda tables: _divide(tables[..., code, code], tables[..., code, :].sum(axis=-1))


def alphas(tables: Floats) -> Floats:
    """Krippendorff's, nominal. The tables are coincidence matrices: pairs both ways round, weighed per answer."""
    return _beyond_chance(tables, tables.sum(axis=(-2, -1)) - 1)


def kappas(tables: Floats) -> Floats:
    """Cohen's, unweighted."""
    return _beyond_chance(tables, tables.sum(axis=(-2, -1)))


def resampled(tables: Floats) -> Floats:
    """RESAMPLES sums over the first axis, which is that of trajectories. Each call draws from the same seed."""
    count, random = len(tables), np.random.default_rng(_SEED)
    if not count:
        return np.zeros((RESAMPLES, *tables.shape[1:]))
    flat, rows = tables.reshape(count, -1), max(1, _BLOCK // count)
    sums = []
    for start in range(0, RESAMPLES, rows):
        drawn = random.integers(count, size=(min(rows, RESAMPLES - start), count))
        row_starts = count * np.arange(len(drawn))[:, None]
        times = np.bincount((drawn + row_starts).ravel(), minlength=drawn.size).reshape(drawn.shape)
        sums.append(times.astype(np.float64) @ flat)
    return np.concatenate(sums).reshape(RESAMPLES, *tables.shape[1:])


def interval(values: Floats) -> tuple[float, float] | None:
    """Of a measure's values over resamples; None where more than one in twenty of them does not exist."""
    defined = values[~np.isnan(values)]
    if len(defined) < (1 - _MOST_UNDEFINED) * len(values):
        return None
    low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def _beyond_chance(tables: Floats, cases: Floats) -> Floats:
    """1 - observed / expected disagreement: alpha where the expectation draws without replacement, kappa with."""
    apart = 1.0 - np.eye(tables.shape[-1])
    expected = (tables.sum(axis=-1)[..., :, None] * tables.sum(axis=-2)[..., None, :] * apart).sum(axis=(-2, -1))
    return 1 - _divide(cases * (tables * apart).sum(axis=(-2, -1)), expected)


def _divide(parts: Floats, wholes: Floats) -> Floats:
    shares: Floats = np.divide(parts, wholes, out=np.full(np.shape(wholes), np.nan), where=wholes != 0)
    return shares
