"""Yards whose process dies, for worker processes: they can only import it, so it cannot stand inside a test."""

import json
import os
import signal
import sys
import uuid
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from embrace3k.collector.parallel import Workplace, collect_in_processes
from embrace3k.jobs import Executor
from embrace3k.schema.actions import Action
from embrace3k.schema.poses import Pose
from embrace3k.schema.tasks import PickDrop, Scene, Task
from embrace3k.schema.trajectories import Simulator as SimulatorFacts
from embrace3k.simulator.interfaces import Observation
from embrace3k.tests.collector.toy import SCENE, START, Yard, yard_stores, yard_task

SCRIPT = ["MoveForward", "TurnLeft", "Pick", "TurnRight", "MoveForward", "LookDown", "Drop", "MoveBackward", "Finish"]
DEADLY_ACT = 5
DEADLY_YAW_DEG = 77.0
"""Who starts a task with this heading dies in its fifth act, every time."""


class MortalYard(Yard):
    """Notes its process in `folder`/pids and every world that it loads in `folder`/loads.

    It dies once in the fifth act of any task where there is a file `die-in-act`, and before the end of a journal whose
    trajectory is committed where there is a file `die-after-commit`.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder, self._scene = folder, Scene(name="none", seed=0)
        (folder / "pids" / str(os.getpid())).touch()
        if (folder / "die-after-commit").exists():
            sys.addaudithook(self._at_removal)

    def facts(self) -> SimulatorFacts:
        """Nobody knows the plan of a yard, so it counts as no embedded world."""
        return replace(super().facts(), backend="unknown")

    def reset(
        self, scene: Scene, start_pose: Pose, pick_drop: PickDrop | None = None, exposure: float | None = None
    ) -> Observation:
        self._acts, self._deadly = 0, start_pose.yaw_deg == DEADLY_YAW_DEG
        if scene != self._scene:
            with (self._folder / "loads").open("a") as loads:
                loads.write(f"{scene.map_name}\n")
        self._scene = scene
        return super().reset(scene, start_pose, pick_drop)

    def act(self, action: Action) -> Observation:
        self._acts += 1
        if self._acts == DEADLY_ACT and (self._deadly or self._told("die-in-act")):
            os.kill(os.getpid(), signal.SIGKILL)
        return super().act(action)

    def _at_removal(self, event: str, arguments: tuple[object, ...]) -> None:
        if event == "os.remove" and str(arguments[0]).endswith(".journal") and self._told("die-after-commit"):
            os.kill(os.getpid(), signal.SIGKILL)

    def _told(self, order: str) -> bool:
        """True once for each order."""
        try:
            (self._folder / order).rmdir()
        except FileNotFoundError:
            return False
        return True


def yard_tasks(count: int, scenes: int = 1) -> list[Task]:
    """The scenes take turns."""
    return [
        replace(
            yard_task(f"yard-{index:02}"),
            scene=SCENE if scenes == 1 else Scene(name="yard", seed=index % scenes),
            start_pose=START._replace(yaw_deg=index * 3.0),
        )
        for index in range(count)
    ]


def mortal_place(folder: Path, tasks: Sequence[Task], *orders: str) -> Workplace:
    """A fresh folder with the tasks in its database, and orders to die."""
    (folder / "pids").mkdir(parents=True)
    database, store = yard_stores(folder, tasks)
    database.close()
    for order in orders:
        (folder / order).mkdir()
    script = folder / "script.json"
    script.write_text(json.dumps(SCRIPT))
    url = f"sqlite:///{folder / 'toy.db'}"
    return Workplace(url, store.url, folder / "journals", f"script:{script}", folder, partial(MortalYard, folder))


class CountedYard(MortalYard):
    """There is a file in `simulators` for each that is open."""

    def __init__(self, folder: Path, simulators: Path) -> None:
        super().__init__(folder)
        self._mark = simulators / uuid.uuid4().hex
        self._mark.touch()

    def close(self) -> None:
        super().close()
        self._mark.unlink(missing_ok=True)


def record_and_die(place: Workplace, dask_address: str) -> None:
    """A client that is killed at the report of its first task."""
    collect_in_processes(
        place, yard_tasks(4), executor=Executor.DASK, dask_address=dask_address,
        on_done=lambda _: os.kill(os.getpid(), signal.SIGKILL),
    )  # fmt: skip
