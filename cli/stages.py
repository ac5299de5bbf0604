"""Steps of the road that both their own commands and the demo take, with their progress bars."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rich.progress import Progress

from embrace3k.cli.workspace import EMBEDDED, Workspace
from embrace3k.jobs import Executor
from embrace3k.schema.errors import EmbraceError
from embrace3k.schema.tasks import Task, TaskType

if TYPE_CHECKING:
    from embrace3k.collector.collect import CollectSummary
    from embrace3k.collector.tasks.generator import Made
    from embrace3k.collector.tasks.sets import WorldName


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
    workspace: Workspace,
    bar: Progress,
    worlds: "Sequence[WorldName]",
    *,
    count: int,
    preset: str = "v2",
    types: Sequence[TaskType] | None = None,
    seed: int = 0,
    workers: int = 1,
) -> "list[Made]":
    """`count` tasks over all the worlds, kept in the database."""
    from embrace3k.collector.tasks.sets import generate_set
    from embrace3k.simulator.launch import profile_named
    from embrace3k.storage.errors import RecordConflict
    from embrace3k.storage.tasks import add_tasks

    # Opened before the work, which may take an hour: what is wrong with the database is heard at once.
    database, settings = workspace.database, workspace.settings
    line = bar.add_task("tasks", total=count)
    made = generate_set(
        worlds, count=count, preset=preset, types=types, seed=seed, workers=workers,
        profile=profile_named(settings.profile), cache_dir=settings.cache_dir, picture=settings.picture,
        on_made=lambda number: bar.advance(line, number),
    )  # fmt: skip
    try:
        with database.session() as session:
            add_tasks(session, [each.task for each in made])
    except RecordConflict as error:
        what, hint = "this home holds a different task under this id", "another set of tasks wants another --home"
        raise EmbraceError(what, where=error.where, hint=hint) from error
    return made


def collect_missing(
    workspace: Workspace,
    bar: Progress,
    tasks: Sequence[Task],
    *,
    policy: str,
    resume: bool,
    workers: int,
    executor: Executor | None = None,
) -> "CollectSummary":
    """Record every task that this policy has not recorded yet."""
    from embrace3k.collector.parallel import Workplace, collect_in_processes

    settings = workspace.settings
    if executor is Executor.SERIAL and workers > 1:
        raise EmbraceError(f"the serial executor has one worker, not {workers}", hint="use --executor processes")
    if (workers > 1 or executor is Executor.DASK) and settings.simulator != EMBEDDED:
        what = f"{settings.simulator} serves one client at a time"
        raise EmbraceError(what, hint="use --workers 1 without Dask, or the embedded simulator")
    workspace.database.migrate()
    line = bar.add_task("demonstrations", total=len(tasks))
    place = Workplace(
        settings.database_url,
        settings.store_url,
        settings.journal_dir,
        policy,
        settings.cache_dir,
        workspace.simulator_factory,
    )
    return collect_in_processes(
        place, tasks, workers=workers, executor=executor, dask_address=settings.dask_address,
        resume=resume, on_done=lambda _: bar.advance(line),
    )  # fmt: skip
