"""Who can drive without a person: a script, and the oracle. `driver_maker` reads what `--policy` says."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import msgspec

from embrace3k.collector.errors import NoPlan, PlanBroken, ScriptRefused
from embrace3k.collector.ground_truth import motion_in
from embrace3k.collector.interfaces import Driver
from embrace3k.collector.oracle import plan
from embrace3k.collector.plans import ORACLE_VERSION, PlanShelf
from embrace3k.schema.actions import OFFERED, Action, ActionProfile
from embrace3k.schema.codec import digest
from embrace3k.schema.goals import Goal
from embrace3k.schema.poses import Pose, distance_xy_cm, wrap_deg
from embrace3k.schema.tasks import Task
from embrace3k.schema.trajectories import Driver as DriverFacts
from embrace3k.schema.trajectories import DriverKind
from embrace3k.simulator.interfaces import Observation
from embrace3k.simulator.worlds.motion import AgentState, Motion

_OFF_PLAN = 0.01
"""Centimetres or degrees; replies are rounded to a thousandth."""


def driver_maker(policy: str, plans: PlanShelf | None = None) -> Callable[[ActionProfile], Driver]:
    """`oracle`, or `script:FILE` with a JSON list of action names. Raises ScriptRefused."""
    if policy == "oracle":
        return partial(OracleDriver, plans=plans)
    kind, _, path = policy.partition(":")
    if kind != "script" or not path:
        raise ScriptRefused(f"unknown policy {policy!r}", hint="use `oracle` or script:FILE")
    driver = ScriptDriver(read_script(Path(path)))
    return lambda profile: driver


class OracleDriver:
    """Plans on the true geometry of an embedded world before the first step, and sees to it that the plan comes true.

    A resumed episode has the same plan, so it goes on where it was. Plans on the shelf are not searched for again, and
    new ones are put there.
    """

    def __init__(self, profile: ActionProfile, plans: PlanShelf | None = None) -> None:
        self._profile, self._plans = profile, plans
        self._task: Task | None = None
        self._actions: list[Action] = []
        self._expected: list[AgentState] = []

    def facts(self) -> DriverFacts:
        return DriverFacts(kind=DriverKind.ORACLE, name="shortest-plan", version=ORACLE_VERSION)

    def begin(self, task: Task) -> None:
        """The same task as before keeps its plan. Raises NoPlan."""
        if task == self._task:
            return
        if task.goal is None or task.scene.name is None or task.scene.seed is None:
            raise NoPlan(
                "the oracle needs a goal and an embedded world", exhausted=True, where=f"task {task.id}",
                hint="record it with a script or by hand",
            )  # fmt: skip
        motion = motion_in(task.scene.name, task.scene.seed)
        start = start_state(motion, task)
        self._actions = self._kept(task) or self._planned(motion, start, task, task.goal)
        self._expected = [start]
        for action in self._actions:
            self._expected.append(motion.apply(self._expected[-1], action, self._profile).state)
        self._task = task

    def _kept(self, task: Task) -> list[Action] | None:
        return self._plans.find(task, self._profile) if self._plans else None

    def _planned(self, motion: Motion, start: AgentState, task: Task, goal: Goal) -> list[Action]:
        actions = plan(motion, start, goal, self._profile).actions
        if self._plans:
            self._plans.keep(task, self._profile, actions)
        return actions

    def decide(self, index: int, observation: Observation) -> Action | None:
        """Raises PlanBroken when the world is not where the plan has it."""
        if index >= len(self._actions):
            return None
        planned, found = self._expected[index].pose, observation.pose
        if not _close(planned, found):
            raise PlanBroken(
                f"step {index}: the plan has the agent at {_short(planned)}, the simulator at {_short(found)}",
                hint="the simulator serves another version of this world, or moves by other rules",
            )
        return self._actions[index]


def start_state(motion: Motion, task: Task) -> AgentState:
    """The world as the task finds it, with its object where the task puts it."""
    start = motion.start(task.start_pose)
    if task.pick_drop is not None:
        return replace(start, objects={**start.objects, task.pick_drop.object: task.pick_drop.start_pose})
    return start


def _close(planned: Pose, found: Pose) -> bool:
    turned = abs(wrap_deg(found.yaw_deg - planned.yaw_deg))
    return distance_xy_cm(planned, found) <= _OFF_PLAN and turned <= _OFF_PLAN


def _short(pose: Pose) -> str:
    return f"({pose.x_cm:.2f}, {pose.y_cm:.2f}) cm, yaw {pose.yaw_deg:.2f}"


class ScriptDriver:
    """The same actions in every episode, whatever is seen; it stops where they end."""

    def __init__(self, actions: Sequence[Action]) -> None:
        self._actions = list(actions)

    def facts(self) -> DriverFacts:
        """The version is a digest of the actions: another script is another driver."""
        return DriverFacts(kind=DriverKind.SCRIPT, name="script", version=digest(self._actions)[:12])

    def begin(self, task: Task) -> None:
        pass

    def decide(self, index: int, observation: Observation) -> Action | None:
        return self._actions[index] if index < len(self._actions) else None


def read_script(path: Path) -> list[Action]:
    """A JSON list of the names of offered actions. Raises ScriptRefused with a JSON pointer to what does not fit."""
    try:
        names = msgspec.json.decode(path.read_bytes())
    except OSError as error:
        raise ScriptRefused(f"cannot read the script: {error.strerror}", where=str(path)) from error
    except msgspec.DecodeError as error:
        raise ScriptRefused(f"no JSON: {error}", where=str(path), hint=_EXAMPLE) from error
    if not isinstance(names, list) or not names:
        raise ScriptRefused("not a list of actions", where=str(path), hint=_EXAMPLE)
    for index, name in enumerate(names):
        if name not in OFFERED:
            raise ScriptRefused(f"unknown action {name!r}", where=f"{path}: /{index}", hint=_KNOWN)
        if name == Action.FINISH and index + 1 < len(names):
            raise ScriptRefused("actions follow Finish, which ends it", where=f"{path}: /{index + 1}")
    return [Action(name) for name in names]


_KNOWN = f"use one of {', '.join(OFFERED)}"
_EXAMPLE = 'write a list such as ["MoveForward", "TurnLeft", "Finish"]'
