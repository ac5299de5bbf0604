"""`embrace3k audit`: who did what, and when."""

import click

from embrace3k.cli.output import print_json_lines
from embrace3k.cli.workspace import Workspace


@click.group()
def audit() -> None:
    """Who did what, and when. Nothing in the log is ever changed or removed."""


@audit.command()
@click.option(
    "--since", default=0, show_default=True, type=click.IntRange(0), help="Only what comes after this event's number."
)
@click.pass_obj
def export(workspace: Workspace, since: int) -> None:
    """Print the log as JSON Lines, oldest first. The last line's number is what the next export goes on from."""
    from embrace3k.storage.events import iter_events

    print_json_lines(iter_events(workspace.database, since))
