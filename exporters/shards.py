"""Writes one shard: a ustar archive, its sha256 and the index of its members, in one pass over the bytes.

Leaving the `with` block without `finish()` removes the file: an exception in the loop can never leave a short shard
that looks whole, which is how the usual tar, MDS and Parquet writers publish a truncated dataset.
"""

import hashlib
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from embrace3k.exporters import ustar
from embrace3k.exporters.errors import ShardRefused
from embrace3k.schema.codec import encode
from embrace3k.schema.releases import ShardMember

# Large enough that handing a chunk over costs nothing beside hashing it, small enough to stay in the cache.
CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class WrittenShard:
    """A finished local file. The caller owns it."""

    path: Path
    sha256: str
    size_bytes: int
    members: tuple[ShardMember, ...]

    def index(self) -> bytes:
        return b"".join(encode(member) + b"\n" for member in self.members)

    def keys(self) -> list[str]:
        """Sample keys in archive order, each once."""
        return list(dict.fromkeys(member.key for member in self.members))


class ShardWriter:
    """Use through `open_shard`. A second thread hashes and writes each chunk while this one prepares the next."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = open(path, "xb", buffering=0)
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._digest = hashlib.sha256()
        self._parts: list[bytes] = []
        self._buffered = self._offset = 0
        self._in_flight: Future[None] | None = None
        self._members: list[ShardMember] = []
        self._keys: set[str] = set()
        self.finished = False

    def add(self, member: str, data: bytes, sha256: str | None = None) -> None:
        """Append a member named `<key>.<extension>`; `sha256` is that of `data` where the caller knows it already.

        Members of one key must follow each other. Raises ShardRefused.
        """
        folder, slash, base = member.rpartition("/")
        key = folder + slash + base.partition(".")[0]
        if key in self._keys and key != self._members[-1].key:
            raise ShardRefused(f"the members of sample {key!r} are not adjacent", where=member)
        self._keys.add(key)
        head, tail = ustar.header(member, len(data)), ustar.padding(len(data))
        digest = sha256 or hashlib.sha256(data).hexdigest()
        start = self._offset + self._buffered + len(head)
        self._members.append(ShardMember(key=key, member=member, offset=start, size=len(data), sha256=digest))
        self._parts += (head, data, tail)
        self._buffered += len(head) + len(data) + len(tail)
        if self._buffered >= CHUNK_BYTES:
            self._hand_over()

    def finish(self) -> WrittenShard:
        """Close the archive; only now does it count. Not synced: the store syncs its copy, an export its folder."""
        self._parts.append(ustar.END)
        self._buffered += len(ustar.END)
        self._hand_over()
        self._wait()
        self.close()
        self.finished = True
        return WrittenShard(self.path, self._digest.hexdigest(), self._offset, tuple(self._members))

    def close(self) -> None:
        """Let go of file and thread; says nothing about the archive being complete."""
        self._thread.shutdown()
        self._file.close()

    def _hand_over(self) -> None:
        self._wait()
        self._in_flight = self._thread.submit(self._append, self._parts)
        self._offset += self._buffered
        self._parts, self._buffered = [], 0

    def _append(self, parts: list[bytes]) -> None:
        chunk = memoryview(b"".join(parts))
        self._digest.update(chunk)
        while chunk:
            chunk = chunk[self._file.write(chunk) :]

    def _wait(self) -> None:
        if self._in_flight is not None:
            self._in_flight.result()


@contextmanager
def open_shard(path: Path) -> Iterator[ShardWriter]:
    """A writer for a new file; the file survives only if `finish()` was reached. Raises FileExistsError."""
    writer = ShardWriter(path)
    try:
        yield writer
    finally:
        writer.close()
        if not writer.finished:
            path.unlink(missing_ok=True)
