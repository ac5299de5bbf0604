"""`embrace3k worlds`: which worlds there are, and one behind the UnrealCV protocol."""

from pathlib import Path

import click

from embrace3k.cli.output import json_option, print_json, print_table, progress, talk
from embrace3k.cli.seeds import SEEDS
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


@worlds.command("sheet")
@click.argument("families", nargs=-1)
@click.option("--seeds", default="0-2", show_default=True, type=SEEDS, help="As 7, 0-4 or 0,2,7.")
@click.option("--views", default=5, show_default=True, type=click.IntRange(1, 12), help="Per world.")
@click.option("--width", default=300, show_default=True, type=click.IntRange(64, 1024), help="Of a view, in pixels.")
@click.option("--out", default=".", show_default=True, type=click.Path(file_okay=False, path_type=Path))
@click.pass_obj
def sheet(workspace: Workspace, families: tuple[str, ...], seeds: list[int], views: int, width: int, out: Path) -> None:
    """Draw a contact sheet per family, a row of views for each seed: OUT/FAMILY.jpg. No FAMILIES: all there are."""
    from embrace3k.simulator.worlds.catalogue import build_world
    from embrace3k.simulator.worlds.catalogue import families as known_families
    from embrace3k.simulator.worlds.sheets import Photographer

    summaries = {family.name: family.summary for family in known_families()}
    worlds_of = {family: [build_world(family, seed) for seed in seeds] for family in families or summaries}
    photographer = Photographer(width, width * 3 // 4, cache_dir=workspace.settings.cache_dir)
    out.mkdir(parents=True, exist_ok=True)
    with progress() as bar:
        line = bar.add_task("worlds", total=len(worlds_of) * len(seeds))
        for family, built in worlds_of.items():
            drawn = photographer.sheet(f"{family}: {summaries[family]}", built, views, lambda: bar.advance(line))
            drawn.save(out / f"{family}.jpg", quality=78)
            talk.print(out / f"{family}.jpg")


@worlds.command("serve")
@click.argument("name")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0))
@click.option("--port", default=9000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Beyond loopback anybody can drive it.")
@click.option("--as", "other_names", metavar="MAP", multiple=True, help="Another map's name for it; may be repeated.")
@click.option("--unrealzoo", is_flag=True, help="Start every level with UnrealZoo's agents in it.")
@click.pass_obj
def serve(
    workspace: Workspace, name: str, seed: int, port: int, host: str, other_names: tuple[str, ...], unrealzoo: bool
) -> None:
    """Serve the world NAME to UnrealCV clients, one at a time, until interrupted.

    Its level is called NAME_SEED, as family-house_0000. With --as MAP a client that loads MAP gets it too.
    """
    from embrace3k.simulator.launch import serve as serve_world

    def announce(taken_port: int) -> None:
        talk.print(f"serving {name}, seed {seed}, on {host}:{taken_port}; stop with Ctrl-C")

    talk.print(f"preparing {name}, seed {seed}; its light is baked the first time")
    settings = workspace.settings
    serve_world(
        name, seed, port, host, cache_dir=settings.cache_dir, rasterizer=settings.rasterizer, profile=settings.profile,
        picture=settings.picture, other_names=other_names, unrealzoo=unrealzoo, on_ready=announce,
    )  # fmt: skip
