"""`embrace3k import` and `embrace3k export`: the published layouts in, the published and training layouts out."""

from pathlib import Path

import click

from embrace3k.cli.output import json_option, print_json, progress, talk
from embrace3k.cli.workspace import Workspace


@click.command("import")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@json_option
@click.pass_obj
def import_folder(workspace: Workspace, folder: Path, as_json: bool) -> None:
    """Take in FOLDER, in the July-2025 (v1) or the later (v2) layout; which one is recognised. All of it or nothing."""
    from embrace3k.schema.layouts import read, recognise
    from embrace3k.storage.ingest import ingest

    layout = recognise(folder)
    episodes = list(read(folder))
    with progress() as bar:
        task = bar.add_task(f"importing {layout}", total=len(episodes))
        summary = ingest(workspace.database, workspace.store, episodes, on_done=lambda _: bar.advance(task))
    for remark in dict.fromkeys(remark.message for episode in episodes for remark in episode.remarks):
        talk.print(f"note: {remark}")
    if as_json:
        print_json(summary)
        return
    were_there = f"; {summary.known} trajectories were there already" if summary.known else ""
    talk.print(
        f"imported {summary.episodes} trajectories ({layout}): {summary.steps} steps, {summary.frames} frames, "
        f"{summary.rationales} rationales{were_there}"
    )


@click.command("export")
@click.argument("format", type=click.Choice(["embrace-v1", "embrace-v2", "webdataset"]))
@click.argument("out", type=click.Path(path_type=Path))
@json_option
@click.pass_obj
def export_folder(workspace: Workspace, format: str, out: Path, as_json: bool) -> None:
    """Write every trajectory to the new folder OUT; says what the format cannot carry."""
    from embrace3k.exporters.formats import export

    with progress() as bar:
        task = bar.add_task(f"exporting {format}", total=None)
        summary = export(
            format,
            workspace.database,
            workspace.store,
            out,
            on_progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    if as_json:
        print_json(summary)
        return
    for loss in summary.losses:
        talk.print(f"not carried over from {loss.episodes} of {summary.episodes}: {loss.code}, {loss.message}")
    talk.print(f"exported {summary.episodes} trajectories, {summary.steps} steps to {out}")
