"""Several worker processes, each with a pipe of its own: so it is known which unit a dead worker was at."""

import pickle
import signal
import traceback
from collections import deque
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from embrace3k.jobs.errors import ResultLost, WorkerLost

Unit = TypeVar("Unit")
Result = TypeVar("Result")

_PATIENCE_S = 5.0
"""How long an idle worker gets to end by itself, and a busy one after SIGTERM."""


def run_in_processes(
    units: list[Unit], work: Callable[[Unit], Result], workers: int, on_done: Callable[[Unit, Result], None]
) -> list[Result]:
    """What `run_jobs` promises. No process is left when this returns or raises, whatever it raises."""
    todo, results, failure = deque(range(len(units))), dict[int, Result](), None
    pool: list[_Worker] = []
    try:
        for _ in range(workers):
            pool.append(_Worker(work))
            pool[-1].begin(todo.popleft(), units)
        while busy := [worker for worker in pool if worker.place is not None]:
            for worker in _ready(busy):
                place, result, error = worker.end()
                if error is not None:
                    failure = failure or error
                    todo.clear()
                    continue
                results[place] = result
                on_done(units[place], result)
                if todo:
                    worker.begin(todo.popleft(), units)
    finally:
        for worker in pool:
            worker.stop()
    if failure is not None:
        raise failure
    return [results[place] for place in range(len(units))]


class _Worker:
    """One process. It is spawned, not forked: threads and open connections must not be copied into it."""

    def __init__(self, work: Callable[[Any], Any]) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, work))
        self.process.start()
        theirs.close()
        self.place: int | None = None
        self._unit: object = None

    def begin(self, place: int, units: list[Any]) -> None:
        self.place, self._unit = place, units[place]
        try:
            self.pipe.send(self._unit)
        except OSError:
            pass  # It died while idle; `end` will say so.

    def end(self) -> tuple[int, Any, Exception | None]:
        """Place, result, exception of the unit that was begun last."""
        assert self.place is not None
        place, self.place = self.place, None
        answer = self._received()
        result, error = self._lost() if answer is None else pickle.loads(answer)
        if error is not None:
            error.add_note(f"in unit {self._unit!r:.200}")
        return place, result, error

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

    def _received(self) -> bytes | None:
        """None if the worker died before or while it answered."""
        try:
            return self.pipe.recv_bytes() if self.pipe.poll() else None
        except (EOFError, OSError):
            return None

    def _lost(self) -> tuple[None, WorkerLost]:
        self.process.join()
        return None, WorkerLost(self._unit, self.process.exitcode or 0)


def _ready(busy: list[_Worker]) -> list[_Worker]:
    """Those that have answered or died. A grandchild may keep a dead worker's pipe open, so both are watched."""
    seen = wait([each for worker in busy for each in (worker.pipe, worker.process.sentinel)])
    return [worker for worker in busy if worker.pipe in seen or worker.process.sentinel in seen]


def _serve(pipe: "Connection[Any, Any]", work: Callable[[Any], Any]) -> None:
    """A worker's whole life. Ctrl-C reaches every process of a terminal; here it is the parent's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            unit = pipe.recv()
            answer = _answer(work, unit)
            pipe.send_bytes(answer)
        except (EOFError, BrokenPipeError, ConnectionResetError):
            return  # The parent has no more units, or is gone.


def _answer(work: Callable[[Any], Any], unit: Any) -> bytes:
    """The pickled (result, exception); an exception brings the worker's traceback along as a note."""
    try:
        return pickle.dumps((work(unit), None))
    except Exception as error:
        error.add_note("".join(traceback.format_exception(error)))
        return _pickled_error(error)


def _pickled_error(error: Exception) -> bytes:
    """Not every exception survives pickling: its constructor may want other arguments."""
    try:
        data = pickle.dumps((None, error))
        pickle.loads(data)
    except Exception:
        kind = type(error).__name__
        return pickle.dumps((None, ResultLost(f"{kind}: {error}", hint=f"{kind} itself cannot be pickled")))
    return data
