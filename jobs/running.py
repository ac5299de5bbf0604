"""The one entry: run a function over units of work."""

from collections.abc import Callable, Hashable, Iterable
from enum import StrEnum
from typing import TypeVar

from embrace3k.jobs.errors import WorkerLost
from embrace3k.jobs.ledger import Ledger

Unit = TypeVar("Unit")
Result = TypeVar("Result")


class Executor(StrEnum):
    SERIAL = "serial"
    """In this process, one after the other."""
    PROCESSES = "processes"
    """In new processes of this machine."""
    DASK = "dask"
    """On a Dask cluster: one that runs already, or one of this machine's processes."""


def run_jobs(
    units: Iterable[Unit],
    work: Callable[[Unit], Result],
    *,
    workers: int = 1,
    executor: Executor | None = None,
    dask_address: str | None = None,
    group: Callable[[Unit], Hashable] = lambda _: None,
    at_end: Callable[[], None] | None = None,
    on_done: Callable[[Unit, Result], None] | None = None,
    on_lost: Callable[[Unit, WorkerLost], Result] | None = None,
) -> list[Result]:
    """The result of each unit, in the order of the units.

    **A unit must be safe to repeat.** Where a worker process dies, the unit it was at is done again by another one;
    when three died at it, it is lost: `on_lost` says its result, or else WorkerLost is raised. Workers that die
    before they can begin are replaced too; after three in a row WorkersDoNotStart is raised.

    Without `executor` one worker is this process, and several are new ones. `work` is never called twice at once in a
    process. For other processes `work`, `at_end`, units and results must be picklable, and `work` may be another copy
    for each unit: what it keeps between units, it must find by value. With `dask_address` a
    running cluster does the work with all the workers it has, and `workers` says nothing.

    Units of one `group` go to one worker in a row where that lets none idle. `at_end` is called in each process when
    there are no more units for it; a process that is killed misses it. `on_done` is called here, as units are done. At
    the first exception no further unit is begun, those that run are finished, and it is raised, with a note that names
    its unit.
    """
    if workers < 1:
        raise ValueError(f"workers must be at least 1, not {workers}")
    ledger = Ledger[Unit, Result](list(units), group, on_done or _ignore, on_lost)
    workers = min(workers, len(ledger.units))
    if executor is None:
        executor = Executor.PROCESSES if workers > 1 else Executor.SERIAL
    if not ledger.units:
        return []
    match executor:
        case Executor.SERIAL:
            _run_here(ledger, work, at_end)
        case Executor.PROCESSES:
            from embrace3k.jobs.processes import run_in_processes

            run_in_processes(ledger, work, at_end, workers)
        case Executor.DASK:
            from embrace3k.jobs.dask import run_on_dask

            run_on_dask(ledger, work, at_end, workers, dask_address)
    return ledger.results()


def _run_here(ledger: Ledger[Unit, Result], work: Callable[[Unit], Result], at_end: Callable[[], None] | None) -> None:
    try:
        while ledger.open:
            place = ledger.take(None)
            try:
                result = work(ledger.units[place])
            except Exception as error:
                ledger.fail(place, error)
            else:
                ledger.enter(place, result)
    finally:
        if at_end:
            at_end()


def _ignore(unit: object, result: object) -> None:
    """Nobody wants to know."""
