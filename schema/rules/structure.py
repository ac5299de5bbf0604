"""Rules N, T, R and F: the shape of a trajectory, and how it fits its task."""

import math
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from embrace3k.schema.actions import V1_ONLY, Action
from embrace3k.schema.catalogue import found
from embrace3k.schema.goals import Sequence
from embrace3k.schema.poses import Pose
from embrace3k.schema.problems import Problem, pointer_to
from embrace3k.schema.rules.motion import ENGINE_STILL_CM, ENGINE_STILL_DEG
from embrace3k.schema.tasks import Task, TaskType
from embrace3k.schema.trajectories import DriverKind, Frame, Trajectory

START_TOLERANCE = 0.0005
"""Poses have three decimals."""
DEMONSTRATORS = frozenset({DriverKind.PERSON, DriverKind.ORACLE, DriverKind.UNKNOWN})
"""Whose trajectories are held to the rules of demonstrations; imported ones are taken for such."""
_HOLDERS = (float, Struct, list, tuple, dict)
_FRAME_SIZES = {"embrace-v1": (1024, 1024), "embrace-v2": (640, 480)}


def check_structure(trajectory: Trajectory) -> Iterator[Problem]:
    yield from check_numbers(trajectory, "/trajectory")
    for place, step in enumerate(trajectory.steps):
        if step.index != place:
            at = pointer_to("trajectory", "steps", place, "index")
            yield found("T001", at, f"the index is {step.index}; {place} would be right")
        if step.action in V1_ONLY:
            at = pointer_to("trajectory", "steps", place, "action")
            yield found("T012", at, f"{step.action} is recorded as a step; only v1 has it")
    yield from _check_finish(trajectory)
    if trajectory.final is None and trajectory.profile.name != "v1":
        yield found(
            "T011", "/trajectory/final", f"the state after the last of {len(trajectory.steps)} steps is missing"
        )
    result = trajectory.result
    if result.success is not None and result.stages and result.success is not all(result.stages):
        yield found("R001", "/trajectory/result", f"success is {result.success}, but the stages are {result.stages}")
    yield from _check_frames(trajectory)


def check_links(trajectory: Trajectory, task: Task) -> Iterator[Problem]:
    """What must agree between a trajectory and its task."""
    if trajectory.task_id != task.id:
        yield found("T006", "/trajectory/task_id", f"is {trajectory.task_id!r}; the task is {task.id!r}")
    ours, theirs = trajectory.scene, task.scene
    if (ours.name, ours.seed) != (theirs.name, theirs.seed):
        yield found("T006", "/trajectory/scene", f"is {ours.map_name}; the task's is {theirs.map_name}")
    yield from _check_midway(trajectory, task)
    first = trajectory.steps[0].pose
    offsets = [there - here for here, there in zip(task.start_pose, first, strict=True)]
    engine = trajectory.simulator.backend == "unreal"
    allowed = [ENGINE_STILL_CM] * 3 + [ENGINE_STILL_DEG] * 3 if engine else [START_TOLERANCE] * 6
    if any(abs(offset) > most for offset, most in zip(offsets, allowed, strict=True)):
        moved = ", ".join(f"{name} {offset:+.3f}" for name, offset in zip(Pose._fields, offsets, strict=True) if offset)
        yield found("T007", "/trajectory/steps/0/pose", f"the first pose is not the start pose: {moved}")
    if task.stop_poses and trajectory.simulator.backend == "unknown":
        yield from _check_stop_poses(trajectory, task)
    if task.source is not None and trajectory.simulator.backend == "unknown":
        yield from _check_published_size(trajectory.frames(), task.source.layout)


def check_numbers(record: Any, pointer: str) -> Iterator[Problem]:
    """Walks a whole record: JSON has no NaN, so one here came from a calculation."""
    waiting = [(record, pointer)]
    while waiting:
        value, place = waiting.pop()
        if isinstance(value, float):
            if not math.isfinite(value):
                yield found("N001", place, f"the number is {value}; only finite ones can be stored")
            continue
        if isinstance(value, Pose) and abs(value.pitch_deg) > 90.0:
            yield found("N002", place, f"pitch is {value.pitch_deg:g} degrees; -90 to 90 would be right")
        waiting.extend((part, f"{place}/{key}") for key, part in _parts(value))


def _parts(value: Any) -> list[tuple[str | int, Any]]:
    """What a record holds that may hold a number; whole poses of good numbers are not opened."""
    if isinstance(value, Struct):
        parts: list[tuple[str | int, Any]] = [(name, getattr(value, name)) for name in value.__struct_fields__]
    elif isinstance(value, dict):
        parts = [(pointer_to(key)[1:], part) for key, part in value.items()]
    else:
        parts = list(enumerate(value))
    return [(key, part) for key, part in parts if isinstance(part, _HOLDERS) and not _is_good_pose(part)]


def _is_good_pose(value: Any) -> bool:
    return isinstance(value, Pose) and all(map(math.isfinite, value)) and abs(value.pitch_deg) <= 90.0


def _check_finish(trajectory: Trajectory) -> Iterator[Problem]:
    actions = [step.action for step in trajectory.steps]
    demonstrated = trajectory.driver.kind in DEMONSTRATORS
    if actions[-1] is not Action.FINISH and (demonstrated or trajectory.result.ended_by == "finish"):
        at = pointer_to("trajectory", "steps", len(actions) - 1, "action")
        yield found("T002", at, f"the last action is {actions[-1]}; Finish would be right")
    for place, action in enumerate(actions[:-1]):
        if action is Action.FINISH:
            at = pointer_to("trajectory", "steps", place, "action")
            yield found("T003", at, f"Finish is action {place} of 0 to {len(actions) - 1}; it may only be the last")


def _check_midway(trajectory: Trajectory, task: Task) -> Iterator[Problem]:
    if trajectory.driver.kind not in DEMONSTRATORS:
        return
    places = [place for place, step in enumerate(trajectory.steps) if step.action is Action.MIDWAY_TARGET]
    if task.type is not TaskType.MULTI_STAGE:
        for place in places:
            at = pointer_to("trajectory", "steps", place, "action")
            yield found("T004", at, f"MidwayTarget in a task of type {task.type}; only multi_stage tasks have it")
        return
    stages = len(task.goal.goals) if isinstance(task.goal, Sequence) else 2
    if len(places) != stages - 1:
        message = f"MidwayTarget occurs {len(places)} times; {stages} stages need {stages - 1}"
        yield found("T005", "/trajectory/steps", message)


def _check_stop_poses(trajectory: Trajectory, task: Task) -> Iterator[Problem]:
    stages = 2 if task.type is TaskType.MULTI_STAGE else 1
    if len(task.stop_poses) != stages:
        message = f"{len(task.stop_poses)} stop poses; a {task.type} task has {stages}"
        yield found("T010", "/task/stop_poses", message)
    last = trajectory.steps[-1].pose
    if task.stop_poses[-1] != last:
        at = pointer_to("task", "stop_poses", len(task.stop_poses) - 1)
        yield found("T008", at, f"is {list(task.stop_poses[-1])}; the last pose is {list(last)}")
    midway = [step.pose for step in trajectory.steps if step.action is Action.MIDWAY_TARGET]
    for place, (stop, pose) in enumerate(zip(task.stop_poses[:-1], midway, strict=False)):
        if stop != pose:
            at = pointer_to("task", "stop_poses", place)
            yield found("T009", at, f"is {list(stop)}; the pose at MidwayTarget is {list(pose)}")


def _check_frames(trajectory: Trajectory) -> Iterator[Problem]:
    missing = [place for place, step in enumerate(trajectory.steps) if step.frame is None]
    frames = trajectory.frames()
    if frames and missing:
        at = pointer_to("trajectory", "steps", missing[0], "frame")
        yield found(
            "F001", at, f"{len(missing)} of {len(trajectory.steps)} steps have no frame; all or none would be right"
        )
    if not frames:
        return
    size = (trajectory.simulator.width_px or frames[0].width_px, trajectory.simulator.height_px or frames[0].height_px)
    odd = [frame for frame in frames if (frame.width_px, frame.height_px) != size]
    if odd:
        found_size = f"{odd[0].width_px}x{odd[0].height_px}"
        message = f"{len(odd)} of {len(frames)} frames, the first {found_size}, are not {size[0]}x{size[1]}"
        yield found("F002", "/trajectory/steps", message)


def _check_published_size(frames: list[Frame], layout: str) -> Iterator[Problem]:
    width, height = _FRAME_SIZES[layout]
    if frames and (frames[0].width_px, frames[0].height_px) != (width, height):
        message = f"frames are {frames[0].width_px}x{frames[0].height_px}; {layout} has {width}x{height}"
        yield found("F003", "/trajectory/steps/0/frame", message)
