"""What the members of shards are called and what is in the text ones.

frames-train-00000.tar     ep-1_0000.jpg ep-1_0001.jpg …
text-train-00000.tar       ep-1_0000.json ep-1_0001.json …                     the same keys: the two zip
episodes-train-00000.tar   ep-1.task.json ep-1.trajectory.json ep-1.final.jpg  the whole records, and the last view
"""

import hashlib
import re
from collections.abc import Iterable, Iterator

from embrace3k.exporters.errors import ShardRefused
from embrace3k.exporters.pictures import EXTENSIONS
from embrace3k.exporters.selection import EpisodeRecords
from embrace3k.schema.annotations import Annotation, Verdict
from embrace3k.schema.authors import AuthorKind
from embrace3k.schema.codec import digest, encode
from embrace3k.schema.releases import StepSample
from embrace3k.schema.trajectories import Frame, Trajectory

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
_STEPS_LIMIT = 10_000


def episode_key(trajectory_id: str) -> str:
    """A member name without dots or slashes, on which WebDataset would split; a plain id is its own key."""
    if _PLAIN.fullmatch(trajectory_id):
        return trajectory_id
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", trajectory_id).strip("-_")[:40]
    return f"{plain or 'ep'}-{hashlib.sha256(trajectory_id.encode()).hexdigest()[:16]}"


def step_key(key: str, index: int) -> str:
    """Sorts as the steps do. Raises ShardRefused beyond 9,999 steps."""
    if index >= _STEPS_LIMIT:
        raise ShardRefused(f"step {index} is beyond the {_STEPS_LIMIT:,} that a shard can number", where=key)
    return f"{key}_{index:04d}"


def frame_members(key: str, trajectory: Trajectory) -> Iterator[tuple[str, Frame]]:
    """What a frames shard holds of an episode, in order."""
    for step in trajectory.steps:
        if step.frame is not None:
            yield f"{step_key(key, step.index)}.{EXTENSIONS[step.frame.media_type]}", step.frame


def final_member(key: str, trajectory: Trajectory) -> tuple[str, Frame] | None:
    """The view after the last action. No step belongs to it, so it goes with the episode's records."""
    frame = trajectory.final.frame if trajectory.final else None
    return (f"{key}.final.{EXTENSIONS[frame.media_type]}", frame) if frame else None


def origin_of(annotation: Annotation | None) -> AuthorKind | None:
    """Who wrote or accepted the rationale; None where there is none."""
    return annotation.author.kind if annotation and annotation.rationale.strip() else None


def is_human_verified(annotation: Annotation | None) -> bool:
    """A person wrote or accepted the newest revision and found it grounded."""
    by_person = origin_of(annotation) is AuthorKind.HUMAN
    return by_person and annotation is not None and annotation.verdict is Verdict.GROUNDED


def step_samples(key: str, records: EpisodeRecords) -> Iterator[StepSample]:
    """One per step, in order."""
    task, current = records.task, {annotation.step_index: annotation for annotation in records.annotations}
    for step in records.trajectory.steps:
        annotation = current.get(step.index)
        yield StepSample(
            key=step_key(key, step.index), trajectory_id=records.trajectory.id, task_id=task.id, task_type=task.type,
            instruction=task.instruction, step=step, annotation=annotation,
            rationale_origin=annotation.text_origin if annotation and origin_of(annotation) else None,
            human_verified=is_human_verified(annotation),
        )  # fmt: skip


def episode_digest(records: EpisodeRecords) -> str:
    """sha256 over the digests of task, trajectory and current annotations: equal records, equal digest."""
    return digest([digest(records.task), digest(records.trajectory), [digest(each) for each in records.annotations]])


def content_digest(episodes: Iterable[tuple[str, str]]) -> str:
    """Merkle root over the sorted (trajectory id, episode sha256), hashed as RFC 6962 does: leaves 0, nodes 1."""
    level = [hashlib.sha256(b"\0" + encode(episode)).digest() for episode in sorted(episodes)]
    while len(level) > 1:
        pairs = [level[at : at + 2] for at in range(0, len(level), 2)]
        level = [hashlib.sha256(b"\1" + b"".join(pair)).digest() if len(pair) == 2 else pair[0] for pair in pairs]
    return (level[0] if level else hashlib.sha256(b"").digest()).hex()
