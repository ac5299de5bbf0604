"""Small valid records, published folders made of them, and Hypothesis strategies for every record type."""

import functools
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import simplejpeg
from hypothesis import strategies as st

from embrace3k.schema.actions import PROFILES, Action
from embrace3k.schema.annotations import Annotation
from embrace3k.schema.authors import Author, AuthorKind
from embrace3k.schema.goals import Near, Sequence
from embrace3k.schema.layouts import Episode
from embrace3k.schema.poses import Pose
from embrace3k.schema.tasks import Scene, Source, Task, TaskType
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

V1_SAMPLE, V2_SAMPLE = "embrace_sample", "embrace_v2_sample"
"""Folders in the fixture `published_samples`."""
change = msgspec.structs.replace

START = Pose(100.0, 200.0, 88.0, 0.0, 0.0, 0.0)
TURNED = START._replace(yaw_deg=25.0)
THERE = TURNED._replace(
    x_cm=100.0 + 125.859 * math.cos(math.radians(25.0)), y_cm=200.0 + 125.859 * math.sin(math.radians(25.0))
)
MUG = Pose(260.0, 260.0, 90.0, 0.0, 0.0, 0.0)


def frame(number: int) -> Frame:
    return Frame(sha256=f"{number:064x}", size_bytes=1000 + number, width_px=640, height_px=480)


def state(open: bool = False, holding: str | None = None) -> WorldState:
    return WorldState(doors={"front_door": open}, objects={"mug": MUG}, holding=holding)


def native() -> Episode:
    """A two-stage task in an embedded world; every kind of rule has something to look at, and none is broken."""
    moments = [
        (Action.TURN_RIGHT, START, state()),
        (Action.MOVE_FORWARD, TURNED, state()),
        (Action.MIDWAY_TARGET, THERE, state()),
        (Action.OPEN_DOOR, THERE, state()),
        (Action.PICK, THERE, state(open=True)),
        (Action.DROP, THERE, state(open=True, holding="mug")),
        (Action.FINISH, THERE, state(open=True)),
    ]
    task = Task(
        id="family-house_0007-multi_stage-0",
        instruction="First go to the red car, then to the front door.",
        type=TaskType.MULTI_STAGE,
        scene=Scene(name="family-house", seed=7, version="0123abcd"),
        start_pose=START,
        goal=Sequence(goals=[Near(object="red_car", radius_cm=220.0), Near(object="front_door", radius_cm=220.0)]),
        targets=["red_car", "front_door"],
        shortest_actions=7,
    )
    trajectory = Trajectory(
        id="take-1",
        task_id=task.id,
        scene=task.scene,
        simulator=Simulator(backend="embedded", width_px=640, height_px=480, fov_deg=90.0),
        profile=PROFILES["v2"],
        driver=Driver(kind=DriverKind.ORACLE, name="oracle", version="1"),
        steps=[
            Step(index=index, action=action, pose=pose, state=known, frame=frame(index))
            for index, (action, pose, known) in enumerate(moments)
        ],
        final=Final(pose=THERE, state=state(open=True), frame=frame(len(moments))),
        result=Result(success=True, stages=[True, True]),
    )
    return Episode(task=task, trajectory=trajectory, annotations=notes(trajectory))


def published() -> Episode:
    """What an import of a v1 folder gives: noisy poses, no states, stop poses."""
    ahead = START._replace(x_cm=330.0)
    poses = [START, ahead, ahead, ahead]
    actions = [Action.MOVE_FORWARD, Action.MIDWAY_TARGET, Action.PICK, Action.FINISH]
    task = Task(
        id="v1-Multi-stage-x1",
        instruction="First walk to the bin, then to the machine.",
        type=TaskType.MULTI_STAGE,
        scene=Scene(name=None),
        start_pose=START,
        stop_poses=[ahead, ahead],
        source=Source(layout="embrace-v1", path="Multi-stage/x1"),
    )
    trajectory = Trajectory(
        id="v1-Multi-stage-x1-0",
        task_id=task.id,
        scene=task.scene,
        simulator=Simulator(backend="unknown", width_px=1024, height_px=1024),
        profile=PROFILES["v1"],
        driver=Driver(kind=DriverKind.PERSON, name="embrace-v1 demonstrator"),
        steps=[
            Step(index=i, action=action, pose=pose, frame=change(frame(i), width_px=1024, height_px=1024))
            for i, (action, pose) in enumerate(zip(actions, poses, strict=True))
        ],
        result=Result(success=None),
    )
    return Episode(task=task, trajectory=trajectory, annotations=notes(trajectory))


def notes(trajectory: Trajectory) -> list[Annotation]:
    return [
        Annotation(
            trajectory_id=trajectory.id,
            step_index=step.index,
            revision=1,
            rationale=f"I see where to go, so I choose this action at step {step.index}.",
            author=Author(kind=AuthorKind.TEMPLATE, name="template", version="1"),
            created_at="2026-01-31T09:30:00Z",
        )
        for step in trajectory.steps
    ]


def jpeg(number: int = 0, width_px: int = 64, height_px: int = 48) -> bytes:
    pixels = np.full((height_px, width_px, 3), number * 7 % 256, dtype=np.uint8)
    return bytes(simplejpeg.encode_jpeg(pixels))


def write_json(path: Path, value: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=4))


def v1_folder(root: Path) -> Path:
    """A good v1 task of two actions; returns its folder."""
    folder = root / "Basic" / "x00100_y00200_z0088_i0"
    pose = [100.0, 200.0, 88.0, 0.0, 0.0, 0.0]
    infos = {
        "Instruction": "Go to the bin.",
        "Reason": "Basic.",
        "Type": 0,
        "GenAI_Target_Object": ["SM_Bin"],
        "Start_Pose": pose,
        "Action": ["LookDown", "Finish"],
        "Target_Pose": [pose],
        "Trajectory_Pose": [pose, pose],
    }
    write_json(folder / "infos.json", infos)
    entries = [
        {"image_name": f"{i:03d}.jpg", "action": action, "thinking": f"Because of {i}."}
        for i, action in enumerate(["LookDown", "Finish"])
    ]
    write_json(folder / "gemini.json", entries)
    for number in range(2):
        (folder / f"{number:03d}.jpg").write_bytes(jpeg(number))
    return folder


def v2_pick_drop(root: Path, distances: list[float | None]) -> tuple[Path, Path]:
    """A v2 pick-and-drop demonstration of two actions; returns the task file and the trajectory's folder."""
    name = "Town/x000100_y000200_z000088_t5_a_p"
    pose, item = [100.0, 200.0, 88.0, 0.0, 0.0, 0.0], [121.5, 200.0, 60.0, -2.0, 14.0, 176.0]
    keys = {"PD_ID": 7, "PD_Size": 1.5, "PD_Type": "p", "PD_Start_Pose": item}
    head = {"Instruction": "Pick up the basket.", "Type": 5, "Start_Pose": pose}
    infos = head | keys
    infos |= {"Action": ["Pick", "Finish"], "Pose_Trajectory": [pose] * 3}
    infos |= {"PD_Pose_Trajectory": [item if d is not None else None for d in distances], "PD_Dist_2D": distances}
    infos["Rationale"] = ["It is in reach.", "I hold it."]
    task_file, folder = root / "task" / f"{name}.json", root / "trajectory" / name
    from_a_browser = {"Start_Pose": [100, 200, 88, 0, 0, 0], "PD_Start_Pose": [121.5, 200, 60, -2, 14, 176]}
    write_json(task_file, head | keys | from_a_browser)
    write_json(folder / "infos.json", infos)
    for path in (task_file, folder / "infos.json"):
        path.write_text(path.read_text() + "\n")
    for number in range(3):
        (folder / f"{number:03d}.jpg").write_bytes(jpeg(number))
    return task_file, folder


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def strategy(kind: Any) -> st.SearchStrategy[Any]:
    """Values of any record type, built from what msgspec knows of it."""
    info = kind if isinstance(kind, msgspec.inspect.Type) else msgspec.inspect.type_info(kind)
    return _BUILDERS[type(info)](info)


def _struct(info: msgspec.inspect.StructType) -> st.SearchStrategy[Any]:
    return _built(info.cls)


@functools.cache
def _built(cls: type) -> st.SearchStrategy[Any]:
    """One strategy per class: building them anew for every draw takes minutes."""
    fields = msgspec.inspect.type_info(cls).fields  # type: ignore[attr-defined]
    return st.deferred(lambda: st.builds(cls, **{field.name: strategy(field.type) for field in fields}))


_TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)


@functools.cache
def _matching(pattern: str) -> st.SearchStrategy[str]:
    return st.from_regex(pattern.replace("$", r"\Z"))


def _text(info: msgspec.inspect.StrType) -> st.SearchStrategy[str]:
    return _matching(info.pattern) if info.pattern else _TEXTS


def _number(info: msgspec.inspect.IntType) -> st.SearchStrategy[int]:
    return st.integers(min_value=info.ge if info.ge is not None else -(2**53), max_value=2**53)


def _list(info: msgspec.inspect.ListType) -> st.SearchStrategy[Any]:
    least = info.min_length or 0
    return st.lists(strategy(info.item_type), min_size=least, max_size=least + 2)


_BUILDERS: dict[type, Callable[[Any], st.SearchStrategy[Any]]] = {
    msgspec.inspect.StructType: _struct,
    msgspec.inspect.StrType: _text,
    msgspec.inspect.IntType: _number,
    msgspec.inspect.FloatType: lambda info: st.floats(allow_nan=False, allow_infinity=False),
    msgspec.inspect.BoolType: lambda info: st.booleans(),
    msgspec.inspect.NoneType: lambda info: st.none(),
    msgspec.inspect.EnumType: lambda info: st.sampled_from(list(info.cls)),
    msgspec.inspect.LiteralType: lambda info: st.sampled_from(info.values),
    msgspec.inspect.ListType: _list,
    msgspec.inspect.DictType: lambda info: st.dictionaries(
        strategy(info.key_type), strategy(info.value_type), max_size=2
    ),
    msgspec.inspect.TupleType: lambda info: st.tuples(*map(strategy, info.item_types)),
    msgspec.inspect.NamedTupleType: lambda info: st.builds(info.cls, *(strategy(field.type) for field in info.fields)),
    msgspec.inspect.UnionType: lambda info: st.one_of(*map(strategy, reversed(info.types))),
}
