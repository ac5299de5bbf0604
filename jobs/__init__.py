"""Running independent units of work, one after the other or in several processes."""

from embrace3k.jobs.errors import WorkerLost
from embrace3k.jobs.running import run_jobs

__all__ = ["WorkerLost", "run_jobs"]
