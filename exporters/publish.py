"""Makes a built release exist: one create-only write of its manifest. Then `latest` follows, forward only."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from embrace3k.exporters.errors import NotBuilt, ReleaseConflict, ReleaseIncomplete, ReleaseNotFound
from embrace3k.exporters.plan import PlanFacts
from embrace3k.exporters.versions import check_version, precedence
from embrace3k.schema.codec import decode, encode
from embrace3k.schema.errors import SchemaError
from embrace3k.schema.releases import BlobReference, Channel, Manifest
from embrace3k.storage.blobs import blob_key
from embrace3k.storage.errors import ObjectExists, ObjectNotFound, PreconditionFailed, StorageError
from embrace3k.storage.interfaces import ObjectStore

LATEST = "channels/latest.json"
_SWAP_TRIES = 50


def manifest_key(version: str) -> str:
    return f"releases/v{version}/manifest.json"


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
    """Commit what `build` left in `staging`. A second call, or a second publisher of the same, changes nothing.

    Raises NotBuilt, StoreUnsafe, ReleaseIncomplete (nothing was published), ReleaseConflict (something else was).
    """
    check_version(version)
    data, manifest = _read_candidate(version, staging)
    store.require_preconditions()
    _require_blobs(manifest, store)
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


def _require_blobs(manifest: Manifest, store: ObjectStore) -> None:
    """Every object that the manifest names is there with its size, and the shards hold what was planned."""
    references = [manifest.episodes, *(shard.index for shard in manifest.shards)]
    references += [BlobReference(sha256=shard.sha256, size_bytes=shard.size_bytes) for shard in manifest.shards]
    for reference in references:
        size = _size_of(reference.sha256, store)
        if size != reference.size_bytes:
            raise _incomplete(f"{size} bytes are stored instead of {reference.size_bytes}", reference.sha256, store)
    for schema in manifest.schemas:
        _size_of(schema.sha256, store)
    for kind, expected in (("text", manifest.counts.steps), ("frames", manifest.counts.steps)):
        samples = sum(shard.samples for shard in manifest.shards if shard.kind == kind)
        if samples != expected:
            raise ReleaseIncomplete(f"the {kind} shards hold {samples} samples, the plan has {expected} steps")


def _size_of(sha256: str, store: ObjectStore) -> int:
    try:
        return store.stat(blob_key(sha256)).size_bytes
    except ObjectNotFound:
        raise _incomplete("this object of the release is not in the store", sha256, store) from None


def _incomplete(what: str, sha256: str, store: ObjectStore) -> ReleaseIncomplete:
    return ReleaseIncomplete(what, where=f"{store.url}/{blob_key(sha256)}", hint="build the release again")


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


def read_published(store: ObjectStore, version: str) -> bytes:
    """The bytes of a published manifest. Raises VersionInvalid, ReleaseNotFound."""
    key = manifest_key(check_version(version))
    try:
        return store.read(key)
    except ObjectNotFound:
        hint = "`embrace3k release list` shows those there are"
        raise ReleaseNotFound(f"version {version} is not published", where=f"{store.url}/{key}", hint=hint) from None


def read_latest(store: ObjectStore) -> tuple[Channel | None, str | None]:
    """What `latest` names, and the etag to swap it by. The etag is read first, so a change in between is noticed."""
    try:
        etag = store.stat(LATEST).etag
        return decode(store.read(LATEST), Channel, where=f"{store.url}/{LATEST}"), etag
    except ObjectNotFound:
        return None, None
