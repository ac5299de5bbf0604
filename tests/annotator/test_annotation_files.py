"""Annotations out by number and in again: all of a file or nothing, twice the same as once. On both databases."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from embrace3k.annotator.annotation_files import ImportSummary, import_annotations
from embrace3k.schema.authors import Author, AuthorKind
from embrace3k.schema.codec import encode
from embrace3k.schema.errors import ImportRefused
from embrace3k.storage.annotation_feed import exported_annotations
from embrace3k.storage.annotations import add_annotations, history
from embrace3k.storage.database import Database
from embrace3k.storage.events import events_since
from embrace3k.storage.tasks import add_tasks
from embrace3k.storage.trajectories import commit_trajectory
from embrace3k.tests.storage.samples import annotation, task, trajectory

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
BOB = Author(kind=AuthorKind.HUMAN, name="Bob")


@pytest.fixture
def annotated(database: Database) -> Database:
    """A trajectory of two steps; the first has one revision."""
    with database.session() as session:
        add_tasks(session, [task()])
        commit_trajectory(session, trajectory())
        add_annotations(session, [annotation()])
    return database


def line(step_index: int = 0, revision: int = 1, *, beside: dict[str, Any] | None = None, **changes: Any) -> str:
    note = json.loads(encode(annotation(step_index, revision, author=BOB))) | changes
    return json.dumps((beside or {}) | {"annotation": note})


def take(database: Database, folder: Path, *lines: str) -> ImportSummary:
    file = folder / "ours.jsonl"
    file.write_text("\n".join(lines))
    return import_annotations(database, file, who="operator", now=NOW)


def test_revisions_come_in_under_their_author_and_a_second_time_nothing_does(annotated: Database, tmp_path: Path):
    lines = line(0, 3), line(0, 2), "", line(1, 1)
    assert take(annotated, tmp_path, *lines) == ImportSummary(added=3, known=0)
    assert take(annotated, tmp_path, *lines) == ImportSummary(added=0, known=3)
    with annotated.snapshot() as session:
        assert [each.author.name for each in history(session, "fetch-1", 0)] == ["drafts", "Bob", "Bob"]
    (event,) = events_since(annotated, 0)
    assert (event.action, event.who, event.detail) == ("annotations.imported", "operator", {"added": 3})


def test_an_export_goes_on_after_a_number_and_comes_in_elsewhere(annotated: Database, tmp_path: Path):
    (first,) = exported_annotations(annotated)
    with annotated.session() as session:
        add_annotations(session, [annotation(0, 2), annotation(1, 1)])
    later = list(exported_annotations(annotated, first.number or 0))
    assert [(each.annotation.step_index, each.annotation.revision) for each in later] == [(0, 2), (1, 1)]
    assert first.annotation == annotation() and first.task_id == "fetch"
    lines = [encode(each).decode() for each in exported_annotations(annotated)]
    assert take(annotated, tmp_path, *lines) == ImportSummary(added=0, known=3)


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ("{", "2: not JSON"),
        ("[]", "2#: Expected `object`"),
        ("{}", "2#: Object missing required field `annotation`"),
        (line(1, beside={"extra": 1}), "2#: Object contains unknown field `extra`"),
        (line(1, rationale=5), "2#/annotation/rationale: "),
        (line(1, verdict="maybe"), "2#/annotation/verdict: "),
        (line(1, trajectory_id="nope"), "2#/annotation/trajectory_id: no such trajectory"),
        (line(7), "2#/annotation/step_index: A001 speaks of step 7; the last one is 1"),
        (line(1, rationale="<image> Go."), "2#/annotation/rationale: A003 "),
        (line(1, beside={"task_id": "other"}), "2#/task_id: is 'other', but the trajectory's task is 'fetch'"),
        (line(1, beside={"trajectory_sha256": "0"}), "2#/trajectory_sha256: is of another content"),
        (line(0, 1), "2#/annotation/revision: revision 1 is there already, and says something else"),
        (line(0, 4), "2#/annotation/revision: revision 3, which it follows, is neither here nor in the file"),
        (line(0, 3, parent=1), "2#/annotation/parent: is 1, but the revision before it is 2"),
    ],
)
def test_one_bad_line_refuses_the_whole_file_and_is_named(annotated: Database, tmp_path: Path, bad: str, says: str):
    with pytest.raises(ImportRefused) as caught:
        take(annotated, tmp_path, line(0, 2), bad)
    assert str(caught.value).startswith(f"{tmp_path}/ours.jsonl:{says}")
    with annotated.snapshot() as session:
        assert len(history(session, "fetch-1", 0)) == 1
    assert events_since(annotated, 0) == []
