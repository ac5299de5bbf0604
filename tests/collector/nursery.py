"""Recording processes that can be killed."""

import json
import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

from embrace3k.collector.collect import collect
from embrace3k.collector.drivers import driver_maker
from embrace3k.schema.actions import PROFILES
from embrace3k.schema.tasks import Scene, Task, TaskType
from embrace3k.simulator.connection import Connection
from embrace3k.simulator.errors import SimulatorLost
from embrace3k.simulator.interfaces import Simulator
from embrace3k.simulator.launch import ChildServer, connect, start_embedded
from embrace3k.simulator.picture_format import PictureFormat
from embrace3k.simulator.unrealcv_client import UnrealCVSimulator
from embrace3k.simulator.worlds.catalogue import build_world
from embrace3k.storage.database import Database, sqlite_url
from embrace3k.storage.folder_store import FolderStore
from embrace3k.storage.tasks import add_tasks, list_tasks
from embrace3k.tests.forks import Forks, carry_out_orders

FAMILY, SEED = "family-house", 0
WIDTH, HEIGHT = 64, 48
_FREE_WITHIN_S = 60.0


class Nursery:
    def __init__(self) -> None:
        self._forks = Forks(__name__)

    def record(self, folder: Path, url: str | None, cache_dir: Path, *, kill_after_s: float | None = None) -> bool:
        """Record the tasks of a folder with `--resume`; True if it ended by itself before it would be killed."""
        pid = self._forks.start(folder=str(folder), url=url, cache_dir=str(cache_dir))
        if not self._forks.ended_within(kill_after_s):
            os.kill(pid, signal.SIGKILL)
        status = self._forks.status()
        assert status in (0, -signal.SIGKILL), f"the recording process ended with {status}"
        return status == 0

    def close(self) -> None:
        self._forks.close()


def killable_simulator(
    light_cache: Path, servers: list[ChildServer], *, width_px: int = WIDTH, height_px: int = HEIGHT
) -> Simulator:
    """As `start_embedded`, but its server process is appended to `servers`, for whoever wants to kill it."""
    options = [f"--cache-dir={light_cache}", f"--width={width_px}", f"--height={height_px}", "--supersample=1"]
    servers.append(ChildServer(options))
    return UnrealCVSimulator(Connection(("127.0.0.1", servers[-1].port)), PROFILES["v2"], child=servers[-1])


def prepare(folder: Path, tasks: Sequence[Task], script: Sequence[str]) -> None:
    """What the recording process finds: a database with the tasks, and a script."""
    folder.mkdir(parents=True)
    with open_database(folder) as database, database.session() as session:
        add_tasks(session, tasks)
    (folder / "script.json").write_text(json.dumps(script))


def open_database(folder: Path) -> Database:
    database = Database(sqlite_url(folder / "run.db"))
    database.migrate()
    return database


def simulators_of(light: Path) -> list[int]:
    """Their processes, known by the folder of their light."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            line = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if b"simulator.server" in line and f"--cache-dir={light}\0".encode() in line:
            found.append(int(process.name))
    return found


def turning_tasks(count: int) -> list[Task]:
    """Tasks without a goal, each starting with another heading at the world's own start."""
    start = build_world(FAMILY, SEED).start
    return [
        Task(
            id=f"turn-{index}",
            instruction="Look around.",
            type=TaskType.BASIC,
            scene=Scene(name=FAMILY, seed=SEED),
            start_pose=start._replace(yaw_deg=index * 40.0 - 160.0),
            targets=["red_car"],
            door="front_door",
        )
        for index in range(count)
    ]


def _record(folder: str, url: str | None, cache_dir: str) -> None:
    with Database(sqlite_url(Path(folder, "run.db"))) as database:
        with database.snapshot() as session:
            tasks = list_tasks(session)
        collect(
            database=database,
            store=FolderStore(Path(folder, "objects")),
            simulator_factory=lambda: _simulator(url, Path(cache_dir)),
            tasks=tasks,
            make_driver=driver_maker(f"script:{Path(folder, 'script.json')}"),
            journal_dir=Path(folder, "journals"),
            resume=True,
        )


def _simulator(url: str | None, cache_dir: Path) -> Simulator:
    """A server that somebody else runs may still be busy with the client that was killed just before."""
    if url is None:
        return start_embedded(cache_dir=cache_dir, picture=PictureFormat(WIDTH, HEIGHT), supersample=1.0)
    deadline = time.monotonic() + _FREE_WITHIN_S
    while True:
        try:
            return connect(url)
        except SimulatorLost:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)


if __name__ == "__main__":
    build_world(FAMILY, SEED)  # Once for all children.
    carry_out_orders(_record)
