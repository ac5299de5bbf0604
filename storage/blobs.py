"""Blobs: objects named by the sha256 of their bytes, so that equal bytes are kept once and damage shows."""

import hashlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from embrace3k.storage.errors import BlobDamaged, ObjectExists, ObjectNotFound
from embrace3k.storage.interfaces import ObjectStore

BLOBS = "blobs/sha256/"
_WRITERS = 8


def blob_key(sha256: str) -> str:
    """Where a blob lies in a store: `blobs/sha256/ab/abcdef…`."""
    return f"{BLOBS}{sha256[:2]}/{sha256}"


def put_blob(store: ObjectStore, data: bytes | Path) -> str:
    """Keep the bytes, or those of a file that nobody is writing to, and return their sha256.

    What is there already is used again. Raises BlobDamaged if that one has another size.
    """
    sha256, size_bytes = _sha256_and_size(data)
    try:
        store.create(blob_key(sha256), data)
    except ObjectExists:
        kept = store.stat(blob_key(sha256)).size_bytes
        if kept != size_bytes:
            raise _damaged(sha256, store, f"{kept} bytes are stored instead of {size_bytes}") from None
    return sha256


def put_blobs(store: ObjectStore, blobs: Iterable[bytes | Path]) -> list[str]:
    """`put_blob` of many, in order. Waiting for the disk together, they take a tenth of the time."""
    with ThreadPoolExecutor(_WRITERS) as pool:
        return list(pool.map(partial(put_blob, store), blobs))


def read_blob(store: ObjectStore, sha256: str) -> bytes:
    """The bytes, which are hashed before they are returned. Raises ObjectNotFound, BlobDamaged."""
    data = store.read(blob_key(sha256))
    if (found := hashlib.sha256(data).hexdigest()) != sha256:
        raise _damaged(sha256, store, f"the stored bytes have sha256 {found}")
    return data


def has_blob(store: ObjectStore, sha256: str) -> bool:
    """Whether it is there; says nothing about its bytes."""
    try:
        store.stat(blob_key(sha256))
    except ObjectNotFound:
        return False
    return True


def _sha256_and_size(data: bytes | Path) -> tuple[str, int]:
    if isinstance(data, bytes):
        return hashlib.sha256(data).hexdigest(), len(data)
    with data.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), file.tell()


def _damaged(sha256: str, store: ObjectStore, what: str) -> BlobDamaged:
    hint = "restore it from a backup, or remove it and collect again; `embrace3k check` lists all damage"
    return BlobDamaged(what, where=f"{store.url}/{blob_key(sha256)}", hint=hint)
