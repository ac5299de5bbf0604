"""`embrace3k quality`: how far annotators agree, what they notice, and how they work."""

import click

from embrace3k.cli.output import json_option, print_json
from embrace3k.cli.workspace import Workspace


@click.command()
@click.option("--campaign", help="Only the works of this campaign.")
@click.option("--lints", is_flag=True, help="Look for lints in every finished text, which takes longer.")
@json_option
@click.pass_obj
def quality(workspace: Workspace, campaign: str | None, lints: bool, as_json: bool) -> None:
    """How far annotators agree, how many planted steps they catch, how fast they work and what becomes of drafts.

    Only lanes that were handed in count. --json has every question for every task type and pair of annotators.
    """
    from embrace3k.annotator.measuring import measure
    from embrace3k.cli.quality_tables import print_quality

    report = measure(workspace.database, campaign=campaign, lints=lints)
    if as_json:
        print_json(report)
        return
    print_quality(report)
