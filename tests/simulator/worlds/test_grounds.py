"""Ground that one climbs."""

import pytest

from embrace3k.simulator.worlds.construction.grounds import lay_stairs
from embrace3k.simulator.worlds.construction.site import Area, Site


@pytest.mark.parametrize(
    ("rise_m", "count"), [(0.05, 1), (0.18, 1), (0.19, 2), (0.32, 2), (0.36, 2), (0.54, 3), (0.9, 5), (1.2, 7)]
)
def test_stairs_have_as_few_steps_as_18_cm_each_allow(rise_m, count):
    site = Site()
    lay_stairs(site, Area(0.0, 0.0, 1.0, 3.0), "north", 0.4, 0.4 + rise_m, "concrete")
    heights = [40.0, *(step.start_cm for step in site.slopes)]
    rises = [high - low for low, high in zip(heights, heights[1:], strict=False)]
    assert len(rises) == count and rises == pytest.approx([100 * rise_m / count] * count, abs=0.01)
