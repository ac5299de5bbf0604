"""Opening, migrating and sharing a database, on SQLite and PostgreSQL."""

import os
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError

from embrace3k.storage.database import Database, sqlite_url
from embrace3k.storage.errors import DatabaseBusy, DatabaseTooNew, MigrationNeeded, StorageError
from embrace3k.storage.migration import migration_config
from embrace3k.storage.tables import Table, TaskRecord, TrajectoryRecord, table_of
from embrace3k.storage.task_reviews import reviewed_tasks
from embrace3k.storage.tasks import add_tasks, list_tasks, task_values
from embrace3k.storage.trajectories import trajectory_values
from embrace3k.tests.storage.samples import task, trajectory

MIGRATE = "import sys; from embrace3k.storage.database import Database; Database(sys.argv[1]).migrate()"
ADD_AND_HANG = """
import sys, time
from embrace3k.storage.database import Database
from embrace3k.storage.tasks import add_tasks
from embrace3k.tests.storage.samples import task
with Database(sys.argv[1]).session() as session:
    add_tasks(session, [task()])
print("committed", flush=True)
time.sleep(60)
"""


def test_the_tables_are_what_the_migrations_make(database: Database):
    with database.snapshot() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []


def test_migrating_again_keeps_everything(database: Database):
    with database.session() as session:
        add_tasks(session, [task()])
    database.migrate()
    with database.snapshot() as session:
        assert list_tasks(session) == [task()]


def test_two_processes_may_migrate_at_once(database_url: str):
    command = [sys.executable, "-c", MIGRATE, database_url]
    processes = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(2)]
    assert [process.communicate(timeout=60)[1] for process in processes] == [b"", b""]
    with Database(database_url) as database, database.session() as session:
        assert add_tasks(session, [task()]) == 1


def test_a_database_without_tables_is_named(database_url: str):
    with Database(database_url) as database:
        with pytest.raises(MigrationNeeded, match="has no tables of this version. call Database.migrate"):
            with database.session():
                pass


def test_a_database_of_a_newer_version_is_left_alone(database: Database, database_url: str):
    with database.session() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with Database(database_url) as older:
        with pytest.raises(DatabaseTooNew, match="version 9999, .* install a newer embrace3k; this one reads 0001, 00"):
            older.migrate()
        with pytest.raises(DatabaseTooNew), older.snapshot():
            pass


def test_a_database_of_the_first_version_keeps_its_tasks_when_it_is_brought_up(database_url: str):
    values = task_values(task()) | {"created_at": datetime(2026, 1, 31, tzinfo=UTC)}
    engine = create_engine(database_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        command.upgrade(migration_config(connection), "0001")
        connection.execute(table_of(TaskRecord).insert(), values)
    engine.dispose()
    with Database(database_url) as database:
        with pytest.raises(MigrationNeeded), database.snapshot():
            pass
        database.migrate()
        with database.snapshot() as session:
            assert list_tasks(session) == [task()]
            assert [each.state for each in reviewed_tasks(session)] == ["proposed"]


def test_an_exception_undoes_the_session(database: Database):
    with pytest.raises(KeyError), database.session() as session:
        add_tasks(session, [task()])
        raise KeyError
    with database.snapshot() as session:
        assert list_tasks(session) == []


def test_a_snapshot_stays_as_it_was_while_others_write(database: Database):
    with database.snapshot() as before:
        assert list_tasks(before) == []
        with database.session() as session:
            add_tasks(session, [task()])
        assert list_tasks(before) == []
    with database.snapshot() as after:
        assert list_tasks(after) == [task()]


def test_nothing_is_written_through_a_snapshot(database: Database):
    with pytest.raises(Exception, match="readonly database|read-only transaction"), database.snapshot() as session:
        add_tasks(session, [task()])
    with database.session() as session:
        assert add_tasks(session, [task()]) == 1


def test_a_row_cannot_point_to_nothing(database: Database):
    with pytest.raises(IntegrityError), database.session() as session:
        session.execute(table_of(TrajectoryRecord).insert(), trajectory_values(trajectory(task_id="nope")))


def test_what_is_committed_survives_kill_9(database: Database, database_url: str):
    process = subprocess.Popen([sys.executable, "-c", ADD_AND_HANG, database_url], stdout=subprocess.PIPE)
    with process:
        assert process.stdout is not None and process.stdout.readline() == b"committed\n"
        os.kill(process.pid, signal.SIGKILL)
    with database.snapshot() as session:
        assert list_tasks(session) == [task()]


def test_sqlite_is_opened_for_readers_beside_a_durable_writer(tmp_path: Path):
    with Database(sqlite_url(tmp_path / "new folder" / "50%.db")) as database:
        database.migrate()
        with database.session() as session:
            names = ("journal_mode", "synchronous", "foreign_keys")
            found = [session.execute(text(f"PRAGMA {name}")).scalar() for name in names]
    assert found == ["wal", 2, 1]


def test_a_writer_waits_only_so_long_for_another(tmp_path: Path):
    with Database(sqlite_url(tmp_path / "a.db"), lock_wait_s=0.1) as database:
        database.migrate()
        with pytest.raises(DatabaseBusy, match="another writer held"), database.session() as first:
            add_tasks(first, [task()])
            with database.session() as second:
                add_tasks(second, [task()])


def test_a_file_that_is_no_database_is_named(tmp_path: Path):
    (tmp_path / "a.db").write_bytes(b"not a database, but long enough to be looked at" * 20)
    with Database(sqlite_url(tmp_path / "a.db")) as database:
        with pytest.raises(StorageError, match="a.db: cannot open the database: file is not a database"):
            database.migrate()


@pytest.mark.parametrize("url", ["mysql://host/name", "nonsense", "sqlite://", "sqlite:///:memory:", ""])
def test_another_kind_of_database_is_refused(url: str):
    with pytest.raises(StorageError, match="use sqlite:///FILE"):
        Database(url)


def test_an_unreachable_server_is_named_without_its_password():
    with Database("postgres://me:secret@127.0.0.1:1/name") as database:
        with pytest.raises(
            StorageError, match=r"psycopg://me:\*\*\*@127.0.0.1:1/name: .* check the database URL"
        ) as caught:
            database.migrate()
    assert "secret" not in str(caught.value)


def test_a_missing_postgresql_database_is_named(postgres_url: str):
    with Database(postgres_url.replace("/test_", "/nope_")) as database:
        with pytest.raises(StorageError, match='database "nope_.*" does not exist'):
            database.migrate()


def test_the_file_can_be_read_by_anybodys_sqlite(tmp_path: Path):
    with Database(sqlite_url(tmp_path / "a.db")) as database:
        database.migrate()
        with database.session() as session:
            add_tasks(session, [task()])
    connection = sqlite3.connect(tmp_path / "a.db")
    assert connection.execute("SELECT json_extract(record, '$.scene.name') FROM tasks").fetchall() == [
        ("family-house",)
    ]
    connection.close()
