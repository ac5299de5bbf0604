"""`embrace3k worlds`: which worlds there are, and one behind the UnrealCV protocol."""

import click

from embrace3k.cli.output import json_option, print_json, print_table, talk
from embrace3k.cli.workspace import Workspace


@click.group()
def worlds() -> None:
    """The embedded worlds."""


@worlds.command("list")
@json_option
def list_worlds(as_json: bool) -> None:
    """The world families; each one is procedural from a seed."""
    from embrace3k.simulator.worlds.catalogue import families

    rows = [(family.name, family.summary) for family in families()]
    if as_json:
        print_json([{"name": name, "summary": summary} for name, summary in rows])
    else:
        print_table(["name", "what it is"], rows)


@worlds.command("serve")
@click.argument("name")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0))
@click.option("--port", default=9000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Beyond loopback anybody can drive it.")
@click.pass_obj
def serve(workspace: Workspace, name: str, seed: int, port: int, host: str) -> None:
    """Serve the world NAME to UnrealCV clients, one at a time, until interrupted."""
    from embrace3k.simulator.launch import serve as serve_world

    def announce(taken_port: int) -> None:
        talk.print(f"serving {name}, seed {seed}, on {host}:{taken_port}; stop with Ctrl-C")

    talk.print(f"preparing {name}, seed {seed}; its light is baked the first time")
    serve_world(name, seed, port, host=host, cache_dir=workspace.settings.cache_dir, on_ready=announce)
