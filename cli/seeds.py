"""Seeds as an option: `7`, or `0-4` for five of them."""

import re
from typing import Any

import click


class SeedRange(click.ParamType[range]):
    name = "seeds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> range:
        if isinstance(value, range):
            return value
        match = re.fullmatch(r"(\d+)(?:-(\d+))?", str(value).strip())
        if match is None or int(match[2] or match[1]) < int(match[1]):
            self.fail(f"{value!r} is neither one seed, as 7, nor a first and a last one, as 0-4", param, ctx)
        return range(int(match[1]), int(match[2] or match[1]) + 1)


SEEDS = SeedRange()
