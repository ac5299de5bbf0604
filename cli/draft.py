"""`embrace3k draft`: template rationales for what has none yet."""

import click

from embrace3k.cli.output import json_option, print_json, progress, talk
from embrace3k.cli.workspace import Workspace


@click.command()
@json_option
@click.pass_obj
def draft(workspace: Workspace, as_json: bool) -> None:
    """Draft a rationale for each step of the trajectories that have none. Drafts never count as human."""
    from embrace3k.annotator.services import draft_missing
    from embrace3k.storage.trajectories import trajectory_ids

    with workspace.database.session() as session, progress() as bar:
        ids = sorted(trajectory_ids(session))
        task = bar.add_task("drafting", total=len(ids))
        summary = draft_missing(session, ids, on_done=lambda _: bar.advance(task))
    if as_json:
        print_json(summary)
        return
    talk.print(
        f"drafted {summary.steps} rationales for {summary.trajectories} trajectories; "
        f"{summary.skipped} already had one and were left alone"
    )
