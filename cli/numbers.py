"""Numbers as options take them."""

import math
from typing import Any

import click


class NumberRange(click.FloatRange):
    """Click's own lets NaN pass, which is within every range and beyond none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        number: float = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"{value!r} is not a number.", param, ctx)
        return number
