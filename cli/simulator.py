"""`embrace3k simulator`: what the server at an address can do."""

import sys

import click

from embrace3k.cli.output import json_option, print_json, print_table, talk
from embrace3k.cli.settings import SIMULATOR
from embrace3k.cli.workspace import EMBEDDED, Workspace
from embrace3k.schema.errors import EmbraceError


@click.group()
def simulator() -> None:
    """Simulators that somebody else runs."""


@simulator.command("probe")
@click.argument("url", required=False)
@json_option
@click.pass_obj
def probe(workspace: Workspace, url: str | None, as_json: bool) -> None:
    """Ask the server at URL what it can do, and change nothing there. Exit 1 when it can not be collected from.

    Without URL: the one that EMBRACE3K_SIMULATOR names.
    """
    from embrace3k.simulator.launch import probe as ask

    address = url or workspace.settings.simulator
    if address == EMBEDDED:
        raise EmbraceError("which simulator?", hint=f"give its URL, or set {SIMULATOR.variable}")
    found = ask(address)
    if as_json:
        print_json(found)
    else:
        pictures = {kind: each or "none" for kind, each in found.pictures.items()}
        rows = [
            ("served by", "embrace3k" if found.ours else "another program, such as an Unreal Engine"),
            ("version", found.version or "not told"),
            ("scene", found.scene or "not told"),
            ("level", found.level or "not told"),
            ("commands listed", found.commands or "no list"),
            ("cameras", "not told" if found.cameras is None else found.cameras),
            *((kind, pictures.get(kind, "no camera to ask")) for kind in ("lit", "object_mask", "depth")),
            *(("missing", each) for each in found.missing),
            *(("lacking", each) for each in found.lacking),
        ]
        print_table(["what", "found"], rows)
        talk.print("it can not be collected from" if found.missing else "it can be collected from")
    sys.exit(1 if found.missing else 0)
