"""`embrace3k demo`: the whole road, from a world to a verified release."""

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from embrace3k.cli.output import progress, talk
from embrace3k.cli.stages import bake_worlds, collect_missing, generate_for_worlds
from embrace3k.cli.workspace import Workspace
from embrace3k.schema.tasks import TaskType

if TYPE_CHECKING:
    from embrace3k.storage.trajectories import TrajectoryRow

VERSION = "0.1.0"
FAMILY = "family-house"
SEEDS = (0, 1)
TASKS_PER_WORLD = 12


class Stopwatch:
    """Seconds of each stage, in order."""

    def __init__(self) -> None:
        self.stages: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.stages[name] = time.perf_counter() - began


@click.command()
@click.pass_obj
def demo(workspace: Workspace) -> None:
    """Collect 24 tasks of all six types, draft rationales, publish and verify release 0.1.0."""
    from embrace3k.annotator.services import draft_missing
    from embrace3k.exporters.release import build, publish, verify
    from embrace3k.storage.trajectories import list_trajectories, trajectory_ids

    watch, builds = Stopwatch(), workspace.settings.builds_dir
    with progress() as bar:
        with watch.stage("worlds"):
            bake_worlds(workspace, bar, FAMILY, SEEDS, workers=min(len(SEEDS), os.cpu_count() or 1))
        with watch.stage("tasks"):
            tasks = generate_for_worlds(workspace, bar, FAMILY, SEEDS, count=TASKS_PER_WORLD)
        with watch.stage("demonstrations"):
            collect_missing(workspace, bar, tasks, policy="oracle", resume=True)
        with watch.stage("drafts"), workspace.database.session() as session:
            ids = sorted(trajectory_ids(session))
            line = bar.add_task("drafts", total=len(ids))
            draft_missing(session, ids, on_done=lambda _: bar.advance(line))
        with watch.stage("release"):
            line = bar.add_task("release", total=None)
            build(
                workspace.database,
                workspace.store,
                VERSION,
                builds,
                on_progress=lambda done, total: bar.update(line, completed=done, total=total),
            )
            published = publish(workspace.store, VERSION, builds)
        with watch.stage("verify"):
            report = verify(workspace.store, VERSION)
    with workspace.database.snapshot() as session:
        rows = list_trajectories(session)
    _show(workspace, rows, watch, published.content_digest)
    if report.faults:
        talk.print(f"[red]{len(report.faults)} faults[/]: run `embrace3k release verify {VERSION}`")
        sys.exit(1)


def _show(workspace: Workspace, rows: "list[TrajectoryRow]", watch: Stopwatch, digest: str) -> None:
    console = Console(highlight=False)
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column, justify in (("type", "left"), ("tasks", "right"), ("steps", "right"), ("success", "right")):
        table.add_column(column, justify=justify)  # type: ignore[arg-type]
    for name in [*TaskType, None]:
        chosen = [row for row in rows if name is None or row.type == name]
        if chosen:
            won = sum(row.success is True for row in chosen)
            steps = sum(row.n_steps for row in chosen)
            table.add_row(name or "[bold]all[/]", str(len(chosen)), str(steps), f"{won}/{len(chosen)}")
    console.print(table)
    spent = " · ".join(f"{name} {seconds:.1f} s" for name, seconds in watch.stages.items())
    console.print(f"\n[dim]{spent} · in all {sum(watch.stages.values()):.1f} s[/]")
    console.print(f"release   {VERSION}, verified, in {workspace.settings.store_url}")
    console.print(f"digest    {digest}")
    program = _program()
    console.print("\n[bold]Try next[/]")
    console.print(f"  {program} trajectories show {rows[0].id[:8]}")
    console.print(f"  {program} export webdataset shards")


def _program() -> str:
    """How the person can call us again from the same folder."""
    if shutil.which("embrace3k"):
        return "embrace3k"
    return os.path.relpath(Path(sys.argv[0]).absolute())
