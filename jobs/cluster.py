"""A Dask cluster as a run needs it: what Dask raises when something is lost becomes ours, with an address and a hint.

Dask has no one error for a lost scheduler. Which it is depends on how far its client has come with noticing: OSError, a
cancelled future, ClosedClientError, and AttributeError of a client that has closed itself.
"""

import asyncio
import logging
import pickle
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple

from embrace3k.jobs.answers import answer
from embrace3k.jobs.errors import ClusterLost, JobsError

if TYPE_CHECKING:
    from distributed import Client, Future

LOOKS_AROUND_EVERY_S = 1.0
"""How soon a worker that joins gets a unit, at the latest, and a death is noticed that comes after an answer."""
_WAITS_FOR_WORKERS_S = 60.0
_ENDS_WITHIN_S = 30.0

_log = logging.getLogger(__name__)
_one_at_a_time = threading.Lock()
"""A worker of Dask may have several threads; what a process keeps between units is for one."""


class Cluster:
    """Raises ClusterLost where the scheduler or all workers are gone, or where a worker cannot do our work at all."""

    def __init__(self, client: "Client", address: str) -> None:
        self._client, self._address = client, address
        self._version, self._lost = version("embrace3k"), False

    def workers(self) -> set[str]:
        with self._reached():
            return set(self._client.nthreads())

    def require_workers(self) -> None:
        """Waits for the first one."""
        if self.workers():
            return
        try:
            self._client.wait_for_workers(1, timeout=_WAITS_FOR_WORKERS_S)
        except TimeoutError as error:
            what = f"the Dask cluster had no worker for {_WAITS_FOR_WORKERS_S:g} s"
            hint = "start some: dask worker ADDRESS --nthreads 1"
            raise ClusterLost(what, where=self._address, hint=hint) from error
        except (OSError, AttributeError) as error:
            raise self._out_of_reach(error) from error

    def submit(self, worker: str, work: bytes, unit: bytes) -> "Future[bytes]":
        """For this worker alone. Dask would give it to another one, but not to one that comes when all have died."""
        call = pickle.dumps(_Call(self._version, work, unit))
        with self._reached():
            return self._client.submit(pickle.loads, call, workers=[worker], pure=False)

    def received(self, worker: str, future: "Future[bytes]") -> bytes | None:
        """None if the worker died, even if that was after its answer: Dask leaves results where they were made."""
        from distributed import KilledWorker

        while True:
            try:
                received: bytes = future.result(timeout=LOOKS_AROUND_EVERY_S)
                return received
            except KilledWorker:
                return None
            except TimeoutError:
                if worker not in self.workers():
                    return None
            except Exception as error:
                # What `work` raises comes as an answer, so this is what kept a worker from calling it.
                if future.status == "error":
                    raise self._foreign(worker, error) from error
                raise self._out_of_reach(error) from error

    def forget(self, *futures: "Future[bytes]") -> None:
        self._try_to("forget units", lambda: self._client.cancel(list(futures)))

    def tell_all(self, at_end: bytes) -> None:
        """What is not done in time, the workers do without being watched, or it ends with them."""
        if not self._lost:
            self._try_to("end the run", lambda: self._client.run(_end, at_end, on_error="ignore"))

    def leave(self) -> None:
        self._try_to("let its client go", self._client.close)

    def _try_to(self, what: str, call: Callable[[], object]) -> None:
        """For the end of a run, which may have an error to tell that is not to be hidden, or waited with for long."""

        def quietly() -> None:
            try:
                call()
            except Exception as error:
                _log.warning("the Dask cluster at %s could not %s: %s", self._address, what, error)

        thread = threading.Thread(target=quietly, daemon=True)
        thread.start()
        thread.join(_ENDS_WITHIN_S)
        if thread.is_alive():
            _log.warning("the Dask cluster at %s did not %s within %g s", self._address, what, _ENDS_WITHIN_S)

    @contextmanager
    def _reached(self) -> Iterator[None]:
        from distributed.client import ClosedClientError

        try:
            yield
        except (OSError, CancelledError, ClosedClientError, AttributeError) as error:
            raise self._out_of_reach(error) from error

    def _out_of_reach(self, error: Exception) -> ClusterLost:
        self._lost = True
        hint = "look at the log of dask scheduler, start it again if it ended, and run this again"
        kind = type(error).__name__
        return ClusterLost(f"the Dask scheduler was lost ({kind}: {error})", where=self._address, hint=hint)

    def _foreign(self, worker: str, error: Exception) -> ClusterLost:
        what = f"the Dask worker {worker} cannot do this work ({type(error).__name__}: {error})"
        hint = f"each worker needs this very version: pip install 'embrace3k[dask]=={self._version}'"
        return ClusterLost(what, where=self._address, hint=hint)


class _Call(NamedTuple):
    """To unpickle it is to call `_do`. A function that a worker cannot import would break its connection, and look like
    a death; this way it is an error of the unit."""

    wanted: str
    work: bytes
    unit: bytes

    def __reduce__(self) -> tuple[Callable[[str, bytes, bytes], bytes], tuple[str, bytes, bytes]]:
        return _do, (self.wanted, self.work, self.unit)


def _do(wanted: str, work: bytes, unit: bytes) -> bytes:
    """In a worker."""
    here = version("embrace3k")
    if here != wanted:
        raise JobsError(f"it has embrace3k {here}, the run {wanted}")
    with _one_at_a_time:
        return answer(pickle.loads(work), pickle.loads(unit))


async def _end(at_end: bytes) -> None:
    """On a worker's event loop, which must not stand still while things are closed."""
    await asyncio.to_thread(_end_here, at_end)


def _end_here(at_end: bytes) -> None:
    with _one_at_a_time:
        pickle.loads(at_end)()
