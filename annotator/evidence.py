"""What was measured about a step, as it is shown beside it: in words for reading, in numbers for judging.

Nothing is guessed: what no record holds is None or left out, and an imported step without evidence has the movement
that its poses tell.
"""

from itertools import chain, pairwise

from msgspec import Struct

from embrace3k.annotator.moments import STRIDES, TURNS
from embrace3k.annotator.views import distance, label, quarter
from embrace3k.schema.actions import Action, ActionProfile
from embrace3k.schema.replays import Obstacle, Replay, ReplayVerdict
from embrace3k.schema.rules.motion import movement
from embrace3k.schema.trajectories import Final, Step, StepOutcome, TargetView, Trajectory, WorldState

_LEAST_CM = 0.5
_LEAST_DEG = 0.5
"""Less than this is said to be nothing, since the words round to whole centimetres and degrees."""


class Movement(Struct, frozen=True, kw_only=True):
    """What the action changed about the agent's pose, along and across the heading before it."""

    words: str
    """ "forward 126 cm, up 12 cm"; "no movement"."""
    forward_cm: float
    right_cm: float
    up_cm: float
    turn_deg: float
    look_deg: float | None
    """Change of the head's pitch, positive upwards; None where it was not recorded."""


class TargetSight(Struct, frozen=True, kw_only=True):
    """Where a target is in the view before the action."""

    name: str
    label: str
    visible: bool
    where: str
    """ "ahead", "slightly left", "right", "behind"; so also of what is hidden."""
    bearing_deg: float
    distance: str
    """ "close by", "some way off", "far away"."""
    distance_m: float
    pixels: int
    box_px: tuple[int, int, int, int] | None


class Replayed(Struct, frozen=True, kw_only=True):
    """What acting the trajectory out again said."""

    verdict: ReplayVerdict
    reason: Obstacle | None
    words: str | None
    exact: bool | None
    """The instants before and after this step came out to the last bit; None where they were not compared."""


class StepEvidence(Struct, frozen=True, kw_only=True):
    index: int
    action: Action
    expected: str
    """What the action does by the profile where nothing is in the way: "turns right 25°"."""
    movement: Movement | None
    outcome: StepOutcome | None
    hindrance: str | None
    """What came of it instead, where something did: "blocked by the bench", "cut short", "no effect", "failed"."""
    door: str | None
    """ "front door is open now"."""
    holds: str | None
    """What the agent held when it chose."""
    holds_after: str | None
    targets: list[TargetSight]
    view_changed: bool | None
    """Whether the pictures before and after differ; None where there are not both."""
    replay: Replayed | None


def evidence_of(trajectory: Trajectory, replay: Replay | None = None) -> list[StepEvidence]:
    """One for each step. `replay` is the one that counts; see `schema.replays.Replay`."""
    ends: list[Step | Final | None] = [trajectory.final]
    return [
        _evidence(trajectory.profile, step, after, replay)
        for step, after in pairwise(chain(trajectory.steps, ends))
        if isinstance(step, Step)
    ]


def _evidence(profile: ActionProfile, step: Step, after: Step | Final | None, replay: Replay | None) -> StepEvidence:
    held_after = _held_after(step, after)
    frames = (step.frame, after.frame if after else None)
    return StepEvidence(
        index=step.index,
        action=step.action,
        expected=expected(step.action, profile),
        movement=_movement(step, after),
        outcome=step.outcome,
        hindrance=_hindrance(step),
        door=_door(step, after.state if after else None),
        holds=label(step.state.holding) if step.state and step.state.holding else None,
        holds_after=label(held_after) if held_after else None,
        targets=[_sight(view) for view in step.evidence.targets] if step.evidence else [],
        view_changed=frames[0].sha256 != frames[1].sha256 if frames[0] and frames[1] else None,
        replay=_replayed(replay, step.index) if replay else None,
    )


def expected(action: Action, profile: ActionProfile) -> str:
    match action:
        case Action.MOVE_FORWARD:
            return f"goes forward {profile.forward_cm:.0f} cm"
        case Action.MOVE_BACKWARD:
            return f"goes backward {profile.backward_cm:.0f} cm"
        case Action.TURN_LEFT | Action.TURN_RIGHT:
            return f"turns {TURNS[action]} {profile.turn_deg:.0f}°"
        case Action.LOOK_UP | Action.LOOK_DOWN:
            return f"looks {'up' if action is Action.LOOK_UP else 'down'} {profile.look_deg:.0f}°"
        case Action.PICK:
            return f"takes hold of what is {profile.pick_nearest_cm:.0f} to {profile.pick_farthest_cm:.0f} cm away"
        case Action.DROP:
            return f"puts down what is held, {profile.drop_ahead_cm:.0f} cm ahead"
    return _EXPECTED[action]


_EXPECTED = {
    Action.OPEN_DOOR: "opens the door at hand",
    Action.MIDWAY_TARGET: "says that a part of the task is done",
    Action.FINISH: "says that the task is done",
    Action.IDLE: "does nothing",
    Action.JUMP_FORWARD: "jumps forward",
    Action.LOOK_BACK: "looks back",
    Action.LOOK_HAND: "looks at the hands",
}


def _movement(step: Step, after: Step | Final | None) -> Movement | None:
    moved = step.evidence or (movement(step.pose, after.pose) if after else None)
    if moved is None:
        return None
    look_deg = None
    if step.state and after and after.state:
        look_deg = after.state.head_pitch_deg - step.state.head_pitch_deg
    parts = [
        _part(moved.forward_cm, _LEAST_CM, "forward {:.0f} cm", "backward {:.0f} cm"),
        _part(moved.right_cm, _LEAST_CM, "to the right {:.0f} cm", "to the left {:.0f} cm"),
        _part(moved.up_cm, _LEAST_CM, "up {:.0f} cm", "down {:.0f} cm"),
        _part(moved.turn_deg, _LEAST_DEG, "turned right {:.0f}°", "turned left {:.0f}°"),
        _part(look_deg or 0.0, _LEAST_DEG, "looked up {:.0f}°", "looked down {:.0f}°"),
    ]
    return Movement(
        words=", ".join(filter(None, parts)) or "no movement",
        forward_cm=moved.forward_cm,
        right_cm=moved.right_cm,
        up_cm=moved.up_cm,
        turn_deg=moved.turn_deg,
        look_deg=look_deg,
    )


def _part(amount: float, least: float, more: str, less: str) -> str | None:
    return (more if amount > 0 else less).format(abs(amount)) if abs(amount) >= least else None


def _hindrance(step: Step) -> str | None:
    by = f" by the {label(step.evidence.blocked_by)}" if step.evidence and step.evidence.blocked_by else ""
    match step.outcome:
        case StepOutcome.BLOCKED:
            return f"blocked{by}"
        case StepOutcome.PARTIAL:
            return f"cut short{by}"
        case StepOutcome.NO_EFFECT:
            return "no effect"
        case StepOutcome.FAILED:
            return "failed"
        case None if step.evidence and step.evidence.blocked and step.action in (*STRIDES, *TURNS):
            return f"blocked{by}"
    return None


def _door(step: Step, after: WorldState | None) -> str | None:
    name = step.evidence.door_changed if step.evidence else None
    if name is None and step.state and after:
        name = next((door for door, is_open in after.doors.items() if step.state.doors.get(door) != is_open), None)
    if name is None:
        return None
    if after is None or name not in after.doors:
        return f"{label(name)} changed"
    return f"{label(name)} is {'open' if after.doors[name] else 'closed'} now"


def _held_after(step: Step, after: Step | Final | None) -> str | None:
    if step.evidence:
        return step.evidence.carried
    return after.state.holding if after and after.state else None


def _sight(view: TargetView) -> TargetSight:
    return TargetSight(
        name=view.object,
        label=label(view.object),
        visible=view.visible,
        where=quarter(view.bearing_deg),
        bearing_deg=view.bearing_deg,
        distance=distance(view),
        distance_m=round(view.distance_cm / 100, 2),
        pixels=view.pixels,
        box_px=view.box_px,
    )


def _replayed(replay: Replay, index: int) -> Replayed:
    out = any(each.index in (index, index + 1) for each in replay.errors)
    exact = False if out else True if replay.instants > index + 1 else None
    return Replayed(verdict=replay.verdict, reason=replay.reason, words=replay.words, exact=exact)
