"""How far a body may be off, as options say it."""

import math
from typing import Any

import click

LARGEST_CM, LARGEST_DEG = 100.0, 180.0
"""Beyond these a replay would say nothing."""


class _Range(click.FloatRange):
    """Click's own lets NaN pass, with which everything would be near enough."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        number: float = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"{value!r} is not a number.", param, ctx)
        return number


CENTIMETRES = _Range(0.0, LARGEST_CM)
DEGREES = _Range(0.0, LARGEST_DEG)
