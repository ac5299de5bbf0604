"""Drafting over the store: which trajectories still lack a rationale, and giving them one."""

from collections.abc import Callable
from datetime import UTC, datetime

from msgspec import Struct
from sqlmodel import Session

from embrace3k.annotator.drafts import draft_trajectory
from embrace3k.storage.annotations import add_annotations, current_annotations
from embrace3k.storage.tasks import get_task
from embrace3k.storage.trajectories import get_trajectory


class DraftSummary(Struct, frozen=True, kw_only=True):
    trajectories: int
    steps: int
    skipped: int
    """Trajectories that already had a rationale from anybody; they are left alone."""


def draft_missing(
    session: Session,
    trajectory_ids: list[str],
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    on_done: Callable[[str], None] = lambda _: None,
) -> DraftSummary:
    """Give a template draft to each trajectory that has no annotation at all. A second call adds nothing."""
    created_at = now().strftime("%Y-%m-%dT%H:%M:%SZ")
    drafted = steps = 0
    for trajectory_id in trajectory_ids:
        if not current_annotations(session, trajectory_id):
            trajectory = get_trajectory(session, trajectory_id)
            drafts = draft_trajectory(get_task(session, trajectory.task_id), trajectory, created_at=created_at)
            add_annotations(session, drafts)
            drafted, steps = drafted + 1, steps + len(drafts)
        on_done(trajectory_id)
    return DraftSummary(trajectories=drafted, steps=steps, skipped=len(trajectory_ids) - drafted)
