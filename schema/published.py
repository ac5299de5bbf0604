"""One file of a published folder, checked where it lies.

    infos.json     v1 or v2, together with its gemini.json or task file where that lies at its place
    gemini.json    v1, together with its infos.json
    <task>.json    v2's task file
    area.json      v2's success region

Rules speak of records; their pointers are turned into pointers of the file. What belongs to the file beside it is
left to that file's own check.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import UNSET

from embrace3k.schema.layouts import areas, v1, v2
from embrace3k.schema.layouts.documents import load
from embrace3k.schema.problems import Problem
from embrace3k.schema.rules import check_task, check_trajectory

_TASK = [(r"/task/instruction", "/Instruction"), (r"/task/start_pose(.*)", r"/Start_Pose\1")]
_STEPS = [(r"/trajectory/steps/(\d+)(/action)?", r"/Action/\1"), (r"/trajectory/steps", "/Action")]
_ELSEWHERE = (r"/(?:task|trajectory).*", "")
_V1_INFOS = [
    *_TASK,
    *_STEPS,
    (r"/task/stop_poses(.*)", r"/Target_Pose\1"),
    (r"/task/pick_drop/start_pose(.*)", r"/PD_Pose\1"),
    (r"/task/source/path", ""),
    (r"/trajectory/steps/(\d+)/pose(.*)", r"/Trajectory_Pose/\1\2"),
    (r"/trajectory/final.*", "/Trajectory_Pose"),
    _ELSEWHERE,
]
_V1_ENTRIES = [(r"/annotations/(\d+)/rationale", r"/\1/thinking")]
_V2_INFOS = [
    *_TASK,
    *_STEPS,
    (r"/task/pick_drop/start_pose(.*)", r"/PD_Start_Pose\1"),
    (r"/trajectory/steps/(\d+)/pose(.*)", r"/Pose_Trajectory/\1\2"),
    (r"/trajectory/steps/(\d+)/state.*", r"/Action/\1"),
    (r"/trajectory/final.*", "/Pose_Trajectory"),
    (r"/annotations/(\d+)/rationale", r"/Rationale/\1"),
    _ELSEWHERE,
]
Table = Sequence[tuple[str, str]]


def is_published(path: Path, data: bytes) -> bool:
    """By name, or by v2's first key; our own records write `instruction`."""
    return path.name in ("infos.json", "gemini.json", areas.NAME) or b'"Instruction"' in data[:4096]


def check_published(path: Path) -> Iterator[Problem]:
    """Raises ImportRefused where the file breaks its layout; yields what the rules find."""
    if path.name == "gemini.json":
        yield from _check_v1_entries(path)
    elif path.name == areas.NAME:
        areas.load_area(path, None)
    elif path.name != "infos.json":
        task = v2.task_of(load(path, v2.TaskFile), f"{path.parent.name}/{path.stem}", path)
        yield from _translated(check_task(task), _V2_INFOS)
    elif "Trajectory_Pose" in load(path, dict[str, Any]):
        yield from _check_v1(path, _V1_INFOS)
    else:
        yield from _check_v2(path)


def _check_v1_entries(path: Path) -> Iterator[Problem]:
    infos_at = path.with_name("infos.json")
    if infos_at.exists():
        yield from _check_v1(infos_at, _V1_ENTRIES)
    else:
        load(path, list[v1.Entry])


def _check_v1(path: Path, table: Table) -> Iterator[Problem]:
    infos, entries_at = load(path, v1.Infos), path.with_name("gemini.json")
    if entries_at.exists():
        entries = load(entries_at, list[v1.Entry])
    else:
        entries = [v1.Entry(f"{index:03d}.jpg", action, "") for index, action in enumerate(infos.Action)]
    where = f"{path.parent.parent.name}/{path.parent.name}"
    task, trajectory, notes = v1.records(infos, entries, [], where, path, entries_at)
    problems = check_trajectory(trajectory, task, notes)
    if path.parent.parent.name not in v1.FAMILIES.values():
        problems = [problem for problem in problems if problem.pointer != "/task/source/path"]
    yield from _translated(problems, table, [note.step_index for note in notes])


def _check_v2(path: Path) -> Iterator[Problem]:
    infos = load(path, v2.Infos)
    where = f"{path.parent.parent.name}/{path.parent.name}"
    task_at = path.parents[3] / "task" / f"{where}.json" if len(path.parents) > 3 else path
    if task_at.is_file():
        task_file = load(task_at, v2.TaskFile)
    else:
        shared = {name: getattr(infos, name, UNSET) for name in v2.TaskFile.__struct_fields__}
        task_file = msgspec.convert({name: value for name, value in shared.items() if value is not UNSET}, v2.TaskFile)
    task, trajectory, notes = v2.records(task_file, infos, [], where, task_at, path)
    problems = check_trajectory(trajectory, task, notes)
    yield from _translated(problems, _V2_INFOS, [note.step_index for note in notes])


def _translated(
    problems: Iterator[Problem] | list[Problem], table: Table, steps: Sequence[int] = ()
) -> Iterator[Problem]:
    for problem in problems:
        pointer = re.sub(r"^/annotations/(\d+)", lambda match: f"/annotations/{steps[int(match[1])]}", problem.pointer)
        for pattern, replacement in table:
            match = re.fullmatch(pattern, pointer)
            if match:
                yield msgspec.structs.replace(problem, pointer=match.expand(replacement))
                break
