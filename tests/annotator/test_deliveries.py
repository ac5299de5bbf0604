"""At least once, with the same id, whatever the receiver does; on SQLite and PostgreSQL."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from embrace3k.annotator.deliveries import DeliveryLoop, DeliveryPlan
from embrace3k.annotator.events import WorkSubmitted, record
from embrace3k.annotator.receivers import Sender, networks
from embrace3k.annotator.signatures import signature
from embrace3k.annotator.webhooks import NewWebhook, add_webhook
from embrace3k.storage.database import Database, sqlite_url
from embrace3k.storage.outbox import outbox_counts, retry_given_up, undelivered
from embrace3k.storage.webhooks import list_webhooks
from embrace3k.tests.annotator import receiver as receivers
from embrace3k.tests.annotator.receiver import Answer, receiver

SENDER = Sender(networks("127.0.0.0/8"), timeout_s=0.5)
START = datetime(2026, 11, 30, 9, tzinfo=UTC)
SUBMITTED = ["work.submitted"]


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def hook(database: Database) -> Callable[[str], NewWebhook]:
    def add(url: str) -> NewWebhook:
        with database.session() as session:
            return add_webhook(session, SENDER, url, SUBMITTED, who="root", now=START)

    return add


def submit(database: Database, count: int = 1) -> list[str]:
    """Ids of the events."""
    with database.session() as session:
        events = [WorkSubmitted(who="ann", trajectory_id=f"t{n}") for n in range(count)]
        return [record(session, event, START).id for event in events]


def loop(database: Database, clock: Clock, **plan: float) -> DeliveryLoop:
    return DeliveryLoop(database, SENDER, DeliveryPlan(**plan), clock=clock, chance=lambda: 0.0)  # type: ignore[arg-type]


def counts(database: Database) -> dict[str, int]:
    with database.snapshot() as session:
        (found,) = outbox_counts(session).values()
    return found


def test_every_event_is_delivered_once_to_a_receiver_that_behaves(database, hook, clock):
    with receiver(receivers.ok) as server:
        hook(server.url)
        ids = submit(database, 20)
        loop(database, clock).run_once()
        loop(database, clock).run_once()
        assert sorted(server.ids) == sorted(ids)
    assert counts(database) == {"waiting": 0, "delivered": 20, "given_up": 0}


def test_a_delivery_is_signed_with_the_webhooks_secret_and_the_time_of_the_attempt(database, hook, clock):
    with receiver(receivers.ok) as server:
        new = hook(server.url)
        submit(database)
        loop(database, clock).run_once()
    (got,) = server.received
    assert got.headers["Embrace3k-Timestamp"] == str(int(START.timestamp()))
    assert got.headers["Embrace3k-Signature"] == signature(new.secret, got.headers["Embrace3k-Timestamp"], got.body)
    assert got.headers["Embrace3k-Event-Kind"] == "work.submitted" and got.headers["Embrace3k-Event-Id"] in str(
        got.body
    )


@pytest.mark.parametrize(
    "bad",
    [receivers.broken, receivers.hang, receivers.hang_up, receivers.status(307, Location="/else"), receivers.drip],
    ids=["500", "hangs", "hangs up", "redirects", "drips"],
)
def test_a_receiver_that_fails_gets_the_same_event_again_later(database, hook, clock, bad: Answer):
    with receiver(bad, receivers.ok) as server:
        hook(server.url)
        (event_id,) = submit(database)
        loop(database, clock).run_once()
        loop(database, clock).run_once()
        assert server.ids == [event_id] and counts(database)["waiting"] == 1
        clock.now += timedelta(seconds=10)
        loop(database, clock).run_once()
        first, second = server.received
    assert second.headers["Embrace3k-Event-Id"] == event_id and second.body == first.body
    assert int(second.headers["Embrace3k-Timestamp"]) == int(first.headers["Embrace3k-Timestamp"]) + 10
    assert counts(database) == {"waiting": 0, "delivered": 1, "given_up": 0}


def test_a_huge_answer_counts_by_its_status(database, hook, clock):
    with receiver(receivers.huge_body) as server:
        hook(server.url)
        submit(database)
        loop(database, clock).run_once()
    assert counts(database)["delivered"] == 1


def test_waits_double_up_to_two_hours_and_end_within_a_day():
    plan = DeliveryPlan()
    waits = [plan.wait_s(attempts, 0.0) for attempts in range(1, 21)]
    assert waits[:4] == [10, 20, 40, 80] and waits[-1] == 7200
    assert plan.wait_s(21, 0.0) is None and plan.wait_s(2, 1.0) == 16
    assert 18 * 3600 < sum(wait or 0 for wait in waits) * 0.8 and sum(wait or 0 for wait in waits) < 24 * 3600


def test_after_its_last_attempt_a_delivery_is_given_up_and_seen_and_can_be_tried_again(database, hook, clock):
    with receiver(receivers.broken, receivers.broken, receivers.broken, receivers.ok) as server:
        hook(server.url)
        (event_id,) = submit(database)
        for _ in range(5):
            loop(database, clock, most_attempts=3).run_once()
            clock.now += timedelta(days=1)
        with database.session() as session:
            (lost,) = undelivered(session, given_up=True)
            assert (lost.event_id, lost.attempts) == (event_id, 3) and "answered 500" in str(lost.last_error)
            retry_given_up(session, clock.now)
        loop(database, clock).run_once()
        assert server.ids == [event_id] * 4 and counts(database)["delivered"] == 1


def test_a_receiver_that_hangs_does_not_hold_up_another(database, hook, clock):
    with receiver(receivers.hang) as bad, receiver(receivers.ok) as good:
        hook(bad.url)
        hook(good.url)
        submit(database, 10)
        stop = threading.Event()
        thread = threading.Thread(target=loop(database, clock, workers=4).run, args=(stop,), kwargs={"idle_s": 0.05})
        thread.start()
        while len(good.received) < 10 and thread.is_alive():
            stop.wait(0.01)
        hung = len(bad.received)
        stop.set()
        thread.join()
    assert hung < 10 and len(good.ids) == len(set(good.ids)) == 10


def test_two_replicas_deliver_nothing_twice(database, hook, clock):
    with receiver(receivers.slow(0.01)) as server:
        hook(server.url)
        ids = submit(database, 40)
        replicas = [threading.Thread(target=loop(database, clock).run_once) for _ in range(2)]
        for replica in replicas:
            replica.start()
        for replica in replicas:
            replica.join()
        assert sorted(server.ids) == sorted(ids)


def test_an_address_that_is_no_longer_allowed_is_not_sent_to(database, hook, clock):
    with receiver(receivers.ok) as server:
        hook(server.url)
        submit(database)
        DeliveryLoop(database, Sender(), clock=clock).run_once()
        assert server.received == []
    with database.snapshot() as session:
        (owed,) = undelivered(session, given_up=False)
        assert "no address of the public internet" in str(owed.last_error)


def test_the_loop_outlives_a_database_that_is_busy(tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture):
    url, stop = sqlite_url(tmp_path / "a.db"), threading.Event()
    with Database(url) as database, Database(url, lock_wait_s=0.05) as impatient, receiver(receivers.ok) as server:
        database.migrate()
        with database.session() as session:
            add_webhook(session, SENDER, server.url, SUBMITTED, who="root", now=START)
        submit(database)
        thread = threading.Thread(target=loop(impatient, clock).run, args=(stop,), kwargs={"idle_s": 0.05})
        with database.session() as session:
            list_webhooks(session)
            thread.start()
            while "trying again" not in caplog.text and thread.is_alive():
                stop.wait(0.01)
        while not server.received and thread.is_alive():
            stop.wait(0.01)
        stop.set()
        thread.join()
        assert len(server.received) == 1 and counts(database)["delivered"] == 1


def test_a_loop_forgets_what_was_delivered_a_month_ago(database, hook, clock):
    with receiver(receivers.ok) as server:
        hook(server.url)
        submit(database, 3)
        loop(database, clock).run_once()
        clock.now += timedelta(days=29)
        submit(database)
        loop(database, clock).run_once()
        clock.now += timedelta(days=2)
        stop, running = threading.Event(), loop(database, clock)
        thread = threading.Thread(target=running.run, args=(stop,), kwargs={"idle_s": 0.02})
        thread.start()
        while counts(database)["delivered"] > 1 and thread.is_alive():
            stop.wait(0.01)
        stop.set()
        thread.join()
    assert counts(database) == {"waiting": 0, "delivered": 1, "given_up": 0}
