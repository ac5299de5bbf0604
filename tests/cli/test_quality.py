"""`embrace3k quality`, by the command a user types."""

import sys
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from embrace3k.annotator.errors import LibraryMissing
from embrace3k.annotator.leases import take
from embrace3k.annotator.quality.report import QualityReport
from embrace3k.annotator.queue import Plan
from embrace3k.annotator.submitting import submit
from embrace3k.cli.main import cli
from embrace3k.storage.database import Database, sqlite_url
from embrace3k.storage.errors import RecordNotFound
from embrace3k.tests.annotator.workplace import ANN, BEN, NOW, do_all, fill


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--home", str(home), "quality", *arguments], catch_exceptions=False)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Ann and Ben have annotated `a`, blind to each other, and agree."""
    with Database(sqlite_url(tmp_path / "embrace3k.sqlite3")) as database:
        database.migrate()
        fill(database, "a", plan=Plan(campaign="first", annotators=2, overlap=1.0))
        with database.session() as session:
            for person, lane in ((ANN, 1), (BEN, 2)):
                take(session, person, "a", lane, NOW)
                do_all(session, person, lane=lane)
                submit(session, person, "a", lane, NOW)
    return tmp_path


def test_the_tables_are_printed(home: Path):
    lines = [line.split() for line in run(home, "--campaign", "first").stdout.splitlines()]
    assert lines[0] == ["1", "works."]
    assert ["verdict", "2", "1", "[one", "verdict]", "1.00", "[one", "trajectory]"] in lines
    assert ["Ann", "Ben", "2", "1", "[one", "verdict]", "1.00", "[one", "trajectory]"] in lines
    assert ["(all)", "4", "8000", "0.9", "-", "100%", "0%"] in lines


def test_the_json_is_the_whole_report(home: Path):
    report = msgspec.json.decode(run(home, "--json", "--lints").stdout, type=QualityReport)
    assert (report.works, report.progress.steps, len(report.agreement.pairs)) == (1, 4, 4)
    assert report.progress.lints == {"copy": 4, "too_short": 4, "contradicts_action": 2}


def test_a_misspelt_campaign_is_said(home: Path):
    with pytest.raises(RecordNotFound, match="campaign frist: it has no works"):
        run(home, "--campaign", "frist")


def test_a_missing_library_is_said_with_the_line_that_installs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "sklearn", None)
    with pytest.raises(LibraryMissing, match=r"scikit-learn\. run: pip install 'embrace3k\[quality\]'"):
        run(tmp_path)
