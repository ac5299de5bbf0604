"""Blobs: objects named by the sha256 of their bytes, so that equal bytes are kept once and damage shows."""

import hashlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from embrace3k.storage.errors import BlobDamaged, ObjectExists
from embrace3k.storage.interfaces import ObjectStore

BLOBS = "blobs/sha256/"
_WRITERS = 8


def blob_key(sha256: str) -> str:
    """Where a blob lies in a store: `blobs/sha256/ab/abcdef…`."""
    return f"{BLOBS}{sha256[:2]}/{sha256}"


def put_blob(store: ObjectStore, data: bytes) -> str:
    """Keep the bytes and return their sha256. What is there already is read and used again. Raises BlobDamaged."""
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        store.create(blob_key(sha256), data)
    except ObjectExists:
        read_blob(store, sha256)
    return sha256


def put_blobs(store: ObjectStore, blobs: Iterable[bytes]) -> list[str]:
    """`put_blob` of many, in order. Waiting for the disk together, they take a tenth of the time."""
    with ThreadPoolExecutor(_WRITERS) as pool:
        return list(pool.map(partial(put_blob, store), blobs))


def read_blob(store: ObjectStore, sha256: str) -> bytes:
    """The bytes, which are hashed before they are returned. Raises ObjectNotFound, BlobDamaged."""
    data = store.read(blob_key(sha256))
    if (found := hashlib.sha256(data).hexdigest()) != sha256:
        raise _damaged(sha256, store, f"the stored bytes have sha256 {found}")
    return data


def _damaged(sha256: str, store: ObjectStore, what: str) -> BlobDamaged:
    hint = "restore it from a backup, or remove it and collect or build again; `embrace3k check` lists all damage"
    return BlobDamaged(what, where=f"{store.url}/{blob_key(sha256)}", hint=hint)
