"""Every kind of damage is found, and nothing else is reported."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine

from embrace3k.schema.codec import digest
from embrace3k.schema.trajectories import Final
from embrace3k.storage.annotations import add_annotations
from embrace3k.storage.blobs import blob_key, put_blob
from embrace3k.storage.database import Database
from embrace3k.storage.folder_store import FolderStore
from embrace3k.storage.integrity import check
from embrace3k.storage.replays import add_replay
from embrace3k.storage.s3_store import S3Store
from embrace3k.storage.task_reviews import add_review
from embrace3k.storage.tasks import add_tasks
from embrace3k.storage.trajectories import commit_trajectory
from embrace3k.tests.storage.samples import START, annotation, drifted, frame, review, steps, task, trajectory

CONTENTS = [b"first frame", b"second frame", b"a shard"]


@pytest.fixture
def blobs(database: Database, store: FolderStore) -> list[str]:
    """Those of a trajectory of two steps and three frames, two of them equal, and one that nothing names."""
    blobs = [put_blob(store, content) for content in CONTENTS]
    first, second = frame(blobs[0], 11), frame(blobs[1], 12)
    with database.session() as session:
        add_tasks(session, [task()])
        recorded = trajectory(steps=steps(first, second), final=Final(pose=START, frame=first))
        commit_trajectory(session, recorded)
        add_annotations(session, [annotation(1)])
        add_replay(session, drifted(trajectory_sha256=digest(recorded)))
        add_review(session, review())
    return blobs


def damage(database_url: str, statement: str) -> None:
    """Change rows as a stray hand would, with foreign keys off."""
    engine = create_engine(database_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        if engine.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql(statement)
    engine.dispose()


def test_what_is_whole_is_not_reported(database: Database, store: FolderStore, blobs: list[str]):
    progress: list[tuple[int, int]] = []
    assert check(database, store, on_progress=lambda done, total: progress.append((done, total))) == []
    total = sum(map(len, CONTENTS))
    assert progress[-1] == (total, total) and len(progress) == 3


def test_an_empty_database_and_an_empty_store_are_whole(database: Database, store: FolderStore):
    assert check(database, store) == []


@pytest.mark.parametrize(
    ("blob", "content", "code", "message"),
    [
        (0, None, "blob-missing", "is not in the store"),
        (0, b"first fram", "blob-truncated", "10 bytes instead of 11"),
        (1, b"second frame and more", "blob-altered", "21 bytes instead of 12"),
        (1, b"second game!", "blob-altered", "its bytes have sha256"),
        (2, b"a shar", "blob-altered", "its bytes have sha256"),
    ],
)
def test_a_damaged_blob_is_found(database, store, blobs, tmp_path: Path, blob, content, code, message):
    path = tmp_path / "objects" / blob_key(blobs[blob])
    path.unlink() if content is None else path.write_bytes(content)
    (finding,) = check(database, store)
    assert finding.code == code and message in finding.message
    assert blob == 2 or "trajectory fetch-1, step" in finding.where


@pytest.mark.parametrize(
    ("statement", "codes"),
    [
        ("DELETE FROM tasks", ["trajectory-dangling", "review-dangling"]),
        ("UPDATE task_reviews SET reviewer = 'Eve'", ["record-altered"]),
        ("UPDATE task_reviews SET revision = 2", ["record-altered", "review-gap"]),
        ("DELETE FROM trajectories", ["frame-dangling"] * 3 + ["annotation-dangling", "replay-dangling"]),
        ("UPDATE replays SET verdict = 'verified'", ["record-altered"]),
        ("UPDATE replays SET position_cm = 0.0", ["record-altered"]),
        ("UPDATE replays SET record = REPLACE(record, 'drifted', 'fine')", ["record-unreadable"]),
        ("UPDATE annotations SET step_index = 2", ["annotation-dangling", "record-altered"]),
        ("UPDATE tasks SET record = '{}'", ["record-unreadable"]),
        ("UPDATE trajectories SET record = 'x'", ["record-unreadable"]),
        ("UPDATE annotations SET record = REPLACE(record, 'trajectory_id', 'id')", ["record-unreadable"]),
        ("UPDATE annotations SET record = REPLACE(record, 'said', 'sung')", ["record-altered"]),
        ("UPDATE annotations SET revision = 3", ["record-altered", "annotation-gap"]),
        ("UPDATE tasks SET type = 'exploration'", ["record-altered"]),
        ("UPDATE trajectories SET success = NULL", ["record-altered"]),
        ("DELETE FROM frames WHERE step_index = 2", ["frame-unlisted"]),
        ("UPDATE frames SET size_bytes = 99 WHERE step_index = 1", ["frame-unlisted", "blob-truncated"]),
        ("UPDATE frames SET step_index = 5 WHERE step_index = 2", ["frame-unlisted", "frame-dangling"]),
    ],
)
def test_a_damaged_row_is_found(database, database_url: str, store, blobs, statement: str, codes: list[str]):
    damage(database_url, statement)
    assert [finding.code for finding in check(database, store)] == codes


def test_a_replay_of_other_content_is_found(database: Database, store: FolderStore, blobs: list[str]):
    with database.session() as session:
        add_replay(session, drifted(trajectory_sha256="0" * 64))
    (finding,) = check(database, store)
    assert (finding.code, finding.where) == ("replay-stale", "replay 2 of trajectory fetch-1")


def test_a_damaged_blob_in_s3_is_found(database: Database, blobs: list[str], s3_store: S3Store):
    for content in CONTENTS:
        put_blob(s3_store, content)
    key = blob_key(blobs[1])
    s3_store.replace(key, b"second game!", if_match=s3_store.stat(key).etag)
    assert [finding.code for finding in check(database, s3_store)] == ["blob-altered"]
