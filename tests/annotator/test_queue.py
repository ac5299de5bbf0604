"""What comes next for whom."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from embrace3k.annotator.errors import NotAllowed
from embrace3k.annotator.leases import release, take
from embrace3k.annotator.people import Person
from embrace3k.annotator.queue import Plan, in_overlap, next_work, open_works
from embrace3k.annotator.review import Decision, decide
from embrace3k.annotator.roles import Role
from embrace3k.annotator.submitting import submit
from embrace3k.schema.tasks import TaskType
from embrace3k.schema.trajectories import Driver, DriverKind
from embrace3k.schema.work import ReturnReason, WorkEvent, WorkState
from embrace3k.storage.assignments import Purpose
from embrace3k.storage.database import Database
from embrace3k.storage.tasks import add_tasks
from embrace3k.storage.trajectories import commit_trajectory
from embrace3k.storage.work import WorkFilter, get_work, list_works
from embrace3k.tests.annotator.workplace import ANN, BEN, NOW, RIA, ROY, after, do_all, fill
from embrace3k.tests.storage.samples import task, trajectory


def next_id(session, person, wanted: WorkFilter | None = None, purpose: Purpose = Purpose.ANNOTATE) -> str | None:
    hold = next_work(session, person, purpose, NOW, wanted)
    return hold.trajectory_id if hold else None


def test_lower_priorities_come_first_then_the_older(database: Database) -> None:
    fill(database, "a", "b")
    fill(database, "c", plan=Plan(priority=1))
    with database.session() as session:
        people = [Person(name, frozenset({Role.ANNOTATOR})) for name in "xyz"]
        assert [next_id(session, person) for person in people] == ["c", "a", "b"]
        assert next_id(session, ANN) is None


def test_asking_again_gives_what_is_held(database: Database) -> None:
    fill(database, "a", "b")
    with database.session() as session:
        assert next_id(session, ANN) == next_id(session, ANN) == "a"
        hold = next_work(session, ANN, Purpose.ANNOTATE, after(20))
        assert hold is not None and (hold.trajectory_id, hold.expires_at) == ("a", after(35))


def test_an_expired_hold_goes_to_who_asks_next(database: Database) -> None:
    fill(database, "a")
    with database.session() as session:
        assert next_id(session, ANN) == "a"
        assert next_work(session, BEN, Purpose.ANNOTATE, after(14)) is None
        hold = next_work(session, BEN, Purpose.ANNOTATE, after(15))
        assert hold is not None and hold.holder == "Ben"


@pytest.mark.parametrize(
    "wanted",
    [WorkFilter(task_type=TaskType.OPEN_DOOR), WorkFilter(scene="house_0009"), WorkFilter(campaign="second")],
)
def test_filters_narrow_the_queue_and_the_list(database: Database, wanted: WorkFilter) -> None:
    fill(database, "a")
    other = trajectory("b", "door", scene=task().scene.__class__(name="house", seed=9))
    with database.session() as session:
        add_tasks(session, [task("door", type=TaskType.OPEN_DOOR, scene=other.scene)])
        commit_trajectory(session, other)
        open_works(session, ["b"], Plan(campaign="second"), NOW)
        assert [work.trajectory_id for work in list_works(session, wanted)] == ["b"]
        assert next_id(session, ANN, wanted) == "b"
        assert next_id(session, BEN, wanted) is None


def test_the_list_goes_on_after_its_last_row(database: Database) -> None:
    fill(database, "a", "b", "c")
    with database.session() as session:
        first = list_works(session, WorkFilter(state=WorkState.RECORDED), limit=2)
        rest = list_works(session, limit=2, after=(first[-1].priority, first[-1].number))
        assert [work.trajectory_id for work in first + rest] == ["a", "b", "c"]


def test_returned_work_comes_back_to_who_made_it_first(database: Database) -> None:
    fill(database, "a", "b")
    with database.session() as session:
        take(session, ANN, "a", 0, NOW)
        do_all(session, ANN)
        submit(session, ANN, "a", 0, NOW)
        assert next_id(session, RIA, purpose=Purpose.REVIEW) == "a"
        event = Decision(trajectory_id="a", event=WorkEvent.RETURN, version=2, reason=ReturnReason.LANGUAGE)
        decide(session, RIA, event, NOW)
        assert next_id(session, BEN) == "b"
        assert next_id(session, ANN) == "a"
        release(session, ANN, "a", 0, NOW)
        release(session, BEN, "b", 0, NOW)
        assert next_id(session, BEN) == "b"


def test_each_of_the_overlap_goes_to_as_many_people_as_planned(database: Database) -> None:
    fill(database, "a", plan=Plan(annotators=3, overlap=1.0))
    with database.session() as session:
        people = [Person(name, frozenset({Role.ANNOTATOR})) for name in "wxyz"]
        holds = [next_work(session, person, Purpose.ANNOTATE, NOW) for person in people]
        assert [hold and hold.lane for hold in holds] == [1, 2, 3, None]


def test_the_overlap_is_chosen_by_the_id_and_a_larger_share_keeps_a_smaller_one() -> None:
    ids = [f"trajectory-{number}" for number in range(2000)]
    small, large = ({each for each in ids if in_overlap(each, share)} for share in (0.1, 0.3))
    assert small < large
    assert 150 < len(small) < 250 and 520 < len(large) < 680
    assert not any(in_overlap(each, 0.0) for each in ids) and all(in_overlap(each, 1.0) for each in ids)


def test_opening_works_again_changes_nothing(database: Database) -> None:
    fill(database, "a")
    with database.session() as session:
        assert open_works(session, ["a"], Plan(annotators=3, overlap=1.0, priority=1), NOW) == 0
        assert (get_work(session, "a").priority, get_work(session, "a").blind) == (5, False)


def test_who_drove_the_demonstration_does_not_review_it(database: Database) -> None:
    with database.session() as session:
        add_tasks(session, [task()])
        commit_trajectory(session, trajectory("a", driver=Driver(kind=DriverKind.PERSON, name="Ria")))
        open_works(session, ["a"], Plan(), NOW)
        take(session, ANN, "a", 0, NOW)
        do_all(session, ANN)
        submit(session, ANN, "a", 0, NOW)
        assert next_id(session, RIA, purpose=Purpose.REVIEW) is None
        with pytest.raises(NotAllowed, match="ria made part of it"):
            take(session, Person("ria", RIA.roles), "a", 0, NOW)
        assert next_id(session, ROY, purpose=Purpose.REVIEW) == "a"


def test_the_queue_takes_the_role(database: Database) -> None:
    with database.session() as session:
        with pytest.raises(NotAllowed, match="Ann may not review anything"):
            next_work(session, ANN, Purpose.REVIEW, NOW)


def test_many_who_ask_at_once_each_get_another_one(database: Database) -> None:
    names = [f"t{number:02d}" for number in range(24)]
    fill(database, *names)

    def ask(number: int) -> str | None:
        person = Person(f"p{number}", frozenset({Role.ANNOTATOR}))
        with database.session() as session:
            return next_id(session, person)

    with ThreadPoolExecutor(12) as pool:
        got = list(pool.map(ask, range(24)))
    assert sorted(filter(None, got)) == names


def test_one_person_who_asks_twice_at_once_gets_one(database: Database) -> None:
    fill(database, *(f"t{number}" for number in range(8)))

    def ask(_: int) -> str | None:
        with database.session() as session:
            return next_id(session, ANN)

    with ThreadPoolExecutor(8) as pool:
        got = set(pool.map(ask, range(16)))
    assert len(got - {None}) == 1
