"""A folder of the published layouts taken in, once and again."""

import json
from pathlib import Path

import msgspec
import pytest

from embrace3k.schema.authors import Author, AuthorKind
from embrace3k.schema.errors import ImportRefused
from embrace3k.schema.layouts import read
from embrace3k.storage.annotations import add_annotations, current_annotations, history
from embrace3k.storage.database import Database
from embrace3k.storage.errors import RevisionConflict
from embrace3k.storage.folder_store import FolderStore
from embrace3k.storage.ingest import IngestSummary, ingest
from embrace3k.storage.trajectories import trajectory_ids
from embrace3k.tests.schema.records import v1_folder

NOTHING_NEW = IngestSummary(known=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    v1_folder(tmp_path / "data")
    return tmp_path / "data"


def correct(folder: Path, text: str) -> None:
    """Another rationale for the first step."""
    (path,) = folder.rglob("gemini.json")
    entries = json.loads(path.read_text())
    entries[0]["thinking"] = text
    path.write_text(json.dumps(entries))


def test_a_second_import_adds_nothing_and_says_so(database: Database, store: FolderStore, folder: Path):
    assert ingest(database, store, read(folder)) == IngestSummary(episodes=1, steps=2, frames=2, rationales=2)
    assert ingest(database, store, read(folder)) == NOTHING_NEW


def test_a_corrected_rationale_becomes_a_revision(database: Database, store: FolderStore, folder: Path):
    ingest(database, store, read(folder))
    correct(folder, "I see more.")
    assert ingest(database, store, read(folder)) == IngestSummary(known=1, rationales=1)
    assert ingest(database, store, read(folder)) == NOTHING_NEW
    with database.snapshot() as session:
        (trajectory_id,) = trajectory_ids(session)
        told = [(each.revision, each.parent, each.rationale) for each in history(session, trajectory_id, 0)]
    assert told == [(1, None, "Because of 0."), (2, 1, "I see more.")]


def test_what_a_person_wrote_is_not_overwritten_by_an_import(database: Database, store: FolderStore, folder: Path):
    ingest(database, store, read(folder))
    with database.session() as session:
        (trajectory_id,) = trajectory_ids(session)
        imported = current_annotations(session, trajectory_id)[0]
        ada = Author(kind=AuthorKind.HUMAN, name="ada")
        revised = msgspec.structs.replace(imported, revision=2, parent=1, rationale="I turn.", author=ada)
        add_annotations(session, [revised])
    assert ingest(database, store, read(folder)) == NOTHING_NEW
    correct(folder, "I see more.")
    with pytest.raises(RevisionConflict, match="step 0: ada has written revision 2"):
        ingest(database, store, read(folder))


def test_a_frame_that_changes_meanwhile_refuses_the_import(database: Database, store: FolderStore, folder: Path):
    episodes = list(read(folder))
    (frame,) = folder.rglob("001.jpg")
    frame.write_bytes(b"other bytes")
    with pytest.raises(ImportRefused, match="1 frames changed"):
        ingest(database, store, episodes)
    frame.unlink()
    frame.symlink_to("000.jpg")
    with pytest.raises(ImportRefused, match="001.jpg"):
        ingest(database, store, episodes)
    with database.snapshot() as session:
        assert trajectory_ids(session) == set()
