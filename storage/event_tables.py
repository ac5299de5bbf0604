"""The tables of what happened, and of who is told.

audit               one row per event; the database itself refuses to change or remove one
webhooks ──< outbox one row per event and webhook that wants it, written in the event's own transaction
"""

from datetime import datetime

from sqlalchemy import Boolean, Column, ForeignKey, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from embrace3k.storage.tables import Table, UTCDateTime, _number, _text

UNDELIVERED = text("delivered_at IS NULL AND given_up_at IS NULL")


def _time(*, nullable: bool = False) -> Column[datetime]:
    return Column(UTCDateTime, nullable=nullable)


class AuditRecord(Table, table=True):
    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_subject", "subject_kind", "subject_id"),)

    number: int | None = _number()
    event_id: str = _text(unique=True)
    at: datetime = Field(sa_column=_time())
    who: str = _text()
    action: str = _text()
    subject_kind: str = _text()
    subject_id: str = _text()
    detail: str = _text()
    """A JSON object."""


class WebhookRecord(Table, table=True):
    __tablename__ = "webhooks"

    number: int | None = _number()
    url: str = _text()
    secret: str = _text()
    """In clear, because deliveries are signed with it; empty once the webhook is removed."""
    actions: str = _text()
    """A JSON list of event kinds; an empty one wants them all."""
    active: bool = Field(sa_column=Column(Boolean, nullable=False))
    created_at: datetime = Field(sa_column=_time())


class OutboxRecord(Table, table=True):
    """Due while it is neither delivered nor given up, and `next_attempt_at` has come."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("event_id", "webhook", name="uq_outbox_event_id"),
        Index("ix_outbox_due", "next_attempt_at", sqlite_where=UNDELIVERED, postgresql_where=UNDELIVERED),
    )

    number: int | None = _number()
    event_id: str = Field(sa_column=Column(Text, ForeignKey("audit.event_id"), nullable=False))
    webhook: int = Field(sa_column=Column(ForeignKey("webhooks.number"), nullable=False))
    action: str = _text()
    body: str = _text()
    created_at: datetime = Field(sa_column=_time())
    attempts: int = 0
    next_attempt_at: datetime = Field(sa_column=_time())
    """While somebody delivers it: when others may take it over."""
    delivered_at: datetime | None = Field(default=None, sa_column=_time(nullable=True))
    given_up_at: datetime | None = Field(default=None, sa_column=_time(nullable=True))
    last_error: str | None = Field(default=None, sa_column=Column(Text))
