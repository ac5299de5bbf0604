"""`vbp CHARACTER FUNCTION …`: the character's blueprint functions, under UnrealZoo's names.

Every function answers a JSON object whose values are strings, `{}` when it has nothing to say; `vexec` calls the same
functions and answers ok. How a character moves by itself is in `character_motion.py`.
"""

import json
import math
from collections.abc import Callable
from typing import NamedTuple

from embrace3k.simulator.dispatcher import OK, CommandError, Dispatcher, Reply
from embrace3k.simulator.session.character_motion import FASTEST_CM_S, Journey
from embrace3k.simulator.session.level import Character
from embrace3k.simulator.session.navigation import Point
from embrace3k.simulator.session.stage import Stage
from embrace3k.simulator.session.text import digit, numbers
from embrace3k.simulator.session.thing_functions import Outputs, ThingFunctions, number
from embrace3k.simulator.worlds.motion import BODY_CM, AgentState, stride_cm

_MOST_ARGUMENTS = 9
_CROUCHING_CM, _LYING_CM = 60.0, 128.0
"""How much lower than standing the eye is."""
_WANDER_CM = 1000.0


def _flag(word: str) -> bool:
    """Python's clients write True as often as 1."""
    if word.lower() in ("true", "false"):
        return word.lower() == "true"
    return bool(number(word))


class _Function(NamedTuple):
    call: Callable[..., Outputs]
    """Gets the character, then one value per argument."""
    reads: tuple[Callable[[str], object], ...] = ()
    optional: int = 0
    """How many of the last arguments may be left out."""

    def __call__(self, character: Character, words: tuple[str, ...]) -> Outputs:
        if not len(self.reads) - self.optional <= len(words) <= len(self.reads):
            raise CommandError("Argument Invalid")
        return self.call(character, *(read(word) for read, word in zip(self.reads, words, strict=False)))


def _nothing(*_: object) -> Outputs:
    """For what changes nothing here."""
    return {}


class CharacterCommands:
    def __init__(self, stage: Stage, dispatcher: Dispatcher) -> None:
        self._stage, self._things = stage, ThingFunctions(stage)
        one, two, three = (number,), (number,) * 2, (number,) * 3
        self._functions = {
            "set_move": _Function(self.set_move, two),
            "set_speed": _Function(self.set_speed, one),
            "set_acc": _Function(self.set_acceleration, one),
            "set_interval": _Function(self.set_interval, one),
            "set_random": _Function(self.set_random, (_flag,)),
            "set_stop": _Function(self.stop),
            "reset": _Function(self.reset),
            "get_speed": _Function(lambda character: {"Speed": numbers(character.locomotion.seen_cm_s)}),
            "get_angle": _Function(lambda character: {"Angle": numbers(character.locomotion.seen_deg_s)}),
            "get_hit": _Function(self.get_hit),
            "set_cam": _Function(self.set_cam, (number,) * 6),
            "set_standup": _Function(self.stand_up),
            "set_crouch": _Function(self.crouch),
            "set_liedown": _Function(self.lie_down, two),
            "set_jump": _Function(self.jump),
            "set_open_door": _Function(self.set_open_door, (_flag,)),
            "get_door_state": _Function(self.door_state),
            "set_pickup": _Function(self.set_pickup),
            "carry_body": _Function(self.carry),
            "drop_body": _Function(self.drop),
            "is_carrying": _Function(lambda character: {"carrying": digit(character.state.holding is not None)}),
            "is_picked": _Function(lambda _character: {"picked": digit(False)}),
            "nav_to_goal": _Function(self.nav_to_goal, three),
            "nav_to_goal_bypath": _Function(self.nav_to_goal, three),
            "nav_to_target": _Function(self.nav_to_target, (str, number), 1),
            "nav_random": _Function(self.nav_random, (number, _flag), 1),
            "generate_nav_goal": _Function(self.generate_nav_goal, two, 1),
            "set_nav_speed": _Function(self.set_nav_speed, one),
            "set_phy": _Function(_nothing, one),
            "set_app": _Function(_nothing, one),
            "set_viewport": _Function(_nothing),
            "enter_exit_car": _Function(_nothing, one),
            "set_mat": _Function(_nothing, (str,) * _MOST_ARGUMENTS, _MOST_ARGUMENTS),
            "set_light": _Function(_nothing, (str,) * _MOST_ARGUMENTS, _MOST_ARGUMENTS),
        }
        for count in range(_MOST_ARGUMENTS + 1):
            words = " [str] [str]" + " [str]" * count
            dispatcher.register("vbp" + words, "Call an object's function", self.call)
            dispatcher.register("vexec" + words, "Call an object's function and answer ok", self.execute)

    def call(self, name: str, function: str, *words: str) -> Reply:
        character = self._stage.character
        if character is None or character.name != name:
            outputs = self._things.call(name, function, words)
        elif function in self._functions:
            outputs = self._functions[function](character, words)
        else:
            raise CommandError("Argument Invalid")
        return json.dumps(outputs, separators=(",", ":"))

    def execute(self, name: str, function: str, *words: str) -> Reply:
        self.call(name, function, *words)
        return OK

    def set_move(self, character: Character, turn: float, speed: float) -> Outputs:
        """A velocity in degrees and centimetres a second, or one move at once; see `set_interval`."""
        locomotion = character.locomotion
        if not locomotion.acts_once:
            locomotion.hold(turn, speed)
            return {}
        locomotion.halt()
        step_cm = stride_cm(locomotion.capped(speed), self._stage.settings.profile)
        character.state, blocker = self._stage.level.motion.advance(character.state, turn, step_cm)
        character.met(blocker)
        return {}

    def set_interval(self, character: Character, interval: float) -> Outputs:
        """With any interval a `set_move` acts once and at once from now on; with 0 its velocity is held again."""
        character.locomotion.halt()
        character.locomotion.acts_once = interval > 0
        return {}

    def set_speed(self, character: Character, fastest_cm_s: float) -> Outputs:
        """No `set_move` goes faster from now on, forwards or backwards; a velocity that is held is cut down to it."""
        locomotion = character.locomotion
        locomotion.fastest_cm_s = min(abs(fastest_cm_s), FASTEST_CM_S)
        locomotion.speed_cm_s = locomotion.capped(locomotion.speed_cm_s)
        return {}

    def set_acceleration(self, character: Character, acceleration: float) -> Outputs:
        """Of velocities that are held. Until this is sent, and with 0, they are reached at once."""
        character.locomotion.acceleration_cm_s2 = abs(acceleration) or math.inf
        return {}

    def set_random(self, character: Character, wanders: bool) -> Outputs:
        """Walk about without an end, or no longer."""
        journey = character.locomotion.journey
        if wanders:
            self._wander(character, _WANDER_CM, loop=True)
        elif journey is not None and journey.endless:
            character.locomotion.halt()
        return {}

    def stop(self, character: Character) -> Outputs:
        character.locomotion.halt()
        return {}

    def reset(self, character: Character) -> Outputs:
        """Stand still and upright where it is, looking straight ahead."""
        character.locomotion.halt()
        character.locomotion.leap_ticks = 0
        character.state = self._stage.level.motion.look(character.state, 0.0)
        character.hit = False
        return self.stand_up(character)

    def get_hit(self, character: Character) -> Outputs:
        """Was anything in the way since this was last asked?"""
        hit, character.hit = character.hit, False
        return {"hit": digit(hit)}

    def set_cam(
        self, character: Character, x: float, y: float, z: float, roll_deg: float, pitch_deg: float, yaw_deg: float
    ) -> Outputs:
        """Absolute, relative to the body."""
        character.state = self._stage.level.motion.look(character.state, pitch_deg)
        for camera in self._stage.cameras:
            if camera.mounted:
                camera.mount((x, y, z), roll_deg, yaw_deg)
        return {}

    def stand_up(self, character: Character) -> Outputs:
        character.eye_drop_cm = 0.0
        return {}

    def crouch(self, character: Character) -> Outputs:
        character.eye_drop_cm = _CROUCHING_CM
        return {}

    def lie_down(self, character: Character, _front_back: float, _left_right: float) -> Outputs:
        character.eye_drop_cm = _LYING_CM
        return {}

    def jump(self, character: Character) -> Outputs:
        """The eye goes up and comes down again; the feet, and what one can pass, stay."""
        character.locomotion.leap()
        return self.stand_up(character)

    def set_open_door(self, character: Character, wanted: bool) -> Outputs:
        """Open the closed door at hand, or close the open one."""
        motion = self._stage.level.motion
        character.door = motion.door_within_reach(character.state, is_open=not wanted) or character.door
        swing = motion.open_door if wanted else motion.close_door
        return _happened(character, *swing(character.state))

    def door_state(self, character: Character) -> Outputs:
        """Of the door that was pushed last while it is near, else of the one at hand."""
        motion, state = self._stage.level.motion, character.state
        door = character.door
        if door is None or not motion.is_door_near(door, state):
            door = motion.door_at_hand(state)
        return {"door_state": digit(door is not None and state.doors[door])}

    def set_pickup(self, character: Character) -> Outputs:
        """Toggles: takes what is at hand, or lets go of what is held."""
        return self.drop(character) if character.state.holding else self.carry(character)

    def carry(self, character: Character) -> Outputs:
        if character.state.holding is not None:
            return {}
        return _happened(character, *self._stage.level.motion.pick(character.state, self._stage.settings.profile))

    def drop(self, character: Character) -> Outputs:
        if character.state.holding is None:
            return {}
        return _happened(character, *self._stage.level.motion.drop(character.state, self._stage.settings.profile))

    def nav_to_goal(self, character: Character, x: float, y: float, _z: float) -> Outputs:
        """Walk there, or to the place nearest to it that can be reached."""
        character.locomotion.go(Journey(lambda _state: (x, y)))
        return {}

    def nav_to_target(self, character: Character, target: str, distance_cm: float = 0.0) -> Outputs:
        """Walk until that near to the object, wherever it is moved meanwhile."""
        if self._place_of(target) is None:
            raise _no_actor(target)
        character.locomotion.go(Journey(lambda _state: self._place_of(target), stop_short_cm=distance_cm))
        return {}

    def nav_random(self, character: Character, radius_cm: float, loop: bool = False) -> Outputs:
        """Walk to a place drawn at random, which is told; with `loop`, from there to another, and so on."""
        return self._as_goal(self._wander(character, radius_cm, loop=loop))

    def generate_nav_goal(self, character: Character, farthest_cm: float, nearest_cm: float = 0.0) -> Outputs:
        """A place that can be walked to. Nobody sets out."""
        level = self._stage.level
        return self._as_goal(level.goals.draw(level.motion, character.state, farthest_cm, nearest_cm))

    def set_nav_speed(self, character: Character, speed_cm_s: float) -> Outputs:
        character.locomotion.journey_cm_s = min(abs(speed_cm_s), FASTEST_CM_S)
        return {}

    def _wander(self, character: Character, radius_cm: float, *, loop: bool) -> Point:
        level = self._stage.level

        def draw(state: AgentState) -> Point:
            return level.goals.draw(level.motion, state, radius_cm)

        goal = draw(character.state)
        character.locomotion.go(Journey(lambda _state: goal, then=draw if loop else None))
        return goal

    def _as_goal(self, place: Point) -> Outputs:
        """With the height that a body has there. Clients look for decimal points, and lose the minus where none is."""
        x_cm, y_cm, z_cm = numbers(*place, self._stage.level.world.ground_cm(*place) + BODY_CM).split()
        return {"nav_goal": f"X={x_cm} Y={y_cm} Z={z_cm}"}

    def _place_of(self, name: str) -> Point | None:
        try:
            pose = self._stage.thing_pose(self._stage.thing(name).name)
        except CommandError:
            return None
        return pose.x_cm, pose.y_cm


def _happened(character: Character, state: AgentState, changed: str | None) -> Outputs:
    character.state = state
    character.changed = changed or character.changed
    return {}


def _no_actor(name: str) -> CommandError:
    return CommandError(f"Can not find actor with id '{name}'")
