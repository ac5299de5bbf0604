"""The frozen plan of a release: which episodes, in which split and bin, and what must be counted at the end."""

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace

from msgspec import Struct

from embrace3k.exporters.errors import RecordRefused, ShardRefused, SplitLeak
from embrace3k.exporters.samples import episode_digest, episode_key, origin_of
from embrace3k.exporters.selection import EpisodeRecords, Selection, read_snapshot
from embrace3k.exporters.splits import DEFAULT_POLICY, LeakGate, group_of, split_of
from embrace3k.exporters.tally import Tally
from embrace3k.exporters.versions import check_version
from embrace3k.schema.codec import encode
from embrace3k.schema.problems import errors_in
from embrace3k.schema.releases import EpisodeEntry, Exclusion, SplitName, SplitPolicy
from embrace3k.schema.replays import PoseError
from embrace3k.schema.rules import check_trajectory
from embrace3k.schema.validation import validate
from embrace3k.storage.database import Database


@dataclass(frozen=True)
class BuildOptions:
    """`licence` is what the publisher gives the data under: nobody else can say it."""

    dataset: str = "embrace3k"
    licence: str = "unspecified"
    selection: Selection = Selection()
    splits: SplitPolicy = DEFAULT_POLICY
    shard_bytes: int = 96_000_000
    """What a frames shard should come to."""


@dataclass(frozen=True)
class PlannedEpisode:
    records: EpisodeRecords
    key: str
    sha256: str
    split: SplitName
    bin: int

    def entry(self) -> EpisodeEntry:
        origins = Counter(origin_of(annotation) for annotation in self.records.annotations)
        return EpisodeEntry(
            trajectory_id=self.records.trajectory.id, task_id=self.records.task.id, key=self.key, sha256=self.sha256,
            split=self.split, bin=self.bin, steps=len(self.records.trajectory.steps),
            rationales={kind: count for kind, count in origins.items() if kind is not None},
        )  # fmt: skip


class PlanFacts(Struct, frozen=True, kw_only=True):
    """What `publish` holds the manifest to; kept beside it in the staging folder."""

    version: str
    content_digest: str
    episodes: int
    steps: int
    frames: int


@dataclass(frozen=True)
class Plan:
    """Episodes are sorted by trajectory id."""

    version: str
    options: BuildOptions
    episodes: list[PlannedEpisode]
    excluded: list[Exclusion] = field(default_factory=list)
    replay_errors: PoseError | None = None
    """The largest of all episodes; None where the plan does not ask for replays."""
    replay_tolerance: PoseError | None = None
    """The largest that a replay of an episode was held to."""

    def bins(self) -> dict[tuple[SplitName, int], list[PlannedEpisode]]:
        """Only those that hold something, in order; their episodes sorted by key."""
        found: defaultdict[tuple[SplitName, int], list[PlannedEpisode]] = defaultdict(list)
        for episode in sorted(self.episodes, key=lambda each: each.key):
            found[episode.split, episode.bin].append(episode)
        return dict(sorted(found.items()))

    def tally(self) -> Tally:
        return Tally().add_all((episode.records, episode.split) for episode in self.episodes)

    def facts(self) -> PlanFacts:
        tally = self.tally()
        counts = tally.counts()
        return PlanFacts(
            version=self.version, content_digest=tally.content_digest(), episodes=counts.episodes, steps=counts.steps,
            frames=counts.frames,
        )  # fmt: skip


def freeze_plan(database: Database, version: str, options: BuildOptions) -> Plan:
    """Reads one snapshot and checks every record of it.

    What breaks a consistency rule, or would be seen in two splits, is excluded with the reason. Raises VersionInvalid,
    and RecordRefused for a record that breaks its JSON Schema, since such a database is damaged.
    """
    check_version(version)
    snapshot, gate = read_snapshot(database, options.selection), LeakGate()
    kept: list[tuple[EpisodeRecords, SplitName]] = []
    excluded = list(snapshot.excluded)
    for records in snapshot.episodes:
        _check_schema(records)
        split = split_of(group_of(records.trajectory.scene), options.splits)
        if reasons := _broken_rules(records) or _leaks(records, split, gate):
            excluded.append(Exclusion(trajectory_id=records.trajectory.id, reasons=reasons))
        else:
            kept.append((records, split))
    excluded.sort(key=lambda each: each.trajectory_id)
    plan = Plan(version, options, _place(kept, options.shard_bytes), excluded)
    if not options.selection.require_replay:
        return plan
    replays = [snapshot.verdicts.replays[records.trajectory.id] for records, _ in kept]
    held_to = (PoseError(each.tolerance.position_cm, each.tolerance.rotation_deg) for each in replays if each.tolerance)
    errors, tolerance = PoseError.largest(each.largest for each in replays), PoseError.largest(held_to)
    return replace(plan, replay_errors=errors, replay_tolerance=tolerance)


def choose_bin(trajectory_id: str, bins: int) -> int:
    """Rendezvous hashing: one more bin takes its share from all others, and nothing else moves."""
    return max(range(bins), key=lambda each: hashlib.sha256(f"{trajectory_id}\0{each}".encode()).digest())


def _place(episodes: list[tuple[EpisodeRecords, SplitName]], shard_bytes: int) -> list[PlannedEpisode]:
    size, keys = Counter[SplitName](), dict[str, str]()
    for records, split in episodes:
        size[split] += sum(frame.size_bytes for frame in records.trajectory.frames())
    bins = {split: -(-total // shard_bytes) or 1 for split, total in size.items()}
    return [_planned(records, split, bins[split], keys) for records, split in episodes]


def _planned(records: EpisodeRecords, split: SplitName, bins: int, keys: dict[str, str]) -> PlannedEpisode:
    trajectory_id = records.trajectory.id
    key = episode_key(trajectory_id)
    if keys.setdefault(key, trajectory_id) != trajectory_id:
        raise ShardRefused(f"trajectories {keys[key]!r} and {trajectory_id!r} would share the key {key!r}")
    return PlannedEpisode(records, key, episode_digest(records), split, choose_bin(trajectory_id, bins))


def _check_schema(records: EpisodeRecords) -> None:
    checks: list[tuple[str, object]] = [("task", records.task), ("trajectory", records.trajectory)]
    checks += [("annotation", annotation) for annotation in records.annotations]
    for kind, record in checks:
        for problem in validate(encode(record), kind):
            where = f"trajectory {records.trajectory.id}, {kind}{problem.pointer}"
            raise RecordRefused(f"{problem.code} {problem.message}", where=where, hint=problem.hint)


def _broken_rules(records: EpisodeRecords) -> list[str]:
    problems = check_trajectory(records.trajectory, records.task, records.annotations)
    return [f"{problem.code}: {problem.message}" for problem in errors_in(problems)]


def _leaks(records: EpisodeRecords, split: SplitName, gate: LeakGate) -> list[str]:
    try:
        gate.admit(records.trajectory, split)
    except SplitLeak as error:
        return [f"split_leak: {error.what}"]
    return []
