"""The object store: a folder or S3, one shared test class for both.

blobs/sha256/ab/abcdef…          content-addressed, create-only: frames, shards, indexes
releases/v0.1.0/manifest.json    create-only: the commit of a release
channels/latest.json             moved by compare-and-swap
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from msgspec import Struct


class ObjectInfo(Struct, frozen=True, kw_only=True):
    key: str
    size_bytes: int
    etag: str
    """Opaque; changes with the content; what `replace` compares."""


class ObjectStore(Protocol):
    """Keys are relative, `/`-separated, and never climb out. Writes are all or nothing and durable on return.

    Safe for several threads and processes.
    """

    @property
    def url(self) -> str:
        """`file:///…` or `s3://bucket/prefix`."""

    def create(self, key: str, source: bytes | Path) -> ObjectInfo:
        """Write an object that must not exist yet. Raises ObjectExists; never changes what is there.

        A file is copied; nobody may write to it meanwhile.
        """

    def replace(self, key: str, data: bytes, *, if_match: str | None) -> ObjectInfo:
        """Compare-and-swap: `if_match` is the etag read, None where no object was.

        Raises PreconditionFailed, also if the object is gone.
        """

    def read(self, key: str, start: int = 0, end: int | None = None) -> bytes:
        """Bytes [start, end) of an object, as many of them as there are. Raises ObjectNotFound."""

    def stat(self, key: str) -> ObjectInfo:
        """Raises ObjectNotFound."""

    def list(self, prefix: str = "") -> Iterator[ObjectInfo]:
        """Every object whose key starts with `prefix`, sorted by key."""

    def delete(self, key: str) -> None:
        """Only garbage collection calls this. Deleting what is not there does nothing."""

    def require_preconditions(self) -> None:
        """Prove with a throw-away object that create-only and compare-and-swap hold. Raises StoreUnsafe."""
