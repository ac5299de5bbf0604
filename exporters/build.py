"""Makes a release's objects and its manifest candidate. Nothing here can be seen as a release: that is `publish`.

STAGING/receipts/<digest of what goes in>.json    a finished shard; a rebuild with the same content uses it again
STAGING/writing/*.tar                             shards being written, each removed once it is in the store
STAGING/<version>/{plan.json,manifest.json}       what `publish` takes
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from embrace3k.exporters.errors import NothingToRelease
from embrace3k.exporters.frames import read_frame
from embrace3k.exporters.manifest import compose_manifest, schema_texts
from embrace3k.exporters.plan import BuildOptions, Plan, PlannedEpisode, freeze_plan
from embrace3k.exporters.samples import final_member, frame_members, step_samples
from embrace3k.exporters.selection import counted_reasons
from embrace3k.exporters.shards import ShardWriter, WrittenShard, open_shard
from embrace3k.exporters.staging import work_folder, write_durably
from embrace3k.jobs import run_jobs
from embrace3k.schema.codec import decode, digest, encode
from embrace3k.schema.errors import SchemaError
from embrace3k.schema.releases import SHARD_KINDS, BlobReference, Manifest, Shard, ShardKind, SplitName
from embrace3k.schema.replays import PoseError
from embrace3k.storage.blobs import blob_key, put_blob, read_blob
from embrace3k.storage.database import Database
from embrace3k.storage.errors import ObjectExists, ObjectNotFound
from embrace3k.storage.interfaces import ObjectStore
from embrace3k.storage.stores import open_store

SHARD_FORMAT = 1
"""Raised when the same records would make other bytes, so that no old receipt is used."""


@dataclass(frozen=True)
class BuildResult:
    manifest: Manifest
    path: Path
    """The manifest candidate."""
    shards_written: int
    shards_reused: int
    replay_errors: PoseError | None
    """The largest of all that is included; None where replays were not asked for."""
    replay_tolerance: PoseError | None
    """The largest that one of them was held to."""


@dataclass(frozen=True)
class Bin:
    """One unit of work: up to three shards."""

    split: SplitName
    number: int
    episodes: list[PlannedEpisode]

    @property
    def steps(self) -> int:
        return sum(len(episode.records.trajectory.steps) for episode in self.episodes)


@dataclass(frozen=True)
class BinBuilt:
    shards: list[Shard]
    reused: int


@dataclass(frozen=True)
class BinBuilder:
    """`store` is a URL where the work is done in another process."""

    store: ObjectStore | str
    receipts: Path
    work: Path

    def __call__(self, unit: Bin) -> BinBuilt:
        store = open_store(self.store) if isinstance(self.store, str) else self.store
        receipts = [self.receipts / f"{_content(kind, unit)}.json" for kind in SHARD_KINDS]
        known = [_usable_receipt(path, store) for path in receipts]
        shards = []
        for kind, path, shard in zip(SHARD_KINDS, receipts, known, strict=True):
            if shard is None:
                shard = _build_shard(kind, unit, store, self.work)
                write_durably(path, encode(shard))
            shards.append(shard)
        return BinBuilt(shards, sum(shard is not None for shard in known))


def build(
    database: Database,
    store: ObjectStore,
    version: str,
    staging: Path,
    options: BuildOptions | None = None,
    *,
    workers: int = 1,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> BuildResult:
    """Freeze a plan, write its shards to the store, leave the manifest candidate in `staging`/`version`.

    Can be repeated after any failure: finished shards are used again. `on_progress` hears steps done and in all. With
    several workers each opens the store again by its URL.
    Raises VersionInvalid, RecordRefused, NothingToRelease, and what the store raises.
    """
    plan = freeze_plan(database, version, options or BuildOptions())
    if not plan.episodes:
        why = f": {counted_reasons(plan.excluded)}" if plan.excluded else ""
        what = f"no episode is left to release; {len(plan.excluded)} excluded{why}"
        hint = plan.excluded[0].reasons[0] if plan.excluded else "collect some first"
        raise NothingToRelease(what, where=plan.excluded[0].trajectory_id if plan.excluded else None, hint=hint)
    for folder in ("receipts", version):
        (staging / folder).mkdir(parents=True, exist_ok=True)
    with work_folder(staging / "writing") as work:
        builder = BinBuilder(store if workers == 1 else store.url, staging / "receipts", work)
        built = _build_bins(plan, builder, workers, on_progress)
    for text in schema_texts().values():
        put_blob(store, text)
    entries = b"".join(encode(episode.entry()) + b"\n" for episode in plan.episodes)
    listing = BlobReference(sha256=put_blob(store, entries), size_bytes=len(entries))
    manifest = compose_manifest(plan, [shard for each in built for shard in each.shards], listing)
    write_durably(staging / version / "plan.json", encode(plan.facts()))
    write_durably(staging / version / "manifest.json", encode(manifest))
    reused = sum(each.reused for each in built)
    return BuildResult(
        manifest,
        staging / version / "manifest.json",
        len(manifest.shards) - reused,
        reused,
        plan.replay_errors,
        plan.replay_tolerance,
    )


def _build_bins(
    plan: Plan, builder: BinBuilder, workers: int, on_progress: Callable[[int, int], None]
) -> list[BinBuilt]:
    units = [Bin(split, number, episodes) for (split, number), episodes in plan.bins().items()]
    total, done = sum(unit.steps for unit in units), 0

    def report(unit: Bin, _: BinBuilt) -> None:
        nonlocal done
        done += unit.steps
        on_progress(done, total)

    return list(run_jobs(units, builder, workers=workers, on_done=report))


def _build_shard(kind: ShardKind, unit: Bin, store: ObjectStore, work: Path) -> Shard:
    with open_shard(work / f"{uuid.uuid4().hex}.tar") as writer:
        for episode in unit.episodes:
            _MEMBERS[kind](writer, episode, store)
        written = writer.finish()
    try:
        _put_shard(store, written)
        index = written.index()
        reference = BlobReference(sha256=put_blob(store, index), size_bytes=len(index))
    finally:
        written.path.unlink()
    keys = written.keys()
    return Shard(
        kind=kind, split=unit.split, bin=unit.number, sha256=written.sha256, size_bytes=written.size_bytes,
        episodes=len(unit.episodes), samples=len(keys), first_key=keys[0], last_key=keys[-1], index=reference,
    )  # fmt: skip


def _add_frames(writer: ShardWriter, episode: PlannedEpisode, store: ObjectStore) -> None:
    for member, frame in frame_members(episode.key, episode.records.trajectory):
        writer.add(member, read_frame(store, frame, _place(episode, member)), frame.sha256)


def _add_text(writer: ShardWriter, episode: PlannedEpisode, store: ObjectStore) -> None:
    for sample in step_samples(episode.key, episode.records):
        writer.add(f"{sample.key}.json", encode(sample))


def _add_episodes(writer: ShardWriter, episode: PlannedEpisode, store: ObjectStore) -> None:
    if final := final_member(episode.key, episode.records.trajectory):
        member, frame = final
        writer.add(member, read_frame(store, frame, _place(episode, member)), frame.sha256)
    writer.add(f"{episode.key}.task.json", encode(episode.records.task))
    writer.add(f"{episode.key}.trajectory.json", encode(episode.records.trajectory))


def _place(episode: PlannedEpisode, member: str) -> str:
    return f"trajectory {episode.records.trajectory.id}, {member}"


_MEMBERS: dict[ShardKind, Callable[[ShardWriter, PlannedEpisode, ObjectStore], None]] = {
    "frames": _add_frames,
    "text": _add_text,
    "episodes": _add_episodes,
}


def _put_shard(store: ObjectStore, shard: WrittenShard) -> None:
    """Create-only. One that is there already is read, and used if its bytes are right."""
    try:
        store.create(blob_key(shard.sha256), shard.path)
    except ObjectExists:
        read_blob(store, shard.sha256)


def _content(kind: ShardKind, unit: Bin) -> str:
    """A digest of all that decides a shard's bytes. A new rationale changes it for text shards only."""
    parts: list[object] = [SHARD_FORMAT, kind, unit.split, unit.number]
    for episode in unit.episodes:
        trajectory = episode.records.trajectory
        match kind:
            case "frames":
                parts.append([(each, frame.sha256) for each, frame in frame_members(episode.key, trajectory)])
            case "text":
                parts.append([episode.key, episode.sha256])
            case "episodes":
                parts.append([episode.key, digest(episode.records.task), digest(trajectory)])
    return digest(parts)


def _usable_receipt(path: Path, store: ObjectStore) -> Shard | None:
    """A receipt counts only while the store has what it speaks of."""
    try:
        shard = decode(path.read_bytes(), Shard, where=str(path))
        sizes = [store.stat(blob_key(sha256)).size_bytes for sha256 in (shard.sha256, shard.index.sha256)]
    except (FileNotFoundError, ObjectNotFound, SchemaError):
        return None
    return shard if sizes == [shard.size_bytes, shard.index.size_bytes] else None
