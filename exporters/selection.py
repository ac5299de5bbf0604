"""Which trajectories of the database go into a release, read once and never asked for again."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlmodel import Session

from embrace3k.schema.annotations import Annotation
from embrace3k.schema.codec import digest
from embrace3k.schema.releases import Exclusion, SelectionRules
from embrace3k.schema.replays import PoseError, Replay, ReplayVerdict
from embrace3k.schema.reviews import DemonstrationReview
from embrace3k.schema.tasks import Task
from embrace3k.schema.trajectories import DriverKind, Trajectory
from embrace3k.schema.work import WorkState
from embrace3k.storage.annotations import current_annotations_of
from embrace3k.storage.database import Database
from embrace3k.storage.demonstration_reviews import DEMONSTRATORS, refused_demonstrations
from embrace3k.storage.replays import current_replays
from embrace3k.storage.tasks import list_tasks
from embrace3k.storage.trajectories import iter_trajectories, trajectory_ids
from embrace3k.storage.work import work_states


@dataclass(frozen=True)
class Selection:
    """What a release takes, if every step has a frame. Where nobody can judge success (imports) it is assumed.

    What a checker or reviewer has refused is never taken.
    """

    drivers: frozenset[DriverKind] = DEMONSTRATORS
    successful_only: bool = True
    require_replay: bool = False
    """Take only what the replay that counts has verified, held to the simulator's own tolerance or less."""
    replay_limits: PoseError | None = None
    """Where given, the largest errors measured must be within these, and the replay may have had any tolerance."""
    require_accepted: bool = False
    """Take only what reviewers have accepted."""

    def rules(self) -> SelectionRules:
        """As the manifest says it."""
        limits = self.replay_limits
        return SelectionRules(
            drivers=sorted(self.drivers), successful_only=self.successful_only, require_replay=self.require_replay,
            replay_limits=(float(limits.position_cm), float(limits.rotation_deg)) if limits else None,
            require_accepted=self.require_accepted,
        )  # fmt: skip


@dataclass(frozen=True)
class EpisodeRecords:
    """All there is to say about one episode: the current annotations, at most one per step, in step order."""

    task: Task
    trajectory: Trajectory
    annotations: list[Annotation]


@dataclass(frozen=True)
class Verdicts:
    """What was found of trajectories, by their ids."""

    replays: dict[str, Replay] = field(default_factory=dict)
    """The replay that counts, where the selection asks for replays."""
    works: dict[str, WorkState] = field(default_factory=dict)
    refused: dict[str, DemonstrationReview] = field(default_factory=dict)
    """Demonstrations that a checker has refused."""


@dataclass(frozen=True)
class Snapshot:
    """Sorted by trajectory id, whatever order the database keeps."""

    episodes: list[EpisodeRecords] = field(default_factory=list)
    excluded: list[Exclusion] = field(default_factory=list)
    verdicts: Verdicts = field(default_factory=Verdicts)


def read_snapshot(database: Database, selection: Selection | None) -> Snapshot:
    """One unchanging state of the database. Without a selection all of it, for exports that give back everything."""
    with database.snapshot() as session:
        snapshot = Snapshot(verdicts=_read_verdicts(session, selection))
        for records in read_episodes(session):
            if selection and (reasons := _reasons_against(records.trajectory, selection, snapshot.verdicts)):
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


def counted_reasons(excluded: Iterable[Exclusion]) -> str:
    """For people: "3 not_accepted, 1 demonstration_refused". What has several reasons counts for each."""
    codes = Counter(reason.partition(":")[0] for each in excluded for reason in each.reasons)
    return ", ".join(f"{count} {code}" for code, count in codes.most_common())


def _read_verdicts(session: Session, selection: Selection | None) -> Verdicts:
    if selection is None:
        return Verdicts()
    replays = current_replays(session, sorted(trajectory_ids(session))) if selection.require_replay else {}
    return Verdicts(replays, work_states(session), refused_demonstrations(session))


def _reasons_against(trajectory: Trajectory, selection: Selection, verdicts: Verdicts) -> list[str]:
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
        reasons += _unverified(trajectory, verdicts.replays.get(trajectory.id), selection.replay_limits)
    if refusal := verdicts.refused.get(trajectory.id):
        reasons.append(f"demonstration_refused: {refusal.reason}")
    return reasons + _unaccepted(verdicts.works.get(trajectory.id), selection.require_accepted)


def _unaccepted(state: WorkState | None, required: bool) -> list[str]:
    if state is WorkState.REFUSED:
        return ["work_refused: a reviewer has refused its rationales"]
    if not required or state is WorkState.ACCEPTED:
        return []
    return [f"not_accepted: its work is {state}" if state else "not_accepted: it was never opened for annotators"]


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
