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
from embrace3k.exporters.staging import sync_tree
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
            raise NothingToRelease("there is no trajectory to export", hint="record some: embrace3k collect")
    return summary


@contextmanager
def _appearing(out: Path) -> Iterator[Path]:
    """A temporary folder beside `out` that takes its name at the end, and is gone after an exception."""
    if out.is_symlink() or (out.exists() and (not out.is_dir() or any(out.iterdir()))):
        raise OutputRefused("the output folder is not empty", where=str(out), hint="name a new or an empty folder")
    out = out.absolute()
    out.parent.mkdir(parents=True, exist_ok=True)
    folder = out.parent / f".{out.name}-{uuid.uuid4().hex}"
    folder.mkdir()
    try:
        yield folder
        sync_tree(folder)
        os.rename(folder, out)  # Takes the place of an empty folder; fails if somebody filled it meanwhile.
    finally:
        shutil.rmtree(folder, ignore_errors=True)
