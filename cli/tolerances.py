"""How far a body may be off, as options say it."""

from embrace3k.cli.numbers import NumberRange

LARGEST_CM, LARGEST_DEG = 100.0, 180.0
"""Beyond these a replay would say nothing."""

CENTIMETRES = NumberRange(0.0, LARGEST_CM)
DEGREES = NumberRange(0.0, LARGEST_DEG)
