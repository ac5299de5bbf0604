"""The measures of quality as people read them, and as scripts do."""

import msgspec
import pytest
from msgspec import Struct

from embrace3k.annotator.lints import LintCode
from embrace3k.annotator.quality.report import QualityReport, quality_report
from embrace3k.annotator.quality.resampling import Estimate, Gap
from embrace3k.cli.quality_tables import MOST_PAIRS, in_words, print_quality
from embrace3k.tests.annotator.judged import judged
from embrace3k.tests.annotator.test_progress import finished


class Probed(Struct, frozen=True):
    annotator: str
    trajectory_id: str
    step_index: int
    caught: bool


def report() -> QualityReport:
    """Three trajectories of four steps; the first step was planted, and b missed it."""
    rows = judged("ann", "ngngggngggng") + judged("bob", "ggngggngggng")
    probes = [Probed("ann", "t0000", 0, True), Probed("bob", "t0000", 0, False)]
    return quality_report(rows, adjudicated=judged("eve", "ggng"), probes=probes, steps=[finished(0), finished(9)])


def test_planted_steps_are_left_out_of_agreement():
    verdict = report().agreement.groups[0]
    assert (verdict.steps, verdict.alpha.value) == (11, 1.0)


def test_the_report_is_json_and_comes_back_from_it_as_it_was():
    assert msgspec.json.decode(msgspec.json.encode(report()), type=QualityReport) == report()


def test_every_table_is_printed(capsys: pytest.CaptureFixture[str]):
    print_quality(report())
    shown = capsys.readouterr().out
    for row in (
        "verdict 11 3 1.00",
        "basic 11 3 1.00",
        "ann bob 11 3 1.00",
        "ann 3 1 1.00 [one trajectory]",
        "[one trajectory] no interval from one trajectory",
        "bob 1 0 0.00 (0.00 to 0.79) t0000/0",
        "(all) 2 514",
    ):
        assert any(line.split()[: len(row.split())] == row.split() for line in shown.splitlines()), row


def test_no_table_is_wider_than_100_columns(capsys: pytest.CaptureFixture[str]):
    print_quality(report())
    assert max(len(line.rstrip()) for line in capsys.readouterr().out.splitlines()) <= 100


def test_of_many_pairs_those_with_most_in_common_are_shown(capsys: pytest.CaptureFixture[str]):
    """Ten people make 45 pairs; the last of them judged one trajectory of three."""
    rows = [each for who in range(9) for each in judged(f"a{who}", "gnggggnggggn")] + judged("a9", "gngg")
    print_quality(quality_report(rows))
    lines = capsys.readouterr().out.splitlines()
    pairs = lines[lines.index("Each two annotators, verdict") + 2 :]
    assert [line.split()[1] for line in pairs[:MOST_PAIRS]].count("a9") == 0
    assert pairs[MOST_PAIRS] == "  15 more, with as many trajectories in common or fewer, are in --json"


def test_a_few_missed_steps_are_named_and_the_rest_counted(capsys: pytest.CaptureFixture[str]):
    print_quality(quality_report([], probes=[Probed("ann", "t", step, False) for step in range(7)]))
    assert "t/0, t/1, t/2 and 4 more" in capsys.readouterr().out


def test_lints_are_shown_where_somebody_looked_for_them(capsys: pytest.CaptureFixture[str]):
    steps = [finished(0, lints=(LintCode.COPY,)), finished(9, lints=())]
    print_quality(quality_report([], steps=steps))
    print_quality(quality_report([], steps=steps[1:]))
    shown = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["copy", "1", "50.0%"] in shown and ["(none)", "0", "0.0%"] in shown


@pytest.mark.parametrize(
    ("estimate", "words"),
    [
        (Estimate(value=0.5, low=0.4, high=0.6), "0.50 (0.40 to 0.60)"),
        (Estimate(gap=Gap.NO_OVERLAP), "[no overlap]"),
        (Estimate(value=1.0, gap=Gap.ONE_TRAJECTORY), "1.00 [one trajectory]"),
    ],
)
def test_what_does_not_exist_says_why(estimate: Estimate, words: str):
    assert in_words(estimate) == words
