"""Rows that readers follow by number, "everything after 41", without missing one that is committed late.

SQLite has one writer at a time, so numbers are committed in their order. PostgreSQL gives out a number at the insert
and shows the row at the commit: 42 may be seen before 41, and who then asks for what follows 42 never sees 41. So a
writer announces itself with a shared advisory lock that carries the last number given out before its own, and readers
stop before the numbers of those who are announced. Writers wait for nobody, and readers only miss the newest for now.
"""

from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from embrace3k.storage.database import Database
from embrace3k.storage.tables import Table

_LARGEST_KEY = 2**31 - 1
"""A lock's key has 32 bits. Beyond, the lock carries a number too small, and readers stop earlier than they must."""
_LAST = "(SELECT last_value - (NOT is_called)::int FROM {table}_number_seq)"
_ANNOUNCE = f"SELECT pg_advisory_xact_lock_shared('{{table}}'::regclass::oid::int, least({_LAST}, {_LARGEST_KEY})::int)"
_ANNOUNCED = """
    SELECT min(objid::bigint) FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 2 AND classid = '{table}'::regclass::oid
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def announce_rows(session: Session, kind: type[Table]) -> None:
    """Call before the transaction's first insert into this table. Further calls cost nothing."""
    if session.get_bind().dialect.name == "sqlite":
        return
    # A lock ends with its transaction, and with a savepoint that is rolled back: each has to take its own.
    transaction = session.get_nested_transaction() or session.get_transaction()
    known: tuple[Any, set[str]] = session.info.get("announced", (None, set()))
    tables = known[1] if transaction is not None and known[0] is transaction else set()
    table = str(kind.__tablename__)
    if table not in tables:
        session.execute(text(_ANNOUNCE.format(table=table)))
        transaction = session.get_nested_transaction() or session.get_transaction()
        session.info["announced"] = (transaction, tables | {table})


def settled_number(database: Database, kind: type[Table]) -> int | None:
    """No row up to this number can still appear. None on SQLite: whatever a snapshot shows is settled.

    Read rows in a snapshot that is opened afterwards.
    """
    if database.is_sqlite:
        return None
    table = str(kind.__tablename__)
    with database.session() as session:
        # In this order: who takes a number up to `last` was announced before, and is among the locks looked at next.
        last = session.execute(text(f"SELECT {_LAST.format(table=table)}")).scalar_one()
        announced = session.execute(text(_ANNOUNCED.format(table=table))).scalar_one()
    return int(last if announced is None else min(last, announced))
