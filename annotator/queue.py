"""What a person gets next, and opening works for the queue.

Safe when many ask at once: on PostgreSQL each asker passes over the lanes that others are just taking, on SQLite they
come one after another.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import and_, bindparam, exists, or_
from sqlmodel import Session, select

from embrace3k.annotator.errors import AlreadyHolding, DemonstrationRefused
from embrace3k.annotator.events import OPERATOR, WorkOpened, record
from embrace3k.annotator.leases import ROLES, Hold, grant
from embrace3k.annotator.people import Person
from embrace3k.schema.authors import AuthorKind
from embrace3k.schema.work import WorkState
from embrace3k.storage.assignments import ASSIGNMENTS, Outcome, Purpose, open_assignment
from embrace3k.storage.demonstration_reviews import refused, refused_among
from embrace3k.storage.tables import AnnotationRecord, table_of
from embrace3k.storage.work import LANES, WORKS, NewWork, WorkFilter, add_works, get_lane, lock_one, lockable


class Plan(Struct, frozen=True, kw_only=True):
    """How a batch of trajectories is to be annotated."""

    campaign: str | None = None
    priority: int = 5
    """Lower numbers come first."""
    annotators: int = 2
    """How many annotate the trajectories of the overlap, blind to each other; one annotates each of the others."""
    overlap: float = 0.0
    """The share of the trajectories that several annotate."""


def open_works(
    session: Session, trajectory_ids: Iterable[str], plan: Plan, now: datetime, *, who: str = OPERATOR
) -> int:
    """Put trajectories into the queue; returns how many were new. Raises RecordNotFound, DemonstrationRefused."""
    ids = list(trajectory_ids)
    if refused_ones := refused_among(session, ids):
        raise DemonstrationRefused(refused_ones)
    added = add_works(session, [_planned(each, plan) for each in ids], now)
    if added:
        record(session, WorkOpened(who=who, campaign=plan.campaign or "", added=added), now)
    return added


def in_overlap(trajectory_id: str, share: float) -> bool:
    """By a hash of the id: the same on every machine, and a larger share keeps those of a smaller one."""
    return int.from_bytes(hashlib.sha256(trajectory_id.encode()).digest()[:8]) / 2**64 < share


def next_work(
    session: Session, person: Person, purpose: Purpose, now: datetime, wanted: WorkFilter | None = None
) -> Hold | None:
    """What the person holds already, else the next that they may have; None when there is none.

    Annotators get what was returned to them first. Raises NotAllowed.
    """
    person.require(ROLES[purpose], f"{purpose} anything", "the queue")
    if mine := _renewed(session, person, purpose, now):
        return mine
    for query in _CANDIDATES[purpose]:
        lane = lock_one(session, wanted.narrow(query) if wanted else query, {"person": person.name, "now": now})
        if lane is not None:
            try:
                return grant(session, person, lane, purpose, now)
            except AlreadyHolding:
                return _renewed(session, person, purpose, now)
    return None


def _planned(trajectory_id: str, plan: Plan) -> NewWork:
    several = in_overlap(trajectory_id, plan.overlap)
    return NewWork(
        trajectory_id=trajectory_id, annotators=plan.annotators if several else 1, blind=several,
        priority=plan.priority, campaign=plan.campaign,
    )  # fmt: skip


def _renewed(session: Session, person: Person, purpose: Purpose, now: datetime) -> Hold | None:
    if place := open_assignment(session, person.name, purpose):
        lane = get_lane(session, *place, lock=True)
        if lane.holder == person.name:
            return grant(session, person, lane, purpose, now)
    return None


def _free() -> Any:
    """Lanes that nobody holds, or not any more, of demonstrations that nobody has refused."""
    joined = select(LANES.c.lane).select_from(WORKS.join(LANES, LANES.c.trajectory_id == WORKS.c.trajectory_id))
    let_go = or_(LANES.c.holder.is_(None), LANES.c.expires_at <= bindparam("now"))
    return joined.where(let_go, ~refused(WORKS.c.trajectory_id))


def _held_before(how: Any) -> Any:
    same = ASSIGNMENTS.c.trajectory_id == LANES.c.trajectory_id
    return exists().where(same, ASSIGNMENTS.c.holder == bindparam("person"), how)


def _in_state(state: WorkState) -> Any:
    return WORKS.c.state == state.value


def _to_annotate() -> list[Any]:
    other_lane = and_(ASSIGNMENTS.c.lane != LANES.c.lane, _ANNOTATED)
    free = _free().where(LANES.c.submitted.is_(False), ~_held_before(or_(_SKIPPED, other_lane)))
    returned = free.where(_in_state(WorkState.RETURNED))
    return [returned.where(LANES.c.maker == bindparam("person")), free.where(_in_state(WorkState.RECORDED)), returned]


def _to_review() -> list[Any]:
    annotated = and_(_ANNOTATED, ~_SKIPPED)
    free = _free().where(
        LANES.c.lane == 0,
        WORKS.c.driven_by.is_distinct_from(bindparam("person")),
        ~_held_before(or_(_SKIPPED, annotated)),
    )
    written = table_of(AnnotationRecord)
    wrote = exists().where(
        written.c.trajectory_id == WORKS.c.trajectory_id,
        written.c.author_name == bindparam("person"),
        written.c.author_kind == AuthorKind.HUMAN.value,
    )
    return [free.where(_in_state(WorkState.REVIEWED), ~wrote), free.where(_in_state(WorkState.ANNOTATED))]


_ANNOTATED = ASSIGNMENTS.c.purpose == Purpose.ANNOTATE.value
# NULL is an open one, which is not skipped.
_SKIPPED = ASSIGNMENTS.c.outcome.is_not_distinct_from(Outcome.SKIPPED.value)
_CANDIDATES = {
    Purpose.ANNOTATE: [lockable(query) for query in _to_annotate()],
    Purpose.REVIEW: [lockable(query) for query in _to_review()],
}
"""In the order in which they are asked; built once, for that takes longer than to answer them."""
