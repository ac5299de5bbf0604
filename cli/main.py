"""The command line: one group, one file per command group, each command a thin call into a room."""

import sys
from importlib import import_module
from pathlib import Path

import click

from embrace3k.cli.settings import HOME, SETTINGS, read_settings
from embrace3k.cli.workspace import Workspace
from embrace3k.schema.errors import EmbraceError

COMMANDS = {
    "demo": "demo:demo",
    "worlds": "worlds:worlds",
    "simulator": "simulator:simulator",
    "scenes": "scenes:scenes",
    "tasks": "tasks:tasks",
    "collect": "collect:collect",
    "trajectories": "trajectories:trajectories",
    "replay": "replay:replay",
    "draft": "draft:draft",
    "works": "works:works",
    "annotations": "annotations:annotations",
    "audit": "audit:audit",
    "webhooks": "webhooks:webhooks",
    "serve": "serve:serve",
    "users": "users:users",
    "import": "exchange:import_folder",
    "export": "exchange:export_folder",
    "release": "release:release",
    "check": "check:check",
    "schema": "schema:schema",
}


class LazyGroup(click.Group):
    """Imports a command's module when it is asked for, so that `embrace3k check` does not wait for a renderer."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(f"embrace3k.cli.{module}"), name)
        return command


SETTINGS_HELP = "\b\nSettings (environment):\n" + "\n".join(
    f"  {setting.variable:<28}{setting.help}" for setting in SETTINGS
)


@click.group(cls=LazyGroup, epilog=SETTINGS_HELP)
@click.option("--home", type=click.Path(path_type=Path, file_okay=False), help=f"{HOME.help} [{HOME.default}]")
@click.version_option(package_name="embrace3k")
@click.pass_context
def cli(context: click.Context, home: Path | None) -> None:
    """Make embodied-reasoning datasets: worlds, tasks, demonstrations, rationales, verified releases."""
    context.obj = Workspace(read_settings(home))
    context.call_on_close(context.obj.close)


def main() -> None:
    """Known errors become one line on stderr and exit 1; unknown ones keep their traceback."""
    try:
        cli(prog_name="embrace3k")
    except EmbraceError as error:
        what = str(error)
    except OSError as error:
        if error.filename is None:
            raise
        what = f"{error.filename}: {error.strerror}"
    click.echo(f"embrace3k: {' '.join(what.split())}", err=True)
    sys.exit(1)
