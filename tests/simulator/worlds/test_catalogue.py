import subprocess
import sys

import pytest

from embrace3k.simulator.errors import WorldNotFound
from embrace3k.simulator.worlds.catalogue import build_world, families


def test_every_listed_family_can_be_built():
    for family in families():
        assert build_world(family.name, 0).family == family.name
        assert family.summary


def test_the_same_world_is_built_once():
    assert build_world("family-house", 3) is build_world("family-house", 3)


def test_an_unknown_family_is_answered_with_the_known_ones():
    with pytest.raises(WorldNotFound, match="'castle'.*family-house"):
        build_world("castle", 0)


def test_seeds_count_up_from_zero():
    with pytest.raises(WorldNotFound, match="-1"):
        build_world("family-house", -1)


def test_another_process_builds_the_same_world():
    code = "from embrace3k.simulator.worlds.catalogue import build_world; print(build_world('family-house', 5).version)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == build_world("family-house", 5).version
