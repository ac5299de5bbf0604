"""Deliveries that are owed: rows are claimed for a while, then settled by whoever claimed them.

A claim moves `next_attempt_at` to when it ends and counts the attempt, so a delivery whose process was killed falls
due again by itself, and the count tells a late answer of an earlier claim from that of the present one.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import delete, func, insert, update
from sqlmodel import Session, col, select

from embrace3k.storage.event_tables import OutboxRecord, WebhookRecord
from embrace3k.storage.tables import table_of
from embrace3k.storage.webhooks import webhooks_for

_ADD = insert(table_of(OutboxRecord))


class Delivery(Struct, frozen=True, kw_only=True):
    """One event for one webhook, claimed."""

    number: int
    event_id: str
    action: str
    body: str
    webhook: int
    attempts: int
    """With this one."""
    url: str
    secret: str


class DeliveryState(Struct, frozen=True, kw_only=True):
    """As lists show it."""

    number: int
    webhook: int
    event_id: str
    action: str
    created_at: datetime
    attempts: int
    next_attempt_at: datetime | None
    """None when there will be none."""
    given_up_at: datetime | None
    last_error: str | None


def put_into_outbox(session: Session, event_id: str, action: str, body: str, now: datetime) -> None:
    rows = [
        {"event_id": event_id, "webhook": webhook, "action": action, "body": body, "created_at": now, "attempts": 0,
         "next_attempt_at": now}
        for webhook in webhooks_for(session, action)
    ]  # fmt: skip
    if rows:
        session.execute(_ADD, rows)


def anything_due(session: Session, now: datetime, *, without: Collection[int] = ()) -> bool:
    """Whether `claim_delivery` would find something."""
    return session.execute(_due(now, without).limit(1)).first() is not None


def claim_delivery(
    session: Session, now: datetime, lease: timedelta, *, without: Collection[int] = ()
) -> Delivery | None:
    """The delivery that has been due for longest, from now on the caller's until the lease ends; None if none is due.

    New ones come before those that failed: a receiver that is down for long holds nobody up. `without` names webhooks
    that are left alone for now.
    """
    box, hook = table_of(OutboxRecord), table_of(WebhookRecord)
    # SQLite has one writer at a time and needs no lock on the row; the words are left out there.
    first = _due(now, without).limit(1).with_for_update(skip_locked=True, of=box).scalar_subquery()
    values = {"attempts": box.c.attempts + 1, "next_attempt_at": now + lease}
    claimed = update(box).where(box.c.number == first).values(values).returning(box)
    row = session.execute(claimed).mappings().first()
    if row is None:
        return None
    url, secret = session.execute(select(hook.c.url, hook.c.secret).where(hook.c.number == row["webhook"])).one()
    names = ("number", "event_id", "action", "body", "webhook", "attempts")
    return Delivery(url=url, secret=secret, **{name: row[name] for name in names})


def _due(now: datetime, without: Collection[int]) -> Any:
    box, hook = table_of(OutboxRecord), table_of(WebhookRecord)
    due = select(box.c.number).join(hook, hook.c.number == box.c.webhook).where(
        box.c.delivered_at.is_(None), box.c.given_up_at.is_(None), box.c.next_attempt_at <= now, hook.c.active
    )  # fmt: skip
    if without:
        due = due.where(box.c.webhook.not_in(without))
    return due.order_by(box.c.attempts > 0, box.c.next_attempt_at, box.c.number)


def settle_delivered(session: Session, delivery: Delivery, now: datetime) -> None:
    """Also where somebody else has claimed it meanwhile: the receiver has it."""
    box = table_of(OutboxRecord)
    session.execute(
        update(box).where(box.c.number == delivery.number, box.c.delivered_at.is_(None))
        .values(delivered_at=now, given_up_at=None, last_error=None)
    )  # fmt: skip


def settle_failed(session: Session, delivery: Delivery, error: str, now: datetime, again: datetime | None) -> None:
    """Due again at `again`, or given up. Changes nothing where the claim has passed to somebody else."""
    box = table_of(OutboxRecord)
    values = {"last_error": error} | ({"next_attempt_at": again} if again else {"given_up_at": now})
    mine = (box.c.number == delivery.number, box.c.attempts == delivery.attempts, box.c.delivered_at.is_(None))
    session.execute(update(box).where(*mine).values(values))


def undelivered(session: Session, *, given_up: bool | None = None, limit: int = 1000) -> list[DeliveryState]:
    """Oldest first. `given_up` chooses those that are, those that are still tried, or both."""
    row = OutboxRecord
    query = select(row).where(col(row.delivered_at).is_(None)).order_by(col(row.number)).limit(limit)
    if given_up is not None:
        query = query.where(col(row.given_up_at).is_not(None) if given_up else col(row.given_up_at).is_(None))
    return [_state(found) for found in session.exec(query)]


def retry_given_up(session: Session, now: datetime, *, webhook: int | None = None) -> int:
    """Make given-up deliveries of active webhooks due at once, with all their attempts; how many they are."""
    box, hook = table_of(OutboxRecord), table_of(WebhookRecord)
    active = select(hook.c.number).where(hook.c.active)
    if webhook is not None:
        active = active.where(hook.c.number == webhook)
    found = session.execute(
        update(box).where(box.c.given_up_at.is_not(None), box.c.webhook.in_(active))
        .values(given_up_at=None, attempts=0, next_attempt_at=now)
        .returning(box.c.number)
    )  # fmt: skip
    return len(found.all())


def prune_delivered(session: Session, before: datetime, *, limit: int = 1000) -> int:
    """Forget deliveries that were made before then, so many at once; how many they were. What was given up stays."""
    box = table_of(OutboxRecord)
    old = select(box.c.number).where(box.c.delivered_at < before).limit(limit)
    return len(session.execute(delete(box).where(box.c.number.in_(old)).returning(box.c.number)).all())


def outbox_counts(session: Session) -> dict[int, dict[str, int]]:
    """Webhook -> how many are `waiting`, `delivered`, `given_up`."""
    row = OutboxRecord
    query = select(
        row.webhook, func.count(), func.count(col(row.delivered_at)), func.count(col(row.given_up_at))
    ).group_by(col(row.webhook))
    return {
        webhook: {"waiting": all_ - delivered - given_up, "delivered": delivered, "given_up": given_up}
        for webhook, all_, delivered, given_up in session.exec(query)
    }


def _state(row: OutboxRecord) -> DeliveryState:
    assert row.number is not None
    return DeliveryState(
        number=row.number,
        webhook=row.webhook,
        event_id=row.event_id,
        action=row.action,
        created_at=row.created_at,
        attempts=row.attempts,
        next_attempt_at=None if row.given_up_at else row.next_attempt_at,
        given_up_at=row.given_up_at,
        last_error=row.last_error,
    )
