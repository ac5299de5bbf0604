"""Bounds against plain relaxation of all numbers, on a small grid with walls and a gate."""

import numpy as np
import numpy.typing as npt
import pytest

from embrace3k.collector.lower_bounds import (
    HEADINGS,
    MOST_ACTIONS,
    TURN,
    Bits,
    Cells,
    Gate,
    LowerBound,
    Steps,
    as_bits,
)

CELLS = Cells(0.0, 0.0, 24, 18)
SIZE = CELLS.nx * CELLS.row_bits
GATE = Gate((125.0, 115.0), (125.0, 185.0))
"""Across the one way through the wall."""
Numbers = npt.NDArray[np.int64]


@pytest.fixture(scope="module")
def steps() -> Steps:
    """A wall across, with one way through, and walls around; one corner is shut off."""
    clearance = np.zeros((CELLS.nx, CELLS.ny), np.float32)
    clearance[1:-1, 1:-1] = 60.0
    clearance[12, :12] = 0.0
    clearance[:4, 14:] = 0.0
    return Steps(CELLS, clearance, radius_cm=25.0, forward_cm=45.0, first_yaw_deg=2.0)


def ending_at(ix: int, iy: int) -> Bits:
    """In one cell, with one heading of three."""
    cell = np.zeros((CELLS.nx, CELLS.ny), np.bool_)
    cell[ix, iy] = True
    return [as_bits(cell) if heading % 3 == 0 else 0 for heading in range(HEADINGS)]


def mask(bits: Bits) -> npt.NDArray[np.bool_]:
    """(headings, bits)."""
    return np.array([[number >> bit & 1 for bit in range(SIZE)] for number in bits], np.bool_)


def relaxed(steps: Steps, ends: Bits, after: Numbers | int, gates: list[Gate]) -> Numbers:
    """The least number for each heading and bit, made smaller until no action makes one smaller."""
    least: Numbers = np.where(mask(ends), 1 + after, MOST_ACTIONS + 1)
    passes, cost = mask(steps.open), 1 + mask(steps.through(gates))
    while True:
        before = least.copy()
        for turn in (TURN, -TURN):
            np.minimum(least, 1 + np.roll(before, turn, 0), out=least)
        padded = np.pad(least, ((0, 0), (SIZE, SIZE)), constant_values=MOST_ACTIONS + 1)
        for heading, shift in enumerate(steps.shifts):
            for corner in (0, 1, CELLS.row_bits, CELLS.row_bits + 1):
                there = padded[heading, SIZE + shift + corner :][:SIZE] + cost[heading]
                least[heading] = np.where(passes[heading], np.minimum(least[heading], there), least[heading])
        if np.array_equal(least, before):
            return least


def all_of(bound: LowerBound) -> list[list[int]]:
    return [[bound.least(heading, bit) for bit in range(SIZE)] for heading in range(HEADINGS)]


def test_bounds_are_those_of_plain_relaxation(steps: Steps):
    """Of two stages, the first of which has a gate to open."""
    last = LowerBound(steps, ending_at(20, 12), 1, None)
    first = LowerBound(steps, ending_at(3, 4), 1, last, [GATE])
    numbers = relaxed(steps, ending_at(20, 12), 0, [])
    assert all_of(first) == relaxed(steps, ending_at(3, 4), numbers, [GATE]).tolist()
    assert all_of(last) == numbers.tolist()


def test_a_state_from_which_nothing_leads_to_the_end_has_more_than_the_most(steps: Steps):
    bound = LowerBound(steps, [0] * HEADINGS, 1, None)
    assert bound.least(0, 0) == MOST_ACTIONS + 1
