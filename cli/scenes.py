"""`embrace3k scenes`: what each Unreal map needs, in one file."""

from pathlib import Path

import click

from embrace3k.cli.output import json_option, print_json, print_table, talk
from embrace3k.cli.workspace import Workspace
from embrace3k.schema.errors import EmbraceError

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.group()
def scenes() -> None:
    """Settings of Unreal maps; embedded worlds need none."""


@scenes.command("import")
@click.argument("maps_json", type=_FILE)
@click.option("--pd-config", type=_FILE, help="The release's pd_config.json, for the objects to carry.")
@click.option("--out", required=True, type=_FILE, help="The file to write; it must not be there yet.")
def import_published(maps_json: Path, pd_config: Path | None, out: Path) -> None:
    """Make a scenes file of the public release's MAPS_JSON."""
    import msgspec

    from embrace3k.simulator.published_scenes import import_scenes

    found = import_scenes(maps_json, pd_config)
    try:
        with out.open("xb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n")
    except FileExistsError as error:
        raise EmbraceError("is there already", where=str(out), hint="name another file with --out") from error
    talk.print(f"{out}: {len(found.scenes)} maps, {len(found.pickable)} objects to carry")


@scenes.command("check")
@click.argument("file", required=False, type=_FILE)
@json_option
@click.pass_obj
def check(workspace: Workspace, file: Path | None, as_json: bool) -> None:
    """Read a scenes FILE, by default the one that EMBRACE3K_SCENES names, and say what it holds."""
    from embrace3k.simulator.scenes import Scenes, read_scenes

    path = file or workspace.settings.scenes
    found = read_scenes(path) if path else Scenes()
    if as_json:
        print_json(found)
        return
    rows = [
        (name, each.exposure_offset, each.warm_up_frames, len(each.reset_points), len(each.doors), len(each.pickable))
        for name, each in found.scenes.items()
    ]
    print_table([">map", ">exposure", ">warm-up", ">reset points", ">doors", ">own objects"], rows)
    talk.print(f"{len(found.pickable)} objects to carry on every map; all other maps are driven as published")
