"""Running independent units of work: one after the other, in several processes, or on a Dask cluster."""

from embrace3k.jobs.errors import WorkerLost, WorkersDoNotStart
from embrace3k.jobs.running import Executor, run_jobs

__all__ = ["Executor", "WorkerLost", "WorkersDoNotStart", "run_jobs"]
