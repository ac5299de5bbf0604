"""Errors of the collector room: first those of goals and tasks, then those of recording.

CollectorError
  GoalUndecidable  UnknownObject  NoPlan  TooFewTasks  TooFewPoses
  JournalError
    JournalDamaged  JournalMismatch  JournalLocked  JournalsLeftOver
  ReplayDiffers  NotReplayable  AlreadySolved  NothingDone  ScriptRefused  PlanBroken
"""

from embrace3k.schema.errors import EmbraceError
from embrace3k.schema.replays import Obstacle


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


class TooFewPoses(CollectorError):
    """A world has fewer useful start poses than asked for."""


class JournalError(CollectorError):
    """A journal cannot be used."""


class JournalDamaged(JournalError):
    """The file is no journal, has a version this program does not read, or lost durable bytes."""


class JournalMismatch(JournalError):
    """The journal belongs to another trajectory than the one to be recorded."""


class JournalLocked(JournalError):
    """Another process is writing this journal."""


class JournalsLeftOver(JournalError):
    """An earlier run was cut off, and nobody said whether to resume it."""


class ReplayDiffers(CollectorError):
    """Re-executed actions did not lead where the recording says; `step_index` is the first step that differs."""

    def __init__(self, what: str, *, step_index: int, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(what, where=where, hint=hint)
        self.step_index = step_index


class NotReplayable(CollectorError):
    """A trajectory cannot be acted out again here, and `obstacle` says why."""

    def __init__(self, obstacle: Obstacle, what: str, *, hint: str | None = None) -> None:
        super().__init__(what, hint=hint)
        self.obstacle = obstacle


class AlreadySolved(CollectorError):
    """The goal holds before the first action, so there is nothing to demonstrate."""


class NothingDone(CollectorError):
    """The driver stopped before its first action, so there is no trajectory to keep."""


class ScriptRefused(CollectorError):
    """A script of actions is not a list of known action names."""


class PlanBroken(CollectorError):
    """The world moved otherwise than the oracle planned."""
