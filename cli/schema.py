"""`embrace3k schema check`: hold files against the frozen schemas and the consistency rules."""

import sys
from pathlib import Path

import click

from embrace3k.cli.output import json_option, print_json, talk


@click.group()
def schema() -> None:
    """The record formats."""


@schema.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@json_option
def check(files: tuple[Path, ...], as_json: bool) -> None:
    """Check native records and published files: file, JSON pointer, rule, what would be right. Exit 1 on errors."""
    from embrace3k.schema.check import check_file
    from embrace3k.schema.problems import errors_in

    found = [problem for path in files for problem in check_file(path)]
    errors = errors_in(found)
    if as_json:
        print_json(found)
    else:
        for problem in found:
            click.echo(str(problem))
        talk.print(f"{len(files)} files, {len(errors)} errors, {len(found) - len(errors)} warnings")
    sys.exit(1 if errors else 0)
