"""How commands speak: data on stdout (a table for people, JSON for scripts), talk and progress on stderr."""

from collections.abc import Iterable, Sequence
from typing import Any

import click
import msgspec
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from embrace3k.schema.codec import encode

# Nothing that is printed is markup: instructions and rationales may hold brackets, and they are other people's words.
talk = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
_LOGGED_EVERY_S = 60.0
_CONTROL = {code: None for code in [*range(32), *range(127, 160)] if code not in (9, 10)}

MARKS = {True: "yes", False: "no", None: "-"}
"""For columns that say whether."""

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts instead of a table.")


def print_json(value: Any) -> None:
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def print_json_lines(values: Iterable[Any]) -> None:
    """One a line as they come, however many there are."""
    for value in values:
        click.echo(encode(value))


def plain(words: object) -> str:
    """Less control characters: what others wrote must not steer the terminal."""
    return str(words).translate(_CONTROL)


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A column whose name starts with `>` is set flush right. Cells are shown as they are, less control characters."""
    table = Table(header_style="bold", box=None, pad_edge=False)
    for column in columns:
        table.add_column(column.lstrip(">"), justify="right" if column.startswith(">") else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(plain(cell)) for cell in row))
    # Piped output is for grep: nothing is folded or cut there.
    console = Console(highlight=False)
    (console if console.is_terminal else Console(highlight=False, width=10_000)).print(table)


class Bars(Progress):
    """Where there is no terminal rich draws them once, at the end; these are logged every minute as well."""

    def __init__(self, *columns: ProgressColumn, **options: Any) -> None:
        super().__init__(*columns, **options)
        self._log_at = self.get_time() + _LOGGED_EVERY_S

    def advance(self, task_id: TaskID, advance: float = 1) -> None:
        super().advance(task_id, advance)
        self._log()

    def update(self, *arguments: Any, **changes: Any) -> None:
        super().update(*arguments, **changes)
        self._log()

    def _log(self) -> None:
        if not self.console.is_terminal and self.get_time() >= self._log_at:
            self._log_at = self.get_time() + _LOGGED_EVERY_S
            self.console.print(self.get_renderable())


def progress() -> Progress:
    """Bars on stderr; where that is no terminal, a line every minute, and how they ended."""
    return Bars(
        TextColumn("{task.description}"),
        BarColumn(bar_width=32),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=talk,
    )
