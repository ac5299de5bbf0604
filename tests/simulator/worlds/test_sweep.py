"""How far a swept camera gets."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embrace3k.simulator.worlds.model import Box
from embrace3k.simulator.worlds.sweep import swept

WALL = Box(500, 0, 10, 200, 0, 0, 250)
TURNED = Box(500, 0, 10, 200, 45, 0, 250)


def level(_x_cm, _y_cm):
    return 0.0


def ramp(x_cm, _y_cm):
    return max(0.0, x_cm) / 10


@pytest.mark.parametrize(
    ("start", "end", "stops"),
    [
        ((0, 0, 100), (1000, 0, 100), (454.9, 0, 100)),
        ((0, 0, 400), (1000, 0, 400), (1000, 0, 400)),
        ((0, 300, 100), (1000, 300, 100), (1000, 300, 100)),
        ((0, 0, 100), (400, 0, 100), (400, 0, 100)),
        ((500, 0, 1000), (500, 0, 0), (500, 0, 285.1)),
        ((0, 0, 1000), (0, 0, -1000), (0, 0, 35.1)),
        ((500, 0, 100), (1000, 0, 100), (1000, 0, 100)),
        ((0, 0, 100), (0, 0, 100), (0, 0, 100)),
    ],
    ids=["wall", "over it", "past it", "short of it", "on top", "ground", "out of it", "nowhere"],
)
def test_a_sweep_ends_before_what_is_in_the_way(start, end, stops):
    assert swept(start, end, 35.0, [WALL], level) == pytest.approx(stops, abs=1e-6)


def test_a_turned_wall_stops_it_where_it_stands():
    x_cm, y_cm, _ = swept((0, 0, 100), (1000, 0, 100), 35.0, [TURNED], level)
    assert (x_cm, y_cm) == pytest.approx((500 - 45 * math.sqrt(2) - 0.1, 0))


def test_the_ground_may_slope():
    assert swept((0, 0, 100), (10_000, 0, 100), 35.0, [], ramp) == pytest.approx((649.9, 0, 100), abs=1e-3)


@given(st.tuples(*[st.floats(-2000, 2000)] * 2, st.floats(36, 400)), st.tuples(*[st.floats(-2000, 2000)] * 2))
def test_two_sweeps_get_no_further_than_one(start, towards):
    """What stopped it the first time stops it again: it never begins inside of that."""
    boxes, end = [WALL, TURNED], (*towards, 100.0)
    once = swept(start, end, 35.0, boxes, level)
    assert math.dist(swept(once, end, 35.0, boxes, level), once) < 0.11 or once == end
