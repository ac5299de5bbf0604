"""`embrace3k annotations`: revisions out and in as JSON Lines, for teams with a front end of their own."""

from datetime import UTC, datetime
from pathlib import Path

import click

from embrace3k.cli.output import json_option, print_json, print_json_lines, talk
from embrace3k.cli.workspace import Workspace


@click.group()
def annotations() -> None:
    """Annotations out and in as JSON Lines, each revision with its author and what it speaks of."""


@annotations.command("export")
@click.option("--since", default=0, show_default=True, type=click.IntRange(0), help="Only revisions after this number.")
@click.pass_obj
def export_lines(workspace: Workspace, since: int) -> None:
    """Print revisions in the order they were added. The last line's number is what the next export goes on from."""
    from embrace3k.storage.annotation_feed import exported_annotations

    print_json_lines(exported_annotations(workspace.database, since))


@annotations.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@json_option
@click.pass_obj
def import_lines(workspace: Workspace, file: Path, as_json: bool) -> None:
    """Take in the revisions of FILE, all or none. They keep their author and must follow on the newest ones here."""
    from embrace3k.annotator.annotation_files import import_annotations
    from embrace3k.annotator.events import OPERATOR

    summary = import_annotations(workspace.database, file, who=OPERATOR, now=datetime.now(UTC))
    if as_json:
        print_json(summary)
        return
    talk.print(f"added {summary.added} revisions; {summary.known} were there already")
