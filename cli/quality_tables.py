"""How the measures of quality are shown: agreement, then annotator by annotator, then planted steps and pace.

No table is wider than 100 columns as long as names are short. What they leave out is in the JSON.
"""

from collections.abc import Iterable, Sequence

import click

from embrace3k.annotator.quality.agreement import Agreement, PairAgreement
from embrace3k.annotator.quality.attention import Attention, StepId
from embrace3k.annotator.quality.judgements import Question
from embrace3k.annotator.quality.progress import Progress
from embrace3k.annotator.quality.report import QualityReport
from embrace3k.annotator.quality.resampling import GAP_WORDS, Estimate, Gap
from embrace3k.cli.output import print_table
from embrace3k.schema.annotations import Verdict

MOST_PAIRS = 30
"""Fifty annotators make a thousand pairs, of which a table would show nothing."""
MOST_STEPS = 3
_SIDES = [">steps", ">trajectories"]


def print_quality(report: QualityReport) -> None:
    if report.works is not None:
        click.echo(f"{report.works:,} works.")
    click.echo(
        f"Intervals of {report.level:.0%}; those of agreement from {report.resamples:,} resamples of trajectories."
    )
    _print_groups(report.agreement)
    _print_people("Each annotator with all others, verdict", report.agreement.with_others)
    _print_people("Each annotator with what was decided, verdict", report.agreement.with_decided)
    _print_pairs(report.agreement.pairs)
    _print("Planted steps", ["annotator", ">planted", ">caught", "rate", "missed"], map(_attention, report.attention))
    if report.progress.steps:
        _print_progress(report)


def in_words(estimate: Estimate) -> str:
    """`0.56 (0.51 to 0.61)`; what does not exist is the short name of a reason in brackets."""
    reason = _short(estimate.gap) if estimate.gap else ""
    if estimate.value is None:
        return reason
    spread = reason if estimate.low is None else f"({estimate.low:.2f} to {estimate.high:.2f})"
    return f"{estimate.value:.2f} {spread}"


def _print(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table with its title, and below it what the reasons in it mean. Nothing where it has no rows."""
    if not (listed := list(rows)):
        return
    click.echo(f"\n{title}")
    print_table(columns, [[in_words(cell) if isinstance(cell, Estimate) else cell for cell in row] for row in listed])
    gaps = {cell.gap for row in listed for cell in row if isinstance(cell, Estimate)}
    for gap in Gap:
        if gap in gaps:
            click.echo(f"  {_short(gap)} {GAP_WORDS[gap]}")


def _short(gap: Gap) -> str:
    return f"[{gap.replace('_', ' ')}]"


def _print_groups(agreement: Agreement) -> None:
    overall = [each for each in agreement.groups if each.task_type is None]
    _print(
        "Agreement of all annotators",
        ["question", *_SIDES, "alpha", "alike"],
        [(each.question, each.steps, each.trajectories, each.alpha, each.alike) for each in overall],
    )
    _print(
        "Where one gave a verdict, the share of the others who gave it too",
        ["question", *Verdict],
        [(each.question, *each.alike_on.values()) for each in overall],
    )
    _print(
        "Agreement by task type, verdict",
        ["task type", *_SIDES, "alpha", "alike"],
        [
            (each.task_type, each.steps, each.trajectories, each.alpha, each.alike)
            for each in agreement.groups
            if each.task_type and each.question is Question.VERDICT
        ],
    )


def _print_people(title: str, found: Iterable[PairAgreement]) -> None:
    rows = [
        (each.annotator, each.steps, each.trajectories, each.kappa, each.alike)
        for each in found
        if each.question is Question.VERDICT and each.steps
    ]
    _print(title, ["annotator", *_SIDES, "kappa", "alike"], rows)


def _print_pairs(found: Iterable[PairAgreement]) -> None:
    pairs = [each for each in found if each.question is Question.VERDICT and each.steps]
    shown = sorted(pairs, key=lambda each: -each.trajectories)[:MOST_PAIRS]
    _print(
        "Each two annotators, verdict",
        ["annotator", "and", *_SIDES, "kappa", "alike"],
        [(each.annotator, each.other, each.steps, each.trajectories, each.kappa, each.alike) for each in shown],
    )
    if len(pairs) > len(shown):
        click.echo(f"  {len(pairs) - len(shown):,} more, with as many trajectories in common or fewer, are in --json")


def _attention(found: Attention) -> tuple[object, ...]:
    rate = f"{found.rate:.2f} ({found.low:.2f} to {found.high:.2f})"
    return found.annotator, found.caught + found.missed, found.caught, rate, _steps(found.missed_steps)


def _steps(missed: Sequence[StepId]) -> str:
    named = ", ".join(f"{step.trajectory_id}/{step.step_index}" for step in missed[:MOST_STEPS])
    return f"{named} and {len(missed) - MOST_STEPS} more" if len(missed) > MOST_STEPS else named or "-"


def _print_progress(report: QualityReport) -> None:
    _print(
        "Pace and drafts",
        ["annotator", ">steps", ">an hour", ">s on screen", ">s if unchanged", ">edited", ">unchanged"],
        [
            *(_progress(name, each) for name, each in report.progress_by_annotator.items()),
            _progress("(all)", report.progress),
        ],
    )
    lints, steps = report.progress.lints, report.progress.steps
    if lints is not None:
        rows = [(each, count, f"{count / steps:.1%}") for each, count in lints.items()]
        _print("Lints", ["lint", ">steps", ">share"], rows or [("(none)", 0, "0.0%")])


def _progress(name: str, found: Progress) -> tuple[object, ...]:
    return (
        *(name, found.steps, _number(found.steps_per_hour, ".0f")),
        *(_number(found.median_dwell_s, ".1f"), _number(found.median_dwell_unchanged_s, ".1f")),
        *(_number(found.share_edited, ".0%"), _number(found.share_unchanged, ".0%")),
    )


def _number(value: float | None, form: str) -> str:
    return "-" if value is None else format(value, form)
