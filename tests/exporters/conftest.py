"""What the tests of this room share."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from embrace3k.exporters.release import build, publish
from embrace3k.storage.folder_store import FolderStore
from embrace3k.tests.exporters.records import Home, make_home


@contextmanager
def quick_folder() -> Iterator[Path]:
    """In memory where there is such a folder: every write of a store is synced, which costs nothing there."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as path:
        yield Path(path)


@pytest.fixture
def folder() -> Iterator[Path]:
    with quick_folder() as path:
        yield path


@pytest.fixture
def home(folder: Path) -> Iterator[Home]:
    """8 episodes in 4 worlds: 31 steps, 39 frames, a template draft for every step."""
    home = make_home(folder)
    yield home
    home.database.close()


@pytest.fixture(scope="session")
def pristine() -> Iterator[Home]:
    """The same with release 0.1.0 published, in one bin. Not to be changed."""
    with quick_folder() as path:
        home = make_home(path)
        build(home.database, home.store, "0.1.0", home.staging)
        publish(home.store, "0.1.0", home.staging)
        yield home
        home.database.close()


@pytest.fixture
def published(pristine: Home, folder: Path) -> Home:
    """A copy of it to spoil."""
    shutil.copytree(pristine.folder / "store", folder / "store")
    return replace(pristine, folder=folder, store=FolderStore(folder / "store"))
