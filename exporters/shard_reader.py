"""Reads one shard of a release back from the store and holds it to its manifest entry and its index."""

import hashlib
from dataclasses import dataclass, field

from embrace3k.exporters import ustar
from embrace3k.exporters.errors import ArchiveDamaged
from embrace3k.exporters.faults import Fault
from embrace3k.schema.codec import encode
from embrace3k.schema.releases import BlobReference, Shard, ShardMember
from embrace3k.storage.blobs import blob_key
from embrace3k.storage.errors import ObjectNotFound
from embrace3k.storage.interfaces import ObjectStore


@dataclass(frozen=True)
class ReadShard:
    """What was found. `contents` is empty where the archive could not be read."""

    shard: Shard
    members: list[ShardMember] = field(default_factory=list)
    contents: dict[str, memoryview] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read_reference(store: ObjectStore, reference: BlobReference, what: str) -> tuple[bytes | None, list[Fault]]:
    """A blob's bytes, with what is wrong with them. None where it is missing."""
    key = blob_key(reference.sha256)
    try:
        data = store.read(key)
    except ObjectNotFound:
        return None, [Fault(code="blob_missing", where=what, message=f"{key} is not in the store")]
    found = hashlib.sha256(data).hexdigest()
    if len(data) != reference.size_bytes or found != reference.sha256:
        message = f"{key} has {len(data)} bytes with sha256 {found}, the manifest says {reference.size_bytes} bytes"
        return data, [Fault(code="blob_damaged", where=what, message=message)]
    return data, []


def read_shard(store: ObjectStore, shard: Shard) -> ReadShard:
    """Hashes the shard and each member; safe to run in several threads, and mostly outside Python's lock."""
    data, faults = read_reference(store, BlobReference(sha256=shard.sha256, size_bytes=shard.size_bytes), shard.name)
    index, index_faults = read_reference(store, shard.index, f"{shard.name} index")
    found = ReadShard(shard, faults=faults + index_faults)
    if data is None:
        return found
    try:
        for name, offset, content in ustar.members(data):
            digest = hashlib.sha256(content).hexdigest()
            key = name.partition(".")[0]
            found.members.append(ShardMember(key=key, member=name, offset=offset, size=len(content), sha256=digest))
            found.contents[name] = content
    except ArchiveDamaged as error:
        found.faults.append(Fault(code="archive_damaged", where=shard.name, message=str(error)))
        return ReadShard(shard, faults=found.faults)
    found.faults.extend(_compare(found, index))
    return found


def _compare(found: ReadShard, index: bytes | None) -> list[Fault]:
    shard, keys = found.shard, list(dict.fromkeys(member.key for member in found.members))
    faults = []
    if index is not None and index != b"".join(encode(member) + b"\n" for member in found.members):
        message = "the index does not describe the members of the archive"
        faults.append(Fault(code="index_differs", where=shard.name, message=message))
    said, seen = (
        (shard.samples, shard.first_key, shard.last_key),
        (len(keys), keys[0], keys[-1]) if keys else (0, "", ""),
    )
    if said != seen:
        message = f"samples, first and last key are {seen}, the manifest says {said}"
        faults.append(Fault(code="shard_differs", where=shard.name, message=message))
    if len(found.contents) != len(found.members):
        faults.append(Fault(code="member_repeated", where=shard.name, message="two members have one name"))
    return faults
