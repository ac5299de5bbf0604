"""A real Dask cluster on loopback: one that is there already, and one that is made for a run."""

import os
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import pytest
from distributed import Client

from embrace3k.jobs import Executor, run_jobs
from embrace3k.jobs.errors import ClusterLost
from embrace3k.schema.errors import EmbraceError
from embrace3k.tests.clusters import dask_cluster, scheduler_and_worker
from embrace3k.tests.jobs import sample_work


def test_a_running_cluster_does_the_work_of_two_runs_one_unit_at_a_time_and_stays(tmp_path: Path):
    with dask_cluster(tmp_path, workers=2, threads_each=3) as cluster:
        work, address = sample_work.alone_in_the_process, cluster.scheduler_address
        with ThreadPoolExecutor() as both:
            runs = [
                both.submit(run_jobs, range(12), work, executor=Executor.DASK, dask_address=address) for _ in range(2)
            ]
        assert [(len(run.result()), len(set(run.result()))) for run in runs] == [(12, 2)] * 2
        with Client(cluster) as client:
            assert len(client.nthreads()) == 2


def test_an_exception_stops_the_run_and_is_raised_as_it_was():
    done = []
    with pytest.raises(EmbraceError, match="number: two is not allowed. use another") as caught:
        run_jobs(
            range(60),
            sample_work.fail_at_two,
            workers=2,
            executor=Executor.DASK,
            on_done=lambda unit, _: done.append(unit),
        )
    assert any("in fail_at_two" in note for note in caught.value.__notes__) and "in unit 2" in caught.value.__notes__
    assert len(done) < 10


def test_no_scheduler_at_the_address_is_an_error_that_says_so():
    with pytest.raises(ClusterLost, match="tcp://127.0.0.1:9: no Dask scheduler answers.*dask scheduler"):
        run_jobs([1], abs, executor=Executor.DASK, dask_address="tcp://127.0.0.1:9")


def run_nine(address: str, on_done: Callable[[int, int], None]) -> None:
    run_jobs(
        range(9),
        sample_work.process_of,
        executor=Executor.DASK,
        dask_address=address,
        at_end=sample_work.nothing,
        on_done=on_done,
    )


def test_a_scheduler_that_is_killed_in_the_middle_is_named_and_ends_the_run(tmp_path: Path):
    with scheduler_and_worker(tmp_path) as scheduler:
        with pytest.raises(ClusterLost, match="scheduler was lost.*look at the log") as caught:
            run_nine(scheduler.address, lambda _unit, _pid: scheduler.process.kill())
        assert caught.value.where == scheduler.address


def test_an_error_of_ours_is_not_hidden_by_a_scheduler_that_is_lost_with_it(tmp_path: Path):
    def stop(_unit: int, _pid: int) -> None:
        scheduler.process.kill()
        raise EmbraceError("the disk is full")

    with scheduler_and_worker(tmp_path) as scheduler, pytest.raises(EmbraceError, match="^the disk is full$"):
        run_nine(scheduler.address, stop)


def test_a_worker_with_another_version_is_refused_with_the_line_that_installs_ours(tmp_path: Path):
    other = tmp_path / "packages" / "embrace3k-9.9.9.dist-info"
    other.mkdir(parents=True)
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: embrace3k\nVersion: 9.9.9\n")
    ours = re.escape(f"pip install 'embrace3k[dask]=={version('embrace3k')}'")
    with scheduler_and_worker(tmp_path, {"PYTHONPATH": str(other.parent)}) as scheduler:
        with pytest.raises(ClusterLost, match=f"it has embrace3k 9.9.9, the run .*{ours}"):
            run_jobs([1], abs, executor=Executor.DASK, dask_address=scheduler.address)


def test_a_worker_without_our_package_is_refused_and_not_taken_for_dead(tmp_path: Path):
    (tmp_path / "embrace3k").mkdir()
    (tmp_path / "embrace3k" / "__init__.py").touch()
    with scheduler_and_worker(tmp_path, {"PYTHONPATH": str(tmp_path)}) as scheduler:
        with pytest.raises(ClusterLost, match="cannot do this work.*ModuleNotFoundError.*embrace3k.*pip install"):
            run_jobs([1], abs, executor=Executor.DASK, dask_address=scheduler.address)


def test_a_cluster_of_this_machine_listens_on_loopback_alone_and_goes_away():
    heard, workers = set[str](), set[int]()

    def look(_unit: int, pid: int) -> None:
        workers.add(pid)
        heard.update(*(listening(each) for each in (os.getpid(), *workers)))

    run_jobs(range(4), sample_work.process_of, workers=2, executor=Executor.DASK, on_done=look)
    assert heard == {"127.0.0.1"}
    assert len(workers) == 2 and not any(Path(f"/proc/{pid}").exists() for pid in workers)


def listening(pid: int) -> set[str]:
    """The addresses at which a process waits for connections."""
    inodes = set()
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        try:
            inodes.add(os.readlink(descriptor).removeprefix("socket:[").removesuffix("]"))
        except FileNotFoundError:
            continue
    rows = [
        line.split() for table in ("tcp", "tcp6") for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]
    ]
    return {_readable(row[1]) for row in rows if row[3] == "0A" and row[9] in inodes}


def _readable(address: str) -> str:
    """As IPv4; whatever IPv6 there is stays as the kernel writes it."""
    digits = address.partition(":")[0]
    return ".".join(str(byte) for byte in bytes.fromhex(digits)[::-1]) if len(digits) == 8 else digits
