"""Published folders out: written beside their place, held against the layout's own reader, then renamed."""

import secrets
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from embrace3k.schema.errors import SchemaError
from embrace3k.schema.layouts import areas, v1, v2
from embrace3k.schema.layouts.conversion import fitting, frames_of, losses_between, pointed_back, unknown_to
from embrace3k.schema.layouts.documents import dump, parse
from embrace3k.schema.layouts.episodes import Episode, EpisodeLike, Loss
from embrace3k.schema.regions import SuccessRegion
from embrace3k.schema.trajectories import Frame

ReadFrame = Callable[[Frame], bytes]
Content = bytes | Mapping[str, bytes | Frame]
"""A file, or a folder of files; a frame stands for its bytes, so that only one is in memory."""
_NO_FRAMES = Loss(
    code="frames",
    pointer="/trajectory/steps/0/frame",
    message="v1 wants a frame per action; there are none, and an import of the folder would be refused",
)


def write_v1(episode: EpisodeLike, out: Path, read_frame: ReadFrame) -> list[Loss]:
    """Write `<Family>/<task>/` under `out`, whole or not at all; returns what the layout does not hold.

    Raises SchemaError where the folder is there already: the layout has one demonstration per task.
    """
    fitted, losses = fitting(episode, v1.ACTIONS, "v1")
    frames = frames_of(fitted)[: len(fitted.trajectory.steps)]
    infos, entries = v1.compose(fitted)
    where = v1.folder_of(episode)
    infos_at, entries_at = Path(where) / "infos.json", Path(where) / "gemini.json"
    infos_data, entries_data = dump(infos, last_newline=False), dump(entries, last_newline=False)
    task, trajectory, notes = v1.records(
        parse(infos_data, v1.Infos, infos_at),
        parse(entries_data, list[v1.Entry], entries_at),
        frames,
        where,
        infos_at,
        entries_at,
    )
    _place(out, {where: {"infos.json": infos_data, "gemini.json": entries_data} | _named(frames)}, read_frame)
    read_back = Episode(task=task, trajectory=trajectory, annotations=notes)
    return losses + [
        *pointed_back(losses_between(fitted, read_back), episode, v1.ACTIONS),
        *unknown_to([infos], v1.left_empty(episode.task), "v1"),
        *([] if frames else [_NO_FRAMES]),
    ]


def write_v2(episode: EpisodeLike, out: Path, read_frame: ReadFrame) -> list[Loss]:
    """Write `trajectory/<Map>/<task>/`, then `task/<Map>/<task>.json` under `out`; returns what they do not hold.

    Between them comes `success_region/<Map>/<task>/area.json`, where the task knows its region. Raises SchemaError
    where one of them is there already: the layout has one demonstration per task.
    """
    fitted, losses = fitting(episode, v2.ACTIONS, "v2")
    frames = frames_of(fitted)
    task_document, infos_document = v2.compose(fitted)
    where = v2.folder_of(episode)
    task_at, infos_at = Path(f"task/{where}.json"), Path(f"trajectory/{where}/infos.json")
    task_data, infos_data = dump(task_document, last_newline=True), dump(infos_document, last_newline=True)
    success, area_folder = _area(fitted, where)
    task_file, infos = parse(task_data, v2.TaskFile, task_at), parse(infos_data, v2.Infos, infos_at)
    task, trajectory, notes = v2.records(task_file, infos, frames, where, task_at, infos_at, success)
    folder = {"infos.json": infos_data} | _named(frames)
    _place(out, {f"trajectory/{where}": folder} | area_folder | {str(task_at): task_data}, read_frame)
    read_back = Episode(task=task, trajectory=trajectory, annotations=notes)
    return losses + [
        *pointed_back(losses_between(fitted, read_back), episode, v2.ACTIONS),
        *unknown_to([task_document, infos_document], set(), "v2"),
    ]


def _area(episode: EpisodeLike, where: str) -> tuple[SuccessRegion | None, dict[str, Content]]:
    """The success region as it will be read back, and the folder to write; nothing where the task has none."""
    if episode.task.success is None:
        return None, {}
    folder = f"{areas.FOLDER}/{where}"
    path, data = Path(folder) / areas.NAME, dump(areas.compose(episode.task.success), last_newline=True)
    success = areas.region_of(parse(data, areas.AreaFile, path), episode.task.type, path)
    return success, {folder: {areas.NAME: data}}


def _named(frames: list[Frame]) -> dict[str, bytes | Frame]:
    return {f"{index:03d}.jpg": frame for index, frame in enumerate(frames)}


def _place(out: Path, contents: Mapping[str, Content], read_frame: ReadFrame) -> None:
    """Write everything into a hidden folder of `out`, then rename each part; any failure takes all of it away again.

    Not synced to disk: such a folder is a view that can be made again.
    """
    for relative in contents:
        if (out / relative).exists():
            raise SchemaError("is there already", where=str(out / relative), hint="export into a new folder")
    staging = out / f".partial-{secrets.token_hex(8)}"
    staging.mkdir(parents=True)
    placed: list[Path] = []
    try:
        for number, content in enumerate(contents.values()):
            _fill(staging / str(number), content, read_frame)
        for number, relative in enumerate(contents):
            (out / relative).parent.mkdir(parents=True, exist_ok=True)
            (staging / str(number)).rename(out / relative)
            placed.append(out / relative)
    except BaseException:
        for number, path in enumerate(placed):
            path.rename(staging / f"undone-{number}")
        raise
    finally:
        shutil.rmtree(staging)


def _fill(path: Path, content: Content, read_frame: ReadFrame) -> None:
    if isinstance(content, bytes):
        path.write_bytes(content)
        return
    path.mkdir()
    for name, part in content.items():
        (path / name).write_bytes(part if isinstance(part, bytes) else read_frame(part))
