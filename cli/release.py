"""`embrace3k release`: immutable, verifiable versions of the data."""

import sys

import click

from embrace3k.cli.output import json_option, print_json, print_table, progress, talk
from embrace3k.cli.workspace import Workspace


@click.group()
def release() -> None:
    """Build, publish and verify releases."""


@release.command()
@click.argument("version")
@click.pass_obj
def build(workspace: Workspace, version: str) -> None:
    """Write the shards of VERSION to the object store and its manifest to the home; nothing is readable yet."""
    from embrace3k.exporters.release import build as build_release

    with progress() as bar:
        task = bar.add_task(f"building {version}", total=None)
        built = build_release(
            workspace.database,
            workspace.store,
            version,
            workspace.settings.builds_dir,
            on_progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    talk.print(
        f"built {version}: {built.manifest.counts.episodes} trajectories; next: embrace3k release publish {version}"
    )


@release.command()
@click.argument("version")
@click.pass_obj
def publish(workspace: Workspace, version: str) -> None:
    """Commit VERSION with one create-only write, then move the channel `latest`."""
    from embrace3k.exporters.release import publish as publish_release

    published = publish_release(workspace.store, version, workspace.settings.builds_dir)
    talk.print(f"published {version}, content digest {published.content_digest}")


@release.command()
@click.argument("version")
@json_option
@click.pass_obj
def verify(workspace: Workspace, version: str, as_json: bool) -> None:
    """Check VERSION from the object store alone: every byte, every record, every count. Exit 1 on any fault."""
    from embrace3k.exporters.release import verify as verify_release

    report = verify_release(workspace.store, version)
    if as_json:
        print_json(report)
    else:
        for fault in report.faults:
            click.echo(f"{fault.where}: {fault.code} {fault.message}")
        talk.print(f"{version}: {len(report.faults)} faults")
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
