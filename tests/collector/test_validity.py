"""Drafts that are no tasks."""

from dataclasses import replace

import pytest

from embrace3k.collector.tasks.proposals import worth_going_to
from embrace3k.collector.tasks.sight import legible
from embrace3k.collector.tasks.validity import Proof, Reason, Refusal, prove
from embrace3k.collector.tasks.vantage import View
from embrace3k.schema.actions import PROFILES, Action
from embrace3k.schema.goals import AllOf, Near, Opened, Sequence
from embrace3k.simulator.worlds.motion import Motion
from embrace3k.tests.collector.tiny_worlds import door, pose, thing, world

V2 = PROFILES["v2"]
NEAR_TABLE, NEAR_LAMP = (Near(object=name, radius_cm=150.0) for name in ("table", "lamp"))
MOTION = Motion(world(thing("table", 200, 200), thing("lamp", 800, 800), door("gate", 500, 900)))


def start(x: float, y: float, yaw: float) -> View:
    return View(MOTION.start(pose(x, y, yaw)), {}, {})


@pytest.mark.parametrize("stages", [[NEAR_TABLE, NEAR_LAMP], [NEAR_LAMP, NEAR_TABLE]], ids=["first", "last"])
def test_a_sequence_that_starts_inside_one_of_its_stages_is_no_task(stages):
    refusal = prove(MOTION, start(320, 320, 45), Sequence(goals=stages), V2)
    assert isinstance(refusal, Refusal) and refusal.reason is Reason.ALREADY_DONE


def test_a_sequence_that_starts_outside_all_its_stages_is_one():
    proof = prove(MOTION, start(500, 500, 45), Sequence(goals=[NEAR_TABLE, NEAR_LAMP]), V2)
    assert isinstance(proof, Proof) and proof.actions.count(Action.MIDWAY_TARGET) == 1


def test_a_stage_of_several_parts_may_start_with_one_of_them():
    goal = AllOf(goals=[Near(object="gate", radius_cm=700.0), Opened(door="gate")])
    assert isinstance(prove(MOTION, start(500, 400, 0), goal, V2), Proof)


def test_what_is_hardly_to_be_seen_is_not_in_view_well_enough_to_be_sent_to():
    view = View(MOTION.start(pose(0, 0, 0)), {"table": 0.0015, "lamp": 0.002}, {})
    assert view.shows("table") and not view.shows_well("table") and view.shows_well("lamp")


def test_nobody_is_sent_to_what_lies_flat_or_hangs_overhead():
    table = MOTION.world.object("table")
    hung = replace(table, pose=table.pose._replace(z_cm=210.0))
    flat = replace(table, size_cm=(200.0, 100.0, 2.0))
    assert [worth_going_to(MOTION.world, each) for each in (table, hung, flat)] == [True, False, False]


def test_a_sign_is_read_from_its_front_alone():
    sign = thing("stop_sign", 500, 500, yaw=90)
    assert legible(sign, pose(500, 900)) and not legible(sign, pose(500, 100))
    assert legible(thing("table", 500, 500, yaw=90), pose(500, 100))
