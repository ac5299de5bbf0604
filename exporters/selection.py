"""Which trajectories of the database go into a release, read once and never asked for again."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlmodel import Session

from embrace3k.schema.annotations import Annotation
from embrace3k.schema.codec import digest
from embrace3k.schema.releases import Exclusion
from embrace3k.schema.replays import PoseError, Replay, ReplayVerdict
from embrace3k.schema.tasks import Task
from embrace3k.schema.trajectories import DriverKind, Trajectory
from embrace3k.storage.annotations import current_annotations_of
from embrace3k.storage.database import Database
from embrace3k.storage.replays import current_replays
from embrace3k.storage.tasks import list_tasks
from embrace3k.storage.trajectories import iter_trajectories, trajectory_ids

DEMONSTRATORS = frozenset(DriverKind) - {DriverKind.AGENT}
"""Who makes demonstrations, imported ones included; what an agent did in an evaluation is not one."""


@dataclass(frozen=True)
class Selection:
    """What a release takes, if every step has a frame. Where nobody can judge success (imports) it is assumed."""

    drivers: frozenset[DriverKind] = DEMONSTRATORS
    successful_only: bool = True
    require_replay: bool = False
    """Take only what the replay that counts has verified, held to the simulator's own tolerance or less."""
    replay_limits: PoseError | None = None
    """Where given, the largest errors measured must be within these, and the replay may have had any tolerance."""


@dataclass(frozen=True)
class EpisodeRecords:
    """All there is to say about one episode: the current annotations, at most one per step, in step order."""

    task: Task
    trajectory: Trajectory
    annotations: list[Annotation]


@dataclass(frozen=True)
class Snapshot:
    """Sorted by trajectory id, whatever order the database keeps."""

    episodes: list[EpisodeRecords] = field(default_factory=list)
    excluded: list[Exclusion] = field(default_factory=list)
    replays: dict[str, Replay] = field(default_factory=dict)
    """Trajectory id -> the replay that counts, where the selection asks for replays."""


def read_snapshot(database: Database, selection: Selection | None) -> Snapshot:
    """One unchanging state of the database. Without a selection all of it, for exports that give back everything."""
    snapshot = Snapshot()
    with database.snapshot() as session:
        if selection and selection.require_replay:
            snapshot.replays.update(current_replays(session, sorted(trajectory_ids(session))))
        for records in read_episodes(session):
            if selection and (reasons := _reasons_against(records.trajectory, selection, snapshot.replays)):
                snapshot.excluded.append(Exclusion(trajectory_id=records.trajectory.id, reasons=reasons))
            else:
                snapshot.episodes.append(records)
    return snapshot


def read_episodes(session: Session) -> Iterator[EpisodeRecords]:
    """Every episode of the database, sorted by trajectory id, a few in memory at a time."""
    tasks = {task.id: task for task in list_tasks(session)}
    ids = sorted(trajectory_ids(session))
    annotations = current_annotations_of(session, ids)
    for trajectory in iter_trajectories(session, ids):
        yield EpisodeRecords(tasks[trajectory.task_id], trajectory, annotations[trajectory.id])


def _reasons_against(trajectory: Trajectory, selection: Selection, replays: dict[str, Replay]) -> list[str]:
    reasons = []
    if trajectory.driver.kind not in selection.drivers:
        reasons.append(f"driver: made by {trajectory.driver.kind.value} {trajectory.driver.name}")
    if selection.successful_only and trajectory.result.success is False:
        reasons.append("not_successful: the goal was not reached")
    bare = [step.index for step in trajectory.steps if step.frame is None]
    if bare:
        reasons.append(
            f"frame_missing: {len(bare)} of {len(trajectory.steps)} steps have no frame, first step {bare[0]}"
        )
    if selection.require_replay:
        reasons += _unverified(trajectory, replays.get(trajectory.id), selection.replay_limits)
    return reasons


def _unverified(trajectory: Trajectory, replay: Replay | None, limits: PoseError | None) -> list[str]:
    if replay is None:
        return ["replay_missing: no replay of it is on record"]
    if replay.verdict is not ReplayVerdict.VERIFIED:
        code = "replay_drifted" if replay.verdict is ReplayVerdict.DRIFTED else "not_replayable"
        return [f"{code}: {replay.words}"]
    if replay.trajectory_sha256 != digest(trajectory):
        return ["replay_stale: what was replayed had other content"]
    largest = replay.largest
    if limits is not None and PoseError.largest([largest, limits]) != limits:
        measured = f"{largest.position_cm:.3f} cm, {largest.rotation_deg:.3f} deg"
        return [f"replay_beyond: its largest errors are {measured}"]
    if limits is None and not (replay.tolerance and replay.tolerance.own):
        return ["replay_lenient: it was held to a wider tolerance than the simulator's own"]
    return []
