"""Who works on what: `/api/v1/queue` gives out works, and a work's holder keeps, releases or skips it."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Response
from msgspec import Struct
from pydantic import Field

from embrace3k.annotator import leases
from embrace3k.annotator.api.callers import Caller, requires
from embrace3k.annotator.api.context import InContext
from embrace3k.annotator.api.messages import Body, LaneNumber, Note, TrajectoryId, answer, answers
from embrace3k.annotator.leases import Hold
from embrace3k.annotator.queue import next_work
from embrace3k.annotator.reading import lane_for
from embrace3k.annotator.roles import Role
from embrace3k.schema.tasks import TaskType
from embrace3k.schema.work import SkipReason, WorkState
from embrace3k.storage.assignments import Purpose, open_holds
from embrace3k.storage.work import WorkFilter

router = APIRouter(prefix="/api/v1", tags=["queue"])

Worker = Annotated[Caller, requires(Role.ANNOTATOR, Role.REVIEWER, Role.ADMIN)]
Checker = Annotated[Caller, requires(Role.REVIEWER, Role.ADMIN)]
Reviewer = Annotated[Caller, requires(Role.REVIEWER)]
_Word = Annotated[str, Field(max_length=300)]


class Wish(Body):
    purpose: Purpose
    task_type: TaskType | None = None
    scene: _Word | None = None
    campaign: _Word | None = None
    state: WorkState | None = None


class Skip(Body):
    reason: SkipReason
    note: Note | None = None


class Taking(Body):
    lane: LaneNumber = 0


class Held(Struct, frozen=True, kw_only=True):
    """What the caller holds. Which lane it is, the server knows."""

    trajectory_id: str
    purpose: Purpose
    holder: str
    expires_at: datetime


class Kept(Struct, frozen=True, kw_only=True):
    expires_at: datetime


@router.post("/queue/next", responses=answers(Held | None))
def next_of_queue(wish: Wish, caller: Worker, context: InContext) -> Response:
    """What the caller holds for this purpose, else the next that they may have; null where there is none."""
    wanted = WorkFilter(task_type=wish.task_type, scene=wish.scene, campaign=wish.campaign, state=wish.state)
    with context.database.session() as session:
        hold = next_work(session, caller.person, wish.purpose, context.clock(), wanted)
    return answer(hold and _held(hold, wish.purpose))


@router.get("/queue/holding", responses=answers(list[Held]))
def holding(caller: Worker, context: InContext) -> Response:
    """What the caller holds: one work to annotate and one to review at most."""
    with context.database.snapshot() as session:
        found = open_holds(session, caller.name)
    return answer([Held(trajectory_id=of, purpose=why, holder=caller.name, expires_at=end) for of, why, end in found])


@router.post("/works/{trajectory_id}/heartbeat", responses=answers(Kept))
def heartbeat(trajectory_id: TrajectoryId, caller: Worker, context: InContext) -> Response:
    """Keep it for another quarter of an hour. Saving does so too."""
    with context.database.session() as session:
        lane = lane_for(session, caller.person, trajectory_id)
        hold = leases.heartbeat(session, caller.person, trajectory_id, lane, context.clock())
    return answer(Kept(expires_at=hold.expires_at))


@router.post("/works/{trajectory_id}/release", status_code=204)
def release(trajectory_id: TrajectoryId, caller: Worker, context: InContext) -> None:
    """Give it back, with what was saved."""
    with context.database.session() as session:
        lane = lane_for(session, caller.person, trajectory_id)
        leases.release(session, caller.person, trajectory_id, lane, context.clock())


@router.post("/works/{trajectory_id}/skip", status_code=204)
def skip(trajectory_id: TrajectoryId, skip: Skip, caller: Worker, context: InContext) -> None:
    """Give it back, and do not get it again."""
    with context.database.session() as session:
        lane = lane_for(session, caller.person, trajectory_id)
        leases.skip(session, caller.person, trajectory_id, lane, skip.reason, context.clock(), skip.note)


@router.post("/works/{trajectory_id}/take", responses=answers(Hold))
def take(trajectory_id: TrajectoryId, taking: Taking, caller: Checker, context: InContext) -> Response:
    """Hold this one, which is free or has run out. Annotators ask the queue instead."""
    with context.database.session() as session:
        return answer(leases.take(session, caller.person, trajectory_id, taking.lane, context.clock()))


@router.post("/works/{trajectory_id}/steal", responses=answers(Hold))
def steal(trajectory_id: TrajectoryId, taking: Taking, caller: Reviewer, context: InContext) -> Response:
    """Take it from whoever holds it. What was saved stays."""
    with context.database.session() as session:
        return answer(leases.take_over(session, caller.person, trajectory_id, taking.lane, context.clock()))


def _held(hold: Hold, purpose: Purpose) -> Held:
    return Held(
        trajectory_id=hold.trajectory_id, purpose=purpose, holder=hold.holder, expires_at=hold.expires_at
    )  # fmt: skip
