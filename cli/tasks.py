"""`embrace3k tasks`: new tasks from a world's ground truth."""

import click

from embrace3k.cli.output import json_option, print_json, print_table, progress
from embrace3k.cli.stages import generate_for_worlds
from embrace3k.cli.task_poses import poses
from embrace3k.cli.workspace import Workspace


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
    with progress() as bar:
        made = generate_for_worlds(workspace, bar, world, [seed], count=count)
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

    with workspace.database.snapshot() as session:
        found = list_tasks(session)
    if as_json:
        print_json(found)
    else:
        print_table(["id", "type", "instruction"], [(task.id, task.type, task.instruction) for task in found])


tasks.add_command(poses)
