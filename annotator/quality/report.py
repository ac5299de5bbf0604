"""All measures of quality in one record, as scripts read it and the terminal shows it."""

from collections.abc import Iterable

from msgspec import Struct

from embrace3k.annotator.quality.agreement import Agreement, agreement
from embrace3k.annotator.quality.attention import Attention, Probe, attention
from embrace3k.annotator.quality.judgements import Judgement
from embrace3k.annotator.quality.progress import FinishedStep, Progress, progress, progress_by_annotator
from embrace3k.annotator.quality.resampling import LEVEL, RESAMPLES


class QualityReport(Struct, frozen=True, kw_only=True):
    works: int | None
    """From so many works; null where the rows came from elsewhere."""
    hidden: int
    """Left out, because whoever asks may not see every lane of them."""
    resamples: int
    """Of trajectories, for each interval of agreement."""
    level: float
    agreement: Agreement
    attention: list[Attention]
    progress: Progress
    progress_by_annotator: dict[str, Progress]


def quality_report(
    judgements: Iterable[Judgement],
    *,
    adjudicated: Iterable[Judgement] = (),
    probes: Iterable[Probe] = (),
    steps: Iterable[FinishedStep] = (),
    works: int | None = None,
    hidden: int = 0,
) -> QualityReport:
    """Planted steps are left out of agreement: what everybody ought to reject says nothing about the rest.

    Raises LibraryMissing, JudgedTwice.
    """
    met, rows = list(probes), list(steps)
    planted = {(probe.trajectory_id, probe.step_index) for probe in met}
    return QualityReport(
        works=works,
        hidden=hidden,
        resamples=RESAMPLES,
        level=LEVEL,
        agreement=agreement(_without(planted, judgements), _without(planted, adjudicated)),
        attention=attention(met),
        progress=progress(rows),
        progress_by_annotator=progress_by_annotator(rows),
    )


def _without(planted: set[tuple[str, int]], judgements: Iterable[Judgement]) -> list[Judgement]:
    return [each for each in judgements if (each.trajectory_id, each.step_index) not in planted]
