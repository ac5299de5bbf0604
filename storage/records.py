"""Adding records that must never change: the same again is fine, another one under the same id is refused."""

import hashlib
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, select

from embrace3k.schema.codec import decode, encode
from embrace3k.storage.errors import RecordConflict
from embrace3k.storage.tables import TaskRecord, TrajectoryRecord


def canonical(record: object) -> tuple[str, str]:
    """A record's canonical JSON and its sha256. Raises SchemaError for a record that could not be read back.

    It goes through JSON once: Python takes 0 for 0.0, and equal records must become equal bytes.
    """
    data = encode(decode(encode(record), type(record)))
    return data.decode(), hashlib.sha256(data).hexdigest()


def insert_unless_there(session: Session, table: type[Any], values: dict[str, Any]) -> bool:
    """One atomic statement, so that of two processes with the same key exactly one inserts. False: was there."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    result = session.execute(insert(table).values(**values).on_conflict_do_nothing().returning(table.digest))
    return result.first() is not None


def insert_new(session: Session, table: type[TaskRecord] | type[TrajectoryRecord], row: Any) -> bool:
    """True if the record was new, False if an equal one was there. Raises RecordConflict."""
    if insert_unless_there(session, table, row.model_dump(exclude={"number"})):
        return True
    if session.exec(select(table.digest).where(table.id == row.id)).one() == row.digest:
        return False
    raise RecordConflict(
        "another record with this id is already there",
        where=f"{table.__tablename__} {row.id}",
        hint="records are never changed: give the new one its own id",
    )
