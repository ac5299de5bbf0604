"""An immutable release: one manifest that names every other object by its sha256.

releases/v0.1.0/manifest.json      a Manifest; the only object that makes a release exist
blobs/sha256/…                     what it names: shards, their indexes, the episode list, the schemas

A shard is a ustar archive in WebDataset form. `frames` and `text` shards of the same split and bin hold the same keys
in the same order, so that they zip; `episodes` shards hold the whole task and trajectory records.
"""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from embrace3k.schema.annotations import Annotation
from embrace3k.schema.authors import AuthorKind
from embrace3k.schema.tasks import SCHEMA_VERSION, SchemaVersion, TaskType
from embrace3k.schema.trajectories import DriverKind, Sha256, Step

SEMVER = r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$"
Version = Annotated[str, Meta(pattern=SEMVER)]
Count = Annotated[int, Meta(ge=0)]
SplitName = Literal["train", "val", "test"]
SPLITS: tuple[SplitName, ...] = ("train", "val", "test")
ShardKind = Literal["frames", "text", "episodes"]
SHARD_KINDS: tuple[ShardKind, ...] = ("frames", "text", "episodes")


class BlobReference(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An object under `blobs/sha256/`."""

    sha256: Sha256
    size_bytes: Count


class SchemaReference(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The frozen JSON Schema that every record of this kind in the release was held to; a blob of the release too."""

    kind: Literal["task", "trajectory", "annotation", "manifest"]
    version: str
    sha256: Sha256


class Exporter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    package: str
    version: str


class SplitPolicy(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A group is one world; it falls into a split by sha256(salt, group) alone, so groups stay put as data grows."""

    algorithm: Literal["scene-group-sha256"] = "scene-group-sha256"
    group_by: tuple[Literal["scene.name"], Literal["scene.seed"]] = ("scene.name", "scene.seed")
    salt: str
    shares: dict[SplitName, float]


class SplitSummary(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: SplitName
    groups: list[str]
    """Worlds, as `name` or `name_seed`, sorted. A split may be empty while there are few of them."""
    episodes: Count
    steps: Count
    frames: Count


class Counts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    tasks: Count
    episodes: Count
    steps: Count
    frames: Count
    """Stored pictures: one per step, and the final view where it was recorded."""
    episodes_by_type: dict[TaskType, Count]
    episodes_by_scene: dict[str, Count]
    episodes_by_backend: dict[Literal["embedded", "unreal", "unknown"], Count]
    """Who drew the frames; `embedded` is never an Unreal Engine picture."""
    steps_by_action: dict[str, Count]


class RationaleCounts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who wrote the rationales. Only `human` ones were written or accepted by a person."""

    human: Count
    model: Count
    template: Count
    missing: Count
    human_verified: Count
    """Newest revision by a person, with the verdict `grounded`."""
    machine_drafts: Count
    """model + template: no person is on record to have checked them."""
    statement: str
    """The same in one plain sentence."""


class Shard(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kind: ShardKind
    split: SplitName
    bin: Count
    sha256: Sha256
    size_bytes: Count
    episodes: Count
    samples: Count
    first_key: str
    last_key: str
    index: BlobReference
    """JSON lines, one ShardMember each, in the order of the archive."""

    @property
    def name(self) -> str:
        """What a download calls it: `frames-train-00003.tar`."""
        return f"{self.kind}-{self.split}-{self.bin:05d}.tar"


class ShardMember(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a member's bytes lie, so that one range request fetches it."""

    key: str
    member: str
    offset: Count
    size: Count
    sha256: Sha256


class StepSample(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One `<key>.json` of a text shard: a decision, why it was taken, and who says so."""

    key: str
    trajectory_id: str
    task_id: str
    task_type: TaskType
    instruction: str
    step: Step
    annotation: Annotation | None
    """The newest revision."""
    rationale_origin: AuthorKind | None
    """Who wrote its words; `model` and `template` are machine drafts, also where a person accepted them unchanged."""
    human_verified: bool


class EpisodeEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of the episode list: what a later release is compared with."""

    trajectory_id: str
    task_id: str
    key: str
    sha256: Sha256
    """Over task, trajectory and current annotations."""
    split: SplitName
    bin: Count
    steps: Count
    rationales: dict[AuthorKind, Count]


class Exclusion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A trajectory of the database that is not in the release, and why: `code: explanation`."""

    trajectory_id: str
    reasons: list[str]


class SelectionRules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a trajectory had to be for the release to take it. What a checker or reviewer has refused it never takes."""

    drivers: list[DriverKind]
    """Kinds of those who made it, sorted."""
    successful_only: bool
    require_replay: bool
    """A replay had to verify it."""
    replay_limits: tuple[float, float] | None
    """Centimetres and degrees that its largest errors had to be within; null is the simulator's own tolerance."""
    require_accepted: bool
    """Reviewers had to accept its rationales."""


class Manifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Holds no times and no machine names: the same data make the same bytes."""

    schema_version: SchemaVersion = SCHEMA_VERSION
    dataset: str
    version: Version
    licence: str
    content_digest: Sha256
    """Merkle root over the sorted (trajectory id, episode sha256): equal data, equal digest, however sharded."""
    exporter: Exporter
    schemas: list[SchemaReference]
    split_policy: SplitPolicy
    splits: list[SplitSummary]
    counts: Counts
    rationales: RationaleCounts
    episodes: BlobReference
    """JSON lines, one EpisodeEntry each, sorted by trajectory id."""
    shards: list[Shard]
    excluded: list[Exclusion]
    # Left out by versions that did not say it, so that their manifests stay canonical.
    selection: SelectionRules | UnsetType = UNSET


class Channel(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`channels/latest.json`: the one object that moves, and only to a higher version."""

    version: Version
    manifest_sha256: Sha256
