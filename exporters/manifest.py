"""Composes a manifest from a plan and its shards. A function of its arguments: no clock, no host, no order of work."""

import hashlib
from importlib.metadata import version as package_version

from embrace3k.exporters.plan import Plan
from embrace3k.schema.releases import SPLITS, BlobReference, Exporter, Manifest, SchemaReference, Shard
from embrace3k.schema.tasks import SCHEMA_VERSION
from embrace3k.schema.validation import RELEASED_KINDS, schema_text


def schema_texts() -> dict[str, bytes]:
    """The frozen schemas of this version, which go into the store with every release."""
    return {kind: schema_text(kind, SCHEMA_VERSION).encode() for kind in sorted(RELEASED_KINDS)}


def schema_references() -> list[SchemaReference]:
    return [
        SchemaReference(kind=kind, version=SCHEMA_VERSION, sha256=hashlib.sha256(text).hexdigest())  # type: ignore[arg-type]
        for kind, text in schema_texts().items()
    ]


def compose_manifest(plan: Plan, shards: list[Shard], episodes: BlobReference) -> Manifest:
    """The candidate of `plan`; `episodes` is the stored episode list."""
    tally = plan.tally()
    return Manifest(
        dataset=plan.options.dataset,
        version=plan.version,
        licence=plan.options.licence,
        content_digest=tally.content_digest(),
        exporter=Exporter(package="embrace3k", version=package_version("embrace3k")),
        schemas=schema_references(),
        split_policy=plan.options.splits,
        splits=tally.splits(),
        counts=tally.counts(),
        rationales=tally.rationales(),
        episodes=episodes,
        shards=sorted(shards, key=lambda shard: (shard.kind, SPLITS.index(shard.split), shard.bin)),
        excluded=plan.excluded,
        selection=plan.options.selection.rules(),
    )
