"""Planted steps: who noticed how many, and how sure that is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from embrace3k.annotator.quality.attention import StepId, attention, wilson


class Probed(Struct, frozen=True):
    annotator: str
    trajectory_id: str
    step_index: int
    caught: bool


def test_hits_and_misses_are_counted_by_annotator_with_the_steps_missed():
    probes = [
        Probed("b", "t2", 1, False),
        Probed("b", "t1", 7, False),
        Probed("b", "t1", 3, True),
        Probed("a", "t1", 3, True),
    ]
    a, b = attention(probes)
    assert (a.annotator, a.caught, a.missed, a.rate, a.missed_steps) == ("a", 1, 0, 1.0, [])
    assert (b.annotator, b.caught, b.missed) == ("b", 1, 2)
    assert b.rate == pytest.approx(1 / 3)
    assert b.missed_steps == [StepId("t1", 7), StepId("t2", 1)]


def test_nobody_met_a_planted_step():
    assert attention([]) == []


@pytest.mark.parametrize(
    ("caught", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval_is_the_published_one(caught: int, of: int, low: float, high: float):
    """Newcombe, Two-Sided Confidence Intervals for the Single Proportion: Comparison of Seven Methods (1998)."""
    assert wilson(caught, of) == pytest.approx((low, high), abs=0.00005)


@given(st.integers(1, 300), st.data())
def test_the_interval_holds_the_share_and_mirrors_that_of_the_misses(of: int, data: st.DataObject):
    caught = data.draw(st.integers(0, of))
    low, high = wilson(caught, of)
    assert 0 <= low <= caught / of + 1e-12 and caught / of - 1e-12 <= high <= 1
    assert wilson(of - caught, of) == pytest.approx((1 - high, 1 - low))
