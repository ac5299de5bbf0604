"""What can be measured about a step, to hold a rationale against: how one moved, and where the targets are in view."""

import math
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from embrace3k.collector.errors import GoalUndecidable, UnknownObject
from embrace3k.collector.goals import Footprints
from embrace3k.collector.journal import Done
from embrace3k.collector.outcomes import outcome_of
from embrace3k.schema.actions import Action, ActionProfile
from embrace3k.schema.goals import objects_of
from embrace3k.schema.poses import Pose, bearing_deg, distance_xy_cm, wrap_deg
from embrace3k.schema.tasks import Task
from embrace3k.schema.trajectories import Evidence, StepOutcome, TargetView, WorldState
from embrace3k.simulator.interfaces import Observation

VISIBLE_SHARE = 0.001
"""Part of the view that must show an object for it to count as visible: the rule of the goal `visible`."""


def targets_of(task: Task) -> list[str]:
    """Names of the objects and doors that matter in a task: its goal's, its instruction's and its door, each once."""
    named = [*(objects_of(task.goal) if task.goal else []), *task.targets, *([task.door] if task.door else [])]
    return list(dict.fromkeys(named))


def done_by(
    action: Action, before: Observation, after: Observation, *, views: list[TargetView], profile: ActionProfile
) -> Done:
    """Outcome and evidence of one action. `views` are of the frame before it."""
    forward_cm, right_cm = along_heading(before.pose, after.pose)
    turn_deg = wrap_deg(after.pose.yaw_deg - before.pose.yaw_deg)
    outcome = outcome_of(
        action, profile, before.state, after.state, forward_cm=forward_cm, right_cm=right_cm, turn_deg=turn_deg
    )
    blocked = outcome in (StepOutcome.BLOCKED, StepOutcome.PARTIAL)
    evidence = Evidence(
        forward_cm=_tidy(forward_cm),
        right_cm=_tidy(right_cm),
        up_cm=_tidy(after.pose.z_cm - before.pose.z_cm),
        turn_deg=_tidy(turn_deg),
        blocked=blocked,
        blocked_by=after.blocked_by if blocked else None,
        carried=after.state.holding,
        door_changed=_door_changed(before.state, after.state),
        targets=views,
    )
    return Done(outcome=outcome, evidence=evidence)


def along_heading(before: Pose, after: Pose) -> tuple[float, float]:
    """A movement's parts along the heading it began with, and across it (positive to the right), in centimetres."""
    yaw = math.radians(before.yaw_deg)
    north, east = after.x_cm - before.x_cm, after.y_cm - before.y_cm
    return north * math.cos(yaw) + east * math.sin(yaw), east * math.cos(yaw) - north * math.sin(yaw)


def target_views(
    observation: Observation, targets: Iterable[str], objects: Sequence[str], footprints: Footprints
) -> list[TargetView]:
    """Where each target is in the frame. Targets whose place or pixels nobody knows are left out, not guessed."""
    if observation.mask is None:
        return []
    views = []
    for name in targets:
        if name not in objects:
            continue
        try:
            corners = footprints(name, observation.state.objects.get(name))
        except (UnknownObject, GoalUndecidable):
            continue
        views.append(_view(name, observation, observation.mask == objects.index(name) + 1, corners))
    return views


def shown_in(observation: Observation, targets: Iterable[str], objects: Sequence[str]) -> frozenset[str] | None:
    """The targets that are visible in the frame, wherever they are; None without a mask, when nobody can tell."""
    mask = observation.mask
    if mask is None:
        return None
    return frozenset(name for name in targets if name in objects and _is_visible(mask == objects.index(name) + 1))


def _view(
    name: str, observation: Observation, where: npt.NDArray[np.bool_], corners: Sequence[tuple[float, float]]
) -> TargetView:
    centre = _centre(corners, observation.pose)
    pixels = int(np.count_nonzero(where))
    return TargetView(
        object=name,
        visible=_is_visible(where),
        pixels=pixels,
        box_px=_box(where) if pixels else None,
        bearing_deg=_tidy(bearing_deg(observation.pose, centre)),
        distance_cm=_tidy(distance_xy_cm(observation.pose, centre)),
    )


def _is_visible(where: npt.NDArray[np.bool_]) -> bool:
    return bool(np.count_nonzero(where) >= VISIBLE_SHARE * where.size)


def _centre(corners: Sequence[tuple[float, float]], like: Pose) -> Pose:
    x_cm = sum(x for x, _ in corners) / len(corners)
    y_cm = sum(y for _, y in corners) / len(corners)
    return like._replace(x_cm=x_cm, y_cm=y_cm)


def _box(where: npt.NDArray[np.bool_]) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero(where.any(axis=1)), np.flatnonzero(where.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _door_changed(before: WorldState, after: WorldState) -> str | None:
    return next((name for name, is_open in after.doors.items() if before.doors.get(name, False) != is_open), None)


def _tidy(value: float) -> float:
    """To a thousandth, as poses are replied, and never -0.0: equal runs give equal text."""
    return round(value, 3) + 0.0
