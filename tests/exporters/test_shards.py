"""The shard writer: plain ustar, the same bytes every time, and never a short shard that looks whole."""

import hashlib
import resource
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embrace3k.exporters import ustar
from embrace3k.exporters.errors import ArchiveDamaged, ShardRefused
from embrace3k.exporters.samples import episode_key
from embrace3k.exporters.shards import WrittenShard, open_shard

STEPS = [("a_0000.jpg", b"\xff\xd8" * 700), ("a_0000.json", b"{}"), ("a_0001.jpg", b"x" * 512), ("a_0001.json", b"")]


def write(path: Path, members: list[tuple[str, bytes]]) -> WrittenShard:
    with open_shard(path) as writer:
        for name, data in members:
            writer.add(name, data)
        return writer.finish()


def test_the_standard_library_reads_every_member_back(tmp_path: Path):
    write(tmp_path / "a.tar", STEPS)
    with tarfile.open(tmp_path / "a.tar", "r:") as archive:
        found = [(member.name, archive.extractfile(member).read()) for member in archive]  # type: ignore[union-attr]
        assert found == STEPS


def test_nothing_in_a_header_differs_between_machines(tmp_path: Path):
    write(tmp_path / "a.tar", STEPS)
    with tarfile.open(tmp_path / "a.tar", "r:") as archive:
        facts = {(each.mtime, each.uid, each.gid, each.mode, each.uname, each.pax_headers == {}) for each in archive}
    assert facts == {(0, 0, 0, 0o644, "", True)}


def test_a_header_is_the_one_that_the_standard_library_writes():
    for name in ("a_0000.jpg", "folder/" * 20 + "a.json"):
        info = tarfile.TarInfo(name)
        info.size = 12345
        assert ustar.header(name, 12345) == info.tobuf(tarfile.USTAR_FORMAT)


def test_the_digest_is_that_of_the_file_and_the_index_finds_every_member(tmp_path: Path):
    shard = write(tmp_path / "a.tar", STEPS)
    data = shard.path.read_bytes()
    assert (shard.sha256, shard.size_bytes) == (hashlib.sha256(data).hexdigest(), len(data))
    for member, (name, content) in zip(shard.members, STEPS, strict=True):
        assert (member.member, data[member.offset : member.offset + member.size]) == (name, content)
        assert member.sha256 == hashlib.sha256(content).hexdigest()


def test_a_shard_larger_than_many_chunks_is_whole(tmp_path: Path):
    members = [(f"a_{number:04d}.jpg", bytes([number % 256]) * 60_000) for number in range(100)]
    shard = write(tmp_path / "a.tar", members)
    assert shard.sha256 == hashlib.sha256(shard.path.read_bytes()).hexdigest()
    assert [(name, bytes(data)) for name, _, data in ustar.members(shard.path.read_bytes())] == members


def test_an_exception_in_the_loop_leaves_no_file(tmp_path: Path):
    with pytest.raises(ValueError, match="bad record"), open_shard(tmp_path / "a.tar") as writer:
        writer.add("a_0000.jpg", bytes(5_000_000))
        raise ValueError("bad record")
    assert list(tmp_path.iterdir()) == []


def test_a_block_left_without_finish_leaves_no_file(tmp_path: Path):
    with open_shard(tmp_path / "a.tar") as writer:
        writer.add("a_0000.jpg", b"x")
    assert list(tmp_path.iterdir()) == []


def test_a_write_that_fails_is_an_error_and_leaves_no_file(tmp_path: Path):
    """A limit on the size of files stands in for the full disk."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            write(tmp_path / "a.tar", [(f"a_{number:04d}.jpg", bytes(1_000_000)) for number in range(9)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_never_written_over(tmp_path: Path):
    (tmp_path / "a.tar").write_bytes(b"mine")
    with pytest.raises(FileExistsError), open_shard(tmp_path / "a.tar"):
        pass
    assert (tmp_path / "a.tar").read_bytes() == b"mine"


def test_interleaved_samples_are_refused(tmp_path: Path):
    with pytest.raises(ShardRefused, match="'a_0000' are not adjacent"):
        write(tmp_path / "a.tar", [("a_0000.jpg", b""), ("a_0001.jpg", b""), ("a_0000.json", b"")])


@pytest.mark.parametrize("name", ["x" * 101, "", "é.jpg", "a\0.jpg", "d/" * 130 + "a.jpg"])
def test_a_name_that_ustar_cannot_hold_is_refused(tmp_path: Path, name: str):
    with pytest.raises(ShardRefused):
        write(tmp_path / "a.tar", [(name, b"")])


@given(st.text(min_size=1, max_size=300))
def test_any_trajectory_id_gives_a_short_key_without_dots_and_slashes(trajectory_id: str):
    key = episode_key(trajectory_id)
    assert len(ustar.header(f"{key}_0000.trajectory.json", 1)) == 512
    assert not set(key) & set("./\\")
    assert episode_key(key) == key


def test_similar_ids_get_different_keys():
    ids = ["a.b", "a/b", "a-b", "a b", "A.b", "é.b", "", "." * 70, "." * 71]
    assert len({episode_key(each) for each in ids}) == len(ids)


@pytest.mark.parametrize("cut", [1, 512, 700, 1536], ids=str)
def test_a_cut_archive_is_noticed(tmp_path: Path, cut: int):
    data = write(tmp_path / "a.tar", STEPS).path.read_bytes()
    with pytest.raises(ArchiveDamaged):
        list(ustar.members(data[:-cut]))


def test_bytes_after_the_end_are_noticed(tmp_path: Path):
    data = write(tmp_path / "a.tar", STEPS).path.read_bytes()
    with pytest.raises(ArchiveDamaged, match="something else"):
        list(ustar.members(data + bytes(512)))
