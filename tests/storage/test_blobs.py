import hashlib
from pathlib import Path

import pytest

from embrace3k.storage.blobs import blob_key, put_blob, put_blobs, read_blob
from embrace3k.storage.errors import BlobDamaged, ObjectNotFound
from embrace3k.storage.folder_store import FolderStore

ABC = hashlib.sha256(b"abc").hexdigest()


def test_a_blob_is_named_by_its_bytes(store: FolderStore):
    assert put_blob(store, b"abc") == put_blob(store, b"abc") == ABC
    assert [info.key for info in store.list()] == [blob_key(ABC)] == [f"blobs/sha256/ba/{ABC}"]
    assert read_blob(store, ABC) == b"abc"


def test_many_blobs_are_put_at_once(store: FolderStore):
    contents = [b"%d" % (number % 40) for number in range(100)]
    assert put_blobs(store, contents) == [hashlib.sha256(content).hexdigest() for content in contents]
    assert len(list(store.list())) == 40


def test_a_missing_blob_is_named(store: FolderStore):
    with pytest.raises(ObjectNotFound, match=ABC):
        read_blob(store, ABC)


@pytest.mark.parametrize("damage", [b"abd", b"ab", b""])
def test_altered_bytes_are_never_returned(store: FolderStore, tmp_path: Path, damage: bytes):
    put_blob(store, b"abc")
    (tmp_path / "objects" / blob_key(ABC)).write_bytes(damage)
    with pytest.raises(BlobDamaged, match=f"{ABC}: the stored bytes have sha256 .* `embrace3k check` lists all damage"):
        read_blob(store, ABC)


@pytest.mark.parametrize("damage", [b"abd", b"ab"], ids=["altered", "truncated"])
def test_a_damaged_blob_is_not_used_again(store: FolderStore, tmp_path: Path, damage: bytes):
    put_blob(store, b"abc")
    (tmp_path / "objects" / blob_key(ABC)).write_bytes(damage)
    with pytest.raises(BlobDamaged, match="the stored bytes have sha256 .* remove it and collect or build again"):
        put_blob(store, b"abc")
