"""`embrace3k release`: immutable, verifiable versions of the data."""

import sys

import click

from embrace3k.cli.output import json_option, print_json, print_table, progress, talk
from embrace3k.cli.tolerances import CENTIMETRES, DEGREES
from embrace3k.cli.workspace import Workspace
from embrace3k.schema.errors import EmbraceError
from embrace3k.schema.replays import PoseError


@click.group()
def release() -> None:
    """Build, publish and verify releases."""


@release.command()
@click.argument("version")
@click.option("--licence", default="unspecified", show_default=True, help="What the manifest says, as an SPDX name.")
@click.option("--require-replay", is_flag=True, help="Leave out what no replay has verified.")
@click.option(
    "--replay-tolerance-cm",
    type=CENTIMETRES,
    help="Largest position error, in place of the simulator's tolerance.",
)
@click.option("--replay-tolerance-deg", type=DEGREES, help="Largest rotation error; goes with the other.")
@click.option("--require-accepted", is_flag=True, help="Leave out what reviewers have not accepted.")
@json_option
@click.pass_obj
def build(
    workspace: Workspace,
    version: str,
    licence: str,
    require_replay: bool,
    replay_tolerance_cm: float | None,
    replay_tolerance_deg: float | None,
    require_accepted: bool,
    as_json: bool,
) -> None:
    """Write the shards of VERSION to the object store and its manifest to the home; nothing is readable yet.

    What a checker or reviewer has refused is always left out.
    """
    from embrace3k.exporters.release import BuildOptions, Selection, counted_reasons
    from embrace3k.exporters.release import build as build_release

    limits = _limits(require_replay, replay_tolerance_cm, replay_tolerance_deg)
    selection = Selection(require_replay=require_replay, replay_limits=limits, require_accepted=require_accepted)
    with progress() as bar:
        task = bar.add_task(f"building {version}", total=None)
        built = build_release(
            workspace.database,
            workspace.store,
            version,
            workspace.settings.builds_dir,
            BuildOptions(licence=licence, selection=selection),
            on_progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    if as_json:
        print_json(built.manifest)
        return
    manifest, counts = built.manifest, built.manifest.counts
    for left_out in manifest.excluded:
        talk.print(f"left out {left_out.trajectory_id}: {'; '.join(left_out.reasons)}")
    if manifest.excluded:
        talk.print(f"left out {len(manifest.excluded)} in all: {counted_reasons(manifest.excluded)}")
    talk.print(
        f"built {version}: {counts.episodes} trajectories, {counts.steps} steps; "
        f"{built.shards_written} shards written, {built.shards_reused} used again"
    )
    if built.replay_errors is not None and built.replay_tolerance is not None:
        errors, tolerance = (f"{cm:.3f} cm, {deg:.3f} deg" for cm, deg in (built.replay_errors, built.replay_tolerance))
        talk.print(f"every one was verified by replay; largest errors {errors}; largest tolerance {tolerance}")
    talk.print(f"{manifest.rationales.statement}\nnext: embrace3k release publish {version}")


def _limits(require_replay: bool, position_cm: float | None, rotation_deg: float | None) -> PoseError | None:
    if position_cm is None and rotation_deg is None:
        return None
    if position_cm is None or rotation_deg is None or not require_replay:
        what = "--replay-tolerance-cm and --replay-tolerance-deg go together, and with --require-replay"
        raise EmbraceError(what, hint="give all three, or leave the two out for the simulator's own tolerance")
    return PoseError(position_cm, rotation_deg)


@release.command()
@click.argument("version")
@json_option
@click.pass_obj
def publish(workspace: Workspace, version: str, as_json: bool) -> None:
    """Commit VERSION with one create-only write, then move the channel `latest`."""
    from embrace3k.exporters.release import publish as publish_release

    published = publish_release(workspace.store, version, workspace.settings.builds_dir)
    if as_json:
        print_json(published)
        return
    was = "was already published" if published.already_published else "is published"
    talk.print(f"{version} {was}, content digest {published.content_digest}; `latest` is {published.latest}")


@release.command()
@click.argument("version")
@json_option
@click.pass_obj
def verify(workspace: Workspace, version: str, as_json: bool) -> None:
    """Check VERSION from the object store alone: every byte, every record, every count. Exit 1 on any fault."""
    from embrace3k.exporters.release import verify as verify_release

    with progress() as bar:
        task = bar.add_task(f"verifying {version}", total=None)
        report = verify_release(
            workspace.store,
            version,
            on_progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    if as_json:
        print_json(report)
    else:
        for fault in report.faults:
            click.echo(f"{fault.where}: {fault.code} {fault.message}")
        counts = report.counts
        talk.print(
            f"{version}: {len(report.faults)} faults in {counts.episodes} trajectories, {counts.steps} steps, "
            f"{report.shards} shards; {report.bytes_read / 1e6:.1f} MB at {report.megabytes_per_s:.0f} MB/s"
        )
    sys.exit(1 if report.faults else 0)


@release.command("list")
@json_option
@click.pass_obj
def list_all(workspace: Workspace, as_json: bool) -> None:
    """The published versions."""
    from embrace3k.exporters.release import list_releases

    found = list_releases(workspace.store)
    if as_json:
        print_json(found)
    else:
        print_table(
            ["version", ">trajectories", ">steps", "content digest"],
            [(one.version, one.episodes, one.steps, one.content_digest) for one in found],
        )
