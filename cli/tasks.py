"""`embrace3k tasks`: new tasks from a world's ground truth."""

import click

from embrace3k.cli.output import json_option, print_json, print_table, talk
from embrace3k.cli.workspace import Workspace
from embrace3k.schema.actions import PROFILES


@click.group()
def tasks() -> None:
    """What agents are asked to do."""


@tasks.command()
@click.option("--world", required=True, help="A family of `embrace3k worlds list`.")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0))
@click.option("--count", default=24, show_default=True, type=click.IntRange(1))
@json_option
@click.pass_obj
def generate(workspace: Workspace, world: str, seed: int, count: int, as_json: bool) -> None:
    """Generate COUNT tasks, each proved solvable and not yet solved. Same world, seed and count: same tasks."""
    from embrace3k.collector.tasks.generator import generate_tasks
    from embrace3k.simulator.worlds.catalogue import build_world
    from embrace3k.storage.tasks import add_tasks

    model = build_world(world, seed)
    simulator = workspace.simulator()
    try:
        with talk.status(f"generating {count} tasks in {world}, seed {seed}"):
            made = generate_tasks(model, simulator, seed=seed, count=count, profile=PROFILES["v2"])
    finally:
        simulator.close()
    with workspace.database.session() as session:
        add_tasks(session, made)
    if as_json:
        print_json(made)
    else:
        print_table(["id", "type", "instruction"], [(task.id, task.type, task.instruction) for task in made])


@tasks.command("list")
@json_option
@click.pass_obj
def list_all(workspace: Workspace, as_json: bool) -> None:
    """Every task there is."""
    from embrace3k.storage.tasks import list_tasks

    with workspace.database.session() as session:
        found = list_tasks(session)
    if as_json:
        print_json(found)
    else:
        print_table(["id", "type", "instruction"], [(task.id, task.type, task.instruction) for task in found])
