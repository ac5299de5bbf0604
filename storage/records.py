"""Adding records that must never change: the same again is fine, another one under the same id is refused."""

import hashlib
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, select

from embrace3k.schema.codec import canonical
from embrace3k.storage.errors import RecordConflict
from embrace3k.storage.tables import TaskRecord, TrajectoryRecord, table_of

Values = dict[str, Any]
"""Column -> value."""


def record_columns(record: object) -> Values:
    """The columns `record` and `digest`. Raises SchemaError if the record cannot be read back."""
    data = canonical(record)
    return {"record": data.decode(), "digest": hashlib.sha256(data).hexdigest()}


def insert_new(session: Session, kind: type[TaskRecord] | type[TrajectoryRecord], values: Values) -> bool:
    """True if the record was new, False if an equal one was there. Raises RecordConflict.

    One atomic statement, so that of two processes with the same id exactly one inserts.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    table = table_of(kind)
    if session.execute(insert(table).on_conflict_do_nothing().returning(table.c.id), values).first():
        return True
    if session.exec(select(kind.digest).where(kind.id == values["id"])).one() == values["digest"]:
        return False
    raise RecordConflict(
        "another record with this id is already there",
        where=f"{kind.__tablename__} {values['id']}",
        hint="records are never changed: give the new one its own id",
    )
