"""Pace, time on screen, and what became of the drafts."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from embrace3k.annotator.lints import LintCode
from embrace3k.annotator.quality.progress import FinishedStep, progress, progress_by_annotator
from embrace3k.schema.authors import AuthorKind

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


def finished(after_s: float, annotator: str = "ann", **more: Any) -> FinishedStep:
    saved_at = NOON + timedelta(seconds=after_s)
    fields: dict[str, Any] = {"dwell_ms": 5000, "origin": AuthorKind.MODEL, "edited": False} | more
    return FinishedStep(annotator=annotator, saved_at=saved_at, **fields)


def test_time_goes_from_save_to_save_and_pauses_are_not_work():
    """5 s on screen, 10 and 20 s to the next saves, an hour's break, and 5 s on screen again."""
    found = progress([finished(0), finished(30), finished(10), finished(3630)])
    assert found.active_hours * 3600 == pytest.approx(40)
    assert found.steps_per_hour == pytest.approx(4 / 40 * 3600)


def test_people_who_work_at_the_same_time_each_count_their_own_time():
    rows = [finished(0), finished(1, "bob"), finished(10), finished(11, "bob")]
    assert progress(rows).active_hours * 3600 == pytest.approx(30)
    assert {name: each.steps for name, each in progress_by_annotator(rows).items()} == {"ann": 2, "bob": 2}


def test_drafts_are_accepted_edited_or_were_never_there():
    human, template = AuthorKind.HUMAN, AuthorKind.TEMPLATE
    rows = [
        finished(0, dwell_ms=800),
        finished(1, edited=True, dwell_ms=9000),
        finished(2, origin=template, dwell_ms=1000),
    ]
    found = progress([*rows, finished(3, origin=human, dwell_ms=20000)])
    assert (found.drafted, found.share_edited) == (3, 0.25)
    assert found.share_unchanged == pytest.approx(2 / 3)
    assert (found.median_dwell_s, found.median_dwell_unchanged_s) == (5.0, 0.9)


def test_lints_that_nobody_looked_for_are_not_none_at_all():
    assert (progress([finished(0)]).lints, progress([finished(0, lints=())]).lints) == (None, {})


def test_a_lint_counts_once_a_step_and_the_commonest_comes_first():
    copy, short = LintCode.COPY, LintCode.TOO_SHORT
    found = progress(
        [
            finished(0, lints=(short, short)),
            finished(1, lints=(copy,)),
            finished(2, lints=(copy, short)),
            finished(3, lints=(copy,)),
        ]
    )
    assert found.lints and list(found.lints.items()) == [(copy, 3), (short, 2)]


def test_no_steps_have_no_pace():
    found = progress([])
    assert (found.steps, found.steps_per_hour, found.median_dwell_s, found.share_unchanged) == (0, None, None, None)
    assert progress_by_annotator([]) == {}
