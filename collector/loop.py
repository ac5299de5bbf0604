"""The closed loop: look, decide, make it durable, act, measure. There is one, whoever drives."""

import time
from collections.abc import Callable
from typing import NamedTuple

from msgspec.structs import replace

from embrace3k.collector.errors import AlreadySolved, GoalUndecidable, NothingDone
from embrace3k.collector.evidence import done_by, shown_in, target_views, targets_of
from embrace3k.collector.goals import EndedBy, Footprints, Instant, holds, judge, stages_of
from embrace3k.collector.interfaces import Driver
from embrace3k.collector.journal import Done, Journal
from embrace3k.collector.recorder import record_end, record_step, trajectory_of
from embrace3k.collector.replay import require_same
from embrace3k.schema.actions import Action
from embrace3k.schema.goals import Goal
from embrace3k.schema.tasks import Task
from embrace3k.schema.trajectories import DriverKind, Result, Step, TargetView, Trajectory
from embrace3k.simulator.interfaces import Observation, Simulator
from embrace3k.simulator.stopwatch import Stopwatch

STEP_LIMIT = 60
"""The evaluator of the published benchmark ends an episode after this many actions."""

OnStep = Callable[[int, Action, Done], None]
"""Called after each action with the step's index, the action and what came of it."""

_DECIDES_IN_REAL_TIME = frozenset({DriverKind.PERSON, DriverKind.AGENT})


class _Seen(NamedTuple):
    """An observation with where the targets are in it."""

    observation: Observation
    views: list[TargetView]
    shown: frozenset[str] | None

    def instant(self) -> Instant:
        return Instant(self.observation.pose, self.observation.state, self.shown)


def run_episode(
    simulator: Simulator,
    task: Task,
    driver: Driver,
    journal: Journal,
    on_step: OnStep | None = None,
    *,
    footprints: Footprints,
    stopwatch: Stopwatch | None = None,
    start: Observation | None = None,
) -> Trajectory:
    """Record one episode into its journal, or go on with the one that the journal holds.

    `start` is what the simulator's reset to this task's start showed, where somebody has called it already.

    Steps in the journal are acted out again, must lead where they led (else ReplayDiffers) and stay as they are; the
    driver decides from there on. Raises AlreadySolved and NothingDone where there is nothing to record, SimulatorLost.
    """
    if journal.end is None:
        _Episode(simulator, task, driver, journal, footprints, stopwatch or Stopwatch()).play(on_step, start)
    return trajectory_of(journal)


class _Episode:
    def __init__(
        self,
        simulator: Simulator,
        task: Task,
        driver: Driver,
        journal: Journal,
        footprints: Footprints,
        stopwatch: Stopwatch,
    ) -> None:
        self._simulator, self._task, self._driver = simulator, task, driver
        self._journal, self._footprints, self._stopwatch = journal, footprints, stopwatch
        self._targets = targets_of(task)
        self._timed = driver.facts().kind in _DECIDES_IN_REAL_TIME

    def play(self, on_step: OnStep | None, start: Observation | None) -> None:
        if start is None:
            with self._stopwatch.measure("simulator"):
                task = self._task
                start = self._simulator.reset(task.scene, task.start_pose, task.pick_drop, task.exposure)
        now = self._as_recorded(0, self._look(start))
        self._require_unsolved(now)
        with self._stopwatch.measure("driver"):
            self._driver.begin(self._task)
        instants, actions = [now.instant()], list[Action]()
        done: Done | None = None
        ended_by: EndedBy = "step_limit"
        while len(actions) < STEP_LIMIT:
            action = self._next_action(len(actions), now, done)
            if action is None:
                ended_by = "driver_stopped"
                break
            after, done = self._act(len(actions), action, now)
            if on_step:
                on_step(len(actions), action, done)
            now = after
            instants.append(now.instant())
            actions.append(action)
            if action is Action.FINISH:
                break
        if done is None:
            raise NothingDone("the driver stopped before its first action", where=f"task {self._task.id}")
        self._end(now, done, self._judge(instants, actions, ended_by))

    def _next_action(self, index: int, now: _Seen, done: Done | None) -> Action | None:
        """From the journal where it has the step, else from the driver, and then into the journal."""
        if index < len(self._journal.steps):
            return self._journal.steps[index].step.action
        started = time.perf_counter()
        with self._stopwatch.measure("driver"):
            action = self._driver.decide(index, now.observation)
        if action is None:
            return None
        took_s = round(time.perf_counter() - started, 3) if self._timed else None
        with self._stopwatch.measure("journal"):
            record_step(self._journal, action, now.observation, done, took_s)
        return action

    def _as_recorded(self, index: int, seen: _Seen) -> _Seen:
        """An instant that the journal holds, with the pose and state it has there: what follows is measured from these.

        They may be a little off what is seen now, where the simulator has a tolerance.
        """
        if index >= len(self._journal.steps):
            return seen
        step, observation = self._journal.steps[index].step, seen.observation
        self._require_same(step, observation)
        if (step.pose, step.state) == (observation.pose, observation.state):
            return seen
        return self._look(replace(observation, pose=step.pose, state=step.state or observation.state))

    def _require_same(self, step: Step, observation: Observation) -> None:
        where = f"{self._journal.path}: task {self._task.id}"
        hint = "resume with the simulator that recorded it, or delete the journal to record the task afresh"
        require_same(step, observation, step.index, where=where, hint=hint, tolerance=self._simulator.tolerance)

    def _act(self, index: int, action: Action, now: _Seen) -> tuple[_Seen, Done]:
        with self._stopwatch.measure("simulator"):
            observation = self._simulator.act(action)
        after = self._as_recorded(index + 1, self._look(observation))
        with self._stopwatch.measure("evidence"):
            profile = self._simulator.profile
            done = done_by(action, now.observation, after.observation, views=now.views, profile=profile)
        return after, done

    def _look(self, observation: Observation) -> _Seen:
        with self._stopwatch.measure("evidence"):
            objects = self._simulator.objects()
            views = target_views(observation, self._targets, objects, self._footprints)
            return _Seen(observation, views, shown_in(observation, self._targets, objects))

    def _require_unsolved(self, start: _Seen) -> None:
        stages = stages_of(self._task.goal) if self._task.goal else []
        for number, stage in enumerate(stages, start=1):
            if self._holds(stage, start):
                what = "the goal" if len(stages) == 1 else f"stage {number} of the goal"
                raise AlreadySolved(f"{what} holds before the first action", where=f"task {self._task.id}")

    def _holds(self, stage: Goal, start: _Seen) -> bool:
        """False also where nobody can tell."""
        try:
            return holds(stage, start.instant(), self._footprints)
        except GoalUndecidable:
            return False

    def _judge(self, instants: list[Instant], actions: list[Action], ended_by: EndedBy) -> Result:
        ended: EndedBy = "finish" if actions[-1] is Action.FINISH else ended_by
        if self._task.goal is None:
            return Result(success=None, ended_by=ended)
        try:
            return judge(self._task.goal, instants, actions, self._footprints, ended)
        except GoalUndecidable:
            return Result(success=None, ended_by=ended)

    def _end(self, now: _Seen, last: Done, result: Result) -> None:
        with self._stopwatch.measure("journal"):
            record_end(self._journal, now.observation, last, result)
