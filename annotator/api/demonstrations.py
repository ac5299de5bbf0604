"""The check of demonstrations: `/api/v1/demonstrations` shows what was recorded to somebody who did not drive."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from msgspec import Struct

from embrace3k.annotator.api.callers import Caller, requires
from embrace3k.annotator.api.context import InContext
from embrace3k.annotator.api.messages import (
    AfterNumber,
    Checking,
    Limit,
    TrajectoryId,
    answer,
    answers,
)
from embrace3k.annotator.checks import DemonstrationCheck, check_demonstration
from embrace3k.annotator.demonstrations import DemonstrationShown, show_demonstration
from embrace3k.annotator.reading import hidden_among
from embrace3k.annotator.roles import Role
from embrace3k.schema.reviews import DemonstrationFault, DemonstrationReview, DemonstrationState
from embrace3k.schema.tasks import TaskType
from embrace3k.storage.demonstration_reviews import CheckedDemonstration, checked_demonstrations
from embrace3k.storage.listed import Listed

router = APIRouter(prefix="/api/v1/demonstrations", tags=["demonstrations"])

Overseer = Annotated[Caller, requires(Role.REVIEWER, Role.ENGINEER, Role.ADMIN)]
Checker = Annotated[Caller, requires(Role.REVIEWER, Role.ADMIN)]


class DemonstrationChecking(Checking):
    reason: DemonstrationFault | None = None
    """Of a refusal."""


class ListedDemonstration(Listed, frozen=True, kw_only=True):
    state: DemonstrationState
    revision: int
    """What a decision is made over."""
    review: DemonstrationReview | None
    """The newest."""
    hidden: bool
    """From the caller, who annotates it or may still be asked to."""
    after: int
    """To go on after this one."""


class DemonstrationPage(Struct, frozen=True, kw_only=True):
    demonstration: DemonstrationShown
    frames: list[str]
    """Paths of the pictures before each step and after the last."""


@router.get("", responses=answers(list[ListedDemonstration]))
def all_demonstrations(
    caller: Overseer,
    context: InContext,
    state: DemonstrationState | None = None,
    task_type: TaskType | None = None,
    scene: Annotated[str | None, Query(max_length=300)] = None,
    limit: Limit = 100,
    after: AfterNumber = 0,
) -> Response:
    """In the order of commit, with the newest decision about each. Agents' episodes are none."""
    with context.database.snapshot() as session:
        found = checked_demonstrations(session, state, task_type=task_type, scene=scene, limit=limit, after=after)
        hidden = hidden_among(session, caller.person, [each.trajectory_id for each in found])
    return answer([_listed(each, each.trajectory_id in hidden) for each in found])


@router.get("/{trajectory_id}", responses=answers(DemonstrationPage))
def one_demonstration(trajectory_id: TrajectoryId, caller: Overseer, context: InContext) -> Response:
    """Everything to judge it by. Who annotates it, or may still be asked to, does not see what was truly done."""
    with context.database.snapshot() as session:
        shown = show_demonstration(session, caller.person, trajectory_id)
    path = f"/api/v1/works/{trajectory_id}/frames"
    frames = [f"{path}/{index}" for index in range(len(shown.steps) + 1)]
    return answer(DemonstrationPage(demonstration=shown, frames=frames))


@router.post("/{trajectory_id}/review", responses=answers(DemonstrationReview))
def review(
    trajectory_id: TrajectoryId, checking: DemonstrationChecking, caller: Checker, context: InContext
) -> Response:
    """Confirm a demonstration, or say what is wrong with it. 409 where somebody decided meanwhile; not for its driver.

    What is refused is not annotated, also where somebody is at it, and not released.
    """
    check = DemonstrationCheck(
        trajectory_id=trajectory_id, event=checking.event, over=checking.over, reason=checking.reason,
        note=checking.note,
    )  # fmt: skip
    with context.database.session() as session:
        decided = check_demonstration(session, caller.person, check, context.clock())
    return answer(decided)


def _listed(found: CheckedDemonstration, hidden: bool) -> ListedDemonstration:
    own = ("hidden", "after")
    shown = {name: getattr(found, name) for name in ListedDemonstration.__struct_fields__ if name not in own}
    return ListedDemonstration(**shown, hidden=hidden, after=found.number)
