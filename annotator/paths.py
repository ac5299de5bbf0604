"""Tasks and trajectories as they are drawn from above: where the agent was, what stopped it, where the targets stand,
and where it has to end up.
"""

from msgspec import Struct
from sqlmodel import Session

from embrace3k.annotator.evidence import evidence_of
from embrace3k.annotator.views import label
from embrace3k.schema.goals import AGENT, Polygon
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


class Area(Struct, frozen=True, kw_only=True):
    """Where something has to be for the task to count as done, as rings of points."""

    name: str
    """ "agent", or what has to be there."""
    outer: list[tuple[float, float]]
    holes: list[list[tuple[float, float]]]


class Path(Struct, frozen=True, kw_only=True):
    places: list[Place]
    """Before each step, and after the last one where that was recorded."""
    blocked: list[int]
    """Steps in which something was in the way."""
    targets: list[Ground]
    """Empty where the task holds no region, as in imported data."""
    areas: list[Area]
    """Of every stage."""


def path_of(session: Session, trajectory_id: str) -> Path:
    """Raises RecordNotFound."""
    trajectory = get_trajectory(session, trajectory_id)
    return drawn(get_task(session, trajectory.task_id), trajectory)


def drawn(task: Task, trajectory: Trajectory | None = None) -> Path:
    """Without a trajectory: the place where the task starts."""
    blocked = [each.index for each in evidence_of(trajectory) if each.hindrance] if trajectory else []
    poses = trajectory.poses() if trajectory else [task.start_pose]
    return Path(places=[_place(pose) for pose in poses], blocked=blocked, targets=_targets(task), areas=_areas(task))


def _targets(task: Task) -> list[Ground]:
    names = ", ".join(label(name) for name in task.targets) or "target"
    rings = [ring for stage in (task.success.stages() if task.success else []) for ring in stage.target_footprints]
    return [Ground(name=names, outline=list(ring)) for ring in rings]


def _areas(task: Task) -> list[Area]:
    carried = label(task.pick_drop.object) if task.pick_drop else "object"
    stages = task.success.stages() if task.success else []
    return [
        _area(name, region)
        for stage in stages
        for name, regions in ((AGENT, stage.character_regions), (carried, stage.object_regions))
        for region in regions
    ]


def _area(name: str, region: Polygon) -> Area:
    return Area(name=name, outer=list(region.outer), holes=[list(hole) for hole in region.holes])


def _place(pose: Pose) -> Place:
    return Place(x_cm=pose.x_cm, y_cm=pose.y_cm, yaw_deg=pose.yaw_deg)
