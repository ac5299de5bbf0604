"""What `embrace3k serve` does beside answering, as the installed command in a process of its own."""

import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import httpx2

from embrace3k.annotator.accounts import create_user, find_user
from embrace3k.annotator.events import OPERATOR, WorkSubmitted, record
from embrace3k.annotator.receivers import Sender, networks
from embrace3k.annotator.roles import Role
from embrace3k.annotator.sessions import make_token
from embrace3k.annotator.webhooks import add_webhook
from embrace3k.storage.database import Database, sqlite_url
from embrace3k.storage.outbox import undelivered
from embrace3k.tests.annotator import receiver as receivers
from embrace3k.tests.annotator.receiver import Receiver, receiver
from embrace3k.tests.cli.test_users import served
from embrace3k.tests.web.stream import listening

NETWORKS = "127.0.0.0/8"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def owe(home: Path, server: Receiver) -> str:
    """A webhook and an event for it, and the API token of an engineer."""
    with Database(sqlite_url(home / "embrace3k.sqlite3")) as database:
        database.migrate()
        with database.session() as session:
            add_webhook(session, Sender(networks(NETWORKS)), server.url, ["work.submitted"], who=OPERATOR, now=LONG_AGO)
            create_user(session, "Eve", [Role.ENGINEER], who=OPERATOR, now=LONG_AGO)
            record(session, WorkSubmitted(who="Ann", trajectory_id="a"), LONG_AGO)
            return make_token(session, find_user(session, "Eve"), "test", now=LONG_AGO)[1]


def wait_for(server: Receiver) -> None:
    deadline = time.monotonic() + 20
    while not server.received and time.monotonic() < deadline:
        time.sleep(0.02)
    assert server.received


def test_it_delivers_what_webhooks_are_owed(tmp_path: Path):
    with receiver(receivers.ok) as server:
        owe(tmp_path, server)
        with served(tmp_path, EMBRACE3K_WEBHOOK_NETWORKS=NETWORKS):
            wait_for(server)
    with Database(sqlite_url(tmp_path / "embrace3k.sqlite3")) as database, database.snapshot() as session:
        assert undelivered(session) == []


def test_it_ends_within_seconds_though_a_receiver_hangs_and_a_stream_is_open(tmp_path: Path):
    with receiver(receivers.hang) as server:
        token = owe(tmp_path, server)
        with ExitStack() as stack:
            with served(tmp_path, EMBRACE3K_WEBHOOK_NETWORKS=NETWORKS) as (url, _):
                client = httpx2.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=30)
                stream = stack.enter_context(listening(stack.enter_context(client)))
                wait_for(server)
                started = time.monotonic()
            assert time.monotonic() - started < 6  # Each of the two alone would take ten.
            list(stream)
    with Database(sqlite_url(tmp_path / "embrace3k.sqlite3")) as database, database.snapshot() as session:
        (owed,) = undelivered(session)
        assert owed.attempts == 1 and owed.next_attempt_at is not None
