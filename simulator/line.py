"""Requests that are asked again where that is safe: the watchdog between a simulator and its connection.

A question (`vget`) changes nothing. A late one is asked again on the same connection; a lost one on a new connection,
where the server shows that it still has the world that was asked. What acts is sent once: when its answer does not
come, nobody knows whether it happened, and the simulator is lost.
"""

import time
from collections.abc import Callable
from typing import NamedTuple

from embrace3k.simulator import replies
from embrace3k.simulator.addresses import Endpoint
from embrace3k.simulator.connection import Connection, Reply
from embrace3k.simulator.errors import SimulatorLost

EFFECT = "vget /embrace3k/effect"


COMMANDS_PER_TICK = 32
"""UnrealCV carries out no more of them in one tick of the game, however many are waiting."""


class Patience(NamedTuple):
    """Seconds until an answer is late, and how often is tried again."""

    question_s: float = 10.0
    act_s: float = 30.0
    level_s: float = 300.0
    """Loading a world bakes its light when nobody did before; an Unreal map may take a minute."""
    greeting_s: float = 5.0
    tick_s: float = 0.25
    """Added for each further tick that a long batch needs; five times of what 20 Hz takes."""
    settled_s: float = 30.0
    """At most, for a server that is met while it loads a level to answer without an error."""
    poll_s: float = 0.5
    """Between questions whether a level or an actor is there yet."""
    repeats: int = 3
    backoff_s: float = 0.25
    """Before the first new connection; doubled each time."""

    def for_batch(self, first_s: float, commands: int) -> float:
        """Seconds for all answers of a batch, when a single one is late after `first_s`."""
        return first_s + (max(0, commands - 1) // COMMANDS_PER_TICK) * self.tick_s


def dial(endpoints: tuple[Endpoint, ...], patience: Patience) -> Connection:
    """The first endpoint that greets, each tried `repeats` times more. Raises SimulatorLost, which names all of them.

    A server may take a moment to notice that the client before has left.
    """
    for attempt in range(patience.repeats + 1):
        failures = []
        for endpoint in endpoints:
            try:
                return Connection(endpoint, timeout_s=patience.act_s, greeted_s=patience.greeting_s)
            except SimulatorLost as error:
                failures.append(error)
        if attempt < patience.repeats:
            time.sleep(patience.backoff_s * 2**attempt)
    if len(failures) == 1:
        raise failures[0]
    raise SimulatorLost("; ".join(f"{error.where}: {error.what}" for error in failures), hint=failures[0].hint)


class Line:
    """Takes over `connection`, and makes the next ones by `redial`; without that a lost connection stays lost."""

    def __init__(self, connection: Connection, redial: Callable[[], Connection] | None, patience: Patience) -> None:
        self._connection, self._redial, self.patience = connection, redial, patience
        self.mark: str | None = "vget /unrealcv/version"
        """A question that only the world at hand answers without an error; None while there is no such.

        Before a world was asked for, any server will do.
        """

    def batch(self, commands: list[str], *, timeout_s: float | None = None) -> list[Reply]:
        """`timeout_s` is of a single command; a batch gets more. Raises SimulatorLost."""
        if not all(map(is_question, commands)):
            allowed_s = self.patience.for_batch(timeout_s or self.patience.act_s, len(commands))
            return self._connection.batch(commands, timeout_s=allowed_s)
        try:
            return self._ask(commands, timeout_s)
        except SimulatorLost:
            if self.mark is None or self._redial is None:
                raise
        return self._ask_anew(commands, self.mark, self._redial, timeout_s)

    def close(self) -> None:
        self._connection.close()

    def _ask(self, commands: list[str], timeout_s: float | None) -> list[Reply]:
        patience = self.patience
        allowed_s = patience.for_batch(timeout_s or patience.question_s, len(commands))
        return self._connection.batch(commands, timeout_s=allowed_s, repeats=patience.repeats)

    def _ask_anew(
        self, commands: list[str], mark: str, redial: Callable[[], Connection], timeout_s: float | None
    ) -> list[Reply]:
        for left in reversed(range(max(1, self.patience.repeats))):
            try:
                self._connection = redial()
                same_world = not replies.is_error(self._ask([mark], timeout_s)[0])
                if same_world:
                    return self._ask(commands, timeout_s)
                break
            except SimulatorLost:
                if not left:
                    raise
        self.close()
        raise SimulatorLost("the connection was lost, and the world behind the new one is another", where=mark)


def is_question(command: str) -> bool:
    """Whether asking twice is the same as asking once. The effect is told once, and then forgotten."""
    return command.startswith("vget ") and command != EFFECT
