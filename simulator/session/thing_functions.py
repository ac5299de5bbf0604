"""`vbp NAME FUNCTION …` asked of a thing and not of the character."""

from embrace3k.simulator.dispatcher import LARGEST_NUMBER, CommandError
from embrace3k.simulator.session.spawned import Spawned, settled
from embrace3k.simulator.session.stage import Stage
from embrace3k.simulator.session.text import digit
from embrace3k.simulator.worlds.model import Kind

Outputs = dict[str, str]
_SETTINGS = {
    "set_app": 1, "set_phy": 1, "set_random": 1, "set_interval": 1, "set_speed": 1, "set_acc": 1, "set_nav_speed": 1,
    "set_cam": 6, "set_viewport": 0, "set_stop": 0, "reset": 0,
}  # fmt: skip
"""Functions that what was spawned takes, with the number of their arguments. Most change nothing."""


_WITH_ANYTHING = ("set_mat", "set_light")
"""Functions that any thing takes, with whatever arguments. Materials and lamps stay as they are."""


class ThingFunctions:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def call(self, name: str, function: str, words: tuple[str, ...]) -> Outputs:
        """Raises CommandError for unknown names and functions."""
        if not self._stage.has_thing(name):
            raise CommandError(f"Can not find actor with id '{name}'")
        if function == "is_picked" and not words:
            return {"picked": digit(self._stage.state.holding == name)}
        if function in _WITH_ANYTHING:
            return {}
        spawned = self._stage.level.spawned.get(name)
        if spawned is None or _SETTINGS.get(function) != len(words):
            raise CommandError("Argument Invalid")
        values = [number(word) for word in words]
        if function == "set_app":
            self._set_look(name, spawned, values[0])
        elif function == "set_phy" and values[0]:
            self._let_fall(name, spawned)
        return {}

    def _set_look(self, name: str, spawned: Spawned, look: float) -> None:
        """Of a thing to carry. Stand-ins have one look, whatever they are asked for."""
        if spawned.thing.kind is not Kind.CARRIED:
            return
        if look not in spawned.actor_class.looks:
            raise CommandError("Argument Invalid")
        if look != spawned.look:
            self._stage.reshape(name, spawned.with_look(int(look)))

    def _let_fall(self, name: str, spawned: Spawned) -> None:
        """Once, on what is below. There are no physics that would go on: a later teleport leaves it in the air."""
        if spawned.thing.kind is Kind.CARRIED and self._stage.state.holding != name:
            self._stage.place(name, settled(self._stage.level.world, self._stage.thing_pose(name)))


def number(word: str) -> float:
    """Raises CommandError where the word is none, or one that no place or angle has."""
    try:
        value = float(word)
    except ValueError:
        raise CommandError("Argument Invalid") from None
    if not abs(value) <= LARGEST_NUMBER:
        raise CommandError("Argument Invalid")
    return value
