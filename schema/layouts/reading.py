"""Published folders in: everything is checked before the first record is handed out."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

from embrace3k.schema.catalogue import found
from embrace3k.schema.layouts import areas, v1, v2
from embrace3k.schema.layouts.documents import load
from embrace3k.schema.layouts.episodes import ImportedEpisode
from embrace3k.schema.layouts.safety import LIMITS, Limits, inspect_jpeg, refuse, require_plain_name, scan
from embrace3k.schema.problems import Problem
from embrace3k.schema.trajectories import Frame

Layout = Literal["embrace-v1", "embrace-v2"]
Folders = dict[str, set[str]]
"""`<Family or Map>/<task>` -> the names of its files."""
_TOPS = ("task", "trajectory")
_ALL_TOPS = (*_TOPS, areas.FOLDER)
_SHAPES = (
    "v1 is <Family>/<task>/{infos.json, gemini.json, 000.jpg …}; "
    "v2 is task/<Map>/<task>.json beside trajectory/<Map>/<task>/{infos.json, 000.jpg …}, "
    "and perhaps success_region/<Map>/<task>/area.json"
)
_PICTURES = (".png", ".jpg")
"""Beside area.json, drawn from it."""


def recognise(folder: Path) -> Layout:
    """Which published layout lies in `folder`, by its file names. Raises ImportRefused when it is neither."""
    return _layout(folder, scan(folder))


def read(folder: Path, limits: Limits = LIMITS) -> Iterator[ImportedEpisode]:
    """Every episode below `folder`, in path order. The whole folder is checked before this returns.

    Raises ImportRefused naming the file, the JSON pointer and the reason; then nothing of the folder may be kept.
    Files directly in `folder` (a README, a licence) are left alone.
    """
    names = scan(folder, limits)
    inside = [name for name in names if "/" in name]
    if _layout(folder, names) == "embrace-v1":
        episodes = [_read_v1(folder, where, files, limits) for where, files in _grouped(folder, inside).items()]
    else:
        episodes = _read_v2(folder, inside, limits)
    _require_distinct(folder, episodes)
    return iter(episodes)


def _layout(folder: Path, names: list[str]) -> Layout:
    if {name.partition("/")[0] for name in names if "/" in name} >= set(_TOPS):
        return "embrace-v2"
    if any(name.count("/") == 2 and name.endswith(("/infos.json", "/gemini.json")) for name in names):
        return "embrace-v1"
    raise refuse(folder, "holds neither published layout", hint=f"{_SHAPES}; name the folder above these")


def _grouped(root: Path, names: list[str]) -> Folders:
    folders: Folders = {}
    for name in names:
        parts = name.split("/")
        if len(parts) != 3 or not parts[2]:
            raise refuse(root / name, "does not belong to the layout", hint=_SHAPES)
        require_plain_name(root / parts[0], parts[0])
        require_plain_name(root / parts[0] / parts[1], parts[1])
        folders.setdefault(f"{parts[0]}/{parts[1]}", set()).add(parts[2])
    return folders


def _read_v1(root: Path, where: str, files: set[str], limits: Limits) -> ImportedEpisode:
    folder = root / where
    infos_at, entries_at = folder / "infos.json", folder / "gemini.json"
    for needed in (infos_at, entries_at):
        if needed.name not in files:
            raise refuse(needed, "is missing; every v1 task has it")
    infos = load(infos_at, v1.Infos, limits)
    entries = load(entries_at, list[v1.Entry], limits)
    # Parsed once without frames, so that a wrong document is reported before hundreds of pictures are read.
    v1.records(infos, entries, [], where, infos_at, entries_at)
    poses, count = len(infos.Trajectory_Pose), len(infos.Action)
    frames = _frames(folder, files - {infos_at.name, entries_at.name}, count, poses, limits)
    task, trajectory, notes = v1.records(infos, entries, frames, where, infos_at, entries_at)
    return ImportedEpisode(task=task, trajectory=trajectory, annotations=notes, frames=_places(folder, frames))


def _read_v2(root: Path, names: list[str], limits: Limits) -> list[ImportedEpisode]:
    parts = {top: [name.removeprefix(f"{top}/") for name in names if name.startswith(f"{top}/")] for top in _ALL_TOPS}
    strange = next((name for name in names if name.partition("/")[0] not in _ALL_TOPS), None)
    if strange:
        raise refuse(
            root / strange, "does not belong to the layout and would be lost", hint="move it out of the folder"
        )
    task_files, folders = set(parts["task"]), _grouped(root / "trajectory", parts["trajectory"])
    for where in folders:
        if f"{where}.json" not in task_files:
            raise refuse(root / "task" / f"{where}.json", f"is missing, but trajectory/{where} is there")
    lonely = sorted(name for name in task_files if name.removesuffix(".json") not in folders or "." not in name)
    if lonely:
        raise refuse(root / "task" / lonely[0], "has no trajectory folder of its name", hint=_SHAPES)
    regions = _grouped(root / areas.FOLDER, parts[areas.FOLDER])
    _require_areas(root / areas.FOLDER, regions, folders)
    episodes = [
        _read_v2_episode(root, where, files, regions.get(where, set()), limits) for where, files in folders.items()
    ]
    bare = [episode for episode in episodes if not episode.frames]
    if bare and len(bare) < len(episodes):
        path = bare[0].task.source.path if bare[0].task.source else bare[0].task.id
        raise refuse(root / "trajectory" / path, "has no frames while others have; all or none would be right")
    return episodes


def _require_areas(root: Path, regions: Folders, trajectories: Folders) -> None:
    for where, files in regions.items():
        if where not in trajectories:
            raise refuse(root / where, "has no trajectory folder of its name", hint=_SHAPES)
        if areas.NAME not in files:
            raise refuse(root / where / areas.NAME, "is missing from a success region's folder")
        strange = sorted(name for name in files if name != areas.NAME and not name.endswith(_PICTURES))
        if strange:
            raise refuse(root / where / strange[0], "does not belong to the layout and would be lost", hint=_SHAPES)


def _read_v2_episode(
    root: Path, where: str, files: set[str], region_files: set[str], limits: Limits
) -> ImportedEpisode:
    folder = root / "trajectory" / where
    task_at, infos_at = root / "task" / f"{where}.json", folder / "infos.json"
    if infos_at.name not in files:
        raise refuse(infos_at, "is missing; every v2 trajectory has it")
    task_file, infos = load(task_at, v2.TaskFile, limits), load(infos_at, v2.Infos, limits)
    bare, _, _ = v2.records(task_file, infos, [], where, task_at, infos_at)
    region_at = root / areas.FOLDER / where / areas.NAME
    success, unknown = areas.load_area(region_at, bare.type, limits) if region_files else (None, [])
    pictures = files - {infos_at.name}
    frames = _frames(folder, pictures, len(infos.Action), len(infos.Pose_Trajectory), limits) if pictures else []
    task, trajectory, notes = v2.records(task_file, infos, frames, where, task_at, infos_at, success)
    remarks = [_left_behind(region_at, what) for what in unknown + sorted(region_files - {areas.NAME})]
    return ImportedEpisode(
        task=task,
        trajectory=trajectory,
        annotations=notes,
        frames=_places(folder, frames),
        remarks=remarks + ([] if frames else [_without_frames(folder)]),
    )


def _without_frames(folder: Path) -> Problem:
    problem = found("L001", "", "the trajectory has no frames at all; it is taken in without them")
    return msgspec.structs.replace(problem, file=str(folder))


def _left_behind(area_at: Path, what: str) -> Problem:
    problem = found("L002", "", f"a success region comes with {what}, which is not kept")
    return msgspec.structs.replace(problem, file=str(area_at.parent))


def _frames(folder: Path, found: set[str], at_least: int, at_most: int, limits: Limits) -> list[Frame]:
    """The frames 000.jpg … in order: one per action, and where there is one more pose perhaps one more."""
    names = [f"{index:03d}.jpg" for index in range(at_most)]
    missing = next((name for name in names[:at_least] if name not in found), None)
    if missing:
        raise refuse(folder / missing, f"is missing; {at_least} actions need {names[0]} to {names[at_least - 1]}")
    strange = sorted(found - set(names))
    if strange:
        raise refuse(folder / strange[0], f"is unexpected; the frames here are {names[0]} to {names[-1]}")
    frames = [inspect_jpeg(folder / name, limits) for name in names if name in found]
    first = frames[0]
    for name, frame in zip(names, frames, strict=False):
        if (frame.width_px, frame.height_px) != (first.width_px, first.height_px):
            sizes = f"{frame.width_px}x{frame.height_px}, {names[0]} {first.width_px}x{first.height_px}"
            raise refuse(folder / name, f"is {sizes}; one size for all frames of a trajectory would be right")
    return frames


def _places(folder: Path, frames: list[Frame]) -> dict[str, Path]:
    return {frame.sha256: folder / f"{index:03d}.jpg" for index, frame in enumerate(frames)}


def _require_distinct(root: Path, episodes: list[ImportedEpisode]) -> None:
    """`a-b/c` and `a/b-c` would get one id."""
    seen: dict[str, str] = {}
    for episode in episodes:
        path = episode.task.source.path if episode.task.source else ""
        if episode.task.id in seen:
            raise refuse(root / path, f"would get the same id as {seen[episode.task.id]}", hint="rename one folder")
        seen[episode.task.id] = path
