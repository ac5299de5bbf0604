"""The measures of quality as people read them, and as scripts do."""

import msgspec
import pytest
from msgspec import Struct

from embrace3k.annotator.quality.report import QualityReport, quality_report
from embrace3k.annotator.quality.resampling import Estimate, Gap
from embrace3k.cli.quality_tables import in_words, print_quality
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
        "verdict (all) 11 3 1.00",
        "ann bob 11 3 1.00",
        "ann what was decided 3 1",
        "bob 1 0 0.00 (0.00 to 0.79) t0000/0",
    ):
        assert any(line.split()[: len(row.split())] == row.split() for line in shown.splitlines()), row
    assert any(line.split()[:3] == ["(all)", "2", "514"] for line in shown.splitlines())


@pytest.mark.parametrize(
    ("estimate", "words"),
    [
        (Estimate(value=0.5, low=0.4, high=0.6), "0.50 (0.40 to 0.60)"),
        (Estimate(gap=Gap.NO_OVERLAP), "[no step in common]"),
        (Estimate(value=1.0, gap=Gap.ONE_TRAJECTORY), "1.00 [no interval from one trajectory]"),
    ],
)
def test_what_does_not_exist_says_why(estimate: Estimate, words: str):
    assert in_words(estimate) == words
