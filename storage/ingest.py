"""Taking in a checked folder of published episodes: all of it or nothing."""

from collections.abc import Callable, Iterable

import msgspec
from msgspec import Struct
from sqlmodel import Session

from embrace3k.schema.annotations import Annotation
from embrace3k.schema.errors import ImportRefused
from embrace3k.schema.layouts import ImportedEpisode
from embrace3k.schema.layouts.safety import LIMITS, read_regular
from embrace3k.storage.annotations import add_annotations, current_annotations, history
from embrace3k.storage.blobs import put_blobs
from embrace3k.storage.database import Database
from embrace3k.storage.errors import RevisionConflict
from embrace3k.storage.interfaces import ObjectStore
from embrace3k.storage.tasks import add_tasks
from embrace3k.storage.trajectories import commit_trajectory


class IngestSummary(Struct, kw_only=True):
    """What was new. Of `known` episodes the trajectory was there already."""

    episodes: int = 0
    steps: int = 0
    frames: int = 0
    rationales: int = 0
    known: int = 0


def ingest(
    database: Database,
    store: ObjectStore,
    episodes: Iterable[ImportedEpisode],
    *,
    on_done: Callable[[ImportedEpisode], None] = lambda _: None,
) -> IngestSummary:
    """Frames become blobs first (nobody sees a blob that no row names), then one transaction commits every record.

    A second import of the same folder changes nothing; one with other rationales adds them as revisions. Raises
    ImportRefused, RecordConflict, and RevisionConflict where somebody else has revised a rationale since.
    """
    taken, summary = list(episodes), IngestSummary()
    for episode in taken:
        _keep_frames(store, episode)
        on_done(episode)
    with database.session() as session:
        add_tasks(session, [episode.task for episode in taken])
        for episode in taken:
            if commit_trajectory(session, episode.trajectory):
                summary.episodes += 1
                summary.steps += len(episode.trajectory.steps)
                summary.frames += len(episode.trajectory.frames())
            else:
                summary.known += 1
            summary.rationales += _add_rationales(session, episode)
    return summary


def _keep_frames(store: ObjectStore, episode: ImportedEpisode) -> None:
    kept = put_blobs(store, (read_regular(path, LIMITS.frame_bytes) for path in episode.frames.values()))
    if changed := set(kept) - set(episode.frames):
        what = f"{len(changed)} frames changed while they were imported"
        raise ImportRefused(what, where=episode.task.id, hint="import the folder again")


def _add_rationales(session: Session, episode: ImportedEpisode) -> int:
    """How many were not there yet."""
    current = {each.step_index: each for each in current_annotations(session, episode.trajectory.id)}
    revisions = [_over(session, current.get(each.step_index), each) for each in episode.annotations]
    wanted = [each for each in revisions if each is not None]
    add_annotations(session, wanted)
    return len(wanted)


def _over(session: Session, newest: Annotation | None, imported: Annotation) -> Annotation | None:
    """The imported rationale as the step's next revision; None if what was imported last says the same."""
    if newest is None:
        return imported
    if newest.author == imported.author:
        next_one = msgspec.structs.replace(imported, revision=newest.revision + 1, parent=newest.revision)
        return None if newest.rationale == imported.rationale else next_one
    revisions = history(session, imported.trajectory_id, imported.step_index)
    before = [each.rationale for each in revisions if each.author == imported.author]
    if before and before[-1] == imported.rationale:
        return None
    what = f"{newest.author.name} has written revision {newest.revision}, and the folder now says something else"
    where = f"annotation of {imported.trajectory_id}, step {imported.step_index}"
    raise RevisionConflict(what, where=where, hint="nothing was imported: leave the folder's rationale as it was")
