import numpy as np
import pytest

from embrace3k.simulator.worlds.triangles import DepthMaker, runs_of


def drawn(numbers):
    """As they stand in the picture, with an alpha that tells nothing."""
    return (np.array(numbers, "<u4") | 255 << 24).view(np.uint8).reshape(*np.shape(numbers), 4)


@pytest.mark.parametrize("numbers", [[[5, 5, 0], [0, 7, 7]], [[1]], [[70000, 70000], [70000, 3]]])
def test_runs_spread_back_to_the_numbers_that_were_drawn(numbers):
    runs = runs_of(drawn(numbers))
    assert runs.spread(runs.numbers).tolist() == numbers


def test_a_run_ends_with_its_row():
    runs = runs_of(drawn([[4, 4], [4, 4]]))
    assert (runs.numbers.tolist(), runs.rows.tolist(), runs.lengths.tolist()) == ([4, 4], [0, 1], [2, 2])


def test_depth_follows_the_planes_of_the_runs():
    affine = np.array([(0, 0.1), (0, 0.5), (0, 0.2)], np.float32)
    depth_cm = DepthMaker(4, 2, 90).depth_cm(runs_of(drawn([[0, 1, 1, 1], [1, 1, 1, 1]])), affine)
    right, up = np.meshgrid([-0.75, -0.25, 0.25, 0.75], [0.25, -0.25])
    expected = 100 / (0.1 * right + 0.5 + 0.2 * up)
    assert np.isinf(depth_cm[0, 0])
    assert depth_cm.ravel()[1:] == pytest.approx(expected.ravel()[1:])
