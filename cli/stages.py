"""Steps of the road that both their own commands and the demo take, with their progress bars."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rich.progress import Progress

from embrace3k.cli.workspace import Workspace
from embrace3k.schema.actions import PROFILES
from embrace3k.schema.tasks import Task

if TYPE_CHECKING:
    from embrace3k.collector.collect import CollectSummary


def bake_worlds(workspace: Workspace, bar: Progress, family: str, seeds: Sequence[int], *, workers: int) -> None:
    """Bake the light of each world, or find it in the cache."""
    from embrace3k.jobs import run_jobs

    line = bar.add_task("worlds", total=len(seeds))
    bake = partial(_bake, family=family, cache_dir=workspace.settings.cache_dir)
    run_jobs(seeds, bake, workers=workers, on_done=lambda seed, _: bar.advance(line))


def _bake(seed: int, *, family: str, cache_dir: Path) -> None:
    from embrace3k.simulator.worlds.catalogue import build_world
    from embrace3k.simulator.worlds.renderer import Renderer

    renderer = Renderer(64, 48, supersample=1.0, cache_dir=cache_dir)
    renderer.load(build_world(family, seed))
    renderer.close()


def generate_for_worlds(
    workspace: Workspace, bar: Progress, family: str, seeds: Sequence[int], *, count: int
) -> list[Task]:
    """`count` tasks in each world, kept in the database."""
    from embrace3k.collector.tasks.generator import generate_tasks
    from embrace3k.simulator.worlds.catalogue import build_world
    from embrace3k.storage.tasks import add_tasks

    line = bar.add_task("tasks", total=count * len(seeds))
    tasks: list[Task] = []
    simulator = workspace.simulator()
    try:
        for seed in seeds:
            made = generate_tasks(
                build_world(family, seed),
                simulator,
                seed=seed,
                count=count,
                profile=PROFILES["v2"],
                on_task=lambda _: bar.advance(line),
            )
            tasks += made
    finally:
        simulator.close()
    with workspace.database.session() as session:
        add_tasks(session, tasks)
    return tasks


def collect_missing(
    workspace: Workspace, bar: Progress, tasks: Sequence[Task], *, policy: str, resume: bool
) -> "CollectSummary":
    """Record every task that this policy has not recorded yet."""
    from embrace3k.collector.collect import collect
    from embrace3k.collector.drivers import driver_maker

    line = bar.add_task("demonstrations", total=len(tasks))
    return collect(
        database=workspace.database,
        store=workspace.store,
        simulator_factory=workspace.simulator,
        tasks=tasks,
        make_driver=driver_maker(policy),
        journal_dir=workspace.settings.journal_dir,
        resume=resume,
        on_done=lambda _: bar.advance(line),
    )
