"""Measures over tables of verdict against verdict, and how sure they are.

The tables of whole trajectories are drawn again with replacement: the steps of one trajectory are judged in one go and
are not independent, so that drawing steps would give intervals that are too narrow. An interval is that of percentiles
(Efron and Tibshirani, An Introduction to the Bootstrap, 1993).
"""

from collections.abc import Callable, Sequence
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
    """A value with its interval at the report's `level`. Where there is no value or no interval, `gap` says why."""

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

    def estimates(
        self,
        measure: Measure,
        no_pairs: Sequence[Gap],
        undefined: Gap | None = None,
        by_library: Callable[[int, Floats], float] | None = None,
    ) -> list[Estimate]:
        """One for each question. The gaps say why there would be no value. What a library can give is the library's."""
        values, draws = measure(self.total), measure(self.draws)
        found = []
        for question, (value, trajectories) in enumerate(zip(values.tolist(), self.trajectories, strict=True)):
            if not trajectories:
                found.append(Estimate(gap=no_pairs[question]))
            elif isnan(value):
                found.append(Estimate(gap=undefined))
            else:
                value = by_library(question, self.total[question]) if by_library else value
                found.append(_estimate(value, draws[:, question], trajectories))
        return found


def shares_alike(tables: Floats) -> Floats:
    """Raw agreement: the share of pairs in which both say the same."""
    return _divide(np.trace(tables, axis1=-2, axis2=-1), tables.sum(axis=(-2, -1)))


def shares_alike_on(code: int) -> Measure:
    """Where one gave this verdict, the share of the others who gave it too; for tables with pairs both ways round."""
    return lambda tables: _divide(tables[..., code, code], tables[..., code, :].sum(axis=-1))


def alphas(tables: Floats) -> Floats:
    """Krippendorff's, nominal (Computing Krippendorff's Alpha-Reliability, 2011).

    The tables are coincidence matrices: pairs both ways round, weighed per answer.
    """
    return _beyond_chance(tables, tables.sum(axis=(-2, -1)) - 1)


def kappas(tables: Floats) -> Floats:
    """Cohen's, unweighted (A Coefficient of Agreement for Nominal Scales, 1960)."""
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
    ordered = np.sort(values)  # NaN comes last.
    defined = len(values) - int(np.isnan(values).sum())
    if defined < (1 - _MOST_UNDEFINED) * len(values):
        return None
    # As np.quantile has it, in a fifth of the time.
    places = (defined - 1) * np.array([(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    low, high = np.interp(places, np.arange(defined), ordered[:defined])
    return float(low), float(high)


def _estimate(value: float, draws: Floats, trajectories: int) -> Estimate:
    if trajectories < 2:
        return Estimate(value=value, gap=Gap.ONE_TRAJECTORY)
    found = interval(draws)
    return Estimate(value=value, low=found[0], high=found[1]) if found else Estimate(value=value, gap=Gap.RARE)


def _beyond_chance(tables: Floats, cases: Floats) -> Floats:
    """1 - observed / expected disagreement: alpha where the expectation draws without replacement, kappa with."""
    apart = 1.0 - np.eye(tables.shape[-1])
    ones, others = tables.sum(axis=-1), tables.sum(axis=-2)
    expected = ones.sum(axis=-1) * others.sum(axis=-1) - (ones * others).sum(axis=-1)
    return 1 - _divide(cases * (tables * apart).sum(axis=(-2, -1)), expected)


def _divide(parts: Floats, wholes: Floats) -> Floats:
    shares: Floats = np.divide(parts, wholes, out=np.full(np.shape(wholes), np.nan), where=wholes != 0)
    return shares
