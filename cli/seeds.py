"""Seeds as an option: `7`, `0-4` for five of them, or a list of such, `0-2,7`."""

import re
from typing import Any

import click


class SeedList(click.ParamType[list[int]]):
    name = "seeds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> list[int]:
        """In the order given, each once."""
        if isinstance(value, list):
            return value
        seeds: list[int] = []
        for part in str(value).split(","):
            match = re.fullmatch(r"([0-9]+)(?:-([0-9]+))?", part)
            if match is None or int(match[2] or match[1]) < int(match[1]):
                self.fail(f"{value!r} is no list of seeds such as 7, 0-4 or 0,2,7", param, ctx)
            seeds += range(int(match[1]), int(match[2] or match[1]) + 1)
        return list(dict.fromkeys(seeds))


SEEDS = SeedList()
