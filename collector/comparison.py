"""Holding an instant that is seen again against the one that was recorded. There is one way to compare, and it is here.

Equal means equal to the last bit. What is not equal is measured, and a tolerance says whether it is near enough.
"""

import math
from collections.abc import Iterator

from msgspec.structs import replace

from embrace3k.collector.recorder import frame_of
from embrace3k.schema.poses import Pose
from embrace3k.schema.replays import InstantErrors, PoseError
from embrace3k.schema.trajectories import Final, Step, WorldState
from embrace3k.simulator.interfaces import EXACT, Observation, Tolerance

NONE = PoseError(0.0, 0.0)
_DIGITS = 6
_FRAMES = {False: "frame differs", None: "no frame was recorded", True: "what is said of the frame differs"}


def compare(recorded: Step | Final, seen: Observation, index: int, *, partly: bool = False) -> InstantErrors | None:
    """What came out otherwise than before step `index`; None where all is equal to the last bit.

    A state or frame that was never recorded cannot be missed, but it is not equal either. A camera that was never
    recorded is not compared. `partly`: what a recorded state leaves out was not told, and is not compared.
    """
    frame, state = frame_of(seen.jpeg), recorded.state
    if partly and state is not None:
        state = _completed(state, seen.state)
    camera = recorded.camera_pose or seen.camera_pose
    parts = (
        ("pose", recorded.pose, seen.pose),
        ("camera", camera, seen.camera_pose),
        ("state", state, seen.state),
        ("frame", recorded.frame, frame),
    )
    unequal = [name for name, was, now in parts if was != now]
    if not unequal:
        return None
    was, now = state or seen.state, seen.state
    return InstantErrors(
        index=index,
        unequal=unequal,  # type: ignore[arg-type]
        agent=pose_error(recorded.pose, seen.pose),
        camera=pose_error(camera, seen.camera_pose),
        objects=dict(_moved(was, now)),
        new_objects=[name for name in now.objects if name not in was.objects],
        doors={
            name: now.doors.get(name) for name in was.doors | now.doors if now.doors.get(name) != was.doors.get(name)
        },
        held=(was.holding, now.holding) if was.holding != now.holding else None,
        head_pitch_deg=_tidy(abs(was.head_pitch_deg - now.head_pitch_deg)),
        frame_equal=recorded.frame.sha256 == frame.sha256 if recorded.frame else None,
    )


def pose_error(was: Pose, now: Pose) -> PoseError:
    if was == now:
        return NONE
    return PoseError(_tidy(math.dist(was[:3], now[:3])), _tidy(rotation_between_deg(was, now)))


def rotation_between_deg(was: Pose, now: Pose) -> float:
    """The angle of the one rotation that leads from one orientation to the other, in [0, 180].

    It is twice the angle between the unit quaternions p and q: 4 atan2(|p - q|, |p + q|), with the nearer of q and -q.
    The metric is from D. Q. Huynh, Metrics for 3D Rotations, J. Math. Imaging and Vision 35 (2009). The form with
    atan2, which keeps small angles exact where an arc cosine would not, is from W. Kahan, How Futile are Mindless
    Assessments of Roundoff in Floating-Point Computation? (2006).
    """
    p, q = _quaternion(was), _quaternion(now)
    apart, together = math.dist(p, q), math.hypot(*(a + b for a, b in zip(p, q, strict=True)))
    return math.degrees(4.0 * math.atan2(min(apart, together), max(apart, together)))


def _quaternion(pose: Pose) -> tuple[float, float, float, float]:
    """Of Unreal's rotator: roll first, then pitch, then yaw. x, y, z, w, as FRotator::Quaternion gives them."""
    pitch, yaw, roll = (math.radians(angle) / 2.0 for angle in pose[3:])
    (sp, cp), (sy, cy), (sr, cr) = ((math.sin(half), math.cos(half)) for half in (pitch, yaw, roll))
    return (
        cr * sp * sy - sr * cp * cy,
        -cr * sp * cy - sr * cp * sy,
        cr * cp * sy - sr * sp * cy,
        cr * cp * cy + sr * sp * sy,
    )


def is_within(errors: InstantErrors, tolerance: Tolerance) -> bool:
    if tolerance == EXACT:
        return False
    poses = [errors.agent, errors.camera, *(error for error in errors.objects.values() if error)]
    return (
        all(error.position_cm <= tolerance.position_cm for error in poses)
        and all(degrees <= tolerance.rotation_deg for degrees in (errors.head_pitch_deg, *(e[1] for e in poses)))
        and None not in errors.objects.values()
        and not errors.new_objects
        and not errors.doors
        and errors.held is None
        and (errors.frame_equal is True or not tolerance.frames)
    )


def in_words(errors: InstantErrors) -> str:
    """All that is wrong with an instant, for people; what is close enough is named too."""
    return f"step {errors.index}: {'; '.join(_parts(errors))}"


def _parts(errors: InstantErrors) -> Iterator[str]:
    if "pose" in errors.unequal:
        yield f"agent {error_in_words(errors.agent)} off"
    if "camera" in errors.unequal:
        yield f"camera {error_in_words(errors.camera)} off"
    yield from state_in_words(errors)
    if "frame" in errors.unequal:
        yield _FRAMES[errors.frame_equal]


def state_in_words(errors: InstantErrors) -> Iterator[str]:
    """Objects, doors, hands and head, each that is not as it was."""
    told = len(errors.objects) + len(errors.new_objects) + len(errors.doors)
    for name, error in errors.objects.items():
        yield f"{name} {error_in_words(error)} off" if error else f"{name} is not there"
    for name in errors.new_objects:
        yield f"{name} was not there"
    for name, is_open in errors.doors.items():
        yield f"{name} is {'not told' if is_open is None else 'open' if is_open else 'closed'}"
    if errors.held is not None:
        told += 1
        was, now = (name or "nothing" for name in errors.held)
        yield f"holds {now}, not {was}"
    if errors.head_pitch_deg:
        told += 1
        yield f"head {errors.head_pitch_deg:.3f} deg off"
    if "state" in errors.unequal and not told:
        yield "state differs"


def error_in_words(error: PoseError) -> str:
    return f"{error.position_cm:.3f} cm, {error.rotation_deg:.3f} deg"


def _completed(was: WorldState, now: WorldState) -> WorldState:
    """A state that tells some things only, with the rest as it is seen.

    Hands are told by where the object is, so a state without one says nothing of them.
    """
    tells_hands = bool(was.objects) or was.object_distance_cm is not None
    return replace(
        now,
        doors=now.doors | was.doors,
        objects=now.objects | was.objects,
        holding=was.holding if tells_hands else now.holding,
    )


def _moved(was: WorldState, now: WorldState) -> Iterator[tuple[str, PoseError | None]]:
    for name, pose in was.objects.items():
        found = now.objects.get(name)
        if found != pose:
            yield name, pose_error(pose, found) if found else None


def _tidy(value: float) -> float:
    """To a millionth, which is finer than any reply on the wire; equal bits are told by `unequal`."""
    return round(value, _DIGITS)
