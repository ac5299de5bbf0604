"""Adding and removing webhooks. A secret is made by us and shown once; receivers check signatures with it."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session

from embrace3k.annotator.errors import WebhookRefused
from embrace3k.annotator.events import KINDS, WebhookAdded, WebhookRemoved, record
from embrace3k.annotator.receivers import Sender, host_of
from embrace3k.annotator.signatures import new_secret
from embrace3k.storage import webhooks


class NewWebhook(NamedTuple):
    number: int
    secret: str
    """Nobody is told it again."""


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
