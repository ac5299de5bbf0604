"""`--simulator` and `--scenes`, which several commands take and which win over the environment."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from embrace3k.cli.settings import SCENES, SIMULATOR, Settings


def simulator_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command gets `simulator` and `scenes`; hand them to `with_simulator`."""
    scenes = click.Path(path_type=Path, dir_okay=False)
    command = click.option("--scenes", type=scenes, help=f"As {SCENES.variable}, which it wins over.")(command)
    return click.option("--simulator", metavar="URL", help=f"As {SIMULATOR.variable}, which it wins over.")(command)


def with_simulator(settings: Settings, simulator: str | None, scenes: Path | None) -> Settings:
    return replace(
        settings, simulator=simulator or settings.simulator, scenes=scenes.absolute() if scenes else settings.scenes
    )
