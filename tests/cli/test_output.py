"""What is printed is other people's words: never markup, never control characters."""

import pytest

from embrace3k.cli.output import print_table, talk


@pytest.mark.parametrize("words", ["I stop. [template]", "see [/sofa] and [red]that[/red]", "[link=x]y"])
def test_brackets_are_shown_as_they_are(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    print_table(["rationale"], [[words]])
    talk.print(words)
    shown = capsys.readouterr()
    assert words in shown.out and words in shown.err


def test_control_characters_do_not_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(["rationale"], [["a\x1b[2Jb\x07\x9bc"]])
    assert "a[2Jbc" in capsys.readouterr().out


def test_long_cells_are_not_folded_when_piped(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(["id", "text"], [["x" * 300, "y" * 300]])
    assert any("x" * 300 in line and "y" * 300 in line for line in capsys.readouterr().out.splitlines())
