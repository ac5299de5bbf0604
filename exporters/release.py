"""Releases, from the database to a verified version: `build`, `publish`, `verify`, `list_releases`."""

import hashlib
import re

from msgspec import Struct

from embrace3k.exporters.build import BuildResult, build
from embrace3k.exporters.plan import BuildOptions
from embrace3k.exporters.publish import PublishResult, publish
from embrace3k.exporters.published import read_latest, read_published
from embrace3k.exporters.selection import Selection, counted_reasons
from embrace3k.exporters.verify import VerifyReport, verify
from embrace3k.exporters.versions import precedence
from embrace3k.schema.codec import decode
from embrace3k.schema.releases import SEMVER, Manifest
from embrace3k.storage.interfaces import ObjectStore

__all__ = [
    "BuildOptions", "BuildResult", "PublishResult", "ReleaseSummary", "Selection", "VerifyReport", "build",
    "counted_reasons", "list_releases", "publish", "read_manifest", "verify",
]  # fmt: skip

_MANIFEST = re.compile(rf"releases/v({SEMVER[1:-1]})/manifest\.json")


class ReleaseSummary(Struct, frozen=True, kw_only=True):
    version: str
    latest: bool
    manifest_sha256: str
    content_digest: str
    episodes: int
    steps: int
    machine_drafts: int
    size_bytes: int
    """Of the shards."""


def list_releases(store: ObjectStore) -> list[ReleaseSummary]:
    """Every published version, in the order of semantic versions. Raises SchemaError on a damaged manifest."""
    latest, _ = read_latest(store)
    versions = [match[1] for info in store.list("releases/") if (match := _MANIFEST.fullmatch(info.key))]
    return [_summarise(store, each, latest.version if latest else None) for each in sorted(versions, key=precedence)]


def read_manifest(store: ObjectStore, version: str) -> tuple[Manifest, str]:
    """A published manifest and its sha256. Raises ReleaseNotFound, SchemaError."""
    data = read_published(store, version)
    return decode(data, Manifest, where=f"release {version}"), hashlib.sha256(data).hexdigest()


def _summarise(store: ObjectStore, version: str, latest: str | None) -> ReleaseSummary:
    manifest, sha256 = read_manifest(store, version)
    return ReleaseSummary(
        version=version, latest=version == latest, manifest_sha256=sha256, content_digest=manifest.content_digest,
        episodes=manifest.counts.episodes, steps=manifest.counts.steps,
        machine_drafts=manifest.rationales.machine_drafts,
        size_bytes=sum(shard.size_bytes for shard in manifest.shards),
    )  # fmt: skip
