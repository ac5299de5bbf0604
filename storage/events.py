"""What happened: the audit log, which is also the feed of events. Written with what it tells, never changed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import msgspec
from msgspec import Struct
from sqlalchemy import insert
from sqlmodel import Session, col, select

from embrace3k.schema.codec import encode
from embrace3k.storage.database import Database
from embrace3k.storage.event_tables import AuditRecord
from embrace3k.storage.numbering import announce_rows, settled_number
from embrace3k.storage.outbox import put_into_outbox
from embrace3k.storage.tables import table_of

_PAGE = 500
_ADD = insert(table_of(AuditRecord)).returning(table_of(AuditRecord).c.number)


class RecordedEvent(Struct, frozen=True, kw_only=True):
    """A line of the audit log; as JSON it is what webhooks send and what the feed and the export give out."""

    number: int
    """Counts up in the order of recording; numbers may be left out."""
    id: str
    """The same however often and to whomever it is sent."""
    at: str
    """UTC, RFC 3339 with milliseconds and a Z."""
    who: str
    action: str
    subject_kind: str
    subject_id: str
    detail: dict[str, Any]


def add_event(
    session: Session, action: str, *, who: str, subject: tuple[str, str], detail: dict[str, Any], now: datetime
) -> RecordedEvent:
    """Into the audit log, and into the outbox once per webhook that wants it, in the caller's transaction."""
    announce_rows(session, AuditRecord)
    values = {
        "event_id": str(uuid4()), "at": now, "who": who, "action": action,
        "subject_kind": subject[0], "subject_id": subject[1], "detail": encode(detail).decode(),
    }  # fmt: skip
    number = session.execute(_ADD, values).scalar_one()
    event = _event({"number": number, **values})
    put_into_outbox(session, event.id, action, encode(event).decode(), now)
    return event


def events_since(database: Database, number: int, *, limit: int = 1000) -> list[RecordedEvent]:
    """Those after `number`, oldest first, at most `limit`. Ask again with the last one's number: none is missed."""
    settled = settled_number(database, AuditRecord)
    table = table_of(AuditRecord)
    query = select(table).where(table.c.number > number).order_by(table.c.number).limit(limit)
    if settled is not None:
        query = query.where(table.c.number <= settled)
    with database.snapshot() as session:
        return [_event(row) for row in session.execute(query).mappings()]


def iter_events(database: Database, number: int = 0) -> Iterator[RecordedEvent]:
    """All after `number`, a page in memory at a time. Nothing is held open while the caller is busy with a page."""
    while page := events_since(database, number, limit=_PAGE):
        yield from page
        number = page[-1].number


def newest_event_number(session: Session) -> int:
    """0 where nothing has happened yet: a feed that wants only what is to come starts here."""
    query = select(AuditRecord.number).order_by(col(AuditRecord.number).desc()).limit(1)
    return session.exec(query).first() or 0


def _event(row: Any) -> RecordedEvent:
    return RecordedEvent(
        number=row["number"],
        id=row["event_id"],
        at=row["at"].astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        who=row["who"],
        action=row["action"],
        subject_kind=row["subject_kind"],
        subject_id=row["subject_id"],
        detail=msgspec.json.decode(row["detail"]),
    )
