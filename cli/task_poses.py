"""`embrace3k tasks poses`: where tasks may start, to be looked through by a person."""

from pathlib import Path

import click

from embrace3k.cli.output import json_option, print_json, progress, talk
from embrace3k.cli.workspace import Workspace


@click.command()
@click.option("--world", required=True, help="A family of `embrace3k worlds list`.")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0))
@click.option("--count", default=24, show_default=True, type=click.IntRange(1))
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="A new folder.")
@json_option
@click.pass_obj
def poses(workspace: Workspace, world: str, seed: int, count: int, out: Path, as_json: bool) -> None:
    """Sample COUNT start poses with useful views, far apart in place and heading: poses.json and a view of each."""
    from embrace3k.collector.tasks.making import scene_of
    from embrace3k.collector.tasks.pose_files import write_poses
    from embrace3k.schema.errors import EmbraceError
    from embrace3k.simulator.worlds.catalogue import build_world
    from embrace3k.simulator.worlds.renderer import Renderer

    if out.exists():
        raise EmbraceError("is there already", where=str(out), hint="name a new folder")
    built = build_world(world, seed)
    width_px, height_px, fov_deg = workspace.settings.picture
    renderer = Renderer(width_px, height_px, fov_deg=fov_deg, cache_dir=workspace.settings.cache_dir)
    with progress() as bar:
        line = bar.add_task("views", total=count)
        made = write_poses(
            built, scene_of(built), renderer, out, seed=seed, count=count, on_view=lambda: bar.advance(line)
        )
    if as_json:
        print_json(made)
        return
    spread = made.spread
    talk.print(
        f"{len(made.poses)} poses of {spread.useful} useful ones in {out}: the two most alike differ by "
        f"{spread.min_distance_cm:.0f} cm, and no useful one differs by more than {spread.coverage_cm:.0f} cm from all "
        f"of them ({made.measure})"
    )
