"""`embrace3k demo`: the whole road, from a world to a verified release."""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from embrace3k.cli.output import print_table, progress, talk
from embrace3k.cli.stages import bake_worlds, collect_missing, generate_for_worlds
from embrace3k.cli.workspace import Workspace
from embrace3k.schema.tasks import Task, TaskType
from embrace3k.simulator.stopwatch import Stopwatch

if TYPE_CHECKING:
    from embrace3k.storage.trajectories import TrajectoryRow

VERSION = "0.1.0"
FAMILY = "family-house"
SEEDS = (0, 1)
TASKS_PER_WORLD = 12


@click.command()
@click.pass_obj
def demo(workspace: Workspace) -> None:
    """Collect 24 tasks of all six types, draft rationales, publish and verify release 0.1.0.

    Run again, it repeats nothing. It wants a home of its own: the release holds whatever the home holds.
    """
    from embrace3k.annotator.services import draft_missing
    from embrace3k.exporters.release import build, publish, verify
    from embrace3k.storage.trajectories import list_trajectories

    watch, builds, workers = Stopwatch(), workspace.settings.builds_dir, min(len(SEEDS), os.cpu_count() or 1)
    with progress() as bar:
        with watch.measure("worlds"):
            bake_worlds(workspace, bar, FAMILY, SEEDS, workers=workers)
        with watch.measure("tasks"):
            worlds = [(FAMILY, seed) for seed in SEEDS]
            count = TASKS_PER_WORLD * len(worlds)
            made = generate_for_worlds(workspace, bar, worlds, count=count, workers=workers)
            tasks = [each.task for each in made]
        with watch.measure("demonstrations"):
            collected = collect_missing(workspace, bar, tasks, policy="oracle", resume=True, workers=workers)
        ids = [report.trajectory_id for report in collected.reports if report.trajectory_id]
        with watch.measure("drafts"), workspace.database.session() as session:
            line = bar.add_task("drafts", total=len(ids))
            draft_missing(session, ids, on_done=lambda _: bar.advance(line))
        with watch.measure("release"):
            line = bar.add_task("release", total=None)
            build(
                workspace.database,
                workspace.store,
                VERSION,
                builds,
                on_progress=lambda done, total: bar.update(line, completed=done, total=total),
            )
            published = publish(workspace.store, VERSION, builds)
        with watch.measure("verify"):
            line = bar.add_task("verify", total=None)
            report = verify(
                workspace.store,
                VERSION,
                on_progress=lambda done, total: bar.update(line, completed=done, total=total),
            )
    with workspace.database.snapshot() as session:
        rows = [row for row in list_trajectories(session) if row.id in ids]
    _show_tasks(tasks, rows)
    _show_release(workspace, watch, published.content_digest, example=ids[0])
    for failed in (one for one in collected.reports if one.status == "failed"):
        talk.print(f"failed: {failed.task_id}: {failed.message}")
    for fault in report.faults:
        talk.print(f"{fault.where}: {fault.code} {fault.message}")
    sys.exit(1 if collected.failed or report.faults else 0)


def _show_tasks(tasks: Sequence[Task], rows: "Sequence[TrajectoryRow]") -> None:
    """Tasks, steps and successes by type; a task that was not recorded counts as one without success."""
    recorded = {row.task_id: row for row in rows}
    shown = []
    for name in [*TaskType, None]:
        chosen = [task for task in tasks if name is None or task.type is name]
        found = [recorded[task.id] for task in chosen if task.id in recorded]
        won = sum(row.success is True for row in found)
        shown.append((name or "all", len(chosen), sum(row.n_steps for row in found), f"{won}/{len(chosen)}"))
    print_table(["type", ">tasks", ">steps", ">success"], shown)


def _show_release(workspace: Workspace, watch: Stopwatch, digest: str, *, example: str) -> None:
    spent = " · ".join(f"{name} {seconds:.1f} s" for name, seconds in watch.seconds.items())
    program = _program()
    click.echo(
        f"\n{spent} · in all {sum(watch.seconds.values()):.1f} s\n"
        f"release   {VERSION}, verified: {workspace.settings.store_url}/releases/v{VERSION}/manifest.json\n"
        f"digest    {digest}\n\n"
        f"Try next\n  {program} trajectories show {example[:8]}\n  {program} export webdataset shards"
    )


def _program() -> str:
    """How the person can call us again from the same folder."""
    if shutil.which("embrace3k"):
        return "embrace3k"
    return os.path.relpath(Path(sys.argv[0]).absolute())
