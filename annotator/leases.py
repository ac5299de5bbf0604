"""Holding a lane: whoever writes in a lane holds it, for minutes at a time, and everybody can see who does.

A hold that has run out stays with its holder until somebody else takes the lane. Who locks several lanes does so in the
order of trajectory and number: two who take each other's lanes wait, and do not stop each other for good. A work is
locked before its lanes.
"""

from datetime import datetime, timedelta

import msgspec
from msgspec import Struct
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from embrace3k.annotator.errors import AlreadyHolding, DemonstrationRefused, LaneClosed, LaneHeld, LaneNotHeld
from embrace3k.annotator.events import LeaseReleased, LeaseStolen, LeaseTaken, WorkSkipped, record
from embrace3k.annotator.people import Person
from embrace3k.annotator.roles import Role
from embrace3k.annotator.states import Apart, require_apart
from embrace3k.schema.work import SkipReason, WorkState
from embrace3k.storage.annotations import add_annotations, current_annotations, current_drafts
from embrace3k.storage.assignments import (
    Outcome,
    Purpose,
    annotated_lanes,
    end_assignment,
    open_assignment,
    start_assignment,
)
from embrace3k.storage.demonstration_reviews import refused_among
from embrace3k.storage.work import Lane, Work, change_lane, get_lane, get_work, lanes_of, work_name

LEASE = timedelta(minutes=15)
"""A browser sends a heartbeat every minute; each save is one too."""
_PURPOSES = {
    WorkState.RECORDED: Purpose.ANNOTATE,
    WorkState.RETURNED: Purpose.ANNOTATE,
    WorkState.ANNOTATED: Purpose.REVIEW,
    WorkState.REVIEWED: Purpose.REVIEW,
}
ROLES = {
    Purpose.ANNOTATE: frozenset({Role.ANNOTATOR}),
    Purpose.REVIEW: frozenset({Role.REVIEWER, Role.ADMIN}),
}
"""Who may hold a lane for what."""


class Hold(Struct, frozen=True, kw_only=True):
    trajectory_id: str
    lane: int
    holder: str
    expires_at: datetime


def take(session: Session, person: Person, trajectory_id: str, lane: int, now: datetime) -> Hold:
    """Take a free lane, or one whose hold has run out; one's own is renewed.

    Raises LaneHeld, LaneClosed, AlreadyHolding, DemonstrationRefused, NotAllowed.
    """
    row = _locked(session, person, trajectory_id, lane)
    work = get_work(session, trajectory_id)
    purpose = _purpose(work, row)
    person.require(ROLES[purpose], f"{purpose} it", work_name(trajectory_id))
    _require_open_to(session, person, work, row, purpose)
    if row.held_by_other(person.name, now) and row.holder and row.expires_at:
        raise LaneHeld(row.holder, row.expires_at, where=work_name(trajectory_id))
    return grant(session, person, row, purpose, now)


def take_over(session: Session, person: Person, trajectory_id: str, lane: int, now: datetime) -> Hold:
    """A reviewer takes a lane from whoever holds it; what was saved in it stays.

    Raises LaneClosed, AlreadyHolding, DemonstrationRefused, NotAllowed.
    """
    where = work_name(trajectory_id)
    person.require(frozenset({Role.REVIEWER}), "take a lane from its holder", where)
    row = _locked(session, person, trajectory_id, lane)
    work = get_work(session, trajectory_id)
    purpose = _purpose(work, row)
    _require_open_to(session, person, work, row, purpose)
    return grant(session, person, row, purpose, now)


def grant(session: Session, person: Person, lane: Lane, purpose: Purpose, now: datetime) -> Hold:
    """Give a lane, which this transaction has locked, to a person who may have it. Raises AlreadyHolding."""
    hold = Hold(
        trajectory_id=lane.trajectory_id, lane=lane.lane, holder=person.name, expires_at=now + LEASE
    )  # fmt: skip
    if lane.holder != person.name:
        if lane.holder is not None:
            end_assignment(session, lane.trajectory_id, lane.lane, Outcome.TAKEN_OVER, now)
        _end_expired(session, person, purpose, now)
        _start(session, hold, purpose, now)
        _copy_drafts(session, lane)
        record(session, _taken_event(person, lane, now), now)
    maker = {"maker": person.name} if purpose is Purpose.ANNOTATE else {}
    change_lane(session, lane.trajectory_id, lane.lane, holder=hold.holder, expires_at=hold.expires_at, **maker)
    return hold


def held_lane(session: Session, person: Person, trajectory_id: str, lane: int, now: datetime) -> Lane:
    """The person's lane, locked until the end of the transaction; its hold is renewed in its second half.

    Raises LaneNotHeld.
    """
    row = get_lane(session, trajectory_id, lane, lock=True)
    if row.holder != person.name or row.expires_at is None:
        raise LaneNotHeld(row.holder, where=work_name(trajectory_id))
    if row.expires_at - now < LEASE / 2:
        row = msgspec.structs.replace(row, expires_at=now + LEASE)
        change_lane(session, trajectory_id, lane, expires_at=row.expires_at)
    return row


def heartbeat(session: Session, person: Person, trajectory_id: str, lane: int, now: datetime) -> Hold:
    """Renew a hold. Raises LaneNotHeld."""
    held_lane(session, person, trajectory_id, lane, now)
    change_lane(session, trajectory_id, lane, expires_at=now + LEASE)
    return Hold(trajectory_id=trajectory_id, lane=lane, holder=person.name, expires_at=now + LEASE)


def release(session: Session, person: Person, trajectory_id: str, lane: int, now: datetime) -> None:
    """Give a lane back, with what was saved in it. Raises LaneNotHeld."""
    held_lane(session, person, trajectory_id, lane, now)
    _give_back(session, person.name, trajectory_id, lane, now)


def skip(
    session: Session,
    person: Person,
    trajectory_id: str,
    lane: int,
    reason: SkipReason,
    now: datetime,
    note: str | None = None,
) -> None:
    """Give a lane back and do not get this trajectory from the queue again. Raises LaneNotHeld."""
    held_lane(session, person, trajectory_id, lane, now)
    free(session, trajectory_id, lane, Outcome.SKIPPED, now, reason=reason.value, note=note)
    event = WorkSkipped(who=person.name, trajectory_id=trajectory_id, lane=lane, reason=reason.value)
    record(session, event, now)


def free(
    session: Session,
    trajectory_id: str,
    lane: int,
    outcome: Outcome,
    now: datetime,
    *,
    reason: str | None = None,
    note: str | None = None,
) -> None:
    """End whatever hold there is."""
    change_lane(session, trajectory_id, lane, holder=None, expires_at=None)
    end_assignment(session, trajectory_id, lane, outcome, now, reason=reason, note=note)


def end_holds(session: Session, trajectory_id: str, who: str, now: datetime) -> None:
    """Of whoever holds any lane of a trajectory, if it is in the queue at all; what was saved stays."""
    for lane in lanes_of(session, trajectory_id):
        if get_lane(session, trajectory_id, lane.lane, lock=True).holder is not None:
            _give_back(session, who, trajectory_id, lane.lane, now)


def _purpose(work: Work, lane: Lane) -> Purpose:
    """What the lane is open for in the work's state. Raises LaneClosed."""
    purpose = _PURPOSES.get(work.state)
    if purpose is Purpose.ANNOTATE and not lane.submitted:
        return purpose
    if purpose is Purpose.REVIEW and lane.lane == 0:
        return purpose
    what = f"the lane takes nobody while the work is {work.state}{' and the lane submitted' * lane.submitted}"
    raise LaneClosed(what, where=work_name(lane.trajectory_id))


def _require_open_to(session: Session, person: Person, work: Work, lane: Lane, purpose: Purpose) -> None:
    if purpose is Purpose.REVIEW:
        require_apart(session, person, work, Apart.ANNOTATORS)
    elif refused_among(session, [work.trajectory_id]):
        raise DemonstrationRefused([work.trajectory_id])
    elif other := annotated_lanes(session, work.trajectory_id, person.name) - {lane.lane}:
        where = work_name(lane.trajectory_id)
        raise LaneClosed(f"you have worked in lane {min(other)}, and nobody annotates twice", where=where)


def _locked(session: Session, person: Person, trajectory_id: str, lane: int) -> Lane:
    """The lane, locked together with those that the person holds already and may have to give back for it."""
    held = (open_assignment(session, person.name, purpose) for purpose in Purpose)
    wanted = (trajectory_id, lane)
    rows = {place: get_lane(session, *place, lock=True) for place in sorted({wanted, *filter(None, held)})}
    return rows[wanted]


def _end_expired(session: Session, person: Person, purpose: Purpose, now: datetime) -> None:
    """Nobody has to release by hand what has run out. Raises AlreadyHolding for what has not."""
    if other := open_assignment(session, person.name, purpose):
        # It is locked already, or another request of theirs has just begun it, and then it has not run out.
        expires_at = get_lane(session, *other).expires_at
        if expires_at is not None and expires_at > now:
            raise AlreadyHolding(*other)
        _give_back(session, person.name, *other, now)


def _taken_event(person: Person, lane: Lane, now: datetime) -> LeaseTaken | LeaseStolen:
    who, of, number = person.name, lane.trajectory_id, lane.lane
    if lane.holder is not None and lane.held_by_other(who, now):
        return LeaseStolen(who=who, trajectory_id=of, lane=number, holder=lane.holder)
    return LeaseTaken(who=who, trajectory_id=of, lane=number)


def _give_back(session: Session, who: str, trajectory_id: str, lane: int, now: datetime) -> None:
    free(session, trajectory_id, lane, Outcome.RELEASED, now)
    record(session, LeaseReleased(who=who, trajectory_id=trajectory_id, lane=lane), now)


def _start(session: Session, hold: Hold, purpose: Purpose, now: datetime) -> None:
    try:
        with session.begin_nested():
            start_assignment(
                session, hold.trajectory_id, hold.lane, holder=hold.holder, purpose=purpose, now=now
            )  # fmt: skip
    except IntegrityError as error:
        # The same person asked twice at once; the unique index has the last word.
        raise AlreadyHolding(hold.trajectory_id, hold.lane) from error


def _copy_drafts(session: Session, lane: Lane) -> None:
    """A blind lane begins with the drafts that lane 0 has, so that nobody starts from less than the others."""
    if lane.lane == 0 or current_annotations(session, lane.trajectory_id, lane=lane.lane):
        return
    drafts = current_drafts(session, lane.trajectory_id)
    firsts = [msgspec.structs.replace(draft, revision=1, parent=None) for draft in drafts]
    add_annotations(session, firsts, lane=lane.lane)
