"""What a layout's reader yields and its writer takes, and the small rules both layouts share."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import msgspec
from msgspec import Struct

from embrace3k.schema.actions import Action, ActionProfile
from embrace3k.schema.annotations import Annotation
from embrace3k.schema.authors import Author
from embrace3k.schema.codec import digest
from embrace3k.schema.poses import Pose
from embrace3k.schema.problems import Problem
from embrace3k.schema.tasks import Scene, Task, TaskType
from embrace3k.schema.trajectories import (
    Driver,
    DriverKind,
    Final,
    Frame,
    Result,
    Simulator,
    Step,
    Trajectory,
    WorldState,
)


class EpisodeLike(Protocol):
    """One task, one trajectory of it, and its current annotations: at most one per step."""

    @property
    def task(self) -> Task: ...
    @property
    def trajectory(self) -> Trajectory: ...
    @property
    def annotations(self) -> Sequence[Annotation]: ...


class Episode(Struct, frozen=True, kw_only=True):
    task: Task
    trajectory: Trajectory
    annotations: Sequence[Annotation] = ()


class ImportedEpisode(Struct, frozen=True, kw_only=True):
    """A published episode as records. `frames` says where the bytes of each sha256 lie."""

    task: Task
    trajectory: Trajectory
    annotations: list[Annotation]
    frames: dict[str, Path]
    remarks: list[Problem] = []
    """What was accepted although it is unusual: a trajectory without any frame."""


class Loss(Struct, frozen=True, kw_only=True):
    """Something of the records that the written files do not hold. `pointer` is the first place it is met."""

    code: str
    pointer: str
    message: str


def trajectory_of(
    task: Task,
    profile: ActionProfile,
    actions: Sequence[Action],
    poses: Sequence[Pose],
    states: Sequence[WorldState | None],
    frames: Sequence[Frame],
    driver_name: str,
) -> Trajectory:
    """n actions with n or n+1 poses (and as many states) and 0, n or n+1 frames; the id follows from the content.

    Nothing in either layout says who drew the frames, so the simulator is `unknown`.
    """
    steps = [
        Step(index=index, action=action, pose=poses[index], state=states[index], frame=_at(frames, index))
        for index, action in enumerate(actions)
    ]
    count = len(actions)
    final = Final(pose=poses[count], state=states[count], frame=_at(frames, count)) if len(poses) > count else None
    size = (frames[0].width_px, frames[0].height_px) if frames else (None, None)
    draft = Trajectory(
        id="",
        task_id=task.id,
        scene=task.scene,
        simulator=Simulator(backend="unknown", width_px=size[0], height_px=size[1]),
        profile=profile,
        driver=Driver(kind=DriverKind.UNKNOWN, name=driver_name),
        steps=steps,
        final=final,
        result=Result(success=None, ended_by="finish" if actions[-1] is Action.FINISH else "unknown"),
    )
    return msgspec.structs.replace(draft, id=f"{task.id}-{digest(draft)[:12]}")


def annotations_of(trajectory: Trajectory, texts: Sequence[str], author: Author) -> list[Annotation]:
    """One first revision per step that has a text."""
    return [
        Annotation(
            trajectory_id=trajectory.id,
            step_index=index,
            revision=1,
            rationale=text,
            author=author,
            created_at=None,
        )
        for index, text in enumerate(texts)
        if text
    ]


def is_imported(episode: EpisodeLike) -> bool:
    """Whether the trajectory itself came from a published folder; a new take of an imported task did not."""
    return episode.task.source is not None and episode.trajectory.simulator.backend == "unknown"


def scene_folder(scene: Scene) -> str:
    """The scene as a folder name: v2's `<Map>`."""
    return re.sub(r"[^A-Za-z0-9_\-]", "_", scene.map_name)


def start_name(pose: Pose, digits: tuple[int, int, int]) -> str:
    """`x000269_y-000779_z000116`: the rounded start position, padded behind the sign."""
    values = (round(value) for value in pose[:3])
    parts = zip("xyz", values, digits, strict=True)
    return "_".join(f"{axis}{'-' if value < 0 else ''}{abs(value):0{width}d}" for axis, value, width in parts)


def name_number(trajectory_id: str, below: int) -> int:
    """A number that follows from the id and keeps the names of two takes apart."""
    return int.from_bytes(hashlib.sha256(trajectory_id.encode()).digest()[:8]) % below


def pick_drop_name(object_id: int | None) -> str:
    """Neither layout names the object; its number stands for it."""
    return "pd_object" if object_id is None else f"pd_object_{object_id}"


def type_of(code: float, codes: Mapping[TaskType, float]) -> TaskType | None:
    return next((kind for kind, number in codes.items() if number == code), None)


def texts_by_step(episode: EpisodeLike) -> list[str]:
    texts = {note.step_index: note.rationale for note in episode.annotations}
    return [texts.get(step.index, "") for step in episode.trajectory.steps]


def _at(frames: Sequence[Frame], index: int) -> Frame | None:
    return frames[index] if index < len(frames) else None
