"""The July-2025 layout: `<Family>/<task>/{infos.json, gemini.json, 000.jpg, …}`, pose i *before* action i."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import UNSET, Struct, UnsetType

from embrace3k.schema.actions import PROFILES, Action
from embrace3k.schema.annotations import Annotation
from embrace3k.schema.authors import Author, AuthorKind
from embrace3k.schema.layouts.episodes import (
    EpisodeLike,
    annotations_of,
    is_imported,
    name_number,
    pick_drop_name,
    start_name,
    texts_by_step,
    trajectory_of,
    type_of,
)
from embrace3k.schema.layouts.safety import refuse
from embrace3k.schema.poses import Pose
from embrace3k.schema.problems import pointer_to
from embrace3k.schema.tasks import PickDrop, Scene, Source, Task, TaskType
from embrace3k.schema.trajectories import Frame, Trajectory

TYPE_CODES: dict[TaskType, float] = {
    TaskType.BASIC: 0,
    TaskType.EXPLORATION: 1,
    TaskType.DYNAMIC_SPATIAL_SEMANTIC: 2,
    TaskType.MULTI_STAGE: 3,
    TaskType.OPEN_DOOR: 4.1,
    TaskType.PICK_DROP: 4.2,
}
"""Written as they stand: 0 to 3 without, 4.1 and 4.2 with a fraction."""

FAMILIES = {
    TaskType.BASIC: "Basic",
    TaskType.EXPLORATION: "Exploration",
    TaskType.DYNAMIC_SPATIAL_SEMANTIC: "Dynamic_Spatial-Semantic",
    TaskType.MULTI_STAGE: "Multi-stage",
    TaskType.OPEN_DOOR: "Interaction_Open-Door",
    TaskType.PICK_DROP: "Interaction_Pick-and-Drop",
}
"""Only labels: some published records lie under another family, and `Type` decides."""

_SPELLINGS = {Action.PICK: "PickObject", Action.DROP: "DropObject"}
ACTIONS = {_SPELLINGS.get(action, action.value): action for action in Action if action is not Action.IDLE}
"""The layout's fourteen names."""

AUTHOR = Author(kind=AuthorKind.MODEL, name="Gemini")
"""The file is called gemini.json, and the paper says that Gemini wrote it; the model's version is nowhere."""


class Infos(Struct, frozen=True, forbid_unknown_fields=True):
    """infos.json, keys in file order."""

    Instruction: str
    Reason: str
    Type: int | float
    GenAI_Target_Object: list[str]
    Start_Pose: Pose
    Action: list[str]
    Target_Pose: list[Pose]
    Trajectory_Pose: list[Pose]
    Target_Door_Name: str | UnsetType = UNSET
    PD_Pose: Pose | UnsetType = UNSET
    PD_ID: int | UnsetType | None = UNSET


class Entry(Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of gemini.json."""

    image_name: str
    action: str
    thinking: str


def records(
    infos: Infos, entries: list[Entry], frames: Sequence[Frame], source_path: str, infos_at: Path, entries_at: Path
) -> tuple[Task, Trajectory, list[Annotation]]:
    """The files of one folder as records. Raises ImportRefused where they contradict the layout or each other."""
    task = _task(infos, source_path, infos_at)
    actions = [_action(name, index, infos_at) for index, name in enumerate(infos.Action)]
    _require_lengths(infos, entries, infos_at, entries_at)
    for index, entry in enumerate(entries):
        _require_same(entry.image_name, f"{index:03d}.jpg", entries_at, pointer_to(index, "image_name"))
        _require_same(entry.action, infos.Action[index], entries_at, pointer_to(index, "action"))
    poses = infos.Trajectory_Pose
    trajectory = trajectory_of(
        task, PROFILES["v1"], actions, poses, [None] * len(poses), frames, "embrace-v1 demonstrator"
    )
    texts = [entry.thinking for entry in entries]
    return task, trajectory, annotations_of(trajectory, texts, AUTHOR)


def compose(episode: EpisodeLike) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """infos.json and gemini.json of an episode whose steps the layout can name (see `conversion.fitting`)."""
    task, steps = episode.task, episode.trajectory.steps
    infos: dict[str, Any] = {
        "Instruction": task.instruction,
        "Reason": task.reason or "",
        "Type": TYPE_CODES[task.type],
        "GenAI_Target_Object": task.targets,
        "Start_Pose": task.start_pose,
    }
    if task.type is TaskType.OPEN_DOOR:
        infos["Target_Door_Name"] = task.door or ""
    if task.type is TaskType.PICK_DROP:
        infos["PD_Pose"] = task.pick_drop.start_pose if task.pick_drop else task.start_pose
        infos["PD_ID"] = task.pick_drop.object_id if task.pick_drop else None
    infos["Action"] = [_spell(step.action) for step in steps]
    infos["Target_Pose"] = stop_poses(episode)
    infos["Trajectory_Pose"] = [step.pose for step in steps]
    entries = [
        {"image_name": f"{step.index:03d}.jpg", "action": _spell(step.action), "thinking": text}
        for step, text in zip(steps, texts_by_step(episode), strict=True)
    ]
    return infos, entries


def left_empty(task: Task) -> set[str]:
    """Keys that are written empty because the task does not hold what they want."""
    facts = {"Reason": task.reason is None, "Target_Door_Name": task.type is TaskType.OPEN_DOOR and not task.door}
    navigates = task.type not in (TaskType.OPEN_DOOR, TaskType.PICK_DROP)
    facts["GenAI_Target_Object"] = navigates and not task.targets
    return {key for key, is_empty in facts.items() if is_empty}


def stop_poses(episode: EpisodeLike) -> list[Pose]:
    """Target_Pose: as imported, or where this trajectory reached its midway targets and ended."""
    if is_imported(episode) and episode.task.stop_poses:
        return episode.task.stop_poses
    steps = episode.trajectory.steps
    midway = [step.pose for step in steps if step.action is Action.MIDWAY_TARGET]
    return [*(midway if episode.task.type is TaskType.MULTI_STAGE else []), steps[-1].pose]


def folder_of(episode: EpisodeLike) -> str:
    """`<Family>/<task>`: the imported path, or a name that the trajectory's id makes the only one."""
    task, source = episode.task, episode.task.source
    if source is not None and source.layout == "embrace-v1" and is_imported(episode):
        return source.path
    label = {TaskType.OPEN_DOOR: "door", TaskType.PICK_DROP: "pd"}.get(task.type, "i")
    number = name_number(episode.trajectory.id, 10**8)
    return f"{FAMILIES[task.type]}/{start_name(task.start_pose, (5, 5, 4))}_{label}{number}"


def _task(infos: Infos, source_path: str, path: Path) -> Task:
    kind = type_of(infos.Type, TYPE_CODES)
    if kind is None:
        codes = ", ".join(str(code) for code in TYPE_CODES.values())
        raise refuse(path, f"Type is {infos.Type}; v1 has {codes}", pointer="/Type")
    _require_keys(infos, kind, path)
    pick_drop = None
    if infos.PD_Pose is not UNSET and infos.PD_ID is not UNSET:
        name = pick_drop_name(infos.PD_ID)
        pick_drop = PickDrop(object=name, kind="pd", start_pose=infos.PD_Pose, object_id=infos.PD_ID)
    return Task(
        id=f"v1-{source_path.replace('/', '-')}",
        instruction=infos.Instruction,
        type=kind,
        scene=Scene(name=None),
        start_pose=infos.Start_Pose,
        targets=infos.GenAI_Target_Object,
        door=infos.Target_Door_Name or None if infos.Target_Door_Name is not UNSET else None,
        pick_drop=pick_drop,
        reason=infos.Reason,
        stop_poses=infos.Target_Pose,
        source=Source(layout="embrace-v1", path=source_path),
    )


def _require_keys(infos: Infos, kind: TaskType, path: Path) -> None:
    owners = {"Target_Door_Name": TaskType.OPEN_DOOR, "PD_Pose": TaskType.PICK_DROP, "PD_ID": TaskType.PICK_DROP}
    for key, owner in owners.items():
        present = getattr(infos, key) is not UNSET
        if present and kind is not owner:
            raise refuse(path, f"{key} belongs to Type {TYPE_CODES[owner]} alone", pointer=f"/{key}")
        if kind is owner and not present:
            raise refuse(path, f"{key} is missing; every Type {TYPE_CODES[owner]} record has it")


def _require_lengths(infos: Infos, entries: list[Entry], infos_at: Path, entries_at: Path) -> None:
    count = len(infos.Action)
    if count == 0:
        raise refuse(infos_at, "there is no action; a trajectory has at least one", pointer="/Action")
    if len(infos.Trajectory_Pose) not in (count, count + 1):
        raise refuse(
            infos_at,
            f"{len(infos.Trajectory_Pose)} poses for {count} actions; as many, or one more, would be right",
            pointer="/Trajectory_Pose",
        )
    if len(entries) != count:
        raise refuse(entries_at, f"{len(entries)} entries for {count} actions; one per action would be right")


def _require_same(found: str, right: str, path: Path, pointer: str) -> None:
    if found != right:
        raise refuse(path, f"is {ascii(found[:80])}; {ascii(right)} would be right", pointer=pointer)


def _action(name: str, index: int, path: Path) -> Action:
    if name not in ACTIONS:
        known = ", ".join(ACTIONS)
        raise refuse(
            path, f"{ascii(name[:80])} is no action of v1; known: {known}", pointer=pointer_to("Action", index)
        )
    return ACTIONS[name]


def _spell(action: Action) -> str:
    return _SPELLINGS.get(action, action.value)
