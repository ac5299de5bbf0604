"""Is everything that was kept still whole? Looks at every blob and every row, and changes nothing."""

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from embrace3k.storage.blobs import BLOBS, blob_key
from embrace3k.storage.database import Database
from embrace3k.storage.errors import ObjectNotFound
from embrace3k.storage.interfaces import ObjectInfo, ObjectStore
from embrace3k.storage.release_check import Need, check_releases
from embrace3k.storage.row_check import Finding, check_rows, frames_of
from embrace3k.storage.service_check import check_service

_THREADS = 8
_PIECE_BYTES = 8 << 20


def check(
    database: Database, store: ObjectStore, *, on_progress: Callable[[int, int], None] = lambda done, total: None
) -> list[Finding]:
    """Everything that is missing, altered or dangling; an empty list means that all is well.

    Every blob is read once, but for those whose size is wrong already. `on_progress` gets the bytes seen and their sum.
    """
    with database.snapshot() as session:
        findings = check_rows(session) + check_service(session)
        recorded = [
            Need(sha256, size_bytes, f"trajectory {trajectory_id}, step {step_index}")
            for (trajectory_id, step_index), (sha256, size_bytes) in frames_of(session).items()
        ]
    released, damage = check_releases(store)
    findings += damage
    needs = {need.sha256: need for need in (*recorded, *released)}
    kept = {info.key: info for info in store.list(BLOBS)}
    findings += [
        Finding(code="blob-missing", where=need.where, message=f"blob {sha256} is not in the store")
        for sha256, need in needs.items()
        if blob_key(sha256) not in kept
    ]
    return findings + _check_blobs(store, list(kept.values()), needs, on_progress)


def _check_blobs(
    store: ObjectStore, kept: list[ObjectInfo], needs: dict[str, Need], on_progress: Callable[[int, int], None]
) -> list[Finding]:
    findings, done, total = [], 0, sum(info.size_bytes for info in kept)
    with ThreadPoolExecutor(_THREADS) as pool:
        for info, finding in zip(kept, pool.map(lambda info: _check_blob(store, info, needs), kept), strict=True):
            if finding is not None:
                findings.append(finding)
            done += info.size_bytes
            on_progress(done, total)
    return findings


def _check_blob(store: ObjectStore, info: ObjectInfo, needs: dict[str, Need]) -> Finding | None:
    sha256 = info.key.rpartition("/")[2]
    need = needs.get(sha256)
    where = f"{info.key} ({need.where})" if need else info.key
    if need and need.size_bytes not in (None, info.size_bytes):
        code = "blob-truncated" if info.size_bytes < (need.size_bytes or 0) else "blob-altered"
        return Finding(code=code, where=where, message=f"{info.size_bytes} bytes instead of {need.size_bytes}")
    try:
        found = _sha256(store, info)
    except ObjectNotFound:
        return Finding(code="blob-missing", where=where, message="it disappeared during the check")
    if found == sha256:
        return None
    return Finding(code="blob-altered", where=where, message=f"its bytes have sha256 {found}")


def _sha256(store: ObjectStore, info: ObjectInfo) -> str:
    sha256 = hashlib.sha256()
    for start in range(0, info.size_bytes, _PIECE_BYTES):
        sha256.update(store.read(info.key, start, min(start + _PIECE_BYTES, info.size_bytes)))
    return sha256.hexdigest()
