"""`embrace3k webhooks`: who is told of what happens, and what they are still owed."""

import signal
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from embrace3k.cli.output import json_option, print_json, print_table, talk
from embrace3k.cli.workspace import Workspace

if TYPE_CHECKING:
    from embrace3k.annotator.receivers import Sender


@click.group()
def webhooks() -> None:
    """Tell other programs what happens: signed, at least once, tried again for most of a day."""


@webhooks.command()
@click.argument("url")
@click.option("--events", default="", help="Kinds of event, with commas between them; default: all.")
@json_option
@click.pass_obj
def add(workspace: Workspace, url: str, events: str, as_json: bool) -> None:
    """Send events to URL from now on. Prints the secret that they are signed with; it is not shown again."""
    from embrace3k.annotator.events import OPERATOR
    from embrace3k.annotator.webhooks import add_webhook

    actions = [part.strip() for part in events.split(",") if part.strip()]
    with workspace.database.session() as session:
        new = add_webhook(session, _sender(workspace), url, actions, who=OPERATOR, now=datetime.now(UTC))
    if as_json:
        print_json({"number": new.number, "secret": new.secret})
        return
    talk.print(f"webhook {new.number} is told of what happens from now on; its secret, shown only this once:")
    click.echo(new.secret)


@webhooks.command("list")
@json_option
@click.pass_obj
def list_all(workspace: Workspace, as_json: bool) -> None:
    """Webhooks and how much each is owed, then the deliveries that failed."""
    from embrace3k.annotator.webhooks import failed_deliveries, webhook_states

    with workspace.database.snapshot() as session:
        states, failed = webhook_states(session), failed_deliveries(session)
    if as_json:
        print_json({"webhooks": states, "failed": failed})
        return
    print_table(
        [">number", "url", "events", "active", ">waiting", ">delivered", ">given up"],
        [
            (each.webhook.number, each.webhook.url, ", ".join(each.webhook.actions) or "all",
             "yes" if each.webhook.active else "removed", each.waiting, each.delivered, each.given_up)
            for each in states
        ],
    )  # fmt: skip
    if failed:
        print_table(
            [">webhook", "event", "kind", ">attempts", "next attempt", "last error"],
            [
                (each.webhook, each.event_id, each.action, each.attempts, _when(each.next_attempt_at), each.last_error)
                for each in failed
            ],
        )


@webhooks.command()
@click.argument("number", type=int)
@click.pass_obj
def remove(workspace: Workspace, number: int) -> None:
    """Send nothing more to webhook NUMBER, also not what it is still owed."""
    from embrace3k.annotator.events import OPERATOR
    from embrace3k.annotator.webhooks import remove_webhook

    with workspace.database.session() as session:
        remove_webhook(session, number, who=OPERATOR, now=datetime.now(UTC))
    talk.print(f"webhook {number} is removed")


@webhooks.command()
@click.option("--once", is_flag=True, help="End when nothing is due.")
@click.pass_obj
def deliver(workspace: Workspace, once: bool) -> None:
    """Deliver what is owed until this is stopped. Several may run at once, on any machine."""
    from embrace3k.annotator.deliveries import DeliveryLoop

    loop = DeliveryLoop(workspace.database, _sender(workspace))
    if once:
        loop.run_once()
        return
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    loop.run(stop)


@webhooks.command()
@click.option("--webhook", type=int, help="Only what this one is owed; default: all.")
@click.pass_obj
def retry(workspace: Workspace, webhook: int | None) -> None:
    """Try again what was given up; removed webhooks are left out."""
    from embrace3k.annotator.webhooks import retry_deliveries

    with workspace.database.session() as session:
        count = retry_deliveries(session, webhook, datetime.now(UTC))
    talk.print(f"{count} deliveries are due again")


@webhooks.command()
@click.option(
    "--older-than", required=True, type=click.IntRange(0, 36500), metavar="DAYS", help="Delivered before that."
)  # fmt: skip
@click.pass_obj
def prune(workspace: Workspace, older_than: int) -> None:
    """Forget what was delivered; what is owed or was given up stays. `serve` and `deliver` do so after 30 days."""
    from embrace3k.annotator.webhooks import prune_deliveries

    count = prune_deliveries(workspace.database, datetime.now(UTC) - timedelta(days=older_than))
    talk.print(f"{count} deliveries are forgotten")


def _sender(workspace: Workspace) -> "Sender":
    from embrace3k.annotator.receivers import Sender, networks

    return Sender(networks(workspace.settings.webhook_networks))


def _when(time: datetime | None) -> str:
    return f"{time:%Y-%m-%d %H:%M:%S} UTC" if time else "given up"
