"""Whatever is changed in a bucket, `verify` finds it and says where."""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

import embrace3k.exporters.verify
from embrace3k.exporters import ustar
from embrace3k.exporters.faults import FAULTS
from embrace3k.exporters.release import verify
from embrace3k.schema.codec import decode, encode
from embrace3k.schema.releases import BlobReference, Manifest, Shard, ShardKind, ShardMember
from embrace3k.storage.blobs import blob_key
from embrace3k.tests.exporters.records import Home, picture

Members = list[tuple[str, bytes]]


@pytest.fixture
def home(published: Home) -> Home:
    return published


def path_of(home: Home, sha256: str) -> Path:
    return home.folder / "store" / blob_key(sha256)


def manifest_of(home: Home) -> Manifest:
    return decode(home.store.read("releases/v0.1.0/manifest.json"), Manifest)


def shard_of(home: Home, kind: ShardKind) -> Shard:
    return next(shard for shard in manifest_of(home).shards if shard.kind == kind)


def overwrite_manifest(home: Home, manifest: Manifest | bytes) -> None:
    data = manifest if isinstance(manifest, bytes) else encode(manifest)
    (home.folder / "store/releases/v0.1.0/manifest.json").write_bytes(data)


def forge(home: Home, kind: ShardKind, change: Callable[[Members], Members]) -> None:
    """Replace a shard by a well-formed one with other members, and make index and manifest agree with it."""
    old = shard_of(home, kind)
    members = change([(name, bytes(data)) for name, _, data in ustar.members(home.store.read(blob_key(old.sha256)))])
    archive, index = b"", b""
    for name, data in members:
        start, digest = len(archive) + 512, hashlib.sha256(data).hexdigest()
        index += encode(ShardMember(key=name.split(".")[0], member=name, offset=start, size=len(data), sha256=digest))
        index += b"\n"
        archive += ustar.header(name, len(data)) + data + ustar.padding(len(data))
    archive += ustar.END
    keys = list(dict.fromkeys(name.split(".")[0] for name, _ in members))
    blob = put(home, archive)
    new = msgspec.structs.replace(
        old, sha256=blob.sha256, size_bytes=blob.size_bytes, samples=len(keys), first_key=keys[0], last_key=keys[-1],
        index=put(home, index),
    )  # fmt: skip
    manifest = manifest_of(home)
    shards = [new if shard == old else shard for shard in manifest.shards]
    overwrite_manifest(home, msgspec.structs.replace(manifest, shards=shards))


def put(home: Home, data: bytes) -> BlobReference:
    sha256 = hashlib.sha256(data).hexdigest()
    home.store.create(blob_key(sha256), data)
    return BlobReference(sha256=sha256, size_bytes=len(data))


def codes(home: Home) -> set[str]:
    return {fault.code for fault in verify(home.store, "0.1.0").faults}


def places(home: Home) -> list[str]:
    return [fault.where for fault in verify(home.store, "0.1.0").faults]


def test_an_untouched_release_has_no_fault_and_the_report_counts(home: Home):
    report = verify(home.store, "0.1.0")
    assert report.ok
    assert (report.shards, report.counts.episodes, report.counts.frames) == (3, 8, 39)
    assert report.bytes_read > 100_000
    assert report.megabytes_per_s > 0


@pytest.mark.parametrize("kind", ["frames", "text", "episodes"])
def test_a_missing_shard_is_found(home: Home, kind: ShardKind):
    path_of(home, shard_of(home, kind).sha256).unlink()
    assert codes(home) == {"blob_missing"}
    assert places(home) == [f"{kind}-train-00000.tar"]


@pytest.mark.parametrize("kind", ["frames", "text", "episodes"])
@pytest.mark.parametrize("place", [0.0, 0.3, 0.999], ids=str)
def test_one_changed_byte_is_found(home: Home, kind: ShardKind, place: float):
    path = path_of(home, shard_of(home, kind).sha256)
    data = bytearray(path.read_bytes())
    data[int(place * len(data))] ^= 1
    path.write_bytes(data)
    assert "blob_damaged" in codes(home)


@pytest.mark.parametrize("kept", [0, 511, 40_000], ids=str)
def test_a_cut_shard_is_found(home: Home, kept: int):
    path = path_of(home, shard_of(home, "frames").sha256)
    path.write_bytes(path.read_bytes()[:kept])
    assert codes(home) == {"blob_damaged", "archive_damaged"}


def test_a_missing_index_episode_list_or_schema_is_found(home: Home):
    manifest = manifest_of(home)
    for sha256 in (manifest.shards[0].index.sha256, manifest.episodes.sha256, manifest.schemas[0].sha256):
        path_of(home, sha256).unlink()
    assert places(home) == ["schema annotation 1.0.0", "episodes-train-00000.tar index", "episode list"]


def test_a_replaced_frame_is_found_although_shard_and_index_agree(home: Home):
    def change(members: Members) -> Members:
        return [(name, picture(99, 99) if name == "episode-003_0001.jpg" else data) for name, data in members]

    forge(home, "frames", change)
    assert codes(home) == {"frame_differs"}
    assert places(home) == ["frames-train-00000.tar: episode-003_0001.jpg"]


def test_a_left_out_frame_is_found(home: Home):
    forge(home, "frames", lambda members: members[:5] + members[6:])
    assert codes(home) == {"member_missing"}


def test_a_smuggled_member_is_found(home: Home):
    forge(home, "text", lambda members: [*members, ("zzz_0000.json", b"{}")])
    assert codes(home) == {"member_unexpected"}


def test_members_in_another_order_are_found(home: Home):
    forge(home, "frames", lambda members: members[::-1])
    assert codes(home) == {"members_unordered"}


def edit(member: str, old: bytes, new: bytes) -> Callable[[Members], Members]:
    def change(members: Members) -> Members:
        assert any(name == member and old in data for name, data in members)
        return [(name, data.replace(old, new) if name == member else data) for name, data in members]

    return change


@pytest.mark.parametrize(
    "kind, member, old, new, code",
    [
        ("text", "episode-000_0000.json", b"I see the red car", b"I see a blue car", "content_digest_differ"),
        ("text", "episode-000_0000.json", b'"action":"MoveForward"', b'"action":"TurnLeft"', "record_differs"),
        ("text", "episode-000_0000.json", b'_origin":"template"', b'_origin":"human"', "record_differs"),
        ("text", "episode-000_0000.json", b'"revision":1', b'"revision":0', "record_invalid"),
        ("text", "episode-000_0000.json", b'"kind":"template"', b'"kind":"human"', "rationales_differ"),
        ("text", "episode-000_0000.json", b"{", b"[", "record_invalid"),
        ("episodes", "episode-000.task.json", b'"type":"basic"', b'"type":"chess"', "record_invalid"),
        ("episodes", "episode-000.task.json", b"Go to the red car.", b"Go to the dog.", "record_differs"),
        ("episodes", "episode-000.trajectory.json", b'"id":"episode-000"', b'"id":"episode-999"', "record_misplaced"),
        ("episodes", "episode-000.trajectory.json", b'"backend":"embedded"', b'"backend":"unreal"', "counts_differ"),
        ("episodes", "episode-000.trajectory.json", b'"seed":0', b'"seed":6', "split_wrong"),
        ("episodes", "episode-000.trajectory.json", b'{"schema', b'{ "schema', "record_differs"),
    ],
    ids=lambda value: value.decode()[:30] if isinstance(value, bytes) else None,
)  # fmt: skip
def test_a_forged_record_is_found(home: Home, kind: ShardKind, member: str, old: bytes, new: bytes, code: str):
    forge(home, kind, edit(member, old, new))
    assert code in codes(home)


@pytest.mark.parametrize(
    "old, new, code",
    [
        (b'"tasks":8', b'"tasks":9', "counts_differ"),
        (b'"machine_drafts":31', b'"machine_drafts":0', "rationales_differ"),
        (b'"version":"0.1.0","licence"', b'"version":"0.2.0","licence"', "version_differs"),
        (b'"samples":31', b'"samples":30', "shard_differs"),
        (b'"licence":', b' "licence":', "manifest_not_canonical"),
        (b'"licence":', b'"price":1,"licence":', "manifest_invalid"),
        (b'"annotation","version":"1.0.0"', b'"annotation","version":"9.0.0"', "schema_differs"),
        (b'{"schema_version"', b'["schema_version"', "manifest_invalid"),
    ],
    ids=lambda value: value.decode()[:30] if isinstance(value, bytes) else None,
)  # fmt: skip
def test_a_forged_manifest_is_found(home: Home, old: bytes, new: bytes, code: str):
    data = home.store.read("releases/v0.1.0/manifest.json")
    assert old in data
    overwrite_manifest(home, data.replace(old, new, 1))
    assert code in codes(home)


def test_a_manifest_that_keeps_silent_about_a_shard_is_found(home: Home):
    manifest = manifest_of(home)
    overwrite_manifest(home, msgspec.structs.replace(manifest, shards=manifest.shards[1:]))
    assert codes(home) == {"bin_incomplete"}


def test_a_shard_smuggled_in_beside_the_right_one_is_found(home: Home):
    manifest = manifest_of(home)
    overwrite_manifest(home, msgspec.structs.replace(manifest, shards=[manifest.shards[0], *manifest.shards]))
    assert codes(home) == {"bin_incomplete"}


def test_an_episode_that_is_there_twice_is_found(home: Home):
    manifest = manifest_of(home)
    again = [msgspec.structs.replace(shard, bin=1) for shard in manifest.shards]
    overwrite_manifest(home, msgspec.structs.replace(manifest, shards=[*manifest.shards, *again]))
    assert "episode_repeated" in codes(home)


def test_every_code_is_explained_and_every_explained_code_is_used():
    sources = "".join(path.read_text() for path in Path(embrace3k.exporters.verify.__file__).parent.glob("*.py"))
    used = set(re.findall(r'(?:code=|_fault\(\s*)"([a-z_]+)"', sources)) | {
        f"{name}_differ" for name in ("counts", "rationales", "splits", "content_digest")
    }
    assert used == set(FAULTS)


@pytest.mark.parametrize("spoilt", [b"\xff", b"[" * 100_000, b'{"dataset": "\xff"}'], ids=["byte", "nesting", "text"])
def test_a_manifest_that_is_no_json_is_a_fault(home: Home, spoilt: bytes):
    overwrite_manifest(home, spoilt)
    assert codes(home) == {"manifest_invalid"}


@pytest.mark.parametrize("kind, name", [("episodes", "episode-003.task.json"), ("text", "episode-003_0001.json")])
@pytest.mark.parametrize("spoilt", [b'{"id": "\xff"}', b"[" * 100_000], ids=["byte", "nesting"])
def test_a_record_that_is_no_json_is_a_fault(home: Home, kind: ShardKind, name: str, spoilt: bytes):
    forge(home, kind, lambda members: [(each, spoilt if each == name else data) for each, data in members])
    assert "record_invalid" in codes(home)
