"""The audit log and the outbox, on SQLite and PostgreSQL."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from embrace3k.storage.database import Database
from embrace3k.storage.errors import RecordNotFound
from embrace3k.storage.events import RecordedEvent, add_event, events_since, newest_event_number
from embrace3k.storage.outbox import (
    anything_due,
    claim_delivery,
    outbox_counts,
    prune_delivered,
    retry_given_up,
    settle_delivered,
    settle_failed,
    undelivered,
)
from embrace3k.storage.webhooks import add_webhook, list_webhooks, remove_webhook

NOW = datetime(2026, 11, 30, 9, 0, 0, 250_000, tzinfo=UTC)
LEASE = timedelta(minutes=2)


def add(session: Session, action: str = "work.submitted") -> RecordedEvent:
    return add_event(session, action, who="ann", subject=("trajectory", "one"), detail={"lane": 0}, now=NOW)


@pytest.fixture
def hooked(database: Database) -> Database:
    """One webhook that wants everything, and one event that it is owed."""
    with database.session() as session:
        add_webhook(session, "https://example.org/all", "secret", [], NOW)
        add(session)
    return database


def test_an_event_says_who_did_what_to_whom_and_when(database: Database):
    with database.session() as session:
        event = add(session)
    assert events_since(database, 0) == [event]
    assert (event.at, event.who, event.action) == ("2026-11-30T09:00:00.250Z", "ann", "work.submitted")
    assert (event.subject_kind, event.subject_id, event.detail) == ("trajectory", "one", {"lane": 0})


def test_the_feed_goes_on_after_a_number(database: Database):
    with database.session() as session:
        assert newest_event_number(session) == 0
        events = [add(session) for _ in range(5)]
        assert newest_event_number(session) == events[-1].number
    assert events_since(database, events[1].number, limit=2) == events[2:4]


@pytest.mark.parametrize("statement", ["UPDATE audit SET who = 'bob'", "DELETE FROM audit"])
def test_the_database_refuses_to_change_the_audit_log(database: Database, statement: str):
    with database.session() as session:
        event = add(session)
    with pytest.raises(DBAPIError, match="only ever added to"), database.session() as session:
        session.execute(text(statement))
    assert events_since(database, 0) == [event]


def test_an_event_goes_into_the_outbox_once_per_webhook_that_wants_it(database: Database):
    with database.session() as session:
        every = add_webhook(session, "https://example.org/all", "s", [], NOW)
        one = add_webhook(session, "https://example.org/some", "s", ["work.submitted"], NOW)
        add_webhook(session, "https://example.org/none", "s", ["user.added"], NOW)
        event = add(session)
        assert [(owed.webhook, owed.event_id) for owed in undelivered(session)] == [(every, event.id), (one, event.id)]


def test_an_event_that_is_undone_is_owed_to_nobody(hooked: Database):
    with pytest.raises(KeyError), hooked.session() as session:
        add(session)
        raise KeyError
    with hooked.snapshot() as session:
        assert len(events_since(hooked, 0)) == len(undelivered(session)) == 1


def test_a_claimed_delivery_is_nobody_elses_until_the_lease_ends(hooked: Database):
    with hooked.session() as session:
        first = claim_delivery(session, NOW, LEASE)
        assert first is not None and (first.attempts, first.secret) == (1, "secret")
    with hooked.session() as session:
        assert not anything_due(session, NOW) and claim_delivery(session, NOW + LEASE / 2, LEASE) is None
        again = claim_delivery(session, NOW + LEASE, LEASE)
        assert again is not None and (again.event_id, again.body, again.attempts) == (first.event_id, first.body, 2)


def test_a_late_answer_does_not_end_somebody_elses_claim(hooked: Database):
    with hooked.session() as session:
        first = claim_delivery(session, NOW, LEASE)
        second = claim_delivery(session, NOW + LEASE, LEASE)
        assert first is not None and second is not None
        settle_failed(session, first, "too late", NOW + LEASE, None)
        assert undelivered(session)[0].last_error is None
        settle_delivered(session, first, NOW + LEASE)
        settle_failed(session, second, "hung up", NOW + LEASE, None)
        assert outbox_counts(session) == {second.webhook: {"waiting": 0, "delivered": 1, "given_up": 0}}


def test_two_who_claim_at_once_get_different_deliveries(hooked: Database):
    with hooked.session() as session:
        for _ in range(19):
            add(session)
    claimed: list[int] = []

    def claim() -> None:
        while True:
            with hooked.session() as session:
                delivery = claim_delivery(session, NOW, LEASE)
            if delivery is None:
                return
            claimed.append(delivery.number)

    threads = [threading.Thread(target=claim) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claimed) == len(set(claimed)) == 20


def test_new_deliveries_come_before_those_that_failed_and_webhooks_can_be_left_alone(hooked: Database):
    with hooked.session() as session:
        failed = claim_delivery(session, NOW, LEASE)
        assert failed is not None
        settle_failed(session, failed, "no", NOW, NOW)
        new = add(session)
        assert claim_delivery(session, NOW, LEASE, without=[failed.webhook]) is None
        claimed = [claim_delivery(session, NOW, LEASE) for _ in range(2)]
        assert [each and each.event_id for each in claimed] == [new.id, failed.event_id]


def test_what_was_given_up_is_seen_and_can_be_tried_again(hooked: Database):
    with hooked.session() as session:
        delivery = claim_delivery(session, NOW, LEASE)
        assert delivery is not None
        settle_failed(session, delivery, "answered 500", NOW, None)
    with hooked.session() as session:
        (lost,) = undelivered(session, given_up=True)
        assert (lost.last_error, lost.given_up_at, lost.next_attempt_at) == ("answered 500", NOW, None)
        assert undelivered(session, given_up=False) == [] and not anything_due(session, NOW + LEASE * 99)
        assert retry_given_up(session, NOW, webhook=99) == 0 and retry_given_up(session, NOW) == 1
        again = claim_delivery(session, NOW, LEASE)
        assert again is not None and again.attempts == 1


def test_a_removed_webhook_is_told_nothing_more_and_keeps_no_secret(hooked: Database):
    with hooked.session() as session:
        (hook,) = list_webhooks(session, active=True)
        remove_webhook(session, hook.number, NOW)
        add(session)
        (lost,) = undelivered(session)
        assert lost.last_error == "the webhook was removed" and retry_given_up(session, NOW) == 0
        assert session.execute(text("SELECT active, secret FROM webhooks")).all() == [(False, "")]
        assert list_webhooks(session, active=True) == [] and len(list_webhooks(session)) == 1
        with pytest.raises(RecordNotFound, match="webhook 1: no such webhook. `embrace3k webhooks list`"):
            remove_webhook(session, hook.number, NOW)


def test_only_what_was_delivered_long_ago_is_forgotten(hooked: Database):
    day = timedelta(days=1)
    with hooked.session() as session:
        add(session)
        add(session)
        for settled_at in (NOW, NOW + 2 * day):
            delivery = claim_delivery(session, NOW, LEASE)
            assert delivery is not None
            settle_delivered(session, delivery, settled_at)
        lost = claim_delivery(session, NOW, LEASE)
        assert lost is not None
        settle_failed(session, lost, "answered 500", NOW, None)
        assert prune_delivered(session, NOW + day) == 1 and prune_delivered(session, NOW + day) == 0
        assert outbox_counts(session) == {lost.webhook: {"waiting": 0, "delivered": 1, "given_up": 1}}
        assert prune_delivered(session, NOW + 3 * day, limit=1) == 1
    assert len(events_since(hooked, 0)) == 3
