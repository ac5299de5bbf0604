"""What came of an action: the change it should make held against the change it made.

A move or turn that falls short was `blocked` (nothing moved) or `partial` (it stopped early, or slid along an
obstacle). OpenDoor, Pick and Drop that change nothing have `failed`; a look that was already taken has `no_effect`.
MidwayTarget, Finish and Idle ask for no change, so they are always effective.
"""

from embrace3k.schema.actions import Action, ActionProfile
from embrace3k.schema.trajectories import StepOutcome, WorldState

_SHORTFALL = 0.01
"""Part of a move or turn that may be missing before it counts as cut short: replies are rounded, floors slope."""

_AT_REST_CM = 2.0
_AT_REST_DEG = 1.0
"""Less change than this is none: the tolerances by which the published data's resting actions are judged."""


def outcome_of(
    action: Action,
    profile: ActionProfile,
    before: WorldState,
    after: WorldState,
    *,
    forward_cm: float,
    right_cm: float,
    turn_deg: float,
) -> StepOutcome:
    """`forward_cm` and `right_cm` are along and across the heading before the action."""
    match action:
        case Action.MOVE_FORWARD:
            return _reached(forward_cm / profile.forward_cm, max(abs(forward_cm), abs(right_cm)) < _AT_REST_CM)
        case Action.MOVE_BACKWARD:
            return _reached(-forward_cm / profile.backward_cm, max(abs(forward_cm), abs(right_cm)) < _AT_REST_CM)
        case Action.TURN_RIGHT:
            return _reached(turn_deg / profile.turn_deg, abs(turn_deg) < _AT_REST_DEG)
        case Action.TURN_LEFT:
            return _reached(-turn_deg / profile.turn_deg, abs(turn_deg) < _AT_REST_DEG)
        case Action.LOOK_UP | Action.LOOK_DOWN:
            return _looked(profile.look_deg if action is Action.LOOK_UP else -profile.look_deg, before, after)
        case Action.OPEN_DOOR:
            return _managed(any(after.doors.get(name) and not was for name, was in before.doors.items()))
        case Action.PICK:
            return _managed(before.holding is None and after.holding is not None)
        case Action.DROP:
            return _managed(before.holding is not None and after.holding is None)
    return StepOutcome.EFFECTIVE


def _reached(part: float, at_rest: bool) -> StepOutcome:
    if part >= 1.0 - _SHORTFALL:
        return StepOutcome.EFFECTIVE
    return StepOutcome.BLOCKED if at_rest else StepOutcome.PARTIAL


def _looked(wanted_deg: float, before: WorldState, after: WorldState) -> StepOutcome:
    if abs(after.head_pitch_deg - wanted_deg) > _AT_REST_DEG:
        return StepOutcome.FAILED
    moved = abs(after.head_pitch_deg - before.head_pitch_deg) > _AT_REST_DEG
    return StepOutcome.EFFECTIVE if moved else StepOutcome.NO_EFFECT


def _managed(done: bool) -> StepOutcome:
    return StepOutcome.EFFECTIVE if done else StepOutcome.FAILED
