"""Start poses: useful views, spread as the measure says, and the same ones every time."""

import json
import math
import random
from dataclasses import replace
from itertools import combinations, islice
from statistics import mean

import pytest
import simplejpeg

from embrace3k.collector.errors import TooFewPoses
from embrace3k.collector.tasks.pose_files import write_poses
from embrace3k.collector.tasks.pose_sampling import CM_PER_DEG, PosePool, is_useful, shares_of
from embrace3k.schema.goals import Polygon
from embrace3k.schema.poses import Pose, wrap_deg
from embrace3k.schema.tasks import Scene
from embrace3k.simulator.worlds.catalogue import build_world
from embrace3k.simulator.worlds.model import Region
from embrace3k.simulator.worlds.motion import BODY_CM, EYE_CM, Motion
from embrace3k.simulator.worlds.renderer import Renderer

COUNT = 24


@pytest.fixture(scope="module")
def world():
    return build_world("family-house", 0)


@pytest.fixture(scope="module")
def renderer(light_cache):
    made = Renderer(160, 120, supersample=1.0, cache_dir=light_cache)
    yield made
    made.close()


@pytest.fixture(scope="module")
def pool(world, renderer):
    return PosePool(world, renderer, seed=3, size=80)


def difference_cm(one: Pose, other: Pose) -> float:
    turn_deg = abs(wrap_deg(one.yaw_deg - other.yaw_deg))
    return math.hypot(one.x_cm - other.x_cm, one.y_cm - other.y_cm, CM_PER_DEG * turn_deg)


def test_the_measures_reported_are_those_of_the_poses(pool):
    taken = [start.pose for start in islice(pool, COUNT)]
    spread = pool.spread(COUNT)
    alike = min(difference_cm(one, other) for one, other in combinations(taken, 2))
    covered = max(min(difference_cm(start.pose, pose) for pose in taken) for start in pool.useful)
    assert (spread.min_distance_cm, spread.coverage_cm) == (round(alike, 1), round(covered, 1))


def test_poses_lie_farther_apart_than_poses_drawn_at_random(pool):
    rng, useful = random.Random(0), [start.pose for start in pool.useful]
    draws = [rng.sample(useful, COUNT) for _ in range(20)]
    alike = mean(min(difference_cm(one, other) for one, other in combinations(drawn, 2)) for drawn in draws)
    covered = mean(max(min(difference_cm(pose, near) for near in drawn) for pose in useful) for drawn in draws)
    spread = pool.spread(COUNT)
    assert spread.min_distance_cm > 1.3 * alike and spread.coverage_cm < 0.85 * covered


def test_small_rooms_have_their_poses_beside_a_big_garden(pool, world):
    regions = {start.region for start in pool.useful}
    first = [start.region for start in islice(pool, COUNT)]
    assert len(set(first)) >= 0.8 * len(regions)
    assert sum(world.region(name).indoor for name in first) >= COUNT // 6
    assert all(world.region(start.region).contains(start.pose.x_cm, start.pose.y_cm) for start in pool.useful)


def test_the_first_poses_are_the_same_however_many_are_taken(pool, world, renderer):
    again = PosePool(world, renderer, seed=3, size=80)
    assert list(islice(again, 5)) == list(islice(pool, 5))
    assert list(PosePool(world, renderer, seed=4, size=5)) != list(islice(pool, 5))


def test_every_view_is_useful_and_every_pose_can_be_stood_at(pool, world, renderer):
    motion = Motion(world)
    for start in islice(pool, COUNT):
        assert motion.free(start.pose.x_cm, start.pose.y_cm, motion.start(start.pose))
        assert start.pose.z_cm == world.ground_cm(start.pose.x_cm, start.pose.y_cm) + BODY_CM
        assert len(start.things) >= 2


def test_a_view_of_a_wall_from_close_by_is_not_useful(world, renderer):
    renderer.load(world)
    bedroom = world.region("bedroom").polygon.outer
    corner = Pose(max(x for x, _ in bedroom) - 45.0, min(y for _, y in bedroom) + 150.0, EYE_CM, 0.0, 0.0, 0.0)
    seen = renderer.render(corner, rgb=False, mask=True, depth=True)
    assert not is_useful(seen, shares_of(seen, world))


def test_a_folder_of_poses_has_a_view_of_each_at_the_end_of_which_stands_the_list(world, renderer, tmp_path):
    scene = Scene(name="family-house", seed=0, version=world.version)
    made = write_poses(world, scene, renderer, tmp_path / "poses", seed=0, count=4)
    document = json.loads((tmp_path / "poses/poses.json").read_text())
    assert [entry["view"] for entry in document["poses"]] == ["000.jpg", "001.jpg", "002.jpg", "003.jpg"]
    assert document["spread"]["min_distance_cm"] == made.spread.min_distance_cm > 100.0
    sizes = {simplejpeg.decode_jpeg_header((tmp_path / "poses" / each.view).read_bytes())[:2] for each in made.poses}
    assert sizes == {(120, 160)}


def test_a_world_with_too_few_useful_poses_says_how_many_it_has(world, renderer, tmp_path):
    desk = world.object("desk")
    on_it = Region("top", "top", Polygon(outer=desk.footprint(desk.pose).corners()), 0.0, True)
    with pytest.raises(TooFewPoses, match="only 0 useful poses"):
        write_poses(replace(world, regions=(on_it,)), Scene(name="desk"), renderer, tmp_path / "poses", seed=0, count=1)
    assert not (tmp_path / "poses").exists()
