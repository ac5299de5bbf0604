"""`embrace3k tasks propose` and `proposals`: tasks that a vision-language model thinks up."""

from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING

import click
import msgspec

from embrace3k.cli.output import json_option, print_json, print_table, progress, talk
from embrace3k.cli.vision_model import bill_line, budget_options, open_model
from embrace3k.cli.workspace import Workspace
from embrace3k.schema.proposals import TaskProposal
from embrace3k.schema.tasks import Task, TaskType

if TYPE_CHECKING:
    from embrace3k.collector.tasks.model_proposals import Judged
    from embrace3k.vlm import Budget


@click.command()
@click.option("--world", required=True, help="A family of `embrace3k worlds list`.")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0), help="Of the world and its start poses.")
@click.option("--count", default=8, show_default=True, type=click.IntRange(1), help="Proposals to ask for.")
@click.option(
    "--types",
    "kinds",
    multiple=True,
    type=click.Choice([kind.value for kind in TaskType]),
    help="May be repeated; default: all.",
)
@budget_options()
@json_option
@click.pass_obj
def propose(
    workspace: Workspace, world: str, seed: int, count: int, kinds: tuple[str, ...], budget: "Budget", as_json: bool
) -> None:
    """Ask a vision-language model for tasks, check each as templates are checked, and keep them all.

    Accepted ones become tasks; refused ones stay on record with the reason. The model is set by EMBRACE3K_VLM_….
    """
    from embrace3k.collector.tasks.eye import make_renderer
    from embrace3k.collector.tasks.model_proposals import ModelProposer
    from embrace3k.simulator.launch import profile_named
    from embrace3k.simulator.worlds.catalogue import build_world

    settings = workspace.settings
    model = open_model(settings, budget)
    built, profile = build_world(world, seed), profile_named(settings.profile)
    types = [TaskType(kind) for kind in kinds] or list(TaskType)
    renderer = make_renderer(settings.cache_dir, settings.picture)
    taken = _taken(workspace, built.family, seed)
    proposer = ModelProposer(built, renderer, model, types=types, profile=profile, taken=taken)
    kept: list[TaskProposal] = []
    try:
        with progress() as bar:
            line = bar.add_task("proposals", total=count)
            for judged in islice(proposer.judged(seed), count):
                kept.append(_keep(workspace, judged))
                bar.advance(line)
    finally:
        renderer.close()
        talk.print(bill_line(model.bill))
    _show(kept, as_json)


@click.command()
@click.option("--verdict", type=click.Choice(["accepted", "refused"]), help="Only these.")
@json_option
@click.pass_obj
def proposals(workspace: Workspace, verdict: str | None, as_json: bool) -> None:
    """What models proposed so far, and why some of it was refused."""
    from embrace3k.storage.task_proposals import list_proposals

    with workspace.database.snapshot() as session:
        found = list_proposals(session, verdict=verdict)
    _show(found, as_json)


def _taken(workspace: Workspace, world: str, seed: int) -> list[Task]:
    from embrace3k.storage.tasks import list_tasks

    with workspace.database.snapshot() as session:
        return [task for task in list_tasks(session, scene_name=world) if task.scene.seed == seed]


def _keep(workspace: Workspace, judged: "Judged") -> TaskProposal:
    """In one transaction: the proposal, and the task where it is one."""
    from embrace3k.collector.tasks.model_proposals import PROMPT, PROMPT_VERSION
    from embrace3k.storage.task_proposals import add_proposal
    from embrace3k.storage.tasks import add_tasks

    task = judged.outcome if isinstance(judged.outcome, Task) else None
    refusal = None if isinstance(judged.outcome, Task) else judged.outcome
    record = TaskProposal(
        scene=judged.scene,
        start_pose=judged.start,
        maker=judged.maker,
        prompt=f"{PROMPT}-{PROMPT_VERSION}",
        prompt_sha256=judged.reply.prompt_sha256,
        instruction=judged.proposed.instruction,
        answer=msgspec.json.encode(judged.proposed).decode(),
        verdict="accepted" if task else "refused",
        reason=refusal.reason.value if refusal else None,
        words=refusal.words if refusal else None,
        task_id=task.id if task else None,
        created_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    with workspace.database.session() as session:
        add_tasks(session, [task] if task else [])
        add_proposal(session, record)
    return record


def _show(found: list[TaskProposal], as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    rows = [(one.scene.map_name, one.verdict, one.reason or "", one.maker.name, one.instruction) for one in found]
    print_table(["world", "verdict", "reason", "model", "instruction"], rows)
