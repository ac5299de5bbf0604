"""The second pair of eyes: adopting and correcting texts, and deciding about the whole.

To correct a step is to save in lane 0 while holding it (`saving.save`). Who does so is one of the makers.
"""

from datetime import UTC, datetime

import msgspec
from msgspec import Struct
from sqlmodel import Session

from embrace3k.annotator.errors import DecisionRefused, GateClosed
from embrace3k.annotator.events import (
    AnyEvent,
    WorkAccepted,
    WorkRefused,
    WorkReopened,
    WorkReturned,
    WorkReviewed,
    record,
)
from embrace3k.annotator.leases import free, held_lane
from embrace3k.annotator.people import Person
from embrace3k.annotator.saving import Place, Saved, append, repeated, require_newest, restored
from embrace3k.annotator.states import follow, work_changed
from embrace3k.annotator.submitting import gaps
from embrace3k.schema.work import ReturnReason, TrajectoryReview, WorkEvent, WorkState
from embrace3k.storage.annotations import newest_revision
from embrace3k.storage.assignments import Outcome
from embrace3k.storage.planted_steps import planted_in
from embrace3k.storage.trajectory_reviews import add_trajectory_review, next_review_revision
from embrace3k.storage.work import Work, get_work, reopen_lanes

_WITH_REASON = frozenset({WorkEvent.RETURN, WorkEvent.REFUSE, WorkEvent.REOPEN})


class Decision(Struct, frozen=True, kw_only=True):
    """Over `version` of the work. `steps` say what the reason is about, `lanes` which of them are open again."""

    trajectory_id: str
    event: WorkEvent
    version: int
    reason: ReturnReason | None = None
    note: str | None = None
    steps: list[int] = []
    lanes: list[int] = []
    """None: all."""


def decide(session: Session, person: Person, decision: Decision, now: datetime) -> Work:
    """Review, accept, return, refuse or reopen. To accept what is only annotated ends its review as well.

    All but reopening is for who holds lane 0, which is free afterwards. Raises WorkChanged, GateClosed where lane 0 is
    not complete, DecisionRefused, TransitionRefused, NotAllowed, LaneNotHeld.
    """
    where = f"trajectory {decision.trajectory_id}"
    work = get_work(session, decision.trajectory_id, lock=True)
    if work.version != decision.version:
        raise work_changed(where)
    _require_sensible(work, decision, where)
    if decision.event is not WorkEvent.REOPEN:
        held_lane(session, person, work.trajectory_id, 0, now)
    if decision.event is WorkEvent.ACCEPT and work.state is WorkState.ANNOTATED:
        ending = Decision(trajectory_id=work.trajectory_id, event=WorkEvent.REVIEW, version=work.version)
        work = _apply(session, person, work, ending, now)
    work = _apply(session, person, work, decision, now)
    if work.state is WorkState.RETURNED:
        reopen_lanes(session, work.trajectory_id, decision.lanes or work.annotator_lanes)
    free(session, work.trajectory_id, 0, Outcome.DECIDED, now)
    return work


def adopt(session: Session, person: Person, place: Place, lane: int, revision: int, now: datetime) -> Saved:
    """Adjudicate: take a lane's newest word on a step over into lane 0, with its author, who stays the maker of it.

    `place` is in lane 0. Raises StepConflict where the lane or lane 0 has a newer revision, DecisionRefused where a
    wrong action was shown in that lane, LaneNotHeld.
    """
    if again := repeated(session, person, place):
        return again
    held_lane(session, person, place.trajectory_id, place.lane, now)
    newest = require_newest(session, person, place)
    if isinstance(newest, Saved):
        return newest
    taken = newest_revision(session, place.trajectory_id, lane, place.step_index)
    if place.lane != 0 or lane == 0 or taken is None or taken.revision != revision or not taken.is_human:
        what = f"lane {lane} has no newest revision {revision} by a person"
        raise DecisionRefused(what, where=place.where, hint="look at the newest one of a blind lane, and adopt that")
    if place.step_index in planted_in(session, place.trajectory_id):
        what = "annotators were shown a wrong action here, on purpose"
        raise DecisionRefused(what, where=place.where, hint="write what is true of the recorded action")
    values = restored(taken)
    provenance = msgspec.structs.replace(values["provenance"], adopted=(lane, revision))
    return append(session, person, place, values | {"author": taken.author, "provenance": provenance}, now)


def _apply(session: Session, person: Person, work: Work, decision: Decision, now: datetime) -> Work:
    if decision.event is WorkEvent.REVIEW and (found := gaps(session, work, 0, viewer=None)):
        raise GateClosed(found, where=f"trajectory {work.trajectory_id}, lane 0")
    state = follow(session, work, decision.event, person, now)
    review = TrajectoryReview(
        trajectory_id=work.trajectory_id, revision=next_review_revision(session, work.trajectory_id),
        event=decision.event, state=state, by=person.name, reason=decision.reason, note=decision.note,
        steps=decision.steps, created_at=now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )  # fmt: skip
    add_trajectory_review(session, review, now)
    record(session, _told(review), now)
    return msgspec.structs.replace(work, state=state, version=work.version + 1, updated_at=now)


def _told(review: TrajectoryReview) -> AnyEvent:
    who, of, reason = review.by, review.trajectory_id, review.reason or ""
    match review.event:
        case WorkEvent.REVIEW:
            return WorkReviewed(who=who, trajectory_id=of)
        case WorkEvent.ACCEPT:
            return WorkAccepted(who=who, trajectory_id=of)
        case WorkEvent.RETURN:
            return WorkReturned(who=who, trajectory_id=of, reason=reason)
        case WorkEvent.REFUSE:
            return WorkRefused(who=who, trajectory_id=of, reason=reason)
        case WorkEvent.REOPEN:
            return WorkReopened(who=who, trajectory_id=of, reason=reason)
    raise AssertionError(f"{review.event} is no decision")


def _require_sensible(work: Work, decision: Decision, where: str) -> None:
    if decision.event is WorkEvent.SUBMIT:
        raise DecisionRefused("annotators submit; a reviewer decides", where=where)
    if (decision.event in _WITH_REASON) != (decision.reason is not None):
        raise DecisionRefused(
            f"a {decision.event} {'needs a' if decision.event in _WITH_REASON else 'has no'} reason", where=where
        )
    if beyond := [step for step in decision.steps if not 0 <= step < work.n_steps]:
        raise DecisionRefused(f"there is no step {beyond[0]}", where=where)
    if strange := set(decision.lanes) - set(work.annotator_lanes):
        raise DecisionRefused(f"lane {min(strange)} is no annotator's", where=where)
