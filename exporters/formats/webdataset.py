"""WebDataset shards as its users expect them: `<key>.jpg` and `<key>.json` of a step side by side.

train-000000.tar train-000001.tar …    an episode never straddles two
index.json                             shards with sizes, sha256 and counts
README.md                              how to read them
"""

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from embrace3k.exporters.formats.summary import ExportSummary, OnProgress, sum_up
from embrace3k.exporters.frames import read_frame
from embrace3k.exporters.samples import episode_key, frame_members, step_samples
from embrace3k.exporters.selection import EpisodeRecords, read_snapshot
from embrace3k.exporters.shards import ShardWriter, open_shard
from embrace3k.exporters.splits import DEFAULT_POLICY, group_of, split_of
from embrace3k.schema.codec import encode
from embrace3k.schema.releases import SPLITS
from embrace3k.storage.database import Database
from embrace3k.storage.interfaces import ObjectStore

SHARD_BYTES = 96_000_000

_README = """\
# EmbRACE-style steps as WebDataset shards

One sample is one step: the `.jpg` is what the agent saw when it chose, the `.json` holds the instruction, the step
(`step.action`, `step.pose`, …) and the newest annotation. `rationale_origin` says who wrote the rationale: `template`
and `model` ones are machine drafts. Samples of an episode follow each other, in order.

    import webdataset as wds
    for sample in wds.WebDataset("{url}", shardshuffle=False).decode("rgb8"):
        print(sample["__key__"], sample["json"]["step"]["action"], sample["jpg"].shape)

Splits are by world: no world is in two of them. `index.json` lists the shards with their sizes and sha256.
"""


class ShardEntry(Struct, frozen=True, kw_only=True):
    """One shard in index.json."""

    name: str
    split: str
    episodes: int
    samples: int
    size_bytes: int
    sha256: str


class Index(Struct, frozen=True, kw_only=True):
    """index.json."""

    format: str = "webdataset"
    episodes: int
    samples: int
    shards: list[ShardEntry]


def write_webdataset(database: Database, store: ObjectStore, out: Path, on_progress: OnProgress) -> ExportSummary:
    """Every trajectory whose steps all have a frame; the others are counted as lost."""
    snapshot = read_snapshot(database, None)
    whole = [episode for episode in snapshot.episodes if all(step.frame for step in episode.trajectory.steps)]
    shards: list[ShardEntry] = []
    done = 0
    for split in SPLITS:
        chosen = [each for each in whole if split_of(group_of(each.trajectory.scene), DEFAULT_POLICY) == split]
        for number, episodes in enumerate(_batches(chosen)):
            shards.append(_write_shard(store, out / f"{split}-{number:06d}.tar", split, episodes))
            on_progress(done := done + len(episodes), len(whole))
    samples = sum(shard.samples for shard in shards)
    (out / "index.json").write_bytes(encode(Index(episodes=len(whole), samples=samples, shards=shards)))
    (out / "README.md").write_text(_README.format(url=_url(shards)), encoding="utf-8")
    losses = [("final_view", "the view after the last action belongs to no step") for each in whole if _has_final(each)]
    losses += [("no_frames", "a trajectory whose steps have no frames is left out")] * (
        len(snapshot.episodes) - len(whole)
    )
    return ExportSummary(format="webdataset", episodes=len(whole), steps=samples, frames=samples, losses=sum_up(losses))


def _write_shard(store: ObjectStore, path: Path, split: str, episodes: list[EpisodeRecords]) -> ShardEntry:
    with open_shard(path) as writer:
        for episode in episodes:
            _add_episode(writer, store, episode)
        written = writer.finish()
    return ShardEntry(
        name=path.name, split=split, episodes=len(episodes), samples=len(written.keys()),
        size_bytes=written.size_bytes, sha256=written.sha256,
    )  # fmt: skip


def _add_episode(writer: ShardWriter, store: ObjectStore, episode: EpisodeRecords) -> None:
    key = episode_key(episode.trajectory.id)
    members = frame_members(key, episode.trajectory)
    for (member, frame), sample in zip(members, step_samples(key, episode), strict=True):
        writer.add(member, read_frame(store, frame, f"trajectory {episode.trajectory.id}, {member}"), frame.sha256)
        writer.add(f"{sample.key}.json", encode(sample))


def _batches(episodes: list[EpisodeRecords]) -> Iterator[list[EpisodeRecords]]:
    """Whole episodes, in the order of their keys, about SHARD_BYTES of frames together."""
    batch: list[EpisodeRecords] = []
    size = 0
    for episode in sorted(episodes, key=lambda each: episode_key(each.trajectory.id)):
        batch.append(episode)
        size += sum(frame.size_bytes for frame in episode.trajectory.frames())
        if size >= SHARD_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _has_final(episode: EpisodeRecords) -> bool:
    return episode.trajectory.final is not None and episode.trajectory.final.frame is not None


def _url(shards: list[ShardEntry]) -> str:
    """The first split's shards, in WebDataset's brace notation."""
    names = [shard.name for shard in shards if shard.split == shards[0].split]
    if len(names) < 2:
        return names[0] if names else "train-000000.tar"
    return f"{shards[0].split}-{{000000..{len(names) - 1:06d}}}.tar"
