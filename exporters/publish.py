"""Makes a built release exist: one create-only write of its manifest. Then `latest` follows, forward only."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from embrace3k.exporters.errors import NotBuilt, ReleaseConflict, ReleaseIncomplete
from embrace3k.exporters.plan import PlanFacts
from embrace3k.exporters.published import read_latest
from embrace3k.exporters.verify import verify_manifest
from embrace3k.exporters.versions import check_version, precedence
from embrace3k.schema.codec import decode, encode
from embrace3k.schema.errors import SchemaError
from embrace3k.schema.releases import Channel, Manifest
from embrace3k.storage.errors import ObjectExists, PreconditionFailed, StorageError
from embrace3k.storage.interfaces import ObjectStore
from embrace3k.storage.keys import LATEST, manifest_key

_SWAP_TRIES = 50


@dataclass(frozen=True)
class PublishResult:
    version: str
    manifest_sha256: str
    content_digest: str
    already_published: bool
    """The very same manifest was there before."""
    latest: str
    """The version that `latest` names now."""


def publish(store: ObjectStore, version: str, staging: Path) -> PublishResult:
    """Verify what `build` left in `staging` and commit it. A second call, or a second publisher, changes nothing.

    Raises NotBuilt, StoreUnsafe, ReleaseIncomplete (nothing was published), ReleaseConflict (something else was).
    """
    check_version(version)
    data, manifest = _read_candidate(version, staging)
    store.require_preconditions()
    _require_sound(store, version, data, staging)
    already = not _commit(store, version, data, manifest)
    sha256 = hashlib.sha256(data).hexdigest()
    latest = _move_latest(store, Channel(version=version, manifest_sha256=sha256))
    return PublishResult(version, sha256, manifest.content_digest, already, latest)


def _read_candidate(version: str, staging: Path) -> tuple[bytes, Manifest]:
    """The candidate's bytes, which are what gets published, held to the plan that was frozen with them."""
    path = staging / version / "manifest.json"
    hint = f"run `embrace3k release build {version}` first"
    try:
        data, plan_data = path.read_bytes(), path.with_name("plan.json").read_bytes()
        manifest, plan = decode(data, Manifest, where=str(path)), decode(plan_data, PlanFacts)
    except FileNotFoundError:
        raise NotBuilt(f"there is no build of {version}", where=str(path), hint=hint) from None
    except SchemaError as error:
        raise NotBuilt(error.what, where=str(path), hint=hint) from error
    counts = manifest.counts
    found = PlanFacts(
        version=manifest.version, content_digest=manifest.content_digest, episodes=counts.episodes, steps=counts.steps,
        frames=counts.frames,
    )  # fmt: skip
    if encode(manifest) != data or found != plan or plan.version != version:
        raise NotBuilt("the manifest candidate is not what the plan foresaw", where=str(path), hint=hint)
    return data, manifest


def _require_sound(store: ObjectStore, version: str, data: bytes, staging: Path) -> None:
    """What a reader would find wrong is found before the commit. Then no receipt is believed by the next build."""
    faults = verify_manifest(store, version, data).faults
    if not faults:
        return
    for receipt in (staging / "receipts").glob("*.json"):
        receipt.unlink(missing_ok=True)
    first, more = faults[0], f" (and {len(faults) - 1} more faults)" if len(faults) > 1 else ""
    what = f"nothing was published: {first.code}, {first.message}{more}"
    raise ReleaseIncomplete(what, where=f"{store.url}, {first.where}", hint=f"run `embrace3k release build {version}`")


def _commit(store: ObjectStore, version: str, data: bytes, manifest: Manifest) -> bool:
    """THE commit. False if the same manifest was there already."""
    key = manifest_key(version)
    try:
        store.create(key, data)
        return True
    except ObjectExists:
        published = store.read(key)
    if published == data:
        return False
    raise ReleaseConflict(
        f"version {version} is already published with another content: {_describe(published, data, manifest)}",
        where=f"{store.url}/{key}",
        hint="published versions never change: build this content under a higher version",
    )


def _describe(published: bytes, ours: bytes, manifest: Manifest) -> str:
    """Both digests; where the records are equal, also what differs."""
    digests = f"manifest {hashlib.sha256(published).hexdigest()}, ours {hashlib.sha256(ours).hexdigest()}"
    try:
        theirs = decode(published, Manifest)
    except SchemaError:
        return f"{digests}; the published one is not a manifest that this version reads"
    if theirs.content_digest != manifest.content_digest:
        return f"{digests}; content digest {theirs.content_digest}, ours {manifest.content_digest}"
    fields = [name for name in manifest.__struct_fields__ if getattr(manifest, name) != getattr(theirs, name)]
    return f"{digests}; the records are equal (content digest {manifest.content_digest}), {', '.join(fields)} differ"


def _move_latest(store: ObjectStore, wanted: Channel) -> str:
    """Compare-and-swap until `latest` names our version or a higher one; returns what it names."""
    for _ in range(_SWAP_TRIES):
        current, etag = read_latest(store)
        if current is not None and precedence(current.version) >= precedence(wanted.version):
            return current.version
        try:
            store.replace(LATEST, encode(wanted), if_match=etag)
            return wanted.version
        except PreconditionFailed:
            continue
    raise StorageError(
        f"{wanted.version} is published, but `latest` could not be moved in {_SWAP_TRIES} tries",
        where=f"{store.url}/{LATEST}",
        hint="publish again: that only moves `latest`",
    )
