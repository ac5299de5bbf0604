"""`embrace3k tasks`: new tasks from a world's ground truth."""

from collections import Counter

import click

from embrace3k.cli.output import json_option, print_json, print_table, progress, talk
from embrace3k.cli.seeds import SEEDS
from embrace3k.cli.stages import generate_for_worlds
from embrace3k.cli.task_poses import poses
from embrace3k.cli.task_proposals import proposals, propose
from embrace3k.cli.task_reviews import review
from embrace3k.cli.workspace import Workspace
from embrace3k.schema.tasks import TaskType


@click.group()
def tasks() -> None:
    """What agents are asked to do."""


@tasks.command()
@click.option("--world", "families", multiple=True, metavar="FAMILY", help="May be repeated; default: every family.")
@click.option("--seeds", default="0-4", show_default=True, type=SEEDS, help="Worlds of each family, as 0-4 or 0,2,7.")
@click.option("--count", default=24, show_default=True, type=click.IntRange(1), help="Tasks in all.")
@click.option("--preset", default="v2", show_default=True, type=click.Choice(["v2", "v1"]), help="Whose proportions.")
@click.option(
    "--types",
    "kinds",
    multiple=True,
    type=click.Choice([kind.value for kind in TaskType]),
    help="May be repeated; default: all.",
)
@click.option("--seed", default=0, show_default=True, help="Another one makes another set of the same worlds.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1), help="Processes.")
@json_option
@click.pass_obj
def generate(
    workspace: Workspace, families: tuple[str, ...], seeds: list[int], count: int, preset: str,
    kinds: tuple[str, ...], seed: int, workers: int, as_json: bool,
) -> None:  # fmt: skip
    """Generate COUNT tasks in exact proportions over many worlds, each proved solvable and not yet solved.

    Equal options make equal tasks, whatever the number of workers.
    """
    from embrace3k.simulator.worlds.catalogue import families as known

    chosen = dict.fromkeys(families) or [each.name for each in known()]
    worlds = [(family, number) for family in chosen for number in seeds]
    with progress() as bar:
        made = generate_for_worlds(
            workspace, bar, worlds, count=count, preset=preset, seed=seed, workers=workers,
            types=[TaskType(kind) for kind in kinds] or None,
        )  # fmt: skip
    tasks = [each.task for each in made]
    if as_json:
        print_json(tasks)
    else:
        print_table(["id", "type", "instruction"], [(task.id, task.type, task.instruction) for task in tasks])
    numbers = Counter(task.type for task in tasks)
    [(template, used)] = Counter(each.template for each in made).most_common(1)
    talk.print(
        f"{len(tasks)} tasks in {len({task.scene for task in tasks})} worlds: "
        f"{', '.join(f'{numbers[kind]} {kind}' for kind in TaskType if numbers[kind])}; "
        f"no template sentence makes more than {used / len(tasks):.1%} of them: {template}"
    )


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
tasks.add_command(propose)
tasks.add_command(proposals)
tasks.add_command(review)
