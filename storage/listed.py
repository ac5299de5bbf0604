"""What every list of trajectories shows of each."""

from msgspec import Struct

from embrace3k.schema.tasks import TaskType
from embrace3k.schema.trajectories import DriverKind


class Listed(Struct, frozen=True, kw_only=True):
    """A trajectory among others."""

    trajectory_id: str
    task_id: str
    instruction: str
    task_type: TaskType
    scene: str
    driver_kind: DriverKind
    driver_name: str
    n_steps: int
    success: bool | None
    """As the task's goal judges it; null where it has none."""
