"""Rules W: doors and hands change only by the actions that change them."""

from collections.abc import Iterator

from embrace3k.schema.actions import Action
from embrace3k.schema.catalogue import found
from embrace3k.schema.problems import Problem, pointer_to
from embrace3k.schema.trajectories import Step, StepOutcome, Trajectory, WorldState

_MOVES = {Action.MOVE_FORWARD, Action.MOVE_BACKWARD, Action.TURN_LEFT, Action.TURN_RIGHT, Action.DROP}
"""A real engine tells only of the door at hand: who moves may leave it behind."""


def check_states(trajectory: Trajectory) -> Iterator[Problem]:
    final = trajectory.final.state if trajectory.final else None
    states = [*(step.state for step in trajectory.steps), final]
    known = [state for state in states if state is not None]
    instants = len(states) if trajectory.final else len(states) - 1
    if known and len(known) < instants:
        place = states.index(None)
        where = pointer_to("trajectory", "steps", place, "state") if place < instants - 1 else "/trajectory/final/state"
        yield found("W005", where, f"the state is known at {len(known)} of {instants} instants; all would be right")
    for place, state in enumerate(states):
        if state is not None and state.holding is not None and state.holding not in state.objects:
            at = pointer_to("trajectory", "steps", place, "state", "holding")
            at = at if place < len(trajectory.steps) else "/trajectory/final/state/holding"
            yield found("W006", at, f"{state.holding!r} is held, but only {sorted(state.objects)} have poses")
    for place, (step, after) in enumerate(zip(trajectory.steps, states[1:], strict=True)):
        if step.state is not None and after is not None:
            pointer = pointer_to("trajectory", "steps", place)
            left_behind = trajectory.simulator.backend == "unreal" and step.action in _MOVES
            if not left_behind:
                yield from _check_doors(step, step.state, after, pointer)
            yield from _check_hands(step, step.state, after, pointer)


def _claims_effect(step: Step) -> bool:
    """Imported steps have no outcome; ours say so where an action came to nothing."""
    return step.outcome in (None, StepOutcome.EFFECTIVE)


def _check_doors(step: Step, before: WorldState, after: WorldState, pointer: str) -> Iterator[Problem]:
    names = sorted(before.doors.keys() | after.doors.keys())
    changed = [name for name in names if before.doors.get(name) != after.doors.get(name)]
    if changed and step.action is not Action.OPEN_DOOR:
        yield found("W001", pointer, f"{step.action} changed the doors {changed}; only OpenDoor may")
    if step.action is Action.OPEN_DOOR and not changed and names and _claims_effect(step):
        yield found("W002", pointer, "OpenDoor changed no door: a failed attempt")


def _check_hands(step: Step, before: WorldState, after: WorldState, pointer: str) -> Iterator[Problem]:
    if before.holding == after.holding:
        idle_hands = before.objects and step.action in (Action.PICK, Action.DROP)
        if idle_hands and _claims_effect(step):
            yield found("W004", pointer, f"{step.action} changed nothing; held before and after: {before.holding}")
        return
    picked = before.holding is None and step.action is Action.PICK
    dropped = after.holding is None and step.action is Action.DROP
    if not (picked or dropped):
        change = f"{before.holding} to {after.holding}"
        yield found("W003", pointer, f"{step.action} changed what is held from {change}; only Pick and Drop may")
