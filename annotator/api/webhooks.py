"""Who is told of what happens: `/api/v1/webhooks`."""

from datetime import datetime
from typing import Annotated

import msgspec
from fastapi import APIRouter, Path
from pydantic import Field

from embrace3k.annotator import webhooks
from embrace3k.annotator.api.callers import Caller, requires
from embrace3k.annotator.api.context import InContext
from embrace3k.annotator.api.shapes import Shape
from embrace3k.annotator.events import KINDS
from embrace3k.annotator.roles import Role

router = APIRouter(prefix="/api/v1/webhooks", tags=["webhooks"])

Engineer = Annotated[Caller, requires(Role.ENGINEER, Role.ADMIN)]
Number = Annotated[int, Path(ge=1, le=2**63 - 1)]


class NewWebhook(Shape):
    url: str = Field(max_length=2000)
    actions: list[Annotated[str, Field(max_length=100)]] = Field(default=[], max_length=len(KINDS))
    """Kinds of event; none for all."""


class WebhookMade(Shape):
    number: int
    secret: str
    """What events are signed with. Shown this once."""


class WebhookShown(Shape):
    number: int
    url: str
    actions: list[str]
    active: bool
    created_at: datetime
    waiting: int
    delivered: int
    given_up: int


class FailedDelivery(Shape):
    webhook: int
    event_id: str
    action: str
    attempts: int
    next_attempt_at: datetime | None
    """Null when it was given up."""
    last_error: str


class WebhooksShown(Shape):
    webhooks: list[WebhookShown]
    failed: list[FailedDelivery]
    """Up to 1000 that failed and were not delivered since, oldest first."""


class Retried(Shape):
    due: int
    """How many deliveries are due again."""


@router.get("")
def all_webhooks(engineer: Engineer, context: InContext) -> WebhooksShown:
    """Every webhook, removed ones too, with what it is owed, and the deliveries that failed."""
    with context.database.snapshot() as session:
        states, failed = webhooks.webhook_states(session), webhooks.failed_deliveries(session)
    return WebhooksShown(
        webhooks=[
            WebhookShown(
                **msgspec.structs.asdict(each.webhook),
                waiting=each.waiting, delivered=each.delivered, given_up=each.given_up,
            )
            for each in states
        ],
        failed=[FailedDelivery.model_validate(each, from_attributes=True) for each in failed],
    )  # fmt: skip


@router.post("", status_code=201)
def add(new: NewWebhook, engineer: Engineer, context: InContext) -> WebhookMade:
    """Send events to a URL from now on. Its secret is in this answer and nowhere else."""
    with context.database.session() as session:
        made = webhooks.add_webhook(
            session, context.sender, new.url, new.actions, who=engineer.name, now=context.clock()
        )
    return WebhookMade(number=made.number, secret=made.secret)


@router.delete("/{number}", status_code=204)
def remove(number: Number, engineer: Engineer, context: InContext) -> None:
    """Send nothing more there, also not what it is still owed."""
    with context.database.session() as session:
        webhooks.remove_webhook(session, number, who=engineer.name, now=context.clock())


@router.post("/{number}/retry")
def retry(number: Number, engineer: Engineer, context: InContext) -> Retried:
    """Try again what was given up."""
    with context.database.session() as session:
        return Retried(due=webhooks.retry_deliveries(session, number, context.clock()))
