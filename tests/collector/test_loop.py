"""The loop, driven by scripts through the toy yard."""

import pytest

from embrace3k.collector.drivers import ScriptDriver
from embrace3k.collector.errors import AlreadySolved, NothingDone, ReplayDiffers
from embrace3k.collector.journal import Journal
from embrace3k.collector.loop import STEP_LIMIT, run_episode
from embrace3k.schema.actions import Action
from embrace3k.schema.codec import digest
from embrace3k.schema.goals import Near
from embrace3k.schema.goals import Sequence as Stages
from embrace3k.schema.trajectories import StepOutcome
from embrace3k.simulator.errors import SimulatorLost
from embrace3k.tests.collector.toy import Yard, yard_footprints, yard_header, yard_task

FETCH = [Action.MOVE_FORWARD, Action.TURN_LEFT, Action.TURN_RIGHT, Action.PICK, Action.FINISH]


def record(folder, actions, *, task=None, simulator=None, on_step=None):
    task, driver = task or yard_task(), ScriptDriver(actions)
    header = yard_header(task, driver)
    folder.mkdir(exist_ok=True)
    with Journal(folder / "a.journal", header) as journal:
        return run_episode(simulator or Yard(), task, driver, journal, on_step, footprints=yard_footprints)


def test_an_episode_holds_what_was_seen_before_each_action_and_after_the_last(tmp_path):
    trajectory = record(tmp_path, FETCH)
    assert [step.action for step in trajectory.steps] == FETCH
    assert [pose.x_cm for pose in trajectory.poses()] == [0.0] + [125.859] * 5
    assert len(trajectory.frames()) == len(FETCH) + 1
    assert trajectory.final.state.holding == "ball"


def test_reaching_the_goal_and_finishing_is_success(tmp_path):
    result = record(tmp_path, FETCH).result
    assert (result.success, result.stages, result.ended_by) == (True, [True], "finish")


def test_reaching_the_goal_without_finishing_is_no_success(tmp_path):
    result = record(tmp_path, FETCH[:-1]).result
    assert (result.success, result.stages, result.ended_by) == (False, [True], "driver_stopped")


def test_an_episode_ends_at_the_step_limit(tmp_path):
    trajectory = record(tmp_path, [Action.TURN_LEFT] * (STEP_LIMIT + 5))
    assert len(trajectory.steps) == STEP_LIMIT == 60
    assert trajectory.result.ended_by == "step_limit"


def test_a_stage_is_judged_at_its_midway_target(tmp_path):
    stages = yard_task(goal=Stages(goals=[Near(object="ball", radius_cm=100.0), Near(object="gate", radius_cm=50.0)]))
    walk = [Action.MOVE_FORWARD, Action.MIDWAY_TARGET, Action.MOVE_FORWARD, Action.MOVE_FORWARD, Action.FINISH]
    assert record(tmp_path, walk, task=stages).result.stages == [True, True]


def test_a_task_that_is_solved_at_the_start_is_refused(tmp_path):
    near = yard_task(goal=Near(object="ball", radius_cm=500.0))
    with pytest.raises(AlreadySolved, match="task fetch: the goal holds before the first action"):
        record(tmp_path, FETCH, task=near)


@pytest.mark.parametrize(("ball_cm", "gate_cm", "stage"), [(500.0, 50.0, 1), (100.0, 500.0, 2)])
def test_a_task_of_which_one_stage_holds_at_the_start_is_refused(tmp_path, ball_cm, gate_cm, stage):
    near_ball, near_gate = Near(object="ball", radius_cm=ball_cm), Near(object="gate", radius_cm=gate_cm)
    with pytest.raises(AlreadySolved, match=f"task fetch: stage {stage} of the goal holds before the first action"):
        record(tmp_path, FETCH, task=yard_task(goal=Stages(goals=[near_ball, near_gate])))


def test_a_driver_that_never_acts_leaves_no_trajectory(tmp_path):
    with pytest.raises(NothingDone):
        record(tmp_path, [])


def test_no_wall_clock_reaches_a_record_of_a_script(tmp_path):
    first, second = record(tmp_path / "first", FETCH), record(tmp_path / "second", FETCH)
    assert digest(first) == digest(second)
    assert all(step.decision_time_s is None for step in first.steps)


def test_a_step_into_the_wall_names_the_wall(tmp_path):
    last = record(tmp_path, [Action.MOVE_FORWARD] * 4).steps[-1]
    assert (last.outcome, last.evidence.blocked_by) == (StepOutcome.PARTIAL, "wall")


def test_every_step_is_reported_with_what_came_of_it(tmp_path):
    seen = []
    record(tmp_path, FETCH, on_step=lambda index, action, done: seen.append((index, action, done.outcome)))
    assert seen[3] == (3, Action.PICK, StepOutcome.EFFECTIVE)
    assert [index for index, _, _ in seen] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("lost_at", range(len(FETCH)))
def test_an_episode_cut_off_in_any_action_is_continued_to_the_same_bytes(tmp_path, lost_at):
    whole = record(tmp_path / "whole", FETCH)
    with pytest.raises(SimulatorLost):
        record(tmp_path, FETCH, simulator=Yard(lose=[lost_at]))
    assert digest(record(tmp_path, FETCH)) == digest(whole)


def test_continuing_where_the_world_looks_different_is_refused_with_the_step(tmp_path):
    with pytest.raises(SimulatorLost):
        record(tmp_path, FETCH, simulator=Yard(lose=[2]))
    with pytest.raises(
        ReplayDiffers, match=r"task fetch: step 0: frame was \w+, is \w+.* delete the journal"
    ) as caught:
        record(tmp_path, FETCH, simulator=Yard(tint=1))
    assert caught.value.step_index == 0
