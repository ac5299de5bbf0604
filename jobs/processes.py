"""Several worker processes, each with a pipe of its own: so it is known which unit a dead worker was at."""

import logging
import pickle
import signal
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from embrace3k.jobs.answers import answer
from embrace3k.jobs.errors import WorkersDoNotStart, how_it_ended
from embrace3k.jobs.ledger import Ledger

Unit = TypeVar("Unit")
Result = TypeVar("Result")

_PATIENCE_S = 5.0
"""How long an idle worker gets to end by itself, and a busy one after SIGTERM."""
_FAILED_STARTS = 3
"""So many workers in a row that die before they can begin are no accident."""
_READY = b""

_log = logging.getLogger(__name__)


def run_in_processes(
    ledger: Ledger[Unit, Result], work: Callable[[Unit], Result], at_end: Callable[[], None] | None, workers: int
) -> None:
    """What `run_jobs` promises. No process is left when this returns or raises, whatever it raises."""
    crew = _Crew(ledger, work, at_end, workers)
    try:
        while busy := crew.busy():
            for worker in _ready(busy):
                crew.hear(worker)
    finally:
        crew.stop()


class _Crew:
    def __init__(
        self, ledger: Ledger[Any, Any], work: Callable[[Any], Any], at_end: Callable[[], None] | None, workers: int
    ) -> None:
        self._ledger, self._work, self._at_end, self._size = ledger, work, at_end, workers
        self._workers: list[_Worker] = []
        self._failed_starts = 0

    def busy(self) -> "list[_Worker]":
        """Those that are at a unit, once each that can be is."""
        for worker in [each for each in self._workers if each.place is None]:
            if self._ledger.open and not worker.is_alive():
                self._dismiss(worker)
            elif self._ledger.open:
                self._begin(worker)
        while self._ledger.open and len(self._workers) < self._size:
            self._workers.append(_Worker(self._work, self._at_end))
            self._begin(self._workers[-1])
        return [worker for worker in self._workers if worker.place is not None]

    def hear(self, worker: "_Worker") -> None:
        assert worker.place is not None
        received, place = worker.received(), worker.place
        if received == _READY:
            worker.started, self._failed_starts = True, 0
            return
        worker.place = None
        if received is None:
            self._bury(worker, place)
            return
        result, error = pickle.loads(received)
        if error is not None:
            self._ledger.fail(place, error)
        else:
            self._ledger.enter(place, result)

    def stop(self) -> None:
        for worker in self._workers:
            worker.stop()

    def _begin(self, worker: "_Worker") -> None:
        place = self._ledger.take(worker)
        worker.begin(place, self._ledger.units[place])

    def _bury(self, worker: "_Worker", place: int) -> None:
        exit_code = worker.exit_code()
        if worker.started:
            self._ledger.lose(place, worker, exit_code)
        else:
            self._ledger.put_back(place, worker)
            self._count_failed_start(exit_code)
        self._dismiss(worker)

    def _dismiss(self, worker: "_Worker") -> None:
        self._ledger.leave(worker)
        self._workers.remove(worker)
        worker.stop()

    def _count_failed_start(self, exit_code: int) -> None:
        self._failed_starts += 1
        how = how_it_ended(exit_code)
        if self._failed_starts >= _FAILED_STARTS:
            hint = "what they wrote to stderr says why; if they were killed, the machine may be out of memory"
            what = f"{_FAILED_STARTS} worker processes in a row ended before they could begin, the last{how}"
            raise WorkersDoNotStart(what, hint=hint)
        _log.warning("a worker process ended%s before it could begin; another is started", how)


class _Worker:
    """One process. It is spawned, not forked: threads and open connections must not be copied into it."""

    def __init__(self, work: Callable[[Any], Any], at_end: Callable[[], None] | None) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, work, at_end))
        self.process.start()
        theirs.close()
        self.started = False
        self.place: int | None = None

    def begin(self, place: int, unit: Any) -> None:
        self.place = place
        try:
            self.pipe.send(unit)
        except OSError:
            pass  # It died while idle; `received` will say so.

    def received(self) -> bytes | None:
        """None if the worker died before or while it answered."""
        try:
            return self.pipe.recv_bytes() if self.pipe.poll() else None
        except (EOFError, OSError):
            return None

    def is_alive(self) -> bool:
        return self.process.is_alive()

    def exit_code(self) -> int:
        """Of one that died. When it is known, all that the process had open is closed, its locks too."""
        self.process.join()
        return self.process.exitcode or 0

    def stop(self) -> None:
        """An idle worker ends by itself when its pipe closes; a busy one is interrupted."""
        self.pipe.close()
        if self.place is not None:
            self.process.terminate()
        self.process.join(_PATIENCE_S)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.process.close()


def _ready(busy: list[_Worker]) -> list[_Worker]:
    """Those that have answered or died. A grandchild may keep a dead worker's pipe open, so both are watched."""
    seen = wait([each for worker in busy for each in (worker.pipe, worker.process.sentinel)])
    return [worker for worker in busy if worker.pipe in seen or worker.process.sentinel in seen]


def _serve(pipe: "Connection[Any, Any]", work: Callable[[Any], Any], at_end: Callable[[], None] | None) -> None:
    """A worker's whole life. Ctrl-C reaches every process of a terminal; here it is the parent's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        pipe.send_bytes(_READY)
        while True:
            unit = pipe.recv()
            pipe.send_bytes(answer(work, unit))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass  # The parent has no more units, or is gone.
    finally:
        if at_end:
            at_end()
