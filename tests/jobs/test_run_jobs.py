import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from embrace3k.jobs import WorkerLost, run_jobs
from embrace3k.jobs.errors import ResultLost
from embrace3k.schema.errors import EmbraceError
from embrace3k.tests.jobs import sample_work


@pytest.mark.parametrize("workers", [1, 3])
def test_results_come_in_the_order_of_the_units(workers: int):
    done = []
    results = run_jobs(
        range(5), sample_work.slow_square, workers=workers, on_done=lambda unit, result: done.append((unit, result))
    )
    assert results == [0, 1, 4, 9, 16]
    assert sorted(done) == [(0, 0), (1, 1), (2, 4), (3, 9), (4, 16)]


def test_one_worker_is_this_process_and_more_are_others():
    assert run_jobs([1, 2], sample_work.process_of, workers=1) == [os.getpid()] * 2
    assert os.getpid() not in run_jobs([1, 2], sample_work.process_of, workers=2)


@pytest.mark.parametrize("workers", [1, 2])
def test_an_exception_is_raised_as_it_was_and_names_its_unit(workers: int):
    done = []
    with pytest.raises(EmbraceError, match="number: two is not allowed. use another") as caught:
        run_jobs(range(60), sample_work.fail_at_two, workers=workers, on_done=lambda unit, _: done.append(unit))
    assert caught.value.hint == "use another"
    assert "in unit 2" in caught.value.__notes__
    assert len(done) < 59


def test_the_workers_traceback_comes_along():
    with pytest.raises(EmbraceError) as caught:
        run_jobs([2, 3], sample_work.fail_at_two, workers=2)
    assert any("in fail_at_two" in note for note in caught.value.__notes__)


def test_an_exception_that_cannot_be_pickled_is_told_in_words():
    with pytest.raises(ResultLost, match="Picky: one thing and another in 1. Picky itself cannot be pickled"):
        run_jobs([1, 1], sample_work.fail_pickily, workers=2)


def test_a_result_that_cannot_be_pickled_is_an_error():
    with pytest.raises(Exception, match="lambda"):
        run_jobs([1, 2], sample_work.answer_with_a_lambda, workers=2)


def test_a_unit_that_kills_three_workers_is_reported_and_the_others_finish():
    done = []
    with pytest.raises(WorkerLost, match="unit 1: a worker process ended by SIGKILL, the last of 3") as caught:
        run_jobs([0, 1, 2], sample_work.die_at_one, workers=3, on_done=lambda unit, _: done.append(unit))
    assert (caught.value.unit, caught.value.exit_code) == (1, -signal.SIGKILL)
    assert sorted(done) == [0, 2]


def test_a_unit_whose_worker_is_killed_while_it_answers_is_done_again(tmp_path: Path):
    def answer_late(unit: Path, result: bytes) -> None:
        (tmp_path / "reported").touch()
        while not (tmp_path / "second").exists():
            time.sleep(0.01)
        time.sleep(0.6)

    units = [tmp_path / "first", tmp_path / "second"]
    results = run_jobs(units, sample_work.die_while_sending, workers=2, on_done=answer_late)
    assert results == [b"", bytes(50 << 20)]
    assert (tmp_path / "died").exists()


def test_workers_killed_while_idle_cost_no_unit_a_life(caplog: pytest.LogCaptureFixture):
    def kill(_unit: int, pid: int) -> None:
        os.kill(pid, signal.SIGKILL)
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)

    assert len(set(run_jobs(range(6), sample_work.process_of, workers=2, on_done=kill))) == 6
    assert "done again" not in caplog.text


def test_a_worker_that_exits_is_reported_too():
    with pytest.raises(WorkerLost, match="exit status 7"):
        run_jobs([1, 2], sample_work.exit_with_seven, workers=2)


def test_an_exception_in_on_done_stops_everything():
    def refuse(unit: int, result: int) -> None:
        raise KeyError(unit)

    with pytest.raises(KeyError):
        run_jobs([0, 1, 2], sample_work.square, workers=2, on_done=refuse)


def test_ctrl_c_leaves_no_process(tmp_path: Path):
    code = (
        "from embrace3k.jobs import run_jobs; from embrace3k.tests.jobs.sample_work import note_pid_and_hang\n"
        f"if __name__ == '__main__': run_jobs([{str(tmp_path)!r}] * 2, note_pid_and_hang, workers=2)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, start_new_session=True)
    deadline = time.monotonic() + 20
    while len(workers := [int(each.name) for each in tmp_path.iterdir()]) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(parent.pid, signal.SIGINT)
    assert b"KeyboardInterrupt" in parent.communicate(timeout=20)[1]
    assert [pid for pid in workers if Path(f"/proc/{pid}").exists()] == [] != workers


def test_no_units_need_no_workers():
    assert run_jobs([], sample_work.square, workers=4) == []


def test_less_than_one_worker_is_refused():
    with pytest.raises(ValueError, match="at least 1, not 0"):
        run_jobs([1], sample_work.square, workers=0)
