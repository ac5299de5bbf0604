"""Recording by any executor, each worker with a simulator of its own. Database and store are shared."""

import pickle
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import NamedTuple

from embrace3k.collector.collect import (
    Collector,
    CollectSummary,
    OnDone,
    TaskReport,
    report_of,
    require_no_left_over,
    summarise,
)
from embrace3k.collector.drivers import driver_maker
from embrace3k.collector.errors import JournalLocked
from embrace3k.collector.plans import PlanShelf
from embrace3k.jobs import Executor, WorkerLost, run_jobs
from embrace3k.schema.tasks import Scene, Task
from embrace3k.simulator.interfaces import Simulator
from embrace3k.storage.database import Database
from embrace3k.storage.stores import open_store
from embrace3k.storage.trajectories import get_trajectory, trajectory_ids

_LOCK_OUTLIVES_S = 5.0
"""A cluster hears of a worker's death from its connection, maybe a moment before the last of its files is closed."""
_LOCK_PAUSE_S = 0.05


class Workplace(NamedTuple):
    """What each worker opens for itself. Everything in it can be pickled, `simulator_factory` too."""

    database_url: str
    store_url: str
    journal_dir: Path
    policy: str
    """As `driver_maker` reads it."""
    cache_dir: Path
    """Where the oracle's plans are kept."""
    simulator_factory: Callable[[], Simulator]


class _Share(NamedTuple):
    report: TaskReport
    seconds: dict[str, float]


def collect_in_processes(
    place: Workplace,
    tasks: Sequence[Task],
    *,
    workers: int = 1,
    executor: Executor | None = None,
    dask_address: str | None = None,
    resume: bool = False,
    on_done: OnDone | None = None,
) -> CollectSummary:
    """As `collect`, one world after the other; the summary keeps the order of the tasks, the database that of their
    ends.

    A worker that dies is replaced, and the next one continues its journal; a task at which three died is reported as
    failed with the reason WorkerLost. No worker and no simulator of one outlives this, however it ends.
    """
    require_no_left_over(place.journal_dir, resume)
    driver_maker(place.policy)
    committed, sent = _Committed(place), pickle.dumps(place)

    def report(task: Task, share: _Share) -> None:
        if on_done:
            on_done(committed.seen_rightly(task, share.report))

    shares = run_jobs(
        tasks, partial(_record, sent), workers=workers, executor=executor, dask_address=dask_address,
        group=_scene_of, at_end=partial(_leave, sent), on_done=report, on_lost=_lost,
    )  # fmt: skip
    seconds = Counter[str]()
    for share in shares:
        seconds.update(share.seconds)
    reports = [committed.seen_rightly(task, share.report) for task, share in zip(tasks, shares, strict=True)]
    return summarise(reports, dict(seconds), place.journal_dir)


class _Committed:
    """The trajectories that were there before. A worker that dies between its commit and its report leaves a task that
    the next one finds recorded and skips, though it was this run that recorded it."""

    def __init__(self, place: Workplace) -> None:
        self._url = place.database_url
        with Database(self._url) as database, database.snapshot() as session:
            self._before = trajectory_ids(session)

    def seen_rightly(self, task: Task, report: TaskReport) -> TaskReport:
        if report.status != "skipped" or report.trajectory_id is None or report.trajectory_id in self._before:
            return report
        with Database(self._url) as database, database.snapshot() as session:
            return report_of(task, get_trajectory(session, report.trajectory_id))


def _scene_of(task: Task) -> Scene:
    return task.scene


def _lost(task: Task, error: WorkerLost) -> _Share:
    message = f"{error.what}. {error.hint}"
    return _Share(TaskReport(task_id=task.id, status="failed", reason=type(error).__name__, message=message), {})


def _record(place: bytes, task: Task) -> _Share:
    collector = _desk.collector_at(place)
    before = dict(collector.stopwatch.seconds)
    report, deadline = collector.record(task), time.monotonic() + _LOCK_OUTLIVES_S
    while report.reason == JournalLocked.__name__ and time.monotonic() < deadline:
        time.sleep(_LOCK_PAUSE_S)
        report = collector.record(task)
    spent = {name: total - before.get(name, 0.0) for name, total in collector.stopwatch.seconds.items()}
    return _Share(report, spent)


def _leave(place: bytes) -> None:
    _desk.clear_of(place)


class _Desk:
    """What this process has open: a collector for all its tasks of one run. The simulator of a killed process ends by
    itself.

    A worker of a cluster that runs on may serve several runs in turn, and never hear of the end of one. So places are
    compared by value, as the bytes that were sent, and what is replaced is closed.
    """

    def __init__(self) -> None:
        self._place: bytes | None = None
        self._collector: Collector | None = None
        self._open = ExitStack()

    def collector_at(self, place: bytes) -> Collector:
        if self._collector is None or self._place != place:
            self._clear()
            self._collector, self._place = self._start(pickle.loads(place)), place
        return self._collector

    def clear_of(self, place: bytes) -> None:
        """Nothing happens where another run has taken over."""
        if self._place == place:
            self._clear()

    def _clear(self) -> None:
        self._place = self._collector = None
        self._open.close()

    def _start(self, place: Workplace) -> Collector:
        database = self._open.enter_context(Database(place.database_url))
        collector = Collector(
            database=database,
            store=open_store(place.store_url),
            simulator_factory=place.simulator_factory,
            make_driver=driver_maker(place.policy, PlanShelf(place.cache_dir)),
            journal_dir=place.journal_dir,
        )
        self._open.callback(collector.close)
        return collector


_desk = _Desk()
