"""Errors of the jobs room."""

import signal

from embrace3k.schema.errors import EmbraceError


class JobsError(EmbraceError):
    """Work could not be handed out, or not be brought home."""


class WorkerLost(JobsError):
    """Every worker process that began `unit` died; nobody knows how far they got with it. `exit_code` is the last
    one's, negative for a signal, and None where nobody was told."""

    def __init__(self, unit: object, exit_code: int | None, deaths: int) -> None:
        self.unit, self.exit_code, self.deaths = unit, exit_code, deaths
        what = f"a worker process ended{how_it_ended(exit_code)}, the last of {deaths} that began this"
        hint = "run it again, with fewer workers if the machine was out of memory"
        super().__init__(what, where=f"unit {unit!r:.200}", hint=hint)


class WorkersDoNotStart(JobsError):
    """Worker processes die before they can begin anything."""


class ResultLost(JobsError):
    """A unit's result or exception cannot be sent from one process to another."""


class DaskMissing(JobsError):
    """The optional package is not installed."""


class ClusterLost(JobsError):
    """The Dask scheduler does not answer or has no worker, or a worker lacks this embrace3k."""


def how_it_ended(exit_code: int | None) -> str:
    if exit_code is None:
        return ""
    return f" by {signal.Signals(-exit_code).name}" if exit_code < 0 else f" with exit status {exit_code}"
