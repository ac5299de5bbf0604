"""Processes that can be killed, without paying a second of imports for each.

A module that calls `carry_out_orders` when run as a program is the nursery; `Forks` starts it and speaks to it. Each
order, a line of JSON, is carried out by a process that the nursery forks, one at a time.
"""

import json
import os
import select
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from typing import Any


class Forks:
    def __init__(self, module: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", module], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )
        self._running: int | None = None

    def start(self, **order: Any) -> int:
        """The pid of the process that now carries it out."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        self._running = int(self._process.stdout.readline())
        return self._running

    def ended_within(self, seconds: float | None) -> bool:
        """Whether it ends by itself by then; None waits as long as it takes."""
        assert self._process.stdout
        ready, _, _ = select.select([self._process.stdout], [], [], seconds)
        return bool(ready)

    def status(self) -> int:
        """How it ended, waiting for that: 0, minus a signal's number, or anything else."""
        assert self._process.stdout
        status, self._running = int(self._process.stdout.readline()), None
        return status

    def kill(self, pid: int) -> None:
        os.kill(pid, signal.SIGKILL)
        assert self.status() == -signal.SIGKILL, "it had ended by itself"

    def close(self) -> None:
        """What still runs, as after a test that failed, is killed."""
        if self._running is not None:
            self.kill(self._running)
        self._process.communicate()


def carry_out_orders(carry_out: Callable[..., None]) -> None:
    for line in sys.stdin.buffer:
        pid = os.fork()
        if pid == 0:
            status = 1
            # What it prints is not for whoever gives the orders.
            os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
            try:
                carry_out(**json.loads(line))
                status = 0
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(status)
        print(pid, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
