"""Checks a release from the store alone: manifest, schemas, shards, members, records, counts, digest.

Every byte is hashed twice (shard and member) and every record is held to the frozen schema, as a stranger with nothing
but the bucket could do. What is wrong becomes a Fault with a code and a place; nothing is repaired.
"""

import hashlib
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from msgspec import Struct

from embrace3k.exporters.bin_check import BinCheck
from embrace3k.exporters.errors import SplitLeak
from embrace3k.exporters.faults import Fault
from embrace3k.exporters.manifest import schema_references
from embrace3k.exporters.plan import PlannedEpisode
from embrace3k.exporters.published import read_published
from embrace3k.exporters.samples import episode_digest, episode_key
from embrace3k.exporters.selection import EpisodeRecords
from embrace3k.exporters.shard_reader import ReadShard, read_reference, read_shard
from embrace3k.exporters.splits import LeakGate, group_of, split_of
from embrace3k.exporters.tally import Tally
from embrace3k.schema.codec import decode, encode
from embrace3k.schema.errors import SchemaError
from embrace3k.schema.releases import SHARD_KINDS, Counts, EpisodeEntry, Manifest, Shard, SplitName, SplitPolicy
from embrace3k.schema.validation import validate
from embrace3k.storage.blobs import blob_key
from embrace3k.storage.errors import ObjectNotFound
from embrace3k.storage.interfaces import ObjectStore

READERS = 2
"""Shards read and hashed at the same time. At most two bins are in memory."""
_Place = tuple[SplitName, int]
"""Split and bin."""


class VerifyReport(Struct, frozen=True, kw_only=True):
    version: str
    manifest_sha256: str
    content_digest: str | None
    """As computed from the records; None where they could not all be read."""
    counts: Counts
    """As counted, not as the manifest says."""
    shards: int
    bytes_read: int
    seconds: float
    faults: list[Fault]

    @property
    def ok(self) -> bool:
        return not self.faults

    @property
    def megabytes_per_s(self) -> float:
        return self.bytes_read / 1e6 / max(self.seconds, 1e-9)


def verify(
    store: ObjectStore, version: str, *, on_progress: Callable[[int, int], None] = lambda done, total: None
) -> VerifyReport:
    """`on_progress` hears shards done and in all. Raises ReleaseNotFound; every other trouble is a fault."""
    return verify_manifest(store, version, read_published(store, version), on_progress=on_progress)


def verify_manifest(
    store: ObjectStore,
    version: str,
    data: bytes,
    *,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> VerifyReport:
    """`verify` by the bytes of a manifest, which need not be published yet."""
    return _Verification(store, version, data, on_progress).run()


class _Verification:
    def __init__(self, store: ObjectStore, version: str, data: bytes, on_progress: Callable[[int, int], None]) -> None:
        self._store, self._version, self._data, self._on_progress = store, version, data, on_progress
        self._started = time.perf_counter()
        self._faults: list[Fault] = []
        self._tally, self._gate = Tally(), LeakGate()
        self._entries: list[EpisodeEntry] = []
        self._ids: set[str] = set()
        self._whole = True

    def run(self) -> VerifyReport:
        manifest = self._read_manifest()
        if manifest is not None:
            self._check_schemas(manifest)
            done = 0
            for place, found in self._read_bins(manifest):
                self._check_bin(place, found, manifest.split_policy)
                done += len(found)
                self._on_progress(done, len(manifest.shards))
            self._compare_totals(manifest)
        listed = manifest.shards if manifest else []
        return VerifyReport(
            version=self._version,
            manifest_sha256=hashlib.sha256(self._data).hexdigest(),
            content_digest=self._tally.content_digest() if manifest and self._whole else None,
            counts=self._tally.counts(),
            shards=len(listed),
            bytes_read=sum(shard.size_bytes + shard.index.size_bytes for shard in listed),
            seconds=time.perf_counter() - self._started,
            faults=self._faults,
        )

    def _read_manifest(self) -> Manifest | None:
        for problem in validate(self._data, "manifest"):
            self._fault("manifest_invalid", f"manifest{problem.pointer}", f"{problem.code} {problem.message}")
        try:
            manifest = decode(self._data, Manifest)
        except SchemaError as error:
            self._fault("manifest_invalid", "manifest", error.what)
            return None
        if encode(manifest) != self._data:
            self._fault("manifest_not_canonical", "manifest", "its bytes are not the canonical JSON of what it says")
        if manifest.version != self._version:
            self._fault("version_differs", "manifest", f"it says {manifest.version}")
        return manifest

    def _check_schemas(self, manifest: Manifest) -> None:
        """They are in the store, and they are those that this installation validates with."""
        if manifest.schemas != schema_references():
            self._fault("schema_differs", "manifest/schemas", "not the frozen schemas of this embrace3k version")
        for schema in manifest.schemas:
            what = f"schema {schema.kind} {schema.version}"
            try:
                found = hashlib.sha256(self._store.read(blob_key(schema.sha256))).hexdigest()
            except ObjectNotFound:
                self._fault("blob_missing", what, f"{blob_key(schema.sha256)} is not in the store")
                continue
            if found != schema.sha256:
                self._fault("blob_damaged", what, f"{blob_key(schema.sha256)} has sha256 {found}")

    def _read_bins(self, manifest: Manifest) -> Iterator[tuple[_Place, list[ReadShard]]]:
        """Bin by bin; while one is checked, the shards of the next are read and hashed."""
        bins: defaultdict[_Place, list[Shard]] = defaultdict(list)
        for shard in manifest.shards:
            bins[shard.split, shard.bin].append(shard)
        with ThreadPoolExecutor(READERS) as pool:
            ahead: deque[tuple[_Place, list[Future[ReadShard]]]] = deque()
            for place, shards in bins.items():
                ahead.append((place, [pool.submit(read_shard, self._store, shard) for shard in shards]))
                if len(ahead) > 1:
                    yield _results(*ahead.popleft())
            while ahead:
                yield _results(*ahead.popleft())

    def _check_bin(self, place: _Place, shards: list[ReadShard], policy: SplitPolicy) -> None:
        for found in shards:
            self._faults.extend(found.faults)
        kinds = sorted(found.shard.kind for found in shards)
        if kinds != sorted(SHARD_KINDS):
            self._fault("bin_incomplete", f"{place[0]} bin {place[1]}", f"it has {kinds}, not one shard of each kind")
        if kinds != sorted(SHARD_KINDS) or not all(found.contents for found in shards):
            self._whole = False
            return
        check, episodes = BinCheck({found.shard.kind: found for found in shards}), 0
        for records in check.episodes():
            episodes += 1
            self._admit(records, place, policy)
        self._faults.extend(check.faults)
        for found in shards:
            if found.shard.episodes != episodes:
                self._fault("shard_differs", found.shard.name, f"{episodes} episodes, not {found.shard.episodes}")

    def _admit(self, records: EpisodeRecords, place: _Place, policy: SplitPolicy) -> None:
        """Count an episode, and see that it is in its split and in no other."""
        trajectory, (split, number) = records.trajectory, place
        self._tally.add(records, split)
        if trajectory.id in self._ids:
            self._fault("episode_repeated", f"trajectory {trajectory.id}", f"once more in {split} bin {number}")
        self._ids.add(trajectory.id)
        key, sha256 = episode_key(trajectory.id), episode_digest(records)
        self._entries.append(PlannedEpisode(records, key, sha256, split, number).entry())
        right = split_of(group_of(trajectory.scene), policy)
        if right != split:
            message = f"world {group_of(trajectory.scene)} belongs to {right} and is in {split}"
            self._fault("split_wrong", f"trajectory {trajectory.id}", message)
        try:
            self._gate.admit(trajectory, split)
        except SplitLeak as error:
            self._fault("split_leak", error.where or split, error.what)

    def _compare_totals(self, manifest: Manifest) -> None:
        """Only where every record could be read; otherwise the reason is among the faults already."""
        if not self._whole:
            return
        found = {
            "counts": self._tally.counts(),
            "rationales": self._tally.rationales(),
            "splits": self._tally.splits(),
            "content_digest": self._tally.content_digest(),
        }
        for name, value in found.items():
            if (said := getattr(manifest, name)) != value:
                self._fault(f"{name}_differ", f"manifest/{name}", f"counted {_text(value)}; it says {_text(said)}")
        listing, faults = read_reference(self._store, manifest.episodes, "episode list")
        self._faults.extend(faults)
        entries = sorted(self._entries, key=lambda entry: entry.trajectory_id)
        if listing is not None and not faults and listing != b"".join(encode(entry) + b"\n" for entry in entries):
            self._fault("episodes_differ", "episode list", "it does not list the episodes of the shards")

    def _fault(self, code: str, where: str, message: str) -> None:
        self._faults.append(Fault(code=code, where=where, message=message))


def _results(place: _Place, reading: list[Future[ReadShard]]) -> tuple[_Place, list[ReadShard]]:
    return place, [future.result() for future in reading]


def _text(value: object) -> str:
    return encode(value).decode()
