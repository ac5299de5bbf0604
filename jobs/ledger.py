"""What one run has done and still has to do, whoever does the work."""

import logging
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from embrace3k.jobs.dealing import Dealer
from embrace3k.jobs.errors import WorkerLost, how_it_ended

Unit = TypeVar("Unit")
Result = TypeVar("Result")

LIVES = 3
"""How many workers a unit may cost before it is given up."""

_log = logging.getLogger(__name__)


class Ledger(Generic[Unit, Result]):
    """`take` a unit's place for a worker, then tell what became of it: `enter`, `fail`, `lose` or `put_back`."""

    def __init__(
        self,
        units: Sequence[Unit],
        group: Callable[[Unit], Hashable],
        on_done: Callable[[Unit, Result], None],
        on_lost: Callable[[Unit, WorkerLost], Result] | None,
    ) -> None:
        self.units = units
        self._on_done, self._on_lost = on_done, on_lost
        self._dealer = Dealer([group(unit) for unit in units])
        self._results: dict[int, Result] = {}
        self._failure: Exception | None = None
        self._deaths = Counter[int]()
        self._given_up = 0

    @property
    def open(self) -> bool:
        """Whether there is a unit to begin."""
        return bool(self._dealer)

    def take(self, worker: Hashable) -> int:
        """Only while `open`."""
        return self._dealer.next(worker)

    def enter(self, place: int, result: Result) -> None:
        self._results[place] = result
        self._on_done(self.units[place], result)

    def fail(self, place: int, error: Exception) -> None:
        """The first error is the run's, and no further unit is begun."""
        error.add_note(f"in unit {self.units[place]!r:.200}")
        self._failure = self._failure or error
        self._dealer.clear()

    def put_back(self, place: int, worker: Hashable) -> None:
        """The worker is gone and had not begun."""
        self._dealer.leave(worker)
        if self._failure is None:
            self._dealer.put_back(place)

    def lose(self, place: int, worker: Hashable, exit_code: int | None) -> None:
        """The worker died at this unit, which is done again while it has lives."""
        self._deaths[place] += 1
        if self._deaths[place] >= LIVES:
            self._dealer.leave(worker)
            self.give_up(place, exit_code)
            return
        _log.warning("a worker process ended%s; its unit is done again", how_it_ended(exit_code))
        self.put_back(place, worker)

    def leave(self, worker: Hashable) -> None:
        """The worker is gone, and had no unit."""
        self._dealer.leave(worker)

    def give_up(self, place: int, exit_code: int | None) -> None:
        """Where nothing at all was done yet and as many units are lost as a unit has lives, it is not the units."""
        error = WorkerLost(self.units[place], exit_code, LIVES)
        hopeless = len(self._results) == self._given_up == LIVES - 1
        if self._on_lost is None or hopeless:
            self.fail(place, error)
            return
        self._given_up += 1
        self.enter(place, self._on_lost(self.units[place], error))

    def results(self) -> list[Result]:
        """In the order of the units. Raises the first error there was."""
        if self._failure is not None:
            raise self._failure
        return [self._results[place] for place in range(len(self.units))]
