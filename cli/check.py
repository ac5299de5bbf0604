"""`embrace3k check`: is everything that was kept still whole?"""

import sys

import click

from embrace3k.cli.output import json_option, print_json, print_table, progress, talk
from embrace3k.cli.workspace import Workspace


@click.command()
@click.option("--quick", is_flag=True, help="Only see that database and object store answer.")
@json_option
@click.pass_obj
def check(workspace: Workspace, quick: bool, as_json: bool) -> None:
    """Find every missing, truncated or altered blob and every dangling row. Exit 1 when there is one."""
    from embrace3k.storage.integrity import check as check_integrity

    database, store = workspace.database, workspace.store
    if quick:
        next(iter(store.list("blobs/")), None)
        talk.print("database and object store answer")
        return
    with progress() as bar:
        task = bar.add_task("checking blobs", total=None)
        findings = check_integrity(
            database, store, on_progress=lambda done, total: bar.update(task, completed=done, total=total)
        )
    if as_json:
        print_json(findings)
    elif findings:
        print_table(["code", "where", "what"], [(f.code, f.where, f.message) for f in findings])
    else:
        talk.print("nothing missing, nothing altered, nothing dangling")
    sys.exit(1 if findings else 0)
