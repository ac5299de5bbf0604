"""The two published layouts, through `schema.layouts`."""

from collections.abc import Callable, Sequence
from pathlib import Path

from embrace3k.exporters.formats.summary import ExportSummary, OnProgress, sum_up
from embrace3k.exporters.frames import read_frame
from embrace3k.exporters.selection import EpisodeRecords, read_snapshot
from embrace3k.exporters.staging import write_durably
from embrace3k.schema.layouts import EpisodeLike, Loss, maps, write_v1, write_v2
from embrace3k.schema.trajectories import Frame
from embrace3k.storage.database import Database
from embrace3k.storage.interfaces import ObjectStore


class _FrameReader:
    """Gives the layout writers their frames, and counts them."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store
        self.where, self.count = "", 0

    def __call__(self, frame: Frame) -> bytes:
        self.count += 1
        return read_frame(self._store, frame, self.where)


_LayoutWriter = Callable[[EpisodeLike, Path, Callable[[Frame], bytes]], list[Loss]]


def write_embrace_v1(database: Database, store: ObjectStore, out: Path, on_progress: OnProgress) -> ExportSummary:
    episodes = read_snapshot(database, None).episodes
    return _write("embrace-v1", write_v1, episodes, store, out, on_progress)


def write_embrace_v2(database: Database, store: ObjectStore, out: Path, on_progress: OnProgress) -> ExportSummary:
    """With `maps.json` at the root where there are embedded worlds: the public evaluator wants it."""
    episodes = read_snapshot(database, None).episodes
    document = maps.compose(episode.task for episode in episodes)
    if document is not None:
        write_durably(out / maps.NAME, document)
    return _write("embrace-v2", write_v2, episodes, store, out, on_progress)


def _write(
    name: str,
    write: _LayoutWriter,
    episodes: Sequence[EpisodeRecords],
    store: ObjectStore,
    out: Path,
    on_progress: OnProgress,
) -> ExportSummary:
    reader, losses = _FrameReader(store), list[tuple[str, str]]()
    for done, episode in enumerate(episodes, start=1):
        reader.where = f"trajectory {episode.trajectory.id}"
        found = {loss.code: loss.message for loss in write(episode, out, reader)}
        losses.extend(found.items())
        on_progress(done, len(episodes))
    steps = sum(len(episode.trajectory.steps) for episode in episodes)
    return ExportSummary(format=name, episodes=len(episodes), steps=steps, frames=reader.count, losses=sum_up(losses))
