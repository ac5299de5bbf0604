"""Command lines to handlers, by UnrealCV's templates, with UnrealCV's own words for what goes wrong.

A template is a line such as `vset /camera/[uint]/location [float] [float] [float]`. Spaces between arguments count,
trailing ones do not, and of two templates that fit the one registered last wins.

Each command begins a tick of its own, but for those of a batch: `vbatch N` and the N commands after it share one.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

Argument = str | int | float
Reply = str | bytes | bytearray
Handler = Callable[..., Reply]

OK = "ok"
END_BATCH = "vbatch 0"
LARGEST_NUMBER = 1e12
"""Ten million kilometres: far beyond any world, and its square still is a single-precision number."""

# UnrealCV itself knows no exponents; its clients send them, so we take them. No pattern may have two ways to read the
# same digits: a million of them would be tried in all ways.
_TOKENS: dict[str, tuple[str, Callable[[str], Argument]]] = {
    "str": (r"([^ ]+)", str),
    "uint": (r"(\d{1,9})", int),
    "float": (r"([-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)", float),
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
    return Command(template, help_line, handler, re.compile(pattern + " *", re.ASCII), kinds)


class Dispatcher:
    def __init__(
        self, begin_tick: Callable[[], None] = lambda: None, stay_in_tick: Callable[[], None] = lambda: None
    ) -> None:
        """`begin_tick` is called before each command that begins one: there a world may catch up with its clock.
        `stay_in_tick` is called before each other one, of a batch: what passed on the wall since is no time of its own.
        """
        self._by_verb: dict[str, list[Command]] = {}
        self._commands: list[Command] = []
        self._begin_tick, self._stay_in_tick = begin_tick, stay_in_tick
        self._left_of_batch = 0
        self.register("vbatch [uint]", "Put the next N commands into one tick; each is answered", self.begin_batch)

    def register(self, template: str, help_line: str, handler: Handler) -> None:
        """`handler` gets one argument per token, already converted, and returns text or bytes."""
        command = _compile(template, help_line, handler)
        self._commands.append(command)
        self._by_verb.setdefault(template.split(" ", 1)[0], []).insert(0, command)

    def commands(self) -> list[Command]:
        return list(self._commands)

    def dispatch(self, line: str) -> Reply:
        """Carry out one line. Whatever the client got wrong comes back as an `error …` reply, never as an exception."""
        if self._left_of_batch:
            self._left_of_batch -= 1
            self._stay_in_tick()
        else:
            self._begin_tick()
        for command in self._by_verb.get(line.split(" ", 1)[0], ()):
            match = command.pattern.fullmatch(line)
            if match:
                return self._run(command, match.groups())
        return f"error No handler found for URI '{line}'"

    def begin_batch(self, commands: int) -> Reply:
        """The next so many commands belong to this tick; with 0 a batch that is not over ends."""
        self._left_of_batch = commands
        return OK

    @staticmethod
    def _run(command: Command, words: tuple[str, ...]) -> Reply:
        arguments = [_TOKENS[kind][1](word) for kind, word in zip(command.kinds, words, strict=True)]
        if any(isinstance(argument, float) and not abs(argument) <= LARGEST_NUMBER for argument in arguments):
            return "error Argument Invalid"
        try:
            return command.handler(*arguments)
        except CommandError as error:
            return f"error {error}"
