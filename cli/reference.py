"""The command reference, made from the program: `python -m embrace3k.cli.reference > docs/cli.md`."""

from collections.abc import Iterator

import click

from embrace3k.cli.main import cli
from embrace3k.cli.settings import SETTINGS


def commands(
    command: click.Command = cli, path: tuple[str, ...] = ("embrace3k",)
) -> Iterator[tuple[str, click.Command]]:
    """Every command with its full name, groups before what is in them."""
    yield " ".join(path), command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            if child is not None:
                yield from commands(child, (*path, name))


def reference() -> str:
    parts = ["# Commands", "", "Made by `python -m embrace3k.cli.reference`; do not edit.", "", "## Settings", ""]
    parts += ["| variable | default | meaning |", "|---|---|---|"]
    parts += [f"| `{s.variable}` | {f'`{s.default}`' if s.default else ''} | {s.help} |" for s in SETTINGS]
    for name, command in commands():
        context = click.Context(command, info_name=name, terminal_width=100, max_content_width=100)
        parts += ["", f"## {name}", "", "```text", command.get_help(context).rstrip(), "```"]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    click.echo(reference(), nl=False)
