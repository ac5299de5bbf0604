"""`embrace3k replay`: act recorded trajectories out again and keep how exactly they came out."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from embrace3k.cli.output import json_option, print_json, progress, talk
from embrace3k.cli.replay_tables import print_instants, print_replays
from embrace3k.cli.settings import Settings
from embrace3k.cli.simulator_options import simulator_options, with_simulator
from embrace3k.cli.tolerances import CENTIMETRES, DEGREES
from embrace3k.cli.workspace import EMBEDDED, Workspace, open_simulator
from embrace3k.schema.errors import EmbraceError
from embrace3k.schema.replays import Obstacle, Replay, ReplayVerdict

if TYPE_CHECKING:
    from embrace3k.schema.trajectories import Trajectory


@click.command()
@click.argument("ids", metavar="[ID]...", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every trajectory there is.")
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1), help="Processes, each with a simulator."
)
@simulator_options
@click.option("--tolerance-cm", type=CENTIMETRES, help="How far a body may be off; not for embedded worlds.")
@click.option("--tolerance-deg", type=DEGREES, help="How far it may be turned; not for embedded worlds.")
@json_option
@click.pass_obj
def replay(
    workspace: Workspace,
    ids: tuple[str, ...],
    every: bool,
    workers: int,
    simulator: str | None,
    scenes: Path | None,
    tolerance_cm: float | None,
    tolerance_deg: float | None,
    as_json: bool,
) -> None:
    """Act out trajectories on freshly loaded worlds, and compare every pose, state and frame with the recording.

    An ID may be a unique beginning. What comes of each replay is kept as evidence. Exit 1 unless all are verified;
    with --all those that another backend recorded are skipped and counted.
    """
    from embrace3k.collector.replay import OWN, Leeway
    from embrace3k.collector.replaying import ReplayPlace, replay_all

    settings = with_simulator(workspace.settings, simulator, scenes)
    leeway = Leeway(tolerance_cm, tolerance_deg)
    _require_sensible(settings, workers, leeway != OWN)
    chosen = _chosen(workspace, ids, every)
    place = ReplayPlace(settings.database_url, partial(fitting, settings), open_simulator, leeway, skip_others=every)
    with progress() as bar:
        line = bar.add_task("replays", total=len(chosen))
        done = replay_all(place, list(chosen), workers=workers, on_done=lambda _: bar.advance(line))
    found = [one for one in done if not (every and one.reason is Obstacle.BACKEND_DIFFERS)]
    verified = sum(one.verdict is ReplayVerdict.VERIFIED for one in found)
    if as_json:
        print_json(found)
    else:
        if len(found) == 1:
            _show_instants(workspace, found[0])
        print_replays([(chosen[one.trajectory_id], one) for one in found])
        talk.print(f"{verified} of {len(found)} verified")
    if skipped := len(done) - len(found):
        talk.print(f"{skipped} skipped: recorded by another backend than this simulator's")
    sys.exit(0 if found and verified == len(found) else 1)


def fitting(settings: Settings, trajectory: "Trajectory") -> Settings:
    """The settings of a simulator that moves, and where it is ours draws, as a trajectory says. Raises NotReplayable.

    A simulator that already runs draws as it does; where that does not fit, the replay says so.
    """
    from embrace3k.collector.errors import NotReplayable

    settings = replace(settings, profile=trajectory.profile.name)
    if settings.simulator != EMBEDDED:
        return settings
    drawn = trajectory.simulator
    if drawn.backend != "embedded":
        what, hint = f"recorded by the backend {drawn.backend}, not an embedded world", "choose one with --simulator"
        raise NotReplayable(Obstacle.BACKEND_DIFFERS, what, hint=hint)
    if drawn.renderer is not None:
        settings = replace(settings, rasterizer="opengl" if " OpenGL, " in drawn.renderer else "software")
    if drawn.width_px is not None and drawn.height_px is not None:
        settings = replace(settings, picture_size=f"{drawn.width_px}x{drawn.height_px}")
    return settings if drawn.fov_deg is None else replace(settings, fov_deg=str(drawn.fov_deg))


def _require_sensible(settings: Settings, workers: int, has_leeway: bool) -> None:
    if settings.simulator != EMBEDDED and workers > 1:
        what = f"{settings.simulator} serves one client at a time"
        raise EmbraceError(what, hint="use --workers 1, or the embedded simulator")
    if settings.simulator == EMBEDDED and has_leeway:
        raise EmbraceError("embedded worlds repeat themselves exactly", hint="leave --tolerance-cm and -deg out")


def _show_instants(workspace: Workspace, replay: Replay) -> None:
    from embrace3k.storage.trajectories import get_trajectory

    with workspace.database.snapshot() as session:
        print_instants(get_trajectory(session, replay.trajectory_id), replay)


def _chosen(workspace: Workspace, ids: Sequence[str], every: bool) -> dict[str, str]:
    """Id -> scene, in the order of the scenes."""
    from embrace3k.storage.trajectories import find_trajectory, list_trajectories

    if every == bool(ids):
        raise EmbraceError(
            "name trajectories, or say --all", hint="`embrace3k trajectories list` shows those there are"
        )
    with workspace.database.snapshot() as session:
        if every:
            chosen = [(row.id, row.scene) for row in list_trajectories(session)]
        else:
            chosen = [(found.id, found.scene.map_name) for found in (find_trajectory(session, one) for one in ids)]
    if not chosen:
        raise EmbraceError("there are no trajectories yet", hint="record some: embrace3k collect")
    return dict(sorted(chosen, key=lambda pair: pair[1]))
