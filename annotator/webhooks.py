"""Who is told of what happens. A secret is made by us and shown once; receivers check signatures with it."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from msgspec import Struct
from sqlmodel import Session

from embrace3k.annotator.errors import WebhookRefused
from embrace3k.annotator.events import KINDS, WebhookAdded, WebhookRemoved, record
from embrace3k.annotator.receivers import Sender, host_of
from embrace3k.annotator.signatures import new_secret
from embrace3k.storage import webhooks
from embrace3k.storage.database import Database
from embrace3k.storage.outbox import DeliveryState, outbox_counts, prune_delivered, retry_given_up, undelivered
from embrace3k.storage.webhooks import Webhook


class NewWebhook(NamedTuple):
    number: int
    secret: str
    """Nobody is told it again."""


class WebhookState(Struct, frozen=True, kw_only=True):
    """A webhook, and how many deliveries are in which state."""

    webhook: Webhook
    waiting: int = 0
    delivered: int = 0
    given_up: int = 0


def add_webhook(
    session: Session, sender: Sender, url: str, actions: Collection[str], *, who: str, now: datetime
) -> NewWebhook:
    """For these kinds of event, or for all where none is named. Raises WebhookRefused."""
    if unknown := sorted(set(actions) - set(KINDS)):
        raise WebhookRefused(f"no such kind of event: {', '.join(unknown)}", hint=f"there are: {', '.join(KINDS)}")
    sender.check(url)
    secret = new_secret()
    number = webhooks.add_webhook(session, url, secret, actions, now)
    record(session, WebhookAdded(who=who, webhook=number, host=host_of(url), actions=sorted(actions)), now)
    return NewWebhook(number, secret)


def remove_webhook(session: Session, number: int, *, who: str, now: datetime) -> None:
    """What it is still owed is given up. Raises RecordNotFound."""
    removed = webhooks.remove_webhook(session, number, now)
    record(session, WebhookRemoved(who=who, webhook=number, host=host_of(removed.url)), now)


def webhook_states(session: Session) -> list[WebhookState]:
    """In the order they were added, removed ones too."""
    counts = outbox_counts(session)
    return [WebhookState(webhook=hook, **counts.get(hook.number, {})) for hook in webhooks.list_webhooks(session)]


def failed_deliveries(session: Session) -> list[DeliveryState]:
    """Those that failed and were not delivered since, oldest first."""
    return [each for each in undelivered(session) if each.last_error]


def retry_deliveries(session: Session, number: int | None, now: datetime) -> int:
    """Make due what was given up, of one webhook or of all; how many they are. Raises RecordNotFound."""
    if number is not None:
        webhooks.require_webhook(session, number)
    return retry_given_up(session, now, webhook=number)


def prune_deliveries(database: Database, before: datetime) -> int:
    """Forget what was delivered before then, a little at a time; how many deliveries that were."""
    pruned = 0
    while True:
        with database.session() as session:
            some = prune_delivered(session, before)
        if not some:
            return pruned
        pruned += some
