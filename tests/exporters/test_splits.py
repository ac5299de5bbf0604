"""Whole worlds fall into splits, stay where they are, and nothing is seen twice."""

import msgspec
import pytest

from embrace3k.exporters.errors import SplitLeak
from embrace3k.exporters.plan import choose_bin
from embrace3k.exporters.splits import DEFAULT_POLICY, LeakGate, group_of, split_of
from embrace3k.schema.releases import SplitPolicy
from embrace3k.schema.tasks import Scene
from embrace3k.tests.exporters.records import Home, add_episode

GROUPS = [f"family-house_{seed:04d}" for seed in range(2000)]


def test_the_shares_come_out_about_right():
    splits = [split_of(group, DEFAULT_POLICY) for group in GROUPS]
    assert [round(splits.count(name) / 2000, 1) for name in ("train", "val", "test")] == [0.8, 0.1, 0.1]


def test_another_salt_gives_another_split():
    other = SplitPolicy(salt="other", shares=DEFAULT_POLICY.shares)
    assert [split_of(group, DEFAULT_POLICY) for group in GROUPS] != [split_of(group, other) for group in GROUPS]


def test_a_split_without_a_share_gets_nothing():
    policy = SplitPolicy(salt="s", shares={"train": 1.0, "test": 1.0})
    assert {split_of(group, policy) for group in GROUPS} == {"train", "test"}


def test_one_more_bin_moves_episodes_only_into_it():
    before = {group: choose_bin(group, 4) for group in GROUPS}
    after = {group: choose_bin(group, 5) for group in GROUPS}
    moved = [group for group in GROUPS if before[group] != after[group]]
    assert {after[group] for group in moved} == {4}
    assert 300 < len(moved) < 500


def test_two_versions_of_a_world_are_one_group():
    assert group_of(Scene(name="yard", seed=3, version="a")) == group_of(Scene(name="yard", seed=3, version="b"))


def test_a_world_in_two_splits_is_refused(home: Home):
    gate = LeakGate()
    gate.admit(home.trajectories[0], "train")
    with pytest.raises(SplitLeak, match="world family-house_0000 is in train .* and in test"):
        gate.admit(add_episode(home, 8), "test")


def test_a_task_in_two_splits_is_refused(home: Home):
    gate, first = LeakGate(), home.trajectories[0]
    gate.admit(first, "train")
    moved = msgspec.structs.replace(first, scene=Scene(name="yard", seed=1))
    with pytest.raises(SplitLeak, match="task task-000"):
        gate.admit(moved, "val")


def test_a_picture_in_two_splits_is_refused(home: Home):
    gate, first = LeakGate(), home.trajectories[0]
    gate.admit(first, "train")
    moved = msgspec.structs.replace(first, scene=Scene(name="yard", seed=1), task_id="another")
    with pytest.raises(SplitLeak, match="frame [0-9a-f]{64}"):
        gate.admit(moved, "val")


def test_the_same_split_again_is_fine(home: Home):
    gate = LeakGate()
    for _ in range(2):
        gate.admit(home.trajectories[0], "train")
