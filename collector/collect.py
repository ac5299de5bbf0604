"""Recording a run of tasks: one simulator for all of them, a journal for each, committed one by one."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from msgspec import Struct

from embrace3k.collector.errors import CollectorError, JournalsLeftOver
from embrace3k.collector.goals import Footprints
from embrace3k.collector.ground_truth import footprints_of
from embrace3k.collector.interfaces import Driver
from embrace3k.collector.journal import SUFFIX, Done, Header, Journal, left_over
from embrace3k.collector.loop import run_episode
from embrace3k.collector.recorder import commit, header_for
from embrace3k.schema.actions import Action, ActionProfile
from embrace3k.schema.tasks import Scene, Task
from embrace3k.schema.trajectories import Simulator as SimulatorFacts
from embrace3k.schema.trajectories import Trajectory
from embrace3k.simulator.errors import SimulatorError, SimulatorLost
from embrace3k.simulator.interfaces import Observation, Simulator
from embrace3k.simulator.stopwatch import Stopwatch
from embrace3k.storage.database import Database
from embrace3k.storage.interfaces import ObjectStore
from embrace3k.storage.trajectories import trajectory_ids

RESTARTS_PER_TASK = 3
"""How often a lost simulator is started again for one task before the task counts as failed."""

MakeDriver = Callable[[ActionProfile], Driver]
"""Makes the driver of a run, once the simulator's action profile is known."""

OnStep = Callable[[Task, int, Action, Done], None]
FootprintsOf = Callable[[Scene, SimulatorFacts], Footprints]


class TaskReport(Struct, frozen=True, kw_only=True):
    """What became of one task. `reason` is the class of the error that failed it, `message` its text."""

    task_id: str
    status: Literal["recorded", "skipped", "failed"]
    trajectory_id: str | None = None
    steps: int = 0
    success: bool | None = None
    restarts: int = 0
    reason: str | None = None
    message: str | None = None


OnDone = Callable[[TaskReport], None]


class CollectSummary(Struct, frozen=True, kw_only=True):
    """What a run did. A demonstration that did not reach its goal is recorded too, and not counted in `succeeded`."""

    reports: list[TaskReport]
    done: int
    succeeded: int
    skipped: int
    failed: dict[str, int]
    """Reason -> number of tasks."""
    steps: int
    seconds: dict[str, float]
    """Wall-clock time per part of the work: start, simulator, driver, evidence, journal, store. Of `simulator` are
    `load`, `draw` and `encode`: worlds, pictures and their JPEGs; the rest of it is the protocol."""
    left_over: list[str]
    """Journals that remain: of tasks that failed half-way, of another driver or of another simulator."""


class Collector:
    """Records tasks one after another with one simulator, which it starts at the first task and `close` lets go of."""

    def __init__(
        self,
        *,
        database: Database,
        store: ObjectStore,
        simulator_factory: Callable[[], Simulator],
        make_driver: MakeDriver,
        journal_dir: Path,
        on_step: OnStep | None = None,
        footprints_of: FootprintsOf = footprints_of,
    ) -> None:
        journal_dir.mkdir(parents=True, exist_ok=True)
        self._database, self._store = database, store
        self._simulator_factory, self._make_driver = simulator_factory, make_driver
        self._journal_dir, self._on_step, self._footprints_of = journal_dir, on_step, footprints_of
        self._simulator: Simulator | None = None
        self._has_started = False
        self._driver: Driver | None = None
        self.stopwatch = Stopwatch()
        with database.snapshot() as session:
            self._committed = trajectory_ids(session)

    def record(self, task: Task) -> TaskReport:
        """Record and commit one task, or continue its journal. Only storage errors and a simulator that does not start
        are raised; every other failure we know is the task's own, and reported.

        A simulator that refuses to start is tried again where it has started before: it may not be ready yet.
        """
        for restarts in range(RESTARTS_PER_TASK + 1):
            last = restarts == RESTARTS_PER_TASK
            try:
                simulator = self._running()
            except SimulatorError as error:
                if last or not (self._has_started or isinstance(error, SimulatorLost)):
                    raise
                continue
            try:
                with self._parts_of(simulator):
                    return self._record(task, simulator, restarts)
            except SimulatorLost as error:
                self.close()
                if last:
                    return _failed(task, error, restarts)
            except (CollectorError, SimulatorError) as error:
                return _failed(task, error, restarts)
        raise AssertionError("the last turn returns or raises")

    @contextmanager
    def _parts_of(self, simulator: Simulator) -> Iterator[None]:
        before = simulator.seconds()
        yield
        for name, after_s in simulator.seconds().items():
            self.stopwatch.add(name, after_s - before.get(name, 0.0))

    def _running(self) -> Simulator:
        if self._simulator is None:
            with self.stopwatch.measure("start"):
                self._simulator = self._simulator_factory()
            self._has_started = True
        return self._simulator

    def _record(self, task: Task, simulator: Simulator, restarts: int) -> TaskReport:
        """A simulator's facts are part of every id. Those of a real engine are its level's, so that is loaded first."""
        start = None
        if simulator.facts().backend != "embedded":
            with self.stopwatch.measure("simulator"):
                start = simulator.reset(task.scene, task.start_pose, task.pick_drop, task.exposure)
        driver = self._driver = self._driver or self._make_driver(simulator.profile)
        header = header_for(task, driver, simulator)
        path = self._journal_dir / f"{header.trajectory_id}{SUFFIX}"
        if header.trajectory_id in self._committed:
            _drop(path, header)
            return TaskReport(task_id=task.id, status="skipped", trajectory_id=header.trajectory_id)
        with Journal(path, header) as journal:
            try:
                self._play(task, simulator, driver, journal, start)
            except BaseException:
                if not journal.steps:
                    journal.remove()
                raise
            with self.stopwatch.measure("store"):
                trajectory = commit(journal, self._database, self._store)
        self._committed.add(trajectory.id)
        return report_of(task, trajectory, restarts)

    def _play(
        self, task: Task, simulator: Simulator, driver: Driver, journal: Journal, start: Observation | None
    ) -> None:
        def on_step(index: int, action: Action, done: Done) -> None:
            if self._on_step:
                self._on_step(task, index, action, done)

        footprints = self._footprints_of(task.scene, simulator.facts())
        run_episode(
            simulator, task, driver, journal, on_step, footprints=footprints, stopwatch=self.stopwatch, start=start
        )

    def close(self) -> None:
        """Let go of the simulator. The next task starts another one."""
        if self._simulator is not None:
            self._simulator.close()
            self._simulator = None


def collect(
    *,
    database: Database,
    store: ObjectStore,
    simulator_factory: Callable[[], Simulator],
    tasks: Sequence[Task],
    make_driver: MakeDriver,
    journal_dir: Path,
    resume: bool = False,
    on_step: OnStep | None = None,
    on_done: OnDone | None = None,
    footprints_of: FootprintsOf = footprints_of,
) -> CollectSummary:
    """Record every task that this driver has not recorded yet, each committed when it ends. The database has the tasks.

    With `resume`, journals of a run that was cut off are continued; without it they raise JournalsLeftOver.
    """
    require_no_left_over(journal_dir, resume)
    collector = Collector(
        database=database,
        store=store,
        simulator_factory=simulator_factory,
        make_driver=make_driver,
        journal_dir=journal_dir,
        on_step=on_step,
        footprints_of=footprints_of,
    )
    reports: list[TaskReport] = []
    try:
        for task in tasks:
            reports.append(collector.record(task))
            if on_done:
                on_done(reports[-1])
    finally:
        collector.close()
    return summarise(reports, collector.stopwatch.seconds, journal_dir)


def require_no_left_over(journal_dir: Path, resume: bool) -> None:
    """Raises JournalsLeftOver where an earlier run was cut off and nobody said to resume it."""
    found = [] if resume else left_over(journal_dir)
    if found:
        raise JournalsLeftOver(
            f"an earlier run was cut off and left {len(found)} journal(s) in {journal_dir}",
            hint=f"continue it with --resume, or delete {found[0].name}{' and the others' if found[1:] else ''}",
        )


def summarise(reports: Sequence[TaskReport], seconds: dict[str, float], journal_dir: Path) -> CollectSummary:
    recorded = [report for report in reports if report.status == "recorded"]
    failed = Counter(report.reason or "unknown" for report in reports if report.status == "failed")
    return CollectSummary(
        reports=list(reports),
        done=len(recorded),
        succeeded=sum(report.success is True for report in recorded),
        skipped=sum(report.status == "skipped" for report in reports),
        failed=dict(failed),
        steps=sum(report.steps for report in recorded),
        seconds={name: round(spent, 3) for name, spent in seconds.items()},
        left_over=[path.name for path in left_over(journal_dir)],
    )


def _drop(path: Path, header: Header) -> None:
    """A run that was killed between its commit and the end of its journal leaves this to us."""
    if path.exists():
        Journal(path, header).remove()


def report_of(task: Task, trajectory: Trajectory, restarts: int = 0) -> TaskReport:
    """Of a task that was recorded."""
    return TaskReport(
        task_id=task.id,
        status="recorded",
        trajectory_id=trajectory.id,
        steps=len(trajectory.steps),
        success=trajectory.result.success,
        restarts=restarts,
    )


def _failed(task: Task, error: CollectorError | SimulatorError, restarts: int) -> TaskReport:
    return TaskReport(
        task_id=task.id, status="failed", restarts=restarts, reason=type(error).__name__, message=str(error)
    )
