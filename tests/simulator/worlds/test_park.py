"""What is special to parks; what every family promises is in test_families.py."""

import numpy as np
import pytest

from embrace3k.schema.poses import Pose
from embrace3k.simulator.worlds.families import park
from embrace3k.simulator.worlds.families.park.plan import draw_plan
from embrace3k.simulator.worlds.motion import Motion
from embrace3k.simulator.worlds.props import park_things, two_wheelers

pytestmark = pytest.mark.xdist_group("parks")
SEEDS = range(20)


@pytest.fixture(scope="module")
def parks():
    return [park.build(seed) for seed in SEEDS]


def stairs_of(world):
    """The flight up the bank, bottom step first: level steps below the terrace, as wide as each other."""
    terrace = world.region("terrace").floor_cm
    level = [slope for slope in world.slopes if slope.start_cm == slope.end_cm <= terrace + 1.0]
    return sorted((slope for slope in level if slope.half_y_cm == 95.0), key=lambda slope: slope.start_cm)


@pytest.mark.parametrize("aside_cm", [-60.0, 0.0, 60.0])
def test_the_stairs_to_the_terrace_are_free(parks, aside_cm):
    for world in parks:
        foot, top = stairs_of(world)[0], stairs_of(world)[-1]
        start_cm = foot.x_cm - foot.half_x_cm - 60.0
        motion, pose = Motion(world), Pose(start_cm, foot.y_cm + aside_cm, 88.0, 0.0, 0.0, 0.0)
        state, blocked_by = motion.advance(motion.start(pose), 0.0, top.x_cm + top.half_x_cm + 40.0 - start_cm)
        assert blocked_by is None, world.seed
        assert state.pose.z_cm == pytest.approx(88.0 + world.region("terrace").floor_cm), world.seed


def test_every_step_of_the_stairs_is_17_cm_high(parks):
    for world in parks:
        heights = [step.start_cm for step in stairs_of(world)]
        assert len(heights) in (5, 6)
        assert all(17.0 < high - low < 17.2 for low, high in zip(heights, heights[1:], strict=False))


def test_one_gets_up_the_bank_beside_the_stairs_too(parks):
    for world in parks:
        bank, stairs = world.slopes[0], stairs_of(world)[0]
        columns = [100.0 * east for east in draw_plan(np.random.default_rng(world.seed)).columns]
        other = max(columns, key=lambda y_cm: abs(y_cm - stairs.y_cm))
        motion, pose = Motion(world), Pose(bank.x_cm - bank.half_x_cm - 40.0, other, 88.0, 0.0, 0.0, 0.0)
        _, blocked_by = motion.advance(motion.start(pose), 0.0, 2 * bank.half_x_cm + 80.0)
        assert blocked_by is None, world.seed


def test_parks_have_a_pond_or_a_fountain_and_differ_in_their_order(parks):
    assert all(("pond" in names) != ("fountain" in names) for names in ({t.name for t in w.objects} for w in parks))
    assert len({tuple(sorted((r.name, r.polygon.outer[0]) for r in world.regions)) for world in parks}) == len(parks)


@pytest.mark.parametrize(
    ("mesh", "height"),
    [
        (park_things.park_bench((0.5, 0.3, 0.2)), 0.93), (park_things.park_lamp(), 3.42),
        (park_things.swing((0.7, 0.1, 0.1)), 2.3), (park_things.slide((0.9, 0.7, 0.1)), 2.18),
        (park_things.statue(), 2.95), (park_things.notice_board((0.3, 0.5, 0.3)), 1.87),
        (park_things.litter_bin((0.2, 0.5, 0.3)), 0.96), (two_wheelers.bicycle((0.7, 0.1, 0.1)), 1.06),
    ],
)  # fmt: skip
def test_what_stands_in_parks_has_the_height_of_the_real_thing(mesh, height):
    low, high = mesh.bounds()
    assert low[2] == pytest.approx(0.0, abs=0.02) and high[2] == pytest.approx(height, abs=0.06)
