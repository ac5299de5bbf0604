"""The table of transitions, and that nothing happens outside of it."""

import pytest

from embrace3k.annotator.errors import NotAllowed, TransitionRefused, WorkChanged
from embrace3k.annotator.people import Person
from embrace3k.annotator.roles import Role
from embrace3k.annotator.states import TRANSITIONS, follow, transition_of
from embrace3k.docs.workflow_figure import PAGE, rendered
from embrace3k.schema.work import WorkEvent, WorkState
from embrace3k.storage.database import Database
from embrace3k.storage.work import get_work, swap_state
from embrace3k.tests.annotator.workplace import ADA, ANN, NOW, RIA, fill

TABLE = {(each.start, each.event): each for each in TRANSITIONS}
PAIRS = [(state, event) for state in WorkState for event in WorkEvent]


def test_the_table_has_one_row_per_state_and_event() -> None:
    assert len(TABLE) == len(TRANSITIONS)
    assert {each.end for each in TRANSITIONS} | {WorkState.RECORDED} == set(WorkState)


@pytest.mark.parametrize(("state", "event"), [pair for pair in PAIRS if pair not in TABLE])
def test_every_pair_outside_the_table_is_refused(state: WorkState, event: WorkEvent) -> None:
    with pytest.raises(TransitionRefused, match=f"there is no {event} in the state {state}"):
        transition_of(state, event, "here")


@pytest.mark.parametrize(("state", "event"), list(TABLE))
def test_a_transition_takes_one_of_its_roles(state: WorkState, event: WorkEvent, database: Database) -> None:
    fill(database, "a")
    everything_else = Person("Eve", frozenset(Role) - TABLE[state, event].roles)
    with database.session() as session:
        assert swap_state(session, get_work(session, "a"), state, NOW)
        work = get_work(session, "a")
        with pytest.raises(NotAllowed, match="that takes the role"):
            follow(session, work, event, everything_else, NOW)
        one = Person("Eve", frozenset([min(TABLE[state, event].roles)]))
        assert follow(session, work, event, one, NOW) is get_work(session, "a").state is TABLE[state, event].end


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
