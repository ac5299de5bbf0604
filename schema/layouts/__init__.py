"""The published layouts, read and written: v1 (July 2025) and v2 (the later release)."""

from embrace3k.schema.layouts.episodes import Episode, EpisodeLike, ImportedEpisode, Loss
from embrace3k.schema.layouts.reading import Layout, read, recognise
from embrace3k.schema.layouts.safety import Limits
from embrace3k.schema.layouts.writing import write_v1, write_v2

__all__ = [
    "Episode",
    "EpisodeLike",
    "ImportedEpisode",
    "Layout",
    "Limits",
    "Loss",
    "read",
    "recognise",
    "write_v1",
    "write_v2",
]
