"""Every command explains itself, and the reference is what the program says."""

from pathlib import Path

import pytest

from embrace3k.cli.reference import commands, reference

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("name", "command"), list(commands()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_command_has_help(name: str, command: object) -> None:
    assert getattr(command, "help", None), f"{name} has no help text"


def test_reference_is_fresh() -> None:
    assert (ROOT / "docs" / "cli.md").read_text() == reference(), "run: python -m embrace3k.cli.reference > docs/cli.md"
