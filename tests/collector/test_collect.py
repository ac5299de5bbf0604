"""A run over many tasks in the toy yard: skipping, failing, losing the simulator, resuming."""

from itertools import count

import pytest

from embrace3k.collector.collect import RESTARTS_PER_TASK, TaskReport, collect
from embrace3k.collector.drivers import ScriptDriver
from embrace3k.collector.errors import JournalsLeftOver
from embrace3k.collector.journal import Journal
from embrace3k.collector.loop import run_episode
from embrace3k.schema.actions import Action
from embrace3k.schema.codec import digest
from embrace3k.schema.goals import Near
from embrace3k.simulator.errors import SimulatorError, SimulatorLost
from embrace3k.storage.blobs import read_blob
from embrace3k.storage.integrity import check
from embrace3k.storage.trajectories import iter_trajectories, list_trajectories
from embrace3k.tests.collector.toy import Yard, yard_footprints, yard_header, yard_stores, yard_task

FETCH = [Action.MOVE_FORWARD, Action.PICK, Action.FINISH]
TASKS = [yard_task("first"), yard_task("second"), yard_task("third")]


class Bench:
    """Stores in a temporary folder, and `collect` over them."""

    def __init__(self, folder, tasks=TASKS):
        self.database, self.store = yard_stores(folder, tasks)
        self.journals, self.tasks, self.started = folder / "journals", tasks, []

    def collect(self, *, actions=FETCH, lose=None, stillborn=0, refused=(), resume=False, tasks=None, **callbacks):
        starts = count(1)

        def start():
            number = next(starts)
            if number <= stillborn:
                raise SimulatorLost("stillborn")
            if number in refused:
                raise SimulatorError("it takes no pictures")
            self.started.append(Yard(lose=lose))
            return self.started[-1]

        return collect(
            database=self.database, store=self.store, simulator_factory=start, tasks=tasks or self.tasks,
            make_driver=lambda profile: ScriptDriver(actions), journal_dir=self.journals, resume=resume,
            footprints_of=lambda scene, simulator: yard_footprints, **callbacks,
        )  # fmt: skip

    def recorded(self):
        with self.database.snapshot() as session:
            return list(iter_trajectories(session))


@pytest.fixture
def bench(tmp_path):
    bench = Bench(tmp_path)
    yield bench
    bench.database.close()


def test_every_task_is_recorded_with_all_its_frames(bench):
    summary = bench.collect()
    assert (summary.done, summary.succeeded, summary.skipped, summary.failed, summary.steps) == (3, 3, 0, {}, 9)
    frame = bench.recorded()[0].steps[1].frame
    assert len(read_blob(bench.store, frame.sha256)) == frame.size_bytes
    assert check(bench.database, bench.store) == []
    assert list(bench.journals.iterdir()) == []


def test_a_second_run_skips_what_this_driver_has_recorded(bench):
    bench.collect()
    summary = bench.collect()
    assert (summary.done, summary.skipped) == (0, 3)


def test_another_script_is_another_driver(bench):
    bench.collect()
    assert bench.collect(actions=[Action.FINISH]).done == 3
    with bench.database.snapshot() as session:
        assert len(list_trajectories(session, task_id="first")) == 2


def test_one_simulator_serves_all_tasks_and_is_closed(bench):
    bench.collect()
    assert [simulator.closed for simulator in bench.started] == [True]


def test_a_demonstration_that_misses_its_goal_is_recorded_as_it_is(bench):
    summary = bench.collect(actions=[Action.FINISH])
    assert (summary.done, summary.succeeded) == (3, 0)
    assert bench.recorded()[0].result.success is False


def test_a_task_that_cannot_be_recorded_is_reported_and_the_others_go_on(tmp_path):
    solved = yard_task("solved", Near(object="ball", radius_cm=500.0))
    bench = Bench(tmp_path, [solved, *TASKS])
    summary = bench.collect()
    assert summary.failed == {"AlreadySolved": 1} and summary.done == 3
    assert "task solved" in summary.reports[0].message
    assert list(bench.journals.iterdir()) == []


@pytest.mark.parametrize("lost_at", [0, 1, 2, 4, 8])
def test_a_lost_simulator_is_started_again_and_the_task_goes_on_without_a_duplicate(tmp_path, lost_at):
    (tmp_path / "whole").mkdir()
    whole, bench = Bench(tmp_path / "whole"), Bench(tmp_path)
    whole.collect()
    summary = bench.collect(lose=[lost_at])
    assert summary.done == 3 and sum(report.restarts for report in summary.reports) == 1
    assert [digest(one) for one in bench.recorded()] == [digest(one) for one in whole.recorded()]


@pytest.mark.parametrize("failures", [1, RESTARTS_PER_TASK])
def test_a_simulator_that_dies_as_it_starts_is_started_again(bench, failures):
    summary = bench.collect(stillborn=failures)
    assert summary.done == 3 and [report.restarts for report in summary.reports] == [failures, 0, 0]


def test_a_simulator_that_never_starts_stops_the_run(bench):
    with pytest.raises(SimulatorLost, match="stillborn"):
        bench.collect(stillborn=RESTARTS_PER_TASK + 1)
    assert list(bench.journals.iterdir()) == []


def test_a_simulator_that_is_refused_at_first_stops_the_run_at_once(bench):
    with pytest.raises(SimulatorError, match="no pictures"):
        bench.collect(refused=[1])
    assert bench.started == []


def test_a_simulator_that_is_refused_after_a_loss_is_tried_again(bench):
    summary = bench.collect(lose=[1], refused=[2, 3])
    assert summary.done == 3 and [report.restarts for report in summary.reports] == [3, 0, 0]


def test_a_simulator_that_is_refused_for_good_after_a_loss_stops_the_run_and_keeps_the_journal(bench):
    with pytest.raises(SimulatorError, match="no pictures"):
        bench.collect(lose=[1], refused=range(2, 100))
    assert len(list(bench.journals.iterdir())) == 1


def test_a_simulator_that_is_lost_again_and_again_fails_the_task_and_keeps_its_journal(bench):
    summary = bench.collect(lose=[1] * (RESTARTS_PER_TASK + 1), tasks=TASKS[:1])
    assert summary.failed == {"SimulatorLost": 1}
    assert len(bench.started) == RESTARTS_PER_TASK + 1
    assert summary.left_over == [path.name for path in bench.journals.iterdir()]


def cut_off(bench, task=TASKS[0]):
    """What a process leaves that is killed in its second action."""
    bench.journals.mkdir(exist_ok=True)
    driver = ScriptDriver(FETCH)
    header = yard_header(task, driver)
    with Journal(bench.journals / f"{header.trajectory_id}.journal", header) as journal, pytest.raises(SimulatorLost):
        run_episode(Yard(lose=[1]), task, driver, journal, footprints=yard_footprints)


def test_a_run_that_was_cut_off_is_not_started_over_unasked(bench):
    cut_off(bench)
    with pytest.raises(JournalsLeftOver, match=r"left 1 journal\(s\).*--resume, or delete \w+.journal"):
        bench.collect()


def test_resume_continues_the_journal_and_records_the_rest(bench):
    cut_off(bench)
    steps = []
    summary = bench.collect(resume=True, on_step=lambda task, index, action, done: steps.append((task.id, index)))
    assert (summary.done, summary.steps, summary.left_over) == (3, 9, [])
    assert steps[:3] == [("first", 0), ("first", 1), ("first", 2)]


def test_a_journal_that_outlived_its_commit_is_dropped(bench):
    cut_off(bench)
    journal = next(bench.journals.iterdir())
    kept = journal.read_bytes()
    bench.collect(resume=True)
    journal.write_bytes(kept)
    assert bench.collect(resume=True).skipped == 3
    assert not journal.exists()


def test_journals_of_another_driver_are_left_alone_and_named(bench):
    cut_off(bench)
    summary = bench.collect(resume=True, actions=[Action.FINISH])
    assert summary.done == 3 and len(summary.left_over) == 1


def test_progress_is_told_after_each_task(bench):
    told: list[TaskReport] = []
    bench.collect(on_done=told.append)
    assert [(report.task_id, report.status, report.steps) for report in told] == [
        ("first", "recorded", 3), ("second", "recorded", 3), ("third", "recorded", 3),
    ]  # fmt: skip
    assert [one.id for one in bench.recorded()] == [report.trajectory_id for report in told]
