"""Tasks, demonstrations and rationales each have a maker and a checker, who are never the same person: one table for
all three, and the one function that asks it.
"""

from collections.abc import Callable, Collection
from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from sqlmodel import Session

from embrace3k.annotator.errors import NotAllowed, TransitionRefused, WorkChanged
from embrace3k.annotator.people import Person
from embrace3k.annotator.roles import Role
from embrace3k.schema.authors import name_key
from embrace3k.schema.reviews import CheckEvent, DemonstrationState, ReviewState
from embrace3k.schema.work import WorkEvent, WorkState
from embrace3k.storage.annotations import human_authors
from embrace3k.storage.assignments import annotators_of
from embrace3k.storage.work import Work, swap_state

_ANNOTATES = frozenset({Role.ANNOTATOR})
_REVIEWS = frozenset({Role.REVIEWER})
_CHECKS = frozenset({Role.REVIEWER, Role.ADMIN})
_REOPENS = frozenset({Role.ADMIN})


class Apart(StrEnum):
    """From whom the checker has to be somebody else; of rationales, who drove the demonstration is a maker too."""

    NOBODY = "nobody"
    MAKER = "maker"
    """The person who made the task, or drove the demonstration. Templates, models and oracles are nobody."""
    ANNOTATORS = "annotators"
    MAKERS = "makers"
    """Annotators, and reviewers who have corrected a text."""


class Transition(Struct, frozen=True):
    """Whether of a task, a demonstration or its rationales, the kind of `start` says."""

    start: StrEnum
    event: StrEnum
    end: StrEnum
    roles: frozenset[Role]
    apart_from: Apart


TRANSITIONS = (
    Transition(ReviewState.PROPOSED, CheckEvent.CONFIRM, ReviewState.CONFIRMED, _CHECKS, Apart.MAKER),
    # Whoever made a task may withdraw it. A later decision is made over the one before it.
    Transition(ReviewState.PROPOSED, CheckEvent.REFUSE, ReviewState.REFUSED, _CHECKS, Apart.NOBODY),
    Transition(ReviewState.CONFIRMED, CheckEvent.CONFIRM, ReviewState.CONFIRMED, _CHECKS, Apart.MAKER),
    Transition(ReviewState.CONFIRMED, CheckEvent.REFUSE, ReviewState.REFUSED, _CHECKS, Apart.NOBODY),
    Transition(ReviewState.REFUSED, CheckEvent.CONFIRM, ReviewState.CONFIRMED, _CHECKS, Apart.MAKER),
    Transition(ReviewState.REFUSED, CheckEvent.REFUSE, ReviewState.REFUSED, _CHECKS, Apart.NOBODY),
    Transition(DemonstrationState.UNCHECKED, CheckEvent.CONFIRM, DemonstrationState.CONFIRMED, _CHECKS, Apart.MAKER),
    Transition(DemonstrationState.UNCHECKED, CheckEvent.REFUSE, DemonstrationState.REFUSED, _CHECKS, Apart.MAKER),
    Transition(DemonstrationState.CONFIRMED, CheckEvent.CONFIRM, DemonstrationState.CONFIRMED, _CHECKS, Apart.MAKER),
    Transition(DemonstrationState.CONFIRMED, CheckEvent.REFUSE, DemonstrationState.REFUSED, _CHECKS, Apart.MAKER),
    Transition(DemonstrationState.REFUSED, CheckEvent.CONFIRM, DemonstrationState.CONFIRMED, _CHECKS, Apart.MAKER),
    Transition(DemonstrationState.REFUSED, CheckEvent.REFUSE, DemonstrationState.REFUSED, _CHECKS, Apart.MAKER),
    Transition(WorkState.RECORDED, WorkEvent.SUBMIT, WorkState.ANNOTATED, _ANNOTATES, Apart.NOBODY),
    Transition(WorkState.RETURNED, WorkEvent.SUBMIT, WorkState.ANNOTATED, _ANNOTATES, Apart.NOBODY),
    # Who corrects a text while reviewing may end the review, but has become a maker, and somebody else accepts.
    Transition(WorkState.ANNOTATED, WorkEvent.REVIEW, WorkState.REVIEWED, _REVIEWS, Apart.ANNOTATORS),
    Transition(WorkState.ANNOTATED, WorkEvent.RETURN, WorkState.RETURNED, _REVIEWS, Apart.ANNOTATORS),
    Transition(WorkState.ANNOTATED, WorkEvent.REFUSE, WorkState.REFUSED, _REVIEWS, Apart.ANNOTATORS),
    Transition(WorkState.REVIEWED, WorkEvent.ACCEPT, WorkState.ACCEPTED, _CHECKS, Apart.MAKERS),
    Transition(WorkState.REVIEWED, WorkEvent.RETURN, WorkState.RETURNED, _CHECKS, Apart.MAKERS),
    Transition(WorkState.REVIEWED, WorkEvent.REFUSE, WorkState.REFUSED, _CHECKS, Apart.MAKERS),
    Transition(WorkState.ACCEPTED, WorkEvent.REOPEN, WorkState.RETURNED, _REOPENS, Apart.NOBODY),
    Transition(WorkState.REFUSED, WorkEvent.REOPEN, WorkState.RETURNED, _REOPENS, Apart.NOBODY),
)
# States of different kinds may be spelt alike, and are equal then.
_BY_START = {(type(each.start), each.start, each.event): each for each in TRANSITIONS}


def transition_of(state: StrEnum, event: StrEnum, where: str) -> Transition:
    """Raises TransitionRefused, naming the events that there are."""
    if found := _BY_START.get((type(state), state, event)):
        return found
    possible = sorted(each.event.value for each in TRANSITIONS if each.start is state)
    raise TransitionRefused(
        f"there is no {event} in the state {state}", where=where,
        hint=f"from there it goes on by: {', '.join(possible)}",
    )  # fmt: skip


def allowed(
    person: Person, state: StrEnum, event: StrEnum, makers: Callable[[Apart], Collection[str]], where: str
) -> Transition:
    """What the event leads to, if the person may do it. Raises TransitionRefused, NotAllowed.

    `makers` names those from whom the person has to be somebody else.
    """
    transition = transition_of(state, event, where)
    person.require(transition.roles, f"{event} it", where)
    if transition.apart_from is not Apart.NOBODY:
        _require_stranger(person, makers(transition.apart_from), where)
    return transition


def follow(session: Session, work: Work, event: WorkEvent, person: Person, now: datetime) -> WorkState:
    """Move the work to the state that the table says. `work` is as the person has seen it.

    Raises TransitionRefused, NotAllowed, and WorkChanged where somebody moved it meanwhile.
    """
    where = f"trajectory {work.trajectory_id}"
    transition = allowed(person, work.state, event, lambda apart: _makers(session, work, apart), where)
    end = WorkState(transition.end)
    if not swap_state(session, work, end, now):
        raise work_changed(where)
    return end


def require_apart(session: Session, person: Person, work: Work, apart_from: Apart) -> None:
    """Maker and checker are never the same person. Raises NotAllowed."""
    _require_stranger(person, _makers(session, work, apart_from), f"trajectory {work.trajectory_id}")


def work_changed(where: str) -> WorkChanged:
    return WorkChanged("it was changed meanwhile", where=where, hint="look at it again, and decide over that")


def _makers(session: Session, work: Work, apart_from: Apart) -> set[str]:
    makers = set(human_authors(session, work.trajectory_id))
    if apart_from is Apart.ANNOTATORS:
        makers &= annotators_of(session, work.trajectory_id)
    return makers | ({work.driven_by} if work.driven_by else set())


def _require_stranger(person: Person, makers: Collection[str], where: str) -> None:
    if name_key(person.name) in {name_key(name) for name in makers}:
        what = f"{person.name} made part of it and cannot check it"
        raise NotAllowed(what, where=where, hint="somebody else has to look at it")
