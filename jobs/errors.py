"""Errors of the jobs room."""

import signal

from embrace3k.schema.errors import EmbraceError


class WorkerLost(EmbraceError):
    """A worker process died; nobody knows how far it got with `unit`."""

    def __init__(self, unit: object, exit_code: int) -> None:
        self.unit, self.exit_code = unit, exit_code
        how = f"by {signal.Signals(-exit_code).name}" if exit_code < 0 else f"with exit status {exit_code}"
        hint = "run it again, with fewer workers if the machine was out of memory"
        super().__init__(f"a worker process ended {how}", where=f"unit {unit!r:.200}", hint=hint)


class ResultLost(EmbraceError):
    """A unit's result or exception cannot be sent from one process to another."""
