"""Errors of the collector room."""

from embrace3k.schema.errors import EmbraceError


class CollectorError(EmbraceError):
    """A task, a demonstration or its recording could not be made."""


class GoalUndecidable(CollectorError):
    """A goal asks for something that the states given do not tell, so neither yes nor no would be true."""


class UnknownObject(CollectorError):
    """A goal or task names an object that the world does not have."""


class NoPlan(CollectorError):
    """The oracle found no action sequence to the goal; `exhausted` says whether there is none or it gave up."""

    def __init__(self, what: str, *, exhausted: bool, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(what, where=where, hint=hint)
        self.exhausted = exhausted


class TooFewTasks(CollectorError):
    """A world did not yield the number of tasks asked for."""
