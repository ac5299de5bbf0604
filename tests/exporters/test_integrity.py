"""The check of database and store sees what a release needs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from embrace3k.exporters.release import read_manifest
from embrace3k.schema.releases import Manifest
from embrace3k.storage.blobs import blob_key
from embrace3k.storage.integrity import check
from embrace3k.tests.exporters.records import Home


def test_a_published_release_is_whole(published: Home):
    assert check(published.database, published.store) == []


BLOBS: dict[str, Callable[[Manifest], str]] = {
    "frames-train-00000.tar": lambda manifest: next(each.sha256 for each in manifest.shards if each.kind == "frames"),
    "text-train-00000.tar index": lambda found: next(each.index.sha256 for each in found.shards if each.kind == "text"),
    "episode list": lambda manifest: manifest.episodes.sha256,
    "schema task 1.0.0": lambda manifest: next(each.sha256 for each in manifest.schemas if each.kind == "task"),
}


@pytest.mark.parametrize("what", BLOBS)
def test_every_object_that_a_manifest_names_is_missed(published: Home, what: str):
    published.store.delete(blob_key(BLOBS[what](read_manifest(published.store, "0.1.0")[0])))
    (finding,) = check(published.database, published.store)
    assert (finding.code, finding.where) == ("blob-missing", f"release 0.1.0, {what}")


@pytest.mark.parametrize(
    ("key", "content", "codes"),
    [
        ("releases/v0.1.0/manifest.json", None, ["channel-dangling"]),
        ("releases/v0.1.0/manifest.json", b"{", ["release-unreadable", "channel-dangling"]),
        ("channels/latest.json", b"\xff", ["channel-unreadable"]),
        ("channels/latest.json", None, []),
    ],
)
def test_a_damaged_manifest_or_channel_is_found(published: Home, key: str, content: bytes | None, codes: list[str]):
    path: Path = published.folder / "store" / key
    path.unlink() if content is None else path.write_bytes(content)
    assert [finding.code for finding in check(published.database, published.store)] == codes
