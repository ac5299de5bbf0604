"""Adding records that must never change: the same again is fine, another one under the same id is refused."""

import functools
import hashlib
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, select

from embrace3k.schema.codec import canonical
from embrace3k.storage.errors import RecordConflict
from embrace3k.storage.tables import Table, TaskRecord, TrajectoryRecord, table_of

Values = dict[str, Any]
"""Column -> value."""


def record_columns(record: object) -> Values:
    """The columns `record` and `digest`. Raises SchemaError if the record cannot be read back."""
    data = canonical(record)
    return {"record": data.decode(), "digest": hashlib.sha256(data).hexdigest()}


def insert_or_nothing(session: Session, kind: type[Table], values: Values) -> bool:
    """True if the row was new, False if a unique constraint has one already.

    One atomic statement, so that of two processes with the same row exactly one inserts.
    """
    statement = _insert_or_nothing(kind, session.get_bind().dialect.name)
    return session.execute(statement, values).first() is not None


@functools.cache
def _insert_or_nothing(kind: type[Table], dialect: str) -> Any:
    table = table_of(kind)
    return inserter(dialect)(table).on_conflict_do_nothing().returning(*table.primary_key.columns)


def inserter(dialect: str) -> Any:
    """The `insert` that knows ON CONFLICT."""
    return postgresql.insert if dialect == "postgresql" else sqlite.insert


def insert_new(session: Session, kind: type[TaskRecord] | type[TrajectoryRecord], values: Values) -> bool:
    """True if the record was new, False if an equal one was there. Raises RecordConflict."""
    if insert_or_nothing(session, kind, values):
        return True
    if session.exec(select(kind.digest).where(kind.id == values["id"])).one() == values["digest"]:
        return False
    raise RecordConflict(
        "another record with this id is already there",
        where=f"{kind.__tablename__} {values['id']}",
        hint="records are never changed: give the new one its own id",
    )
