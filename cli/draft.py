"""`embrace3k draft`: rationales for what has none yet, by template or by a model."""

import click

from embrace3k.cli.model_drafts import model
from embrace3k.cli.output import json_option, print_json, progress, talk
from embrace3k.cli.workspace import Workspace


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def draft(context: click.Context, as_json: bool) -> None:
    """Draft a rationale for each step of the trajectories that have none. Drafts never count as human.

    Without a command: by template, from the evidence of each step.
    """
    if context.invoked_subcommand is None:
        _draft_by_template(context.obj, as_json)
    elif as_json:
        raise click.UsageError(f"say --json after {context.invoked_subcommand}")


draft.add_command(model)


def _draft_by_template(workspace: Workspace, as_json: bool) -> None:
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
