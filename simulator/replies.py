"""Reading what a simulator answers. Its bytes are a stranger's: all is checked, and a refusal names the command."""

import math
import re
from collections.abc import Callable, Sequence
from typing import Literal, TypeVar

import msgspec

from embrace3k.simulator.connection import Reply
from embrace3k.simulator.errors import SimulatorError

Record = TypeVar("Record")
_COLOUR = re.compile(r"\(R=(\d{1,3}),G=(\d{1,3}),B=(\d{1,3}),A=\d{1,3}\)")
_LARGEST_NUMBER = 1e9


class _DoorState(msgspec.Struct, frozen=True):
    door_state: Literal["0", "1", 0, 1]


def is_error(reply: Reply) -> bool:
    return isinstance(reply, str) and reply[:5].lower() == "error"


def text(reply: Reply, command: str) -> str:
    """Raises SimulatorError for an error reply and for bytes."""
    if not isinstance(reply, str):
        raise SimulatorError(f"{len(reply)} bytes where text belongs", where=command)
    if is_error(reply):
        raise SimulatorError(f"the simulator answered: {reply[:300]}", where=command)
    return reply


def require_ok(answers: Sequence[Reply], commands: Sequence[str]) -> None:
    """Raises SimulatorError when any command was answered with an error or with bytes."""
    for reply, command in zip(answers, commands, strict=True):
        text(reply, command)


def send(batch: Callable[[list[str]], list[Reply]], commands: list[str]) -> None:
    """Raises SimulatorError when any command is answered with an error or with bytes."""
    require_ok(batch(commands), commands)


def picture(reply: Reply, command: str) -> bytes | bytearray:
    if isinstance(reply, str):
        raise SimulatorError(f"the simulator answered: {reply[:300]}", where=command)
    return reply


def numbers(reply: Reply, count: int, command: str) -> list[float]:
    """Exactly `count` finite numbers, separated by spaces."""
    words = text(reply, command).split()
    try:
        values = [float(word) for word in words]
    except ValueError:
        values = []
    if len(values) != count or not all(math.isfinite(value) and abs(value) < _LARGEST_NUMBER for value in values):
        raise SimulatorError(f"not {count} numbers: {str(reply)[:100]!r}", where=command)
    return values


def colour(reply: Reply, command: str) -> tuple[int, int, int]:
    """Red, green, blue of `(R=127,G=255,B=63,A=255)`."""
    match = _COLOUR.fullmatch(text(reply, command).strip())
    if match is None or any(int(part) > 255 for part in match.groups()):
        raise SimulatorError(f"no colour: {str(reply)[:100]!r}", where=command)
    return int(match[1]), int(match[2]), int(match[3])


def door_state(reply: Reply) -> bool | None:
    """Whether the door at hand is open, as `get_door_state` answers it; None where it does not tell."""
    try:
        told = msgspec.json.decode(reply, type=_DoorState) if isinstance(reply, str) else None
    except msgspec.DecodeError:
        return None
    return None if told is None else int(told.door_state) == 1


def record(reply: Reply, kind: type[Record], command: str) -> Record:
    """A JSON reply as the record that it must be."""
    try:
        return msgspec.json.decode(text(reply, command), type=kind)
    except msgspec.DecodeError as error:
        raise SimulatorError(f"not what was expected: {error}", where=command) from error
