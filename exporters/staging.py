"""Local files that survive a kill: written whole or not at all, and nothing left behind for long."""

import fcntl
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_durably(path: Path, data: bytes) -> None:
    """Replace a file whole: a temporary name in the same folder, synced, renamed."""
    temporary = path.with_name(f".{path.name}-{uuid.uuid4().hex}")
    try:
        with open(temporary, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
        sync(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def sync_tree(folder: Path) -> None:
    """Every file of a new folder reaches the disk before the folder gets its name."""
    for path in (folder, *folder.rglob("*")):
        sync(path)


def sync(path: Path) -> None:
    """A file's contents, or the names in a folder, reach the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def work_folder(parent: Path) -> Iterator[Path]:
    """A folder of our own below `parent`; what killed processes left in theirs is removed first."""
    parent.mkdir(parents=True, exist_ok=True)
    with open(parent / ".lock", "w") as entrance:
        fcntl.flock(entrance, fcntl.LOCK_EX)
        for left in parent.glob("*/"):
            _remove_if_abandoned(left)
        mine = parent / uuid.uuid4().hex
        mine.mkdir()
        lock = _lock(mine)
    try:
        yield mine
    finally:
        shutil.rmtree(mine, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def _remove_if_abandoned(folder: Path) -> None:
    """A living owner holds the lock on its folder; the lock of a dead one is gone with it."""
    if (lock := _lock(folder)) is not None:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _lock(folder: Path) -> int | None:
    """None where somebody else has it, or the folder is gone."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor
