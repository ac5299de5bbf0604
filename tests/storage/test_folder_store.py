import errno
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from embrace3k.storage.errors import StorageError, StoreUnsafe
from embrace3k.storage.folder_store import FolderStore
from embrace3k.storage.stores import open_store
from embrace3k.tests.storage.store_contract import StoreContract

CREATE_AND_HANG = """
import sys, time
from pathlib import Path
from embrace3k.storage.folder_store import FolderStore
print("ready", flush=True)
FolderStore(Path(sys.argv[1])).create("blobs/big", bytes(64 << 20))
time.sleep(60)
"""


class TestFolderStore(StoreContract):
    """`store` is the folder store of tests/conftest.py."""

    def test_a_link_inside_the_store_is_not_followed(self, store: FolderStore, tmp_path: Path):
        (tmp_path / "outside").mkdir()
        (tmp_path / "outside" / "secret").write_bytes(b"secret")
        store.create("a", b"1")
        (tmp_path / "objects" / "folder").symlink_to(tmp_path / "outside")
        (tmp_path / "objects" / "file").symlink_to(tmp_path / "outside" / "secret")
        for key in ("folder/secret", "file"):
            with pytest.raises(StorageError, match="link"):
                store.read(key)
        with pytest.raises(StorageError, match="link"):
            store.create("folder/new", b"")
        assert [info.key for info in store.list()] == ["a"]
        assert list(store.list("folder/")) == []

    def test_deleting_leaves_no_file_of_ours(self, store: FolderStore, tmp_path: Path):
        store.replace("a/b", b"2", if_match=store.create("a/b", b"1").etag)
        store.delete("a/b")
        store.require_preconditions()
        assert [path for path in (tmp_path / "objects").rglob("*") if path.is_file()] == []

    def test_what_is_deleted_during_a_listing_hides_nothing_else(self, store: FolderStore):
        for key in ("a/1", "a/2", "b"):
            store.create(key, b"")
        listing = store.list()
        assert next(listing).key == "a/1"
        store.delete("a/2")
        assert [info.key for info in listing] == ["b"]

    def test_an_object_cannot_also_be_a_folder(self, store: FolderStore):
        store.create("a", b"1")
        with pytest.raises(StorageError, match="a/b: .* a link or a file is where a folder should be"):
            store.create("a/b", b"2")

    def test_a_killed_writer_leaves_no_half_object(self, store: FolderStore, tmp_path: Path):
        for _ in range(3):
            command = [sys.executable, "-c", CREATE_AND_HANG, str(tmp_path / "objects")]
            with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
                assert writer.stdout is not None and writer.stdout.readline() == b"ready\n"
                with pytest.raises(subprocess.TimeoutExpired):
                    writer.wait(random.uniform(0.0, 0.08))
                os.kill(writer.pid, signal.SIGKILL)
            assert [info.size_bytes for info in store.list()] in ([], [64 << 20])
            store.delete("blobs/big")

    def test_what_a_killed_writer_left_is_removed_by_the_next_one(self, store: FolderStore, tmp_path: Path):
        drafts = tmp_path / "objects" / ".new"
        command = [sys.executable, "-c", CREATE_AND_HANG, str(tmp_path / "objects")]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
            while not (drafts.exists() and list(drafts.iterdir())):
                assert writer.poll() is None
            os.kill(writer.pid, signal.SIGKILL)
        drafts.joinpath("left").write_bytes(b"half")
        store.create("a", b"1")
        assert list(drafts.iterdir()) == []

    def test_what_a_living_writer_writes_is_left_alone(self, store: FolderStore, tmp_path: Path):
        os.mkfifo(tmp_path / "slow")
        writer = threading.Thread(target=store.create, args=("slow", tmp_path / "slow"))
        writer.start()
        with (tmp_path / "slow").open("wb") as source:
            while not list((tmp_path / "objects").glob(".new/*")):
                time.sleep(0.01)
            FolderStore(tmp_path / "objects").create("fast", b"1")
            source.write(b"2")
        writer.join()
        assert store.read("slow") == b"2"

    def test_a_copy_that_the_kernel_ends_early_is_completed(self, store: FolderStore, tmp_path: Path, monkeypatch):
        """Some network and FUSE file systems do so; none of them is on a test machine."""
        whole, calls = os.copy_file_range, iter([5, 0])
        monkeypatch.setattr(os, "copy_file_range", lambda source, target, _: whole(source, target, next(calls)))
        (tmp_path / "source").write_bytes(b"0123456789")
        assert store.create("a", tmp_path / "source").size_bytes == 10
        assert store.read("a") == b"0123456789"

    def test_a_file_system_without_hard_links_is_refused(self, store: FolderStore, monkeypatch):
        def link(*_: object, **__: object) -> None:
            raise PermissionError(errno.EPERM, "Operation not permitted")

        monkeypatch.setattr(os, "link", link)
        with pytest.raises(StoreUnsafe, match="no hard links. choose a folder on another disk with --home"):
            store.create("a", b"1")
        assert list(store.list()) == []

    def test_a_missing_source_is_no_object(self, store: FolderStore, tmp_path: Path):
        with pytest.raises(FileNotFoundError, match="nope"):
            store.create("a", tmp_path / "nope")
        assert list(store.list()) == []


def test_a_plain_path_and_a_file_url_open_the_same_folder(tmp_path: Path):
    folder = tmp_path / "my objects"
    open_store(str(folder)).create("a", b"1")
    assert open_store(folder.as_uri()).read("a") == b"1"
    assert open_store(str(folder)).url == folder.as_uri()


@pytest.mark.parametrize("url", ["", "ftp://host/a", "s3://", "file://host/a"])
def test_other_urls_are_refused(url: str):
    with pytest.raises(StorageError, match="use a folder, file:///FOLDER or s3://BUCKET/PREFIX"):
        open_store(url)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError, match="objects/a: Not a directory"):
        FolderStore(tmp_path / "file" / "objects").create("a", b"")
