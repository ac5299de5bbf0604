"""What each action is on the wire: the published evaluator's atomics, speeds and head angles.

An atomic is one moment between resume and pause: `set_move turn speed`, `set_cam` with the head's pitch, `set_standup`.
Under `set_interval 1000` a `set_move` acts once; how far a speed goes is the simulator's affair. The head's pitch is
absolute, so the next atomic that does not look up or down levels it. MidwayTarget and Finish have no atomic at all.

Left out of Pick: the published recipe respawns the object within reach and ends with one glance at the hands. Here the
simulator decides what is within reach, and the frame after Pick is the head's own.
"""

from functools import partial

import numpy as np

from embrace3k.schema.actions import Action, ActionProfile
from embrace3k.simulator.errors import SimulatorError

FULL_SPEED = 200.0
SLOW_SPEED = 60.0
DROP_SPEED = 43.0
HEAD_OFFSET = (5.0, 0.0, -50.0)
"""x, y, z of `set_cam` for the head camera, as published."""

Atomic = tuple[str, ...]
"""Commands of one batch, `{agent}` standing for the character's name."""


def number(value: float) -> str:
    """The shortest fixed notation that reads back as the same number: UnrealCV knows no exponents."""
    return np.format_float_positional(value + 0.0, trim="-")


def move(
    turn_deg: float = 0.0,
    speed: float = 0.0,
    head_pitch_deg: float = 0.0,
    head_offset: tuple[float, float, float] = HEAD_OFFSET,
) -> Atomic:
    offset = " ".join(number(part) for part in head_offset)
    return (
        f"vbp {{agent}} set_move {number(turn_deg)} {number(speed)}",
        f"vbp {{agent}} set_cam {offset} 0 {number(head_pitch_deg)} 0",
        "vbp {agent} set_standup",
    )


IDLE = move()


def recipe(
    action: Action,
    profile: ActionProfile,
    *,
    holding: bool,
    head_offset: tuple[float, float, float] = HEAD_OFFSET,
) -> tuple[Atomic, ...]:
    """The atomics of an action, in order. `set_pickup` toggles, so what is held decides whether Pick and Drop send it.

    Raises SimulatorError for the actions that only the July-2025 data has: nobody published their recipes.
    """
    step = partial(move, head_offset=head_offset)
    idle = step()
    match action:
        case Action.MOVE_FORWARD:
            return (step(speed=FULL_SPEED), step(speed=FULL_SPEED), idle)
        case Action.MOVE_BACKWARD:
            return (step(speed=-SLOW_SPEED), step(speed=-SLOW_SPEED), idle)
        case Action.TURN_LEFT | Action.TURN_RIGHT:
            return (step(turn_deg=profile.turn_deg if action is Action.TURN_RIGHT else -profile.turn_deg),)
        case Action.LOOK_UP | Action.LOOK_DOWN:
            return (step(head_pitch_deg=profile.look_deg if action is Action.LOOK_UP else -profile.look_deg),)
        case Action.OPEN_DOOR:
            aside = (step(speed=-SLOW_SPEED), idle, step(speed=SLOW_SPEED), idle)
            return (*aside, ("vbp {agent} set_open_door 1",))
        case Action.PICK:
            grasp = () if holding else (("vbp {agent} set_pickup",),)
            return (*grasp, idle, idle, idle)
        case Action.DROP:
            release = (("vbp {agent} set_pickup",),) if holding else ()
            return (step(speed=-DROP_SPEED), step(speed=-DROP_SPEED), idle, *release)
        case Action.MIDWAY_TARGET | Action.FINISH:
            return ()
        case Action.IDLE:
            return (idle,)
    raise SimulatorError(f"{action} has no published recipe", hint="use one of the eleven offered actions")
