"""How the work goes on: pace, time on screen, and what became of the drafts."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby, pairwise
from statistics import median

from msgspec import Struct

from embrace3k.annotator.lints import LintCode
from embrace3k.schema.authors import AuthorKind

PAUSE_S = 300.0
"""Somebody who saves nothing for longer than this is taken to have done something else."""


class FinishedStep(Struct, frozen=True, kw_only=True):
    """A step with its annotator's explicit verdict, as it stands."""

    annotator: str
    saved_at: datetime
    dwell_ms: int
    """How long the annotator had it on screen."""
    origin: AuthorKind
    """Who wrote the text's first form; human where there was no draft."""
    edited: bool
    """Whether the text differs from that form."""
    lints: tuple[LintCode, ...] | None = None
    """Of the text as it stands; None where nobody looked for them."""


class Progress(Struct, frozen=True, kw_only=True):
    """What has no steps to be measured on is null."""

    steps: int
    active_hours: float
    steps_per_hour: float | None
    median_dwell_s: float | None
    median_dwell_unchanged_s: float | None
    """Of drafts that were accepted as they were."""
    drafted: int
    share_unchanged: float | None
    """Of the drafts, those accepted as they were."""
    share_edited: float | None
    """Of all steps, those whose text was changed."""
    lints: dict[LintCode, int] | None
    """Steps with at least one of a code, commonest first; codes that nothing trips are left out."""


def progress(steps: Iterable[FinishedStep]) -> Progress:
    rows = list(steps)
    drafted = [row for row in rows if row.origin is not AuthorKind.HUMAN]
    unchanged = [row for row in drafted if not row.edited]
    looked = all(row.lints is not None for row in rows)
    hours = sum(_active_s(own) for own in _by_annotator(rows).values()) / 3600
    return Progress(
        steps=len(rows),
        active_hours=hours,
        steps_per_hour=len(rows) / hours if hours else None,
        median_dwell_s=_median_dwell_s(rows),
        median_dwell_unchanged_s=_median_dwell_s(unchanged),
        drafted=len(drafted),
        share_unchanged=_share(len(unchanged), len(drafted)),
        share_edited=_share(sum(row.edited for row in rows), len(rows)),
        lints=_counted([row.lints for row in rows if row.lints is not None]) if looked else None,
    )


def progress_by_annotator(steps: Iterable[FinishedStep]) -> dict[str, Progress]:
    return {name: progress(own) for name, own in _by_annotator(steps).items()}


def _by_annotator(steps: Iterable[FinishedStep]) -> dict[str, list[FinishedStep]]:
    ordered = sorted(steps, key=lambda row: (row.annotator, row.saved_at))
    return {name: list(own) for name, own in groupby(ordered, key=lambda row: row.annotator)}


def _active_s(ordered: Sequence[FinishedStep]) -> float:
    """From save to save. The first step, and one after a pause, took the time it was on screen."""
    total = ordered[0].dwell_ms / 1000
    for before, row in pairwise(ordered):
        gap = (row.saved_at - before.saved_at).total_seconds()
        total += gap if gap <= PAUSE_S else row.dwell_ms / 1000
    return total


def _counted(found: Iterable[tuple[LintCode, ...]]) -> dict[LintCode, int]:
    counts = Counter(code for codes in found for code in set(codes))
    return dict(sorted(counts.items(), key=lambda each: (-each[1], each[0])))


def _median_dwell_s(rows: Sequence[FinishedStep]) -> float | None:
    return median(row.dwell_ms for row in rows) / 1000 if rows else None


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
