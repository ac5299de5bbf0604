"""A Dask cluster that several recording runs share, and that outlives them all."""

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from signal import SIGKILL

from embrace3k.collector.parallel import Workplace, collect_in_processes
from embrace3k.jobs import Executor
from embrace3k.tests.clusters import dask_cluster
from embrace3k.tests.collector.mortal import CountedYard, mortal_place, record_and_die, yard_tasks


def counted_place(folder: Path, simulators: Path) -> Workplace:
    place = mortal_place(folder, yard_tasks(4))
    return place._replace(simulator_factory=partial(CountedYard, folder, simulators))


def test_two_runs_that_take_turns_at_one_worker_have_one_simulator_between_them(tmp_path):
    simulators, turns, seen = tmp_path / "simulators", threading.Barrier(2, timeout=60), list[int]()
    simulators.mkdir()

    def look(_report: object) -> None:
        """Each run waits here for the other one, so that their units take turns."""
        seen.append(len(list(simulators.iterdir())))
        turns.wait()

    with dask_cluster(tmp_path / "scratch", workers=1) as cluster, ThreadPoolExecutor() as both:
        places = [counted_place(tmp_path / name, simulators) for name in ("one", "two")]
        record = partial(
            collect_in_processes, tasks=yard_tasks(4), executor=Executor.DASK,
            dask_address=cluster.scheduler_address, on_done=look,
        )  # fmt: skip
        summaries = list(both.map(record, places))
        assert [summary.done for summary in summaries] == [4, 4]
        assert len(seen) == 8 and max(seen) == 1
        assert list(simulators.iterdir()) == []


def test_the_next_run_closes_what_a_killed_one_left_open(tmp_path):
    simulators = tmp_path / "simulators"
    simulators.mkdir()
    killed, next_one = (counted_place(tmp_path / name, simulators) for name in ("killed", "next"))
    with dask_cluster(tmp_path / "scratch", workers=1) as cluster:
        client = get_context("spawn").Process(target=record_and_die, args=(killed, cluster.scheduler_address))
        client.start()
        client.join()
        assert client.exitcode == -SIGKILL and len(list(simulators.iterdir())) == 1
        collect_in_processes(next_one, yard_tasks(4), executor=Executor.DASK, dask_address=cluster.scheduler_address)
        assert list(simulators.iterdir()) == []
