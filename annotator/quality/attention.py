"""How many planted steps each annotator noticed."""

from collections.abc import Iterable
from math import sqrt
from statistics import NormalDist
from typing import Protocol

from msgspec import Struct

from embrace3k.annotator.quality.resampling import LEVEL

_Z = NormalDist().inv_cdf((1 + LEVEL) / 2)


class Probe(Protocol):
    """What one annotator said of one planted step."""

    @property
    def annotator(self) -> str: ...
    @property
    def trajectory_id(self) -> str: ...
    @property
    def step_index(self) -> int: ...
    @property
    def caught(self) -> bool: ...


class StepId(Struct, frozen=True, order=True):
    trajectory_id: str
    step_index: int


class Attention(Struct, frozen=True, kw_only=True):
    """One annotator's planted steps, with the rate caught and its Wilson interval at LEVEL."""

    annotator: str
    caught: int
    missed: int
    rate: float
    low: float
    high: float
    missed_steps: list[StepId]


def attention(probes: Iterable[Probe]) -> list[Attention]:
    """By name; annotators who met no planted step are not in it."""
    by_annotator: dict[str, list[Probe]] = {}
    for probe in probes:
        by_annotator.setdefault(probe.annotator, []).append(probe)
    return [_attention(name, met) for name, met in sorted(by_annotator.items())]


def wilson(caught: int, of: int) -> tuple[float, float]:
    """The score interval of a share (E. B. Wilson, Probable Inference, the Law of Succession, and Statistical
    Inference, 1927).

    It holds for few cases and for shares of 0 and 1, where the common formula gives an interval of no width.
    """
    share, square = caught / of, _Z * _Z / of
    middle = (share + square / 2) / (1 + square)
    half = sqrt(square * share * (1 - share) + square * square / 4) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)


def _attention(annotator: str, met: list[Probe]) -> Attention:
    missed = sorted(StepId(probe.trajectory_id, probe.step_index) for probe in met if not probe.caught)
    caught = len(met) - len(missed)
    low, high = wilson(caught, len(met))
    return Attention(
        annotator=annotator,
        caught=caught,
        missed=len(missed),
        rate=caught / len(met),
        low=low,
        high=high,
        missed_steps=missed,
    )
