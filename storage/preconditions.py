"""Does a store keep its promises? Asked before anything is published to it."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from embrace3k.storage.errors import ObjectExists, PreconditionFailed, StorageError, StoreUnsafe
from embrace3k.storage.interfaces import ObjectStore

_RACERS = 4
_ROUNDS = 2


def prove_preconditions(store: ObjectStore) -> None:
    """Try create-only and compare-and-swap on throw-away objects under `probes/`. Raises StoreUnsafe.

    A few writers also race: some servers check a precondition, but not for requests that arrive together.
    """
    for probe in (_second_create, _stale_swap, *[_race] * _ROUNDS):
        key = f"probes/{uuid.uuid4().hex}"
        try:
            probe(store, key)
        finally:
            with suppress(StorageError):  # Who may not delete can still publish; a probe that stays harms nobody.
                store.delete(key)


def _second_create(store: ObjectStore, key: str) -> None:
    store.create(key, b"first")
    if not _refused(lambda: store.create(key, b"second")) or store.read(key) != b"first":
        raise _unsafe(store, "a create-only write replaced an object")


def _stale_swap(store: ObjectStore, key: str) -> None:
    stale = store.create(key, b"first").etag
    fresh = store.replace(key, b"second", if_match=stale).etag
    if not _refused(lambda: store.replace(key, b"third", if_match=stale)) or store.read(key) != b"second":
        raise _unsafe(store, "a compare-and-swap ignored what it should have compared")
    store.replace(key, b"fourth", if_match=fresh)


def _race(store: ObjectStore, key: str) -> None:
    contents = [b"racer %d" % number for number in range(_RACERS)]
    with ThreadPoolExecutor(_RACERS) as pool:
        lost = list(pool.map(lambda content: _refused(lambda: store.create(key, content)), contents))
    won = [content for content, refused in zip(contents, lost, strict=True) if not refused]
    if won != [store.read(key)]:
        raise _unsafe(store, f"{len(won)} of {_RACERS} simultaneous create-only writes succeeded")


def _refused(write: Callable[[], object]) -> bool:
    try:
        write()
    except (ObjectExists, PreconditionFailed):
        return True
    return False


def _unsafe(store: ObjectStore, what: str) -> StorageError:
    hint = (
        "publish to a store that honours If-None-Match and If-Match on PUT: AWS S3, SeaweedFS 4.17 or newer, a folder"
    )
    return StoreUnsafe(what, where=store.url, hint=hint)
