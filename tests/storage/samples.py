"""Small records, told apart by their ids."""

from typing import Any

from embrace3k.schema.actions import PROFILES, Action
from embrace3k.schema.annotations import Annotation
from embrace3k.schema.authors import Author, AuthorKind
from embrace3k.schema.poses import Pose
from embrace3k.schema.replays import InstantErrors, PoseError, Replay, ReplayTolerance, ReplayVerdict
from embrace3k.schema.reviews import DemonstrationReview, DemonstrationState, ReviewState, TaskReview
from embrace3k.schema.tasks import Scene, Task, TaskType
from embrace3k.schema.trajectories import Driver, DriverKind, Final, Frame, Result, Simulator, Step, Trajectory

START = Pose(0.0, 0.0, 88.0, 0.0, 90.0, 0.0)
HOUSE = Scene(name="family-house", seed=7)


def task(id: str = "fetch", **changes: Any) -> Task:
    known: dict[str, Any] = {"instruction": "Find the red car.", "type": TaskType.BASIC, "scene": HOUSE}
    return Task(id=id, **(known | {"start_pose": START} | changes))


def frame(sha256: str = "0" * 64, size_bytes: int = 10) -> Frame:
    return Frame(sha256=sha256, size_bytes=size_bytes, width_px=640, height_px=480)


def trajectory(id: str = "fetch-1", task_id: str = "fetch", **changes: Any) -> Trajectory:
    """Two steps: MoveForward and Finish, without frames unless `steps` brings them."""
    known: dict[str, Any] = {
        "scene": HOUSE, "simulator": Simulator(backend="embedded"), "profile": PROFILES["v2"],
        "driver": Driver(kind=DriverKind.ORACLE, name="oracle"), "steps": steps(None, None),
        "final": Final(pose=START), "result": Result(success=True),
    }  # fmt: skip
    return Trajectory(id=id, task_id=task_id, **(known | changes))


def steps(first: Frame | None, second: Frame | None) -> list[Step]:
    return [
        Step(index=0, action=Action.MOVE_FORWARD, pose=START, frame=first),
        Step(index=1, action=Action.FINISH, pose=START, frame=second),
    ]


def annotation(step_index: int = 0, revision: int = 1, trajectory_id: str = "fetch-1", **changes: Any) -> Annotation:
    known: dict[str, Any] = {
        "parent": revision - 1 or None, "rationale": f"Step {step_index}, said for the {revision}. time.",
        "author": Author(kind=AuthorKind.TEMPLATE, name="drafts"), "created_at": "2026-11-22T20:00:00Z",
    }  # fmt: skip
    known |= changes
    return Annotation(trajectory_id=trajectory_id, step_index=step_index, revision=revision, **known)


def review(revision: int = 1, task_id: str = "fetch", **changes: Any) -> TaskReview:
    """A confirmation, unless `changes` say otherwise."""
    known: dict[str, Any] = {"state": ReviewState.CONFIRMED, "by": "Ann", "created_at": "2026-11-22T20:00:00Z"}
    return TaskReview(task_id=task_id, revision=revision, **(known | changes))


def demonstration_review(revision: int = 1, trajectory_id: str = "fetch-1", **changes: Any) -> DemonstrationReview:
    """A confirmation, unless `changes` say otherwise."""
    known: dict[str, Any] = {"state": DemonstrationState.CONFIRMED, "by": "Ria", "created_at": "2026-11-30T09:00:00Z"}
    return DemonstrationReview(trajectory_id=trajectory_id, revision=revision, **(known | changes))


def replay(trajectory_id: str = "fetch-1", **changes: Any) -> Replay:
    """A verified one, unless `changes` say otherwise."""
    known: dict[str, Any] = {
        "verdict": ReplayVerdict.VERIFIED, "program": "embrace3k 0.1.0", "instants": 3,
        "trajectory_sha256": "0" * 64, "created_at": "2026-11-28T18:00:00Z",
        "tolerance": ReplayTolerance(position_cm=1.0, rotation_deg=0.5, frames=False, own=True),
    }  # fmt: skip
    return Replay(trajectory_id=trajectory_id, **(known | changes))


def drifted(trajectory_id: str = "fetch-1", **changes: Any) -> Replay:
    """Half a centimetre off before its second step."""
    error = PoseError(0.5, 0.0)
    errors = [InstantErrors(index=1, unequal=["pose"], agent=error, frame_equal=True)]
    words = "step 1: agent 0.500 cm, 0.000 deg off"
    known = {"verdict": ReplayVerdict.DRIFTED, "agent": error, "first_out": 1, "errors": errors, "words": words}
    return replay(trajectory_id, **(known | changes))
