"""Webhooks: who is told of which events. A removed one stays on record, without its secret."""

from collections.abc import Collection
from datetime import datetime

import msgspec
from msgspec import Struct
from sqlalchemy import insert, update
from sqlmodel import Session, col, select

from embrace3k.schema.codec import encode
from embrace3k.storage.errors import RecordNotFound
from embrace3k.storage.event_tables import OutboxRecord, WebhookRecord
from embrace3k.storage.tables import table_of

_HOOKS = table_of(WebhookRecord).c
_ACTIVE = select(_HOOKS.number, _HOOKS.actions).where(_HOOKS.active).order_by(_HOOKS.number)
"""Made once: it is asked with every event, and making it takes longer than asking."""


class Webhook(Struct, frozen=True, kw_only=True):
    """As lists show it: without its secret."""

    number: int
    url: str
    actions: list[str]
    """Which kinds of event it wants; empty for all."""
    active: bool
    created_at: datetime


def add_webhook(session: Session, url: str, secret: str, actions: Collection[str], now: datetime) -> int:
    """Its number. It is told of what happens from now on."""
    values = {"url": url, "secret": secret, "actions": encode(sorted(actions)).decode(), "active": True}
    table = table_of(WebhookRecord)
    added = session.execute(insert(table).values(values | {"created_at": now}).returning(table.c.number))
    return int(added.scalar_one())


def list_webhooks(session: Session, *, active: bool | None = None) -> list[Webhook]:
    """In the order they were added; `None` does not filter."""
    query = select(WebhookRecord).order_by(col(WebhookRecord.number))
    if active is not None:
        query = query.where(WebhookRecord.active == active)
    return [_webhook(row) for row in session.exec(query)]


def remove_webhook(session: Session, number: int, now: datetime) -> Webhook:
    """It is told of nothing more; what it is still owed is given up. Raises RecordNotFound."""
    row = require_webhook(session, number)
    row.active, row.secret = False, ""
    box = table_of(OutboxRecord)
    owed = (box.c.webhook == number, box.c.delivered_at.is_(None), box.c.given_up_at.is_(None))
    session.execute(update(box).where(*owed).values(given_up_at=now, last_error="the webhook was removed"))
    return _webhook(row)


def require_webhook(session: Session, number: int) -> WebhookRecord:
    """An active one. Raises RecordNotFound."""
    row = session.exec(select(WebhookRecord).where(WebhookRecord.number == number, WebhookRecord.active)).first()
    if row is None:
        hint = "`embrace3k webhooks list` shows those there are"
        raise RecordNotFound("no such webhook", where=f"webhook {number}", hint=hint)
    return row


def webhooks_for(session: Session, action: str) -> list[int]:
    """Numbers of the active webhooks that want this kind of event."""
    wanted = [(number, msgspec.json.decode(actions)) for number, actions in session.execute(_ACTIVE)]
    return [number for number, actions in wanted if not actions or action in actions]


def _webhook(row: WebhookRecord) -> Webhook:
    assert row.number is not None
    actions: list[str] = msgspec.json.decode(row.actions)
    return Webhook(number=row.number, url=row.url, actions=actions, active=row.active, created_at=row.created_at)
