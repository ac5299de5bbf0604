"""Worker processes that die, in each executor that has some."""

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from embrace3k.jobs import Executor, WorkerLost, WorkersDoNotStart, run_jobs
from embrace3k.tests.jobs import sample_work

ELSEWHERE = [Executor.PROCESSES, Executor.DASK]


@pytest.mark.parametrize("executor", ELSEWHERE)
def test_a_unit_whose_worker_died_is_done_again(tmp_path: Path, executor: Executor):
    units = [tmp_path / name for name in ("one", "two", "three", "four")]
    units[1].touch()
    units[2].touch()
    assert run_jobs(units, sample_work.die_once, workers=2, executor=executor) == ["one", "two", "three", "four"]


@pytest.mark.parametrize("executor", ELSEWHERE)
def test_whoever_asks_may_say_what_a_lost_unit_yields(executor: Executor):
    lost = []

    def on_lost(unit: int, error: WorkerLost) -> int:
        lost.append((unit, error.deaths))
        return -1

    assert run_jobs([0, 1, 2], sample_work.die_at_one, workers=2, executor=executor, on_lost=on_lost) == [0, -1, 2]
    assert lost == [(1, 3)]


def test_a_run_in_which_nothing_can_be_done_ends_at_the_third_lost_unit():
    lost = []

    def on_lost(unit: int, _: WorkerLost) -> int:
        lost.append(unit)
        return -1

    with pytest.raises(WorkerLost, match="SIGKILL"):
        run_jobs(range(50), sample_work.die_always, workers=2, on_lost=on_lost)
    assert len(lost) == 2


def test_workers_that_die_as_they_start_end_the_run_after_three(caplog: pytest.LogCaptureFixture):
    with pytest.raises(WorkersDoNotStart, match="3 worker processes in a row .* exit status 3"):
        run_jobs(range(50), sample_work.DeadOnArrival(), workers=2)
    assert caplog.text.count("another is started") == 2


@pytest.mark.parametrize("executor", ELSEWHERE)
def test_a_group_stays_with_its_worker_and_each_worker_is_told_of_the_end(tmp_path: Path, executor: Executor):
    units = [(group, number) for number in range(5) for group in "abcd"]
    end = partial(sample_work.note_end, tmp_path)
    work = partial(sample_work.note_process, tmp_path)
    processes = set(run_jobs(units, work, workers=2, executor=executor, group=lambda unit: unit[0], at_end=end))
    loads = [each.name for each in tmp_path.iterdir() if not each.name.endswith("-end")]
    assert 4 <= len(loads) <= 5
    assert {each.name for each in tmp_path.glob("*-end")} == {f"{process}-end" for process in processes}


def test_a_missing_dask_is_named_with_the_line_that_installs_it():
    code = (
        "import sys; sys.modules['distributed'] = None\n"
        "from embrace3k.jobs import Executor, run_jobs\n"
        "run_jobs([1], abs, executor=Executor.DASK)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert found.stderr.strip().endswith("Dask needs the package distributed. run: pip install 'embrace3k[dask]'")
