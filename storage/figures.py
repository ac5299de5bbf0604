"""Figures for whoever watches: one cheap query each."""

from datetime import datetime

from msgspec import Struct
from sqlalchemy import func
from sqlmodel import Session, select

from embrace3k.schema.work import WorkState
from embrace3k.storage.event_tables import OutboxRecord
from embrace3k.storage.tables import table_of
from embrace3k.storage.work import LANES, WORKS

_WORKS = select(WORKS.c.state, func.count()).group_by(WORKS.c.state)
_BOX = table_of(OutboxRecord).c


class Backlog(Struct, frozen=True, kw_only=True):
    """Deliveries that are still tried."""

    waiting: int
    oldest_at: datetime | None
    """When the event of the oldest one was recorded."""


def works_by_state(session: Session) -> dict[WorkState, int]:
    """Every state, also those in which there is nothing."""
    counts = {state: count for state, count in session.execute(_WORKS)}
    return {state: counts.get(state.value, 0) for state in WorkState}


def open_leases(session: Session, now: datetime) -> int:
    """Lanes that somebody holds."""
    query = select(func.count()).where(LANES.c.holder.is_not(None), LANES.c.expires_at > now)
    return int(session.execute(query).scalar_one())


def outbox_backlog(session: Session) -> Backlog:
    query = select(func.count(), func.min(_BOX.created_at))
    waiting, oldest_at = session.execute(query.where(_BOX.delivered_at.is_(None), _BOX.given_up_at.is_(None))).one()
    return Backlog(waiting=waiting, oldest_at=oldest_at)
