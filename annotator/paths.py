"""A trajectory's way as it is drawn from above: where the agent was, what stopped it, and where the targets stand."""

from msgspec import Struct
from sqlmodel import Session

from embrace3k.annotator.evidence import evidence_of
from embrace3k.annotator.views import label
from embrace3k.schema.poses import Pose
from embrace3k.schema.tasks import Task
from embrace3k.schema.trajectories import Trajectory
from embrace3k.storage.tasks import get_task
from embrace3k.storage.trajectories import get_trajectory


class Place(Struct, frozen=True, kw_only=True):
    """Unreal axes, seen from above: x forward, y right, yaw clockwise."""

    x_cm: float
    y_cm: float
    yaw_deg: float


class Ground(Struct, frozen=True, kw_only=True):
    """What a target covers, as a ring of points."""

    name: str
    outline: list[tuple[float, float]]


class Path(Struct, frozen=True, kw_only=True):
    places: list[Place]
    """Before each step, and after the last one where that was recorded."""
    blocked: list[int]
    """Steps in which something was in the way."""
    targets: list[Ground]
    """Empty where the task holds no region, as in imported data."""


def path_of(session: Session, trajectory_id: str) -> Path:
    """Raises RecordNotFound."""
    trajectory = get_trajectory(session, trajectory_id)
    return drawn(get_task(session, trajectory.task_id), trajectory)


def drawn(task: Task, trajectory: Trajectory) -> Path:
    poses = [step.pose for step in trajectory.steps] + ([trajectory.final.pose] if trajectory.final else [])
    names = ", ".join(label(name) for name in task.targets) or "target"
    rings = [ring for stage in (task.success.stages() if task.success else []) for ring in stage.target_footprints]
    return Path(
        places=[_place(pose) for pose in poses],
        blocked=[each.index for each in evidence_of(trajectory) if each.hindrance],
        targets=[Ground(name=names, outline=[(x, y) for x, y in ring]) for ring in rings],
    )


def _place(pose: Pose) -> Place:
    return Place(x_cm=pose.x_cm, y_cm=pose.y_cm, yaw_deg=pose.yaw_deg)
