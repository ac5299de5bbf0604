"""Replaying many trajectories, in one process or several, each with a simulator of its own. Every replay is kept."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from contextlib import ExitStack
from functools import lru_cache, partial
from typing import Any, NamedTuple

from embrace3k.collector.errors import NotReplayable
from embrace3k.collector.replay import OWN, Leeway, not_replayable, replay, require_replayable
from embrace3k.jobs import WorkerLost, run_jobs
from embrace3k.schema.replays import Obstacle, Replay
from embrace3k.schema.tasks import Task
from embrace3k.schema.trajectories import Trajectory
from embrace3k.simulator.errors import SimulatorError, SimulatorLost
from embrace3k.simulator.interfaces import Simulator
from embrace3k.storage.database import Database
from embrace3k.storage.replays import add_replay
from embrace3k.storage.tasks import get_task
from embrace3k.storage.trajectories import get_trajectory, iter_trajectories

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
    skip_others: bool = False
    """Keep nothing of a trajectory that another backend recorded than the simulator's."""


def replay_all(
    place: ReplayPlace, ids: Sequence[str], *, workers: int = 1, on_done: Callable[[Replay], None] | None = None
) -> list[Replay]:
    """Replay the trajectories, each once, and keep what came of each. Results are in the order of the ids.

    What one simulator fits is done in a row, one world after the other. A trajectory at which three workers died is
    not replayable. Raises RecordNotFound, storage errors, and SimulatorLost when a simulator does not start at all.
    """

    def report(_: str, done: Replay) -> None:
        if on_done:
            on_done(done)

    groups = _groups(place, ids)
    units = sorted(groups, key=lambda each: groups[each])
    found = run_jobs(
        units, partial(_replay, place), workers=workers, group=groups.__getitem__, at_end=_leave, on_done=report,
        on_lost=partial(_lost, place),
    )  # fmt: skip
    by_id = dict(zip(units, found, strict=True))
    return [by_id[each] for each in groups]


def _groups(place: ReplayPlace, ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """What simulator each trajectory wants, and which world. In the order of the ids."""
    with Database(place.database_url) as database, database.snapshot() as session:
        return {each.id: (_wanted(place, each), each.scene.map_name) for each in iter_trajectories(session, ids)}


def _wanted(place: ReplayPlace, trajectory: Trajectory) -> str:
    try:
        return repr(place.fitting(trajectory))
    except NotReplayable:
        return ""


def _lost(place: ReplayPlace, trajectory_id: str, error: WorkerLost) -> Replay:
    why = NotReplayable(Obstacle.SIMULATOR_LOST, error.what, hint=error.hint)
    with Database(place.database_url) as database, database.session() as session:
        done = not_replayable(get_trajectory(session, trajectory_id), why)
        add_replay(session, done)
    return done


def _replay(place: ReplayPlace, trajectory_id: str) -> Replay:
    return _replayer_at(place).replay(trajectory_id)


_open = ExitStack()
"""What this process has open for its trajectories. The simulator of a killed process ends by itself."""


@lru_cache(maxsize=1)
def _replayer_at(place: ReplayPlace) -> "Replayer":
    """One for all trajectories of this process."""
    replayer = Replayer(place, _open.enter_context(Database(place.database_url)))
    _open.callback(replayer.close)
    return replayer


def _leave() -> None:
    _replayer_at.cache_clear()
    _open.close()


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
        if not (self._place.skip_others and done.reason is Obstacle.BACKEND_DIFFERS):
            with self._database.session() as session:
                add_replay(session, done)
        return done

    def close(self) -> None:
        """Let go of the simulator. The next trajectory starts another one."""
        if self._simulator is not None:
            self._simulator.close()
            self._simulator = None

    def _try(self, task: Task, trajectory: Trajectory) -> Replay:
        wanted = self._place.fitting(trajectory)
        require_replayable(trajectory)
        lost: SimulatorLost | None = None
        for _ in range(STARTS_PER_TRAJECTORY):
            simulator = self._running(wanted)
            try:
                return replay(simulator, task, trajectory, self._place.leeway)
            except SimulatorLost as error:
                lost = error
                self.close()
        raise NotReplayable(Obstacle.SIMULATOR_LOST, str(lost)) from lost

    def _running(self, wanted: Hashable) -> Simulator:
        if self._simulator is None or wanted != self._wanted:
            self.close()
            try:
                self._simulator, self._wanted = self._place.start(wanted), wanted
            except SimulatorLost:
                raise
            except SimulatorError as error:
                raise NotReplayable(Obstacle.SIMULATOR_REFUSED, str(error)) from error
        return self._simulator
