"""`embrace3k draft model`: rationales by a vision-language model."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from embrace3k.cli.output import json_option, plain, print_json, progress, talk
from embrace3k.cli.vision_model import bill_line, budget_options, open_model
from embrace3k.cli.workspace import Workspace
from embrace3k.schema.tasks import TaskType

if TYPE_CHECKING:
    from embrace3k.annotator.draft_runs import DraftRun, StepReport
    from embrace3k.storage.trajectories import TrajectoryRow
    from embrace3k.vlm import Bill, Budget


@click.command()
@click.argument("ids", metavar="[ID]...", nargs=-1)
@click.option(
    "--type",
    "kinds",
    multiple=True,
    type=click.Choice([kind.value for kind in TaskType]),
    help="Only trajectories of tasks of this type; may be repeated.",
)
@click.option("--hindsight", is_flag=True, help="Show the model the view after the action too; the author tells.")
@click.option("--replace-template", is_flag=True, help="Write over template drafts that nobody has touched.")
@click.option(
    "--at-once", default=4, show_default=True, type=click.IntRange(1, 32), help="Answers to wait for at once."
)
@budget_options(most_requests=1000)
@json_option
@click.pass_obj
def model(
    workspace: Workspace, ids: tuple[str, ...], kinds: tuple[str, ...], hindsight: bool, replace_template: bool,
    at_once: int, budget: "Budget", as_json: bool,
) -> None:  # fmt: skip
    """Ask a vision-language model for a rationale of each step that has none. Drafts never count as human.

    Of all trajectories, or those named; an ID may be a unique beginning. Each draft is on record as soon as its answer
    came, and a second run asks for what is missing. Ends with the bill, also where the budget is spent or Ctrl-C ends
    it. Exit 1 when a step that was asked for is left without a draft. The model is set by EMBRACE3K_VLM_….
    """
    from embrace3k.annotator.draft_runs import LEFT_OUT, DraftRun
    from embrace3k.annotator.model_drafts import ModelDrafter

    asked = open_model(workspace.settings, budget)
    rows = _chosen(workspace, ids, kinds)
    run = DraftRun(
        workspace.database, workspace.store, ModelDrafter(asked), at_once=at_once, hindsight=hindsight,
        replace_templates=replace_template,
    )  # fmt: skip
    try:
        with progress() as bar:
            line = bar.add_task("steps", total=sum(row.n_steps for row in rows))

            def on_step(report: "StepReport") -> None:
                bar.advance(line)
                if report.ending in LEFT_OUT:
                    where = f"trajectory {report.trajectory_id}, step {report.step_index}"
                    talk.print(plain(f"{where}: {report.ending.replace('_', ' ')}: {report.words}"))

            run.run([row.id for row in rows], on_step)
    finally:
        _show(run, asked.bill, as_json)
    sys.exit(1 if any(run.tally[ending] for ending in LEFT_OUT) else 0)


def _chosen(workspace: Workspace, ids: Sequence[str], kinds: Sequence[str]) -> "list[TrajectoryRow]":
    from embrace3k.storage.trajectories import find_trajectory, list_trajectories

    with workspace.database.snapshot() as session:
        named = {find_trajectory(session, one).id for one in ids}
        rows = list_trajectories(session)
    return [row for row in rows if (not ids or row.id in named) and (not kinds or row.type in kinds)]


def _show(run: "DraftRun", bill: "Bill", as_json: bool) -> None:
    from embrace3k.annotator.draft_runs import Ending

    if as_json:
        spent = {"requests": bill.requests, "tokens_in": bill.tokens_in, "tokens_out": bill.tokens_out}
        steps = {ending.value: run.tally[ending] for ending in Ending}
        print_json({"steps": steps, "bill": spent | {"cost_usd": bill.cost_usd}})
        return
    counts = ", ".join(f"{run.tally[ending]} {ending.replace('_', ' ')}" for ending in Ending if run.tally[ending])
    talk.print(f"steps: {counts or 'none'}")
    talk.print(bill_line(bill))
