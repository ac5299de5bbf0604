"""Replaying many trajectories, in one process or several, each with a simulator of its own. Every replay is kept."""

import atexit
from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple

from embrace3k.collector.errors import NotReplayable
from embrace3k.collector.replay import OWN, Leeway, not_replayable, replay, require_replayable
from embrace3k.jobs import run_jobs
from embrace3k.schema.replays import Obstacle, Replay
from embrace3k.schema.tasks import Task
from embrace3k.schema.trajectories import Trajectory
from embrace3k.simulator.errors import SimulatorError, SimulatorLost
from embrace3k.simulator.interfaces import Simulator
from embrace3k.storage.database import Database
from embrace3k.storage.replays import add_replay
from embrace3k.storage.tasks import get_task
from embrace3k.storage.trajectories import get_trajectory

STARTS_PER_TRAJECTORY = 3
"""How often a lost simulator is started for one trajectory before that counts as not replayable."""


class ReplayPlace(NamedTuple):
    """What each process opens for itself. Everything in it can be pickled."""

    database_url: str
    fitting: Callable[[Trajectory], Hashable]
    """What a simulator must be like for a trajectory; equal answers share one. Raises NotReplayable."""
    start: Callable[[Any], Simulator]
    """A simulator like that. Raises SimulatorError."""
    leeway: Leeway = OWN


def replay_all(
    place: ReplayPlace, ids: Sequence[str], *, workers: int = 1, on_done: Callable[[Replay], None] | None = None
) -> list[Replay]:
    """Replay the trajectories and keep what came of each. Results are in the order of the ids.

    Raises RecordNotFound, storage errors, WorkerLost, and SimulatorLost when a simulator does not start at all.
    """

    def report(_: str, done: Replay) -> None:
        if on_done:
            on_done(done)

    if workers == 1 or len(ids) < 2:
        with Database(place.database_url) as database:
            replayer = Replayer(place, database)
            try:
                return run_jobs(ids, replayer.replay, on_done=report)
            finally:
                replayer.close()
    return run_jobs(ids, partial(_replay, place), workers=workers, on_done=report)


def _replay(place: ReplayPlace, trajectory_id: str) -> Replay:
    return _replayer_at(place).replay(trajectory_id)


@lru_cache(maxsize=1)
def _replayer_at(place: ReplayPlace) -> "Replayer":
    """One for all trajectories of this process, closed when it ends."""
    database = Database(place.database_url)
    atexit.register(database.close)
    replayer = Replayer(place, database)
    atexit.register(replayer.close)
    return replayer


class Replayer:
    """Replays one trajectory after another; a simulator is kept as long as it fits."""

    def __init__(self, place: ReplayPlace, database: Database) -> None:
        self._place, self._database = place, database
        self._simulator: Simulator | None = None
        self._wanted: Hashable = None

    def replay(self, trajectory_id: str) -> Replay:
        with self._database.snapshot() as session:
            trajectory = get_trajectory(session, trajectory_id)
            task = get_task(session, trajectory.task_id)
        try:
            done = self._try(task, trajectory)
        except NotReplayable as error:
            done = not_replayable(trajectory, error)
        with self._database.session() as session:
            add_replay(session, done)
        return done

    def close(self) -> None:
        """Let go of the simulator. The next trajectory starts another one."""
        if self._simulator is not None:
            self._simulator.close()
            self._simulator = None

    def _try(self, task: Task, trajectory: Trajectory) -> Replay:
        require_replayable(trajectory)
        lost: SimulatorLost | None = None
        for _ in range(STARTS_PER_TRAJECTORY):
            simulator = self._running(trajectory)
            try:
                return replay(simulator, task, trajectory, self._place.leeway)
            except SimulatorLost as error:
                lost = error
                self.close()
        raise NotReplayable(Obstacle.SIMULATOR_LOST, str(lost)) from lost

    def _running(self, trajectory: Trajectory) -> Simulator:
        wanted = self._place.fitting(trajectory)
        if self._simulator is None or wanted != self._wanted:
            self.close()
            try:
                self._simulator, self._wanted = self._place.start(wanted), wanted
            except SimulatorLost:
                raise
            except SimulatorError as error:
                raise NotReplayable(Obstacle.SIMULATOR_REFUSED, str(error)) from error
        return self._simulator
