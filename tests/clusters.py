"""Dask clusters on loopback that are there before a run and after it."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from distributed import LocalCluster


@contextmanager
def dask_cluster(scratch: Path, *, workers: int, threads_each: int = 1) -> Iterator[LocalCluster]:
    with LocalCluster(
        n_workers=workers, threads_per_worker=threads_each, host="127.0.0.1", dashboard_address=None, memory_limit=None,
        scheduler_kwargs={"dashboard_address": "127.0.0.1:0"}, local_directory=str(scratch),
    ) as cluster:  # fmt: skip
        yield cluster


class Scheduler(NamedTuple):
    address: str
    process: subprocess.Popen[bytes]


@contextmanager
def scheduler_and_worker(scratch: Path, worker_environment: Mapping[str, str] | None = None) -> Iterator[Scheduler]:
    """Each a process of its own, as a person would start them. The worker may have environment variables of its own."""
    said = scratch / "scheduler.json"
    common = ["--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(said)]
    own = ["--no-nanny", "--nthreads", "1", "--local-directory", str(scratch), "--death-timeout", "60"]
    scheduler = _program("dask_scheduler", [*common, "--port", "0"], scratch, {})
    worker = _program("dask_worker", [*common, *own], scratch, worker_environment or {})
    try:
        yield Scheduler(_address_in(said, scheduler), scheduler)
    finally:
        for process in (worker, scheduler):
            process.kill()
            process.wait()


def _program(name: str, options: list[str], scratch: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", f"distributed.cli.{name}", *options]
    with (scratch / f"{name}.log").open("wb") as log:
        return subprocess.Popen(command, env={**os.environ, **environment}, stdout=log, stderr=log)


def _address_in(file: Path, scheduler: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + 60
    while scheduler.poll() is None and time.monotonic() < deadline:
        try:
            return str(json.loads(file.read_text())["address"])
        except (FileNotFoundError, ValueError):
            time.sleep(0.02)
    raise AssertionError((file.parent / "dask_scheduler.log").read_text())
