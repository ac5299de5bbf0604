"""Opening a database: SQLite by default, PostgreSQL by URL. Everything is written for both."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlmodel import Session

from embrace3k.storage.errors import DatabaseBusy, StorageError
from embrace3k.storage.migration import require_newest, upgrade

_RETRY_S = 0.01


class Database:
    """One engine for one URL: `sqlite:///relative.db`, `sqlite:////absolute.db` or `postgresql://user@host/name`.

    Safe for several threads; every process opens its own. Nothing is connected to before the first use.
    `lock_wait_s` is how long a writer waits on SQLite for another one.
    """

    def __init__(self, url: str, *, lock_wait_s: float = 30.0) -> None:
        self._url, self._lock_wait_s = _parse(url), lock_wait_s
        self._writing = _engine(self._url, lock_wait_s)
        options: dict[str, Any] = {"embrace_read_only": True}
        if not self.is_sqlite:
            options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reading = self._writing.execution_options(**options)
        self._version_checked = threading.Event()

    @property
    def url(self) -> str:
        """For messages: without the password."""
        return self._url.render_as_string(hide_password=True)

    @property
    def is_sqlite(self) -> bool:
        return self._url.get_backend_name() == "sqlite"

    def migrate(self) -> None:
        """Bring the tables to the newest version. A second call, or two at once, do no harm. Raises DatabaseTooNew."""
        with self._explained():
            if self.is_sqlite:
                _prepare_sqlite_file(Path(str(self._url.database)), self._lock_wait_s)
            with self._writing.begin() as connection:
                upgrade(connection, self.url)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Read and write: commits on success, rolls back on any exception.

        On SQLite it holds the only write lock from its first statement, so a session that only reads, or that stays
        open for long, belongs into `snapshot`. Raises MigrationNeeded, DatabaseTooNew, DatabaseBusy.
        """
        with self._explained(), Session(self._writing) as session:
            self._require_newest(session)
            yield session
            session.commit()

    @contextmanager
    def snapshot(self) -> Iterator[Session]:
        """Read one unchanging state of everything, however long it takes, without holding up writers."""
        with self._explained(), Session(self._reading) as session:
            self._require_newest(session)
            yield session

    def close(self) -> None:
        self._writing.dispose()

    def __enter__(self) -> "Database":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _require_newest(self, session: Session) -> None:
        if not self._version_checked.is_set():
            require_newest(session.connection(), self.url)
            self._version_checked.set()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            if (known := _explain(error, self.url)) is None:
                raise
            raise known from error


def sqlite_url(path: Path) -> str:
    """The URL of a database file."""
    return URL.create("sqlite", database=str(path.absolute())).render_as_string()


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        # The text is not shown: what cannot be parsed may still hold a password.
        raise StorageError("not a database URL", hint="use sqlite:///FILE or postgresql://USER@HOST/NAME") from error
    if parsed.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername in ("sqlite", "sqlite+pysqlite") and parsed.database not in (None, "", ":memory:"):
        return parsed.set(drivername="sqlite+pysqlite")
    raise StorageError(
        "no such kind of database",
        where=parsed.render_as_string(hide_password=True),
        hint="use sqlite:///FILE (not :memory:) or postgresql://USER@HOST/NAME",
    )


def _engine(url: URL, lock_wait_s: float) -> Engine:
    if url.get_backend_name() != "sqlite":
        try:
            return create_engine(url, pool_pre_ping=True)
        except ModuleNotFoundError as error:
            raise StorageError(
                "PostgreSQL needs the package psycopg", hint="run: pip install 'embrace3k[postgres]'"
            ) from error
    engine = create_engine(url, connect_args={"timeout": lock_wait_s})
    event.listen(engine, "connect", _on_sqlite_connect)
    event.listen(engine, "begin", _on_sqlite_begin)
    return engine


def _on_sqlite_connect(connection: sqlite3.Connection, _: object) -> None:
    """We send BEGIN ourselves: Python's module would send it late, and not at all before DDL.

    synchronous=FULL makes a commit survive a power cut. NORMAL, usual with WAL, would lose the last commits then,
    while the recorder has already dropped its journal because the trajectory counts as committed.
    """
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")


def _on_sqlite_begin(connection: Connection) -> None:
    """IMMEDIATE, because a transaction that reads first and writes later fails at once if another wrote in between."""
    read_only = connection.get_execution_options().get("embrace_read_only", False)
    connection.exec_driver_sql(f"PRAGMA query_only = {int(read_only)}")
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def _prepare_sqlite_file(path: Path, lock_wait_s: float) -> None:
    """Readers beside one writer need WAL mode, which the file remembers."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"cannot make the folder: {error.strerror}", where=str(path.parent)) from error
    deadline = time.monotonic() + lock_wait_s
    while True:
        try:
            with closing(sqlite3.connect(path, timeout=lock_wait_s, isolation_level=None)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                return
        except sqlite3.Error as error:
            # Of two that turn to WAL at once SQLite fails one at once, whatever the timeout.
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise StorageError(f"cannot open the database: {error}", where=str(path)) from error
        time.sleep(_RETRY_S)


def _explain(error: DBAPIError, url: str) -> StorageError | None:
    """The errors that an operator can do something about; None for those that would be our own bug."""
    if not isinstance(error, OperationalError):
        return None
    text = str(error.orig).strip().splitlines()[0]
    if "database is locked" in text:
        return DatabaseBusy(
            "another writer held the write lock for too long",
            where=url,
            hint="wait for it to end, or use PostgreSQL for many writers",
        )
    return StorageError(text, where=url, hint="check the database URL, and that the server runs and lets you in")
