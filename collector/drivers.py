"""Who can drive without a person: a script, and the oracle. `driver_maker` reads what `--policy` says."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from embrace3k.collector.recording_errors import ScriptRefused
from embrace3k.schema.actions import OFFERED, Action
from embrace3k.schema.codec import digest
from embrace3k.schema.tasks import Task
from embrace3k.schema.trajectories import Driver as DriverFacts
from embrace3k.schema.trajectories import DriverKind
from embrace3k.simulator.interfaces import Observation


class ScriptDriver:
    """The same actions in every episode, whatever is seen; it stops where they end."""

    def __init__(self, actions: Sequence[Action]) -> None:
        self._actions = list(actions)

    def facts(self) -> DriverFacts:
        """The version is a digest of the actions: another script is another driver."""
        return DriverFacts(kind=DriverKind.SCRIPT, name="script", version=digest(self._actions)[:12])

    def begin(self, task: Task) -> None:
        pass

    def decide(self, index: int, observation: Observation) -> Action | None:
        return self._actions[index] if index < len(self._actions) else None


def read_script(path: Path) -> list[Action]:
    """A JSON list of the names of offered actions. Raises ScriptRefused with a JSON pointer to what does not fit."""
    try:
        names = msgspec.json.decode(path.read_bytes())
    except OSError as error:
        raise ScriptRefused(f"cannot read the script: {error.strerror}", where=str(path)) from error
    except msgspec.DecodeError as error:
        raise ScriptRefused(f"no JSON: {error}", where=str(path), hint=_EXAMPLE) from error
    if not isinstance(names, list) or not names:
        raise ScriptRefused("not a list of actions", where=str(path), hint=_EXAMPLE)
    for index, name in enumerate(names):
        if name not in OFFERED:
            raise ScriptRefused(f"unknown action {name!r}", where=f"{path}: /{index}", hint=_KNOWN)
        if name == Action.FINISH and index + 1 < len(names):
            raise ScriptRefused("actions follow Finish, which ends it", where=f"{path}: /{index + 1}")
    return [Action(name) for name in names]


_KNOWN = f"use one of {', '.join(OFFERED)}"
_EXAMPLE = 'write a list such as ["MoveForward", "TurnLeft", "Finish"]'
