"""The later layout: `task/<Map>/<task>.json` and `trajectory/<Map>/<task>/{infos.json, 000.jpg, …}`, n+1 poses.

Tasks of its benchmark also have a `success_region/<Map>/<task>/area.json`; see `areas`.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import UNSET, Struct, UnsetType

from embrace3k.schema.actions import PROFILES, V1_ONLY, Action
from embrace3k.schema.annotations import Annotation
from embrace3k.schema.authors import Author, AuthorKind
from embrace3k.schema.goals import objects_of
from embrace3k.schema.layouts.documents import javascript_number
from embrace3k.schema.layouts.episodes import (
    EpisodeLike,
    annotations_of,
    is_imported,
    name_number,
    pick_drop_name,
    scene_folder,
    start_name,
    texts_by_step,
    trajectory_of,
    type_of,
)
from embrace3k.schema.layouts.safety import refuse
from embrace3k.schema.poses import Pose, distance_xy_cm
from embrace3k.schema.problems import pointer_to
from embrace3k.schema.regions import SuccessRegion
from embrace3k.schema.tasks import PickDrop, Scene, Source, Task, TaskType
from embrace3k.schema.trajectories import Frame, Trajectory, WorldState

TYPE_CODES: dict[TaskType, int] = {kind: code for code, kind in enumerate(TaskType)}
"""0 to 5, in the order of TaskType."""
ACTIONS = {action.value: action for action in Action if action not in V1_ONLY}
"""The eleven that are offered, and Idle, which is only recorded."""

AUTHOR = Author(kind=AuthorKind.MODEL, name="Claude Opus 4.8")
"""Who wrote the rationales, by the release's own account. People verified them, which does not make them authors."""
DOOR = "door"
"""The layout has one door state and no name for the door."""
_PICK_DROP_KEYS = ("PD_ID", "PD_Size", "PD_Type", "PD_Start_Pose")
_STATE_KEYS = {
    "Door_State_Trajectory": TaskType.OPEN_DOOR,
    "PD_Pose_Trajectory": TaskType.PICK_DROP,
    "PD_Dist_2D": TaskType.PICK_DROP,
}


class TaskFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`task/<Map>/<task>.json`. Our own exports leave PD_ID and PD_Size null where the world has no such number."""

    Instruction: str
    Type: int
    Start_Pose: Pose
    Exposure: float | UnsetType = UNSET
    PD_ID: int | None | UnsetType = UNSET
    PD_Size: float | None | UnsetType = UNSET
    PD_Type: Literal["p", "pd"] | UnsetType = UNSET
    PD_Start_Pose: Pose | UnsetType = UNSET


class Infos(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A demonstration's infos.json. Entries of the state lists are null where the state is not known."""

    Instruction: str
    Type: int
    Start_Pose: Pose
    PD_ID: int | None | UnsetType = UNSET
    PD_Size: float | None | UnsetType = UNSET
    PD_Type: Literal["p", "pd"] | UnsetType = UNSET
    PD_Start_Pose: Pose | UnsetType = UNSET
    Action: list[str]
    Pose_Trajectory: list[Pose]
    Door_State_Trajectory: list[Literal[0, 1] | None] | UnsetType = UNSET
    PD_Pose_Trajectory: list[Pose | None] | UnsetType = UNSET
    PD_Dist_2D: list[float | None] | UnsetType = UNSET
    Rationale: list[str] | UnsetType = UNSET


def records(
    task_file: TaskFile,
    infos: Infos,
    frames: Sequence[Frame],
    source_path: str,
    task_at: Path,
    infos_at: Path,
    success: SuccessRegion | None = None,
) -> tuple[Task, Trajectory, list[Annotation]]:
    """The files of one episode as records. Raises ImportRefused where they contradict the layout or each other."""
    task = msgspec.structs.replace(task_of(task_file, source_path, task_at), success=success)
    for key in ("Instruction", "Type", "Start_Pose", *_PICK_DROP_KEYS):
        if getattr(infos, key) != getattr(task_file, key):
            raise refuse(infos_at, f"{key} differs from the task file {task_at.name}", pointer=f"/{key}")
    actions = [_action(name, index, infos_at) for index, name in enumerate(infos.Action)]
    _require_lengths(infos, task.type, infos_at)
    trajectory = trajectory_of(
        task,
        PROFILES["v2"],
        actions,
        infos.Pose_Trajectory,
        _states(infos, task, infos_at),
        frames,
        "embrace-v2 demonstrator",
    )
    texts = [] if infos.Rationale is UNSET else infos.Rationale
    return task, trajectory, annotations_of(trajectory, texts, AUTHOR)


def task_of(task_file: TaskFile, source_path: str, path: Path) -> Task:
    kind = type_of(task_file.Type, TYPE_CODES)
    if kind is None:
        raise refuse(path, f"Type is {task_file.Type}; v2 has 0 to 5", pointer="/Type")
    for key in _PICK_DROP_KEYS:
        present = getattr(task_file, key) is not UNSET
        if present != (kind is TaskType.PICK_DROP):
            state = "belongs to Type 5 alone" if present else "is missing; every Type 5 task has it"
            raise refuse(path, f"{key} {state}", pointer=f"/{key}" if present else "")
    pick_drop = None
    if task_file.PD_Start_Pose is not UNSET and task_file.PD_Type is not UNSET:
        object_id = None if task_file.PD_ID is UNSET else task_file.PD_ID
        pick_drop = PickDrop(
            object=pick_drop_name(object_id),
            kind=task_file.PD_Type,
            start_pose=task_file.PD_Start_Pose,
            object_id=object_id,
            size=None if task_file.PD_Size is UNSET else task_file.PD_Size,
        )
    return Task(
        id=f"v2-{source_path.replace('/', '-')}",
        instruction=task_file.Instruction,
        type=kind,
        scene=Scene(name=source_path.partition("/")[0]),
        start_pose=task_file.Start_Pose,
        pick_drop=pick_drop,
        exposure=None if task_file.Exposure is UNSET else task_file.Exposure,
        source=Source(layout="embrace-v2", path=source_path),
    )


def compose(episode: EpisodeLike) -> tuple[dict[str, Any], dict[str, Any]]:
    """The task file and infos.json of an episode whose steps the layout can name (see `conversion.fitting`)."""
    task, trajectory = episode.task, episode.trajectory
    head: dict[str, Any] = {"Instruction": task.instruction, "Type": TYPE_CODES[task.type]}
    pick_drop = _pick_drop_keys(task)
    task_file = head | {"Start_Pose": [javascript_number(value) for value in task.start_pose]}
    if task.exposure is not None:
        task_file["Exposure"] = javascript_number(task.exposure)
    task_file |= {key: _as_javascript(value) for key, value in pick_drop.items()}
    final = trajectory.final
    poses = trajectory.poses() if final else [*trajectory.poses(), trajectory.steps[-1].pose]
    states = [*(step.state for step in trajectory.steps), final.state if final else None]
    infos = head | {"Start_Pose": task.start_pose} | pick_drop
    infos |= {"Action": [step.action.value for step in trajectory.steps], "Pose_Trajectory": poses}
    infos |= _state_lists(task, poses, states)
    if episode.annotations:
        infos["Rationale"] = texts_by_step(episode)
    return task_file, infos


def folder_of(episode: EpisodeLike) -> str:
    """`<Map>/<task>`: the imported path, or a name that the trajectory's id makes the only one."""
    task, source = episode.task, episode.task.source
    if source is not None and source.layout == "embrace-v2" and is_imported(episode):
        return source.path
    number = name_number(episode.trajectory.id, 26**6)
    letters = "".join(chr(ord("a") + number // 26**place % 26) for place in range(6))
    label = f"_{task.pick_drop.kind}" if task.pick_drop else ""
    return (
        f"{scene_folder(task.scene)}/{start_name(task.start_pose, (6, 6, 6))}_t{TYPE_CODES[task.type]}_{letters}{label}"
    )


def _states(infos: Infos, task: Task, path: Path) -> list[WorldState | None]:
    if infos.Door_State_Trajectory is not UNSET:
        return [None if open is None else WorldState(doors={DOOR: bool(open)}) for open in infos.Door_State_Trajectory]
    if infos.PD_Pose_Trajectory is UNSET or infos.PD_Dist_2D is UNSET or task.pick_drop is None:
        return [None] * len(infos.Pose_Trajectory)
    readings = zip(infos.Pose_Trajectory, infos.PD_Pose_Trajectory, infos.PD_Dist_2D, strict=True)
    name = task.pick_drop.object
    return [_object_state(name, *reading, index, path) for index, reading in enumerate(readings)]


def _object_state(
    name: str, agent: Pose, item: Pose | None, distance_cm: float | None, index: int, path: Path
) -> WorldState | None:
    if distance_cm is None:
        if item is not None:
            raise refuse(path, "is null, but the object's pose is known", pointer=pointer_to("PD_Dist_2D", index))
        return None
    computed_cm = None if item is None else round(distance_xy_cm(agent, item), 1)
    return WorldState(
        objects={} if item is None else {name: item},
        holding=name if distance_cm < PROFILES["v2"].held_within_cm else None,
        object_distance_cm=None if distance_cm == computed_cm else distance_cm,
    )


def _state_lists(task: Task, poses: Sequence[Pose], states: Sequence[WorldState | None]) -> dict[str, Any]:
    if task.type is TaskType.OPEN_DOOR:
        return {"Door_State_Trajectory": [_door_bit(task, state) for state in states]}
    if task.type is not TaskType.PICK_DROP or task.pick_drop is None:
        return {}
    name = task.pick_drop.object
    items = [state.objects.get(name) if state else None for state in states]
    distances = [_distance(*reading) for reading in zip(poses, items, states, strict=True)]
    return {"PD_Pose_Trajectory": items, "PD_Dist_2D": distances}


def _door_bit(task: Task, state: WorldState | None) -> int | None:
    if state is None:
        return None
    named = [task.door, *(objects_of(task.goal) if task.goal else []), DOOR]
    known = [int(state.doors[name]) for name in named if name in state.doors]
    return known[0] if known else None


def _distance(agent: Pose, item: Pose | None, state: WorldState | None) -> float | None:
    if state is not None and state.object_distance_cm is not None:
        return state.object_distance_cm
    return None if item is None else round(distance_xy_cm(agent, item), 1)


def _pick_drop_keys(task: Task) -> dict[str, Any]:
    item = task.pick_drop
    if task.type is not TaskType.PICK_DROP or item is None:
        return {}
    values = (item.object_id, item.size, item.kind, item.start_pose)
    return dict(zip(_PICK_DROP_KEYS, values, strict=True))


def _as_javascript(value: Any) -> Any:
    if isinstance(value, float):
        return javascript_number(value)
    return [javascript_number(part) for part in value] if isinstance(value, tuple) else value


def _require_lengths(infos: Infos, kind: TaskType, path: Path) -> None:
    count, poses = len(infos.Action), len(infos.Pose_Trajectory)
    if count == 0:
        raise refuse(path, "there is no action; a trajectory has at least one", pointer="/Action")
    if poses not in (count, count + 1):
        raise refuse(
            path, f"{poses} poses for {count} actions; one more, or as many, would be right", pointer="/Pose_Trajectory"
        )
    for key, owner in _STATE_KEYS.items():
        entries = getattr(infos, key)
        if (entries is not UNSET) != (kind is owner):
            raise refuse(path, f"{key} belongs to every Type {TYPE_CODES[owner]} record and to no other")
        if entries is not UNSET and len(entries) != poses:
            raise refuse(path, f"{len(entries)} entries for {poses} poses; one per pose", pointer=f"/{key}")
    if infos.Rationale is not UNSET and len(infos.Rationale) != count:
        raise refuse(path, f"{len(infos.Rationale)} rationales for {count} actions; one each", pointer="/Rationale")


def _action(name: str, index: int, path: Path) -> Action:
    if name not in ACTIONS:
        known = ", ".join(ACTIONS)
        raise refuse(
            path, f"{ascii(name[:80])} is no action of v2; known: {known}", pointer=pointer_to("Action", index)
        )
    return ACTIONS[name]
