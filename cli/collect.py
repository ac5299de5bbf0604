"""`embrace3k collect`: demonstrations of the tasks there are."""

import sys
from pathlib import Path

import click
from click.core import ParameterSource

from embrace3k.cli.output import json_option, print_json, progress, talk
from embrace3k.cli.settings import DASK_ADDRESS
from embrace3k.cli.simulator_options import simulator_options, with_simulator
from embrace3k.cli.stages import collect_missing
from embrace3k.cli.workspace import Workspace
from embrace3k.jobs import Executor
from embrace3k.schema.errors import EmbraceError
from embrace3k.schema.reviews import ReviewState


@click.command()
@click.option(
    "--policy", default="oracle", show_default=True, help="`oracle`, or script:FILE with a JSON list of actions."
)
@click.option("--resume", is_flag=True, help="Continue a run that was cut off.")
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1), help="Processes, each with a simulator."
)
@click.option(
    "--executor",
    type=click.Choice([each.value for each in Executor]),
    help="This process, others, or a Dask cluster. Default: serial with one worker, processes with more.",
)
@simulator_options
@click.option("--reviewed-only", is_flag=True, help="Leave out tasks that no second person has confirmed.")
@json_option
@click.pass_obj
def collect(
    workspace: Workspace,
    policy: str,
    resume: bool,
    workers: int,
    executor: str | None,
    simulator: str | None,
    scenes: Path | None,
    reviewed_only: bool,
    as_json: bool,
) -> None:
    """Record every task that this policy has not recorded yet. Exit 1 when a task failed.

    The same demonstration is one whose task, world, driver, action profile and simulator (with its version and picture
    size) are the same.
    """
    from embrace3k.storage.task_reviews import reviewed_tasks
    from embrace3k.storage.tasks import list_tasks

    _settle_who_works(workspace.settings.dask_address, executor)
    workspace.settings = with_simulator(workspace.settings, simulator, scenes)
    with workspace.database.snapshot() as session:
        if reviewed_only:
            tasks = [each.task for each in reviewed_tasks(session, ReviewState.CONFIRMED)]
        else:
            tasks = list_tasks(session)
    if not tasks and reviewed_only:
        raise EmbraceError("no task is confirmed yet", hint="look at them: embrace3k tasks review list")
    if not tasks:
        raise EmbraceError("there are no tasks yet", hint="make some: embrace3k tasks generate --world family-house")
    with progress() as bar:
        summary = collect_missing(
            workspace, bar, tasks, policy=policy, resume=resume, workers=workers,
            executor=Executor(executor) if executor else None,
        )  # fmt: skip
    if as_json:
        print_json(summary)
    else:
        for report in summary.reports:
            if report.status == "failed":
                talk.print(f"{report.task_id}: {report.message}")
        talk.print(
            f"{summary.done} recorded ({summary.succeeded} reached their goal), {summary.skipped} already there, "
            f"{sum(summary.failed.values())} failed, {summary.steps} steps"
        )
        if summary.done:
            talk.print("next: embrace3k trajectories review list --state unchecked; embrace3k works open")
    sys.exit(1 if summary.failed else 0)


def _settle_who_works(dask_address: str, executor: str | None) -> None:
    """Nothing that was said about workers is passed over in silence. The variable may be meant for another command."""
    if not dask_address:
        return
    if executor != Executor.DASK:
        talk.print(f"{DASK_ADDRESS.variable} is set and not used: that takes --executor dask")
    elif click.get_current_context().get_parameter_source("workers") is not ParameterSource.DEFAULT:
        hint = f"leave out --workers, or unset {DASK_ADDRESS.variable} for a cluster here"
        raise EmbraceError("a running cluster records with all the workers it has", where="--workers", hint=hint)
