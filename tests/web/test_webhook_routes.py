"""Webhooks over HTTP, and the loop that `serve` runs beside the routes."""

import json
from collections.abc import Iterator

import httpx2
import pytest

from embrace3k.annotator.api.context import Context
from embrace3k.annotator.deliveries import DeliveryLoop, DeliveryPlan
from embrace3k.annotator.leases import take
from embrace3k.annotator.receivers import Sender, networks
from embrace3k.annotator.roles import Role
from embrace3k.annotator.signatures import signature
from embrace3k.storage.database import Database
from embrace3k.storage.events import iter_events
from embrace3k.storage.folder_store import FolderStore
from embrace3k.tests.annotator import receiver as receivers
from embrace3k.tests.annotator.receiver import receiver
from embrace3k.tests.annotator.workplace import ANN, fill
from embrace3k.tests.web.service import QUICK, Clock, Service, error_of, serving
from embrace3k.web.app import create_app

SENDER = Sender(networks("127.0.0.0/8"), timeout_s=0.5)
ROUTE = "/api/v1/webhooks"


@pytest.fixture
def service(database: Database, store: FolderStore) -> Iterator[Service]:
    """Webhooks may lead to this machine."""
    clock = Clock()
    context = Context(database, store, "http://127.0.0.1", clock=clock, passwords=QUICK, sender=SENDER)
    with serving(create_app(context), clock) as running:
        yield running


@pytest.fixture
def eve(service: Service) -> httpx2.Client:
    service.add("Eve", Role.ENGINEER)
    return service.program("Eve")


def deliver(service: Service) -> None:
    plan = DeliveryPlan(most_attempts=1)
    DeliveryLoop(service.context.database, SENDER, plan, clock=service.clock).run_once()


def test_a_webhook_is_added_told_and_removed(service: Service, eve: httpx2.Client):
    with receiver(receivers.ok) as server:
        made = eve.post(ROUTE, json={"url": server.url, "actions": ["token.made"]}).json()
        eve.post("/api/v1/tokens", json={"name": "mine"})
        deliver(service)
    (got,) = server.received
    assert json.loads(got.body)["detail"] == {"token": "mine"}
    assert got.headers["Embrace3k-Signature"] == signature(made["secret"], got.headers["Embrace3k-Timestamp"], got.body)
    shown = eve.get(ROUTE)
    assert shown.json()["webhooks"][0]["delivered"] == 1 and made["secret"] not in shown.text
    assert eve.delete(f"{ROUTE}/{made['number']}").status_code == 204
    assert eve.get(ROUTE).json()["webhooks"][0]["active"] is False
    whose = [each.who for each in iter_events(service.context.database) if each.action.startswith("webhook.")]
    assert whose == ["Eve", "Eve"]


def test_what_was_given_up_is_seen_and_can_be_tried_again(service: Service, eve: httpx2.Client):
    with receiver(receivers.broken, receivers.ok) as server:
        number = eve.post(ROUTE, json={"url": server.url, "actions": ["token.made"]}).json()["number"]
        eve.post("/api/v1/tokens", json={"name": "mine"})
        deliver(service)
        (failed,) = eve.get(ROUTE).json()["failed"]
        assert failed["next_attempt_at"] is None and "answered 500" in failed["last_error"]
        assert eve.post(f"{ROUTE}/{number}/retry").json() == {"due": 1}
        deliver(service)
        assert len(server.received) == 2
    assert eve.get(ROUTE).json()["failed"] == []


@pytest.mark.parametrize(
    "body", [{"url": "http://10.0.0.1/"}, {"url": "no url"}, {"url": "http://127.0.0.1/", "actions": ["no.such"]}]
)
def test_a_url_or_a_kind_that_cannot_be_is_refused(eve: httpx2.Client, body: dict[str, object]):
    assert error_of(eve.post(ROUTE, json=body)) == (422, "webhook_refused")
    assert eve.get(ROUTE).json()["webhooks"] == []


def test_a_webhook_that_is_not_there_is_said_so(eve: httpx2.Client):
    assert error_of(eve.delete(f"{ROUTE}/9")) == (404, "record_not_found")
    assert error_of(eve.post(f"{ROUTE}/9/retry")) == (404, "record_not_found")


def test_prometheus_reads_works_leases_and_what_is_owed(service: Service, eve: httpx2.Client):
    with receiver(receivers.ok) as server:
        eve.post(ROUTE, json={"url": server.url, "actions": ["token.made"]})
        eve.post("/api/v1/tokens", json={"name": "mine"})
        service.clock.pass_by(seconds=90)
    fill(service.context.database, "a", "b")
    with service.context.database.session() as session:
        take(session, ANN, "a", 0, service.clock())
    text = eve.get("/metrics").text
    for line in (
        'embrace3k_works{state="recorded"} 2.0', "embrace3k_open_leases 1.0",
        "embrace3k_outbox_waiting 1.0", "embrace3k_outbox_oldest_seconds 90.0",
    ):  # fmt: skip
        assert f"\n{line}\n" in text, line
