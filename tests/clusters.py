"""Dask clusters on loopback that are there before a run and after it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from distributed import LocalCluster


@contextmanager
def dask_cluster(scratch: Path, *, workers: int, threads_each: int = 1) -> Iterator[LocalCluster]:
    with LocalCluster(
        n_workers=workers, threads_per_worker=threads_each, host="127.0.0.1", dashboard_address=None, memory_limit=None,
        scheduler_kwargs={"dashboard_address": "127.0.0.1:0"}, local_directory=str(scratch),
    ) as cluster:  # fmt: skip
        yield cluster
