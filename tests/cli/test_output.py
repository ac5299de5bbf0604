"""What is printed is other people's words: never markup, never control characters. What takes long is heard of."""

import io
import re

import pytest
from rich.console import Console

from embrace3k.cli.output import Bars, print_table, talk


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


@pytest.mark.parametrize(("terminal", "heard"), [(False, ["30%", "60%", "90%", "100%"]), (True, ["0%", "100%"])])
def test_without_a_terminal_progress_is_logged_every_minute(terminal: bool, heard: list[str]) -> None:
    now_s, stderr = 0.0, io.StringIO()
    console = Console(file=stderr, force_terminal=terminal, width=80)
    with Bars(console=console, get_time=lambda: now_s, auto_refresh=False) as bars:
        line = bars.add_task("tasks", total=10)
        for _ in range(10):
            now_s += 20.0
            bars.advance(line)
    assert list(dict.fromkeys(re.findall(r"\d+%", stderr.getvalue()))) == heard
