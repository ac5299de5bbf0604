"""Command lines to handlers, by UnrealCV's templates, with UnrealCV's own words for what goes wrong.

A template is a line such as `vset /camera/[uint]/location [float] [float] [float]`. Spaces between arguments count,
trailing ones do not, and of two templates that fit the one registered last wins.
"""

import math
import re
from collections.abc import Callable
from typing import NamedTuple

Argument = str | int | float
Reply = str | bytes | bytearray
Handler = Callable[..., Reply]

OK = "ok"

# UnrealCV itself knows no exponents; its clients send them, so we take them.
_TOKENS: dict[str, tuple[str, Callable[[str], Argument]]] = {
    "str": (r"([^ ]+)", str),
    "uint": (r"(\d{1,9})", int),
    "float": (r"([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)", float),
}
_TOKEN = re.compile(r"\[(str|uint|float)\]")


class CommandError(Exception):
    """What the client did cannot be done. The text is sent after `error `."""


class Command(NamedTuple):
    template: str
    help: str
    handler: Handler
    pattern: re.Pattern[str]
    kinds: tuple[str, ...]


def _compile(template: str, help_line: str, handler: Handler) -> Command:
    kinds = tuple(_TOKEN.findall(template))
    literals = _TOKEN.split(template)[::2]
    pattern = re.escape(literals[0])
    for kind, literal in zip(kinds, literals[1:], strict=True):
        pattern += _TOKENS[kind][0] + re.escape(literal)
    return Command(template, help_line, handler, re.compile(pattern + " *"), kinds)


class Dispatcher:
    def __init__(self) -> None:
        self._by_verb: dict[str, list[Command]] = {}
        self._commands: list[Command] = []

    def register(self, template: str, help_line: str, handler: Handler) -> None:
        """`handler` gets one argument per token, already converted, and returns text or bytes."""
        command = _compile(template, help_line, handler)
        self._commands.append(command)
        self._by_verb.setdefault(template.split(" ", 1)[0], []).insert(0, command)

    def commands(self) -> list[Command]:
        return list(self._commands)

    def dispatch(self, line: str) -> Reply:
        """Carry out one line. Whatever the client got wrong comes back as an `error …` reply, never as an exception."""
        for command in self._by_verb.get(line.split(" ", 1)[0], ()):
            match = command.pattern.fullmatch(line)
            if match:
                return self._run(command, match.groups())
        return f"error No handler found for URI '{line}'"

    @staticmethod
    def _run(command: Command, words: tuple[str, ...]) -> Reply:
        arguments = [_TOKENS[kind][1](word) for kind, word in zip(command.kinds, words, strict=True)]
        if any(isinstance(argument, float) and not math.isfinite(argument) for argument in arguments):
            return "error Argument Invalid"
        try:
            return command.handler(*arguments)
        except CommandError as error:
            return f"error {error}"
