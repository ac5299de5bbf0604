"""`vbp CHARACTER FUNCTION …`: the character's blueprint functions, under UnrealZoo's names.

Every function answers a JSON object whose values are strings, `{}` when it has nothing to say. `set_move` acts once and
at once, as it does in Unreal after `set_interval 1000`; velocities that go on by themselves are not offered.
"""

import json
import math
from collections.abc import Callable

from embrace3k.simulator.dispatcher import CommandError, Dispatcher, Reply
from embrace3k.simulator.session.stage import Character, Stage
from embrace3k.simulator.session.thing_functions import ThingFunctions
from embrace3k.simulator.worlds.motion import AgentState, stride_cm

Outputs = dict[str, str]
_MOST_ARGUMENTS = 9
_SETTINGS = {
    "set_standup": 0, "set_interval": 1, "set_app": 1, "set_phy": 1, "set_speed": 1, "set_acc": 1, "set_random": 1,
    "set_viewport": 0, "reset": 0,
}  # fmt: skip
"""Functions that change nothing here, with the number of their arguments."""


class CharacterCommands:
    def __init__(self, stage: Stage, dispatcher: Dispatcher) -> None:
        self._stage, self._things = stage, ThingFunctions(stage)
        self._functions: dict[str, tuple[int, Callable[..., Outputs]]] = {
            "set_move": (2, self.set_move),
            "set_cam": (6, self.set_cam),
            "set_open_door": (1, self.set_open_door),
            "get_door_state": (0, self.door_state),
            "set_pickup": (0, self.set_pickup),
            "carry_body": (0, self.carry),
            "drop_body": (0, self.drop),
            "is_carrying": (0, lambda: {"carrying": _digit(self._character.state.holding is not None)}),
            "get_hit": (0, lambda: {"hit": _digit(self._character.blocker is not None)}),
            "get_speed": (0, lambda: {"Speed": "0"}),
            **{name: (count, lambda *_: {}) for name, count in _SETTINGS.items()},
        }
        for count in range(_MOST_ARGUMENTS + 1):
            dispatcher.register("vbp [str] [str]" + " [str]" * count, "Call an object's function", self.call)

    def call(self, name: str, function: str, *words: str) -> Reply:
        character = self._stage.character
        if character is None or character.name != name:
            return json.dumps(self._things.call(name, function, words), separators=(",", ":"))
        if function not in self._functions or self._functions[function][0] != len(words):
            raise CommandError("Argument Invalid")
        return json.dumps(self._functions[function][1](*(_finite(word) for word in words)), separators=(",", ":"))

    def set_move(self, turn_deg: float, speed: float) -> Outputs:
        character = self._character
        step_cm = stride_cm(speed, self._stage.settings.profile)
        character.state, blocker = self._stage.level.motion.advance(character.state, turn_deg, step_cm)
        character.blocker = character.blocker or blocker
        return {}

    def set_cam(self, x: float, y: float, z: float, roll_deg: float, pitch_deg: float, yaw_deg: float) -> Outputs:
        """Absolute, relative to the body."""
        character = self._character
        character.state = self._stage.level.motion.look(character.state, pitch_deg)
        for camera in self._stage.cameras:
            if camera.mounted:
                camera.mount((x, y, z), roll_deg, yaw_deg)
        return {}

    def set_open_door(self, wanted: float) -> Outputs:
        """1 opens the door at hand. Closing is not offered, so 0 does nothing."""
        if wanted:
            self._happened(*self._stage.level.motion.open_door(self._character.state))
        return {}

    def door_state(self) -> Outputs:
        """Of the door nearest to the character."""
        body, state = self._character.state.pose, self._character.state
        doors = [self._stage.thing(name) for name in state.doors]
        if not doors:
            return {"door_state": "0"}
        nearest = min(doors, key=lambda door: math.hypot(door.pose.x_cm - body.x_cm, door.pose.y_cm - body.y_cm))
        return {"door_state": _digit(state.doors[nearest.name])}

    def set_pickup(self) -> Outputs:
        """Toggles: takes what is at hand, or lets go of what is held."""
        return self.drop() if self._character.state.holding else self.carry()

    def carry(self) -> Outputs:
        if self._character.state.holding is None:
            self._happened(*self._stage.level.motion.pick(self._character.state, self._stage.settings.profile))
        return {}

    def drop(self) -> Outputs:
        if self._character.state.holding is not None:
            self._happened(*self._stage.level.motion.drop(self._character.state, self._stage.settings.profile))
        return {}

    def _happened(self, state: AgentState, changed: str | None) -> None:
        character = self._character
        character.state = state
        character.changed = changed or character.changed

    @property
    def _character(self) -> Character:
        assert self._stage.character is not None
        return self._stage.character


def _finite(word: str) -> float:
    try:
        value = float(word)
    except ValueError:
        raise CommandError("Argument Invalid") from None
    if not math.isfinite(value):
        raise CommandError("Argument Invalid")
    return value


def _digit(yes: bool) -> str:
    return "1" if yes else "0"
