"""Workers and simulators that die in the middle of their work: nothing is lost, nothing is there twice."""

import fcntl
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from msgspec.structs import replace

from embrace3k.collector.journal import SUFFIX
from embrace3k.collector.parallel import Workplace, collect_in_processes
from embrace3k.jobs import Executor, WorkerLost
from embrace3k.schema.codec import digest
from embrace3k.simulator.interfaces import Simulator
from embrace3k.simulator.launch import start_embedded
from embrace3k.simulator.picture_format import PictureFormat
from embrace3k.storage.database import Database
from embrace3k.storage.integrity import check
from embrace3k.storage.stores import open_store
from embrace3k.storage.trajectories import iter_trajectories
from embrace3k.tests.collector.mortal import DEADLY_YAW_DEG, SCRIPT, mortal_place, yard_tasks
from embrace3k.tests.collector.nursery import HEIGHT, WIDTH, prepare, simulators_of, turning_tasks

SEED = 20261128
MOST_RUNS = 20
"""To record all tasks under fire; more than one is rare."""
MOST_ROUNDS = 10


def digests(place: Workplace) -> list[str]:
    """Of all trajectories, after a look at every blob and every row."""
    with Database(place.database_url) as database:
        assert check(database, open_store(place.store_url)) == []
        with database.snapshot() as session:
            return sorted(digest(trajectory) for trajectory in iter_trajectories(session))


def undisturbed(folder: Path, tasks) -> list[str]:
    place = mortal_place(folder, tasks)
    assert collect_in_processes(place, tasks).done == len(tasks)
    return digests(place)


def test_a_task_whose_worker_died_is_continued_by_another_without_being_asked(tmp_path):
    """One dies in the middle of a task, one between a task's commit and its report."""
    tasks, orders = yard_tasks(5), ("die-in-act", "die-after-commit")
    place = mortal_place(tmp_path / "run", tasks, *orders)
    summary = collect_in_processes(place, tasks, workers=2)
    assert not any((tmp_path / "run" / order).exists() for order in orders)
    assert (summary.done, summary.skipped, summary.failed, summary.left_over) == (5, 0, {}, [])
    assert summary.steps == 5 * len(SCRIPT)
    assert [report.task_id for report in summary.reports] == [task.id for task in tasks]
    assert digests(place) == undisturbed(tmp_path / "whole", tasks)


def test_a_lock_that_outlives_its_worker_for_a_moment_is_waited_for(tmp_path):
    tasks = yard_tasks(1)
    report = collect_in_processes(mortal_place(tmp_path / "whole", tasks), tasks).reports[0]
    place = mortal_place(tmp_path / "run", tasks)
    place.journal_dir.mkdir()
    path, tries = place.journal_dir / f"{report.trajectory_id}{SUFFIX}", list[int]()

    def release_at_the_second_try(event: str, arguments: tuple[Any, ...]) -> None:
        """A recorder that was refused once opens the file again; until then it is locked, however long that takes."""
        if event == "open" and str(arguments[0]) == str(path) and arguments[2] & os.O_CREAT:
            tries.append(len(tries))
            if len(tries) == 2:
                fcntl.flock(journal, fcntl.LOCK_UN)

    with path.open("w") as journal:
        fcntl.flock(journal, fcntl.LOCK_EX)
        sys.addaudithook(release_at_the_second_try)
        assert collect_in_processes(place, tasks).reports == [report]
    assert len(tries) == 2


def test_a_task_that_kills_three_workers_is_reported_and_the_others_go_on(tmp_path):
    tasks = yard_tasks(5)
    tasks[2] = replace(tasks[2], start_pose=tasks[2].start_pose._replace(yaw_deg=DEADLY_YAW_DEG))
    place, told = mortal_place(tmp_path / "run", tasks), list[str]()
    summary = collect_in_processes(place, tasks, workers=2, on_done=lambda report: told.append(report.status))
    assert (summary.done, summary.failed, len(summary.left_over)) == (4, {"WorkerLost": 1}, 1)
    assert "a worker process ended by SIGKILL" in str(summary.reports[2].message)
    assert sorted(told) == ["failed", *["recorded"] * 4]


def test_a_worker_loads_a_world_once_for_all_its_tasks_though_they_take_turns(tmp_path):
    tasks = yard_tasks(24, scenes=6)
    place = mortal_place(tmp_path / "run", tasks)
    summary = collect_in_processes(place, tasks, workers=2)
    assert [report.task_id for report in summary.reports] == [task.id for task in tasks]
    loads = (tmp_path / "run" / "loads").read_text().split()
    assert set(loads) == {task.scene.map_name for task in tasks}
    # The last world may be shared, which is better than a worker that idles.
    assert len(loads) <= 6 + 1


class Fire(NamedTuple):
    """How many of which processes of a run's folder are killed, each within a time of being seen."""

    victims: Callable[[Path], Iterable[int]]
    shots: int
    within_s: float


class Killer(threading.Thread):
    """Sends SIGKILL to `count` processes at random moments: `victims` lists those there are."""

    def __init__(self, victims: Callable[[], Iterable[int]], count: int, within_s: float, seed: int) -> None:
        super().__init__()
        self._victims, self._count, self._within_s = victims, count, within_s
        self._chance, self._over = random.Random(seed), threading.Event()
        self.killed = 0

    def run(self) -> None:
        while self.killed < self._count and not self._over.wait(0.005):
            alive = sorted(self._victims())
            if alive and not self._over.wait(self._chance.uniform(0.0, self._within_s)):
                self.killed += _kill(self._chance.choice(alive))

    def stop(self) -> None:
        self._over.set()
        self.join()


def _kill(pid: int) -> bool:
    """False if it had ended already. A number is not used again so soon."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def workers_in(folder: Path) -> list[int]:
    """Living processes that were noted as recording."""
    return [int(each.name) for each in (folder / "pids").iterdir() if _runs(each.name)]


def _runs(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def record_all(place: Workplace, tasks, killers: Sequence[Killer]) -> None:
    """Tasks that lost three workers are run again, as a person would."""
    for killer in killers:
        killer.start()
    try:
        for run in range(MOST_RUNS):
            try:
                summary = collect_in_processes(place, tasks, workers=2, resume=run > 0)
            except WorkerLost:
                continue
            assert set(summary.failed) <= {"WorkerLost"}
            if summary.done + summary.skipped == len(tasks):
                break
        else:
            pytest.fail(f"after {MOST_RUNS} runs there are still tasks to record")
    finally:
        for killer in killers:
            killer.stop()
    assert list(place.journal_dir.iterdir()) == []


def record_under_fire(folder: Path, make: Callable[[Path], Workplace], tasks, whole, *fire: Fire) -> None:
    """As often as it takes to fire all the shots, each time from an empty folder."""
    shots = [each.shots for each in fire]
    for rounds in range(MOST_ROUNDS):
        place = make(folder / f"round{rounds}")
        killers = [
            Killer(partial(each.victims, folder / f"round{rounds}"), left, each.within_s, SEED + rounds)
            for each, left in zip(fire, shots, strict=True)
        ]
        record_all(place, tasks, killers)
        assert digests(place) == whole
        shots = [left - killer.killed for left, killer in zip(shots, killers, strict=True)]
        if not any(shots):
            return
    pytest.fail(f"after {MOST_ROUNDS} rounds there are still {shots} shots to fire: nobody was there to be hit")


def test_workers_killed_at_random_moments_leave_what_an_undisturbed_run_leaves(tmp_path):
    tasks = yard_tasks(24)
    started = time.perf_counter()
    whole = undisturbed(tmp_path / "whole", tasks)
    task_s = (time.perf_counter() - started) / len(tasks)
    record_under_fire(tmp_path, partial(mortal_place, tasks=tasks), tasks, whole, Fire(workers_in, 4, 3 * task_s))


def noted_simulator(folder: Path, light: Path) -> Simulator:
    (folder / "pids" / str(os.getpid())).touch()
    return start_embedded(cache_dir=light, picture=PictureFormat(WIDTH, HEIGHT), supersample=1.0)


def embedded_place(folder: Path, light: Path, tasks) -> Workplace:
    prepare(folder, tasks, SCRIPT)
    (folder / "pids").mkdir()
    url, script = f"sqlite:///{folder / 'run.db'}", f"script:{folder / 'script.json'}"
    start = partial(noted_simulator, folder, light)
    return Workplace(url, str(folder / "objects"), folder / "journals", script, light, start)


def await_end_of(simulators: Callable[[], list[int]]) -> None:
    """A simulator ends when it reads the end of its stdin, a moment after the worker that held it."""
    deadline = time.monotonic() + 60
    while simulators() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert simulators() == []


@pytest.fixture(scope="module")
def embedded_whole(tmp_path_factory, light_cache) -> list[str]:
    place = embedded_place(tmp_path_factory.mktemp("embedded") / "run", light_cache, turning_tasks(4))
    collect_in_processes(place, turning_tasks(4))
    return digests(place)


def test_workers_and_simulators_killed_together_lose_nothing(tmp_path, marked_light, embedded_whole):
    tasks = turning_tasks(4)
    fire = Fire(workers_in, 1, 0.5), Fire(lambda _: simulators_of(marked_light), 2, 0.5)
    record_under_fire(tmp_path, partial(embedded_place, light=marked_light, tasks=tasks), tasks, embedded_whole, *fire)
    await_end_of(partial(simulators_of, marked_light))


def test_a_dask_cluster_that_loses_a_worker_records_what_one_process_records(tmp_path, marked_light, embedded_whole):
    tasks = turning_tasks(4)
    place, killed = embedded_place(tmp_path / "run", marked_light, tasks), list[int]()

    def kill_one(_report: object) -> None:
        if not killed:
            killed.append(workers_in(tmp_path / "run")[0])
            os.kill(killed[0], signal.SIGKILL)

    summary = collect_in_processes(place, tasks, workers=2, executor=Executor.DASK, on_done=kill_one)
    assert (summary.done, summary.skipped, summary.failed, summary.left_over) == (4, 0, {}, [])
    assert digests(place) == embedded_whole
    await_end_of(partial(simulators_of, marked_light))
