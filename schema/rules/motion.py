"""Rules P: does the body move as the action says? Tolerances are those measured on the published demonstrations.

v1 was walked in real time: turns of 30 +-2.5 degrees, forward steps of up to 250 cm, and free ones of at least 200.
v2 and the embedded worlds are exact; 0.01 covers the three decimals of a pose. A real engine is never quite at rest,
and where an episode was continued after a loss, a step may begin as far off as the map's tolerance allows.
"""

import math
from collections.abc import Iterator

from msgspec import Struct

from embrace3k.schema.actions import Action, ActionProfile
from embrace3k.schema.catalogue import found
from embrace3k.schema.poses import Pose, wrap_deg
from embrace3k.schema.problems import Problem, pointer_to
from embrace3k.schema.trajectories import Evidence, Step, StepOutcome, Trajectory

STILL = 0.01
"""Centimetres and degrees that count as no movement."""
ENGINE_STILL_CM, ENGINE_STILL_DEG = 2.0, 1.0
"""The same in what a real engine recorded: less is none for the outcomes of steps too."""
AGAINST_CM = 1.0
"""How far a blocked step may be pushed against its direction."""
EVIDENCE = 0.1
"""Centimetres and degrees that recorded evidence may be rounded by."""
_HONEST = {StepOutcome.BLOCKED, StepOutcome.PARTIAL, StepOutcome.NO_EFFECT, StepOutcome.FAILED}
_TURNS = {Action.TURN_LEFT: -1.0, Action.TURN_RIGHT: 1.0}
_STEPS = {Action.MOVE_FORWARD: 1.0, Action.MOVE_BACKWARD: -1.0}


class Tolerances(Struct, frozen=True, kw_only=True):
    still_cm: float = STILL
    still_deg: float = STILL
    turn_deg: tuple[float, float]
    forward_cm: tuple[float, float | None]
    """Longest step, and shortest free one where that is known."""
    backward_cm: tuple[float, float | None]
    slide_cm: float
    pick_turn_deg: float
    shuffle_cm: float
    """How far OpenDoor and Drop may leave the body from where it was."""


class Move(Struct, frozen=True, kw_only=True):
    """The difference of two poses, seen from the first."""

    forward_cm: float
    right_cm: float
    up_cm: float
    turn_deg: float
    tilt_deg: float

    @property
    def length_cm(self) -> float:
        return math.hypot(self.forward_cm, self.right_cm)

    @property
    def shift_cm(self) -> float:
        return max(abs(part) for part in (self.forward_cm, self.right_cm, self.up_cm))

    @property
    def rotation_deg(self) -> float:
        return max(abs(self.turn_deg), self.tilt_deg)


def tolerances(profile: ActionProfile, backend: str) -> Tolerances:
    """Of what such a backend recorded; published data is of an unknown one, and is held to what was published."""
    cm, deg = (ENGINE_STILL_CM, ENGINE_STILL_DEG) if backend == "unreal" else (STILL, STILL)
    if profile.name == "v1":
        return Tolerances(
            still_cm=cm,
            still_deg=deg,
            turn_deg=(27.5, 32.5),
            forward_cm=(250.0, 200.0),
            backward_cm=(250.0, None),
            slide_cm=10.0,
            pick_turn_deg=10.0,
            shuffle_cm=cm,
        )
    return Tolerances(
        still_cm=cm,
        still_deg=deg,
        turn_deg=(profile.turn_deg - deg, profile.turn_deg + deg),
        forward_cm=(profile.forward_cm + cm, profile.forward_cm - cm),
        backward_cm=(profile.backward_cm + cm, profile.backward_cm - cm),
        slide_cm=max(0.1, cm),
        pick_turn_deg=deg,
        shuffle_cm=profile.backward_cm + cm,
    )


def movement(before: Pose, after: Pose) -> Move:
    heading = math.radians(before.yaw_deg)
    east, north = after.y_cm - before.y_cm, after.x_cm - before.x_cm
    return Move(
        forward_cm=north * math.cos(heading) + east * math.sin(heading),
        right_cm=east * math.cos(heading) - north * math.sin(heading),
        up_cm=after.z_cm - before.z_cm,
        turn_deg=wrap_deg(after.yaw_deg - before.yaw_deg),
        tilt_deg=max(abs(after.pitch_deg - before.pitch_deg), abs(wrap_deg(after.roll_deg - before.roll_deg))),
    )


def check_motion(trajectory: Trajectory) -> Iterator[Problem]:
    limits = tolerances(trajectory.profile, trajectory.simulator.backend)
    poses = trajectory.poses()
    for place, (step, before, after) in enumerate(zip(trajectory.steps, poses, poses[1:], strict=False)):
        if not all(math.isfinite(value) for value in (*before, *after)):
            continue
        pointer, move = pointer_to("trajectory", "steps", place), movement(before, after)
        if step.action in _TURNS:
            yield from _check_turn(step.action, move, limits, pointer)
        elif step.action in _STEPS:
            yield from _check_step(step, move, limits, pointer)
        elif step.action is not Action.JUMP_FORWARD:
            yield from _check_rest(step.action, move, limits, pointer)
        if step.evidence is not None:
            yield from _check_evidence(step.evidence, move, pointer)


def _check_turn(action: Action, move: Move, limits: Tolerances, pointer: str) -> Iterator[Problem]:
    sign, (least, most) = _TURNS[action], limits.turn_deg
    if not least <= sign * move.turn_deg <= most:
        right = f"{sign * least:+g} to {sign * most:+g} degrees would be right"
        yield found("P001", pointer, f"{action} turned the body by {move.turn_deg:+.3f}; {right}")
    if move.length_cm > limits.still_cm:
        yield found("P003", pointer, f"{action} moved the body by {move.length_cm:.3f} cm; it must stay where it is")


def _check_step(step: Step, move: Move, limits: Tolerances, pointer: str) -> Iterator[Problem]:
    sign = _STEPS[step.action]
    most, free = limits.forward_cm if sign > 0 else limits.backward_cm
    along_cm = sign * move.forward_cm
    if along_cm < -max(AGAINST_CM, limits.still_cm) or move.length_cm > most:
        went = f"went {along_cm:.3f} cm its way and {move.length_cm:.3f} cm in all"
        yield found("P002", pointer, f"{step.action} {went}; 0 to {most:g} cm would be right")
    if abs(move.turn_deg) > limits.still_deg:
        yield found("P003", pointer, f"{step.action} turned the body by {move.turn_deg:+.3f} degrees; it must not turn")
    if step.outcome in _HONEST:
        return
    if free is not None and along_cm < free:
        yield found("P005", pointer, f"{step.action} went only {along_cm:.1f} cm; {free:g} and more are free steps")
    if abs(move.right_cm) > limits.slide_cm:
        yield found("P006", pointer, f"{step.action} slid {abs(move.right_cm):.1f} cm sideways")


def _check_rest(action: Action, move: Move, limits: Tolerances, pointer: str) -> Iterator[Problem]:
    if action is Action.PICK and move.length_cm <= limits.still_cm and limits.still_deg < abs(move.turn_deg):
        code = "P007" if abs(move.turn_deg) <= limits.pick_turn_deg else "P004"
        yield found(code, pointer, f"Pick turned the body by {move.turn_deg:+.3f} degrees; none would be right")
    elif action in (Action.OPEN_DOOR, Action.DROP):
        if move.length_cm > limits.shuffle_cm or abs(move.turn_deg) > limits.still_deg:
            moved = f"{move.length_cm:.3f} cm and {move.turn_deg:+.3f} degrees"
            right = f"at most {limits.shuffle_cm:g} cm and no turn would be right"
            yield found("P004", pointer, f"{action} moved the body by {moved}; {right}")
    elif move.shift_cm > limits.still_cm or move.rotation_deg > limits.still_deg:
        size = max(move.shift_cm, move.rotation_deg)
        yield found("P004", pointer, f"{action} moved the body by up to {size:.3f}; it must stay as it is")


def _check_evidence(evidence: Evidence, move: Move, pointer: str) -> Iterator[Problem]:
    for name in ("forward_cm", "right_cm", "up_cm", "turn_deg"):
        stated, real = getattr(evidence, name), getattr(move, name)
        if not abs(stated - real) <= EVIDENCE:
            yield found("E001", f"{pointer}/evidence/{name}", f"{name} is {stated:.3f}; the poses give {real:.3f}")
