"""Difficulty facts are counted from a plan, the view it starts with, and the world."""

import pytest

from embrace3k.collector.tasks.difficulty import difficulty_of, distractors, straight_distance_cm
from embrace3k.collector.tasks.validity import Proof
from embrace3k.collector.tasks.vantage import View
from embrace3k.schema.actions import PROFILES, Action
from embrace3k.schema.poses import Pose
from embrace3k.simulator.worlds.catalogue import build_world
from embrace3k.simulator.worlds.motion import Motion
from embrace3k.tests.collector.tiny_worlds import door, thing, wall, world

V2 = PROFILES["v2"]
START = Pose(200.0, 450.0, 88.0, 0.0, 0.0, 0.0)


def gated_world():
    """A wall along y at x = 500 with a gate in it, and a box on each side."""
    walls = (wall(495, 0, 505, 400), wall(495, 500, 505, 1000))
    return world(thing("box", 225, 800), thing("far_box", 800, 450), door("gate", 500, 402.5), walls=walls)


def proof(place, actions, shares) -> Proof:
    motion = Motion(place)
    states = [motion.start(START)]
    for action in actions:
        states.append(motion.apply(states[-1], action, V2).state)
    return Proof(list(actions), states, View(states[0], shares, dict.fromkeys(shares, 0.5)))


def test_turns_doors_and_the_way_are_those_of_the_plan():
    actions = [Action.TURN_LEFT, Action.TURN_RIGHT, Action.MOVE_FORWARD, Action.OPEN_DOOR, Action.FINISH]
    facts = difficulty_of(gated_world(), ["gate"], proof(gated_world(), actions, {}))
    assert (facts.turns, facts.doors_on_the_way) == (2, 1)
    assert facts.path_length_cm == pytest.approx(V2.forward_cm, abs=0.01)


def test_only_targets_that_fill_a_thousandth_of_the_view_count_as_visible():
    shown = proof(gated_world(), [Action.FINISH], {"box": 0.002, "far_box": 0.0005})
    assert difficulty_of(gated_world(), ["box", "far_box"], shown).targets_visible_at_start == 1


def test_distractors_are_counted_in_view_and_in_the_world():
    house = build_world("family-house", 0)
    trees = [each for each in house.objects if each.category == "tree"]
    shown = proof(gated_world(), [Action.FINISH], {trees[1].name: 0.0001, "red_car": 0.1})
    facts = difficulty_of(house, [trees[0].name], shown)
    assert (facts.distractors_in_view, facts.distractors_in_world) == (1, len(trees) - 1)


def test_the_noun_alone_decides_what_could_be_taken_for_the_target():
    house = build_world("family-house", 0)
    others = {other.name for other in distractors(house, house.object("red_car"))}
    assert others == {"blue_car"}


def test_the_straight_distance_goes_from_edge_to_edge_through_all_targets():
    place = gated_world()
    box, far = place.object("box"), place.object("far_box")
    assert straight_distance_cm(START, [far]) == pytest.approx(800 - 25 - 200)
    both = straight_distance_cm(START, [box, far])
    assert both == pytest.approx((800 - 25 - 450) + ((800 - 25 - 250) ** 2 + (775 - 475) ** 2) ** 0.5)
