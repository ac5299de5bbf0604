"""Recording with several processes, each with a simulator of its own. Journals, database and store are shared."""

import atexit
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple

from embrace3k.collector.collect import (
    Collector,
    CollectSummary,
    OnDone,
    TaskReport,
    collect,
    require_no_left_over,
    summarise,
)
from embrace3k.collector.drivers import driver_maker
from embrace3k.collector.plans import PlanShelf
from embrace3k.jobs import run_jobs
from embrace3k.schema.tasks import Task
from embrace3k.simulator.interfaces import Simulator
from embrace3k.storage.database import Database
from embrace3k.storage.stores import open_store


class Workplace(NamedTuple):
    """What each process opens for itself. Everything in it can be pickled, `simulator_factory` too."""

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
    place: Workplace, tasks: Sequence[Task], *, workers: int, resume: bool = False, on_done: OnDone | None = None
) -> CollectSummary:
    """As `collect`; with several workers, tasks are committed in the order in which they happen to end.

    Also raises WorkerLost when a process dies: what it was recording waits in its journal. No worker and no simulator
    of one outlives this, however it ends.
    """
    if workers == 1 or len(tasks) < 2:
        return _collect_here(place, tasks, resume, on_done)
    require_no_left_over(place.journal_dir, resume)
    driver_maker(place.policy)

    def report(_: Task, share: _Share) -> None:
        if on_done:
            on_done(share.report)

    shares = run_jobs(tasks, partial(_record, place), workers=workers, on_done=report)
    seconds = Counter[str]()
    for share in shares:
        seconds.update(share.seconds)
    return summarise([share.report for share in shares], dict(seconds), place.journal_dir)


def _collect_here(place: Workplace, tasks: Sequence[Task], resume: bool, on_done: OnDone | None) -> CollectSummary:
    with Database(place.database_url) as database:
        return collect(
            database=database,
            store=open_store(place.store_url),
            simulator_factory=place.simulator_factory,
            tasks=tasks,
            make_driver=driver_maker(place.policy, PlanShelf(place.cache_dir)),
            journal_dir=place.journal_dir,
            resume=resume,
            on_done=on_done,
        )


def _record(place: Workplace, task: Task) -> _Share:
    collector = _collector_at(place)
    before = dict(collector.stopwatch.seconds)
    report = collector.record(task)
    spent = {name: total - before.get(name, 0.0) for name, total in collector.stopwatch.seconds.items()}
    return _Share(report, spent)


@lru_cache(maxsize=1)
def _collector_at(place: Workplace) -> Collector:
    """One for all tasks of this process, closed when it ends. The simulator of a killed process ends by itself."""
    database = Database(place.database_url)
    atexit.register(database.close)
    collector = Collector(
        database=database,
        store=open_store(place.store_url),
        simulator_factory=place.simulator_factory,
        make_driver=driver_maker(place.policy, PlanShelf(place.cache_dir)),
        journal_dir=place.journal_dir,
    )
    atexit.register(collector.close)
    return collector
