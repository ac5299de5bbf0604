"""A trajectory's way through annotation: one table, and the one function that follows it."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from sqlmodel import Session

from embrace3k.annotator.errors import NotAllowed, TransitionRefused, WorkChanged
from embrace3k.annotator.people import Person
from embrace3k.annotator.roles import Role
from embrace3k.schema.authors import name_key
from embrace3k.schema.work import WorkEvent, WorkState
from embrace3k.storage.annotations import human_authors
from embrace3k.storage.assignments import annotators_of
from embrace3k.storage.work import Work, swap_state

_ANNOTATES = frozenset({Role.ANNOTATOR})
_REVIEWS = frozenset({Role.REVIEWER})
_ACCEPTS = frozenset({Role.REVIEWER, Role.ADMIN})
_REOPENS = frozenset({Role.ADMIN})


class Apart(StrEnum):
    """From whom the checker has to be somebody else; the person who drove the demonstration is a maker too."""

    NOBODY = "nobody"
    ANNOTATORS = "annotators"
    MAKERS = "makers"
    """Annotators, and reviewers who have corrected a text."""


class Transition(Struct, frozen=True):
    start: WorkState
    event: WorkEvent
    end: WorkState
    roles: frozenset[Role]
    apart_from: Apart


TRANSITIONS = (
    Transition(WorkState.RECORDED, WorkEvent.SUBMIT, WorkState.ANNOTATED, _ANNOTATES, Apart.NOBODY),
    Transition(WorkState.RETURNED, WorkEvent.SUBMIT, WorkState.ANNOTATED, _ANNOTATES, Apart.NOBODY),
    # Who corrects a text while reviewing may end the review, but has become a maker, and somebody else accepts.
    Transition(WorkState.ANNOTATED, WorkEvent.REVIEW, WorkState.REVIEWED, _REVIEWS, Apart.ANNOTATORS),
    Transition(WorkState.ANNOTATED, WorkEvent.RETURN, WorkState.RETURNED, _REVIEWS, Apart.ANNOTATORS),
    Transition(WorkState.ANNOTATED, WorkEvent.REFUSE, WorkState.REFUSED, _REVIEWS, Apart.ANNOTATORS),
    Transition(WorkState.REVIEWED, WorkEvent.ACCEPT, WorkState.ACCEPTED, _ACCEPTS, Apart.MAKERS),
    Transition(WorkState.REVIEWED, WorkEvent.RETURN, WorkState.RETURNED, _ACCEPTS, Apart.MAKERS),
    Transition(WorkState.REVIEWED, WorkEvent.REFUSE, WorkState.REFUSED, _ACCEPTS, Apart.MAKERS),
    Transition(WorkState.ACCEPTED, WorkEvent.REOPEN, WorkState.RETURNED, _REOPENS, Apart.NOBODY),
    Transition(WorkState.REFUSED, WorkEvent.REOPEN, WorkState.RETURNED, _REOPENS, Apart.NOBODY),
)
_BY_START = {(each.start, each.event): each for each in TRANSITIONS}


def transition_of(state: WorkState, event: WorkEvent, where: str) -> Transition:
    """Raises TransitionRefused, naming the events that there are."""
    if found := _BY_START.get((state, event)):
        return found
    possible = sorted(each.event.value for each in TRANSITIONS if each.start is state)
    raise TransitionRefused(
        f"there is no {event} in the state {state}", where=where,
        hint=f"from there it goes on by: {', '.join(possible)}",
    )  # fmt: skip


def follow(session: Session, work: Work, event: WorkEvent, person: Person, now: datetime) -> WorkState:
    """Move the work to the state that the table says. `work` is as the person has seen it.

    Raises TransitionRefused, NotAllowed, and WorkChanged where somebody moved it meanwhile.
    """
    where = f"trajectory {work.trajectory_id}"
    transition = transition_of(work.state, event, where)
    person.require(transition.roles, f"{event} it", where)
    require_apart(session, person, work, transition.apart_from)
    if not swap_state(session, work, transition.end, now):
        raise work_changed(where)
    return transition.end


def require_apart(session: Session, person: Person, work: Work, apart_from: Apart) -> None:
    """Maker and checker are never the same person. Raises NotAllowed."""
    if apart_from is Apart.NOBODY:
        return
    makers = set(human_authors(session, work.trajectory_id))
    if apart_from is Apart.ANNOTATORS:
        makers &= annotators_of(session, work.trajectory_id)
    if name_key(person.name) in {name_key(name) for name in [*makers, work.driven_by or ""]}:
        what, where = f"{person.name} made part of it and cannot check it", f"trajectory {work.trajectory_id}"
        raise NotAllowed(what, where=where, hint="somebody else has to look at it")


def work_changed(where: str) -> WorkChanged:
    return WorkChanged("it was changed meanwhile", where=where, hint="look at it again, and decide over that")
