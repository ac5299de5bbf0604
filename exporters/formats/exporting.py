"""Writes one format into a folder that appears whole or not at all."""

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from embrace3k.exporters.errors import NothingToRelease, OutputRefused
from embrace3k.exporters.formats.embrace_layouts import write_embrace_v1, write_embrace_v2
from embrace3k.exporters.formats.summary import ExportLoss, ExportSummary, OnProgress
from embrace3k.exporters.formats.webdataset import write_webdataset
from embrace3k.exporters.staging import sync, sync_tree
from embrace3k.storage.database import Database
from embrace3k.storage.interfaces import ObjectStore

__all__ = ["FORMATS", "ExportLoss", "ExportSummary", "export"]

_Writer = Callable[[Database, ObjectStore, Path, OnProgress], ExportSummary]
FORMATS: dict[str, _Writer] = {
    "embrace-v1": write_embrace_v1,
    "embrace-v2": write_embrace_v2,
    "webdataset": write_webdataset,
}


def export(
    format: str,
    database: Database,
    store: ObjectStore,
    out: Path,
    *,
    on_progress: OnProgress = lambda done, total: None,
) -> ExportSummary:
    """Every trajectory of the database into the new or empty folder `out`; the summary says what got lost on the way.

    `on_progress` hears episodes done and in all. After any error `out` is as before.
    """
    if format not in FORMATS:
        raise OutputRefused(f"no format is called {format!r}", hint=f"choose one of {', '.join(FORMATS)}")
    with _appearing(out) as folder:
        summary = FORMATS[format](database, store, folder, on_progress)
        if not summary.episodes:
            raise _nothing(summary)
    return summary


def _nothing(summary: ExportSummary) -> NothingToRelease:
    bare = sum(loss.episodes for loss in summary.losses if loss.code == "no_frames")
    if not bare:
        return NothingToRelease("there is no trajectory to export", hint="record some: embrace3k collect")
    what = f"each of the {bare} trajectories has steps without a frame, and {summary.format} needs them all"
    return NothingToRelease(what, hint="embrace-v2 can carry them")


@contextmanager
def _appearing(out: Path) -> Iterator[Path]:
    """A folder whose contents are in `out` at the end; after an exception `out` is as before.

    A new `out` appears at once. An empty one that is there stays itself, for it may be a mount point or where we are.
    """
    out = out.absolute()
    with _refusing(out):
        is_there = _is_empty_folder(out)
        parent = out if is_there else out.parent
        parent.mkdir(parents=True, exist_ok=True)
        folder = parent / f".export-{uuid.uuid4().hex}"
        folder.mkdir()
    try:
        yield folder
        with _refusing(out):
            sync_tree(folder)
            _move_up(folder) if is_there else os.rename(folder, out)
            sync(parent)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _refusing(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        hint = "name a new or an empty folder where you may write"
        raise OutputRefused(f"cannot be written: {error.strerror}", where=str(out), hint=hint) from error


def _is_empty_folder(out: Path) -> bool:
    """False where nothing is yet."""
    try:
        out.lstat()
    except FileNotFoundError:
        return False
    if not out.is_dir() or any(out.iterdir()):
        raise OutputRefused("the output folder is not empty", where=str(out), hint="name a new or an empty folder")
    return True


def _move_up(folder: Path) -> None:
    out = folder.parent
    if list(out.iterdir()) != [folder]:
        raise OutputRefused("somebody else wrote into it meanwhile", where=str(out), hint="name another folder")
    for part in folder.iterdir():
        os.rename(part, out / part.name)
