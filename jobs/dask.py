"""The workers of a Dask cluster. Each gets one unit at a time: groups stay together, and few are lost with a worker."""

import pickle
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from logging import CRITICAL
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

from embrace3k.jobs.cluster import LOOKS_AROUND_EVERY_S, Cluster
from embrace3k.jobs.errors import ClusterLost, DaskMissing
from embrace3k.jobs.ledger import Ledger

if TYPE_CHECKING:
    from distributed import Future

Unit = TypeVar("Unit")
Result = TypeVar("Result")

_ANSWERS_WITHIN_S = 5.0


def run_on_dask(
    ledger: Ledger[Unit, Result],
    work: Callable[[Unit], Result],
    at_end: Callable[[], None] | None,
    workers: int,
    address: str | None,
) -> None:
    """What `run_jobs` promises; a cluster that was there before stays. Raises DaskMissing, ClusterLost."""
    try:
        import distributed  # noqa: F401
    except ImportError as error:
        raise DaskMissing("Dask needs the package distributed", hint="run: pip install 'embrace3k[dask]'") from error
    with _running_cluster(address) if address else _local_cluster(workers) as cluster:
        run = _Run(cluster, ledger, pickle.dumps(work))
        try:
            while run.begin():
                run.hear()
        finally:
            run.cancel()
            if at_end and (address or not run.interrupted):
                cluster.tell_all(pickle.dumps(at_end))


class _Run:
    def __init__(self, cluster: Cluster, ledger: Ledger[Any, Any], work: bytes) -> None:
        self._cluster, self._ledger, self._work = cluster, ledger, work
        self._begun: dict[str, tuple[Future[bytes], int]] = {}
        """Address of a worker -> what it was given, and the place of that unit."""
        self._ended: SimpleQueue[tuple[str, object]] = SimpleQueue()
        """Worker and key of what ended: its successor may have the same address."""

    @property
    def interrupted(self) -> bool:
        return bool(self._begun)

    def begin(self) -> bool:
        """A unit for every worker that has none; the units of dead workers are taken back. False when all is done."""
        there = self._cluster.workers()
        for worker in self._begun.keys() - there:
            self._lose(worker)
        for worker in there - self._begun.keys():
            if self._ledger.open:
                self._submit(worker)
        return bool(self._begun) or self._ledger.open

    def hear(self) -> None:
        """Waits until a unit ends, or it is time to look who is there."""
        try:
            worker, key = self._ended.get(timeout=LOOKS_AROUND_EVERY_S)
        except Empty:
            self._cluster.require_workers()
            return
        if worker not in self._begun or self._begun[worker][0].key != key:
            return
        future, place = self._begun[worker]
        received = self._cluster.received(worker, future)
        if received is None:
            self._lose(worker)
            return
        del self._begun[worker]
        result, error = pickle.loads(received)
        if error is not None:
            self._ledger.fail(place, error)
        else:
            self._ledger.enter(place, result)

    def cancel(self) -> None:
        if self._begun:
            self._cluster.forget(*(future for future, _ in self._begun.values()))

    def _submit(self, worker: str) -> None:
        place = self._ledger.take(worker)
        unit = pickle.dumps(self._ledger.units[place])
        future = self._cluster.submit(worker, self._work, unit)
        self._begun[worker] = future, place
        key = future.key
        future.add_done_callback(lambda _: self._ended.put((worker, key)))

    def _lose(self, worker: str) -> None:
        future, place = self._begun.pop(worker)
        self._cluster.forget(future)
        self._ledger.lose(place, worker, None)


@contextmanager
def _running_cluster(address: str) -> Iterator[Cluster]:
    from distributed import Client

    try:
        client = Client(address, set_as_default=False, timeout=_ANSWERS_WITHIN_S)
    except (OSError, ValueError) as error:
        hint = "start it: dask scheduler; without an address a cluster of this machine's processes is used"
        raise ClusterLost(f"no Dask scheduler answers: {error}", where=address, hint=hint) from error
    cluster = Cluster(client, address)
    try:
        yield cluster
    finally:
        cluster.leave()


@contextmanager
def _local_cluster(workers: int) -> Iterator[Cluster]:
    """One thread in each process, and nothing listens beyond loopback. Dask's HTTP servers cannot be left out, so they
    get a free port and no page to serve."""
    import dask
    from distributed import Client, LocalCluster

    # No failure is allowed, for then we hear of a death at once, and count for ourselves.
    settings = {
        "distributed.scheduler.allowed-failures": 0,
        "distributed.scheduler.http.routes": [],
        "distributed.worker.http.routes": [],
    }
    with (
        tempfile.TemporaryDirectory() as scratch,
        dask.config.set({**settings, "temporary-directory": scratch}),
        LocalCluster(
            n_workers=workers, threads_per_worker=1, host="127.0.0.1", memory_limit=None,
            dashboard_address=None, scheduler_kwargs={"dashboard_address": "127.0.0.1:0"}, silence_logs=CRITICAL,
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):  # fmt: skip
        yield Cluster(client, cluster.scheduler_address)
