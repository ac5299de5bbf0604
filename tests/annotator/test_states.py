"""The table of transitions, and that nothing happens outside of it."""

from enum import StrEnum

import pytest

from embrace3k.annotator.errors import NotAllowed, TransitionRefused, WorkChanged
from embrace3k.annotator.people import Person
from embrace3k.annotator.roles import Role
from embrace3k.annotator.states import TRANSITIONS, Apart, allowed, follow, transition_of
from embrace3k.docs.workflow_figure import PAGE, STAGES, rendered
from embrace3k.schema.reviews import CheckEvent, DemonstrationState, ReviewState
from embrace3k.schema.work import WorkEvent, WorkState
from embrace3k.storage.database import Database
from embrace3k.storage.work import get_work, swap_state
from embrace3k.tests.annotator.workplace import ADA, ANN, NOW, RIA, fill

TABLE = {(type(each.start), each.start, each.event): each for each in TRANSITIONS}
EVENTS: dict[type[StrEnum], type[StrEnum]] = {
    ReviewState: CheckEvent, DemonstrationState: CheckEvent, WorkState: WorkEvent
}  # fmt: skip
PAIRS = [(state, event) for states, events in EVENTS.items() for state in states for event in events]
WORKS = [(each.start, each.event) for each in TRANSITIONS if isinstance(each.start, WorkState)]


def test_the_table_has_one_row_per_state_and_event() -> None:
    assert len(TABLE) == len(TRANSITIONS)
    for states in STAGES.values():
        reached = {each.end for each in TRANSITIONS if isinstance(each.end, states)}
        assert reached | {next(iter(states))} == set(states)
    assert all(type(each.start) is type(each.end) for each in TRANSITIONS)


@pytest.mark.parametrize(("state", "event"), [pair for pair in PAIRS if (type(pair[0]), *pair) not in TABLE])
def test_every_pair_outside_the_table_is_refused(state: StrEnum, event: StrEnum) -> None:
    with pytest.raises(TransitionRefused, match=f"there is no {event} in the state {state}"):
        transition_of(state, event, "here")


def test_states_that_are_spelt_alike_are_not_taken_for_each_other() -> None:
    with pytest.raises(TransitionRefused):
        transition_of(WorkState.REFUSED, CheckEvent.CONFIRM, "here")
    with pytest.raises(TransitionRefused):
        transition_of(DemonstrationState.REFUSED, WorkEvent.REOPEN, "here")


@pytest.mark.parametrize("each", TRANSITIONS, ids=lambda each: f"{type(each.start).__name__}-{each.start}-{each.event}")
def test_a_transition_takes_one_of_its_roles_and_somebody_else_than_its_makers(each) -> None:
    one = Person("Eve", frozenset([min(each.roles)]))
    assert allowed(one, each.start, each.event, lambda _: ["Ann"], "here") is each
    if each.apart_from is not Apart.NOBODY:
        with pytest.raises(NotAllowed, match="Eve made part of it and cannot check it"):
            allowed(one, each.start, each.event, lambda _: ["Ann", " EVE "], "here")
    with pytest.raises(NotAllowed, match="that takes the role"):
        allowed(Person("Eve", frozenset(Role) - each.roles), each.start, each.event, lambda _: [], "here")


@pytest.mark.parametrize(("state", "event"), WORKS)
def test_a_work_moves_as_the_table_says(state: WorkState, event: WorkEvent, database: Database) -> None:
    fill(database, "a")
    transition = transition_of(state, event, "here")
    everything_else = Person("Eve", frozenset(Role) - transition.roles)
    with database.session() as session:
        assert swap_state(session, get_work(session, "a"), state, NOW)
        work = get_work(session, "a")
        with pytest.raises(NotAllowed, match="that takes the role"):
            follow(session, work, event, everything_else, NOW)
        one = Person("Eve", frozenset([min(transition.roles)]))
        assert follow(session, work, event, one, NOW) is get_work(session, "a").state is transition.end


def test_what_was_moved_meanwhile_is_not_moved_again(database: Database) -> None:
    fill(database, "a")
    with database.session() as session:
        seen = get_work(session, "a")
        follow(session, seen, WorkEvent.SUBMIT, ANN, NOW)
        with pytest.raises(WorkChanged):
            follow(session, seen, WorkEvent.SUBMIT, ANN, NOW)
        follow(session, get_work(session, "a"), WorkEvent.REVIEW, RIA, NOW)
        follow(session, get_work(session, "a"), WorkEvent.ACCEPT, ADA, NOW)
        assert get_work(session, "a").version == 4


def test_the_page_shows_the_table_as_it_is() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == rendered(text), "run `python -m embrace3k.docs.workflow_figure`"
