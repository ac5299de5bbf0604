"""Kills and races real processes that build and publish; run as `python -m embrace3k.tests.exporters.harness`.

Forked from one process that has imported everything, so that a kill costs milliseconds. Prints what was seen as JSON.
"""

import contextlib
import json
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from embrace3k.exporters.errors import ReleaseConflict
from embrace3k.exporters.release import BuildOptions, build, list_releases, publish, verify
from embrace3k.storage.database import Database, sqlite_url
from embrace3k.storage.folder_store import FolderStore
from embrace3k.storage.interfaces import ObjectInfo, ObjectStore

VERSION = "0.1.0"
SMALL_SHARDS = BuildOptions(shard_bytes=30_000)
RACERS = 8


class DyingStore(FolderStore):
    """Kills its own process just before its n-th write. (The first `replace` of a key is a `create` too.)"""

    def __init__(self, root: Path, writes_left: int) -> None:
        super().__init__(root)
        self._writes_left = writes_left

    def create(self, key: str, source: bytes | Path) -> ObjectInfo:
        if self._writes_left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self._writes_left -= 1
        return super().create(key, source)


def release(folder: Path, store: ObjectStore, options: BuildOptions = SMALL_SHARDS) -> bytes:
    """Build and publish with the database that lies beside the attempt's folder; returns the published manifest."""
    with Database(sqlite_url(folder.parent / "embrace.db")) as database:
        build(database, store, VERSION, folder / "builds", options)
    publish(store, VERSION, folder / "builds")
    return store.read(f"releases/v{VERSION}/manifest.json")


def new_attempt(home: Path, name: str) -> Path:
    """A folder with a store of its own, which holds the frames and nothing else."""
    shutil.copytree(home / "store", home / name / "store", copy_function=os.link)
    return home / name


def in_child(work: Callable[[], object]) -> int:
    """The process id of a fork that does `work` and exits: 0, or 1 after ReleaseConflict, or 2."""
    process = os.fork()
    if process:
        return process
    status = 2
    with contextlib.suppress(BaseException):
        try:
            work()
            status = 0
        except ReleaseConflict:
            status = 1
    os._exit(status)


def kill_at_random(home: Path, kills: int) -> Counter[str]:
    """SIGKILL at a random moment, again and again; then what a reader sees, and whether a second run completes it."""
    seen, draw = Counter[str](), random.Random(7)
    began = time.perf_counter()
    expected = release(new_attempt(home, "undisturbed"), FolderStore(home / "undisturbed" / "store"))
    longest = time.perf_counter() - began
    for number in range(10 * kills):
        folder = new_attempt(home, f"random-{number}")
        child = in_child(partial(release, folder, FolderStore(folder / "store")))
        time.sleep(draw.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        if os.WIFSIGNALED(os.waitpid(child, 0)[1]):
            seen.update(_look_and_repeat(folder, expected))
        if seen["kills"] == kills:
            break
    return seen


def kill_before_every_write(home: Path) -> Counter[str]:
    """The n-th write to the store never happens, for every n there is."""
    expected = release(new_attempt(home, "whole"), FolderStore(home / "whole" / "store"))
    seen, number = Counter[str](), 0
    while True:
        folder = new_attempt(home, f"write-{number}")
        child = in_child(partial(release, folder, DyingStore(folder / "store", number)))
        if not os.WIFSIGNALED(os.waitpid(child, 0)[1]):
            return seen
        seen.update(_look_and_repeat(folder, expected))
        number += 1


def _look_and_repeat(folder: Path, expected: bytes) -> Counter[str]:
    store = FolderStore(folder / "store")
    listed = list_releases(store)
    whole = bool(listed) and verify(store, VERSION).ok
    again = release(folder, store)
    complete = again == expected and verify(store, VERSION).ok and not list((folder / "builds").glob("work/*/"))
    shutil.rmtree(folder)
    return Counter(kills=1, nothing=not listed, whole=whole, torn=bool(listed) and not whole, completed=complete)


def race(home: Path, same: bool) -> Counter[str]:
    """Eight processes publish one version at once, all the same content or each its own."""
    store = FolderStore(new_attempt(home, f"race-{same}") / "store")
    folders = [home / f"race-{same}" / str(number) for number in range(RACERS)]
    with Database(sqlite_url(home / "embrace.db")) as database:
        for number, folder in enumerate(folders):
            build(database, store, VERSION, folder, BuildOptions(licence="same" if same else f"licence {number}"))
    start = time.time() + 0.2
    children = [in_child(partial(_publish_at, start, store, folder)) for folder in folders]
    statuses = [os.WEXITSTATUS(os.waitpid(child, 0)[1]) for child in children]
    names = {0: "published", 1: "refused", 2: "failed"}
    whole = verify(store, VERSION).ok and list_releases(store)[0].latest
    return Counter({name: statuses.count(status) for status, name in names.items()} | {"whole": int(whole)})


def _publish_at(moment: float, store: ObjectStore, folder: Path) -> None:
    time.sleep(max(0.0, moment - time.time()))
    publish(store, VERSION, folder)


def main() -> None:
    home, what = Path(sys.argv[1]), sys.argv[2]
    found = {
        "random": lambda: kill_at_random(home, kills=40),
        "writes": lambda: kill_before_every_write(home),
        "race-same": lambda: race(home, same=True),
        "race-different": lambda: race(home, same=False),
    }[what]()
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
