"""How the measures of quality are shown: agreement, then two by two, then planted steps and pace."""

from collections.abc import Iterable

import click

from embrace3k.annotator.quality.agreement import Agreement, PairAgreement
from embrace3k.annotator.quality.attention import Attention
from embrace3k.annotator.quality.judgements import Question
from embrace3k.annotator.quality.progress import Progress
from embrace3k.annotator.quality.report import QualityReport
from embrace3k.annotator.quality.resampling import GAP_WORDS, Estimate
from embrace3k.cli.output import print_table
from embrace3k.schema.annotations import Verdict


def print_quality(report: QualityReport) -> None:
    click.echo(
        f"Intervals of {report.level:.0%}; those of agreement from {report.resamples} resamples of trajectories.\n"
    )
    _print_groups(report.agreement)
    _print_people(report.agreement)
    if report.attention:
        _print_attention(report.attention)
    if report.progress.steps:
        _print_progress(report)


def in_words(estimate: Estimate) -> str:
    """`0.56 (0.51 to 0.61)`; what does not exist is a reason in brackets."""
    reason = f"[{GAP_WORDS[estimate.gap]}]" if estimate.gap else ""
    if estimate.value is None:
        return reason
    spread = reason if estimate.low is None else f"({estimate.low:.2f} to {estimate.high:.2f})"
    return f"{estimate.value:.2f} {spread}"


def _print_groups(agreement: Agreement) -> None:
    print_table(
        [
            "question",
            "task type",
            ">steps",
            ">trajectories",
            "alpha",
            "alike",
            *(f"alike on {each}" for each in Verdict),
        ],
        [
            (
                *(each.question, each.task_type or "(all)", each.steps, each.trajectories),
                *(in_words(estimate) for estimate in (each.alpha, each.alike, *each.alike_on.values())),
            )
            for each in agreement.groups
        ],
    )
    click.echo()


def _print_people(agreement: Agreement) -> None:
    """The overall verdict alone; --json has every question."""
    named = [("all others", agreement.with_others), ("what was decided", agreement.with_decided)]
    rows: list[tuple[str, PairAgreement]] = [(each.other or "", each) for each in agreement.pairs]
    rows += [(side, each) for side, found in named for each in found]
    print_table(
        ["annotator", "and", ">steps", ">trajectories", "kappa", "alike"],
        [
            (each.annotator, side, each.steps, each.trajectories, in_words(each.kappa), in_words(each.alike))
            for side, each in rows
            if each.question is Question.VERDICT and each.steps
        ],
    )
    click.echo()


def _print_attention(found: Iterable[Attention]) -> None:
    print_table(
        ["annotator", ">planted", ">caught", "rate", "missed"],
        [
            (
                *(each.annotator, each.caught + each.missed, each.caught),
                f"{each.rate:.2f} ({each.low:.2f} to {each.high:.2f})",
                ", ".join(f"{step.trajectory_id}/{step.step_index}" for step in each.missed_steps) or "-",
            )
            for each in found
        ],
    )
    click.echo()


def _print_progress(report: QualityReport) -> None:
    print_table(
        ["annotator", ">steps", ">an hour", ">on screen s", ">if unchanged s", ">edited", ">unchanged", "lints"],
        [
            *(_progress(name, each) for name, each in report.progress_by_annotator.items()),
            _progress("(all)", report.progress),
        ],
    )


def _progress(name: str, found: Progress) -> tuple[object, ...]:
    lints = ", ".join(f"{code} {count}" for code, count in found.lints.items())
    return (
        *(name, found.steps, _number(found.steps_per_hour, ".0f")),
        *(_number(found.median_dwell_s, ".1f"), _number(found.median_dwell_unchanged_s, ".1f")),
        *(_number(found.share_edited, ".0%"), _number(found.share_unchanged, ".0%"), lints or "-"),
    )


def _number(value: float | None, form: str) -> str:
    return "-" if value is None else format(value, form)
