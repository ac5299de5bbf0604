"""A* over the states that an agent's actions really lead to."""

import heapq
import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from embrace3k.collector.lower_bounds import MOST_ACTIONS, Gate, LowerBound, Steps, as_bytes
from embrace3k.collector.stages import Stage
from embrace3k.schema.actions import Action, ActionProfile
from embrace3k.schema.poses import Pose
from embrace3k.simulator.worlds.doors import REACH_CM
from embrace3k.simulator.worlds.motion import AgentState, Motion

_ALWAYS_GOOD = (Action.MOVE_FORWARD, Action.TURN_LEFT, Action.TURN_RIGHT, Action.LOOK_DOWN)
_MERGED_CM = 20.0
_MERGED_DEG = 5.0


class Found(NamedTuple):
    """`actions` is None where no plan was found; `complete` says that there was nothing left to look at."""

    actions: list[Action] | None
    complete: bool
    nodes: int


class _Node(NamedTuple):
    state: AgentState
    stage: int
    cost: int
    parent: "_Node | None"
    action: Action | None

    def actions(self) -> list[Action]:
        taken: list[Action] = []
        node: _Node | None = self
        while node is not None and node.action is not None:
            taken.append(node.action)
            node = node.parent
        return taken[::-1]


class Bounds:
    """How many actions a state has left at least: per stage, and per set of doors that are still shut."""

    def __init__(self, motion: Motion, steps: Steps, stages: Sequence[Stage]) -> None:
        self._steps, self._stages = steps, stages
        self._gates = {
            thing.name: Gate(*_leaf_ends(thing.footprint(thing.pose).corners()))
            for thing in motion.world.objects
            if thing.hinge is not None
        }
        self._bounds: dict[tuple[int, frozenset[str]], LowerBound] = {}

    def least(self, state: AgentState, stage: int) -> int:
        if stage == len(self._stages):
            return 0
        shut = frozenset(name for name, opened in state.doors.items() if not opened)
        pose = state.pose
        bit = self._steps.cells.bit(pose.x_cm, pose.y_cm)
        return self._bound(stage, shut).least(self._steps.heading(pose.yaw_deg), bit)

    def _bound(self, stage: int, shut: frozenset[str]) -> LowerBound:
        """Stages after this one charge no doors: this one may have opened them."""
        if (stage, shut) not in self._bounds:
            after = self._bound(stage + 1, frozenset()) if stage + 1 < len(self._stages) else None
            gates = [self._gates[name] for name in sorted(shut)]
            self._bounds[stage, shut] = LowerBound(self._steps, self._stages[stage].ends, 1, after, gates)
        return self._bounds[stage, shut]


class Search:
    """One problem: a start state and the stages to go through. `bounds` may be shared between searches."""

    def __init__(
        self, motion: Motion, profile: ActionProfile, steps: Steps, stages: Sequence[Stage], bounds: Bounds
    ) -> None:
        self._motion, self._profile, self._steps, self._stages = motion, profile, steps, stages
        self._bounds = bounds
        self._open = as_bytes(steps.open, steps.cells)
        self._ends = [as_bytes(stage.ends, steps.cells) for stage in stages]
        self._doors = [thing for thing in motion.world.objects if thing.hinge is not None]

    def run(self, start: AgentState, *, most_nodes: int, merge: bool = False) -> Found:
        """The shortest plan, unless `merge` takes neighbouring states for one another."""
        first = _Node(start, 0, 0, None, None)
        queue = [(self._bounds.least(start, 0), 0, 0, first)]
        newest = itertools.count(-1, -1)
        best: dict[object, int] = {}
        nodes = 0
        while queue and nodes < most_nodes:
            _, _, _, node = heapq.heappop(queue)
            if node.stage == len(self._stages):
                return Found(node.actions(), True, nodes)
            if best.get(self._key(node, merge), MOST_ACTIONS) < node.cost:
                continue
            nodes += 1
            for child in self._children(node):
                key = self._key(child, merge)
                left = self._bounds.least(child.state, child.stage)
                if child.cost < best.get(key, MOST_ACTIONS) and child.cost + left <= MOST_ACTIONS:
                    best[key] = child.cost
                    # Of equally promising states the one nearest to the end, then the newest.
                    heapq.heappush(queue, (child.cost + left, left, next(newest), child))
        return Found(None, not queue and not merge, nodes)

    def _children(self, node: _Node) -> Iterator[_Node]:
        """Forward comes first and so is tried last: a person turns before walking off."""
        pose = node.state.pose
        byte, bit = divmod(self._steps.cells.bit(pose.x_cm, pose.y_cm), 8)
        heading = self._steps.heading(pose.yaw_deg)
        if self._open[heading][byte] >> bit & 1:
            yield from self._child(node, Action.MOVE_FORWARD)
        if node.action is not Action.TURN_LEFT:
            yield from self._child(node, Action.TURN_RIGHT)
        if node.action is not Action.TURN_RIGHT:
            yield from self._child(node, Action.TURN_LEFT)
        if self._may_open(node.state):
            yield from self._child(node, Action.OPEN_DOOR)
        stage = self._stages[node.stage]
        if stage.action is not Action.OPEN_DOOR and self._ends[node.stage][heading][byte] >> bit & 1:
            yield from self._child(node, stage.action)
            if stage.low and node.state.head_pitch_deg == 0.0:
                yield from self._child(node, Action.LOOK_DOWN)

    def _child(self, node: _Node, action: Action) -> Iterator[_Node]:
        """The state an action leads to, if it runs into nothing and is good for something."""
        effect = self._motion.apply(node.state, action, self._profile)
        if effect.blocked_by is not None:
            return
        stage = node.stage
        closing = self._stages[stage]
        if action is closing.action and closing.done(effect.state):
            stage += 1
        elif action not in _ALWAYS_GOOD and (action is not Action.OPEN_DOOR or effect.changed is None):
            return
        yield _Node(effect.state, stage, node.cost + 1, node, action)

    def _may_open(self, state: AgentState) -> bool:
        pose = state.pose
        return any(
            abs(door.pose.x_cm - pose.x_cm) + abs(door.pose.y_cm - pose.y_cm) < 2 * REACH_CM + door.size_cm[1]
            for door in self._doors
            if not state.doors[door.name]
        )

    def _key(self, node: _Node, merge: bool) -> object:
        """States with equal keys count as one: exactly the same place, or with `merge` roughly."""
        state = node.state
        towed = state.objects[state.holding] if state.holding else None
        poses = (state.pose,) if towed is None else (state.pose, towed)
        cm, deg = (_MERGED_CM, _MERGED_DEG) if merge else (1e-4, 1e-3)
        leaves = tuple(state.doors.values()), tuple(state.swings.items())
        return node.stage, state.head_pitch_deg, leaves, *(_rounded(pose, cm, deg) for pose in poses)


def _rounded(pose: Pose, cm: float, deg: float) -> tuple[int, int, int]:
    return round(pose.x_cm / cm), round(pose.y_cm / cm), round(pose.yaw_deg / deg)


def _leaf_ends(corners: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], tuple[float, float]]:
    """The ends of a thin rectangle's middle line."""
    a, b, c, d = corners
    if (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 > (b[0] - c[0]) ** 2 + (b[1] - c[1]) ** 2:
        a, b, c, d = b, c, d, a
    return ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2), ((c[0] + d[0]) / 2, (c[1] + d[1]) / 2)
