"""Taking in a checked folder of published episodes: all of it or nothing."""

from collections.abc import Callable, Iterable

from msgspec import Struct

from embrace3k.schema.errors import ImportRefused
from embrace3k.schema.layouts import ImportedEpisode
from embrace3k.storage.annotations import add_annotations, current_annotations
from embrace3k.storage.blobs import put_blobs
from embrace3k.storage.database import Database
from embrace3k.storage.interfaces import ObjectStore
from embrace3k.storage.tasks import add_tasks
from embrace3k.storage.trajectories import commit_trajectory


class IngestSummary(Struct, frozen=True, kw_only=True):
    episodes: int
    steps: int
    frames: int
    rationales: int


def ingest(
    database: Database,
    store: ObjectStore,
    episodes: Iterable[ImportedEpisode],
    *,
    on_done: Callable[[ImportedEpisode], None] = lambda _: None,
) -> IngestSummary:
    """Frames become blobs first (nobody sees a blob that no row names), then one transaction commits every record.

    A second import of the same folder changes nothing.
    """
    taken = list(episodes)
    for episode in taken:
        kept = put_blobs(store, episode.frames.values())
        if changed := set(kept) - set(episode.frames):
            what = f"{len(changed)} frames changed while they were imported"
            raise ImportRefused(what, where=episode.task.id, hint="import the folder again")
        on_done(episode)
    with database.session() as session:
        add_tasks(session, [episode.task for episode in taken])
        for episode in taken:
            commit_trajectory(session, episode.trajectory)
            if not current_annotations(session, episode.trajectory.id):
                add_annotations(session, episode.annotations)
    return IngestSummary(
        episodes=len(taken),
        steps=sum(len(episode.trajectory.steps) for episode in taken),
        frames=sum(len(episode.trajectory.frames()) for episode in taken),
        rationales=sum(len(episode.annotations) for episode in taken),
    )
