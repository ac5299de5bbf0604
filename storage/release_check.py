"""The part of the integrity check that looks at what is published: which blobs releases need, where `latest` points."""

import hashlib
from collections.abc import Iterator

from msgspec import Struct

from embrace3k.schema.codec import decode
from embrace3k.schema.errors import SchemaError
from embrace3k.schema.releases import Channel, Manifest
from embrace3k.storage.interfaces import ObjectStore
from embrace3k.storage.keys import LATEST, RELEASES, manifest_key
from embrace3k.storage.row_check import Finding


class Need(Struct, frozen=True):
    """Somebody needs a blob. `size_bytes` is None where they do not say."""

    sha256: str
    size_bytes: int | None
    where: str


def check_releases(store: ObjectStore) -> tuple[list[Need], list[Finding]]:
    """What the published manifests name, and what is wrong with the manifests and with `latest` themselves."""
    needs, findings, digests = list[Need](), list[Finding](), dict[str, str]()
    for info in store.list(RELEASES):
        if not info.key.endswith("/manifest.json"):
            continue
        data = store.read(info.key)
        digests[info.key] = hashlib.sha256(data).hexdigest()
        try:
            needs.extend(_needs_of(decode(data, Manifest)))
        except SchemaError as error:
            findings.append(Finding(code="release-unreadable", where=info.key, message=error.what))
    return needs, [*findings, *_check_latest(store, digests)]


def _needs_of(manifest: Manifest) -> Iterator[Need]:
    release = f"release {manifest.version}"
    yield Need(manifest.episodes.sha256, manifest.episodes.size_bytes, f"{release}, episode list")
    for shard in manifest.shards:
        yield Need(shard.sha256, shard.size_bytes, f"{release}, {shard.name}")
        yield Need(shard.index.sha256, shard.index.size_bytes, f"{release}, {shard.name} index")
    for schema in manifest.schemas:
        yield Need(schema.sha256, None, f"{release}, schema {schema.kind} {schema.version}")


def _check_latest(store: ObjectStore, digests: dict[str, str]) -> Iterator[Finding]:
    if not any(info.key == LATEST for info in store.list(LATEST)):
        return
    try:
        latest = decode(store.read(LATEST), Channel)
    except SchemaError as error:
        yield Finding(code="channel-unreadable", where=LATEST, message=error.what)
        return
    found = digests.get(manifest_key(latest.version))
    if found != latest.manifest_sha256:
        is_there = f"has sha256 {found}, not {latest.manifest_sha256}" if found else "is not published"
        yield Finding(code="channel-dangling", where=LATEST, message=f"version {latest.version} {is_there}")
