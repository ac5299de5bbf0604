"""The one entry: run a function over units of work."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from embrace3k.jobs.processes import run_in_processes

Unit = TypeVar("Unit")
Result = TypeVar("Result")


def run_jobs(
    units: Iterable[Unit],
    work: Callable[[Unit], Result],
    *,
    workers: int = 1,
    on_done: Callable[[Unit, Result], None] | None = None,
) -> list[Result]:
    """The result of each unit, in the order of the units.

    With one worker everything happens here; with more, in new processes, and `work`, units and results must be
    picklable. `on_done` is called here, as units are done. At the first exception no further unit is begun, those
    that run are finished, and it is raised, with a note that names its unit. Raises WorkerLost if a process dies.
    """
    if workers < 1:
        raise ValueError(f"workers must be at least 1, not {workers}")
    todo, report = list(units), on_done or _ignore
    if workers == 1 or len(todo) < 2:
        return [_run_here(unit, work, report) for unit in todo]
    return run_in_processes(todo, work, min(workers, len(todo)), report)


def _run_here(unit: Unit, work: Callable[[Unit], Result], report: Callable[[Unit, Result], None]) -> Result:
    try:
        result = work(unit)
    except Exception as error:
        error.add_note(f"in unit {unit!r:.200}")
        raise
    report(unit, result)
    return result


def _ignore(unit: object, result: object) -> None:
    """Nobody wants to know."""
