"""Does a run of states reach a goal? Success as the published v2 scorer computes it, wherever it speaks:

* Finish is the last action, and the final stage holds in the last state; where the agent looks never counts.
* The stages before it hold at the last MidwayTargets before Finish, in their order.
* An object that is to end up somewhere was held at some time before, and is not held there.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple, Protocol

from embrace3k.collector.errors import GoalUndecidable, UnknownObject
from embrace3k.schema.actions import Action
from embrace3k.schema.goals import (
    AGENT,
    AllOf,
    Goal,
    Holding,
    InRegion,
    Near,
    Opened,
    Placed,
    Point,
    Visible,
)
from embrace3k.schema.goals import Sequence as StagedGoal
from embrace3k.schema.polygons import contains, ring_distance_cm
from embrace3k.schema.poses import Pose
from embrace3k.schema.trajectories import Result, WorldState

EndedBy = Literal["finish", "step_limit", "driver_stopped", "unknown"]


class Footprints(Protocol):
    """What an object covers on the floor: a world's own boxes, or an engine's bounds."""

    def __call__(self, name: str, pose: Pose | None) -> Sequence[Point]:
        """Corners in world XY, with the object at `pose`, or where the world put it. Raises UnknownObject."""


class Instant(NamedTuple):
    """One moment of an episode: before the first action, or after one."""

    pose: Pose
    state: WorldState
    shown: frozenset[str] | None = None
    """Names of the objects in view; None where nobody looked."""


def judge(
    goal: Goal,
    instants: Sequence[Instant],
    actions: Sequence[Action],
    footprints: Footprints,
    ended_by: EndedBy = "driver_stopped",
) -> Result:
    """Judge n actions by their n+1 instants. `ended_by` says why it ended where that was not by Finish.

    A stage may hold although the episode failed: success also needs Finish. Raises GoalUndecidable.
    """
    if len(instants) != len(actions) + 1:
        raise GoalUndecidable(f"{len(actions)} actions need {len(actions) + 1} states, not {len(instants)}")
    stages = stages_of(goal)
    ends = _stage_ends(len(stages), actions)
    held = _held_so_far(instants)
    reached = [
        end is not None and holds(stage, instants[end], footprints, held[end])
        for stage, end in zip(stages, ends, strict=True)
    ]
    finished = bool(actions) and actions[-1] is Action.FINISH
    return Result(success=finished and all(reached), stages=reached, ended_by="finish" if finished else ended_by)


def stages_of(goal: Goal) -> list[Goal]:
    """The goals that are reached one after another; sequences within a sequence are laid end to end."""
    if isinstance(goal, StagedGoal):
        return [stage for part in goal.goals for stage in stages_of(part)]
    return [goal]


def holds(goal: Goal, instant: Instant, footprints: Footprints, held: frozenset[str] = frozenset()) -> bool:
    """Whether a goal holds at one instant. `held` names what the agent has held up to then."""
    pose, state = instant.pose, instant.state
    match goal:
        case AllOf(goals=parts):
            return all(holds(part, instant, footprints, held) for part in parts)
        case Near(object=name, radius_cm=radius_cm):
            return _distance_cm(name, state, footprints, _xy(pose)) <= radius_cm
        case Opened(door=name):
            if name not in state.doors:
                raise UnknownObject(f"no door {name!r} among the states' doors", hint=_known(state.doors))
            return state.doors[name]
        case Holding(object=name):
            return state.holding == name
        case Placed(object=name, near=other, radius_cm=radius_cm):
            spot = _xy(_pose_of(name, state))
            return _set_down(name, state, held) and _distance_cm(other, state, footprints, spot) <= radius_cm
        case InRegion(subject=name):
            if name == AGENT:
                return _within(goal, pose)
            return _set_down(name, state, held) and _within(goal, _pose_of(name, state))
        case Visible(object=name):
            if instant.shown is None:
                raise GoalUndecidable(f"nobody looked whether {name!r} is in view", hint="give the instants' `shown`")
            return name in instant.shown
        case StagedGoal():
            raise GoalUndecidable("a sequence has no truth at one instant", hint="judge its stages one by one")


def _stage_ends(stages: int, actions: Sequence[Action]) -> list[int | None]:
    """Index of the instant at which each stage is judged; None where its MidwayTarget is missing."""
    marks = [index + 1 for index, action in enumerate(actions) if action is Action.MIDWAY_TARGET]
    midway = stages - 1
    used: list[int | None] = [*marks[max(0, len(marks) - midway) :]] if midway else []
    return [*used, *[None] * (midway - len(used)), len(actions)]


def _held_so_far(instants: Sequence[Instant]) -> list[frozenset[str]]:
    held: list[frozenset[str]] = []
    names: frozenset[str] = frozenset()
    for instant in instants:
        if instant.state.holding is not None:
            names = names | {instant.state.holding}
        held.append(names)
    return held


def _set_down(name: str, state: WorldState, held: frozenset[str]) -> bool:
    return name in held and state.holding != name


def _within(goal: InRegion, pose: Pose) -> bool:
    if goal.reference_z_cm is not None and abs(pose.z_cm - goal.reference_z_cm) > goal.z_tolerance_cm:
        return False
    return any(contains(polygon, _xy(pose)) for polygon in goal.region)


def _distance_cm(name: str, state: WorldState, footprints: Footprints, point: Point) -> float:
    return ring_distance_cm(footprints(name, state.objects.get(name)), point)


def _pose_of(name: str, state: WorldState) -> Pose:
    if name not in state.objects:
        raise UnknownObject(f"no movable object {name!r} in the states", hint=_known(state.objects))
    return state.objects[name]


def _known(names: dict[str, bool] | dict[str, Pose]) -> str:
    return f"known: {', '.join(sorted(names)) or 'none'}"


def _xy(pose: Pose) -> Point:
    return pose.x_cm, pose.y_cm
